"""Combinations that cannot work are refused in one sentence, before any work; what a stage lacks has a default."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline import Captioner
from pipeline.core.errors import SpotItError
from pipeline.core.protocols import Detector, Differ, Generator, Registrar
from pipeline.core.types import Analysis, Candidate, Difference, ObjectGraph
from pipeline.flow.adopt import adopt
from pipeline.flow.stages import SeveralGenerators


@pytest.mark.parametrize(
    ("pack", "chosen", "words"),
    [
        ("photo", {"registrar": "objects"}, "registrar=objects cannot work without 'centers', which detector=onnx"),
        ("blocks", {"differ": "aligned"}, "differ=aligned cannot work without 'view'.*choose registrar=keypoints or"),
        ("blocks", {"detector": "regions"}, "registrar=objects .* choose detector=rcnn or rcnn_torch"),
        ("photo", {"grounder": "brnn"}, "grounder=brnn cannot work without 'attributes'"),
    ],
)
def test_a_combination_that_cannot_work_is_refused(pack, chosen, words):
    with pytest.raises(SpotItError, match=words):
        Captioner.from_pack(pack).replace(**chosen)


@pytest.mark.parametrize(
    ("pack", "chosen"),
    [
        ("blocks", {"differ": "aligned", "registrar": "none"}),
        ("blocks", {"detector": "regions", "registrar": "none"}),
        ("photo", {"registrar": "none"}),
    ],
)
def test_one_that_can_is_not(pack, chosen):
    Captioner.from_pack(pack).replace(**chosen)


def test_an_object_that_does_not_say_what_it_writes_is_trusted():
    class Eye:
        def detect(self, image):
            return []

    class Blind(Eye):
        writes = ()

    captioner = Captioner.from_pack("blocks")
    captioner.replace(detector=Eye())
    with pytest.raises(SpotItError, match="detector=Blind does not bring"):
        captioner.replace(detector=Blind())


@pytest.mark.parametrize(
    ("stage", "wrong", "words"),
    [
        ("ranker", object(), r"object cannot be a ranker: give an object with the method rank\(\)"),
        ("detector", Detector, r"Detector cannot be a detector: give an object with the method detect\(\)"),
        ("differ", "text", r"str cannot be a differ"),
    ],
)
def test_what_is_no_stage_is_said_with_the_contract(stage, wrong, words):
    with pytest.raises(SpotItError, match=words):
        adopt(stage, wrong)


def test_an_adopted_object_has_its_own_abilities_and_the_defaults_of_the_others():
    class Plain:
        def generate(self, analysis):
            return ["own"]

    class Telling(Plain):
        def paragraph(self, analysis):
            return "all"

    plain, telling = (adopt("generator", one()) for one in (Plain, Telling))
    assert isinstance(plain, Generator) and isinstance(telling, Generator)
    assert (plain.generate(None), plain.paragraph(None)) == (["own"], None)
    assert (telling.generate(None), telling.paragraph(None)) == (["own"], "all")
    assert adopt("generator", telling) is telling


def test_defaults_add_nothing():
    class Sees(Detector):
        def detect(self, image):
            return []

    class Still(Registrar):
        def register(self, before, after, image_before, image_after):
            return None

    class Silent(Differ):
        def diff(self, before, after, motion):
            return Difference()

    graph = ObjectGraph.of([], 9, 9)
    assert Sees().look_again(np.zeros((9, 9, 3), np.uint8), np.zeros((1, 4)), ["known"]) == ["known"]
    assert Still().reread(graph, graph) == (graph, graph)
    assert [boxes.shape for boxes in Silent().places(None)] == [(0, 4), (0, 4)]


def test_several_generators_keep_the_paragraph_of_one_of_them():
    class Plain(Generator):
        def generate(self, analysis):
            return [Candidate("a", "plain")]

    class Telling(Plain):
        def paragraph(self, analysis):
            return [Candidate("all", "telling")]

    graph = ObjectGraph.of([], 9, 9)
    analysis = Analysis(graph, graph, ())
    assert SeveralGenerators([Plain(), Telling()]).paragraph(analysis) == [Candidate("all", "telling")]
    assert SeveralGenerators([Plain()]).paragraph(analysis) is None
