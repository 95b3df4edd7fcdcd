"""A lamp that goes on or off is told by what it shines on; whiteness, daylight and exposure are no lamps."""

import numpy as np
import pytest
from photo_scene import HEIGHT, WIDTH, gamma, jpeg, put, scene, seen

pytest.importorskip("cv2")

from language.photo.templates import PhotoTemplateGenerator
from pipeline.core.places import Place
from pipeline.core.types import Analysis, Change, ObjectGraph
from pipeline.diff.pixels.differ import AlignedDiffer
from pipeline.register.keypoints import KeypointRegistrar

ROWS, COLUMNS = np.mgrid[:HEIGHT, :WIDTH]


def lit(picture, *lamps, radius=6, power=3.0, on=True, glass=0.1, halo=0.0):
    """The picture with lamps of ``glass``, which shine on what is around them, and into the lens, where they are on."""
    light = (picture / 255.0) ** 2.2
    for x, y in lamps:
        away = np.hypot(COLUMNS - x, ROWS - y)
        body = 1 / (1 + np.exp(np.clip(away - radius, -30, 30)))[..., None]
        if on:
            light = light * (1 + power / (1 + (away / (4 * radius)) ** 2))[..., None]
            light = light + halo * np.exp(-away / (4 * radius))[..., None]
        light = light * (1 - body) + body * (1.5 if on else glass)
    return (255 * np.clip(light, 0, 1) ** (1 / 2.2)).round().astype(np.uint8)


ROOM = gamma(scene(), 1.5)
LAMP = (110, 90)


def facts(before, after, first=None, second=None):
    graphs = first or seen(), second or seen()
    motion = KeypointRegistrar().register(*graphs, before, after)
    return [(one.kind, one.label, one.old, one.new) for one in AlignedDiffer().diff(*graphs, motion).changes]


@pytest.mark.parametrize("kept", [lambda picture: picture, lambda picture: jpeg(picture, 75)], ids=["as it is", "jpeg"])
@pytest.mark.parametrize("radius", [3, 6, 10])
@pytest.mark.parametrize("power", [1.5, 4.0])
def test_a_lamp_that_goes_on_or_off_is_told(kept, radius, power):
    off, on = (kept(lit(ROOM, LAMP, radius=radius, power=power, on=state)) for state in (False, True))
    assert facts(off, on) == [("state", "light", "off", "on")]
    assert facts(on, off) == [("state", "light", "on", "off")]


def test_a_lamp_is_told_under_the_exposure_that_it_made_the_camera_take():
    off, on = (lit(ROOM, LAMP, on=state) for state in (False, True))
    assert facts(off, gamma(on, 1.3)) == [("state", "light", "off", "on")]


def test_a_lamp_under_a_white_shade_is_told():
    off, on = (lit(ROOM, LAMP, on=state, glass=0.3, power=6.0) for state in (False, True))
    assert facts(off, on) == [("state", "light", "off", "on")]


@pytest.mark.parametrize("radius", [4, 6])
def test_a_lamp_that_floods_what_is_around_it_is_told(radius):
    off, on = (jpeg(lit(scene(), LAMP, radius=radius, power=15.0, on=state), 85) for state in (False, True))
    assert facts(off, on) == [("state", "light", "off", "on")]


def test_a_lamp_in_a_black_room_is_told_by_what_the_lens_scatters():
    black = (scene() * 0.04).astype(np.uint8)
    off, on = (lit(black, LAMP, on=state, glass=0.005, power=0.0, halo=0.3) for state in (False, True))
    assert facts(off, on) == [("state", "light", "off", "on")]


def test_a_lamp_is_told_on_a_thing_that_is_named_in_one_picture_alone():
    shelf = (80, 60, 150, 130)
    off, on = (lit(put(ROOM, shelf, "#705040"), LAMP, radius=4, on=state) for state in (False, True))
    assert facts(off, on, seen(), seen(("book", shelf))) == [("state", "light", "off", "on")]


@pytest.mark.parametrize("blur", [1.0, 2.0])
@pytest.mark.parametrize("radius", [3, 8])
def test_a_white_thing_in_a_dark_room_is_no_light_where_the_lens_blurs_it(blur, radius):
    import cv2

    body = (np.hypot(COLUMNS - LAMP[0], ROWS - LAMP[1]) < radius)[..., None]
    dark = (scene() * 0.3).astype(np.uint8)
    light = cv2.GaussianBlur(np.where(body, 1.5, (dark / 255) ** 2.2), (0, 0), blur)
    came = jpeg((255 * np.clip(light, 0, 1) ** (1 / 2.2)).astype(np.uint8), 80)
    assert "light" not in [one[1] for one in facts(dark, came)]


def test_two_lamps_are_two():
    both = ((70, 70), (250, 170))
    assert [one[:2] for one in facts(*(lit(ROOM, *both, radius=4, on=state) for state in (False, True)))] == [
        ("state", "light")
    ] * 2


@pytest.mark.parametrize("box", [(100, 80, 120, 100), (100, 80, 160, 130)])
def test_a_white_thing_that_came_is_no_light(box):
    after = ROOM.copy()
    after[box[1] : box[3], box[0] : box[2]] = 255
    assert "state" not in [one[0] for one in facts(ROOM, jpeg(after, 80))]


def windows(picture):
    for x in (40, 90, 140, 200, 260):
        picture = picture.copy()
        picture[60:80, x : x + 20] = 250
    return picture


@pytest.mark.parametrize("left", [0.4, 0.6])
def test_white_windows_in_the_sun_are_no_lights(left):
    shade = 1 - (1 - left) / (1 + np.exp(-(COLUMNS - 150) / 3))[..., None]
    shadowed = (windows(scene()) * shade).astype(np.uint8)
    assert "state" not in [one[0] for one in facts(shadowed, windows(scene()))]


@pytest.mark.parametrize("power", [0.5, 2.0])
def test_another_exposure_switches_no_light(power):
    assert facts(windows(scene()), gamma(windows(scene()), power)) == []


def test_lamps_of_a_car_that_came_are_part_of_it():
    car = (60, 50, 190, 140)
    off, on = (lit(ROOM if state is False else put(ROOM, car, "#303038"), LAMP, on=state) for state in (False, True))
    told = facts(off, on, seen(), seen(("car", car)))
    assert "light" not in [one[1] for one in told]


def test_who_comes_into_the_light_of_a_lamp_is_told_as_well():
    person = (140, 70, 165, 140)
    off, on = lit(ROOM, LAMP, on=False), lit(put(ROOM, person), LAMP)
    assert sorted(one[:2] for one in facts(off, on, seen(), seen(("person", person)))) == [
        ("add", "person"),
        ("state", "light"),
    ]


@pytest.mark.parametrize(
    ("new", "words"), [("on", ("come on", "turned on", "now on")), ("off", ("gone out", "turned off"))]
)
def test_a_light_goes_on_or_out(new, words):
    graph = ObjectGraph.of([], WIDTH, HEIGHT)
    box = np.array([10.0, 10.0, 20.0, 20.0])
    change = Change("state", "light", {}, 0.8, None, None, "off", new, box, box, place=Place.UPPER_LEFT)
    said = [one.text for one in PhotoTemplateGenerator().generate(Analysis(graph, graph, (change,)))]
    assert all("light at the" in one for one in said)
    assert all(any(part in one for one in said) for part in words)


@pytest.mark.parametrize("place", [(150, 96), (160, 110), (140, 84)])
def test_a_thing_before_something_bright_turns_no_light_off(place):
    window = ROOM.copy()
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    away = np.hypot(columns - 150, rows - 100)[..., None]
    window = np.clip(window * (1 + 2.2 / (1 + (away / 22) ** 2)) + 255 * (away < 8), 0, 255).astype(np.uint8)
    x, y = place
    covered = put(window, (x - 40, y - 34, x + 40, y + 44), "#601010")
    assert "state" not in [one[0] for one in facts(window, covered) + facts(covered, window)]
