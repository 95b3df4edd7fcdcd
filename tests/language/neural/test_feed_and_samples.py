"""What the network is shown, and what may be done to a pair without making its captions false."""

import numpy as np
import pytest

from language.neural.feed import CHANNELS, HEIGHT, WIDTH, shrunk, side_by_side
from language.neural.vocabulary import END, PADDING, UNKNOWN, Vocabulary
from pipeline.core.errors import SpotItError
from pipeline.synth import sample
from pipeline.synth.sketch import SketchRenderer
from pipeline.training.neural.samples import Sample, Samples, mirrored


def test_a_change_stands_twice_in_the_difference_and_nowhere_else():
    before = np.full((HEIGHT, WIDTH, 3), 100, np.uint8)
    after = before.copy()
    after[10:20, 30:40] = 200
    (pair,) = side_by_side(before[None], after[None])
    assert pair.shape == (CHANNELS, HEIGHT, 2 * WIDTH)
    rows, columns = np.nonzero(pair[6])
    assert set(rows) == set(range(10, 20))
    assert set(columns) == {*range(30, 40), *range(WIDTH + 30, WIDTH + 40)}
    assert (pair[6, 10:20, 30:40] == -pair[6, 10:20, WIDTH + 30 : WIDTH + 40]).all()
    assert np.array_equal(pair[:3, :, :WIDTH], pair[3:6, :, WIDTH:])


def test_pictures_of_any_shape_are_brought_to_one_size():
    for shape in ((320, 480, 3), (30, 17, 3), (HEIGHT, WIDTH, 3)):
        assert shrunk(np.full(shape, 7, np.uint8)).shape == (HEIGHT, WIDTH, 3)


def test_in_a_mirror_left_is_right():
    caption = "the ball that is left of the cube moved"
    assert mirrored(caption) == "the ball that is right of the cube moved"
    assert mirrored(mirrored(caption)) == caption


def test_both_pictures_are_turned_and_enlarged_alike():
    """With the same light, two equal pictures stay equal; other draws give other pictures."""
    picture = SketchRenderer().render(sample.single(1, 4, sample.RECIPES["clevr"]))
    samples = Samples([])
    object.__setattr__(samples, "_kept", {0: (shrunk(picture), shrunk(picture))})
    object.__setattr__(samples, "samples", [Sample(None, None, ("the ball is left of the cube",))])
    seen = []
    for number in range(6):
        before, after, captions = samples.augmented(0, 1, np.random.default_rng(number))
        assert before.shape == (HEIGHT, WIDTH, 3)
        # each picture has its own light: the order of grey values must agree where it is not cut off
        grey, other = (one.mean(axis=-1).ravel() for one in (before, after))
        assert np.corrcoef(grey, other)[0, 1] > 0.98
        seen.append((before.tobytes(), captions[0]))
    assert len(set(seen)) == 6
    assert {caption for _, caption in seen} == {"the ball is left of the cube", "the ball is right of the cube"}


def test_a_missing_picture_is_said_in_one_line(tmp_path):
    samples = Samples([Sample(tmp_path / "none.png", tmp_path / "none.png", ("a",))])
    with pytest.raises(SpotItError, match=r"none\.png"):
        samples.pair(0)


def test_rare_words_are_unknown_and_sentences_come_back():
    vocabulary = Vocabulary.of(["The cube moved.", "the cube vanished", "the ball moved"])
    assert vocabulary.words == ("cube", "moved", "the")
    table = vocabulary.table(["The cube moved.", "the zebra"], most=5)
    assert table[1, 1] == UNKNOWN
    assert list(table[:, -1]) == [END, PADDING]
    assert vocabulary.text(table[0]) == "the cube moved"
