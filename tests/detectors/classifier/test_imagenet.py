import numpy as np
import pytest
from classifier_export import export

from detectors.classifier.imagenet import ImageNetClassifier
from pipeline.core.errors import SpotItError

RED, BLUE = np.full((40, 60, 3), (255, 0, 0), np.uint8), np.full((40, 60, 3), (0, 0, 255), np.uint8)
WHOLE = np.array([0.0, 0.0, 60.0, 40.0])


@pytest.mark.parametrize("classes", [1000, 1001], ids=["as torchvision exports", "as TensorFlow, with a background"])
def test_classes_have_the_numbers_of_imagenet(tmp_path, classes):
    first = classes - 1000
    path = export(tmp_path / "a.onnx", {first + 7: (20, 0, -20), first + 404: (-20, 0, 20)}, classes)
    classifier = ImageNetClassifier(path)
    for picture, number in ((RED, 7), (BLUE, 404)):
        found = classifier.probabilities(picture, WHOLE)
        assert found.shape == (1000,) and found.argmax() == number and found[number] > 0.9


def test_the_crop_is_what_is_asked_about(tmp_path):
    both = np.concatenate([RED, BLUE], axis=1)
    classifier = ImageNetClassifier(export(tmp_path / "a.onnx", {7: (20, 0, -20), 404: (-20, 0, 20)}))
    assert classifier.probabilities(both, np.array([5.0, 5, 30, 30])).argmax() == 7
    assert classifier.probabilities(both, np.array([90.0, 5, 115, 30])).argmax() == 404


def test_a_box_at_the_very_edge_has_a_crop(tmp_path):
    classifier = ImageNetClassifier(export(tmp_path / "a.onnx", {7: (20, 0, -20)}))
    assert classifier.probabilities(RED, np.array([60.0, 40, 60, 40])).sum() == pytest.approx(1)


def _text(path):
    path.write_text("no model")
    return path


@pytest.mark.parametrize(
    ("made", "words"),
    [
        pytest.param(lambda folder: folder / "none.onnx", "there is no classifier", id="no file"),
        pytest.param(lambda folder: _text(folder / "a.onnx"), "not a readable ONNX model", id="no model"),
        pytest.param(lambda folder: export(folder / "a.onnx", {}, classes=80), "no classifier of", id="80 classes"),
        pytest.param(lambda folder: export(folder / "a.onnx", {}, channels=1), "does not take RGB", id="grey"),
        pytest.param(
            lambda folder: export(folder / "a.onnx", {3: (np.nan, 0, 0)}), "not a readable ONNX model", id="no numbers"
        ),
        pytest.param(
            lambda folder: export(folder / "a.onnx", {3: (3e38, 3e38, 3e38)}, 1001), "no numbers", id="too large"
        ),
    ],
)
def test_what_is_no_classifier_is_refused_in_one_line(tmp_path, made, words):
    with pytest.raises(SpotItError, match=words) as failure:
        ImageNetClassifier(made(tmp_path)).check()
    assert "\n" not in str(failure.value) and len(str(failure.value)) < 300
