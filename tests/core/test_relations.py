"""Relations of records that name objects by their id."""

from pipeline.core.relations import by_place

GONE = [{"id": 0}, {"id": 2}, {"id": 3}]


def test_objects_are_named_by_their_place_once_one_has_gone():
    assert by_place(GONE, {"left": [[2, 3], [3], []]}) == {"left": [[1, 2], [2], []]}


def test_places_stay_as_they_are_without_ids():
    assert by_place([{}, {}], {"left": [[1], []]}) == {"left": [[1], []]}
