"""What holds for an implementation of any stage."""

import inspect
import json
import pickle
import re
from pathlib import Path

import conformance_scenes as scenes
import numpy as np
import pytest
from conformance_support import arguments, build, entries, every, load, parameters

from detectors.rcnn.processor import multiplies_bytes
from pipeline.core import protocols
from pipeline.core.errors import SpotItError
from pipeline.core.types import Candidate, Difference, Recognition, SceneObject, Span
from pipeline.diff.screen.differ import ScreenDiffer
from pipeline.flow.registry import BUILT_IN, STAGES, find
from pipeline.register.identity import Identity
from pipeline.register.reflow import ReflowRegistrar

METHODS = {
    "recogniser": "glance",
    "proposer": "propose",
    "detector": "detect",
    "relater": "relate",
    "registrar": "register",
    "differ": "diff",
    "generator": "generate",
    "ranker": "rank",
    "grounder": "ground",
}


def use(stage, instance):
    """Make an instance do its work once, on little."""
    picture, graph = scenes.pictures()["toys"], scenes.graph(scenes.things())
    registrar = ReflowRegistrar() if isinstance(instance, ScreenDiffer) else Identity()
    analysis = scenes.analyses()["color"]
    candidate = Candidate("The red cube turned brown.", "test", (0,), (Span(4, 12, 0, "before"),))
    given = {
        "recogniser": ([picture],),
        "proposer": (picture,),
        "detector": (picture,),
        "relater": (graph,),
        "registrar": (graph, graph, picture, picture),
        "differ": (graph, graph, registrar.register(graph, graph, picture, picture)),
        "generator": (analysis,),
        "ranker": ([candidate], analysis),
        "grounder": (candidate, analysis),
    }
    answer = getattr(instance, METHODS[stage])(*given[stage])
    return graph if stage == "relater" else answer


def assert_worked(stage, answer):
    """The answer to :func:`use` is what the stage is there for, not just nothing."""
    if stage == "recogniser":
        assert isinstance(answer, Recognition) and answer.reason
    elif stage == "proposer":
        assert answer.ndim == 2 and answer.shape[1] == 4 and len(answer) > 0
    elif stage == "detector":
        assert isinstance(answer, list) and all(isinstance(one, SceneObject) for one in answer)
    elif stage == "relater":
        assert answer.number_of_edges() > 0
    elif stage == "registrar":
        things = scenes.things()
        assert np.isfinite(answer.project(things, "after")).all()
        assert np.diag(answer.displacement(things, things)).max() < 2
    elif stage == "differ":
        assert isinstance(answer, Difference) and answer.changes == ()
    elif stage == "generator":
        assert answer and all(isinstance(one, Candidate) and one.text for one in answer)
    elif stage == "ranker":
        assert [one.text for one in answer] == ["The red cube turned brown."]
    else:
        assert stage == "grounder"
        assert [one.phrase for one in answer] == ["red cube"]


def test_the_registered_names_are_those_that_were_promised():
    registered = {stage: [entry.name for entry in BUILT_IN if entry.stage == stage] for stage in STAGES}
    promised = json.loads((Path(__file__).parent / "registered.json").read_text())
    assert registered == promised


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(SpotItError, match="choose one of hungarian, graph_edit"):
        find("differ", "nonsense")
    with pytest.raises(SpotItError, match="choose one of recogniser, proposer, detector"):
        find("nonsense", "hungarian")


@every(*STAGES)
def test_the_summary_is_one_short_line(entry):
    assert 0 < len(entry.summary) <= 80
    assert "\n" not in entry.summary


@every(*STAGES)
def test_every_constructor_argument_has_a_default(entry):
    for parameter in parameters(load(entry)).values():
        assert parameter.default is not inspect.Parameter.empty, f"{parameter.name} has no default"
        assert parameter.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD or parameter.kind is parameter.KEYWORD_ONLY


@every(*STAGES)
def test_the_constructor_only_stores_its_arguments(entry):
    implementation = load(entry)
    instance = implementation()
    for name, parameter in parameters(implementation).items():
        assert getattr(instance, name) is parameter.default, f"{name} is not stored as it was given"
    marks = {name: object() for name in parameters(implementation)}
    instance = implementation(**marks)
    for name, mark in marks.items():
        assert getattr(instance, name) is mark, f"{name} is not stored as it was given"
    assert set(vars(instance)) == set(marks), "more is stored than was given"


@every(*STAGES)
def test_the_method_takes_what_the_protocol_says(entry):
    protocol = getattr(protocols, entry.stage.capitalize())
    declared = inspect.signature(getattr(protocol, METHODS[entry.stage]))
    taken = inspect.signature(getattr(load(entry), METHODS[entry.stage]))
    assert list(taken.parameters) == list(declared.parameters)


@every(*STAGES)
def test_class_and_method_have_docstrings(entry):
    implementation = load(entry)
    assert inspect.getdoc(implementation)
    assert inspect.getdoc(getattr(implementation, METHODS[entry.stage]))


@every(*STAGES)
def test_it_can_be_made_again_in_a_worker(entry):
    implementation, given = pickle.loads(pickle.dumps((load(entry), arguments(entry))))
    assert_worked(entry.stage, use(entry.stage, implementation(**given)))


@every(*STAGES)
def test_it_works_without_arguments_or_says_what_it_lacks_in_one_line(entry):
    if entry.name == "torchvision":
        pytest.skip("without arguments it would download its weights")
    if entry.name == "given":
        pytest.skip("without arguments nothing is given")
    try:
        answer = use(entry.stage, load(entry)())
    except SpotItError as error:
        assert_one_line(error)
        assert re.search(r"\bneeds\b|\bhas no\b|\bwithout\b", str(error))
        assert arguments(entry), "it takes nothing, yet lacks something"
    else:
        assert_worked(entry.stage, answer)


def files_of(entry):
    given = arguments(entry)
    names = [name for name, value in given.items() if isinstance(value, Path)]
    if entry == find("detector", "rcnn"):  # of its two trunks a processor reads one
        names.remove("trunk" if multiplies_bytes() else "fast_trunk")
    if not names:
        pytest.skip(f"{entry.stage}={entry.name} reads no file")
    if entry == find("differ", "screen"):
        pytest.skip("it reads its network only where something changed; detector=screen gets the same file damaged")
    return given, names


@every(*STAGES)
def test_a_missing_file_is_said_in_one_line(entry, tmp_path):
    given, names = files_of(entry)
    for name in names:
        with pytest.raises(SpotItError) as caught:
            use(entry.stage, load(entry)(**given | {name: tmp_path / f"nowhere{given[name].suffix}"}))
        assert_one_line(caught.value)
        assert "nowhere" in str(caught.value)


@every(*STAGES)
@pytest.mark.parametrize(
    "content", [b"", b"not what it should be", bytes(range(256)) * 40], ids=["empty", "text", "bytes"]
)
def test_a_damaged_file_is_said_in_one_line(entry, content, tmp_path):
    given, names = files_of(entry)
    for name in names:
        damaged = tmp_path / f"damaged{given[name].suffix}"
        damaged.write_bytes(content)
        with pytest.raises(SpotItError) as caught:
            use(entry.stage, load(entry)(**given | {name: damaged}))
        assert_one_line(caught.value)


@every("proposer", "detector")
@pytest.mark.parametrize("shape", ["toys", "blank", "tall", "least", "noise"])
def test_two_instances_see_the_same(entry, shape):
    picture = scenes.pictures()[shape]
    assert seen(entry, build(entry), picture) == seen(entry, build(entry), picture)


@every("proposer", "detector")
def test_two_calls_see_the_same(entry):
    picture, instance = scenes.pictures()["toys"], build(entry)
    assert seen(entry, instance, picture) == seen(entry, instance, picture)


def seen(entry, instance, picture):
    answer = getattr(instance, METHODS[entry.stage])(picture)
    if isinstance(answer, np.ndarray):
        return answer.tolist()
    return [(one.box.tolist(), one.label, one.score, one.attributes, one.feature.tolist()) for one in answer]


def assert_one_line(error):
    message = str(error)
    assert message.strip()
    assert "\n" not in message
    assert len(message) < 400


def test_there_is_a_choice_at_every_stage():
    assert {entry.stage for entry in entries(*STAGES)} == set(STAGES)
