"""``pipeline train aligner`` and ``pipeline train embedding``: models that score sentences by the pictures."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from pipeline.cli.train_run import add_run_options, checkpoint_of, draw_curve

ALIGNER = (
    "Fit the model that ties words to regions to pairs made of rendered pictures, as the pack's detector sees them."
)
EMBEDDING = "Fit the embedding of pairs and sentences to the same pairs that the aligner learns from."


def add_scorer(parser: ArgumentParser, part: str) -> None:
    """Arguments of ``pipeline train PART``."""
    parser.add_argument("data", type=Path, nargs="+", metavar="DIR", help="folders made by pipeline synth --single")
    parser.add_argument(
        "--pack",
        type=Path,
        required=True,
        metavar="DIR",
        help=f"the pack whose detector looks; {part}.safetensors goes there, and the pack is sealed anew",
    )
    parser.add_argument("--pictures", type=int, default=600, metavar="N", help="pictures to see (default: 600)")
    parser.add_argument("--pairs", type=int, default=6, metavar="N", help="pairs made of each (default: 6)")
    parser.add_argument("--epochs", type=int, metavar="N", help="times to see all pairs")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of the weights, the pairs and their order")
    if part == "aligner":
        parser.add_argument(
            "--features",
            action="store_true",
            help="learn from the detector's own features too; every new training of the detector then asks for another",
        )
    add_run_options(parser)
    parser.set_defaults(train=train_scorer)


def train_scorer(arguments: Namespace) -> int:
    """Look, train, write, seal; print how many pairs there were and the figure on those held out."""
    import sys
    from dataclasses import replace

    from tqdm import tqdm

    from pipeline.cli.options import deliver
    from pipeline.flow.captioner import Captioner
    from pipeline.training.alignment import train_aligner, train_embedding
    from pipeline.training.alignment.pictures import look
    from pipeline.training.learning_curve import DONE
    from pipeline.worlds.seal import seal

    module = {"aligner": train_aligner, "embedding": train_embedding}[arguments.part]
    plan = replace(module.BLOCKS, seed=arguments.seed, epochs=arguments.epochs or module.BLOCKS.epochs)
    checkpoint = checkpoint_of(arguments)
    captioner = Captioner.from_pack(arguments.pack)
    with tqdm(total=arguments.pictures, desc="looking", unit="picture", disable=None) as bar:
        seen = look(arguments.data, arguments.pictures, captioner, lambda done, _: bar.update(done - bar.n))

    def report(done: float, loss: float, good: float) -> None:
        print(f"{done:4.0%}  loss {loss:.3f}  held out {good:.4g}", file=sys.stderr)
        if checkpoint:
            checkpoint.log({DONE: done, "loss": loss, "held out": good})

    out = arguments.pack / f"{arguments.part}.safetensors"
    options = {"features": arguments.features} if arguments.part == "aligner" else {}
    learned = module.train(seen, out, arguments.pairs, plan, report, checkpoint, **options)
    draw_curve(checkpoint)
    deliver(f"pairs     {learned.pairs}\nheld out  {learned.held_out:.4g}", None)
    seal(arguments.pack)
    return 0
