"""Pairs made of what was seen in single pictures, and the true and false sentences about them."""

from random import Random

import numpy as np
import pytest
from seen_world import CAMERA, seen

from pipeline.synth.scene import VALUES, Camera
from pipeline.training.alignment.pairs import KINDS, FictivePair, PairMaker
from pipeline.training.alignment.pictures import SeenPicture

pytest.importorskip("spacy", reason="sentences are judged by the parser, which needs spaCy")

from language.parser import Situation, judge
from pipeline.training.alignment.sentences import confused, false_sentences, true_sentences


@pytest.fixture(scope="module")
def pictures() -> list[SeenPicture]:
    rng = Random(4)
    return [seen(rng) for _ in range(30)]


def made(pictures, kind: str, count: int = 12) -> list[FictivePair]:
    maker, rng = PairMaker(pictures), Random(7)
    return [pair for picture in pictures for pair in [maker.make(picture, kind, rng)] if pair][:count]


@pytest.mark.parametrize("kind", KINDS)
def test_one_object_changed_and_no_other(pictures, kind):
    pairs = made(pictures, kind)
    assert pairs
    for pair in pairs:
        before, after = pair.record["objects_before"], pair.record["objects_after"]
        change = pair.record["change"]
        assert len(after) - len(before) == {"add": 1, "drop": -1}.get(kind, 0)
        assert (change["index_before"] is None) == (kind == "add")
        assert (change["index_after"] is None) == (kind == "drop")
        if kind in VALUES:
            old, new = before[change["index_before"]], after[change["index_after"]]
            assert {name for name in VALUES if old[name] != new[name]} == {kind}


@pytest.mark.parametrize("kind", KINDS)
def test_matched_objects_are_the_same_ones(pictures, kind):
    pairs = made(pictures, kind)
    assert pairs
    for pair in pairs:
        graphs = pair.analysis.before, pair.analysis.after
        change = pair.record["change"]
        ends = (change["index_before"], change["index_after"])
        changed = tuple(nodes.get(end) for nodes, end in zip(pair.nodes, ends, strict=True))
        assert (changed in pair.analysis.matches) == (kind in VALUES or kind == "move")
        for one, other in pair.analysis.matches:
            old, new = graphs[0].nodes[one]["object"], graphs[1].nodes[other]["object"]
            differ = {name for name in VALUES if old.attributes[name] != new.attributes[name]}
            assert differ == ({kind} & VALUES.keys() if (one, other) == changed else set())
        sides = zip(*pair.analysis.matches, strict=True)
        assert all(len(set(side)) == len(pair.analysis.matches) for side in sides), "an object has one match"
        assert len(pair.analysis.matches) == len(graphs[1]) - (kind in ("add", "replace")), "all but the new one match"
        assert all(0 <= x <= 480 and 0 <= y <= 320 for found in graphs[1].objects for x, y in found.box.reshape(2, 2))


def test_relations_are_those_of_the_camera(pictures):
    pairs = made(pictures, "color")
    assert any(standing for pair in pairs for standing in pair.record["relationships_before"]["behind"])
    for pair in pairs:
        table, objects = pair.record["relationships_before"], pair.record["objects_before"]
        camera = Camera(tuple(CAMERA["position"]), tuple(CAMERA["target"]))
        across = camera.project(np.array([[*one["3d_coords"][:2], 0.0] for one in objects]))
        for i, standing in enumerate(table["behind"]):
            assert all(across[j, 2] > across[i, 2] for j in standing)


@pytest.mark.parametrize("kind", KINDS)
def test_true_sentences_are_true_and_false_ones_are_not(pictures, kind):
    rng, told = Random(1), 0
    for pair in made(pictures, kind, 6):
        situation = Situation.of_record(pair.record)
        for sentence in true_sentences(pair.record, rng)[:2]:
            assert judge(sentence, situation).true, sentence
            wrong = false_sentences(sentence, pair.record, rng, 4)
            told += len(wrong)
            assert sentence not in wrong
            assert not any(judge(one, situation).true for one in wrong), wrong
    assert told > 10


def test_confusing_exchanges_the_head_and_its_neighbour():
    sentence = "The cube that is behind the small red ball has moved."
    assert confused(sentence) == "The small red ball that is behind the cube has moved."
    assert confused("The cube has moved.") == ""


def test_a_picture_of_one_object_makes_no_pair(pictures):
    one = SeenPicture({"objects": pictures[0].record["objects"][:1], "camera": CAMERA}, pictures[0].shown[:1])
    assert PairMaker(pictures).make(one, "drop", Random(0)) is None


def test_words_are_tied_to_the_objects_that_fit_them(pictures):
    from pipeline.training.alignment.fitting import fitting_regions
    from ranker.alignment.regions import Layout

    layout = Layout({name: tuple(values) for name, values in VALUES.items()}, 0)
    told = 0
    for pair in made(pictures, "drop"):
        regions = layout.regions(pair.analysis)
        count, gone = len(regions.nodes), pair.record["change"]["index_before"]
        changed = regions.nodes.index((pair.nodes[0][gone], None))
        for sentence in true_sentences(pair.record, Random(2)):
            words = sentence.lower().rstrip(".").split()
            table = fitting_regions(sentence, pair, regions, len(words))
            assert not table[0].any()  # the article
            assert table[1, changed]
            assert table[-1].nonzero()[0].tolist() == [changed]
            if "behind" in words:
                (together,) = table[words.index("behind"), count:].nonzero()[0]
                assert together // count == changed
                told += 1
    assert told


def test_where_the_change_shows_words_are_tied_to_the_object_that_is_meant(pictures):
    from pipeline.training.alignment.fitting import fitting_regions
    from ranker.alignment.regions import Layout

    layout = Layout({name: tuple(values) for name, values in VALUES.items()}, 0)
    for kind, alone in (("color", True), ("move", False)):
        most = 0
        for pair in made(pictures, kind):
            regions = layout.regions(pair.analysis)
            place = pair.record["change"]["index_before"]
            (changed,) = (row for row, nodes in enumerate(regions.nodes) if nodes[0] == pair.nodes[0][place])
            for sentence in true_sentences(pair.record, Random(2)):
                table = fitting_regions(sentence, pair, regions, len(sentence.split()))
                assert table[1, changed]
                most = max(most, int(table[1].sum()))
        assert (most == 1) is alone
