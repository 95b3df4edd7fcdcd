"""The pictures and numbers of the page that follows one pair through every stage."""

from __future__ import annotations

import json
from collections import Counter

import numpy as np

from detectors.rcnn.proposer import RegionProposalNetwork
from docs.generate.figure import BLUE, GREEN, ORANGE, PALE, RED, SKY, Figure, centre
from docs.generate.markers import DOCS, fill, table
from pipeline.core.images import load_picture
from pipeline.core.types import Analysis, Description, ObjectGraph
from pipeline.flow.captioner import Captioner
from pipeline.output.as_json import change_json
from pipeline.output.naming import named
from pipeline.worlds.finder import find_world

EXAMPLE = DOCS / "example"
PICTURES = DOCS / "pictures" / "walk"
PAGE = "how-it-works.md"
PROPOSALS, SENTENCES = 60, 5


def make() -> None:
    """Answer the example, draw every stage of it and fill the page."""
    captioner = Captioner.from_pack("auto")
    description = captioner.describe(EXAMPLE / "before.png", EXAMPLE / "after.png")
    draw(description)
    fill(PAGE, parts(description))


def parts(description: Description) -> dict[str, str]:
    """What the page says of each stage in numbers."""
    analysis = description.analysis
    asked = [[f"`{name}`", _verdict(one.belongs), one.reason] for name, one in analysis.choice.asked]
    objects = [
        [str(node), named(found.label, found.attributes), f"{found.score:.3f}"]
        for node, found in zip(analysis.before, analysis.before.objects, strict=True)
    ]
    candidates = description.candidates
    told = [f"{count} by `{name}`" for name, count in Counter(one.generator for one in candidates).items()]
    best = [
        [str(k + 1), one.text, f"{one.features['consensus']:.2f}", f"{one.features['lm']:.2f}", f"{one.score:.2f}"]
        for k, one in enumerate(candidates[:SENTENCES])
    ]
    grounded = [
        [f"“{one.phrase}”", f"{one.start}–{one.end}", _box(one.box_before), _box(one.box_after), f"{one.score:.2f}"]
        for one in description.grounding
    ]
    return {
        "world": table(["asked", "answer", "because"], asked),
        "objects": table(["node", "object", "score"], objects),
        "doubts": _doubts(analysis),
        "relations": _relations(analysis.before, _changed(analysis)[0]),
        "fact": _fact(analysis),
        "generated": f"{len(candidates)} sentences: {' and '.join(told)}. Three from the end of the ranking:\n\n"
        + "\n".join(f"- {one.text}" for one in candidates[-3:]),
        "ranked": table(["", "sentence", "consensus", "language model", "score"], best),
        "grounded": table(["phrase", "characters", "box before", "box after", "score"], grounded),
        "caption": f"> {description.caption}",
    }


def draw(description: Description) -> None:
    """One picture for each stage that looks at pixels or places."""
    analysis = description.analysis
    pair = [load_picture(EXAMPLE / f"{side}.png") for side in ("before", "after")]
    graphs = analysis.before, analysis.after
    changed = _changed(analysis)

    proposed = Figure(*pair)
    for side, picture in enumerate(pair):
        for box in _proposals(picture):
            proposed.box(side, box, SKY, 1)
    proposed.save(PICTURES / "proposals.webp")

    detected = Figure(*pair)
    for side, graph in enumerate(graphs):
        for node, found in zip(graph, graph.objects, strict=True):
            detected.box(side, found.box, SKY)
            detected.label(side, (found.box[0], found.box[1]), str(node))
    detected.save(PICTURES / "objects.webp")

    related = Figure(*pair, faded=True)
    for side, graph in enumerate(graphs):
        for start, end, key in graph.edges(keys=True):
            if key == "left" and start != end:
                places = centre(graph.box(start)), centre(graph.box(end))
                related.line((side, places[0]), (side, places[1]), PALE, 1)
        for node in graph:
            related.dot(side, centre(graph.box(node)), BLUE, 9, str(node))
    related.save(PICTURES / "relations.webp")

    moved = Figure(pair[1])
    expected = np.asarray(analysis.motion.project(analysis.before.objects, "after"))
    for found, there in zip(analysis.before.objects, expected, strict=True):
        if np.isfinite(there).all():
            moved.box(0, found.box, ORANGE)
            moved.box(0, there, GREEN)
            moved.line((0, centre(found.box)), (0, centre(there)), GREEN, 2)
    moved.save(PICTURES / "camera.webp")

    matched = Figure(*pair, faded=True)
    for first, second in analysis.matches:
        differs = (first, second) == changed
        ends = centre(analysis.before.box(first)), centre(analysis.after.box(second))
        matched.line((0, ends[0]), (1, ends[1]), RED if differs else PALE, 2.5 if differs else 1.2)
    for side, graph in enumerate(graphs):
        for node in graph:
            matched.dot(side, centre(graph.box(node)), RED if node == changed[side] else BLUE, 9, str(node))
    matched.save(PICTURES / "matches.webp")

    grounded = Figure(*pair)
    for one in description.grounding:
        for side, box in enumerate((one.box_before, one.box_after)):
            if box is not None:
                grounded.box(side, box, RED, 2.5)
                grounded.label(side, (box[0], box[1] - 3), one.phrase, RED)
    grounded.save(PICTURES / "grounding.webp")


def _changed(analysis: Analysis) -> tuple[int | None, int | None]:
    change = analysis.changes[0]
    return change.node_before, change.node_after


def _proposals(picture: np.ndarray) -> np.ndarray:
    return RegionProposalNetwork(find_world("blocks").folder / "trunk.onnx").propose(picture)[:PROPOSALS]


def _doubts(analysis: Analysis) -> str:
    """What the detector holds possible of the object that changed, in both pictures."""
    sides = [
        graph.nodes[node]["object"]
        for graph, node in zip((analysis.before, analysis.after), _changed(analysis), strict=True)
    ]
    rows = []
    for name in sides[0].attribute_scores:
        tables = [sorted(one.attribute_scores[name].items(), key=_last)[:2] for one in sides]
        rows.append([name, *(", ".join(f"{value} {score:.3f}" for value, score in best) for best in tables)])
    return table(["attribute", "before", "after"], rows)


def _fact(analysis: Analysis) -> str:
    """The JSON of the first change, a key a line."""
    keys = [f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in change_json(analysis.changes[0]).items()]
    return "```json\n{\n" + ",\n".join(keys) + "\n}\n```"


def _last(item: tuple[str, float]) -> float:
    return -item[1]


def _relations(graph: ObjectGraph, node: int | None) -> str:
    """The relations of one object, as the sentences could use them."""
    rows = []
    for other in graph:
        keys = [key for _, end, key in graph.out_edges(node, keys=True) if end == other]
        if keys:
            found = graph.nodes[other]["object"]
            rows.append([f"{other}", named(found.label, found.attributes), ", ".join(keys)])
    return table(["node", "object", f"node {node} is … of it"], rows)


def _verdict(belongs: bool | None) -> str:
    return "in doubt" if belongs is None else "yes" if belongs else "no"


def _box(box: np.ndarray | None) -> str:
    return "–" if box is None else ", ".join(f"{corner:.0f}" for corner in box)
