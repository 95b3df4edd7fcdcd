"""Pre-train and fit the transformer that captions pairs of object graphs, on made-up pairs: no data is needed."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cli.train.run_folder import add_run_options, advance, draw_curve, held_out, into_pack, reporting

if TYPE_CHECKING:
    from language.transformer.tokens import Tokens

TASKS = "mlm,mvcl,fda"


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of ``pipeline train transformer``."""
    add_run_options(parser, required=True)
    parser.add_argument("--pack", type=Path, metavar="DIR", help="a pack that takes the weights and is sealed anew")
    parser.add_argument("--pairs", type=int, default=8000, metavar="N", help="fictive pairs to make (default: 8000)")
    parser.add_argument(
        "--tasks", default=TASKS, metavar="TASK,...", help=f"of pre-training, of gic and fgvc too (default: {TASKS})"
    )
    parser.add_argument("--first", type=int, default=1500, metavar="N", help="steps of pre-training (default: 1500)")
    parser.add_argument("--steps", type=int, default=4500, metavar="N", help="steps of fine-tuning (default: 4500)")
    parser.add_argument("--batch", type=int, default=32, metavar="N", help="pairs a step (default: 32)")
    parser.add_argument("--rate", type=float, default=1e-3, metavar="R", help="peak learning rate (default: 0.001)")
    parser.add_argument("--apart", action="store_true", help="no difference encoder: each picture is seen by itself")
    parser.add_argument("--no-judging", action="store_true", help="no judging of distractors")
    parser.add_argument(
        "--judging-weight", type=float, default=0.3, metavar="W", help="of that loss beside the others (default: 0.3)"
    )
    parser.add_argument(
        "--judged-on",
        type=Path,
        nargs="+",
        default=[],
        metavar="PAIRS",
        help="pairs of pipeline synth: the judge's doubt is set on the unchanged ones (default: on fictive pairs)",
    )
    parser.add_argument(
        "--start", default="", metavar="FILE", help="transformer.safetensors of an earlier run to begin with"
    )
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of the weights, the pairs and their order")


def written(arguments: Namespace) -> list[Path]:
    """The files that are written."""
    return [arguments.pack / "transformer.safetensors"] if arguments.pack is not None else []


def train(arguments: Namespace) -> dict[str, object]:
    """Make pairs, train, draw the curve, write the card, and put the weights into the pack."""
    from tqdm import tqdm

    from language.transformer.model import WEIGHTS
    from pipeline.core import messages
    from pipeline.core.checkpoint import Checkpoint
    from pipeline.flow.captioner import Captioner
    from pipeline.training.card import write_card
    from pipeline.training.together import together
    from pipeline.training.transformer.doubt import seen, unchanged
    from pipeline.training.transformer.loop import TASKS as KNOWN
    from pipeline.training.transformer.loop import TransformerPlan
    from pipeline.training.transformer.train import train_transformer
    from pipeline.worlds.world import load_world

    if arguments.pack is not None:
        load_world(arguments.pack)  # before the training, not after
    tasks = tuple(name for name in arguments.tasks.split(",") if name)
    for name in tasks:
        if name not in KNOWN:
            raise messages.error(messages.NO_TASK, task=name, known=", ".join(KNOWN))
    plan = TransformerPlan(
        first=arguments.first,
        steps=arguments.steps,
        batch=arguments.batch,
        rate=arguments.rate,
        tasks=tasks,
        compared=not arguments.apart,
        judging=not arguments.no_judging,
        judging_weight=arguments.judging_weight,
        start=arguments.start,
        seed=arguments.seed,
    )
    if arguments.judged_on and arguments.no_judging:
        raise messages.error(messages.JUDGED_ON_WHAT)
    pairs = [pair for folder in arguments.judged_on for pair in unchanged(folder)]
    checkpoint = Checkpoint(arguments.out, arguments.resume)

    def still() -> list[Tokens]:
        captioner = Captioner.from_pack(arguments.pack or "blocks")
        with tqdm(total=len(pairs), desc="judging pairs", unit="pair", disable=None) as judged:
            return seen(pairs, captioner, partial(advance, judged))

    with together() as seat, tqdm(total=arguments.pairs, desc="making pairs", unit="pair", disable=None) as bar:
        progress = partial(advance, bar)
        model = train_transformer(
            arguments.pairs, plan, checkpoint, reporting(checkpoint), progress, seat, still if pairs else None
        )
    if not seat.first:
        return {}
    draw_curve(checkpoint)
    into_pack(arguments.out, arguments.pack, WEIGHTS)
    measured = {
        "pairs": arguments.pairs,
        "words": len(model.vocabulary.words),
        "held out": f"{held_out(checkpoint)[-1]:.4g}",
    }
    write_card(arguments.out, "Transformer on both graphs", "fictive pairs, never rendered", plan, measured)
    return measured
