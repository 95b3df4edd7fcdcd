"""Results in both forms: what is read, what is refused, and what goes out again."""

from __future__ import annotations

import json

import pytest
from evaluation_data import CAPTIONS, answers, pairs, write_lines

from pipeline.core.errors import SpotItError
from pipeline.datasets import manifest
from pipeline.evaluate.answers import Answer, in_step, read_answers, write_coco


def coco(path, entries):
    path.write_text(json.dumps(entries))
    return path


def test_captions_come_from_either_form(tmp_path):
    lines = read_answers(answers(tmp_path))
    entries = [{"image_id": name, "caption": text} for name, text in CAPTIONS.items()]
    assert [(a.id, a.caption) for a in lines] == list(CAPTIONS.items())
    assert [(a.id, a.caption) for a in read_answers(coco(tmp_path / "r.json", entries))] == list(CAPTIONS.items())
    assert read_answers(coco(tmp_path / "n.json", [{"image_id": 42, "caption": "x"}]))[0].id == "42"


def test_changes_and_grounding_are_read_where_they_are(tmp_path):
    change = {"kind": "color", "label": "cube", "attributes": {"size": "small"}, "old": "red", "new": "blue"}
    grounding = {"phrase": "cube", "start": 4, "end": 8, "box_before": [1, 2, 3, 4], "box_after": None}
    row = {"id": "a", "caption": "The cube turned blue.", "changes": [change], "grounding": [grounding]}
    answer = read_answers(write_lines(tmp_path / "r.jsonl", [row]))[0]
    assert (answer.changes[0].kind, answer.changes[0].new) == ("color", "blue")
    assert answer.phrases[0].boxes[0].tolist() == [1, 2, 3, 4] and answer.phrases[0].boxes[1] is None
    bare = read_answers(write_lines(tmp_path / "b.jsonl", [{"id": "a", "caption": "x"}]))[0]
    assert (bare.changes, bare.phrases) == (None, None)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"caption": "x"}\n', "line 1 is not a result: it has no id"),
        ('{"id": "a"}\n', "line 1 is not a result: it has no caption"),
        ('{"id": "a", "caption": null}\n', "it has no caption"),
        ('{"id": "a", "caption": "x", "changes": [{"kind": "add"}]}\n', "not in the form of a result"),
        ('{"id": "a", "caption": "x"}\n{"id": "a", "caption": "y"}\n', "line 2: the id 'a' is already at line 1"),
        ('{"id": "a", "caption"\n', "line 1: it is not JSON"),
        ('[{"image_id": 1, "caption": "x"}, {"image_id": "1", "caption": "y"}]', "entry 2: the id '1'"),
        ('[{"id": 1, "caption": "x"}]', "entry 1 is not a result: it has no image_id"),
        ("[1]", "entry 1 is not a result"),
        ("[]", "has no result"),
        ("\n", "has no result"),
    ],
)
def test_what_is_no_result_is_named(tmp_path, text, words):
    path = tmp_path / "results"
    path.write_text(text)
    with pytest.raises(SpotItError, match=words) as failure:
        read_answers(path)
    assert "\n" not in str(failure.value)


def test_answers_are_put_in_the_order_of_the_pairs(tmp_path):
    examples = manifest.read(pairs(tmp_path))
    turned = [Answer(name, text) for name, text in reversed(CAPTIONS.items())]
    kept, found = in_step(examples, turned, tmp_path)
    assert [a.id for a in found] == [e.id for e in kept] == list("abcd")


def test_missing_and_unknown_ids_are_refused_and_partial_is_asked_for(tmp_path, capsys):
    examples = manifest.read(pairs(tmp_path))
    with pytest.raises(SpotItError, match=r"no answer for 3 of 4 pairs \(the first: 'a'\)"):
        in_step(examples, [Answer("b", "x")], tmp_path)
    kept, _ = in_step(examples, [Answer("b", "x")], tmp_path, partial=True)
    assert [example.id for example in kept] == ["b"]
    assert "3 of 4 pairs have no answer and are left out" in capsys.readouterr().err
    with pytest.raises(SpotItError, match=r"1 ids that the pairs do not have \(the first: 'z'\)"):
        in_step(examples, [Answer("z", "x")], tmp_path, partial=True)


def test_errors_and_empty_captions_are_counted_and_named(tmp_path, capsys):
    rows = [{"id": "a", "error": "x.png is damaged"}, {"id": "b", "caption": "  "}]
    rows += [{"id": name, "caption": CAPTIONS[name]} for name in "cd"]
    found = read_answers(write_lines(tmp_path / "r.jsonl", rows))
    kept, found = in_step(manifest.read(pairs(tmp_path)), found, tmp_path)
    err = capsys.readouterr().err
    assert "1 answers are errors" in err and "measure: a\n" in err
    assert "1 captions are empty" in err and "measure: b\n" in err
    assert [answer.caption for answer in found][:2] == ["", ""] and len(kept) == 4


def test_coco_results_go_out_and_come_in_again(tmp_path):
    path = tmp_path / "out.json"
    write_coco(path, read_answers(answers(tmp_path)), numbers=False)
    assert json.loads(path.read_text())[0] == {"image_id": "a", "caption": CAPTIONS["a"]}
    assert [(a.id, a.caption) for a in read_answers(path)] == list(CAPTIONS.items())
    write_coco(path, [Answer("42", "A cat.")], numbers=True)
    assert json.loads(path.read_text()) == [{"image_id": 42, "caption": "A cat."}]
