"""What a classifier's answer may be called: kinds of things that come and go, each with the kind that it is one of.

The 1000 classes of ImageNet (ILSVRC 2012) are given by their numbers.  Many are left out, since what they show is part
of a place or worn by somebody: it is no name of a thing that is new in a picture.  Balls are left out since
whatever is round passes for one, as balloons do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

CLASSES = 1000

_KINDS: dict[str, tuple[str, str]] = {
    # kind: what it is one of, and its classes besides those of the kinds that are one of it
    "animal": (
        "",
        "25-29 51 71 78-79 101-107 110-117 122-124 126 147-150 269-280 286-293 298-299 327-329 333-334 336-338 340 344 "
        "346-347 350-353 355-369 383-384 387-388",
    ),
    "fish": ("animal", "0-6 389-397"),
    "bird": ("animal", "7-24 80-100 127-146"),
    "frog": ("animal", "30-32"),
    "turtle": ("animal", "33-37"),
    "lizard": ("animal", "38-48"),
    "crocodile": ("animal", "49-50"),
    "snake": ("animal", "52-68"),
    "spider": ("animal", "70 72-77"),
    "insect": ("animal", "300-320"),
    "butterfly": ("insect", "321-326"),
    "crab": ("animal", "118-121 125"),
    "dog": ("animal", "151-268"),
    "cat": ("animal", "281-285"),
    "bear": ("animal", "294-297"),
    "rabbit": ("animal", "330-332"),
    "squirrel": ("animal", "335"),
    "horse": ("animal", "339"),
    "pig": ("animal", "341-343"),
    "cow": ("animal", "345"),
    "sheep": ("animal", "348-349"),
    "camel": ("animal", "354"),
    "monkey": ("animal", "370-382"),
    "elephant": ("animal", "385-386"),
    "vehicle": ("", "405 407-408 561 565 573 575 586 595 603 612 690 734 757 802-803 812 833 847 856 870 880"),
    "car": ("vehicle", "436 468 511 609 627 656 661 751 817"),
    "truck": ("vehicle", "555 569 675 717 864 867"),
    "bus": ("vehicle", "654 779 874"),
    "bicycle": ("vehicle", "444 671"),
    "motorcycle": ("vehicle", "665 670"),
    "train": ("vehicle", "466 547 705 820 829"),
    "boat": ("vehicle", "403 472 484 510 554 576 625 628 780 814 871 914"),
    "airplane": ("vehicle", "404 895"),
    "tractor": ("vehicle", "866"),
    "piece of furniture": ("", "453 493 495 516 520 526 548 553 648 831 894"),
    "chair": ("piece of furniture", "423 559 765 857"),
    "bench": ("piece of furniture", "703"),
    "table": ("piece of furniture", "532 736"),
    "bed": ("piece of furniture", "564"),
    "musical instrument": ("", "401 420 432 494 513 558 566 577 593-594 641-642 683-684 687 699 776 822 875"),
    "guitar": ("musical instrument", "402 546"),
    "violin": ("musical instrument", "486 889"),
    "piano": ("musical instrument", "579 881"),
    "drum": ("musical instrument", "541"),
    "container": ("", "438 469 503 505 521 544 567 572 647 653 738 771 809 849 868 876 909"),
    "bottle": ("container", "440 720 737 898 907"),
    "cup": ("container", "504 968"),
    "bowl": ("container", "659"),
    "jug": ("container", "725 899 901"),
    "vase": ("container", "883"),
    "bucket": ("container", "463"),
    "barrel": ("container", "427 756"),
    "basket": ("container", "588 790"),
    "box": ("container", "478 492 519"),
    "trash can": ("container", "412"),
    "bag": ("", "414 636 728 748"),
    "food": ("", "924-935 937-947 959-967"),
    "fruit": ("food", "948-957"),
    "cabbage": ("food", "936"),
    "electronic device": ("", "482 485 527 592 605 650 662 713 742 745 754 848"),
    "screen": ("electronic device", "664 782 851"),
    "laptop": ("electronic device", "620 681"),
    "phone": ("electronic device", "487 528 590 707"),
    "keyboard": ("electronic device", "508 878"),
    "computer mouse": ("electronic device", "673"),
    "camera": ("electronic device", "732 759"),
    "loudspeaker": ("electronic device", "632"),
    "tool": ("", "462 473 477 499 512 587 596 695 726 731 740 784 792"),
    "clock": ("", "409 530-531 892"),
    "umbrella": ("", "879"),
    "lamp": ("", "619 846"),
    "flower": ("", "985-986"),
    "mushroom": ("", "992-994 996-997"),
    "pillow": ("", "721"),
    "balloon": ("", "417"),
    "parachute": ("", "701"),
    "teddy bear": ("", "850"),
    "tent": ("", "672"),
    "book": ("", "917 921"),
    "shoe": ("", "502 514 630 770 774"),
    "hat": ("", "439 452 515 808"),
    "helmet": ("", "518 560 715"),
    "street sign": ("", "919"),
    "traffic light": ("", "920"),
    "shopping cart": ("", "791"),
}  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """A node: its name, the name of what it is one of ("" for nothing), and all its classes, those below included."""

    name: str
    parent: str
    classes: tuple[int, ...]


@cache
def kinds() -> dict[str, Kind]:
    """All kinds by name."""
    own = {name: _numbers(classes) for name, (_, classes) in _KINDS.items()}

    def whole(name: str) -> tuple[int, ...]:
        below = (number for child, (parent, _) in _KINDS.items() if parent == name for number in whole(child))
        return tuple(sorted({*own[name], *below}))

    return {name: Kind(name, parent, whole(name)) for name, (parent, _) in _KINDS.items()}


def shares(probabilities: np.ndarray) -> dict[str, float]:
    """The probability of each kind: that of all its classes, of ``probabilities`` of shape ``(1000,)``."""
    return {name: float(probabilities[list(kind.classes)].sum()) for name, kind in kinds().items()}


def deepest(likely: Callable[[str], bool], share: dict[str, float]) -> str | None:
    """The narrowest kind that is ``likely`` and one only of likely ones, the most probable at each step; None for none.

    >>> deepest(lambda name: name in ("animal", "dog"), {"animal": 0.9, "dog": 0.8, "cat": 0.1})
    'dog'
    """
    found: str = ""
    while True:
        below = [name for name in share if kinds()[name].parent == found and likely(name)]
        if not below:
            return found or None
        found = max(below, key=lambda name: share[name])


def _numbers(text: str) -> list[int]:
    """The numbers of a list such as "7-9 12"."""
    found: list[int] = []
    for part in text.split():
        first, _, last = part.partition("-")
        found += range(int(first), int(last or first) + 1)
    return found
