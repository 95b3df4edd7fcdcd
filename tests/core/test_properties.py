"""What holds for any picture, manifest, config, graph, fact and sentence, however strange (hypothesis)."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("hypothesis", reason="properties need hypothesis (pip install 'spot-it[test]')")

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from pipeline.batch.pairs import Pair, read_pairs
from pipeline.core.errors import SpotItError
from pipeline.core.images import load_picture
from pipeline.core.types import ObjectGraph, SceneObject
from pipeline.datasets.example import TrueChange
from pipeline.evaluate.calibration import Fact, calibration_error, fit
from pipeline.evaluate.stated import SaidChange, told
from pipeline.output.as_json import graph_json
from pipeline.worlds.calibration import Calibration
from pipeline.worlds.world import World, load_world

few = settings(max_examples=20, deadline=None, derandomize=True)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
SHARE = st.floats(0, 1)
KIND = st.sampled_from(["add", "drop", "move", "color"])
KNOWN = ["the", "a", "red", "cube", "and", "has", "is", "gone", ",", ".", "turned", "to", "left", "of"]
WORDS = st.sampled_from(["red", "blue", "cube", "small", ""])


@few
@given(arrays(st.sampled_from([np.uint8, np.uint16, np.float32, np.bool_]), array_shapes(min_dims=1, max_dims=4)))
def test_any_array_is_a_picture_of_three_colours_or_is_refused(values):
    try:
        picture = load_picture(np.repeat(np.repeat(values, 16, 0), 16, 1) if values.ndim > 1 else values)
    except SpotItError as failure:
        assert "\n" not in str(failure)
    else:
        assert picture.dtype == np.uint8 and picture.ndim == 3 and picture.shape[2] == 3


@few
@given(st.binary(max_size=200), st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", b"RIFF"]))
def test_any_bytes_are_refused_in_a_line(content, head):
    with pytest.raises(SpotItError) as refusal:
        load_picture(head + content)
    assert "\n" not in str(refusal.value)


@few
@given(
    st.lists(st.binary(max_size=40) | st.fixed_dictionaries({"id": JSON, "before": JSON, "after": JSON}), max_size=4)
)
def test_a_manifest_is_read_whole_or_refused_in_a_line(lines):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pairs.jsonl"
        path.write_bytes(b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines))
        try:
            pairs = read_pairs(path)
        except SpotItError as failure:
            assert "\n" not in str(failure) and not list(Path(folder).glob("*.part"))
        else:
            assert pairs and len({pair.id for pair in pairs}) == len(pairs)


@few
@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=12))
def test_a_manifest_gives_back_what_was_written_in_it(name, before, after):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pairs.jsonl"
        path.write_text(json.dumps({"id": name, "before": before, "after": after}) + "\n")
        if name and before and after and "\0" not in before + after:
            assert read_pairs(path) == [Pair(name, before, after, Path(folder))]
        else:
            with pytest.raises(SpotItError):
                read_pairs(path)


@few
@given(
    st.dictionaries(
        st.sampled_from(["pack", "stages", "scores", "needs", "release", "camera", "noise", "solids", "vocabulary"])
        | st.sampled_from(["calibration", "curve", "detector", "x"]),
        st.dictionaries(st.sampled_from(["name", "node_score", "hungarian", "detector", "a"]), JSON, max_size=3) | JSON,
        max_size=5,
    )
)
def test_any_config_makes_a_world_or_is_refused_in_a_line(config):
    with tempfile.TemporaryDirectory() as folder:
        text = "\n".join(f"{key} = {_toml(value)}" for key, value in config.items())
        (Path(folder) / "config.toml").write_text(text, encoding="utf-8", errors="replace")
        try:
            assert isinstance(load_world(Path(folder)), World)
        except SpotItError as failure:
            assert "\n" not in str(failure)


@few
@given(st.lists(st.tuples(st.floats(width=32), SHARE, WORDS), max_size=4))
def test_any_graph_is_json(objects):
    made = [SceneObject(np.array([x, 0, x, 9.0]), word, score, {"color": word}) for x, score, word in objects]
    nodes = json.loads(json.dumps(graph_json(ObjectGraph.of(made, 640, 480)), allow_nan=False))["nodes"]
    assert [node["label"] for node in nodes] == [word for _, _, word in objects]


@few
@given(SHARE, SHARE, KIND, st.integers(0, 3), st.floats(0, 5), st.floats(-9, 9), st.floats(-9, 9))
def test_a_calibration_keeps_the_order_and_gives_shares(low, high, kind, place, slope, offset, further):
    calibration = Calibration(slope, offset, further, {"add": 1.0})
    first, second = (calibration(value, kind, place) for value in sorted((low, high)))
    assert 0 <= first <= second <= 1


@few
@given(st.lists(st.builds(Fact, SHARE, KIND, st.integers(0, 2), st.booleans()), max_size=12))
def test_any_facts_can_be_measured_and_fitted(facts):
    assert 0 <= calibration_error(facts) <= 1
    assert fit(facts).slope >= 0


@few
@given(
    st.lists(st.builds(SaidChange, KIND, WORDS, st.dictionaries(WORDS, WORDS, max_size=2), WORDS), max_size=4),
    st.lists(st.builds(TrueChange, KIND, WORDS, st.dictionaries(WORDS, WORDS, max_size=2), WORDS), max_size=4),
)
def test_every_change_is_told_once_at_most(said, true):
    pairs = told(said, true)
    assert len({one for one, _ in pairs}) == len({other for _, other in pairs}) == len(pairs)


@few
@given(st.text(max_size=60) | st.lists(st.sampled_from(KNOWN)).map(" ".join))
def test_any_sentence_is_parsed(text):
    pytest.importorskip("spacy", reason="parsing needs spaCy (pip install 'spot-it[language]')")
    from language.parser import parse

    assert all(fact.kind for fact in parse(text))


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {_toml(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return '"none"' if value is None else json.dumps(value).replace("NaN", "nan").replace("Infinity", "inf")
