"""The objects of both graphs as tokens."""

import numpy as np
import pytest

from language.lexicon import ATTRIBUTE_VALUES
from language.transformer.tokens import KNOWN, PLACE, READINGS, SIZE, Tokens
from pipeline.core.types import Analysis, Motion, ObjectGraph, SceneObject


def thing(x, color="red"):
    scores = {name: dict.fromkeys(values, 0.0) for name, values in ATTRIBUTE_VALUES.items()}
    for name, value in {"size": "small", "color": color, "material": "metal", "shape": "cube"}.items():
        scores[name][value] = 1.0
    box = np.array([x, 40.0, x + 20, 60.0])
    return SceneObject(box, "cube", 0.9, {"color": color}, scores)


class Shifted(Motion):
    """A camera that moved by 10 pixels, and does not know where the last object was."""

    def project(self, objects, to):
        boxes = np.array([found.box for found in objects]) - [10, 0, 10, 0]
        boxes[-1] = np.nan
        return boxes

    def displacement(self, before, after):
        return np.zeros((len(before), len(after)))


def pair(motion=None):
    graphs = (ObjectGraph.of(things, 200, 100) for things in ([thing(30)], [thing(40), thing(90, "blue")]))
    return Analysis(*graphs, (), motion=motion)


def test_every_object_of_both_pictures_is_a_token():
    tokens = Tokens.of(pair())
    assert tokens.features.shape == (3, SIZE)
    assert tokens.after.tolist() == [False, True, True]
    assert (tokens.features[:, :READINGS].sum(axis=1) == len(ATTRIBUTE_VALUES)).all()
    assert not np.array_equal(tokens.features[1, :READINGS], tokens.features[2, :READINGS])


def test_objects_after_stand_where_the_picture_before_saw_them():
    tokens = Tokens.of(pair(Shifted()))
    assert tokens.features[:, KNOWN].tolist() == [1, 1, 0]
    assert np.allclose(tokens.features[0, PLACE], tokens.features[1, PLACE])
    assert tokens.features[0, PLACE] == pytest.approx([0.2, 0.25])
    assert not tokens.features[2, KNOWN:].any(), "nothing is said of a place that is not known"


def test_without_a_motion_no_place_of_the_picture_after_is_known():
    tokens = Tokens.of(pair())
    assert tokens.features[:, KNOWN].tolist() == [1, 0, 0]


def test_empty_pictures_have_no_tokens():
    nothing = ObjectGraph.of([], 200, 100)
    assert Tokens.of(Analysis(nothing, nothing, ())).features.shape == (0, SIZE)
