"""Several captioners that say one caption."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="captioners of pictures run in torch")

from language.neural.vocabulary import SPECIAL, START, Vocabulary  # noqa: E402
from language.pictures.ensemble import Ensemble, Voters  # noqa: E402
from language.pictures.model import Model  # noqa: E402
from language.pictures.network import PictureCaptioner, Shape  # noqa: E402
from pipeline.core.errors import SpotItError  # noqa: E402

WORDS = ("a", "cat", "dog", "runs", "sleeps")
FEATURES = np.linspace(-1, 1, 8, dtype=np.float32), np.linspace(0, 1, 32, dtype=np.float32).reshape(4, 8)


def model(seed, kind="nic", words=WORDS):
    torch.manual_seed(seed)
    shape = Shape(
        kind, SPECIAL + len(words), channels=8, place_channels=8, vector=6, hidden=6, embedding=6, dropout=0.0
    )
    return Model(PictureCaptioner(shape).eval(), Vocabulary(words))


def test_one_alone_says_what_it_says_by_itself():
    one = model(1)
    alone, told = one.captions(*FEATURES, 3), Ensemble([one]).captions(*FEATURES, 3)
    assert [text for text, _ in told] == [text for text, _ in alone]
    assert np.allclose([score for _, score in told], [score for _, score in alone], atol=1e-5)


@pytest.mark.parametrize("kinds", [("nic", "nic"), ("mrnn", "attend")])
def test_the_next_word_is_as_likely_as_it_is_to_them_on_average(kinds):
    models = [model(seed, kind) for seed, kind in enumerate(kinds)]
    words = np.array([START])
    with torch.inference_mode():
        together, _ = Voters(models).step(words, tuple(one.state(*FEATURES) for one in models))
        alone = [Voters([one]).step(words, (one.state(*FEATURES),))[0] for one in models]
    assert np.allclose(np.exp(together), np.mean(np.exp(alone), axis=0), atol=1e-6)
    assert np.allclose(np.exp(together).sum(), 1, atol=1e-5)


def test_hypotheses_keep_every_ones_state():
    models = [model(3), model(4, "mrnn")]
    voters = Voters(models)
    with torch.inference_mode():
        _, state = voters.step(np.array([START]), tuple(one.state(*FEATURES) for one in models))
        two = voters.chosen(state, np.array([0, 0]))
        logs, _ = voters.step(np.array([4, 5]), two)
        apart = [voters.step(np.array([word]), state)[0][0] for word in (4, 5)]
    assert np.allclose(logs, apart, atol=1e-5)


def test_others_words_are_refused():
    with pytest.raises(SpotItError, match="the same words"):
        Ensemble([model(1), model(1, words=(*WORDS, "bird"))])
    with pytest.raises(SpotItError, match="the same words"):
        Ensemble([])
