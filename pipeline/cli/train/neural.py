"""Fit the neural captioner to pairs of pictures, their captions, and the truth of those that were rendered."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from pipeline.cli.options import add_dataset_options
from pipeline.cli.train.run_folder import add_run_options, draw_curve, held_out, into_pack, reporting
from pipeline.core.checkpoint import Checkpoint


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of ``pipeline train neural``."""
    parser.add_argument(
        "data", type=Path, nargs="+", metavar="DATA", help="folders made by pipeline synth, or files of pairs"
    )
    add_run_options(parser, required=True)
    parser.add_argument("--held-out", type=Path, nargs="+", default=[], metavar="DATA", help="pairs to stop early by")
    parser.add_argument("--pack", type=Path, metavar="DIR", help="a pack that takes the weights and is sealed anew")
    parser.add_argument(
        "--wording",
        choices=("all", "house"),
        default="all",
        help="house: one plain sentence a rendered pair, always worded alike (default: all, its captions)",
    )
    parser.add_argument(
        "--start", default="", metavar="FILE", help="neural.safetensors of an earlier run to begin with"
    )
    parser.add_argument("--captions", type=int, default=4, metavar="N", help="of a pair at each sight (default: 4)")
    parser.add_argument(
        "--trunk", type=Path, metavar="FILE", help="the exported trunk that looks (default: that of the pack blocks)"
    )
    parser.add_argument("--features", type=Path, metavar="DIR", help="features are kept here (default: with --out)")
    parser.add_argument("--views", type=int, default=1, metavar="N", help="of each pair, by chance (default: 1)")
    parser.add_argument("--epochs", type=int, default=20, metavar="N", help="times to see all pairs (default: 20)")
    parser.add_argument("--patience", type=int, default=5, metavar="N", help="epochs without gain to end (default: 5)")
    parser.add_argument("--batch", type=int, default=16, metavar="N", help="pairs a step (default: 16)")
    parser.add_argument("--rate", type=float, default=1e-3, metavar="R", help="peak learning rate (default: 0.001)")
    parser.add_argument("--bfloat16", action="store_true", help="a coarser encoder: faster where the processor has it")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of the weights and the order of pairs")
    add_dataset_options(parser, split="train")


def written(arguments: Namespace) -> list[Path]:
    """The files that are written."""
    return [arguments.pack / "neural.safetensors"] if arguments.pack is not None else []


def train(arguments: Namespace) -> dict[str, object]:
    """Train, draw the curve, and put the weights into the pack."""
    from language.neural.model import WEIGHTS
    from pipeline.training.neural.loop import NeuralPlan
    from pipeline.training.neural.train import Source, samples_of, train_neural
    from pipeline.training.together import together
    from pipeline.worlds.finder import find_world
    from pipeline.worlds.world import load_world

    if arguments.pack is not None:
        load_world(arguments.pack)  # before the hours of training, not after
    house = arguments.wording == "house"
    learn = samples_of(arguments.data, arguments.dataset, arguments.split, house)
    held = samples_of(arguments.held_out, house=house)
    plan = NeuralPlan(
        epochs=arguments.epochs,
        batch=arguments.batch,
        rate=arguments.rate,
        patience=arguments.patience,
        captions=1 if house else arguments.captions,
        coarse=arguments.bfloat16,
        start=arguments.start,
        seed=arguments.seed,
    )
    checkpoint = Checkpoint(arguments.out, arguments.resume)

    trunk = arguments.trunk or find_world("blocks").folder / "trunk.onnx"
    source = Source(trunk, arguments.features or arguments.out / "features", arguments.views, _looking)
    with together() as seat:
        model = train_neural(learn, held, source, plan, checkpoint, reporting(checkpoint), seat)
    if not seat.first:
        return {}
    draw_curve(checkpoint)
    into_pack(arguments.out, arguments.pack, WEIGHTS)
    best = min(held_out(checkpoint))
    return {"pairs": len(learn), "words": len(model.vocabulary.words), "held out": f"{best:.4g}"}


def _looking(done: int, of: int) -> None:
    print(f"looked at {done} of {of} pairs", file=sys.stderr, flush=True)
