"""Train the learned ranker on scenes with known truth, and seal the pack."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from pipeline.cli.train.run_folder import add_run_options, checkpoint_of, draw_curve
from pipeline.core.files import sha256
from pipeline.worlds.world import World

RANKER_FILE = "ranker.json"


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of ``pipeline train ranker``."""
    parser.add_argument("pack", type=Path, metavar="PACK", help="pack whose generators write; gains ranker.json")
    parser.add_argument("--pairs", type=Path, metavar="DIR", help="pairs made by pipeline synth; else scenes are drawn")
    parser.add_argument("--scenes", type=int, default=280, metavar="N", help="scenes drawn (default: 280)")
    parser.add_argument("--seed", type=int, default=5, metavar="N", help="the same seed gives the same weights")
    add_run_options(parser)


def train(arguments: Namespace) -> dict[str, float]:
    """Train, write, seal, and say how near the best candidates the chosen ones come on held-out scenes."""
    from tqdm import tqdm

    from pipeline.flow.stages import Stages
    from pipeline.training import ranker, scenes
    from pipeline.worlds.seal import seal
    from pipeline.worlds.world import load_world
    from ranker.features import pair_scorers

    stages = Stages(load_world(arguments.pack))
    checkpoint = checkpoint_of(arguments)
    settings = stages.world.arguments("ranker", "learned", without={"weights"})
    tools = ranker.Tools(
        stages.generator,
        stages.world.arguments("ranker", "lm")["language_model"],
        pair_scorers(settings.get("aligner"), settings.get("embedding")),
        _digests(stages.world),
    )
    drawn = scenes.scenes(arguments.scenes, arguments.seed)
    pairs = scenes.scenes_of(arguments.pairs) if arguments.pairs else list(drawn)
    with tqdm(total=len(pairs), unit="scene", disable=None) as bar:
        measured = ranker.train_ranker(
            pairs,
            tools,
            arguments.pack / RANKER_FILE,
            seed=arguments.seed,
            progress=lambda done, _: bar.update(done - bar.n),
            checkpoint=checkpoint,
        )
    draw_curve(checkpoint)
    seal(arguments.pack)
    return measured


def _digests(pack: World) -> list[str]:
    """Checksums of the files that candidates and their features are made with: all but the ranker's own."""
    files = [pack.folder / name for name in pack.files() if name != RANKER_FILE]
    return [sha256(path) for path in files if path.is_file()]
