"""Image-sentence retrieval on Flickr8k: the alignment model, and the two-branch embedding with and without structure.

    python -m benchmarks.flickr_features ../shared FEATURES      (once: region features, a quarter of an hour)
    python -m benchmarks.retrieval FEATURES --seeds 3            (trains and measures)

Trains on the standard 6,000 pictures, chooses the epoch on the 1,000 of the development split, and measures recall on
the 1,000 test pictures and their 5,000 sentences, the mean over the seeds.  Both models start from a canonical
correlation analysis of the training pictures and sentences, and learn from there; the alignment model sees the whole
picture beside each region, and its sentences are scaled (``unit``).  The published figures of the alignment model, 16.5
and 11.8, are on the same split from larger pictures and another network's features; whatever uses larger features or
text encoders trained elsewhere is no comparison.  The models are for measuring: they are not kept.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from time import process_time

import numpy as np
import torch

from benchmarks.common import ROOT, Row, print_rows, print_table, shared_folder, write
from pipeline.core.tokens import tokenize
from pipeline.training.alignment_network import loop as alignment
from pipeline.training.alignment_network.network import AlignmentNetwork
from pipeline.training.alignment_network.samples import Samples
from pipeline.training.alignment_network.start import start
from pipeline.training.embedding_network import loop as embedding
from ranker import cca
from ranker.alignment.vocabulary import Vocabulary
from ranker.embedding.text import TextFeatures, fit
from ranker.retrieval import Retrieval

SPLITS = {"train": slice(0, 6000), "dev": slice(6000, 7000), "test": slice(7000, 8000)}
EACH = 5  # sentences of a picture
LEAST = 3  # sentences that know a word
WHOLES = 3  # the first slots show the whole picture
DIRECTIONS = ("image to sentence", "sentence to image")
FLOORS = {"alignment": (25.0, 19.0), "embedding": (20.0, 15.0), "embedding without structure": (20.0, 15.0)}
COMMON = 128  # dimensions that words and regions start in
SURE = 1.5  # power of the correlations there, so that few dimensions do
BRNN = alignment.AlignmentPlan(
    epochs=3,
    batch=100,
    rate=5e-4,
    margin=0.1,  # of scores that are cosines at first
    top=20,
    warm=0.0,  # a network that starts from the analysis can bear the hardest negatives
    size=2 * COMMON,
    word_size=COMMON,
    hidden=2 * COMMON,
    weight_decay=1e-4,
    unit=True,
)
BRANCHES = embedding.EmbeddingPlan(epochs=3)

Figures = tuple[Retrieval, Retrieval]


@dataclass(frozen=True, eq=False)
class Split:
    """Features of whole pictures ``(n, 1280)`` and of regions ``(n, slots, 1280)``, the whole again as the first,
    which slots are filled, and five sentences a picture."""

    whole: np.ndarray
    regions: np.ndarray
    present: np.ndarray
    sentences: list[str]

    @property
    def owner(self) -> np.ndarray:
        """Each sentence's picture."""
        return np.repeat(np.arange(len(self.whole)), EACH)

    @property
    def pooled(self) -> np.ndarray:
        """The mean of each picture's other regions, ``(n, 1280)``."""
        total = self.regions[:, 1:].sum(axis=1, dtype=np.float32)
        return total / self.present[:, 1:].sum(axis=1, keepdims=True, dtype=np.float32)


def main() -> None:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("features", type=Path, help="folder made by benchmarks.flickr_features")
    made.add_argument("--shared", type=Path, default=shared_folder(), help="the folder of reference data")
    made.add_argument("--seeds", type=int, default=3)
    made.add_argument("--split", choices=["dev", "test"], default="test", help="dev is for choosing how to train")
    made.add_argument("--only", nargs="+", choices=list(FLOORS), default=list(FLOORS))
    made.add_argument("--output", type=Path, default=ROOT / "benchmarks" / "results" / "retrieval.json")
    arguments = made.parse_args()
    torch.set_num_threads(1)
    data = Data(read(arguments.features, arguments.shared / "data" / "flickr8k" / "captions.tsv"))
    rows, table = [], [["model", "seed", "direction", "r@1", "r@5", "r@10", "median rank"]]
    for name in arguments.only:
        measured = [measure(name, data, seed, arguments.split) for seed in range(arguments.seeds)]
        for seed, figures in enumerate(measured):
            for direction, one in zip(DIRECTIONS, figures, strict=True):
                recalls = [f"{one.recall[cut]:.1f}" for cut in (1, 5, 10)]
                table.append([name, str(seed), direction, *recalls, f"{one.median_rank:g}"])
        rows += _rows(name, measured, arguments.split)
    print_table(table)
    print_rows(rows)
    write(arguments.output, rows, seeds=arguments.seeds, runs=table)


def _rows(name: str, measured: list[Figures], split: str) -> list[Row]:
    """Means over the seeds; the floors are for the test split."""
    rows = []
    for place, (direction, floor) in enumerate(zip(DIRECTIONS, FLOORS[name], strict=True)):
        for cut in (1, 5, 10):
            mean = float(np.mean([figures[place].recall[cut] for figures in measured]))
            asked = floor if cut == 1 and split == "test" else None
            rows.append(Row(f"Flickr8k {split}, {name}", f"{direction}, r@{cut}", mean, 1000, asked))
    return rows


class Data:
    """The splits as each model takes them, made once for all seeds."""

    def __init__(self, splits: dict[str, Split]) -> None:
        self.splits = splits

    @cached_property
    def views(self) -> dict[str, embedding.Views]:
        """For the embedding: pictures, and sentences as LSA vectors of their words and pairs of words."""
        text = fit(self.splits["train"].sentences, order=2, least=LEAST, size=768)
        return {
            name: embedding.Views(np.concatenate([one.whole, one.pooled], axis=1), text(one.sentences), one.owner)
            for name, one in self.splits.items()
        }

    @cached_property
    def samples(self) -> tuple[dict[str, Samples], np.ndarray]:
        """For the alignment model: regions in the common space, each beside the whole picture, and words; with the
        words' own vectors in that space."""
        learn = self.splits["train"]
        text = fit(learn.sentences, order=1, least=LEAST, size=600)
        pictures = (learn.whole + learn.pooled) / 2
        images, sentences = cca.fit(pictures, text(learn.sentences), learn.owner, COMMON, power=SURE)
        vocabulary = Vocabulary(text.ngrams)
        made = {name: _samples(one, images, vocabulary) for name, one in self.splits.items()}
        return made, _word_vectors(text, sentences, learn.sentences)


def measure(name: str, data: Data, seed: int, on: str = "test") -> Figures:
    """Train one model and measure it."""
    if name == "alignment":
        return measure_alignment(data, replace(BRNN, seed=seed), on)
    weight = 0.0 if name.endswith("without structure") else BRANCHES.structure_weight
    return measure_embedding(data, replace(BRANCHES, seed=seed, structure_weight=weight), on)


def measure_alignment(data: Data, plan: alignment.AlignmentPlan, on: str = "test") -> Figures:
    """The bidirectional network over words and the regions it finds for them."""
    samples, words = data.samples
    network = alignment.build(samples["train"], len(words), plan)
    half = np.eye(plan.word_size, dtype=np.float32) / 2
    start(network, words, np.concatenate([half, half]))  # half the whole picture, half the region

    def good(one: AlignmentNetwork) -> float:
        return embedding.merit(*alignment.retrieval(one, samples["dev"]))

    alignment.train(network, samples["train"], plan, good, _reporter("alignment"))
    return alignment.retrieval(network, samples[on])


def measure_embedding(data: Data, plan: embedding.EmbeddingPlan, on: str = "test") -> Figures:
    """Two small networks over picture features and LSA text features."""
    views = data.views
    network = embedding.train(views["train"], views["dev"], plan, _reporter("embedding"))
    return embedding.evaluate(network, views[on])


def read(folder: Path, captions: Path) -> dict[str, Split]:
    """The three splits.  Square roots of the features, so that a few large ones do not decide alone."""
    names = (folder / "names.txt").read_text().split()
    features, counts = np.load(folder / "features.npy", mmap_mode="r"), np.load(folder / "counts.npy")
    told: dict[str, list[str]] = {}
    for line in captions.read_text(encoding="utf-8").splitlines():
        name, _, sentence = line.split("\t")
        told.setdefault(name, []).append(sentence)
    splits = {}
    for split, places in SPLITS.items():
        roots = np.sqrt(features[places])
        whole = roots[:, :WHOLES].mean(axis=1, dtype=np.float32)
        regions = np.concatenate([whole[:, None].astype(np.float16), roots[:, WHOLES:]], axis=1)
        present = np.arange(WHOLES - 1, features.shape[1]) < counts[places, None]
        sentences = [sentence for name in names[places] for sentence in told[name]]
        splits[split] = Split(whole, regions * present[..., None], present, sentences)
    return splits


def _samples(split: Split, images: cca.Map, vocabulary: Vocabulary) -> Samples:
    """Regions in the common space, each beside the whole picture, and words."""
    found = np.stack([_unit(images(slot.astype(np.float32))) for slot in split.regions.swapaxes(0, 1)], axis=1)
    found = np.concatenate([np.broadcast_to(found[:, :1], found.shape), found], axis=-1) * split.present[..., None]
    return Samples(
        torch.from_numpy(found.astype(np.float16)),
        torch.from_numpy(split.present),
        torch.from_numpy(vocabulary.table(split.sentences, most=20)),
        torch.from_numpy(split.owner),
    )


def _word_vectors(text: TextFeatures, into: cca.Map, sentences: list[str]) -> np.ndarray:
    """What each word adds to its sentence's point in the common space; the mean sentence is shared out among them."""
    weights = dict(zip(text.ngrams, text.idf.tolist(), strict=True))
    told = [[weights[word] for word in tokenize(sentence) if word in weights] for sentence in sentences]
    norm = np.mean([np.linalg.norm(known) for known in told])
    mean = into.mean @ into.turn / np.mean([len(known) for known in told])
    own = text.idf[:, None] * text.projection @ into.turn / norm - mean
    return np.concatenate([np.zeros((2, own.shape[1]), own.dtype), own / np.linalg.norm(own, axis=1).mean()])


def _unit(points: np.ndarray) -> np.ndarray:
    return points / np.maximum(np.linalg.norm(points, axis=-1, keepdims=True), 1e-9)


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
