import numpy as np
import pytest

from benchmarks import detector, speed
from pipeline.core.types import SceneObject
from pipeline.datasets.example import TrueObject

CUBE = {"size": "small", "color": "red", "material": "rubber", "shape": "cube"}


def true(x, visibility=1.0, **attributes):
    return TrueObject({**CUBE, **attributes}, np.array([x, 0, x + 20, 20.0]), (x + 10.0, 10.0), visibility)


def found(x, score=0.9, **attributes):
    values = {**CUBE, **attributes}
    sure = {name: {value: 0.8} for name, value in values.items()}
    return SceneObject(np.array([x, 0, x + 20, 20], float), "cube", score, values, sure, center=(x + 10.0, 13.0))


def test_each_detection_covers_one_object_and_nodes_come_first():
    seen = detector.match("p", [true(0), true(100), true(200)], [found(2)], [found(0), found(101)])
    assert [one.found is not None for one in seen] == [True, True, False]
    assert [one.faint for one in seen] == [False, True, False]


def test_a_second_detection_of_an_object_is_none_of_its():
    (seen,) = detector.match("p", [true(0)], [found(4), found(1)], [found(0)])
    assert (seen.found.box[0], seen.faint) == (1, False)


def test_hidden_objects_are_not_asked_for():
    assert detector.match("p", [TrueObject(CUBE)], [found(0)], []) == []


def test_figures_and_breakdowns():
    objects = [true(0), true(100, 0.2), true(200)]
    seen = detector.match("p", objects, [found(0), found(100, color="blue")], [found(200)])
    rows = {row.measure: row.value for row in detector.figures("set", seen, spurious=2)}
    assert rows["recall"] == pytest.approx(2 / 3)
    assert rows["recall, faint ones too"] == 1.0
    assert rows["precision"] == pytest.approx(2 / 4)
    assert rows["color right"] == 0.5
    assert rows["size right"] == 1.0
    assert rows["centre error, median px"] == pytest.approx(3.0)
    tables = detector.breakdowns(seen)
    assert tables["confusions"]["rows"] == [("color: red read as blue", [1])]
    assert [(key, cells[:2]) for key, cells in tables["by visible share"]["rows"]] == [
        ("0.1 to 0.25", [1, 1.0]),
        ("0.75 to 1", [2, 0.5]),
    ]


def test_jobs_are_timed_in_turn_and_the_first_round_is_dropped(monkeypatch):
    done, clock = [], [0.0]
    seconds = {"a": iter([100, 1, 5, 2]), "b": iter([900, 30, 10, 20])}

    def job(name):
        done.append(name)
        clock[0] += next(seconds[name])

    monkeypatch.setattr(speed, "perf_counter", lambda: clock[0])
    assert speed.interleaved([lambda: job("a"), lambda: job("b")], 3, "test") == [2, 20]
    assert done == ["a", "b"] * 4


@pytest.mark.shared
def test_the_calls_of_the_network_are_found_and_repeated(shared_folder):
    from detectors.yolox import YoloxDetector

    yolox = YoloxDetector(shared_folder / "weights" / "yolox_nano.onnx", threads=1)
    picture = np.zeros((80, 120, 3), np.uint8)
    calls = speed.network_calls(lambda: [yolox.detect(picture), yolox.detect(picture)])
    assert len(calls) == 2
    speed.replay(calls)
