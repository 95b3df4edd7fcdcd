"""Several processes that train together: who does what, and that they end as one process by itself would."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from pipeline.training.launched import ALONE, Seat

pytest.importorskip("torch", reason="training needs torch (pip install 'spot-it[train]')")

ROOT = Path(__file__).resolve().parents[2]

_CAPTIONER = """
import json, sys
from pathlib import Path
import numpy as np
from pipeline.core.checkpoint import Checkpoint
from pipeline.training.captioner.features import Features
from pipeline.training.captioner.loop import CaptionerPlan, train
from pipeline.training.captioner.samples import samples_of, vocabulary_of
from pipeline.training.together import together
rng = np.random.default_rng(0)
said = [[f"a {color} wall stands here"] * 5 for color in ("red", "green", "blue")] * 4
features = Features(rng.normal(size=(12, 8)).astype(np.float16), rng.normal(size=(12, 4, 8)).astype(np.float16))
words = vocabulary_of(said)
learn = samples_of([features], said, words)
plan = CaptionerPlan("nic", epochs=2, batch=6, hidden=8, dropout=0.0)
out = Path(sys.argv[1])
points = []
with together() as seat:
    made = train(learn, learn, words, plan, Checkpoint(out), points.append, seat)
weights = {name: value.tolist() for name, value in made.network.state_dict().items()}
(out / f"{seat.rank}.json").write_text(json.dumps([weights, len(points)]))
"""


def _torchrun(*command, folder):
    launch = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    apart = {"OMP_NUM_THREADS": "1", "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    ended = subprocess.run(
        [*launch, *map(str, command)], capture_output=True, text=True, cwd=folder, env={**os.environ, **apart}
    )
    assert ended.returncode == 0, ended.stderr
    return ended


@pytest.mark.parametrize(
    ("rows", "shares"),
    [
        (6, [[0, 2, 4], [1, 3, 5]]),
        (5, [[0, 2, 4], [1, 3]]),
        (1, [[0], [0]]),  # nobody has nothing to do
    ],
)
def test_a_batch_is_shared_out(rows, shares):
    assert [Seat(rank, 2, "").share(np.arange(rows)).tolist() for rank in range(2)] == shares
    assert ALONE.share(np.arange(rows)).tolist() == list(range(rows))


@pytest.mark.cluster
def test_two_processes_of_torchrun_learn_what_one_does(tmp_path):
    script = tmp_path / "fit.py"
    script.write_text(_CAPTIONER)
    _torchrun(script, tmp_path / "two", folder=tmp_path)
    path = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    subprocess.run([sys.executable, script, tmp_path / "one"], check=True, env=path)
    (first, told), (second, silent) = (json.loads((tmp_path / "two" / f"{r}.json").read_text()) for r in range(2))
    alone, _ = json.loads((tmp_path / "one" / "0.json").read_text())
    assert first == second
    assert (told, silent) == (2, 0)
    for name, value in alone.items():
        assert np.allclose(first[name], value, atol=1e-4), name


@pytest.mark.cluster
def test_the_command_for_the_transformer_trains_with_two(tmp_path):
    command = ["-m", "pipeline", "train", "transformer", "--out", "run", "--pairs", 18, "--first", 3, "--steps", 3]
    ended = _torchrun(*command, "--batch", 6, folder=tmp_path)
    assert ended.stdout.count("held out") == 1
    assert (tmp_path / "run" / "transformer.safetensors").is_file()
    _torchrun(*command, "--batch", 6, "--resume", folder=tmp_path)
