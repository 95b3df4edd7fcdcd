import pytest

from benchmarks import registration


def test_figures_are_put_together_by_visible_share():
    found = registration.Found(
        errors=[(1.0, 1.0, 1.0, 0.1), (0.99, -1.0, -1.0, -0.1), (0.1, 5.0, 5.0, 0.0)],
        sure=[(0.1, True), (0.1, False), (1.0, False)],
        missed=[(0.01, True), (1.0, False)],
    )
    found.displacement["moved"] = [2.5, 7.0]
    rows = {(row.data, row.measure): row for row in registration.figures(found)}
    assert rows["visible 0.95 to 1", "centre, px"].value == pytest.approx(1.0)
    assert rows["visible 0.95 to 1", "scale, relative"].value == pytest.approx(0.1)
    assert rows["visible 0 to 0.2", "wrong of readings above 0.99"].value == 0.5
    assert rows["moved", "displaced by 3 or more"].value == 0.5
    assert rows["expected visible 0 to 0.05", "missed"].value == 1.0
    assert ("unmoved", "displaced by 3 or more") not in rows
