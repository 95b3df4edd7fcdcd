import numpy as np
import pytest
from photo_scene import HEIGHT, WIDTH, gamma, jpeg, put, scene, seen

pytest.importorskip("cv2")

from pipeline.core.errors import SpotItError
from pipeline.core.places import Direction, Place
from pipeline.core.types import Named
from pipeline.diff.pixels.differ import AlignedDiffer
from pipeline.register.identity import IdentityMotion
from pipeline.register.keypoints import KeypointRegistrar

SCENE = scene()
HERE, THERE = (60, 80, 110, 150), (200, 90, 250, 160)
TURN = np.array([[0.999, -0.02, 6.0], [0.02, 0.999, -4.0], [0, 0, 1.0]])


def facts(before, after, graph_before=None, graph_after=None, **settings):
    graphs = graph_before or seen(), graph_after or seen()
    motion = KeypointRegistrar().register(*graphs, before, after)
    return AlignedDiffer(**settings).diff(*graphs, motion).changes


def turned(picture):
    import cv2

    return cv2.warpPerspective(picture, TURN, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REFLECT)


@pytest.mark.parametrize(
    "again",
    [
        pytest.param(lambda picture: gamma(picture, 1.4), id="darker"),
        pytest.param(lambda picture: jpeg(gamma(picture, 0.7), 40), id="lighter, compressed"),
        pytest.param(turned, id="camera turned"),
        pytest.param(lambda picture: jpeg(gamma(turned(picture), 1.3), 50), id="all at once"),
        pytest.param(lambda picture: np.rint(picture * [1.0, 0.92, 0.8]).astype(np.uint8), id="warmer"),
    ],
)
def test_light_compression_and_camera_are_no_change(again):
    picture = put(SCENE, HERE)
    assert facts(picture, again(picture), seen(("dog", HERE)), seen(("dog", HERE))) == ()


def test_a_detection_that_one_picture_lacks_is_no_change_where_the_pixels_agree():
    picture = put(SCENE, HERE)
    assert facts(picture, jpeg(picture), seen(("dog", HERE)), seen()) == ()


@pytest.mark.parametrize("again", [lambda picture: picture, turned], ids=["still", "turned"])
def test_what_is_detected_and_seen_to_come_is_added(again):
    place = HERE if again is not turned else None
    after = again(put(SCENE, HERE))
    if place is None:
        corner = TURN @ np.array([HERE[0], HERE[1], 1.0])
        place = tuple(int(v) for v in (*corner[:2], *(corner[:2] + np.subtract(HERE[2:], HERE[:2]))))
    (change,) = facts(SCENE, after, seen(), seen(("backpack", place)))
    assert (change.kind, change.label, change.attributes["color"]) == ("add", "backpack", "red")
    assert (change.node_before, change.node_after) == (None, 0)
    assert np.abs(change.box_after - place).max() < 2


def test_what_went_is_told_with_its_place():
    (change,) = facts(put(SCENE, HERE), SCENE, seen(("cat", HERE)), seen())
    assert (change.kind, change.label, change.box_after) == ("drop", "cat", None)
    assert change.place is Place.LEFT


def test_a_thing_that_looks_the_same_elsewhere_has_moved():
    (change,) = facts(put(SCENE, HERE), put(SCENE, THERE), seen(("dog", HERE)), seen(("dog", THERE)))
    assert (change.kind, change.label, change.direction) == ("move", "dog", Direction.RIGHT)
    assert (change.node_before, change.node_after) == (0, 0)


def test_a_thing_of_another_kind_and_colour_is_no_move():
    after = put(SCENE, THERE, "#2060c0")
    kinds = sorted(
        change.kind for change in facts(put(SCENE, HERE), after, seen(("dog", HERE)), seen(("chair", THERE)))
    )
    assert kinds == ["add", "drop"]


def test_another_hue_of_the_same_thing_is_a_change_of_colour():
    graphs = seen(("car", HERE)), seen(("car", HERE))
    (change,) = facts(put(SCENE, HERE), put(SCENE, HERE, "#1838b0"), *graphs)
    assert (change.kind, change.label, change.old, change.new) == ("color", "car", "red", "blue")


def test_a_shadow_on_a_colourful_thing_gives_it_no_other_colour():
    before, graphs = put(SCENE, HERE, "#e07818"), (seen(("car", HERE)), seen(("car", HERE)))
    x0, y0, x1, y1 = HERE
    shaded = before.copy()
    shaded[y0:y1, x0:x1] = (shaded[y0:y1, x0:x1] * 0.45).astype(np.uint8)
    assert [one.kind for one in facts(before, shaded, *graphs)] == []


def test_what_most_things_have_in_common_is_told_first():
    lone, many = (20, 20, 50, 80), [(90, 120, 105, 150), (150, 120, 165, 150), (210, 120, 225, 150)]
    before = put(SCENE, lone)
    after = SCENE
    for place in many:
        after = put(after, place)
    told = facts(before, after, seen(("dog", lone)), seen(*[("person", place) for place in many]))
    assert (told[0].kind, told[0].label) == ("add", "person")
    assert (told[-1].kind, told[-1].label) == ("drop", "dog")


def test_what_no_detector_names_is_an_object():
    (change,) = facts(SCENE, put(SCENE, THERE, "#20a030"))
    assert (change.kind, change.label, change.attributes["color"]) == ("add", "object", "green")


def test_two_that_come_side_by_side_are_told_together():
    second = (HERE[0] + 60, HERE[1], HERE[2] + 60, HERE[3])
    after = put(put(SCENE, HERE), second)
    (change,) = facts(SCENE, after, seen(), seen(("person", HERE), ("person", second)))
    assert (change.kind, change.count) == ("add", 2)
    assert change.box_after.tolist() == [HERE[0], HERE[1], second[2], second[3]]


def test_what_stands_behind_something_new_is_still_there():
    whole = (20, 60, 200, 200)
    before = put(SCENE, whole, "#808000")
    person = (100, 90, 130, 170)
    (change,) = facts(before, put(before, person, "#f0f0f0"), seen(), seen(("bus", whole), ("person", person)))
    assert (change.kind, change.label) == ("add", "person")


def test_another_scene_is_said_to_be_one():
    assert [change.kind for change in facts(scene(1), scene(2))] == ["scene"]


def test_places_to_look_again_lie_on_what_changed():
    after = put(SCENE, THERE)
    motion = KeypointRegistrar().register(seen(), seen(), SCENE, after)
    before_places, after_places = AlignedDiffer().places(motion)
    assert len(before_places) == len(after_places) == 1
    assert np.abs(after_places[0] - THERE).max() < 8


def test_without_aligned_pictures_nothing_is_guessed():
    with pytest.raises(SpotItError, match="registrar=keypoints"):
        AlignedDiffer().diff(seen(("dog", HERE), score=0.995), seen(), IdentityMotion())


OTHER = (HERE[0] + 4, HERE[1] - 6, HERE[2] + 2, HERE[3])


def with_another():
    """The scene with something spotted and blue where another thing was."""
    x0, y0, x1, y1 = OTHER
    after = SCENE.copy()
    spots = np.random.default_rng(1).integers(0, 2, ((y1 - y0) // 6 + 1, (x1 - x0) // 6 + 1, 1)) * [40, 60, 200]
    after[y0:y1, x0:x1] = np.kron(spots, np.ones((6, 6, 1)))[: y1 - y0, : x1 - x0] + 20
    return after


def test_another_kind_of_thing_in_the_same_place_has_replaced_it():
    (change,) = facts(put(SCENE, HERE), with_another(), seen(("vase", HERE)), seen(("cup", OTHER)))
    assert (change.kind, change.label, change.old, change.new) == ("replace", "vase", None, None)
    assert (change.gone, change.newcomer) == (Named("vase", {"color": "red"}), Named("cup", {"color": "blue"}))
    assert (change.node_before, change.node_after) == (0, 0)


@pytest.mark.parametrize(("beside", "replaced"), [(0, True), (12, False)])
def test_a_narrow_thing_in_the_middle_of_a_wide_ones_place_has_replaced_it_and_one_beside_it_came(beside, replaced):
    x0, y0, x1, y1 = HERE
    narrow = (x0 + 16 + beside, y0, x1 - 16 + beside, y1)
    changes = facts(put(SCENE, HERE), put(SCENE, narrow, "#2040c0"), seen(("cow", HERE)), seen(("person", narrow)))
    assert [change.kind for change in changes] == (["replace"] if replaced else ["drop", "add"])


@pytest.mark.parametrize("score", [0.4, 0.2])
def test_what_took_a_place_may_be_known_less_surely_if_it_looks_unlike_what_was_there(score):
    changes = facts(put(SCENE, HERE), with_another(), seen(("cat", HERE)), seen(("dog", OTHER), score=score))
    assert [(change.kind, change.newcomer.label) for change in changes] == [("replace", "dog")]


def test_one_thing_misread_in_one_picture_replaced_nothing():
    graphs = seen(("cat", HERE)), seen(("dog", HERE), score=0.4)
    assert not any(one.kind == "replace" for one in facts(put(SCENE, HERE), put(SCENE, HERE, "#c02818"), *graphs))


def row(count):
    """Boxes side by side."""
    return [(20 + 40 * i, 100, 45 + 40 * i, 160) for i in range(count)]


@pytest.mark.parametrize(
    ("stay", "found", "numbers"),
    [
        pytest.param(2, 2, {(5, 2)}, id="three of five went"),
        pytest.param(4, 4, {None}, id="one alone is told by itself"),
        pytest.param(0, 0, {None}, id="nobody is left"),
        pytest.param(2, 1, {None}, id="one that stayed is not detected"),
    ],
)
def test_a_group_is_counted_where_some_of_it_stay(stay, found, numbers):
    before, after = SCENE, SCENE
    for place, box in enumerate(row(5)):
        before = put(before, box)
        after = put(after, box) if place < stay else after
    people = [("person", box) for box in row(5)]
    for graphs, pictures, kind in (
        ((seen(*people), seen(*people[:found])), (before, after), "drop"),
        ((seen(*people[:found]), seen(*people)), (after, before), "add"),
    ):
        changes = facts(*pictures, *graphs)
        assert {change.kind for change in changes} == {kind}
        assert {change.group and change.group[:: 1 if kind == "drop" else -1] for change in changes} == numbers


@pytest.mark.parametrize(
    "again",
    [
        pytest.param(lambda picture: picture, id="same light"),
        pytest.param(lambda picture: jpeg((picture * 0.7 + 40).astype(np.uint8), 50), id="flat and compressed"),
        pytest.param(lambda picture: gamma(picture, 1.4), id="darker"),
    ],
)
def test_the_pair_the_other_way_round_has_the_mirrored_answer(again):
    before, after = put(SCENE, HERE), again(put(SCENE, THERE, "#20a030"))
    graphs = seen(("dog", HERE)), seen(("cat", THERE))
    forth, back = facts(before, after, *graphs), facts(after, before, *graphs[::-1])
    mirror = {"add": "drop", "drop": "add"}
    assert [(mirror[one.kind], one.label) for one in forth] == [(one.kind, one.label) for one in back]
    assert [one.confidence for one in forth] == pytest.approx([one.confidence for one in back], abs=0.02)
