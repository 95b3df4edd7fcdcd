"""The detector's training loop, for two steps."""

import json

import pytest
from PIL import Image

torch = pytest.importorskip("torch", reason="training needs torch (pip install 'spot-it[train]')")
pytest.importorskip("cv2", reason="training needs OpenCV (pip install 'spot-it[train]')")

from safetensors.torch import load_file  # noqa: E402

from detectors.rcnn.training.loop import Plan, train  # noqa: E402
from pipeline.packs.finder import find_pack  # noqa: E402


def test_a_share_of_the_starting_weights_is_kept(tmp_path):
    scenes = tmp_path / "scenes"
    (scenes / "truth").mkdir(parents=True)
    Image.new("RGB", (480, 320), (120, 120, 120)).save(scenes / "picture.png")
    record = {"image": "picture.png", "objects": [], "camera": {"focal": 525.0}}
    (scenes / "truth" / "000000.json").write_text(json.dumps(record))
    start = find_pack("blocks").folder / "rcnn.safetensors"
    plan = Plan((scenes,), tmp_path / "run", pictures=2, batch=1, rate=0.1, start=start, keep=0.75, processes=1)
    result, begun = load_file(train(plan)), load_file(start)
    learned = torch.load(tmp_path / "run" / "checkpoint.pt", weights_only=True)["average"]
    assert any(not torch.equal(learned[name], begun[name]) for name in begun)
    for name, value in result.items():
        if value.dtype.is_floating_point:
            assert torch.allclose(value, 0.75 * begun[name] + 0.25 * learned[name], atol=1e-4), name
