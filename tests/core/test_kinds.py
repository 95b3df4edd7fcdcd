from pipeline.core import kinds


def test_a_world_has_the_kinds_of_objects_those_of_its_attributes_and_its_own():
    found = kinds.kinds_of(["color", "material"], [kinds.SCENE, "scroll"])
    assert found == ("add", "drop", "move", "replace", "color", "material", "scene", "scroll")


def test_no_kind_is_listed_twice():
    assert kinds.kinds_of(["color", "move"], ["color"]) == (*kinds.OBJECT_KINDS, "color")
    assert not set(kinds.OBJECT_KINDS) & set(kinds.FURTHER_KINDS)
