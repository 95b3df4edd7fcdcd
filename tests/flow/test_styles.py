"""Styles: what each says of the same facts, and how one is asked for."""

from __future__ import annotations

import json

import pytest

from language.parser import Situation, judge, parse
from pipeline import Captioner
from pipeline.batch.fingerprint import settings_mark
from pipeline.batch.job import Job
from pipeline.core.errors import SpotItError
from pipeline.training.scenes import scenes

SCENES = list(scenes(49, seed=2024))


@pytest.fixture(scope="module")
def captioner():
    return Captioner.from_pack("blocks", threads=1)


@pytest.fixture
def example(request):
    folder = request.config.rootpath / "docs" / "example"
    return folder / "before.png", folder / "after.png"


def said(captioner, style, scene):
    stages = captioner.in_style(style).stages
    return stages.ranker.rank(stages.generator.generate(scene.analysis), scene.analysis)[0].text


@pytest.mark.parametrize("style", ["natural", "full", "benchmark"])
def test_what_is_said_first_is_true_and_about_one_object(captioner, style):
    for scene in SCENES:
        text = said(captioner, style, scene)
        judgement = judge(text, Situation.of_record(scene.record))
        assert judgement.unique, f"{text} {judgement.reason}"


def test_a_person_names_the_noun_and_no_more_than_it_takes(captioner):
    named = []
    for scene in SCENES:
        text = said(captioner, "natural", scene)
        assert not {"thing", "object", "shiny", "matte"} & set(text.lower().strip(".").split())
        if scene.analysis.changes:
            (fact,) = parse(text)
            assert "shape" in fact.subject.properties
            named.append(len(fact.subject.properties))
    assert 2 <= sum(named) / len(named) < 3


def test_full_leaves_nothing_out(captioner):
    for scene in SCENES:
        for fact in parse(said(captioner, "full", scene)):
            assert fact.kind == "none" or len(fact.subject.properties) == 4


def test_a_new_thing_is_introduced_and_placed_behind_the_verb(captioner):
    told = [said(captioner, "natural", scene) for scene in scenes(21, 5, kinds=("add",))]
    assert all(text.startswith(("A ", "An ", "Another ")) for text in told)
    ways = (" behind ", " front of ", " left of ", " right of ")
    beside = [text for text in told if any(way in text for way in ways)]
    assert all(" has appeared " in text for text in beside)


def test_nothing_that_changed_has_one_wording(captioner):
    unchanged = [scene for scene in SCENES if not scene.analysis.changes]
    assert {said(captioner, style, scene) for scene in unchanged for style in ("natural", "full")} == {
        "Nothing has changed."
    }


def test_the_example_in_every_style(captioner, example):
    assert captioner.describe(*example).caption == "The green sphere turned yellow."
    assert captioner.describe(*example, style="full").caption == "The small green rubber sphere turned yellow."
    other = captioner.describe(*example, style="benchmark")
    assert (other.caption, other.style) == ("The green rubber thing changed to yellow.", "benchmark")
    assert other.to_dict()["style"] == "benchmark"
    spans = [other.caption[one.start : one.end] for one in other.grounding]
    assert spans == ["green rubber thing"]


def test_styles_share_what_is_loaded(captioner):
    assert captioner.in_style("full").stages.detector is captioner.stages.detector
    assert captioner.in_style("full").stages.generator is not captioner.stages.generator


def test_a_parameter_that_is_set_holds_in_every_style():
    captioner = Captioner.from_pack("blocks", parameters={"generator.templates.naming": "full"}, style="natural")
    assert captioner.stages.generator.generators[0].naming == "full"


def test_the_command_line_the_folder_and_a_clear_error(pipeline, example, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert pipeline("run", *example, "--style", "benchmark")[1] == "The green rubber thing changed to yellow.\n"
    (tmp_path / "spot-it.toml").write_text('style = "full"\n')
    status, out, _ = pipeline("run", *example, "--json")
    assert (status, json.loads(out)["style"]) == (0, "full")
    status, _, err = pipeline("run", *example, "--style", "ful")
    assert status == 2 and "there is no style 'ful' (did you mean 'full'?)" in err


def test_a_world_without_styles_answers_to_the_usual_ones_and_to_no_others(flat_world):
    assert Captioner.from_pack("flat", style="benchmark").worlds[0].style == "benchmark"
    with pytest.raises(SpotItError, match="there is no style 'rhymed'; choose one of natural, full, benchmark"):
        Captioner.from_pack("flat", style="rhymed")


def test_results_in_another_style_do_not_fit():
    assert settings_mark(Job()) != settings_mark(Job(style="full"))
