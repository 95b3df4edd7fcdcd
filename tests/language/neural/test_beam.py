"""The beam search finds the most probable sequence of a decoder whose probabilities are known."""

from itertools import product

import numpy as np
import pytest

from language.neural.beam import Limits, search

START, END = 0, 1


class Table:
    """A decoder whose next word depends on the last one and on how many there were."""

    def __init__(self, seed: int, words: int = 5) -> None:
        odds = np.random.default_rng(seed).gumbel(size=(6, words, words)) * 2
        self.logs = odds - np.log(np.exp(odds).sum(axis=-1, keepdims=True))

    def step(self, words, state):
        return self.logs[state, words], state + 1

    def chosen(self, state, rows):
        return state[rows]

    def best(self, most):
        """By trying all."""
        words = [word for word in range(self.logs.shape[1]) if word not in (START, END)]
        every = [said for length in range(most + 1) for said in product(words, repeat=length)]
        return max(every, key=self.score)

    def score(self, said):
        return sum(
            self.logs[place, a, b] for place, (a, b) in enumerate(zip((START, *said), (*said, END), strict=True))
        )


@pytest.mark.parametrize("seed", range(12))
def test_a_wide_beam_finds_the_best_sequence(seed):
    decoder = Table(seed)
    found = search(decoder, np.zeros(1, int), START, END, Limits(200, 4, 0.0))
    assert found[0].words == decoder.best(4)
    assert [one.rank for one in found] == sorted((one.score for one in found), reverse=True)
    for one in found:
        assert one.score == pytest.approx(decoder.score(one.words))


def test_a_wider_beam_finds_what_a_greedy_search_misses():
    """The likelier first word leads to unlikely ends."""
    decoder = Table(0, words=4)
    with np.errstate(divide="ignore"):
        decoder.logs[0] = np.log([0, 0, 0.6, 0.4])
        decoder.logs[1, 2] = np.log([0, 0.1, 0.45, 0.45])
        decoder.logs[1, 3] = np.log([0, 0.9, 0.05, 0.05])
        decoder.logs[2:] = np.log([0, 0.1, 0.45, 0.45])
    begun = np.zeros(1, int)
    assert search(decoder, begun, START, END, Limits(2, 3, 0.0))[0].words == (3,)
    assert search(decoder, begun, START, END, Limits(1, 3, 0.0))[0].words != (3,)


def test_divided_by_length_a_whole_sentence_comes_before_a_fragment():
    decoder = Table(0, words=4)
    decoder.logs[:] = np.log([1e-9, 0.2, 0.4, 0.4])
    begun = np.zeros(1, int)
    assert search(decoder, begun, START, END, Limits(4, 4, 0.0))[0].words == ()
    assert len(search(decoder, begun, START, END, Limits(4, 4, 1.0))[0].words) == 4


def test_banned_words_are_never_written_and_sequences_end_in_time():
    decoder = Table(3)
    found = search(decoder, np.zeros(1, int), START, END, Limits(50, 3), banned=(4,))
    assert found
    assert all(len(one.words) <= 3 and 4 not in one.words for one in found)
