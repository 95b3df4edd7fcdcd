"""What the truth of a rendered pair asks of the network."""

import json

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs torch (pip install 'spot-it[train]')")

from language.lexicon import ATTRIBUTE_VALUES  # noqa: E402
from language.neural.encoder import COLUMNS, KINDS, PLACES, READINGS, ROWS, Seen  # noqa: E402
from language.neural.matching import Matcher, Matches  # noqa: E402
from pipeline.training.neural.targets import UNKNOWN, seeing_loss, targets_of  # noqa: E402
from pipeline.training.neural.truth import Truth  # noqa: E402
from pipeline.training.neural.views import View  # noqa: E402


def thing(box, visibility=1.0, **other):
    return (
        {"size": "large", "color": "red", "material": "metal", "shape": "cube"}
        | other
        | {
            "bbox": box,
            "visibility": visibility,
        }
    )


def record(kind, before, after, change):
    camera = {"width": 200, "height": 100}
    return {
        "kind": kind,
        "objects_before": before,
        "objects_after": after,
        "camera_before": camera,
        "camera_after": camera,
        **({"change": dict(zip(("index_before", "index_after"), change, strict=True))} if change else {}),
    }


LEFT, RIGHT, LOW = [10, 10, 30, 30], [150, 20, 170, 40], [90, 70, 110, 90]


def place(box):
    """The place that the middle of a box is in."""
    x, y = (box[0] + box[2]) / 400, (box[1] + box[3]) / 200
    return int(y * ROWS) * COLUMNS + int(x * COLUMNS)


def targets(kind, before, after, change, view=None):
    return targets_of([(Truth.of_record(record(kind, before, after, change)), view or View())])


def test_an_object_that_came_is_nowhere_before():
    found = targets("add", [thing(LEFT)], [thing(LEFT), thing(RIGHT, color="blue")], (None, 1))
    assert found.place.tolist() == [[PLACES, place(RIGHT)]]
    assert KINDS[int(found.kind)] == "add"
    blue = list(ATTRIBUTE_VALUES["color"]).index("blue")
    assert found.looks[0, 0].tolist() == [UNKNOWN] * 4
    assert found.looks[0, 1, list(ATTRIBUTE_VALUES).index("color")] == blue
    assert found.same.tolist() == [[0, place(LEFT), place(LEFT)]]
    assert found.objects.tolist() == [[0, 0, place(LEFT)], [0, 1, place(LEFT)], [0, 1, place(RIGHT)]]


def test_what_moved_does_not_stand_where_it_stood_and_what_turned_blue_does():
    moved = targets("move", [thing(LEFT), thing(LOW)], [thing(RIGHT), thing(LOW)], (0, 0))
    assert moved.place.tolist() == [[place(LEFT), place(RIGHT)]]
    assert moved.same.tolist() == [[0, place(LOW), place(LOW)]]
    turned = targets("color", [thing(LEFT)], [thing(LEFT, color="blue")], (0, 0))
    assert turned.same.tolist() == [[0, place(LEFT), place(LEFT)]]
    assert (turned.looks[0, 0] != turned.looks[0, 1]).sum() == 1


def test_nobody_is_asked_for_what_is_hidden_or_outside():
    hidden = targets("drop", [thing(LEFT, 0.01), thing(LOW)], [thing(LOW)], (0, None))
    assert hidden.place.tolist() == [[UNKNOWN, PLACES]]
    assert len(hidden.objects) == 2
    away = View(matrix=(1.0, 0.0, 200.0, 0.0, 1.0, 0.0))  # all stands 200 pixels further left
    outside = targets("none", [thing(LEFT), thing(RIGHT)], [thing(LEFT), thing(RIGHT)], None, away)
    assert len(outside.objects) == 2 and len(outside.same) == 1


def test_in_a_mirror_places_are_mirrored():
    found = targets("none", [thing(LEFT)], [thing(LEFT)], None, View(mirror=True))
    row, column = divmod(place(LEFT), COLUMNS)
    assert found.objects[:, 2].tolist() == [row * COLUMNS + COLUMNS - 1 - column] * 2


def answered(right, confident):
    """Answers to one pair that are all right, and the surer the more ``confident``."""
    one_hot = torch.nn.functional.one_hot
    looks = torch.zeros(1, 2, READINGS)
    objects = torch.full((1, 2, 1 + READINGS, PLACES), -confident)
    starts = np.cumsum([0, *map(len, ATTRIBUTE_VALUES.values())])[:-1]
    for pair, side, where in right.objects.tolist():
        objects[pair, side, 0, where] = confident
    for (pair, side, where), values in zip(right.objects.tolist(), right.values.tolist(), strict=True):
        objects[pair, side, 1 + starts + values, where] = confident
    for side in (0, 1):
        if right.looks[0, side, 0] != UNKNOWN:
            looks[0, side, starts + right.looks[0, side].numpy()] = confident
    matcher = Matcher(4, ROWS, COLUMNS)
    scores = confident * torch.eye(PLACES)[None]
    shifts = torch.log_softmax(confident * one_hot(matcher.displacement[0, 0], (2 * ROWS - 1) * (2 * COLUMNS - 1)), -1)
    kind = confident * one_hot(right.kind, len(KINDS)).float()
    where = confident * one_hot(right.place, PLACES + 1).float()
    none = torch.zeros(0)
    return Seen(Matches(scores, shifts[None], none, none), objects, where, kind, looks, none, none), matcher


def test_right_answers_cost_nothing_and_wrong_ones_do():
    right = targets("add", [thing(LEFT)], [thing(LEFT), thing(RIGHT, color="blue")], (None, 1))
    sure, doubtful = (float(seeing_loss(*reversed_(answered(right, c), right))) for c in (30.0, 0.0))
    assert sure < 1e-3 < 1 < doubtful
    for wrong in ("place", "kind", "looks"):
        seen, matcher = answered(right, 30.0)
        getattr(seen, wrong).neg_()
        assert float(seeing_loss(seen, right, matcher)) > 1, wrong


def reversed_(answer, right):
    """In the order that the loss takes it."""
    seen, matcher = answer
    return seen, right, matcher


def test_pairs_without_truth_ask_for_words_alone():
    seen, matcher = answered(targets("none", [thing(LEFT)], [thing(LEFT)], None), 0.0)
    assert float(seeing_loss(seen, targets_of([(None, View())]), matcher)) == 0


def test_the_truth_of_a_rendered_pair_is_read(tmp_path):
    from pipeline.synth.generate import Order, generate
    from pipeline.synth.sample import Recipe

    recipe = Recipe(reach=(0.1, 0.1), artefacts=0.0, width=96, objects=(3, 4))
    generate(Order(tmp_path, 4, 5, kinds=("add", "color"), renderer="sketch", recipe=recipe), workers=1)
    rows = [json.loads(line) for line in (tmp_path / "pairs.jsonl").read_text().splitlines()]
    for row in rows:
        found = targets_of([(Truth.of_record(row), View())])
        assert KINDS[int(found.kind)] == row["kind"]
        assert len(found.same) >= 2
        assert (found.place[0, 0] == PLACES) == (row["kind"] == "add")
