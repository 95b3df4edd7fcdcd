"""List the packs: what each was trained on, where it is and what it scored.

`pipeline packs fetch NAME` downloads what a pack needs and does not bring along, into this user's cache: an interrupted
download goes on where it stopped, and a file that is not the one that was published is not kept. `pipeline packs show
NAME` says everything of one pack: its stages, its settings, its card.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Any

from pipeline.cli.forms import json_text
from pipeline.cli.options import deliver
from pipeline.core import messages
from pipeline.core.errors import SpotItError
from pipeline.flow.contract import several
from pipeline.worlds import World, load_world
from pipeline.worlds.apart import COMMAND
from pipeline.worlds.finder import find_world, known_worlds
from pipeline.worlds.styles import STYLES
from pipeline.worlds.weights import fetched_releases, weights_folder


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of ``pipeline packs``."""
    parser.add_argument("action", nargs="?", choices=("fetch", "show"), help="download what a pack needs, or show it")
    parser.add_argument("name", nargs="?", metavar="NAME", help="the pack, as in `packs fetch photo`")
    parser.add_argument("--model", metavar="MODEL", help="for photo: nano (default), tiny or s; larger ones see more")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: Namespace) -> int:
    """Print a paragraph for each pack or all of one, or fetch for one; an unusable pack is named on stderr."""
    if arguments.action == "fetch":
        return _fetch(arguments.name, arguments.model)
    if arguments.action == "show":
        if arguments.name is None:
            raise messages.error(messages.SHOW_WHICH, known=", ".join(folder.name for folder in known_worlds()))
        deliver(_shown(find_world(arguments.name), arguments.json), None)
        return 0
    packs = []
    for folder in known_worlds():
        try:
            packs.append(load_world(folder))
        except SpotItError as failure:
            messages.notice("{text}", text=failure)
    deliver(json_text(list(map(_record, packs))) if arguments.json else "\n\n".join(map(_paragraph, packs)), None)
    return 0


def _shown(pack: World, as_json: bool) -> str:
    """All of one pack: what the list says, its stages, and its card."""
    card = pack.folder / "CARD.md"
    text = card.read_text(encoding="utf-8") if card.is_file() else ""
    if as_json:
        return json_text({**_record(pack), "card": text})
    rows = [(stage, ", ".join(several(chosen))) for stage, chosen in pack.stages.items()]
    rows += [("styles", ", ".join(dict.fromkeys((*STYLES, *pack.styles))))]
    stages = "\n".join(f"  {stage.ljust(10)}  {chosen}" for stage, chosen in rows)
    return f"{_paragraph(pack)}\n\nstages\n{stages}\n\n{text}"


def _record(pack: World) -> dict[str, Any]:
    return {
        "name": pack.name,
        "summary": pack.summary,
        "trained_on": pack.trained_on,
        "folder": str(pack.folder),
        "stages": dict(pack.stages),
        "scores": dict(pack.scores),
        "releases": [release.name for release in pack.releases],
        "fetched": fetched_releases(pack),
        "missing": pack.missing(),
        "styles": sorted({*STYLES, *pack.styles}),
    }


def _fetch(name: str | None, model: str | None) -> int:
    from pipeline.worlds.download import fetch

    world = None if name is None else find_world(name)
    if world is not None and not world.releases and (lacking := world.missing()):
        raise messages.error(messages.WEIGHTS_APART, name=name, file=" and ".join(lacking), command=COMMAND)
    if world is None or not world.releases:
        raise messages.error(messages.NOTHING_TO_FETCH, name=name, known=", ".join(_fetching()))
    releases = {release.name: release for release in world.releases}
    if model is not None and model not in releases:
        hint = messages.did_you_mean(model, releases)
        raise messages.error(messages.NO_SUCH_MODEL, name=name, model=model, hint=hint, known=", ".join(releases))
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
    rows += [("torch", f"without {', '.join(lacking)}: run `{COMMAND}`")] if (lacking := pack.missing()) else []
    return "\n".join([pack.name, *(f"  {key.ljust(10)}  {value}" for key, value in rows if value)])


def _weights(pack: World) -> str:
    """Which of a pack's releases are on this machine."""
    kept = fetched_releases(pack)
    return f"fetched: {', '.join(kept)}" if kept else f"not fetched: run `pipeline packs fetch {pack.name}`"
