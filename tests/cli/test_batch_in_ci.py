"""`pipeline batch` where tests are run: manifests as tables or from a pipe, JUnit XML, annotations."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest

from pipeline.batch.pairs import read_pairs
from pipeline.core.errors import SpotItError
from pipeline.output.ci import github, junit


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("p.csv", "id,before,after\none,a.png,b.png\n2,c.png,d.png\n"),
        ("p.CSV", "\ufeffafter,before,note,id\r\nb.png,a.png,,one\r\nd.png,c.png,x,2\r\n"),
        ("p.tsv", "id\tbefore\tafter\none\ta.png\tb.png\n\n2\tc.png\td.png\n"),
        (
            "p.jsonl",
            '{"id": "one", "before": "a.png", "after": "b.png"}\n{"id": 2, "before": "c.png", "after": "d.png"}',
        ),
    ],
)
def test_a_table_and_lines_of_json_name_the_same_pairs(tmp_path, name, text):
    (tmp_path / name).write_bytes(text.encode())
    pairs = read_pairs(tmp_path / name)
    assert [(pair.id, pair.before, pair.after, pair.folder) for pair in pairs] == [
        ("one", "a.png", "b.png", tmp_path),
        ("2", "c.png", "d.png", tmp_path),
    ]


def test_rows_without_an_id_are_numbered(tmp_path):
    (tmp_path / "p.csv").write_text('before,after\n"a, b.png",c.png\nd.png,e.png\n')
    assert [(pair.id, pair.before) for pair in read_pairs(tmp_path / "p.csv")] == [("1", "a, b.png"), ("2", "d.png")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"a.png,b.png\n", "has no column 'before'; its first line must name the columns"),
        (b"", "has no column 'before'"),
        (b"before,after\n", "names no pair"),
        (b"before,after\na.png\n", "line 2: its after is missing"),
        (b"before,after\na.png,b.png,c.png\n", "line 2: it has more cells than the head line"),
        (b"id,before,after\nx,a,b\nx,c,d\n", "line 3: the id 'x' is already on line 2"),
        (b"before,after\n\xff,b\n", "is not UTF-8"),
        (b'before,after\n"a" x,b\n', "line 2"),
    ],
)
def test_a_broken_table_is_refused_in_one_line(tmp_path, text, words):
    (tmp_path / "p.csv").write_bytes(text)
    with pytest.raises(SpotItError, match=r"p\.csv") as failure:
        read_pairs(tmp_path / "p.csv")
    assert words in str(failure.value) and "\n" not in str(failure.value)


def test_ci_is_told_what_changed_and_what_has_no_answer(flat_world, pair, tmp_path, pipeline_process):
    lines = [("same", pair[0], pair[0]), ("turned", *pair), ("lost", "missing.png", pair[1])]
    text = "".join(
        json.dumps(dict(zip(("id", "before", "after"), map(str, line), strict=True))) + "\n" for line in lines
    )
    xml = tmp_path / "tests.xml"
    options = ("-o", tmp_path / "r.jsonl", "--pack", "flat", "--junit", xml, "--github", "--workers", 1)
    done = pipeline_process("batch", "-", *options, input=text)
    assert done.returncode == 0, done.stderr
    warning, error = done.stdout.splitlines()
    assert warning.startswith(f"::warning file={pair[1]},title=Picture changed::The ")
    assert error.startswith(f"::error file={pair[1]},title=No answer::") and "no such file" in error
    suite = ElementTree.parse(xml).getroot()
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("3", "1", "1")
    assert [[child.tag for child in case] for case in suite] == [[], ["failure"], ["error"]]
    again = pipeline_process("batch", "-", *options, "--resume", input=text)
    assert again.stdout == done.stdout  # results that were there already are told too


def test_what_is_told_cannot_become_a_command_or_break_the_xml():
    result = {"id": "a\x00\n]]>", "before": "b", "after": "x,y:z\n.png", "changed": True, "caption": "<b>\n::error::&"}
    line = github([result])
    assert line.count("\n") == 0 and line.startswith("::warning file=x%2Cy%3Az%0A.png,title=")
    case = ElementTree.fromstring(junit([result]).encode())[0]
    assert (case.get("name"), case[0].get("message")) == ("a??]]>", "<b>?::error::&")
