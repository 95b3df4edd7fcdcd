"""Fit the network that names the elements of screenshots to rendered pages; --resume goes on with a run."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from pipeline.cli.train.run_folder import add_run_options, draw_curve, seal_if_any
from pipeline.core.checkpoint import Checkpoint


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of ``pipeline train roles``."""
    parser.add_argument(
        "data", type=Path, nargs="+", metavar="DIR", help="folders made by pipeline synth --world screen --single"
    )
    add_run_options(parser, required=True)
    parser.add_argument("--pack", type=Path, required=True, metavar="DIR", help="roles.onnx goes there, sealed anew")
    parser.add_argument("--steps", type=int, default=2400, metavar="N", help="steps of training (default: 2400)")
    parser.add_argument("--rate", type=float, default=2e-3, metavar="R", help="peak learning rate (default: 0.002)")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of the weights and the order of proposals")
    parser.add_argument("--start", type=Path, metavar="FILE", help="weights of an earlier run to go on from")


def written(arguments: Namespace) -> list[Path]:
    """The files that are written."""
    return [arguments.pack / name for name in ("roles.onnx", "roles.safetensors")]


def train(arguments: Namespace) -> dict[str, object]:
    """Train, draw the curve, write the pack's files and seal it."""
    from pipeline.training.screen.export import export
    from pipeline.training.screen.loop import Plan
    from pipeline.training.screen.loop import train as fit

    plan = Plan(
        pages=tuple(arguments.data),
        steps=arguments.steps,
        rate=arguments.rate,
        seed=arguments.seed,
        start=arguments.start,
    )
    checkpoint = Checkpoint(arguments.out, arguments.resume)
    weights = fit(plan, checkpoint)
    draw_curve(checkpoint)
    export(weights, arguments.pack)
    seal_if_any(arguments.pack)
    return {"steps": plan.steps, "weights": weights}
