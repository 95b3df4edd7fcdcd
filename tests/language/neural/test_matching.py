"""Places are found again in the other picture, also where everything has shifted."""

import pytest

torch = pytest.importorskip("torch", reason="the network needs torch (pip install 'spot-it[train]')")

from language.neural.matching import Matcher  # noqa: E402

ROWS, COLUMNS = 12, 16


@pytest.fixture
def matcher():
    torch.manual_seed(0)
    return Matcher(16, ROWS, COLUMNS).eval()


@pytest.mark.parametrize(("down", "right"), [(0, 0), (2, -3), (-1, 4)], ids=str)
def test_the_shift_of_most_places_is_the_likeliest(down, right, matcher):
    before = torch.randn(1, 16, ROWS, COLUMNS)
    after = torch.randn(1, 16, ROWS, COLUMNS)
    for row in range(max(0, down), min(ROWS, ROWS + down)):
        for column in range(max(0, right), min(COLUMNS, COLUMNS + right)):
            after[0, :, row, column] = before[0, :, row - down, column - right]
    with torch.no_grad():
        found = matcher(torch.stack([before, after], dim=1))
    row, column = divmod(int(found.shifts.argmax()), 2 * COLUMNS - 1)
    assert abs(row - (down + ROWS - 1)) <= 1 and abs(column - (right + COLUMNS - 1)) <= 1, "but for its neighbours"
    place = 5 * COLUMNS + 6
    assert int(found.scores[0, place].argmax()) == place + down * COLUMNS + right
    moved = int(matcher.displacement[place, place + down * COLUMNS + right])
    assert divmod(moved, 2 * COLUMNS - 1) == (down + ROWS - 1, right + COLUMNS - 1)


def test_a_place_is_shown_what_the_other_picture_has_there(matcher):
    one = torch.randn(1, 16, ROWS, COLUMNS)
    with torch.no_grad():
        matcher.scale.fill_(200.0)  # so sure that each place takes what it is most like, and nothing else
        found = matcher(torch.stack([one, one], dim=1))
    own = one.flatten(2).transpose(1, 2)
    assert torch.allclose(found.found[:, 0], own, atol=1e-3)
    assert torch.allclose(found.found[:, 1], own, atol=1e-3)
    assert torch.allclose(found.signs[..., 0], torch.ones(1, 2, ROWS * COLUMNS), atol=1e-3)
