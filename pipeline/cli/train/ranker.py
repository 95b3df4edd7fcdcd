"""Train the learned ranker of a style on scenes with known truth, and seal the pack.

What is learned is to put first the sentence that is most like what is said in that style.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from pipeline.cli.train.run_folder import add_run_options, checkpoint_of, draw_curve
from pipeline.core.files import sha256
from pipeline.worlds.styles import BENCHMARK, check_style
from pipeline.worlds.world import World


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of ``pipeline train ranker``."""
    parser.add_argument("pack", type=Path, metavar="PACK", help="pack whose generators write; gains its ranker's file")
    parser.add_argument("--style", default=BENCHMARK, metavar="NAME", help=f"whose ranker (default: {BENCHMARK})")
    parser.add_argument("--pairs", type=Path, metavar="DIR", help="pairs made by pipeline synth; else scenes are drawn")
    parser.add_argument("--scenes", type=int, default=280, metavar="N", help="scenes drawn (default: 280)")
    parser.add_argument("--seed", type=int, default=5, metavar="N", help="the same seed gives the same weights")
    add_run_options(parser)


def written(arguments: Namespace) -> list[Path]:
    """The files that are written."""
    from pipeline.worlds.world import load_world

    return [arguments.pack / _ranker_file(load_world(arguments.pack).in_style(arguments.style))]


def train(arguments: Namespace) -> dict[str, float]:
    """Train, write, seal, and say how near the best candidates the chosen ones come on held-out scenes."""
    from tqdm import tqdm

    from pipeline.flow.stages import Stages
    from pipeline.training import ranker, scenes, spoken
    from pipeline.worlds.seal import seal
    from pipeline.worlds.world import load_world
    from ranker.features import pair_scorers

    pack = load_world(arguments.pack)
    stages = Stages(pack.in_style(check_style(arguments.style, [pack])))
    checkpoint = checkpoint_of(arguments)
    settings = stages.world.arguments("ranker", "learned", without={"weights"})
    tools = ranker.Tools(
        stages.generator,
        stages.world.arguments("ranker", "lm")["language_model"],
        pair_scorers(settings.get("aligner"), settings.get("embedding")),
        spoken.references(stages.world),
        [arguments.style, *_digests(stages.world)],
    )
    drawn = scenes.scenes(arguments.scenes, arguments.seed)
    pairs = scenes.scenes_of(arguments.pairs) if arguments.pairs else list(drawn)
    with tqdm(total=len(pairs), unit="scene", disable=None) as bar:
        measured = ranker.train_ranker(
            pairs,
            tools,
            arguments.pack / _ranker_file(stages.world),
            seed=arguments.seed,
            progress=lambda done, _: bar.update(done - bar.n),
            checkpoint=checkpoint,
        )
    draw_curve(checkpoint)
    seal(arguments.pack)
    return measured


def _ranker_file(pack: World) -> str:
    """The file that the pack's learned ranker reads in its style."""
    return pack.settings_of("ranker", "learned").get("weights_file", "ranker.json")


def _digests(pack: World) -> list[str]:
    """Checksums of the files that candidates and their features are made with: all but the rankers' own."""
    learned = {pack.in_style(style).settings_of("ranker", "learned").get("weights_file") for style in pack.styles}
    own = {_ranker_file(pack), _ranker_file(pack.in_style(BENCHMARK)), *learned}
    files = [pack.folder / name for name in pack.files() if name not in own]
    return [sha256(path) for path in files if path.is_file()]
