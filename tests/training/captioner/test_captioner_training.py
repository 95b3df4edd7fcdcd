"""Captioners of single pictures: features that are kept, three models that learn, the command."""

import numpy as np
import pytest
from PIL import Image

torch = pytest.importorskip("torch", reason="training needs torch (pip install 'spot-it[train]')")
onnx = pytest.importorskip("onnx", reason="features come from an ONNX network")

from language.pictures import MODELS  # noqa: E402
from language.pictures.model import load, save  # noqa: E402
from pipeline.core.checkpoint import Checkpoint  # noqa: E402
from pipeline.core.errors import SpotItError  # noqa: E402
from pipeline.training.captioner.features import Features, features_of  # noqa: E402
from pipeline.training.captioner.lengths import with_best_length  # noqa: E402
from pipeline.training.captioner.loop import CaptionerPlan, train  # noqa: E402
from pipeline.training.captioner.samples import samples_of, vocabulary_of, words_of  # noqa: E402
from pipeline.training.captioner.views import seen  # noqa: E402

COLORS = {"red": (220, 20, 20), "green": (20, 220, 20), "blue": (20, 20, 220)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A data set in Flickr8k's files: plain pictures, captions that name their colour."""
    root = tmp_path_factory.mktemp("flickr")
    (root / "images").mkdir()
    lines, names = [], []
    for place in range(12):
        color = list(COLORS)[place % 3]
        names.append(f"{place}.jpg")
        Image.new("RGB", (32, 32), COLORS[color]).save(root / "images" / f"{place}.png")
        Image.open(root / "images" / f"{place}.png").save(root / "images" / names[-1])
        lines += [f"{names[-1]}\t{number}\tA {color} wall stands here ." for number in range(5)]
    (root / "captions.tsv").write_text("\n".join(lines) + "\n")
    for split, some in (("train", names[:9]), ("dev", names[9:]), ("test", names[9:])):
        (root / f"{split}.txt").write_text("\n".join(some) + "\n")
    return root


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    return network_for(224, tmp_path_factory.mktemp("weights") / "tiny.onnx")


def network_for(side, path):
    """An ONNX network with one convolution and a pooling, as an ImageNet classifier has at its end."""
    from onnx import TensorProto, helper, numpy_helper

    weights = np.random.default_rng(0).normal(size=(300, 3, 32, 32)).astype(np.float32) / 30
    nodes = [
        helper.make_node("Conv", ["image", "weights"], ["map"], strides=[32, 32]),
        helper.make_node("GlobalAveragePool", ["map"], ["pooled"]),
    ]
    image = helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 3, side, side])
    pooled = helper.make_tensor_value_info("pooled", TensorProto.FLOAT, [1, 300, 1, 1])
    graph = helper.make_graph(nodes, "tiny", [image], [pooled], [numpy_helper.from_array(weights, "weights")])
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9), path)
    return path


@pytest.fixture(scope="module")
def samples():
    """Three kinds of pictures, told apart by their features."""
    rng = np.random.default_rng(1)
    kinds = np.arange(12) % 3
    pooled = (np.eye(3)[kinds] @ rng.normal(size=(3, 8)) * 3).astype(np.float16)
    grid = np.repeat(pooled[:, None], 4, axis=1)
    said = [[f"a {list(COLORS)[kind]} wall stands here"] * 5 for kind in kinds]
    vocabulary = vocabulary_of(said)
    return samples_of([Features(pooled, grid)], said, vocabulary), vocabulary


@pytest.mark.parametrize("model", MODELS)
def test_what_pictures_show_is_learned(model, samples, tmp_path):
    learn, vocabulary = samples
    plan = CaptionerPlan(model, epochs=25, batch=6, rate=1e-2, patience=99, hidden=24, dropout=0.0)
    made = train(learn, learn, vocabulary, plan, Checkpoint(tmp_path))
    for place, color in enumerate(COLORS):
        features = learn.views[0].pooled[place], learn.views[0].grid[place]
        assert made.captions(*features, 3)[0][0] == f"a {color} wall stands here"
        assert load(tmp_path / "captioner.safetensors").captions(*features, 3)[0][0] == f"a {color} wall stands here"


def test_a_resumed_run_ends_like_one_that_never_stopped(samples, tmp_path):
    learn, vocabulary = samples
    plan = CaptionerPlan("mrnn", epochs=2, batch=6, hidden=8)
    whole = train(learn, learn, vocabulary, plan, Checkpoint(tmp_path / "whole"))

    def stop(point):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        train(learn, learn, vocabulary, plan, Checkpoint(tmp_path / "cut"), stop)
    resumed = train(learn, learn, vocabulary, plan, Checkpoint(tmp_path / "cut", resume=True))
    for name, value in whole.network.state_dict().items():
        assert torch.equal(value, resumed.network.state_dict()[name]), name


def test_features_are_computed_once(folder, network, tmp_path):
    pictures = sorted((folder / "images").glob("*.jpg"))
    first = features_of(pictures, network, tmp_path, "train")
    assert first.pooled.shape == (12, 300)
    assert first.grid.shape == (12, 49, 256)
    again = features_of(pictures, tmp_path / "no network is needed", tmp_path, "train")
    assert np.array_equal(first.grid, again.grid)
    with pytest.raises(SpotItError, match="features of other pictures"):
        features_of(pictures[1:], network, tmp_path, "train")
    (tmp_path / "train-000.safetensors").write_bytes(b"damaged")
    with pytest.raises(SpotItError, match="damaged"):
        features_of(pictures, network, tmp_path, "train")


def test_pictures_are_seen_at_the_size_that_the_network_declares(folder, tmp_path):
    pictures = sorted((folder / "images").glob("*.jpg"))
    made = features_of(pictures, network_for(288, tmp_path / "larger.onnx"), tmp_path, "train")
    assert made.grid.shape == (12, 81, 256)


def test_a_view_is_the_same_each_time_and_every_other_one_is_mirrored():
    stripes = np.zeros((64, 64, 3), np.uint8)
    stripes[:, :32, 0] = 255
    picture = Image.fromarray(stripes)
    whole, mirror, part, again = (np.asarray(seen(picture, "a", view, 32)) for view in (0, 1, 2, 2))
    assert np.array_equal(mirror, whole[:, ::-1])
    assert np.array_equal(part, again)
    assert part[:, 0, 0].min() > 200
    assert np.asarray(seen(picture, "a", 3, 32))[:, -1, 0].min() > 200
    assert not np.array_equal(part, whole)


def test_words_for_sides_are_not_learned_from_mirrored_pictures():
    views = [Features(np.full((2, 4), view, np.float16), np.zeros((2, 1, 4), np.float16)) for view in range(2)]
    said = [["a dog on the left"] * 5, ["a dog in the grass"] * 5]
    learn = samples_of(views, said, vocabulary_of(said))
    pooled = learn.rows(np.arange(10), np.random.default_rng(0))[0][:, 0]
    assert not pooled[:5].any()
    assert 0 < pooled[5:].sum() < 5
    assert not learn.rows(np.arange(10))[0].any(), "what is held out is seen as it is"


def test_attention_is_shared_out_over_the_places_word_by_word(samples, tmp_path):
    learn, vocabulary = samples
    features = learn.views[0].pooled[0], learn.views[0].grid[0]
    made = train(learn, learn, vocabulary, CaptionerPlan("attend", 1, 6, hidden=8), Checkpoint(tmp_path / "attend"))
    shares = made.attention(*features, "a red wall stands here")
    assert shares.shape == (5, 4)
    assert np.allclose(shares.sum(axis=1), 1, atol=1e-5)
    other = train(learn, learn, vocabulary, CaptionerPlan("nic", 1, 6, hidden=8), Checkpoint(tmp_path / "nic"))
    assert other.attention(*features, "a red wall stands here") is None


def test_the_length_is_the_one_whose_captions_are_most_like_people_s(samples, tmp_path):
    learn, vocabulary = samples
    made = train(learn, learn, vocabulary, CaptionerPlan("mrnn", 1, 6, hidden=8), Checkpoint(tmp_path))

    class Says(type(made)):
        def captions(self, pooled, grid, width):
            return [("a red wall stands here" if self.length == 1.3 else "a", 0.0)]

    said = [["a red wall stands here"] * 5, ["a green wall stands here"] * 5, ["a blue wall stands here"] * 5]
    chosen = with_best_length(Says(made.network, vocabulary), learn.views[0], said * 4)
    assert chosen.length == 1.3
    save(tmp_path / "chosen.safetensors", chosen)
    assert load(tmp_path / "chosen.safetensors").length == 1.3


def test_marks_are_no_words():
    assert words_of(["A dog , black , runs .", "Two men 's hats"]) == ["a dog black runs", "two men s hats"]


def test_the_command_trains_one_of_three_and_resumes(folder, network, tmp_path, pipeline):
    command = ["train", "captioner", folder, "--out", tmp_path / "run", "--network", network]
    command += ["--features", tmp_path / "features", "--epochs", "1", "--hidden", "8", "--model", "attend"]
    command += ["--views", "3", "--bfloat16", "--dropout", "0.1"]
    status, out, err = pipeline(*command)
    assert status == 0, err
    assert "held out" in out
    assert (tmp_path / "run" / "captioner.safetensors").is_file()
    assert pipeline(*command)[0] == 2, "a finished run is not written over"
    assert pipeline(*command, "--resume")[0] == 0
