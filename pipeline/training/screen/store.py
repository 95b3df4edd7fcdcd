"""Samples on the disk: made once from rendered pages, in parts, while more pages are still being rendered."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from pipeline.training.screen.samples import Samples, pages_in, read_samples

PART = 40
"""Pages in a file."""


class SampleStore:
    """Samples of some folders of pages, kept in another folder.

    Parameters
    ----------
    folder
        Where the parts are kept; made where missing.
    pages
        Folders of rendered pages.
    seed
        Which proposals are drawn.
    """

    def __init__(self, folder: Path, pages: tuple[Path, ...], seed: int = 0) -> None:
        self.folder, self.pages, self.seed = folder, pages, seed

    def update(self) -> int:
        """Make the parts whose pages are all there and return how many parts there are.

        Raises
        ------
        SpotItError
            If a folder holds no pages.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        files = [pages_in(folder) for folder in self.pages]
        for which, found in enumerate(files):
            for start in range(0, len(found) - PART + 1, PART):
                path = self.folder / f"{which:02d}_{start:06d}.npz"
                if not path.exists():
                    _write(path, joined(list(read_samples(found[start : start + PART], self.seed))))
        return len(self.parts)

    @property
    def parts(self) -> list[Path]:
        """The files, in order."""
        return sorted(self.folder.glob("[0-9][0-9]_*.npz"))

    def load(self, every: int = 0, held_out: bool = False) -> Samples:
        """All samples; with ``every``, those of each ``every``-th part if ``held_out``, else those of the others."""
        chosen = [p for i, p in enumerate(self.parts) if not every or (i % every == every - 1) == held_out]
        return joined([_read(path) for path in chosen])


def joined(samples: list[Samples]) -> Samples:
    """Several samples as one."""
    return Samples(
        np.concatenate([one.views for one in samples]),
        np.concatenate([one.geometry for one in samples]),
        np.concatenate([one.roles for one in samples]),
        np.concatenate([one.states for one in samples]),
    )


def _write(path: Path, samples: Samples) -> None:
    partial = path.with_suffix(".part")
    with partial.open("wb") as stream:
        np.savez(stream, views=samples.views, geometry=samples.geometry, roles=samples.roles, states=samples.states)
    partial.replace(path)


def _read(path: Path) -> Samples:
    with np.load(path) as held:
        return Samples(held["views"], held["geometry"], held["roles"], held["states"])
