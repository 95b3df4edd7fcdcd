"""What the aligner and the embedding share: they score sentences by the pictures, and learn from the same pairs."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from types import ModuleType

from pipeline.cli.train.run_folder import add_run_options, checkpoint_of, draw_curve


def add_scorer_options(parser: ArgumentParser, part: str) -> None:
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
    add_run_options(parser)


def train_scorer(arguments: Namespace, trainer: ModuleType, **options: bool) -> dict[str, object]:
    """Look, let the ``trainer`` fit and write, seal; how many pairs there were and the figure on those held out."""
    import sys
    from dataclasses import replace

    from tqdm import tqdm

    from pipeline.flow.captioner import Captioner
    from pipeline.training.alignment.pictures import look
    from pipeline.training.learning_curve import DONE
    from pipeline.worlds.seal import seal

    plan = replace(trainer.BLOCKS, seed=arguments.seed, epochs=arguments.epochs or trainer.BLOCKS.epochs)
    checkpoint = checkpoint_of(arguments)
    captioner = Captioner.from_pack(arguments.pack)
    with tqdm(total=arguments.pictures, desc="looking", unit="picture", disable=None) as bar:
        seen = look(arguments.data, arguments.pictures, captioner, lambda done, _: bar.update(done - bar.n))

    def report(done: float, loss: float, good: float) -> None:
        print(f"{done:4.0%}  loss {loss:.3f}  held out {good:.4g}", file=sys.stderr)
        if checkpoint:
            checkpoint.log({DONE: done, "loss": loss, "held out": good})

    out = arguments.pack / f"{arguments.part}.safetensors"
    learned = trainer.train(seen, out, arguments.pairs, plan, report, checkpoint, **options)
    draw_curve(checkpoint)
    seal(arguments.pack)
    return {"pairs": learned.pairs, "held out": f"{learned.held_out:.4g}"}
