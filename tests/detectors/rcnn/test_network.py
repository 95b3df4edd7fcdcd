"""The network, its targets and its export."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the network needs torch (pip install 'spot-it[train]')")
pytest.importorskip("cv2", reason="training needs OpenCV (pip install 'spot-it[train]')")

from detectors.rcnn.network import RCNN, grid  # noqa: E402
from detectors.rcnn.onnx_detector import OnnxRCNN  # noqa: E402
from detectors.rcnn.proposer import RegionProposalNetwork  # noqa: E402
from detectors.rcnn.torch_detector import TorchRCNN  # noqa: E402
from detectors.rcnn.vocabulary import HEADS, SHAPES  # noqa: E402
from pipeline.training.rcnn import losses, targets  # noqa: E402
from pipeline.training.rcnn.export import export  # noqa: E402
from pipeline.training.rcnn.samples import Sample  # noqa: E402


def sample(boxes, wanted=None) -> Sample:
    n = len(boxes)
    labels = {name: np.zeros(n, np.int64) for name in ("shape", *HEADS)}
    box = np.array(boxes, np.float32).reshape(-1, 4)
    return Sample(
        np.zeros((320, 480, 3), np.uint8),
        box,
        np.ones(n, bool) if wanted is None else np.array(wanted),
        labels,
        (box[:, :2] + box[:, 2:]) / 2,
        np.full(n, 4.0, np.float32),
        np.ones(n, np.float32),
    )


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    torch.manual_seed(1)
    folder = tmp_path_factory.mktemp("exported")
    network = RCNN()
    torch.nn.init.constant_(network.proposals.sides.bias, 1.3)
    for layer in (network.proposals.objectness, network.heads.classes):  # spread the scores, so that order is certain
        torch.nn.init.normal_(layer.weight, std=2.0)
    export(network, folder)
    return folder


@pytest.mark.parametrize("size", [(480, 320), (320, 240), (300, 600)], ids=["native", "small", "upright"])
def test_the_export_gives_the_same_answers_as_torch(files, size):
    picture = np.random.default_rng(0).integers(0, 255, (size[1], size[0], 3)).astype(np.uint8)
    fast = OnnxRCNN(files / "trunk.onnx", files / "heads.onnx", faint_score=0.0).detect(picture)
    slow = TorchRCNN(files / "rcnn.safetensors", faint_score=0.0).detect(picture)
    assert len(fast) == len(slow) > 0
    for one, other in zip(fast, slow, strict=True):
        assert one.box == pytest.approx(other.box, abs=0.05)
        assert one.score == pytest.approx(other.score, abs=1e-4)
        assert one.center == pytest.approx(other.center, abs=0.05)
        for name, scores in one.attribute_scores.items():
            assert sum(scores.values()) == pytest.approx(1)
            assert scores == pytest.approx(other.attribute_scores[name], abs=1e-4)


def test_given_boxes_are_judged_in_place_of_the_networks_own(files):
    class Fixed:
        def propose(self, image):
            return np.array([[40.0, 40, 120, 120]])

    picture = np.full((320, 480, 3), 90, np.uint8)
    found = OnnxRCNN(files / "trunk.onnx", files / "heads.onnx", proposer=Fixed(), faint_score=0.0).detect(picture)
    assert len(found) == 1


def test_proposals_lie_inside_the_picture(files):
    boxes = RegionProposalNetwork(files / "trunk.onnx", least_score=0).propose(np.zeros((100, 150, 3), np.uint8))
    assert len(boxes) and (boxes >= 0).all() and (boxes[:, 2] <= 150).all() and (boxes[:, 3] <= 100).all()


def test_points_in_the_middle_of_an_object_answer_for_it():
    points = grid(torch.zeros(1, 1, 40, 60))
    owner, ignored = targets.point_owners(sample([[80, 80, 160, 160], [110, 110, 130, 130]]), points)
    middle = int(torch.argmin((points - torch.tensor([120.0, 120])).abs().sum(1)))
    assert owner[middle] == 1, "a point claimed twice goes to the smaller box"
    assert (owner == 1).sum() >= 1 and (owner[(points < 80).any(1)] == -1).all()
    assert not ignored.any()


def test_ignored_objects_are_neither_found_nor_false():
    points = grid(torch.zeros(1, 1, 40, 60))
    owner, ignored = targets.point_owners(sample([[80, 80, 160, 160]], wanted=[False]), points)
    assert (owner == -1).all() and ignored.sum() == 100


def test_regions_hold_every_object_and_background():
    boxes = [[20, 20, 60, 60], [200, 100, 290, 200], [400, 250, 430, 280]]
    far = torch.tensor([[300.0, 20, 340, 60], [100, 220, 150, 270]])
    regions = targets.sample_regions(sample(boxes), far, np.random.default_rng(0))
    assert set(regions.owner.tolist()) == {-1, 0, 1, 2}


def test_a_network_learns_one_picture():
    from pipeline.training.rcnn.loop import _losses

    torch.manual_seed(0)
    torch.set_num_threads(1)  # several threads wait for each other on a busy machine

    one = sample([[100, 100, 180, 180]])
    one.picture[100:180, 100:180] = (200, 40, 40)
    network = RCNN()
    optimizer = torch.optim.AdamW(network.parameters(), 2e-3)
    history = []
    for step in range(5):
        value = losses.total(_losses(network, [one], np.random.default_rng(step)))
        optimizer.zero_grad()
        value.backward()
        optimizer.step()
        history.append(value.item())
    assert history[-1] < 0.8 * history[0]
    assert len(SHAPES) + 1 == network.heads.classes.out_features
