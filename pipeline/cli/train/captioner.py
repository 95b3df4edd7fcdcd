"""Fit a captioner of single pictures, one of three, to a data set; features are computed once and kept."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cli.train.run_folder import add_run_options, advance, draw_curve, held_out, reporting

if TYPE_CHECKING:
    from pipeline.datasets.example import Example
    from pipeline.training.captioner.features import Features


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of ``pipeline train captioner``."""
    from language.pictures import MODELS

    parser.add_argument("data", type=Path, metavar="DATA", help="the folder or file of captions")
    add_run_options(parser, required=True)
    parser.add_argument("--dataset", default="flickr8k", metavar="NAME", help="what it is (default: flickr8k)")
    parser.add_argument(
        "--model", choices=tuple(MODELS), default="nic", help="; ".join(f"{k}: {v}" for k, v in MODELS.items())
    )
    parser.add_argument(
        "--network", type=Path, required=True, metavar="FILE", help="an ONNX ImageNet network with the output pooled"
    )
    parser.add_argument("--features", type=Path, required=True, metavar="DIR", help="where its features are kept")
    parser.add_argument("--held-out", default="dev", metavar="SPLIT", help="to stop early by (default: dev)")
    parser.add_argument("--pictures", type=int, metavar="N", help="learn from the first so many")
    parser.add_argument("--held-pictures", type=int, metavar="N", help="hold out the first so many of that split")
    parser.add_argument(
        "--views", type=int, default=1, metavar="N", help="of each picture: 2 adds its mirror image, more random parts"
    )
    parser.add_argument("--epochs", type=int, default=12, metavar="N", help="times to see all (default: 12)")
    parser.add_argument("--batch", type=int, default=80, metavar="N", help="captions a step (default: 80)")
    parser.add_argument("--rate", type=float, default=1e-3, metavar="R", help="peak learning rate (default: 0.001)")
    parser.add_argument("--hidden", type=int, default=256, metavar="N", help="size of the state (default: 256)")
    parser.add_argument("--dropout", type=float, default=0.4, metavar="P", help="share left out (default: 0.4)")
    parser.add_argument("--bfloat16", action="store_true", help="coarser products: faster where the processor has it")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of the weights and the order of pictures")


def written(arguments: Namespace) -> list[Path]:
    """The files that are written."""
    return []  # a folder of its own


def train(arguments: Namespace) -> dict[str, object]:
    """Read, look, train, draw the curve, write the card."""
    from tqdm import tqdm

    from language.pictures import MODELS
    from pipeline.core.checkpoint import Checkpoint
    from pipeline.datasets import read_dataset
    from pipeline.training.captioner.loop import CaptionerPlan
    from pipeline.training.captioner.train import look, train_captioner
    from pipeline.training.card import write_card
    from pipeline.training.together import first_goes_ahead, together

    plan = CaptionerPlan(
        model=arguments.model,
        epochs=arguments.epochs,
        batch=arguments.batch,
        rate=arguments.rate,
        hidden=arguments.hidden,
        dropout=arguments.dropout,
        coarse=arguments.bfloat16,
        seed=arguments.seed,
    )
    checkpoint = Checkpoint(arguments.out, arguments.resume)
    learn = read_dataset(arguments.dataset, arguments.data, "train")[: arguments.pictures]
    held = read_dataset(arguments.dataset, arguments.data, arguments.held_out)[: arguments.held_pictures]

    def looked(examples: list[Example], name: str, view: int = 0) -> Features:
        with tqdm(total=len(examples), desc=f"looking at {name}", unit="picture", disable=None) as bar:
            return look(examples, arguments.network, arguments.features, name, partial(advance, bar), view)

    with together() as seat:
        with first_goes_ahead(seat):
            views = [looked(learn, "train", view) for view in range(max(1, arguments.views))]
            seen = looked(held, arguments.held_out)
        model = train_captioner(learn, held, views, seen, plan, checkpoint, reporting(checkpoint), seat)
    if not seat.first:
        return {}
    draw_curve(checkpoint)
    best = min(held_out(checkpoint))
    measured = {
        "pictures": len(learn),
        "words": len(model.vocabulary.words),
        "held out": f"{best:.4g}",
        "length": model.length,
    }
    write_card(arguments.out, MODELS[arguments.model], f"{arguments.dataset}, split train", plan, measured)
    return measured
