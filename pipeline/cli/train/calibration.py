"""Fit temperature and biases of each attribute that is misread often enough to tell, to what the pack's detector finds
in rendered pictures; the others stay as they are."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.core import messages

if TYPE_CHECKING:
    from detectors.rcnn.calibration import Calibration


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of ``pipeline train calibration``."""
    parser.add_argument(
        "data", type=Path, nargs="+", metavar="DIR", help="folders made by pipeline synth that nothing was trained on"
    )
    parser.add_argument(
        "--pack", type=Path, required=True, metavar="DIR", help="gains a new calibration.json and is sealed anew"
    )


def written(arguments: Namespace) -> list[Path]:
    """The files that are written."""
    return [arguments.pack / "calibration.json"]


def train(arguments: Namespace) -> dict[str, str]:
    """Look, fit, write, seal, and say what was fitted."""
    from tqdm import tqdm

    from detectors.rcnn.calibration import read_calibration, write_calibration
    from pipeline.training.rcnn.calibrate import refine
    from pipeline.training.rcnn.samples import RenderedSamples
    from pipeline.worlds.seal import seal
    from pipeline.worlds.world import load_world

    pack = load_world(arguments.pack)
    file = pack.arguments("detector", "rcnn").get("calibration")
    if file is None:
        raise messages.error(messages.PACK_WITHOUT_CALIBRATION, name=pack.name)
    samples = RenderedSamples(arguments.data)
    with tqdm(total=len(samples), desc="looking", unit="picture", disable=None) as bar:
        heads = refine(pack.folder, read_calibration(file), samples, lambda done, _: bar.update(done - bar.n))
    write_calibration(file, heads)
    seal(pack.folder)
    return listed(heads)


def listed(heads: Mapping[str, Calibration]) -> dict[str, str]:
    """The calibration of each head in words."""
    return {
        name: f"temperature {one.temperature:g}{'  bias' if one.bias else ''}" + "".join(f" {b:+g}" for b in one.bias)
        for name, one in heads.items()
    }
