"""Fit the neural captioner to pairs of pictures and their captions, without or with attention."""

from __future__ import annotations

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
    parser.add_argument("--attention", action="store_true", help="soft attention (Xu et al. 2015)")
    parser.add_argument(
        "--start", default="", metavar="FILE", help="neural.safetensors of an earlier run to begin with"
    )
    parser.add_argument("--trunk", choices=("small", "resnet18"), default="small", help="the encoder (default: small)")
    parser.add_argument("--epochs", type=int, default=50, metavar="N", help="times to see all pairs (default: 50)")
    parser.add_argument("--patience", type=int, default=5, metavar="N", help="epochs without gain to end (default: 5)")
    parser.add_argument("--batch", type=int, default=32, metavar="N", help="pairs a step (default: 32)")
    parser.add_argument("--rate", type=float, default=1e-4, metavar="R", help="peak learning rate (default: 0.0001)")
    parser.add_argument("--bfloat16", action="store_true", help="a coarser trunk: faster where the processor has it")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of the weights and the order of pairs")
    add_dataset_options(parser, split="train")


def written(arguments: Namespace) -> list[Path]:
    """The files that are written."""
    return [arguments.pack / "neural.safetensors"] if arguments.pack is not None else []


def train(arguments: Namespace) -> dict[str, object]:
    """Train, draw the curve, and put the weights into the pack."""
    from language.neural.model import WEIGHTS
    from pipeline.training.neural.loop import NeuralPlan
    from pipeline.training.neural.train import samples_of, train_neural
    from pipeline.training.together import together
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
        captions=1 if house else NeuralPlan.captions,
        attention=arguments.attention,
        trunk=arguments.trunk,
        coarse=arguments.bfloat16,
        start=arguments.start,
        seed=arguments.seed,
    )
    checkpoint = Checkpoint(arguments.out, arguments.resume)

    with together() as seat:
        model = train_neural(learn, held, plan, checkpoint, reporting(checkpoint), seat)
    if not seat.first:
        return {}
    draw_curve(checkpoint)
    into_pack(arguments.out, arguments.pack, WEIGHTS)
    best = min(held_out(checkpoint))
    return {"pairs": len(learn), "words": len(model.vocabulary.words), "held out": f"{best:.4g}"}
