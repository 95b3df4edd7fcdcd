"""Image-sentence retrieval on Flickr8k: the alignment model, and the two-branch embedding with and without structure.

    python -m benchmarks.flickr_features ../shared FEATURES      (once: region features, a quarter of an hour)
    python -m benchmarks.retrieval FEATURES --seeds 3            (trains and measures)

Trains on the standard 6,000 pictures, chooses the epoch on the 1,000 of the development split, and measures recall on
the 1,000 test pictures and their 5,000 sentences, the mean over the seeds.  The published figures of the alignment
model, 16.5 and 11.8, are on the same split from larger pictures and another network's features; whatever uses larger
features or text encoders trained elsewhere is no comparison.  The models are for measuring: they are not kept.
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from time import process_time

import numpy as np
import torch

from benchmarks.common import ROOT, Row, print_rows, print_table, shared_folder, write
from pipeline.tokens import tokenize
from ranker.alignment.training import loop as alignment
from ranker.alignment.training.samples import Samples
from ranker.alignment.vocabulary import Vocabulary
from ranker.embedding.text import fit
from ranker.embedding.training import loop as embedding
from ranker.retrieval import Retrieval, image_to_sentence, sentence_to_image

SPLITS = {"train": slice(0, 6000), "dev": slice(6000, 7000), "test": slice(7000, 8000)}
EACH = 5  # sentences of a picture
WHOLES = 3  # the first slots show the whole picture
DEV_PICTURES = 500  # of the development split, for choosing the alignment model's epoch
DIRECTIONS = ("image to sentence", "sentence to image")
FLOORS = {"alignment": (18.0, 13.0), "embedding": (20.0, 15.0), "embedding without structure": (20.0, 15.0)}
BRNN = alignment.Plan(epochs=8, warm=0.7, top=25)  # ten hardest from early on teach it to say nothing
BRANCHES = embedding.Plan(epochs=9)

Figures = tuple[Retrieval, Retrieval]


@dataclass(frozen=True, eq=False)
class Split:
    """Region features ``(pictures, slots, d)``, which slots are filled, boxes, and five sentences a picture.

    ``pooled`` ``(pictures, 2560)`` are the network's own features: the mean of the three looks at the whole picture,
    and the mean over its regions.
    """

    regions: np.ndarray
    pooled: np.ndarray
    present: np.ndarray
    boxes: np.ndarray
    sentences: list[str]

    @property
    def owner(self) -> np.ndarray:
        """Each sentence's picture."""
        return np.repeat(np.arange(len(self.regions)), EACH)


def main() -> None:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("features", type=Path, help="folder made by benchmarks.flickr_features")
    made.add_argument("--shared", type=Path, default=shared_folder(), help="the folder of reference data")
    made.add_argument("--seeds", type=int, default=3)
    made.add_argument("--only", nargs="+", choices=list(FLOORS), default=list(FLOORS))
    made.add_argument("--output", type=Path, default=ROOT / "benchmarks" / "results" / "retrieval.json")
    arguments = made.parse_args()
    torch.set_num_threads(1)
    splits = read(arguments.features, arguments.shared / "data" / "flickr8k" / "captions.tsv")
    rows, table = [], [["model", "seed", "direction", "r@1", "r@5", "r@10", "median rank"]]
    for name in arguments.only:
        measured = [measure(name, splits, seed) for seed in range(arguments.seeds)]
        for seed, figures in enumerate(measured):
            for direction, one in zip(DIRECTIONS, figures, strict=True):
                recalls = [f"{one.recall[cut]:.1f}" for cut in (1, 5, 10)]
                table.append([name, str(seed), direction, *recalls, f"{one.median_rank:g}"])
        for place, (direction, floor) in enumerate(zip(DIRECTIONS, FLOORS[name], strict=True)):
            for cut in (1, 5, 10):
                mean = float(np.mean([figures[place].recall[cut] for figures in measured]))
                rows.append(Row(f"Flickr8k, {name}", f"{direction}, r@{cut}", mean, 1000, floor if cut == 1 else None))
    print_table(table)
    print_rows(rows)
    write(arguments.output, rows, seeds=arguments.seeds, runs=table)


def measure(name: str, splits: dict[str, Split], seed: int) -> Figures:
    """Train one model and measure it on the test split."""
    if name == "alignment":
        return measure_alignment(splits, replace(BRNN, seed=seed))
    weight = 0.0 if name.endswith("without structure") else BRANCHES.structure_weight
    return measure_embedding(splits, replace(BRANCHES, seed=seed, structure_weight=weight))


def measure_alignment(splits: dict[str, Split], plan: alignment.Plan, on: str = "test") -> Figures:
    """The bidirectional network over words and the regions it finds for them."""
    counts = Counter(word for sentence in splits["train"].sentences for word in set(tokenize(sentence)))
    vocabulary = Vocabulary(tuple(sorted(word for word, count in counts.items() if count >= 3)))
    given, held, asked = (_samples(splits[name], vocabulary) for name in ("train", "dev", on))
    few = replace(
        held,
        regions=held.regions[:DEV_PICTURES],
        present=held.present[:DEV_PICTURES],
        sentences=held.sentences[: DEV_PICTURES * EACH],
        owner=held.owner[: DEV_PICTURES * EACH],
    )
    network = alignment.train(
        given,
        len(vocabulary),
        plan,
        lambda one: embedding.merit(*alignment.retrieval(one, few)),
        _reporter("alignment"),
    )
    return alignment.retrieval(network, asked)


def measure_embedding(splits: dict[str, Split], plan: embedding.Plan, on: str = "test") -> Figures:
    """Two small networks over pooled picture features and LSA text features."""
    text = fit(splits["train"].sentences, order=2, least=3, size=768)
    views = {name: embedding.Views(split.pooled, text(split.sentences), split.owner) for name, split in splits.items()}
    network = embedding.train(views["train"], views["dev"], plan, _reporter("embedding"))
    scores = embedding.similarities(network, views[on])
    return image_to_sentence(scores, views[on].owner), sentence_to_image(scores, views[on].owner)


def read(folder: Path, captions: Path, size: int = 512) -> dict[str, Split]:
    """The three splits, features turned to their ``size`` principal directions and whitened."""
    names = (folder / "names.txt").read_text().split()
    features, boxes = np.load(folder / "features.npy", mmap_mode="r"), np.load(folder / "boxes.npy")
    counts = np.load(folder / "counts.npy")
    told: dict[str, list[str]] = {}
    for line in captions.read_text(encoding="utf-8").splitlines():
        name, _, sentence = line.split("\t")
        told.setdefault(name, []).append(sentence)
    mean, turn = _principal(np.asarray(features[SPLITS["train"], :1], np.float32)[:, 0], size)
    splits = {}
    for split, places in SPLITS.items():
        present = np.arange(features.shape[1]) < counts[places, None]
        regions = np.zeros((*present.shape, size), np.float16)
        pooled = np.zeros((2, len(present), features.shape[2]), np.float32)
        for slot in range(features.shape[1]):
            own = np.asarray(features[places, slot], np.float32) * present[:, slot, None]
            regions[:, slot] = (own - mean) @ turn * present[:, slot, None]
            pooled[int(slot >= WHOLES)] += own
        pooled /= np.stack([np.full(len(present), WHOLES), present[:, WHOLES:].sum(axis=1)])[..., None]
        sentences = [sentence for name in names[places] for sentence in told[name]]
        splits[split] = Split(regions, np.concatenate(pooled, axis=1), present, boxes[places], sentences)
    return splits


def _principal(vectors: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Mean and half-whitened principal directions: each direction's spread becomes the root of what it was."""
    mean = vectors.mean(axis=0)
    variances, directions = np.linalg.eigh(np.cov(vectors - mean, rowvar=False))
    kept = slice(-1, -size - 1, -1)
    scale = np.maximum(variances[kept], 1e-6) ** -0.25
    turn = directions[:, kept] * scale
    return mean, (turn / np.sqrt((variances[kept] ** 0.5).mean())).astype(np.float32)


def _samples(split: Split, vocabulary: Vocabulary) -> Samples:
    sides = split.boxes[..., 2:] - split.boxes[..., :2]
    geometry = np.concatenate([split.boxes, sides], axis=-1) * split.present[..., None]
    return Samples(
        torch.from_numpy(np.concatenate([split.regions, geometry.astype(np.float16)], axis=-1)),
        torch.from_numpy(split.present),
        torch.from_numpy(vocabulary.table(split.sentences, most=20)),
        torch.from_numpy(split.owner),
    )


def _reporter(name: str):
    start = process_time()

    def report(done: float, loss: float, *good: float | Retrieval) -> None:
        shown = [
            " ".join(f"{v:.1f}" for v in g.recall.values()) if isinstance(g, Retrieval) else f"{g:.1f}" for g in good
        ]
        print(f"{name} {done:4.0%}  loss {loss:.3f}  {' | '.join(shown)}  {process_time() - start:.0f} s", flush=True)

    return report


if __name__ == "__main__":
    main()
