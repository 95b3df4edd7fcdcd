from random import Random

import pytest
from abstract_world import scene_pair, world
from sentence_judge import falsehood

from language.abstract_scenes import KINDS, relations, scene
from language.captions import captions, house_caption
from language.corpus import corpus
from language.parser import parse
from language.scene_pair import ScenePair, TrueScene
from language.templates import TemplateGenerator
from pipeline.core.tokens import as_sentence


def reference_captions(kind, seed):
    analysis = world(kind, seed)
    return captions(scene_pair(kind, analysis), Random(seed)), analysis


@pytest.mark.parametrize("kind", KINDS)
def test_every_reference_caption_is_true_and_picks_out_one_object(kind):
    counts = []
    for seed in range(6):
        texts, analysis = reference_captions(kind, seed)
        counts.append(len(texts))
        for text in texts:
            assert falsehood(text, analysis) is None, (text, seed)
            assert text == text.lower() and not text.endswith(".")
    assert max(counts) <= 8 and sum(counts) / len(counts) >= 4


def test_a_change_needs_an_index():
    with pytest.raises(ValueError, match="index"):
        captions(ScenePair(kind="drop"), Random(0))


def test_the_corpus_is_the_same_for_the_same_seed_and_balanced():
    first, second, other = (list(corpus(70, seed)) for seed in (5, 5, 6))
    assert first == second != other
    kinds = [fact.kind for text in first for fact in parse(text)]
    assert {kind: kinds.count(kind) for kind in KINDS} == dict.fromkeys(KINDS, 10)


def test_left_mirrors_right_and_front_mirrors_behind():
    found = relations(scene(Random(2), 6))
    for one, other in (("left", "right"), ("front", "behind")):
        assert all((j in found[one][i]) == (i in found[other][j]) for i in range(6) for j in range(6))
        assert all((j in found[one][i]) != (j in found[other][i]) for i in range(6) for j in range(6) if i != j)


@pytest.mark.parametrize("kind", KINDS)
def test_the_plain_caption_is_true_and_what_the_templates_say_first(kind):
    compared = 0
    for seed in range(5):
        analysis = world(kind, seed)
        text = house_caption(scene_pair(kind, analysis))
        assert falsehood(text, analysis) is None, (text, seed)
        if " of the " not in text and " behind " not in text:
            assert TemplateGenerator().generate(analysis)[0].text == as_sentence(text)
            compared += 1
    assert compared


def test_a_replacement_is_named_by_its_attributes_whatever_else_its_record_holds():
    block = {"size": "small", "color": "red", "material": "rubber", "shape": "cube"}
    nowhere = {name: [[]] for name in ("left", "right", "front", "behind")}
    text = house_caption(
        ScenePair(
            TrueScene([block], nowhere),
            TrueScene([block | {"color": "blue", "3d_coords": [0.0, 1.0, 2.0]}], nowhere),
            "replace",
            0,
            0,
        )
    )
    assert text.endswith("a small blue rubber cube") or text.endswith("a small blue matte cube")
