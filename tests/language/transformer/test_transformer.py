"""The transformer: what may see what, and what a file of it says."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the transformer needs torch (pip install 'spot-it[train]')")
pytest.importorskip("spacy", reason="sentences are read by the parser, which needs spaCy")

from language.lexicon import NO_CHANGE  # noqa: E402
from language.neural.beam import Found  # noqa: E402
from language.neural.vocabulary import PADDING, SPECIAL, START, Vocabulary  # noqa: E402
from language.transformer.model import Model, load, save  # noqa: E402
from language.transformer.network import PICTURES, DifferenceTransformer, Shape  # noqa: E402
from language.transformer.tokens import SIZE, Tokens  # noqa: E402
from pipeline.core.errors import SpotItError  # noqa: E402

WORDS = ("the", "cube", "has", "moved", "nothing", "changed")


def network(compared=True):
    torch.manual_seed(3)
    made = DifferenceTransformer(Shape(SPECIAL + len(WORDS), 16, 2, 2, 2, 32, compared=compared))
    return made.eval()


def given(objects=4):
    rng = torch.Generator().manual_seed(1)
    features = torch.rand(1, objects, SIZE, generator=rng)
    after = torch.arange(objects)[None] >= objects // 2
    return features, after, torch.ones(1, objects, dtype=torch.bool)


def numbers(*words):
    return torch.tensor([[[START, *(SPECIAL + WORDS.index(word) for word in words)]]])


def test_a_word_sees_none_that_come_after_it():
    net, (features, after, present) = network(), given()
    memory = net.remember(net.see(features, after, present), present)
    short, long = (net.write(memory, present, numbers(*some)) for some in (("the", "cube"), ("the", "cube", "moved")))
    other = net.write(memory, present, numbers("the", "has", "moved"))
    assert torch.allclose(short, long[:, :3], atol=1e-5)
    assert not torch.allclose(short[:, 2], other[:, 2], atol=1e-3)


def test_both_ways_every_word_sees_all_others():
    net, (features, after, present) = network(), given()
    seen = net.see(features, after, present)
    (_, one), (_, other) = (net.join(seen, present, numbers("the", last)) for last in ("cube", "moved"))
    assert not torch.allclose(one[:, 1], other[:, 1], atol=1e-3)


def test_objects_that_are_not_there_change_nothing():
    net, (features, after, present) = network(), given()
    padded = [torch.nn.functional.pad(part, pad) for part, pad in ((features, (0, 0, 0, 2)), (after, (0, 2)))]
    shown = torch.nn.functional.pad(present, (0, 2))
    words = numbers("the", "cube")
    plain = net.write(net.remember(net.see(features, after, present), present), present, words)
    more = net.write(net.remember(net.see(*padded, shown), shown), shown, words)
    assert torch.allclose(plain, more, atol=1e-5)


def test_padding_after_the_words_changes_no_score():
    net, (features, after, present) = network(), given()
    seen = net.see(features, after, present)
    words = numbers("the", "cube")
    padded = torch.nn.functional.pad(words, (0, 3), value=PADDING)
    scores = [net.match(net.join(seen, present, some)[1][:, 0]) for some in (words, padded)]
    assert torch.allclose(*scores, atol=1e-5)


@pytest.mark.parametrize("compared", [True, False])
def test_without_a_difference_encoder_a_picture_does_not_see_the_other(compared):
    net, (features, after, present) = network(compared), given()
    changed = features.clone()
    changed[0, -1] = 0.1  # an object of the picture after
    one, other = (net.see(some, after, present)[:, PICTURES] for some in (features, changed))
    assert torch.allclose(one, other, atol=1e-5) != compared


def test_a_file_says_the_same_as_the_network(tmp_path):
    model = Model(network(), Vocabulary(WORDS))
    save(tmp_path / "t.safetensors", model)
    tokens = Tokens(given()[0][0].numpy(), given()[1][0].numpy())
    told, again = (one.captions(tokens, 3) for one in (model, load(tmp_path / "t.safetensors")))
    assert told
    assert [one.text for one in told] == [one.text for one in again]
    assert np.allclose([one.rank for one in told], [one.rank for one in again], atol=0.05)  # half precision


@pytest.mark.parametrize(("odds", "first"), [(5.0, "nothing has changed"), (-5.0, "the cube has moved")])
def test_the_judge_of_distractors_decides_between_sentences(odds, first, monkeypatch):
    net = network()
    with torch.no_grad():
        net.judge.weight.zero_()
        net.judge.bias.fill_(odds)
    vocabulary = Vocabulary(WORDS)
    said = [tuple(vocabulary.numbers(text)[:-1]) for text in ("the cube has moved", "nothing has changed")]
    monkeypatch.setattr("language.neural.beam.search", lambda *_: [Found(words, -4.0, -1.0) for words in said])
    tokens = Tokens(given()[0][0].numpy(), given()[1][0].numpy())
    assert Model(net, vocabulary).captions(tokens, 5)[0].text == first


@pytest.mark.parametrize(("doubt", "first"), [(0.9, "the cube has moved"), (0.1, "nothing has changed")])
def test_a_doubtful_judge_keeps_quiet_even_where_the_beam_has_found_only_changes(doubt, first, monkeypatch, tmp_path):
    net = network()
    with torch.no_grad():
        net.judge.weight.zero_()
        net.judge.bias.fill_(-1.0)  # a belief of 0.27 that nothing changed
    vocabulary = Vocabulary(WORDS)
    words = tuple(vocabulary.numbers("the cube has moved")[:-1])
    monkeypatch.setattr("language.neural.beam.search", lambda *_: [Found(words, -0.4, -0.1)])
    tokens = Tokens(given()[0][0].numpy(), given()[1][0].numpy())
    save(tmp_path / "t.safetensors", Model(net, vocabulary, doubt=doubt))
    told = load(tmp_path / "t.safetensors").captions(tokens, 1)
    assert [one.text for one in told] == [first]
    assert told[0].score < 0


@pytest.mark.parametrize("likely", ["there is no change", "nothing was modified"])
def test_a_doubtful_judge_says_no_change_in_the_likeliest_words(likely, monkeypatch):
    vocabulary = Vocabulary(tuple(sorted({word for text in NO_CHANGE for word in text.split()})))
    torch.manual_seed(3)
    net = DifferenceTransformer(Shape(SPECIAL + len(vocabulary.words), 16, 2, 2, 2, 32)).eval()
    with torch.no_grad():
        net.judge.weight.zero_()
        net.out.bias.zero_()
        net.out.bias[vocabulary.numbers(likely)[:-1]] = 20.0
    monkeypatch.setattr("language.neural.beam.search", lambda *_: [])
    tokens = Tokens(given()[0][0].numpy(), given()[1][0].numpy())
    assert [one.text for one in Model(net, vocabulary, doubt=0.1).captions(tokens, 1)] == [likely]


def test_what_is_no_transformer_is_refused_in_one_line(tmp_path):
    (tmp_path / "bad").write_bytes(b"none")
    with pytest.raises(SpotItError, match="is not a transformer"):
        load(tmp_path / "bad")
    with pytest.raises(SpotItError, match="there is no transformer"):
        load(tmp_path / "nowhere")
    with pytest.raises(SpotItError, match="needs its weights"):
        load(None)
