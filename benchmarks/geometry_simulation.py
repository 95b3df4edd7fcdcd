"""How often the facts come out right from noisy objects: geometry and differ alone, without pictures.

Scenes, cameras and changes are drawn as ``pipeline synth`` draws them, or read from a file of pairs with truth; what a
detector would report of them is simulated: noise on centres and scales, confused attributes with calibrated
probabilities, missed and faint objects, false detections.

    python benchmarks/geometry_simulation.py --pairs 100 --json geometry_simulation.json
    python benchmarks/geometry_simulation.py --file ../shared/data/clevr_blender/pairs.jsonl --repeats 10
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.common import json_lines, share_of
from benchmarks.judge import f_score, said_changes, words
from detectors.geometry.measure import OUTLINE
from detectors.relate.ground_plane import GroundPlane
from pipeline.core.types import ObjectGraph, SceneObject
from pipeline.datasets.example import TrueChange, Truth
from pipeline.datasets.vocabulary import vocabulary
from pipeline.diff.graphs.hungarian import HungarianDiffer
from pipeline.evaluate.answers import Answer
from pipeline.evaluate.facts import ListVerdict, judge_list
from pipeline.register.objects import ObjectRegistrar

if TYPE_CHECKING:
    from pipeline.synth.scene import View

KINDS = ("color", "material", "add", "drop", "move", "replace", "none")
SIZE = (480, 320)


@dataclass(frozen=True)
class Scene:
    """Truth of a pair: records of the objects as ``pipeline synth`` writes them; steps are kind, before, after."""

    name: str
    group: str
    before: list[dict]
    after: list[dict]
    steps: list[tuple[str, int | None, int | None]]


@dataclass(frozen=True)
class DetectorNoise:
    """How good the simulated detector is."""

    pixel: float = 1.3
    pixel_hidden: float = 7.0
    scale: float = 0.04
    scale_hidden: float = 0.12
    outliers: float = 0.02
    error: float = 4.2
    """The doubt in an attribute of an object in plain sight is 10 to the minus this, give or take a factor of 6."""
    false: float = 0.005


def main() -> None:
    """Print the table, and write it as JSON."""
    options = _options()
    scenes = _from_file(options.file) if options.file else _from_synth(options.seed, options.pairs, options.cache)
    registrar, differ, relater = ObjectRegistrar(), HungarianDiffer(), GroundPlane()
    tally: dict[str, list[ListVerdict]] = defaultdict(list)
    seconds = []
    for repeat in range(options.repeats):
        for number, scene in enumerate(scenes):
            rng = np.random.default_rng([options.seed, number, repeat])
            before, after = (_detect(side, DetectorNoise(), rng) for side in (scene.before, scene.after))
            started = time.process_time()
            motion = registrar.register(before, after, _NO_IMAGE, _NO_IMAGE)
            found = differ.diff(before, after, motion)
            for graph in (before, after):
                relater.relate(graph)
            seconds.append(time.process_time() - started)
            truth, said = _truth(scene), said_changes(found)
            verdict = judge_list(truth, Answer(scene.name, "", changes=said))
            tally[scene.group].append(verdict)
            if options.show and not verdict.exact:
                wanted, got = (list(map(words, changes)) for changes in (truth.changes, said))
                print(scene.name, repeat, scene.group, "wanted", wanted, "got", got)
                print("    ", [(c.kind, round(c.confidence, 3)) for c in found])
    _report(tally, seconds, options.json)


_NO_IMAGE = np.zeros((1, 1, 3), np.uint8)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=50, help="pairs of each group")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--repeats", type=int, default=1, help="draws of the noise for each pair")
    parser.add_argument("--file", type=Path, help="pairs with truth instead of random ones")
    parser.add_argument("--cache", type=Path, help="file that keeps the random scenes between runs")
    parser.add_argument("--json", type=Path, help="where to write the table")
    parser.add_argument("--show", action="store_true", help="print every pair that came out wrong")
    return parser.parse_args()


def _report(tally: dict[str, list[ListVerdict]], seconds: list[float], path: Path | None) -> None:
    table = {}
    print(f"{'group':<14}{'pairs':>7}{'exact':>9}{'precision':>11}{'recall':>9}{'F1':>8}")
    for group, verdicts in sorted(tally.items()):
        f1, precision, recall = f_score(verdicts)
        exact = share_of(one.exact for one in verdicts)
        row = {"exact": exact, "precision": precision, "recall": recall, "f1": f1}
        table[group] = {"pairs": len(verdicts), **row}
        print(f"{group:<14}{len(verdicts):>7}" + "".join(f"{row[k]:>{w}.4f}" for k, w in
              (("exact", 9), ("precision", 11), ("recall", 9), ("f1", 8))))  # fmt: skip
    milliseconds = {"median": float(np.median(seconds)) * 1e3, "p95": float(np.percentile(seconds, 95)) * 1e3}
    print("milliseconds a pair:", {name: round(value, 2) for name, value in milliseconds.items()})
    if path:
        path.write_text(json.dumps({"groups": table, "milliseconds": milliseconds}, indent=1) + "\n")


def _from_synth(seed: int, pairs: int, cache: Path | None) -> list[Scene]:
    from pipeline.synth import sample, truth

    if cache and cache.exists():
        return [Scene(**row) for row in json.loads(cache.read_text())]
    scenes = []
    for number in range(pairs * (len(KINDS) + 2)):
        group = (*KINDS, "multi", "hard none")[number % (len(KINDS) + 2)]
        kinds = {"multi": KINDS[:6], "hard none": ("none",)}.get(group, (group,))
        recipe = sample.Recipe(objects=(3, 10), crowded=0.3 if group == "hard none" else 0.05)
        pair = sample.pair(seed, number, kinds, 3 if group == "multi" else 1, recipe)
        steps = [(step.kind, step.before, step.after) for step in pair.steps]
        if group == "multi" and len(steps) == 1:
            group = steps[0][0]
        before, after = (_described(view, truth) for view in (pair.before, pair.after))
        scenes.append(Scene(str(number), group, before, after, steps))
    if cache:
        cache.write_text(json.dumps([vars(scene) for scene in scenes]))
    return scenes


def _described(view: View, truth: ModuleType) -> list[dict]:
    records = truth.describe(view)
    return [{**record, "scale": view.camera.focal / record["pixel_coords"][2]} for record in records]


def _from_file(path: Path) -> list[Scene]:
    scenes = []
    for row in json_lines(path):
        change = row.get("change") or {}
        for record in (*row["objects_before"], *row["objects_after"]):
            radius = 0.7 if record["size"] == "large" else 0.35
            half = np.array(OUTLINE[record["shape"]]) * radius * 525 / record["pixel_coords"][2]
            record["visibility"] = min(record["pixels"] / (half[0] * half[1] * 3.3), 1.0)
        steps = [] if row["kind"] == "none" else [(row["kind"], change["index_before"], change["index_after"])]
        scenes.append(Scene(row["id"], row["kind"], row["objects_before"], row["objects_after"], steps))
    return scenes


def _truth(scene: Scene) -> Truth:
    return Truth(tuple(_change(scene, *step) for step in scene.steps))


def _change(scene: Scene, kind: str, before: int | None, after: int | None) -> TrueChange:
    was, now = (
        {} if number is None else {name: records[number][name] for name in vocabulary()}
        for records, number in ((scene.before, before), (scene.after, after))
    )
    new = now[kind] if kind in vocabulary() else ""
    return TrueChange(kind, attributes=was or now, new=new, newcomer=now if kind == "replace" else {})


def _detect(records: list[dict], noise: DetectorNoise, rng: np.random.Generator) -> ObjectGraph:
    found: list[SceneObject] = []
    for record in records:
        if record["bbox"] is None or record["pixels"] < 40:
            continue
        visible = record["visibility"]
        seen = rng.random() < np.interp(visible, [0.05, 0.15, 0.3, 0.5, 0.8], [0, 0.4, 0.95, 0.997, 0.9997])
        score = rng.uniform(0.6, 1.0) if visible < 0.4 else rng.uniform(0.97, 1.0)
        if not seen:
            score = rng.uniform(0.05, 0.45)
        found.append(_object(record, score, noise, rng))
    if rng.random() < noise.false:
        record = dict(records[int(rng.integers(len(records)))])
        record["pixel_coords"] = [rng.uniform(50, 430), rng.uniform(60, 280), record["pixel_coords"][2]]
        record.update(bbox=[0, 0, 30, 30], visibility=0.4)
        found.append(_object(record, rng.uniform(0.5, 0.7), noise, rng))
    nodes = [one for one in found if one.score >= 0.5]
    return ObjectGraph.of(nodes, *SIZE, faint=[one for one in found if one.score < 0.5])


def _object(record: dict, score: float, noise: DetectorNoise, rng: np.random.Generator) -> SceneObject:
    hidden = 1 - record["visibility"]
    u, v, depth = record["pixel_coords"]
    wild = 3.0 if rng.random() < noise.outliers else 1.0
    sd = (noise.pixel + noise.pixel_hidden * hidden) * wild
    scale = 525 / depth if "scale" not in record else record["scale"]
    scale *= float(np.exp(rng.normal() * (noise.scale + noise.scale_hidden * hidden)))
    scores = {
        name: _reading(record[name], values, noise.error - 2.5 * hidden, rng) for name, values in vocabulary().items()
    }
    attributes = {name: max(table, key=lambda value: table[value]) for name, table in scores.items()}
    box = np.array(record["bbox"], float) + rng.normal(size=4) * 1.0
    visible = float(np.clip(record["visibility"] + rng.normal() * 0.06, 0.03, 1))
    center = (u + rng.normal() * sd, v + rng.normal() * sd)
    return SceneObject(
        box, attributes["shape"], score, attributes, scores, center=center, scale=scale, visibility=visible
    )


def _reading(true: str, values: tuple[str, ...], error: float, rng: np.random.Generator) -> dict[str, float]:
    """Calibrated probabilities: the most probable value is wrong as often as it says."""
    doubt = min(10 ** (-error + 0.8 * rng.normal()), 0.45)
    others = [value for value in values if value != true]
    chosen = str(rng.choice(others)) if rng.random() < doubt else true
    rest = rng.dirichlet(np.full(len(values) - 1, 0.5)) * doubt
    shares = iter(rest)
    return {value: 1 - doubt if value == chosen else float(next(shares)) for value in values}


if __name__ == "__main__":
    main()
