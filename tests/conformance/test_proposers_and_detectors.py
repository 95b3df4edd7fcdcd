"""Picture to boxes, picture to objects."""

from functools import cache

import conformance_scenes as scenes
import numpy as np
import pytest
from conformance_support import build, every

from pipeline.core.types import SceneObject

PICTURES = scenes.pictures()


@pytest.fixture(params=PICTURES)
def name(request):
    """A picture's name.  The pictures cannot be written to, so a stage that changes its input fails."""
    return request.param


@cache
def detected(entry, name):
    """What a fresh instance finds in a picture, looked for once."""
    return build(entry).detect(PICTURES[name])


@every("proposer")
def test_proposals_are_boxes_inside_the_picture(entry, name):
    picture = PICTURES[name]
    boxes = build(entry).propose(picture)
    assert isinstance(boxes, np.ndarray)
    assert boxes.ndim == 2
    assert boxes.shape[1] == 4
    for box in boxes:
        assert_inside(box, picture)


@every("proposer")
def test_proposals_cover_what_is_there(entry):
    boxes = build(entry).propose(PICTURES["toys"])
    assert len(boxes) > 0


@every("detector")
def test_something_is_found_in_pictures_that_show_something(entry):
    if entry.name == "none":
        pytest.skip("it finds nothing by design")
    shown = [name for name in PICTURES if name not in ("blank", "noise")]
    assert any(detected(entry, name) for name in shown)


@every("detector")
def test_objects_are_what_the_types_promise(entry, name):
    picture, found = PICTURES[name], detected(entry, name)
    assert isinstance(found, list)
    for one in found:
        assert isinstance(one, SceneObject)
        assert_inside(one.box, picture)
        assert isinstance(one.label, str)
        assert one.label
        assert isinstance(one.feature, np.ndarray)
        assert one.feature.ndim == 1
        assert np.isfinite(one.feature).all()
    assert len({one.feature.shape for one in found}) <= 1


@every("detector")
def test_scores_are_probabilities_in_falling_order(entry, name):
    scores = [one.score for one in detected(entry, name)]
    assert all(type(score) is float and 0 <= score <= 1 for score in scores)
    assert scores == sorted(scores, reverse=True)


@every("detector")
def test_each_attribute_is_the_most_probable_of_a_distribution(entry, name):
    for one in detected(entry, name):
        known = {"label": one.label} | one.attributes
        assert set(one.attributes) == set(one.attribute_scores) - {"label"}
        for attribute, scores in one.attribute_scores.items():
            assert all(type(score) is float and 0 <= score <= 1 for score in scores.values())
            assert sum(scores.values()) == pytest.approx(1, abs=1e-3)
            assert scores[known[attribute]] == max(scores.values())


@every("detector")
def test_geometry_is_finite_or_left_out(entry, name):
    picture = PICTURES[name]
    for one in detected(entry, name):
        if one.center is not None:
            assert len(one.center) == 2
            assert all(type(value) is float and np.isfinite(value) for value in one.center)
        assert one.scale is None or (type(one.scale) is float and 0 < one.scale < np.inf)
        assert one.visibility is None or (type(one.visibility) is float and 0 <= one.visibility <= 1)
        if one.mask is not None:
            assert one.mask.dtype == bool
            assert one.mask.shape == picture.shape[:2]


@every("detector")
def test_a_closer_look_completes_what_is_known(entry, name):
    detector, picture, known = build(entry), PICTURES[name], detected(entry, name)
    found = detector.look_again(picture, np.array([[2.0, 2.0, 12.0, 14.0]]), known)
    scores = [one.score for one in found]
    assert scores == sorted(scores, reverse=True)
    assert {one.label for one in known} <= {one.label for one in found}
    for one in found:
        assert_inside(one.box, picture)
    assert len(detector.look_again(picture, np.zeros((0, 4)), known)) <= len(known)


def assert_inside(box, picture):
    assert isinstance(box, np.ndarray)
    assert box.shape == (4,)
    assert np.isfinite(box).all()
    assert 0 <= box[0] < box[2] <= picture.shape[1]
    assert 0 <= box[1] < box[3] <= picture.shape[0]
