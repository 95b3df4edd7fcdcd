"""Training of the neural captioner, on a few sketched pairs."""

import json

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs torch (pip install 'spot-it[train]')")

from language.neural.feed import shrunk  # noqa: E402
from language.neural.model import load  # noqa: E402
from pipeline.core.checkpoint import Checkpoint  # noqa: E402
from pipeline.core.errors import SpotItError  # noqa: E402
from pipeline.synth.generate import Order, generate  # noqa: E402
from pipeline.synth.sample import Recipe  # noqa: E402
from pipeline.training.neural import loop  # noqa: E402
from pipeline.training.neural.loop import NeuralPlan, train  # noqa: E402
from pipeline.training.neural.samples import Samples  # noqa: E402
from pipeline.training.neural.train import samples_of, train_neural  # noqa: E402


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


@pytest.mark.parametrize("attention", [False, True], ids=["plain", "attention"])
def test_a_few_pairs_are_learned(attention, samples, tmp_path):
    losses = []
    plan = NeuralPlan(epochs=10, batch=4, rate=3e-3, attention=attention, patience=99)
    train(Samples(samples), Samples(samples[:2]), plan, Checkpoint(tmp_path), report=losses.append)
    assert losses[-1]["loss"] < 0.6 * losses[0]["loss"]
    assert losses[-1]["done"] == 1


class Interrupted(Exception):
    """Stands for a power cut."""


@pytest.mark.parametrize("attention", [False, True], ids=["plain", "attention"])
def test_a_resumed_run_ends_like_one_that_never_stopped(attention, samples, tmp_path):
    plan = NeuralPlan(epochs=2, batch=4, rate=1e-3, attention=attention)
    learn, held = Samples(samples[2:]), Samples(samples[:2])
    whole = train(learn, held, plan, Checkpoint(tmp_path / "whole"))

    def stop(point):
        if point["done"] == 0.5:
            raise Interrupted

    with pytest.raises(Interrupted):
        train(learn, held, plan, Checkpoint(tmp_path / "cut"), report=stop)
    left = {path.name for path in (tmp_path / "cut").iterdir()}
    assert left == {"checkpoint.safetensors", "neural.safetensors"}, "older checkpoints are left"
    seen = []
    resumed = train(learn, held, plan, Checkpoint(tmp_path / "cut", resume=True), report=seen.append)
    assert [point["done"] for point in seen] == [1], "only what is left to do is done"
    for name, value in whole.network.state_dict().items():
        assert torch.equal(value, resumed.network.state_dict()[name]), name


def test_training_stops_early_and_keeps_the_best_weights(samples, tmp_path, monkeypatch):
    said = iter([3.0, 2.0, 2.5, 2.6, 1.0])
    kept = []

    def held_out_loss(model, held, plan):
        kept.append({name: value.clone() for name, value in model.network.state_dict().items()})
        return next(said)

    monkeypatch.setattr(loop, "held_out_loss", held_out_loss)
    plan = NeuralPlan(epochs=9, batch=5, rate=1e-3, patience=2)
    model = train(Samples(samples), Samples(samples), plan, Checkpoint(tmp_path))
    assert len(kept) == 4
    assert all(torch.equal(value, kept[1][name]) for name, value in model.network.state_dict().items())


def test_a_file_of_weights_says_the_same_as_the_network(samples, tmp_path):
    model = train_neural(samples, samples[:2], NeuralPlan(epochs=1, batch=5, rate=1e-3), Checkpoint(tmp_path))
    pair = Samples(samples).pair(0)
    told, again = (one.captions(*pair, 3) for one in (model, load(tmp_path / "neural.safetensors")))
    assert [text for text, _ in told] == [text for text, _ in again]
    assert np.allclose([s for _, s in told], [s for _, s in again], atol=0.05)  # half precision
    assert shrunk(pair[0]) is pair[0]


def test_a_run_can_begin_with_the_weights_of_another(samples, tmp_path):
    train_neural(samples, samples[:2], NeuralPlan(epochs=1, batch=5), Checkpoint(tmp_path / "first"))
    start = str(tmp_path / "first" / "neural.safetensors")
    begun = loop._begun(Samples(samples), NeuralPlan(attention=True, start=start))
    trunk = load(start).network.trunk.state_dict()
    assert all(torch.equal(value, begun.network.trunk.state_dict()[name]) for name, value in trunk.items())


@pytest.mark.parametrize(
    ("change", "message"),
    [({"epochs": 0}, "at least 1"), ({"rate": -1.0}, "rate above 0"), ({"start": "nowhere"}, "no neural model")],
    ids=["no epochs", "negative rate", "no file"],
)
def test_a_plan_that_cannot_be_carried_out_is_refused(change, message, samples, tmp_path):
    with pytest.raises(SpotItError, match=message):
        train(Samples(samples), Samples(samples), NeuralPlan(**change), Checkpoint(tmp_path))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("plan", "first"),
    [(NeuralPlan(epochs=1, batch=4), 0), (NeuralPlan(epochs=1, batch=5), 1)],
    ids=["options", "captions"],
)
def test_a_checkpoint_of_another_run_is_refused(plan, first, samples, tmp_path):
    train(Samples(samples), Samples(samples[:2]), NeuralPlan(epochs=1, batch=5), Checkpoint(tmp_path))
    with pytest.raises(SpotItError, match="other data or settings"):
        train(Samples(samples[first:]), Samples(samples[:2]), plan, Checkpoint(tmp_path, resume=True))


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


@pytest.mark.parametrize("given", ["nowhere", "empty", "silent.jsonl"])
def test_data_without_captions_is_said_in_one_line(given, tmp_path, pipeline):
    (tmp_path / "empty").mkdir()
    row = {"id": "1", "before": "a.png", "after": "b.png"}
    (tmp_path / "silent.jsonl").write_text(json.dumps(row) + "\n")
    status, _, err = pipeline("train", "neural", tmp_path / given, "--out", tmp_path / "run")
    assert status == 2
    assert err.strip().count("\n") == 0
    assert not (tmp_path / "run").exists()
