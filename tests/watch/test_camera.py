"""A watched camera that is covered, blank or out of focus for a while; and who has another name when he goes."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

pytest.importorskip("cv2")

import cv2
from photo_scene import HEIGHT, WIDTH, put, scene

from pipeline.core.types import Change
from pipeline.flow.captioner import Captioner
from pipeline.watch.events import Events
from pipeline.watch.follow import follow
from pipeline.watch.journal import open_journal
from pipeline.watch.lasting import LEAST_CONFIRM, follow_lasting

SCENE = scene(3)
BLURRED = cv2.GaussianBlur(SCENE, (0, 0), 6)
BLUE = np.full((HEIGHT, WIDTH, 3), (10, 20, 190), np.uint8)
COVER = np.full((HEIGHT, WIDTH, 3), 25, np.uint8)
THING = put(SCENE, (90, 100, 150, 180))


@pytest.fixture
def shown(tmp_path):
    """Watch pictures, each with noise of its own but for blue ones; which of them brought which sentences."""

    def show(*pictures, following=follow, confirm=1, **more):
        rng = np.random.default_rng(5)
        paths = []
        for number, picture in enumerate(pictures):
            noise = 0 if picture is BLUE else rng.normal(0, 2, picture.shape)
            paths.append(tmp_path / f"{number:02d}.png")
            if not paths[-1].exists():
                Image.fromarray(np.clip(picture + noise, 0, 255).astype(np.uint8)).save(paths[-1])
        captioner = Captioner.from_pack("photo").replace(detector="none")
        return [(int(one.after.stem), one.caption) for one in following(paths, captioner, Events(confirm), **more)]

    return show


def test_every_time_that_a_camera_is_covered_and_free_again_is_told(shown):
    told = shown(SCENE, COVER, COVER, SCENE, COVER, SCENE)
    covered, free = "The camera is covered.", "The camera is no longer covered."
    assert told == [(1, covered), (3, free), (4, covered), (5, free)]


def test_the_conditions_of_a_camera_follow_one_another(shown):
    told = shown(SCENE, BLURRED, SCENE, BLUE, SCENE, BLURRED, BLUE, SCENE)
    assert [number for number, _ in told] == [1, 2, 3, 4, 5, 6, 7]
    assert [words for _, words in told[:4]] == [
        "The picture is out of focus now.",
        "The picture is in focus again.",
        "The picture is blank now, all blue.",
        "The picture is no longer blank.",
    ]


def test_what_came_while_a_camera_was_covered_is_told_once_it_sees_again(shown):
    told = shown(SCENE, COVER, COVER, THING, THING, COVER, SCENE)
    assert [number for number, _ in told] == [1, 3, 3, 5, 6, 6]
    assert told[2][1].startswith(("Something red", "There is now something red", "A red object"))
    assert told[5][1].endswith(" is gone.")


def test_nothing_is_told_of_a_scene_that_is_the_same_after_it_was_covered(shown):
    assert len(shown(SCENE, COVER, SCENE, SCENE)) == 2


@pytest.mark.parametrize(("picture", "words"), [(COVER, "covered"), (BLURRED, "out of focus"), (BLUE, "blank")])
def test_what_a_camera_shows_that_sees_nothing_is_no_background(shown, picture, words):
    told = shown(*[SCENE] * 9, *[picture] * 7, *[SCENE] * 7, following=follow_lasting, confirm=LEAST_CONFIRM)
    assert [number for number, _ in told] == [10, 17]
    assert words in told[0][1] and ("no longer" in told[1][1] or "again" in told[1][1])


def test_one_picture_that_shows_nothing_is_not_told_with_lasting(shown):
    assert shown(*[SCENE] * 9, COVER, *[SCENE] * 4, following=follow_lasting, confirm=LEAST_CONFIRM) == []


def test_a_thing_left_before_a_camera_is_covered_is_told_all_the_same(shown):
    pictures = [*[SCENE] * 9, *[COVER] * 4, *[THING] * 6]
    told = shown(*pictures, following=follow_lasting, confirm=LEAST_CONFIRM)
    assert len(told) == 3 and "covered" in told[0][1] and "no longer" in told[1][1]


def test_a_watch_that_goes_on_before_a_covered_camera_tells_that_once(shown, tmp_path):
    told = []
    for count in (12, 15):
        journal = open_journal(tmp_path / "journal.jsonl")
        pictures = [SCENE] * 9 + [COVER] * (count - 9)
        told.append(shown(*pictures, following=follow_lasting, confirm=LEAST_CONFIRM, journal=journal))
        journal.close()
    assert [len(one) for one in told] == [1, 0]


def visitor(kind, label, box=(10, 10, 40, 60)):
    name = "box_after" if kind == "add" else "box_before"
    return Change(kind, label, {}, 0.9, **{name: np.array(box, float)})


def test_who_goes_under_another_name_from_the_same_place_may_return():
    events = Events()
    seen = [visitor("add", "object")], [], [visitor("drop", "traffic light")], [], [visitor("add", "object")]
    assert [events.news(changes) for changes in seen] == [[0], [], [0], [], [0]]


def test_what_goes_under_another_name_elsewhere_ends_nothing():
    events = Events()
    seen = [visitor("add", "object")], [visitor("drop", "dog", (200, 10, 240, 60))], [visitor("add", "object")]
    assert [events.news(changes) for changes in seen] == [[0], [0], []]
