"""The pack of the blocks says what there is in its world; the stages made for that world know the same."""

from detectors.rcnn import vocabulary
from language.lexicon import ATTRIBUTE_VALUES
from pipeline.synth import scene
from pipeline.worlds.finder import find_world

BLOCKS = find_world("blocks")


def test_the_heads_of_the_detector_tell_the_values_of_the_pack_apart():
    assert {name: set(values) for name, values in vocabulary.VALUES.items()} == {
        name: set(values) for name, values in BLOCKS.vocabulary.items()
    }


def test_the_lexicon_has_words_for_the_values_of_the_pack():
    known = {name: set(values) for name, values in ATTRIBUTE_VALUES.items()}
    assert {name: set(values) for name, values in BLOCKS.vocabulary.items()} == known


def test_what_is_rendered_or_made_up_has_the_sizes_of_the_pack():
    assert BLOCKS.solids.radii == scene.RADII
    assert set(BLOCKS.solids.outlines) == set(BLOCKS.vocabulary["shape"])
