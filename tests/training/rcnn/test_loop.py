"""The detector's training loop, for a few steps."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

torch = pytest.importorskip("torch", reason="training needs torch (pip install 'spot-it[train]')")
pytest.importorskip("cv2", reason="training needs OpenCV (pip install 'spot-it[train]')")

from safetensors.torch import load_file  # noqa: E402

from pipeline.core.checkpoint import Checkpoint  # noqa: E402
from pipeline.core.errors import SpotItError  # noqa: E402
from pipeline.training.rcnn import loop  # noqa: E402
from pipeline.training.rcnn.loop import RcnnPlan, train  # noqa: E402
from pipeline.worlds.finder import find_world  # noqa: E402

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def plan(tmp_path):
    scenes = tmp_path / "scenes"
    (scenes / "truth").mkdir(parents=True)
    Image.new("RGB", (480, 320), (120, 120, 120)).save(scenes / "picture.png")
    record = {"image": "picture.png", "objects": [], "camera": {"focal": 525.0}}
    (scenes / "truth" / "000000.json").write_text(json.dumps(record))
    start = find_world("blocks").folder / "rcnn.safetensors"
    return RcnnPlan((scenes,), pictures=2, batch=1, rate=0.1, start=start, processes=1)


def test_a_share_of_the_starting_weights_is_kept(plan, tmp_path):
    plan = replace(plan, keep=0.75)
    result, begun = load_file(train(plan, Checkpoint(tmp_path / "run"))), load_file(plan.start)
    saved = load_file(tmp_path / "run" / "checkpoint.safetensors")
    learned = {name: saved[f"kept.{name}"] for name in begun}
    assert any(not torch.equal(learned[name], begun[name]) for name in begun)
    for name, value in result.items():
        if value.dtype.is_floating_point:
            assert torch.allclose(value, 0.75 * begun[name] + 0.25 * learned[name], atol=1e-4), name


class Stopping(Checkpoint):
    """As if somebody had pressed Ctrl-C in the second step."""

    def log(self, point):
        if point["done"] > 0:
            raise KeyboardInterrupt


def test_an_interrupted_run_ends_as_a_whole_one(plan, tmp_path, monkeypatch):
    monkeypatch.setattr(loop, "in_processes", lambda share, given, count: share(0, *given))
    monkeypatch.setattr(loop, "LOG_EVERY", 1)
    monkeypatch.setattr(loop, "SAVE_EVERY", 1)
    plan = replace(plan, pictures=3)
    whole = load_file(train(plan, Checkpoint(tmp_path / "whole")))
    with pytest.raises(KeyboardInterrupt):
        train(plan, Stopping(tmp_path / "run"))
    loop.distributed.destroy_process_group()
    with pytest.raises(SpotItError, match="other data or settings"):
        train(replace(plan, rate=0.2), Checkpoint(tmp_path / "run", resume=True))
    resumed = load_file(train(plan, Checkpoint(tmp_path / "run", resume=True)))
    assert all(torch.equal(value, resumed[name]) for name, value in whole.items())


_SCRIPT = """
import sys
from pathlib import Path
from pipeline.core.checkpoint import Checkpoint
from pipeline.training.rcnn.loop import RcnnPlan, train
scenes, start, out = map(Path, sys.argv[1:4])
train(RcnnPlan((scenes,), pictures=4, batch=2, rate=0.01, start=start, processes=int(sys.argv[4])), Checkpoint(out))
"""


@pytest.mark.cluster
def test_torchrun_trains_as_processes_of_our_own_do(plan, tmp_path):
    script = tmp_path / "fit.py"
    script.write_text(_SCRIPT)
    given = [str(script), str(plan.folders[0]), str(plan.start)]
    apart = {"OMP_NUM_THREADS": "1", "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    launch = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    subprocess.run(
        [*launch, *given, str(tmp_path / "run"), "1"], check=True, capture_output=True, env={**os.environ, **apart}
    )
    train(replace(plan, pictures=4, batch=2, rate=0.01, processes=2), Checkpoint(tmp_path / "own"))
    ours, theirs = ((tmp_path / name / "network.safetensors").read_bytes() for name in ("own", "run"))
    assert ours == theirs
