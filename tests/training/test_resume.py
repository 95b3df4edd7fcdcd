"""An interrupted training that goes on ends as if it had never been interrupted."""

from __future__ import annotations

import numpy as np
import pytest

from language.corpus import corpus
from language.ngram.kneser_ney import estimate
from language.templates import TemplateGenerator
from pipeline.core.checkpoint import LOG, Checkpoint
from pipeline.core.errors import SpotItError
from pipeline.core.tokens import tokenize
from pipeline.training.learning_curve import read_log
from pipeline.training.ranker import Tools, train_ranker
from pipeline.training.scenes import scenes

EPOCHS = 3


class Interrupted(Exception):
    """As if somebody had pressed Ctrl-C."""


def stopping(after: float):
    def report(done: float, *_) -> None:
        if done >= after:
            raise Interrupted

    return report


def fit_alignment(report=None, checkpoint=None, rate=1e-2):
    torch = pytest.importorskip("torch", reason="training needs torch (pip install 'spot-it[train]')")
    from pipeline.training.alignment_network.loop import AlignmentPlan, build, retrieval, train
    from pipeline.training.alignment_network.samples import Samples

    rng = np.random.default_rng(2)
    owner = torch.arange(12).repeat_interleave(2)
    samples = Samples(
        torch.from_numpy(rng.normal(size=(12, 3, 8)).astype(np.float16)),
        torch.ones(12, 3, dtype=torch.bool),
        torch.from_numpy(rng.integers(2, 20, size=(24, 5))),
        owner,
    )
    plan = AlignmentPlan(EPOCHS, batch=4, rate=rate, size=8, word_size=8, hidden=8)
    network = train(
        build(samples, 20, plan), samples, plan, lambda one: retrieval(one, samples)[0].recall[5], report, checkpoint
    )
    return [value.numpy() for value in network.state_dict().values()]


def fit_embedding(report=None, checkpoint=None, rate=1e-2):
    pytest.importorskip("torch", reason="training needs torch (pip install 'spot-it[train]')")
    from pipeline.training.embedding_network.loop import EmbeddingPlan, Views, train

    rng = np.random.default_rng(2)
    views = Views(
        rng.normal(size=(12, 6)).astype(np.float32),
        rng.normal(size=(36, 7)).astype(np.float32),
        np.repeat(np.arange(12), 3),
    )
    plan = EmbeddingPlan(EPOCHS, batch=4, rate=rate, hidden=8, size=4)
    return [value.numpy() for value in train(views, views, plan, report, checkpoint).state_dict().values()]


@pytest.mark.parametrize("fit", [fit_alignment, fit_embedding], ids=["aligner", "embedding"])
def test_weights_are_those_of_a_run_without_interruption(fit, tmp_path):
    whole = fit()
    with pytest.raises(Interrupted):
        fit(stopping(1.0), Checkpoint(tmp_path))
    resumed = fit(None, Checkpoint(tmp_path, resume=True))
    assert all(np.array_equal(one, other) for one, other in zip(whole, resumed, strict=True))
    again = fit(stopping(0.0), Checkpoint(tmp_path, resume=True))  # nothing is left to do, so nothing is reported
    assert all(np.array_equal(one, other) for one, other in zip(whole, again, strict=True))


@pytest.mark.parametrize("fit", [fit_alignment, fit_embedding], ids=["aligner", "embedding"])
def test_a_checkpoint_of_another_plan_is_refused(fit, tmp_path):
    fit(None, Checkpoint(tmp_path))
    with pytest.raises(SpotItError, match="other data or settings"):
        fit(None, Checkpoint(tmp_path, resume=True), rate=2e-2)


def test_the_ranker_does_no_scene_twice(tmp_path):
    pytest.importorskip("sklearn", reason="the fit needs scikit-learn")
    language_model = tmp_path / "language.arpa"
    estimate([tokenize(text) for text in corpus(200)], 3).write(language_model)
    pairs = list(scenes(14, seed=1))
    made: list[object] = []

    class Generator(TemplateGenerator):
        def generate(self, analysis):
            made.append(analysis)
            return super().generate(analysis)

    def fit(name: str, report=None, checkpoint=None) -> tuple[str, dict[str, float]]:
        generator = Generator(limit=20, draws=15)
        measured = train_ranker(
            pairs, Tools(generator, language_model), tmp_path / name, progress=report, checkpoint=checkpoint
        )
        return (tmp_path / name).read_text(), measured

    whole = fit("whole.json")
    done = len(made)
    with pytest.raises(Interrupted):
        fit("resumed.json", stopping(12), Checkpoint(tmp_path / "run"))
    made.clear()
    assert fit("resumed.json", None, Checkpoint(tmp_path / "run", resume=True)) == whole
    assert len(made) == done - 10


def test_a_run_is_not_written_over(tmp_path):
    (tmp_path / "checkpoint.safetensors").write_bytes(b"something")
    with pytest.raises(SpotItError, match="--resume"):
        Checkpoint(tmp_path)


@pytest.mark.parametrize("content", [b"", b"no checkpoint", b"\x08\0\0\0\0\0\0\0{}      "])
def test_a_damaged_checkpoint_is_said_in_one_line(content, tmp_path):
    (tmp_path / "checkpoint.safetensors").write_bytes(content)
    with pytest.raises(SpotItError, match="damaged") as failure:
        Checkpoint(tmp_path, resume=True).read("any")
    assert "\n" not in str(failure.value)


def test_a_log_line_that_a_kill_left_unfinished_costs_no_other(tmp_path):
    checkpoint = Checkpoint(tmp_path)
    checkpoint.log({"done": 0.25, "loss": 3.0})
    with (tmp_path / LOG).open("a") as stream:
        stream.write('{"done": 0.5, "lo')
    checkpoint.log({"done": 0.5, "loss": 2.0})
    checkpoint.log({"done": 0.75, "loss": 1.0})
    assert [point["loss"] for point in read_log(tmp_path / LOG)] == [3.0, 2.0, 1.0]
