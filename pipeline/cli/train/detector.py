"""Fit the detector to rendered scenes; an interrupted run goes on with --resume.  Several machines that see
the same folders train together: torchrun --nnodes 2 --nproc-per-node 8 ... -m pipeline train detector ..."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from pipeline.cli.train.calibration import listed
from pipeline.cli.train.run_folder import add_run_options, draw_curve, seal_if_any


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of ``pipeline train detector``."""
    parser.add_argument("data", type=Path, nargs="+", metavar="DIR", help="folders made by pipeline synth")
    parser.add_argument(
        "--held-out", type=Path, nargs="+", required=True, metavar="DIR", help="folders to calibrate on, not trained on"
    )
    add_run_options(parser, required=True)
    parser.add_argument(
        "--pack",
        type=Path,
        required=True,
        metavar="DIR",
        help="the trained files go here; a pack with a config is sealed anew",
    )
    parser.add_argument("--pictures", type=int, default=30_000, metavar="N", help="pictures to see (default: 30000)")
    parser.add_argument("--batch", type=int, default=4, metavar="N", help="pictures a step (default: 4)")
    parser.add_argument("--rate", type=float, default=1.3e-3, metavar="R", help="peak learning rate (default: 0.0013)")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of the weights and the order of pictures")
    parser.add_argument(
        "--start",
        type=Path,
        metavar="FILE",
        help="weights to go on from: an earlier run's network.safetensors, or a pack's rcnn.safetensors",
    )
    parser.add_argument(
        "--keep", type=float, default=0.0, metavar="SHARE", help="of the starting weights, in the result (default: 0)"
    )
    parser.add_argument(
        "--processes", type=int, default=2, metavar="N", help="cores to use (default: 2); torchrun says otherwise"
    )


def written(arguments: Namespace) -> list[Path]:
    """The files that are written."""
    names = ("rcnn.safetensors", "trunk.onnx", "heads.onnx", "calibration.json")
    return [arguments.pack / name for name in names]


def train(arguments: Namespace) -> dict[str, str]:
    """Train, average, calibrate, export; a pack with a config is sealed anew."""
    from pipeline.core.checkpoint import Checkpoint
    from pipeline.training.launched import launched
    from pipeline.training.rcnn.finish import finish
    from pipeline.training.rcnn.loop import RcnnPlan
    from pipeline.training.rcnn.loop import train as fit
    from pipeline.training.rcnn.samples import RenderedSamples

    plan = RcnnPlan(
        folders=tuple(arguments.data),
        pictures=arguments.pictures,
        batch=arguments.batch,
        rate=arguments.rate,
        seed=arguments.seed,
        start=arguments.start,
        keep=arguments.keep,
        processes=arguments.processes,
    )
    held_out = RenderedSamples(arguments.held_out)  # before the hours of training, not after
    checkpoint = Checkpoint(arguments.out, arguments.resume)
    network = fit(plan, checkpoint)
    seat = launched()
    if seat is not None and not seat.first:
        return {}
    draw_curve(checkpoint)
    heads = finish(network, held_out, arguments.pack)
    seal_if_any(arguments.pack)
    return listed(heads)
