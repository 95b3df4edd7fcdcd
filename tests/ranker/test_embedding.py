"""The two-branch embedding: losses that mean what they say, and the same answers in numpy as in torch."""

import numpy as np
import pytest

from pipeline.core.errors import SpotItError
from ranker import cca
from ranker.alignment.regions import Layout, Regions
from ranker.embedding.model import load, save
from ranker.embedding.pairs import pair_vector
from ranker.embedding.text import TextFeatures, fit, ngrams

LAYOUT = Layout({"color": ("red", "blue"), "shape": ("cube", "ball")}, 0)
SENTENCES = ["the red cube moved", "the blue ball moved", "the red ball is gone", "the blue cube is gone"] * 3


@pytest.fixture
def text() -> TextFeatures:
    pytest.importorskip("sklearn")
    return fit(SENTENCES, order=2, least=2, size=4)


def thing(before: str, after: str) -> np.ndarray:
    def one(look: str) -> list[float]:
        words = look.split()
        there = [float(bool(words))]
        return there + [float(value in words) for value in ("red", "blue", "cube", "ball")] + [0.0] * 4

    return np.array(one(before) + one(after), np.float32)


def test_ngrams_know_the_ends_of_a_sentence():
    assert list(ngrams("It moved.", 2)) == ["it", "moved", "| it", "it moved", "moved |"]


def test_sentences_with_the_same_words_are_nearest(text):
    vectors = text(["the red cube moved", "a red cube moved", "the blue ball is gone"])
    assert np.linalg.norm(vectors[0] - vectors[1]) < np.linalg.norm(vectors[0] - vectors[2])
    assert not text(["dragons fly"]).any()


def test_a_pair_is_told_by_what_went_and_what_came():
    objects = np.stack([thing("red cube", "blue cube"), thing("red ball", "red ball"), thing("", "blue ball")])
    regions = Regions(np.vstack([objects, np.zeros(18)]), np.zeros((4, 4, 12)))
    vector = pair_vector(regions, LAYOUT)
    before, after, gone, come = vector[:16].reshape(4, 4)  # red cube, red ball, blue cube, blue ball
    assert before.tolist() == [1, 1, 0, 0]
    assert after.tolist() == [0, 1, 1, 1]
    assert gone.tolist() == [1, 0, 0, 0]
    assert come.tolist() == [0, 0, 1, 1]
    assert vector[16:].tolist() == [0, 1, 2, 1]


def test_a_pair_without_objects_is_all_zero():
    assert not pair_vector(Regions(np.zeros((1, 18)), np.zeros((1, 1, 12))), LAYOUT).any()


def test_ranking_counts_the_worst_violations_alone():
    torch = pytest.importorskip("torch")
    from pipeline.training.embedding_network.losses import ranking, structure

    anchors = torch.tensor([[1.0, 0.0]])
    others = torch.tensor([[0.8, 0.6], [1.0, 0.0], [-1.0, 0.0]])  # squared distances 0.4, 0 and 4
    same = torch.tensor([[True, False, False]])
    assert ranking(anchors, others, same, margin=0.1, top=1).item() == pytest.approx(0.5)
    assert ranking(anchors, others, same, margin=0.1, top=2).item() == pytest.approx(0.25)
    assert ranking(others[1:2], others, same, margin=0.1, top=1).item() == pytest.approx(0.5)
    apart = torch.tensor([[1.0, 0.0], [1.0, 0.0], [-1.0, 0.0], [-1.0, 0.0]])
    assert structure(apart, torch.tensor([0, 0, 1, 1]), margin=0.1, top=3).item() == 0
    assert structure(apart, torch.tensor([0, 1, 0, 1]), margin=0.1, top=1).item() == pytest.approx(4.1)


def test_numpy_embeds_as_torch_does(text, tmp_path):
    torch = pytest.importorskip("torch")
    from pipeline.training.embedding_network.export import export
    from pipeline.training.embedding_network.network import TwoBranch

    torch.manual_seed(0)
    images = torch.randn(20, 6)
    vectors = torch.from_numpy(text(SENTENCES))
    owner = np.arange(len(SENTENCES)) % 20
    network = TwoBranch(*cca.fit(images.numpy(), vectors.numpy(), owner, size=3), hidden=5)
    torch.nn.init.normal_(network.image.leave.weight)  # at first the layers say nothing
    torch.nn.init.normal_(network.text.leave.weight)
    with torch.no_grad():
        wanted = network.eval()(images, vectors)
    model = export(network, text, LAYOUT)
    assert model.images(images.numpy()) == pytest.approx(wanted[0].numpy(), abs=1e-5)
    assert model.sentences(SENTENCES) == pytest.approx(wanted[1].numpy(), abs=1e-5)
    save(tmp_path / "embedding.safetensors", model)
    again = load(tmp_path / "embedding.safetensors")
    assert again.images(images.numpy()) == pytest.approx(wanted[0].numpy(), abs=0.02)
    assert again.sentences(SENTENCES) == pytest.approx(wanted[1].numpy(), abs=0.02)


@pytest.mark.parametrize("content", [None, b"", b"no safetensors"])
def test_a_file_that_is_no_embedding_is_said_in_one_line(content, tmp_path):
    path = tmp_path / "embedding.safetensors"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SpotItError, match="pipeline train embedding"):
        load(path)
