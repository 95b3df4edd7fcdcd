"""The captioner: which stages it calls, with what, and what becomes of their answers."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline import Captioner
from pipeline.core.errors import SpotItError
from pipeline.core.images import load_picture
from pipeline.core.types import Candidate
from pipeline.flow.ignore import Area, inside, parse_area


def test_arrays_and_files_give_the_same_answer(flat_world, pair):
    captioner = Captioner.from_pack("flat")
    files = captioner.describe(*pair)
    arrays = captioner.describe(load_picture(pair[0]), load_picture(pair[1]))
    assert files.caption == arrays.caption
    assert files.changed and files.changes[0].kind == "color"
    assert files.analysis.matches == ((0, 0), (1, 1))


def test_equal_pixels_in_different_files_are_no_change(flat_world, pair):
    again = load_picture(pair[0]).copy()
    assert Captioner.from_pack("flat").describe(pair[0], again).caption == "Nothing has changed."


def test_weak_and_ignored_detections_are_faint_not_gone(flat_world, pair):
    from flat_world import FlatDetector

    class Weak(FlatDetector):
        def detect(self, image):
            from dataclasses import replace

            return [replace(found, score=0.4 if found.label == "cylinder" else 0.9) for found in super().detect(image)]

    captioner = Captioner.from_pack("flat", ignore=[Area(rectangle=(0, 0, 60, 120))]).replace(detector=Weak())
    graph = captioner.inspect(pair[0])
    assert graph.objects == []
    assert sorted(found.label for found in graph.faint) == ["cube", "cylinder"]


def test_a_stage_is_replaced_by_name_or_object_and_others_are_kept(flat_world, pair):
    class Backwards:
        def rank(self, candidates, analysis):
            return candidates[::-1]

    captioner = Captioner.from_pack("flat")
    first = captioner.describe(*pair)
    other = captioner.replace(ranker=Backwards())
    assert other.stages.detector is captioner.stages.detector
    assert other.describe(*pair).caption == first.candidates[-1].text
    assert other.replace(ranker="first").describe(*pair).caption == first.caption
    with pytest.raises(SpotItError, match="there is no ranker 'best'"):
        captioner.replace(ranker="best")


def test_sentences_of_several_generators_are_ranked_together_each_once(flat_world, pair):
    class Echo:
        def generate(self, analysis):
            return [Candidate(text, "echo", (0,)) for text in (first.caption, "Something is odd.")]

    captioner = Captioner.from_pack("flat")
    first = captioner.describe(*pair)
    both = captioner.replace(generator=["templates", Echo()]).describe(*pair)
    texts = [candidate.text for candidate in both.candidates]
    assert len(texts) == len(first.candidates) + 1 == len(set(texts))
    assert both.candidates[-1].generator == "echo"


def test_a_generator_without_a_sentence_is_said_so(flat_world, pair):
    class Silent:
        def generate(self, analysis):
            return []

    with pytest.raises(SpotItError, match="no sentence"):
        Captioner.from_pack("flat").replace(generator=Silent()).describe(*pair)


@pytest.mark.parametrize(
    ("area", "box", "expected"),
    [
        ("0,0,10,10", (0, 0, 10, 10), True),
        ("0,0,10,10", (0, 0, 20, 10), False),  # exactly half is not mostly
        ("0,0,11,10", (0, 0, 20, 10), True),
        ("0,0,10,10", (50, 50, 60, 60), False),
        ("-5,-5,10.5,10", (-4, 0, 12, 10), True),  # outside the picture does not count
        ("0,0,10,10", (5, 5, 5, 5), False),  # no area
        ("0,0,10,4 0,6,10,10", (0, 0, 10, 10), True),  # two areas that hold it together
        ("0,0,10,3 0,2,10,5", (0, 0, 10, 10), False),  # what both hold counts once
    ],
)
def test_ignored_rectangles(area, box, expected):
    assert inside([parse_area(one) for one in area.split()], np.array(box, float), 100, 80) is expected
