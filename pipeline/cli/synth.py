"""Render scene pairs with full truth and captions.  An interrupted run goes on where it stopped."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import replace
from functools import partial
from pathlib import Path

from pipeline.core import messages


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of ``pipeline synth``."""
    parser.add_argument("out", type=Path, metavar="OUT", help="the folder to fill")
    parser.add_argument("--count", type=int, default=100, metavar="N", help="how many (default: 100)")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="the same seed gives the same scenes")
    parser.add_argument("--kinds", metavar="KIND,...", help="kinds of change (default: all, and none)")
    parser.add_argument("--changes", type=int, default=1, choices=(1, 2, 3), help="changes in a pair (default: 1)")
    parser.add_argument(
        "--renderer",
        default="blender",
        choices=("blender", "sketch"),
        help="sketch is crude, a hundred times faster, and needs no Blender (default: blender)",
    )
    parser.add_argument("--workers", type=int, default=0, metavar="N", help="processes (default: one a core)")
    parser.add_argument(
        "--recipe",
        default="pairs",
        choices=("clevr", "pairs", "training"),
        help="clevr: its own look; pairs: varied, as for measuring; training: odd angles and crowds (default: pairs)",
    )
    parser.add_argument("--reach", type=float, metavar="UNITS", help="largest shift of the camera between the views")
    parser.add_argument(
        "--width", type=int, default=480, metavar="N", help="a picture's width in pixels (default: 480)"
    )
    parser.add_argument("--single", action="store_true", help="single pictures, not pairs")
    parser.add_argument(
        "--world", default="blocks", choices=("blocks", "screen", "photo"), help="scenes, pages, or photographs"
    )
    parser.add_argument(
        "--sheets", type=Path, metavar="DIR", help="of the world screen: style sheets that some pages wear"
    )
    parser.add_argument(
        "--pictures", type=Path, metavar="DIR", help="of the world photo: photographs that pairs are composed of"
    )
    parser.add_argument(
        "--pages", type=Path, metavar="DIR", help="of the world screen: HTML pages to show in the place of our own"
    )


def run(arguments: Namespace) -> int:
    """Render what is missing and name the manifest."""
    for option, world in (("sheets", "screen"), ("pages", "screen"), ("pictures", "photo")):
        if getattr(arguments, option) is not None and arguments.world != world:
            raise messages.error(messages.NOT_OF_WORLD, option=option, world=arguments.world)
    if arguments.world == "screen":
        return _pages(arguments)
    if arguments.world == "photo":
        return _photographs(arguments)
    from tqdm import tqdm

    from pipeline.cli.options import deliver
    from pipeline.synth import sample
    from pipeline.synth.generate import Order, generate

    kinds = sample.KINDS if arguments.kinds is None else tuple(arguments.kinds.split(","))
    chosen = replace(sample.RECIPES[arguments.recipe], width=arguments.width)
    if arguments.reach is not None:
        chosen = replace(chosen, reach=(arguments.reach, arguments.reach))
    order = Order(
        out=arguments.out,
        count=arguments.count,
        seed=arguments.seed,
        kinds=kinds,
        changes=arguments.changes,
        single=arguments.single,
        renderer=arguments.renderer,
        recipe=chosen,
    )
    progress = partial(tqdm, unit="scene", disable=None)
    deliver(str(generate(order, workers=arguments.workers, progress=progress)), None)
    return 0


def _pages(arguments: Namespace) -> int:
    """The same of pages, shown in Chromium."""
    from tqdm import tqdm

    from pipeline.cli.options import deliver
    from pipeline.synth.screen.generate import Order, generate
    from pipeline.synth.screen.pairs import KINDS

    order = Order(
        out=arguments.out,
        count=arguments.count,
        seed=arguments.seed,
        single=arguments.single,
        kinds=KINDS if arguments.kinds is None else tuple(arguments.kinds.split(",")),
        changes=arguments.changes,
        sheets=arguments.sheets,
        pages=arguments.pages,
    )
    deliver(str(generate(order, partial(tqdm, unit="page", disable=None))), None)
    return 0


def _photographs(arguments: Namespace) -> int:
    """The same of photographs, with things cut out of some and put into others."""
    from tqdm import tqdm

    from pipeline.cli.options import deliver
    from pipeline.flow.captioner import Captioner
    from pipeline.synth.photo.compose import KINDS
    from pipeline.synth.photo.generate import Order, generate

    if arguments.pictures is None:
        raise messages.error(messages.PICTURES_NEEDED)
    kinds = KINDS if arguments.kinds is None else tuple(arguments.kinds.split(","))
    order = Order(arguments.out, arguments.pictures, arguments.count, arguments.seed, kinds)
    captioner = Captioner.from_pack("photo")
    progress = partial(tqdm, unit="pair", total=arguments.count, disable=None)
    deliver(str(generate(order, lambda image: captioner.inspect(image).objects, progress)), None)
    return 0
