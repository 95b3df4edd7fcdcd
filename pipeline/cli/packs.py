"""List the packs: what each was trained on, where it is and what it scored.

`pipeline packs fetch NAME` downloads what a pack needs and does not bring along, into this user's cache: an interrupted
download goes on where it stopped, and a file that is not the one that was published is not kept.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from pipeline.cli.options import deliver
from pipeline.core import messages
from pipeline.core.errors import SpotItError
from pipeline.worlds import World, load_world
from pipeline.worlds.finder import find_world, known_worlds
from pipeline.worlds.weights import weights_folder


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of ``pipeline packs``."""
    parser.add_argument("action", nargs="?", choices=("fetch",), help="download what a pack needs")
    parser.add_argument("name", nargs="?", metavar="NAME", help="the pack, as in `packs fetch photo`")
    parser.add_argument("--model", metavar="MODEL", help="for photo: nano (default), tiny or s; larger ones see more")


def run(arguments: Namespace) -> int:
    """Print a paragraph for each pack, or fetch for one; a pack that cannot be read is named on stderr."""
    if arguments.action == "fetch":
        return _fetch(arguments.name, arguments.model)
    paragraphs = []
    for folder in known_worlds():
        try:
            paragraphs.append(_paragraph(load_world(folder)))
        except SpotItError as failure:
            messages.notice("{text}", text=failure)
    deliver("\n\n".join(paragraphs), None)
    return 0


def _fetch(name: str | None, model: str | None) -> int:
    from pipeline.worlds.download import fetch

    world = None if name is None else find_world(name)
    if world is None or not world.releases:
        raise messages.error(messages.NOTHING_TO_FETCH, name=name, known=", ".join(_fetching()))
    releases = {release.name: release for release in world.releases}
    if model is not None and model not in releases:
        raise messages.error(messages.NO_SUCH_MODEL, name=name, model=model, known=", ".join(releases))
    path = fetch(releases[model] if model is not None else world.releases[0], weights_folder())
    messages.notice(messages.FETCHED, path=path)
    return 0


def _fetching() -> list[str]:
    """Packs that have something to fetch."""
    return [world.name for world in map(load_world, known_worlds()) if world.releases]


def _paragraph(pack: World) -> str:
    rows = [("what", pack.summary), ("trained on", pack.trained_on), ("folder", str(pack.folder))]
    rows += [("scored", f"{name}: {score}") for name, score in pack.scores.items()]
    rows += [("weights", _weights(pack))] if pack.releases else []
    return "\n".join([pack.name, *(f"  {key.ljust(10)}  {value}" for key, value in rows if value)])


def _weights(pack: World) -> str:
    """Which of a pack's releases are on this machine."""
    kept = [release.name for release in pack.releases if (weights_folder() / release.file).is_file()]
    return f"fetched: {', '.join(kept)}" if kept else f"not fetched: run `pipeline packs fetch {pack.name}`"
