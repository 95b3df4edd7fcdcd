"""Training of the neural captioner, on a few sketched pairs."""

import json

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs torch (pip install 'spot-it[train]')")

from language.neural.model import load  # noqa: E402
from pipeline.core.checkpoint import Checkpoint  # noqa: E402
from pipeline.core.errors import SpotItError  # noqa: E402
from pipeline.synth.generate import Order, generate  # noqa: E402
from pipeline.synth.sample import Recipe  # noqa: E402
from pipeline.training.neural import loop  # noqa: E402
from pipeline.training.neural.loop import NeuralPlan, train  # noqa: E402
from pipeline.training.neural.samples import Sample  # noqa: E402
from pipeline.training.neural.train import Source, samples_of, train_neural  # noqa: E402
from pipeline.training.neural.views import View  # noqa: E402
from pipeline.worlds.finder import find_world  # noqa: E402

TRUNK = find_world("blocks").folder / "trunk.onnx"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Sketched pairs with captions, as ``pipeline synth`` leaves them."""
    out = tmp_path_factory.mktemp("pairs")
    recipe = Recipe(reach=(0.1, 0.1), artefacts=0.0, width=96, objects=(3, 4))
    generate(Order(out, 10, 5, kinds=("add", "none"), renderer="sketch", recipe=recipe), workers=1)
    return out


@pytest.fixture(scope="module")
def samples(folder):
    return samples_of([folder])


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    return Source(TRUNK, tmp_path_factory.mktemp("features"))


@pytest.fixture(scope="module")
def seen(samples, source):
    """All of them, as they are."""
    return source.samples(samples, [[View()] * len(samples)])


@pytest.fixture
def some(samples, source):
    """What gives a part of them, as it is."""

    def part(which):
        chosen = samples[which]
        return source.samples(chosen, [[View()] * len(chosen)])

    return part


def test_a_few_pairs_are_learned(seen, some, tmp_path):
    losses = []
    plan = NeuralPlan(epochs=6, batch=2, rate=3e-3, patience=99)
    train(seen, some(slice(2)), plan, Checkpoint(tmp_path), losses.append)
    assert losses[-1]["loss"] < 0.7 * losses[0]["loss"]
    assert losses[-1]["done"] == 1


class Interrupted(Exception):
    """Stands for a power cut."""


def test_a_resumed_run_ends_like_one_that_never_stopped(some, tmp_path):
    plan = NeuralPlan(epochs=2, batch=4)
    learn, held = some(slice(2, None)), some(slice(2))
    whole = train(learn, held, plan, Checkpoint(tmp_path / "whole"))

    def stop(point):
        if point["done"] == 0.5:
            raise Interrupted

    with pytest.raises(Interrupted):
        train(learn, held, plan, Checkpoint(tmp_path / "cut"), report=stop)
    left = {path.name for path in (tmp_path / "cut").iterdir()}
    assert left == {"checkpoint.safetensors", "neural.safetensors"}, "older checkpoints are left"
    told = []
    resumed = train(learn, held, plan, Checkpoint(tmp_path / "cut", resume=True), report=told.append)
    assert [point["done"] for point in told] == [1], "only what is left to do is done"
    for name, value in whole.network.state_dict().items():
        assert torch.equal(value, resumed.network.state_dict()[name]), name


def test_training_stops_early_and_keeps_the_best_weights(seen, tmp_path, monkeypatch):
    said = iter([3.0, 2.0, 2.5, 2.6, 1.0])
    kept = []

    def held_out_loss(model, held, plan):
        kept.append({name: value.clone() for name, value in model.network.state_dict().items()})
        return next(said)

    monkeypatch.setattr(loop, "held_out_loss", held_out_loss)
    plan = NeuralPlan(epochs=9, batch=5, rate=1e-3, patience=2)
    model = train(seen, seen, plan, Checkpoint(tmp_path))
    assert len(kept) == 4
    assert all(torch.equal(value, kept[1][name]) for name, value in model.network.state_dict().items())


def test_a_file_of_weights_says_the_same_as_the_network(samples, source, seen, tmp_path):
    plan = NeuralPlan(epochs=1, batch=5)
    model = train_neural(samples, samples[:2], source, plan, Checkpoint(tmp_path))
    told, again = (one.captions(seen.pair(0), 3) for one in (model, load(tmp_path / "neural.safetensors")))
    assert [text for text, _ in told] == [text for text, _ in again]
    assert np.allclose([s for _, s in told], [s for _, s in again], atol=0.05)  # half precision


def test_a_run_can_begin_with_the_weights_of_another(seen, tmp_path):
    train(seen, seen, NeuralPlan(epochs=1, batch=5), Checkpoint(tmp_path))
    start = str(tmp_path / "neural.safetensors")
    begun = loop._begun(seen, NeuralPlan(start=start)).network.state_dict()
    for name, value in load(start).network.state_dict().items():
        assert torch.equal(value, begun[name]), name


def test_features_are_kept_and_made_anew_for_other_views(samples, tmp_path):
    looked = []
    source = Source(TRUNK, tmp_path, progress=lambda done, of: looked.append(done))
    views = [[View()] * 2, [View(mirror=True)] * 2]
    first = source.samples(samples[:2], views)
    files = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert len(files) == 2
    again = source.samples(samples[:2], views)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == files
    assert np.array_equal(first.pair(1, 1), again.pair(1, 1))
    assert not np.array_equal(first.pair(1, 0), first.pair(1, 1))
    file = next(iter(files))
    file.write_bytes(file.read_bytes()[:1000])
    with pytest.raises(SpotItError, match=file.name):
        source.samples(samples[:2], views)


def test_a_missing_picture_is_said_in_one_line(source, tmp_path):
    missing = tmp_path / "none.png"
    with pytest.raises(SpotItError, match=r"none\.png"):
        source.samples([Sample(missing, missing, ("a",))], [[View()]])


def test_captions_of_a_mirrored_pair_are_mirrored(samples):
    sample = Sample(samples[0].before, samples[0].after, ("the ball left of the cube moved",))
    said = sample.said(2, View(mirror=True), np.random.default_rng(0))
    assert said == ["the ball right of the cube moved"] * 2


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"epochs": 0}, "at least 1"),
        ({"rate": -1.0}, "rate above 0"),
        ({"start": "nowhere"}, "no neural model"),
    ],
    ids=["no epochs", "negative rate", "no file"],
)
def test_a_plan_that_cannot_be_carried_out_is_refused(change, message, seen, tmp_path):
    with pytest.raises(SpotItError, match=message):
        train(seen, seen, NeuralPlan(**change), Checkpoint(tmp_path))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("plan", "first"),
    [(NeuralPlan(epochs=1, batch=4), 0), (NeuralPlan(epochs=1, batch=5), 1)],
    ids=["options", "captions"],
)
def test_a_checkpoint_of_another_run_is_refused(plan, first, some, tmp_path):
    train(some(slice(None)), some(slice(2)), NeuralPlan(epochs=1, batch=5), Checkpoint(tmp_path))
    with pytest.raises(SpotItError, match="other data or settings"):
        train(some(slice(first, None)), some(slice(2)), plan, Checkpoint(tmp_path, resume=True))


def test_the_command_trains_resumes_and_seals(folder, tmp_path, pipeline):
    import shutil

    from pipeline.worlds.finder import find_world
    from pipeline.worlds.world import load_world

    pack = tmp_path / "pack"
    shutil.copytree(find_world("blocks").folder, pack)
    command = ["train", "neural", folder, "--out", tmp_path / "run", "--pack", pack, "--epochs", "1", "--batch", "4"]
    assert pipeline(*command)[2].endswith("or train with --force\n")
    command += ["--force"]
    status, out, err = pipeline(*command)
    assert status == 0
    assert "held out" in out
    assert "100%" in err
    status, _, err = pipeline(*command)
    assert status == 2
    assert "--resume" in err, "a finished run is not written over"
    status, _, _ = pipeline(*command, "--resume")
    assert status == 0
    load_world(pack)
    assert load(pack / "neural.safetensors").vocabulary.words
    assert len((tmp_path / "run" / "log.jsonl").read_text().splitlines()) == 1


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [("--views", "0", "at least 1"), ("--epochs", "0", "at least 1"), ("--start", "nowhere", "no neural model")],
)
def test_what_cannot_be_trained_is_said_before_anything_is_looked_at(
    option, value, message, folder, tmp_path, pipeline
):
    status, _, err = pipeline("train", "neural", folder, "--out", tmp_path / "run", option, value)
    assert status == 2
    assert message in err and err.strip().count("\n") == 0
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("given", ["nowhere", "empty", "silent.jsonl", "wordless"])
def test_data_without_captions_is_said_in_one_line(given, tmp_path, pipeline):
    (tmp_path / "empty").mkdir()
    row = {"id": "1", "before": "a.png", "after": "b.png"}
    (tmp_path / "wordless" / "truth").mkdir(parents=True)  # as of pairs of photographs and of pages
    (tmp_path / "wordless" / "truth" / "000000.json").write_text(json.dumps(row | {"captions": []}))
    (tmp_path / "silent.jsonl").write_text(json.dumps(row) + "\n")
    status, _, err = pipeline("train", "neural", tmp_path / given, "--out", tmp_path / "run")
    assert status == 2
    assert err.strip().count("\n") == 0
    assert not (tmp_path / "run").exists()
