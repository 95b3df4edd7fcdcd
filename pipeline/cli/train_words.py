"""``pipeline train templates`` and ``pipeline train ranker``: how to word it, and which wording is best."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from pipeline.cli.train_run import add_run_options, checkpoint_of, draw_curve
from pipeline.core.files import sha256
from pipeline.worlds import World

TEMPLATES = "Learn how things are worded from captions: frames with slots, words for values, how often each is used."
RANKER_FILE = "ranker.json"
RANKER = "Train the learned ranker on scenes with known truth, and seal the pack."


def add_templates(parser: ArgumentParser) -> None:
    """Arguments of ``pipeline train templates``."""
    parser.add_argument("out", type=Path, metavar="OUT.json", help="where the templates go")
    parser.add_argument("--captions", type=Path, metavar="FILE", help="captions, one a line; else our own are written")
    parser.add_argument("--sentences", type=int, default=4000, metavar="N", help="captions written (default: 4000)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="the same seed gives the same captions")
    parser.set_defaults(train=train_templates)


def train_templates(arguments: Namespace) -> int:
    """Learn, write, and say how much was learned."""
    from tqdm import tqdm

    from language.corpus import corpus
    from language.delexicalise import learn, read_captions
    from pipeline.cli.options import deliver

    captions = read_captions(arguments.captions) if arguments.captions else None
    total = arguments.sentences if captions is None else len(captions)
    given = corpus(total, arguments.seed, house_copies=0) if captions is None else captions
    learned = learn(tqdm(given, total=total, unit="caption", disable=None))
    learned.write(arguments.out)
    frames = sum(len(counts) for counts in learned.frames.values())
    deliver(f"frames       {frames}\nexpressions  {len(learned.expressions)}", None)
    return 0


def add_ranker(parser: ArgumentParser) -> None:
    """Arguments of ``pipeline train ranker``."""
    parser.add_argument("pack", type=Path, metavar="PACK", help="pack whose generators write; gains ranker.json")
    parser.add_argument("--pairs", type=Path, metavar="DIR", help="pairs made by pipeline synth; else scenes are drawn")
    parser.add_argument("--scenes", type=int, default=280, metavar="N", help="scenes drawn (default: 280)")
    parser.add_argument("--seed", type=int, default=5, metavar="N", help="the same seed gives the same weights")
    add_run_options(parser)
    parser.set_defaults(train=train_ranker)


def train_ranker(arguments: Namespace) -> int:
    """Train, write, seal, and say how near the best candidates the chosen ones come on held-out scenes."""
    from tqdm import tqdm

    from pipeline.cli.options import deliver
    from pipeline.flow.stages import Stages
    from pipeline.training import ranker, scenes
    from pipeline.worlds.seal import seal
    from pipeline.worlds.world import load_world
    from ranker.features import pair_scorers

    stages = Stages(load_world(arguments.pack))
    checkpoint = checkpoint_of(arguments)
    language_model = stages.world.arguments("ranker", "lm")["language_model"]
    settings = stages.world.arguments("ranker", "learned", without={"weights"})
    drawn = scenes.scenes(arguments.scenes, arguments.seed)
    pairs = scenes.scenes_of(arguments.pairs) if arguments.pairs else list(drawn)
    with tqdm(total=len(pairs), unit="scene", disable=None) as bar:
        measured = ranker.train_ranker(
            pairs,
            stages.generator,
            language_model,
            arguments.pack / RANKER_FILE,
            seed=arguments.seed,
            progress=lambda done, _: bar.update(done - bar.n),
            checkpoint=checkpoint,
            made_with=_digests(stages.world),
            pair_scorers=pair_scorers(settings.get("aligner"), settings.get("embedding")),
        )
    draw_curve(checkpoint)
    seal(arguments.pack)
    deliver("\n".join(f"{name.ljust(10)}  {value:g}" for name, value in measured.items()), None)
    return 0


def _digests(pack: World) -> list[str]:
    """Checksums of the files that candidates and their features are made with: all but the ranker's own."""
    files = [pack.folder / name for name in pack.files() if name != RANKER_FILE]
    return [sha256(path) for path in files if path.is_file()]
