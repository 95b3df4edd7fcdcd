import numpy as np
import pytest

from detectors.torchvision_coco import TorchvisionDetector
from pipeline.core.errors import SpotItError

PICTURE = np.zeros((40, 60, 3), np.uint8)
MODEL = "ssdlite320_mobilenet_v3_large"


@pytest.fixture(scope="module")
def weights(tmp_path_factory):
    """The state of an untrained network: enough to check how a file is read and how answers are converted."""
    torch = pytest.importorskip("torch")
    models = pytest.importorskip("torchvision").models
    torch.manual_seed(0)
    path = tmp_path_factory.mktemp("weights") / "untrained.pth"
    torch.save(models.get_model(MODEL, weights=None, weights_backbone=None, num_classes=91).state_dict(), path)
    return path


def test_a_weights_file_is_read_and_gives_objects_inside_the_picture(weights):
    picture = np.random.default_rng(0).integers(0, 255, (40, 60, 3)).astype(np.uint8)
    found = TorchvisionDetector(MODEL, weights, threshold=0.0, max_objects=7).detect(picture)
    assert len(found) == 7
    for one in found:
        assert 0 <= one.box[0] < one.box[2] <= 60
        assert 0 <= one.box[1] < one.box[3] <= 40
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_answers_become_objects_without_background_empty_boxes_and_low_scores():
    found = {
        "boxes": np.array([[1, 2, 30, 20], [5, 5, 9, 9], [70, 0, 90, 9], [0, 0, 9, 9], [-5, 3, 80, 90]], np.float32),
        "labels": np.array([1, 2, 1, 0, 2]),
        "scores": np.array([0.6, 0.01, 0.9, 0.9, 0.8], np.float32),
        "masks": np.linspace(0, 1, 5)[:, None, None, None] * np.ones((5, 1, 40, 60)),
    }
    objects = TorchvisionDetector()._objects(found, ["__background__", "cat", "dog"], 60, 40)
    assert [(one.label, round(one.score, 2), one.box.tolist()) for one in objects] == [
        ("dog", 0.8, [0, 3, 60, 40]),
        ("cat", 0.6, [1, 2, 30, 20]),
    ]
    assert [bool(one.mask.all()) for one in objects] == [True, False]


def test_without_weights_it_says_what_to_do():
    with pytest.raises(SpotItError, match="DEFAULT"):
        TorchvisionDetector(weights=None).detect(PICTURE)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"model": "no_such_model"}, "torchvision has no detector 'no_such_model': choose one of"),
        ({"weights": "COCO_V9"}, "has no weights 'COCO_V9': choose one of DEFAULT, COCO_V1"),
        ({"weights": "nowhere.pth"}, "there is no weights file nowhere.pth"),
    ],
)
def test_unusable_arguments_are_named(arguments, message):
    pytest.importorskip("torchvision")
    with pytest.raises(SpotItError, match=message):
        TorchvisionDetector(**{"model": MODEL, **arguments}).detect(PICTURE)


def test_weights_of_another_model_are_refused(weights):
    with pytest.raises(SpotItError, match="does not hold the weights"):
        TorchvisionDetector("fasterrcnn_mobilenet_v3_large_320_fpn", weights).detect(PICTURE)


def test_no_network_is_said_in_one_line(monkeypatch):
    models = pytest.importorskip("torchvision").models

    def offline(*_, **__):
        raise OSError("Name or service not known")

    monkeypatch.setattr(models, "get_model", offline)
    with pytest.raises(SpotItError, match=r"could not be downloaded \(Name or service not known\)"):
        TorchvisionDetector(MODEL).detect(PICTURE)
