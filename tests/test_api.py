"""What people use in Python: the public names, answers that show themselves, many pairs, and stages of one's own."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

import pipeline as package
from pipeline import Captioner, Description, SpotItError
from pipeline.core.protocols import Ranker
from pipeline.core.types import Candidate, Difference


@pytest.fixture(scope="module")
def captioner(flat_world):
    return Captioner.from_pack("flat")


@pytest.fixture
def answer(captioner, pair):
    return captioner.describe(*pair)


def test_a_star_gives_the_public_names_and_both_packages_the_same():
    names: dict[str, object] = {}
    exec("from pipeline import *\nimport spot_it", names)
    assert set(package.__all__) <= set(names) and len(package.__all__) == len(set(package.__all__)) > 15
    assert all(getattr(names["spot_it"], name) is names[name] for name in package.__all__)
    assert {"Captioner", "Ranker", "SpotItError"} <= set(dir(package))
    with pytest.raises(AttributeError, match="no attribute 'captioner'"):
        package.captioner  # noqa: B018


def test_importing_the_package_imports_nothing_heavy():
    script = "import sys, pipeline, pipeline.core.errors; print({'numpy', 'networkx', 'PIL'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert done.stdout == "set()\n", done.stderr


def test_an_answer_in_short(answer, captioner, pair):
    assert isinstance(answer, Description)
    assert str(answer) == answer.caption
    assert repr(answer) == f"<Description {answer.caption!r}: 1 change, pack 'flat'>"
    assert repr(captioner.describe(pair[0], pair[0])).endswith(": 0 changes, pack 'flat'>")


def test_an_answer_as_json_is_what_the_command_prints(answer, pair, pipeline):
    printed = json.loads(pipeline("run", *pair, "--pack", "flat", "--json")[1])
    told = answer.to_dict()
    assert told == json.loads(answer.to_json()) == json.loads(answer.to_json(indent=2))
    for one in (printed, told):
        one.pop("timings")
    assert told == printed


def test_an_answer_of_pictures_without_files_has_no_paths(captioner, pair):
    answer = captioner.describe(Image.open(pair[0]), pair[1].read_bytes())
    assert answer.changes[0].new == "blue"
    assert (answer.to_dict()["before"], answer.to_dict()["after"]) == (None, None)
    assert "<html" in answer.to_html()


def test_an_answer_is_saved_by_the_ending_of_the_file(answer, tmp_path):
    assert answer.save(tmp_path / "a.html").read_text() == answer.to_html()
    assert json.loads(answer.save(str(tmp_path / "a.JSON")).read_text()) == answer.to_dict()
    assert answer.save(tmp_path / "a.txt").read_text() == answer.caption + "\n"
    assert Image.open(answer.save(tmp_path / "a.png")).width > 320
    with pytest.raises(SpotItError, match=r"a\.docx has an ending that says no format; choose \.html"):
        answer.save(tmp_path / "a.docx")
    with pytest.raises(SpotItError, match="cannot be written"):
        answer.save(tmp_path / "no" / "a.html")


def test_an_answer_is_shown_in_a_frame_of_its_own_or_in_the_browser(answer, monkeypatch, capsys):
    html = answer._repr_html_()
    assert html.startswith("<iframe") and html.count("<") == 2  # nothing of the page gets out of its frame
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda address: opened.append(address) or True)
    answer.show()
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("webbrowser.open", lambda address: False)
    answer.show()
    assert "no browser could be opened; the report is " in capsys.readouterr().err
    assert len(opened) == 1 and opened[0].startswith("file://") and opened[0].endswith(".html")


def test_many_pairs_in_their_order_one_at_a_time(captioner, pair):
    asked: list[int] = []

    def pairs():
        for number in range(3):
            asked.append(number)
            yield pair if number else (pair[0], pair[0])

    answers = captioner.describe_many(pairs(), progress=lambda things: things)
    assert not next(answers).changed and asked == [0]
    assert [one.changed for one in answers] == [True, True]


def test_many_pairs_with_a_bar(captioner, pair, capsys):
    assert len(list(captioner.describe_many([pair, pair], progress=True))) == 2
    assert "2/2" in capsys.readouterr().err


def test_a_bad_pair_is_named_and_may_be_passed_over(captioner, pair):
    pairs = [pair, ("missing.png", pair[1]), pair, "ab"]
    with pytest.raises(SpotItError, match=r"pair 2: missing\.png: there is no such file"):
        list(captioner.describe_many(pairs))
    good, bad, again, worse = captioner.describe_many(pairs, errors="give")
    assert good.caption == again.caption
    assert isinstance(bad, SpotItError) and str(bad).startswith("pair 2: ")
    assert str(worse) == "pair 4: a str is not two pictures; give pairs of (before, after)"


class Longest(Ranker):
    def __init__(self, weight: float = 1.0, vocabulary=None) -> None:
        self.weight, self.vocabulary = weight, vocabulary

    def rank(self, candidates, analysis):
        return sorted(candidates, key=lambda one: -self.weight * len(one.text))


class Demanding(Longest):
    def __init__(self, weight) -> None:
        super().__init__(weight)


class Broken(Longest):
    def __init__(self) -> None:
        raise OSError("no luck")


class Unfinished(Ranker):
    pass


def test_a_class_may_stand_for_a_stage(captioner, pair):
    other = captioner.replace(ranker=Longest)
    assert isinstance(other, Captioner)
    answer = other.describe(*pair)
    assert isinstance(answer, Description)
    assert len(answer.caption) == max(len(one.text) for one in answer.candidates)
    assert "color" in other.stages.ranker.vocabulary  # what the world knows is handed on


@pytest.mark.parametrize(
    ("ranker", "words"),
    [
        (
            Demanding,
            r"the ranker Demanding cannot be made \(missing a required argument: 'weight'\); give an object of it",
        ),
        (Broken, r"the ranker Broken cannot be made \(no luck\)"),
    ],
)
def test_a_class_that_cannot_be_made_is_named(captioner, pair, ranker, words):
    with pytest.raises(SpotItError, match=words):
        captioner.replace(ranker=ranker).describe(*pair)


@pytest.mark.parametrize("ranker", [Unfinished, int, object(), 3, None])
def test_what_has_not_the_method_of_the_stage_is_refused_at_once(captioner, ranker):
    with pytest.raises(SpotItError, match=r"cannot be a ranker: give an object with the method rank\(\)"):
        captioner.replace(ranker=ranker)


def stage(method, answer):
    return type("Mine", (), {method: lambda self, *given: answer})()


NONSENSE = [
    ("detector", "detect", None, "a list of SceneObject, each with a box of four numbers, and gave NoneType"),
    ("detector", "detect", ["cube"], "and gave a list of str"),
    ("detector", "detect", np.zeros((2, 4)), "and gave ndarray"),
    ("registrar", "register", None, "must give a Motion, and gave NoneType"),
    ("differ", "diff", [], "must give a Difference of Changes, and gave a list of nothing"),
    ("differ", "diff", Difference(("moved",)), "must give a Difference of Changes, and gave Difference"),
    ("generator", "generate", ["It moved."], "must give a list of Candidate, and gave a list of str"),
    ("generator", "generate", None, "and gave NoneType"),
    ("ranker", "rank", [], "must give a list of Candidate, one at least, and gave a list of nothing"),
    ("ranker", "rank", None, "and gave NoneType"),
    ("grounder", "ground", {}, "must give a list of Grounding, and gave dict"),
]


@pytest.mark.parametrize(("name", "method", "given", "words"), NONSENSE)
def test_a_stage_that_gives_nonsense_is_named_with_its_contract(captioner, pair, name, method, given, words):
    with pytest.raises(SpotItError) as failure:
        captioner.replace(**{name: stage(method, given)}).describe(*pair)
    assert str(failure.value).startswith(f"{name}=Mine does not keep its contract: {method}() must give ")
    assert words in str(failure.value)


def test_so_is_one_of_several_generators(captioner, pair):
    with pytest.raises(SpotItError, match=r"generator=Mine .* generate\(\)"):
        captioner.replace(generator=["templates", stage("generate", None)]).describe(*pair)


def test_a_stage_that_keeps_its_contract_is_not_hindered(captioner, pair):
    mine = stage("generate", [Candidate("Something is odd.", "mine", (0,))])
    echo = stage("rank", [replace(mine.generate()[0], score=2.0)])
    assert captioner.replace(generator=mine, ranker=echo).describe(*pair).caption == "Something is odd."


def test_stages_can_be_used_alone(captioner, pair):
    from pipeline.core.images import load_picture

    objects = captioner.stages.detector.detect(load_picture(pair[0]))
    assert [found.label for found in objects] == ["cube", "cylinder"]
    assert captioner.stages.ranker.rank([Candidate("It moved.", "mine")], None)[0].text == "It moved."
