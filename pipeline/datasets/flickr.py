"""Flickr8k (Hodosh, Young and Hockenmaier 2013) and Flickr30k (Young et al. 2014): pictures with five captions each.

The token file has lines ``NAME.jpg#0<tab>caption``.  A split is a list of picture names, one a line, with or without
their ending: ``Flickr_8k.testImages.txt`` and so on, or ``test.txt``; the split ``all`` needs none.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.core import messages
from pipeline.datasets.example import Example
from pipeline.datasets.files import caption_file, find_file, find_picture, read_text

_TOKENS = ("Flickr8k.token.txt", "Flickr8k_text/Flickr8k.token.txt", "results_20130124.token", "captions.tsv")
_PICTURES = ("Flicker8k_Dataset", "Flickr8k_Dataset", "flickr30k-images", "flickr30k_images", "images")
_ALL = "all"


def read(source: Path, split: str) -> list[Example]:
    """The pictures of a split, in the order of its list; ids are ``NAME.jpg``."""
    path, folder = caption_file(source, _TOKENS)
    captions = _captions(path)
    names = list(captions) if split == _ALL else _split(folder, split)
    missing = [name for name in names if name not in captions]
    if missing:
        raise messages.error(messages.NOT_IN_FORMAT, path=path, reason=f"it has no caption of {missing[0]}")
    folders = tuple(folder / name for name in _PICTURES if (folder / name).is_dir()) or (folder / _PICTURES[-1],)
    return [Example(f"{name}.jpg", (find_picture(folders, name),), tuple(captions[name])) for name in names]


def _captions(path: Path) -> dict[str, list[str]]:
    """Captions by the picture's name without ``.jpg``; a tab may stand for the number sign."""
    found: dict[str, list[str]] = {}
    for number, line in enumerate(read_text(path).split("\n"), 1):
        if not line.strip():
            continue
        head, _, text = line.rpartition("\t")
        name, mark, place = head.replace("\t", "#").rpartition("#")
        if not mark or not place.strip().isdigit() or not text.strip():
            raise messages.error(messages.BAD_LINE, path=path, line=number, reason="it is not NAME#NUMBER<tab>caption")
        found.setdefault(_stem(name), []).append(text.strip())
    return found


def _split(folder: Path, split: str) -> list[str]:
    lists = [f"{place}Flickr_8k.{split}Images.txt" for place in ("", "Flickr8k_text/")] + [f"{split}.txt"]
    return [_stem(line) for line in read_text(find_file(folder, lists)).split()]


def _stem(name: str) -> str:
    return name.strip().removesuffix(".jpg")
