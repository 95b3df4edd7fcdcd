"""The figures are those that the field's own code gives, whole and for parts, with Java and without."""

from __future__ import annotations

import os
import shutil
from types import SimpleNamespace

import numpy as np
import pytest
from evaluation_data import CAPTIONS, REFERENCES

pytest.importorskip("pycocoevalcap")
from pipeline.evaluate import java, words
from pipeline.evaluate.bootstrap import interval

needs_java = pytest.mark.skipif(shutil.which("java") is None, reason="there is no Java")

EVERY = np.arange(len(CAPTIONS))
FEW = np.array([0, 2])


def scorer(captions=None, left_out=("METEOR", "SPICE")):
    return words.WordScorer(list(REFERENCES.values()), list(captions or CAPTIONS.values()), left_out)


@pytest.fixture
def without_java(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))


def by_the_fields_code(references, captions):
    """As ``COCOEvalCap.evaluate`` does it, METEOR and SPICE left out."""
    from pycocoevalcap.bleu.bleu import Bleu
    from pycocoevalcap.cider.cider import Cider
    from pycocoevalcap.rouge.rouge import Rouge
    from pycocoevalcap.tokenizer.ptbtokenizer import PTBTokenizer

    references = {i: [{"caption": text} for text in found] for i, found in enumerate(references)}
    captions = {i: [{"caption": text}] for i, text in enumerate(captions)}
    tokens = [PTBTokenizer().tokenize(one) for one in (references, captions)]
    values = dict(zip(words.NAMES[:4], Bleu(4).compute_score(*tokens, verbose=0)[0], strict=True))
    values |= {"ROUGE-L": Rouge().compute_score(*tokens)[0], "CIDEr-D": Cider().compute_score(*tokens)[0]}
    return {name: 100 * float(value) for name, value in values.items()}


@needs_java
@pytest.mark.parametrize("chosen", [EVERY, FEW], ids=["all", "part"])
def test_figures_are_those_of_the_fields_code(chosen):
    found = scorer()
    assert (found.tokenizer, found.notes) == (words.TREEBANK, [])
    values = {measure.name: measure.value for measure in found.measures(chosen)}
    references, captions = list(REFERENCES.values()), list(CAPTIONS.values())
    expected = by_the_fields_code([references[i] for i in chosen], [captions[i] for i in chosen])
    assert values == pytest.approx(expected)
    assert values["CIDEr-D"] > 0


GERMAN = "-Duser.language=de -Duser.country=DE -Duser.language.format=de"


@pytest.fixture(scope="module")
def meteor():
    """A start takes seconds, so the tests share one, where every variable that Java heeds says German."""
    with pytest.MonkeyPatch.context() as patch:
        for variable in ("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS"):
            patch.setenv(variable, GERMAN)
        yield java.MeteorStatistics()
        assert os.environ["_JAVA_OPTIONS"] == GERMAN


@needs_java
def test_meteor_of_any_part_is_what_its_program_says_of_the_part(monkeypatch, meteor):
    monkeypatch.setattr(java, "MeteorStatistics", lambda: meteor)
    # the second caption is a reference word for word, whose chunks METEOR does not count
    captions = [CAPTIONS["a"], REFERENCES["b"][1], "", "The cylinder changed."]
    found = scorer(captions, left_out=("SPICE",))
    statistics, _ = found._meteor_rows
    for chosen in (EVERY, FEW, EVERY[1:2]):
        (measure,) = (one for one in found.measures(chosen) if one.name == "METEOR")
        references = {i: found.references[i] for i in chosen}
        whole, _ = statistics._meteor.compute_score(references, {i: [found.captions[i]] for i in chosen})
        assert measure.value == pytest.approx(100 * whole)
    low, high = interval(measure := next(m for m in found.measures(EVERY) if m.name == "METEOR"), 20)
    assert low < measure.value < high


def test_a_measure_of_the_drawn_rows_is_that_of_the_drawn_pairs(without_java):
    found = scorer()
    drawn = np.array([0, 0, 3, 2])
    again = words.WordScorer([found.references[i] for i in drawn], [found.captions[i] for i in drawn], ("METEOR",))
    for whole, part in zip(found.measures(EVERY), again.measures(EVERY), strict=True):
        if whole.name != "CIDEr-D":  # whose document frequencies are those of the whole set
            sums = np.bincount(drawn, minlength=4) @ whole.rows
            assert whole.combine(sums[None])[0] == pytest.approx(part.value), whole.name


def test_cider_of_one_pair_has_no_value(without_java):
    values = {measure.name: measure.value for measure in scorer().measures(EVERY[:1])}
    assert values["CIDEr-D"] is None
    assert values["BLEU-1"] == pytest.approx(100)


def test_an_empty_caption_scores_nothing_and_costs_the_others_nothing(without_java):
    captions = list(CAPTIONS.values())
    whole = {m.name: m.rows for m in scorer(captions).measures(EVERY)}
    empty = {m.name: m for m in scorer([captions[0], "", *captions[2:]]).measures(EVERY)}
    for name in ("ROUGE-L", "CIDEr-D"):
        assert empty[name].rows[1, 0] == 0
        assert empty[name].rows[[0, 2, 3], 0].tolist() == whole[name][[0, 2, 3], 0].tolist()
    assert empty["BLEU-1"].rows[1, :8].tolist() == [0] * 8


def test_without_java_the_rest_is_scored_and_it_says_so(without_java):
    found = scorer(left_out=())
    names = [measure.name for measure in found.measures(EVERY)]
    assert names == ["BLEU-1", "BLEU-2", "BLEU-3", "BLEU-4", "ROUGE-L", "CIDEr-D"]
    assert found.tokenizer == words.PLAIN
    assert [any(word in note for note in found.notes) for word in ("tokenizer", "METEOR", "SPICE")] == [True] * 3
    assert found.captions[0] == "the small red rubber cube turned blue"
    assert found.captions[3] == "the purple cylinder left has moved"


def test_no_line_break_of_any_kind_mixes_sentences_up(without_java):
    found = scorer(["a\u2028b", "c\x85d", "e\r\nf", "g\nh"])
    assert found.captions == ["a b", "c d", "e f", "g h"]


@needs_java
def test_the_tokenizer_keeps_empty_and_odd_sentences_in_their_place():
    sentences = ["", "A man's hat.", "", "x", "“Quoted” – it can't!", ""]
    assert java.tokenize(sentences) == ["", "a man 's hat", "", "x", java.tokenize(sentences[4:5])[0], ""]
    assert java.tokenize(["one", ""]) == ["one", ""]


def test_spice_says_why_it_is_left_out():
    from pathlib import Path

    from pycocoevalcap.spice import spice

    if (Path(spice.__file__).parent / "lib" / "stanford-corenlp-3.6.0.jar").exists():
        pytest.skip("SPICE can run here")
    with pytest.raises(OSError, match=r"CoreNLP 3\.6\.0|no Java"):
        java.spice([["a cat"]], ["a cat"])


@needs_java
def test_a_language_with_decimal_commas_changes_no_measure(meteor):
    """METEOR's 23 counts and its score, as its program gives them where numbers have points."""
    rows = meteor.rows([["the red cube is gone"]], ["the red cube is missing"])
    assert rows[0].tolist() == [5, 5, 2, 2, 2, 2, 2, 2, *[0] * 12, 1, 4, 4]
    assert float(meteor.score(rows)[0]) == pytest.approx(0.39657093)


def test_an_answer_of_java_that_is_no_number_leaves_meteor_out(monkeypatch):
    class Foreign(java.MeteorStatistics):
        def __init__(self):
            self._meteor = SimpleNamespace(_stat=lambda *_: "3,0 4,0")

    monkeypatch.setattr(java, "MeteorStatistics", Foreign)
    measured = words.WordScorer([["a cube"], ["a ball"]], ["a cube", "a cube"], ("SPICE",))
    names = [measure.name for measure in measured.measures(np.arange(2))]
    assert "METEOR" not in names and "BLEU-1" in names
    assert any("METEOR is left out" in note for note in measured.notes)
