import numpy as np
import pytest

from detectors.classifier.hierarchy import CLASSES, deepest, kinds, shares


def test_every_kind_is_one_of_a_known_kind_and_holds_the_classes_below_it():
    for kind in kinds().values():
        assert kind.classes and set(kind.classes) <= set(range(CLASSES))
        if kind.parent:
            assert set(kind.classes) < set(kinds()[kind.parent].classes)


def test_no_class_is_of_two_kinds_that_are_not_one_of_each_other():
    def above(name):
        return {name} | (above(kinds()[name].parent) if name else set())

    for number in range(CLASSES):
        holding = [name for name, kind in kinds().items() if number in kind.classes]
        assert all(one in above(two) or two in above(one) for one in holding for two in holding)


@pytest.mark.parametrize(
    ("kind", "breeds"),
    [
        ("dog", ("Chihuahua", "golden retriever", "Mexican hairless")),
        ("cat", ("tabby", "Egyptian cat")),
        ("animal", ("golden retriever", "timber wolf", "lion", "goldfish", "monarch")),
        ("vehicle", ("sports car", "forklift", "mountain bike")),
        ("boat", ("canoe", "yawl")),
        ("piece of furniture", ("folding chair", "wardrobe", "park bench")),
        ("musical instrument", ("acoustic guitar", "sax")),
        ("container", ("beer bottle", "bucket", "teapot")),
        ("food", ("pizza", "Granny Smith")),
        ("shoe", ("running shoe", "cowboy boot")),
    ],
)
def test_the_numbers_are_those_of_the_classes(kind, breeds):
    names = pytest.importorskip("torchvision.models._meta")._IMAGENET_CATEGORIES
    assert {names.index(breed) for breed in breeds} <= set(kinds()[kind].classes)


def test_what_is_part_of_a_place_or_is_worn_has_no_kind():
    names = pytest.importorskip("torchvision.models._meta")._IMAGENET_CATEGORIES
    held = {number for kind in kinds().values() for number in kind.classes}
    assert not held & {names.index(name) for name in ("seashore", "stone wall", "jersey", "swimming trunks", "groom")}


def test_the_narrowest_likely_kind_is_told():
    breeds = np.zeros(CLASSES)
    breeds[[207, 208]] = 0.45, 0.45  # two breeds of dogs, neither likely
    share = shares(breeds)
    assert deepest(lambda kind: share[kind] >= 0.8, share) == "dog"
    breeds[[207, 281]] = 0.45, 0.45  # a dog or a cat
    breeds[208] = 0
    share = shares(breeds)
    assert deepest(lambda kind: share[kind] >= 0.8, share) == "animal"
    breeds[281] = 0
    share = shares(breeds)
    assert deepest(lambda kind: share[kind] >= 0.8, share) is None
