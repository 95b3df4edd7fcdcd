"""Training of the transformer, on a handful of fictive pairs."""

import json

import pytest

torch = pytest.importorskip("torch", reason="training needs torch (pip install 'spot-it[train]')")
pytest.importorskip("spacy", reason="sentences are judged by the parser, which needs spaCy")

from language.transformer.model import load  # noqa: E402
from language.transformer.tokens import Tokens  # noqa: E402
from pipeline.core.checkpoint import Checkpoint  # noqa: E402
from pipeline.core.errors import SpotItError  # noqa: E402
from pipeline.training.transformer import loop, tasks  # noqa: E402
from pipeline.training.transformer.doubt import doubt_of, doubt_on, unchanged  # noqa: E402
from pipeline.training.transformer.loop import TransformerPlan, train  # noqa: E402
from pipeline.training.transformer.samples import make, samples_of, vocabulary_of  # noqa: E402


@pytest.fixture(scope="module")
def given():
    pairs, told = make(18, 5)
    vocabulary = vocabulary_of(told)
    return samples_of(pairs, told, vocabulary), vocabulary


@pytest.fixture(scope="module", autouse=True)
def often():
    usual, loop.EVERY = loop.EVERY, 4
    yield
    loop.EVERY = usual


def test_a_few_pairs_are_learned_by_every_task(given):
    learn, vocabulary = given
    seen = []
    plan = TransformerPlan(first=6, steps=30, batch=9, rate=5e-3)
    train(learn, learn, vocabulary, plan, report=seen.append)
    assert seen[-1]["done"] == 1
    assert seen[-1]["held out"] < 0.75 * seen[0]["held out"]


@pytest.mark.parametrize("task", loop.TASKS)
def test_each_task_of_pre_training_is_learned(task, given):
    learn, vocabulary = given
    torch.manual_seed(0)
    network = train(learn, learn, vocabulary, TransformerPlan(first=1, steps=1, batch=9, tasks=(task,)))

    def loss():
        torch.manual_seed(1)
        batch = learn.rows(torch.arange(len(learn)))
        return loop.TASKS[task](network, batch, network.see(batch.features, batch.after, batch.present))

    begun = loss()
    optimizer = torch.optim.Adam(network.parameters(), 3e-3)
    for _ in range(12):
        optimizer.zero_grad()
        loss().backward()
        optimizer.step()
    assert loss() < 0.8 * begun


def test_pairs_come_with_a_caption_of_the_first_picture_and_the_looks_of_all_objects(given):
    learn, vocabulary = given
    text = vocabulary.text(learn.alone[0].tolist())
    assert text.startswith("the picture shows the ")
    assert (learn.classes.sum(dim=-1) == 4 * learn.present).all()
    reading = learn.features[..., : learn.classes.shape[-1]]
    assert (reading * learn.classes).sum() > 0.97 * learn.classes.sum()


def test_the_judges_doubt_lets_so_many_unchanged_pairs_pass(given):
    learn, vocabulary = given
    network = train(learn, learn, vocabulary, TransformerPlan(first=0, steps=2, batch=6))
    batch = learn.rows(learn.still.nonzero()[:, 0])
    with torch.inference_mode():
        beliefs = network.unchanged(network.see(batch.features, batch.after, batch.present)).sigmoid()
    none, half, every = (doubt_of(network, learn, share) for share in (0.0, 0.5, 1.0))
    assert none == pytest.approx(float(beliefs.min()), abs=0.01)
    assert none < half < every == pytest.approx(float(beliefs.max()), abs=0.01)


def test_the_judges_doubt_is_set_on_pairs_of_pictures_one_by_one(given):
    learn, vocabulary = given
    network = train(learn, learn, vocabulary, TransformerPlan(first=0, steps=2, batch=6))
    pairs = [
        Tokens(learn.features[row][learn.present[row]].float().numpy(), learn.after[row][learn.present[row]].numpy())
        for row in learn.still.nonzero()[:, 0]
    ]
    for share in (0.0, 0.5):
        assert doubt_on(network, pairs, share) == pytest.approx(doubt_of(network, learn, share), abs=1e-4)


def test_a_folder_without_an_unchanged_pair_is_refused_in_one_line(tmp_path):
    truth = tmp_path / "truth"
    truth.mkdir()
    record = {"kind": "color", "before": "images/a.png", "after": "images/b.png"}
    (truth / "000000.json").write_text(json.dumps(record))
    with pytest.raises(SpotItError, match="in which nothing has changed"):
        unchanged(tmp_path)
    (truth / "000001.json").write_text(json.dumps(record | {"kind": "none"}))
    assert unchanged(tmp_path) == [(tmp_path / "images/a.png", tmp_path / "images/b.png")]


def test_a_resumed_run_ends_like_one_that_never_stopped(given, tmp_path):
    learn, vocabulary = given
    plan = TransformerPlan(first=3, steps=5, batch=6)
    whole = train(learn, learn, vocabulary, plan, Checkpoint(tmp_path / "whole"))

    class Interrupted(Exception):
        """Stands for a power cut."""

    def stop(point):
        if point["done"] > 0.9:
            raise Interrupted

    with pytest.raises(Interrupted):
        train(learn, learn, vocabulary, plan, Checkpoint(tmp_path / "cut"), stop)
    resumed = train(learn, learn, vocabulary, plan, Checkpoint(tmp_path / "cut", resume=True))
    for name, value in whole.state_dict().items():
        assert torch.equal(value, resumed.state_dict()[name]), name


def test_the_retrieved_caption_shares_words_and_is_another(given):
    captions = torch.tensor([[5, 6, 7, 2], [5, 6, 8, 2], [9, 9, 9, 2], [5, 6, 7, 2]])
    found = tasks.retrieved(captions)
    assert found[0].tolist() == [5, 6, 8, 2]
    assert found[3].tolist() == [5, 6, 8, 2]


@pytest.mark.parametrize("change", [{"steps": 0}, {"rate": -1.0}])
def test_a_plan_that_cannot_be_carried_out_is_refused(change, given):
    with pytest.raises(SpotItError, match="rate above 0"):
        train(given[0], given[0], given[1], TransformerPlan(**change))


def test_the_command_trains_and_resumes(tmp_path, pipeline):
    run = tmp_path / "run"
    command = ["train", "transformer", "--out", run, "--pairs", "18", "--first", "3", "--steps", "3", "--batch", "6"]
    status, out, err = pipeline(*command)
    assert status == 0, err
    assert "held out" in out
    assert load(run / "transformer.safetensors").vocabulary.words
    assert "| steps | 3 |" in (run / "CARD.md").read_text()
    assert pipeline(*command)[0] == 2, "a finished run is not written over"
    assert pipeline(*command, "--resume")[0] == 0
    weights = ["--start", run / "transformer.safetensors"]
    more = ["train", "transformer", "--pairs", "9", "--first", "0", "--steps", "1", "--batch", "3", "--seed", "1"]
    assert pipeline(*more, *weights, "--rate", "1e-9", "--out", tmp_path / "more")[0] == 0
    old, new = (load(tmp_path / name / "transformer.safetensors") for name in ("run", "more"))
    assert torch.allclose(old.network.out.weight, new.network.out.weight, atol=1e-4)
    assert pipeline(*more, *weights, "--apart", "--out", tmp_path / "apart")[0] == 2
    status, _, err = pipeline(*command[:3], tmp_path / "other", "--tasks", "mlm,xyz")
    assert status == 2
    assert "xyz" in err
    status, _, err = pipeline(*command[:3], tmp_path / "other", "--no-judging", "--judged-on", tmp_path)
    assert (status, err.count("\n")) == (2, 1)
    assert "leave out --no-judging" in err
