import json

import numpy as np
import pytest
from PIL import Image, ImageDraw

from detectors.regions import RegionDetector
from detectors.saliency import color_contrast, segment_fit, shrink
from detectors.selective_search import SelectiveSearch
from pipeline.core.boxes import iou

cv2 = pytest.importorskip("cv2")
if not hasattr(cv2, "ximgproc"):
    pytest.skip("OpenCV lacks its contributed modules", allow_module_level=True)

TOYS = [("rectangle", (15, 20, 45, 50), "#ad2323"), ("ellipse", (70, 30, 110, 70), "#2a4bd7")]


@pytest.fixture
def toys():
    picture = Image.new("RGB", (140, 90), "#909090")
    pen = ImageDraw.Draw(picture)
    for method, (x0, y0, x1, y1), color in TOYS:
        getattr(pen, method)((x0, y0, x1 - 1, y1 - 1), fill=color)
    return np.asarray(picture)


def test_selective_search_proposes_a_box_around_each_toy(toys):
    boxes = SelectiveSearch().propose(toys)
    assert iou([box for _, box, _ in TOYS], boxes).max(axis=1).min() > 0.8


def test_selective_search_gives_the_same_boxes_in_the_same_order_each_time():
    noise = np.random.default_rng(0).integers(0, 255, (12, 18, 3)).astype(np.uint8)
    picture = np.asarray(Image.fromarray(noise).resize((180, 120), Image.Resampling.NEAREST))
    runs = [SelectiveSearch(max_proposals=40).propose(picture) for _ in range(4)]
    assert len(runs[0]) == 40
    assert all(np.array_equal(run, runs[0]) for run in runs)


def test_selective_search_answers_in_pixels_of_the_large_picture(toys):
    large = np.asarray(Image.fromarray(toys).resize((1400, 900), Image.Resampling.NEAREST))
    boxes = SelectiveSearch(max_side=140).propose(large)
    assert iou([np.multiply(box, 10) for _, box, _ in TOYS], boxes).max(axis=1).min() > 0.8


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 50, 3), (50, 1, 3), (2, 2, 3), (5, 700, 3)])
def test_tiny_and_thin_pictures_do_no_harm(shape):
    picture = np.full(shape, 90, np.uint8)
    assert SelectiveSearch().propose(picture).shape[1:] == (4,)
    assert RegionDetector().detect(picture) == []


def test_regions_finds_the_toys_first(toys):
    found = RegionDetector().detect(toys)
    assert {one.label for one in found} == {"object"}
    assert iou([box for _, box, _ in TOYS], [one.box for one in found[:2]]).max(axis=1).min() > 0.8


def test_regions_finds_nothing_on_a_blank_picture():
    assert RegionDetector().detect(np.full((80, 120, 3), 128, np.uint8)) == []


def test_regions_takes_any_proposer(toys):
    class Fixed:
        def propose(self, image):
            return np.array([[15, 20, 45, 50], [0, 0, 140, 90], [20, 25, 40, 45]], float)

    found = RegionDetector(proposer=Fixed()).detect(toys)
    assert [one.box.tolist() for one in found] == [[15, 20, 45, 50]]


def test_contrast_is_high_on_the_outline_and_none_inside_or_on_the_whole(toys):
    outline, inside, whole = color_contrast(toys, [[15, 20, 45, 50], [20, 25, 40, 45], [0, 0, 140, 90]])
    assert outline == pytest.approx(1.0)
    assert inside == pytest.approx(0.0)
    assert whole == 0.0


def test_segment_fit_is_one_for_whole_segments_and_lower_for_cut_ones():
    segments = np.zeros((20, 20), int)
    segments[5:15, 5:15] = 1
    whole, half, within = segment_fit(segments, [[5, 5, 15, 15], [10, 5, 20, 15], [7, 7, 12, 12]])
    assert whole == pytest.approx(1.0)
    assert half == pytest.approx(0.0)
    assert within == pytest.approx(0.0)


def test_shrink_bounds_the_longer_side_and_never_enlarges(toys):
    small, scale = shrink(toys, 70)
    assert small.shape == (45, 70, 3)
    assert scale == 0.5
    assert shrink(toys, 1000)[0] is toys


@pytest.mark.shared
def test_regions_finds_most_objects_of_blocks_pictures(shared_folder):
    folder = shared_folder / "data" / "clevr_blender"
    found = total = 0
    for line in (folder / "pairs.jsonl").read_text().splitlines()[:8]:
        pair = json.loads(line)
        image = np.asarray(Image.open(folder / pair["before"]).convert("RGB"))
        boxes = [one.box for one in RegionDetector().detect(image)]
        overlap = iou([one["bbox"] for one in pair["objects_before"]], boxes)
        found += (overlap.max(axis=1) >= 0.5).sum()
        total += len(overlap)
    assert found / total > 0.8
