"""What stands still beside a thing: what it is next to, came closer to, or went away from."""

import pytest

pytest.importorskip("cv2")

from photo_scene import put, scene, seen

from pipeline.diff.pixels.differ import AlignedDiffer
from pipeline.register.keypoints import KeypointRegistrar

CAR, SECOND, FAR_CAR = (20, 60, 80, 100), (84, 62, 140, 102), (120, 40, 200, 80)
APART = (250, 75, 266, 115)


def facts(before, after, *graphs):
    motion = KeypointRegistrar().register(*graphs, before, after)
    return AlignedDiffer().diff(*graphs, motion).changes


def walked(start, end, *cars):
    """What is told of somebody who walks between cars that stand still."""
    ground = scene()
    for box in cars:
        ground = put(ground, box, "#2060c0")
    parked = [("car", box) for box in cars]
    graphs = [seen(("person", box), *parked) for box in (start, end)]
    (told,) = facts(put(ground, start), put(ground, end), *graphs)
    assert told.kind == "move"
    return told


def test_who_walks_up_to_a_car_is_told_to_be_closer_to_it():
    told = walked(APART, (86, 72, 102, 112), CAR)
    assert (told.towards, told.away_from) == ("car", None)


def test_who_walks_off_is_told_to_have_moved_away():
    told = walked((86, 72, 102, 112), APART, CAR)
    assert (told.towards, told.away_from) == (None, "car")


def test_who_passes_from_car_to_car_comes_no_closer_to_cars():
    told = walked((86, 72, 102, 112), (190, 72, 206, 112), CAR, (210, 60, 270, 100))
    assert (told.towards, told.away_from) == (None, None)


def test_less_distance_in_the_picture_is_not_less_on_the_ground():
    """Walking up the picture beside a car in front: the gap shrinks sideways while the car is left behind in depth."""
    told = walked((250, 150, 266, 190), (110, 60, 126, 100), (20, 90, 104, 200))
    assert told.towards is None


@pytest.mark.parametrize(
    ("car", "box", "near"),
    [
        (CAR, (82, 70, 98, 110), "car"),
        (CAR, (146, 72, 162, 112), None),
        (FAR_CAR, (130, 60, 170, 180), None),
    ],
    ids=["beside", "too far", "before it, much nearer to the camera"],
)
def test_next_to_a_car_is_who_stands_on_its_ground(car, box, near):
    ground, parked = put(scene(), car, "#2060c0"), ("car", car)
    (told,) = facts(ground, put(ground, box), seen(parked), seen(parked, ("person", box)))
    assert (told.kind, told.near) == ("add", near)


def test_several_of_a_kind_are_named_together():
    ground = put(put(scene(), CAR, "#2060c0"), SECOND, "#208040")
    parked = [("car", CAR), ("car", SECOND)]
    box = (74, 72, 90, 112)
    (told,) = facts(ground, put(ground, box), seen(*parked), seen(*parked, ("person", box)))
    assert told.near == "cars"
