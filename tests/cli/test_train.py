"""What ``pipeline train`` leaves behind."""

import json
import shutil

import pytest
from PIL import Image

from detectors.rcnn.calibration import Calibration
from pipeline.cli.main import main
from pipeline.worlds.finder import find_world
from pipeline.worlds.world import load_world

pytest.importorskip("torch", reason="training needs torch (pip install 'spot-it[train]')")
pytest.importorskip("cv2", reason="training needs OpenCV (pip install 'spot-it[train]')")


def files_of_a_detector(folder):
    folder.mkdir(exist_ok=True)
    for name in ("trunk.onnx", "heads.onnx", "rcnn.safetensors", "calibration.json"):
        (folder / name).write_bytes(name.encode())
    return {"color": Calibration(0.75, (0.5, -0.5))}


def train(monkeypatch, tmp_path, pack):
    monkeypatch.setattr("pipeline.training.rcnn.loop.train", lambda plan, checkpoint: checkpoint.folder / "averaged")
    monkeypatch.setattr("pipeline.training.rcnn.finish.finish", lambda weights, held, folder: files_of_a_detector(pack))
    # Last, so that the modules patched above have been imported with the real one.
    monkeypatch.setattr("pipeline.training.rcnn.samples.RenderedSamples", lambda folders: folders)
    return main(
        ["train", "detector", "data", "--held-out", "held", "--out", str(tmp_path / "run"), "--pack", str(pack)]
    )


def test_a_pack_with_a_config_is_sealed_anew(monkeypatch, tmp_path, capsys):
    pack = tmp_path / "pack"
    pack.mkdir()
    detector = {"rcnn.safetensors", "trunk.onnx", "heads.onnx", "calibration.json"}
    for file in find_world("blocks").folder.iterdir():
        if file.name not in detector:
            shutil.copy(file, pack / file.name)
    (pack / "checksums.json").write_text(json.dumps({"trunk.onnx": {"size": 1, "sha256": "0" * 64}}))
    assert train(monkeypatch, tmp_path, pack) == 0
    assert capsys.readouterr().out.split() == ["color", "temperature", "0.75", "bias", "+0.5", "-0.5"]
    assert load_world(pack).arguments("detector", "rcnn")["trunk"].read_bytes() == b"trunk.onnx"


def test_a_folder_without_a_config_is_left_unsealed(monkeypatch, tmp_path):
    assert train(monkeypatch, tmp_path, tmp_path / "pack") == 0
    assert not (tmp_path / "pack" / "checksums.json").exists()


@pytest.fixture
def scenes(tmp_path):
    """A folder as ``pipeline synth --single`` leaves it, with one empty scene."""
    folder = tmp_path / "scenes"
    (folder / "truth").mkdir(parents=True)
    Image.new("RGB", (480, 320)).save(folder / "picture.png")
    record = {"image": "picture.png", "objects": [], "camera": {"focal": 525.0}}
    (folder / "truth" / "000000.json").write_text(json.dumps(record))
    return folder


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"data": "absent"}, "no rendered scenes in absent"),
        ({"--held-out": "absent"}, "no rendered scenes in absent"),
        ({"--start": "absent.pt"}, "absent.pt does not hold weights"),
        ({"--batch": "0"}, "must each be at least 1"),
        ({"--pictures": "-4"}, "must each be at least 1"),
        ({"--keep": "0.5"}, "there must be some to start from"),
        ({"--keep": "-1"}, "a share of 0 to 1"),
    ],
    ids=["no data", "nothing held out", "no weights", "empty batch", "no pictures", "nothing to keep", "no share"],
)
def test_what_cannot_be_trained_is_refused_before_training(scenes, tmp_path, capsys, change, message):
    given = {"data": str(scenes), "--held-out": str(scenes), "--out": str(tmp_path / "run"), "--pack": "p"} | change
    data = given.pop("data")
    assert main(["train", "detector", data, *(word for item in given.items() for word in item)]) == 2
    error = capsys.readouterr().err
    assert message in error and error.count("\n") == 1
    assert not (tmp_path / "run").exists()


@pytest.fixture
def pack(tmp_path):
    """A copy of the blocks pack."""
    return shutil.copytree(find_world("blocks").folder, tmp_path / "pack")


def test_pictures_that_hardly_err_calibrate_nothing(scenes, pack, capsys):
    before = (pack / "calibration.json").read_bytes()
    assert main(["train", "calibration", str(scenes), "--pack", str(pack), "--force"]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in shown] == ["classes", "size", "color", "material"]
    assert (pack / "calibration.json").read_bytes() == before
    assert load_world(pack).arguments("detector", "rcnn")["calibration"] == pack / "calibration.json"


def test_what_is_misread_often_is_calibrated(scenes, pack, monkeypatch, capsys):
    monkeypatch.setattr("pipeline.training.rcnn.calibrate.LEAST_ERRORS", 0)
    monkeypatch.setattr("pipeline.training.rcnn.calibrate.fit_head", lambda read, true: Calibration(2.0, (0.5, -0.5)))
    monkeypatch.setattr("pipeline.training.rcnn.calibrate.HEADS", {"material": ("rubber", "metal")})
    assert main(["train", "calibration", str(scenes), "--pack", str(pack), "--force"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].split() == ["material", "temperature", "2", "bias", "+0.5", "-0.5"]
    heads = load_world(pack).arguments("detector", "rcnn")["calibration"].read_text()
    assert json.loads(heads)["material"] == {"temperature": 2.0, "bias": [0.5, -0.5]}


def test_without_pictures_the_pack_stays_as_it_was(pack, capsys):
    before = (pack / "calibration.json").read_bytes()
    assert main(["train", "calibration", "absent", "--pack", str(pack)]) == 2
    assert "calibration.json belongs to a pack" in capsys.readouterr().err
    assert main(["train", "calibration", "absent", "--pack", str(pack), "--force"]) == 2
    assert "no rendered scenes in absent" in capsys.readouterr().err
    assert (pack / "calibration.json").read_bytes() == before


def test_a_pack_without_the_rcnn_has_nothing_to_calibrate(scenes, capsys):
    assert main(["train", "calibration", str(scenes), "--pack", str(find_world("photo").folder)]) == 2
    error = capsys.readouterr().err
    assert "the pack 'photo' has no calibration_file under [detector.rcnn]" in error and error.count("\n") == 1
