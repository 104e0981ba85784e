"""Where the thresholds' labels stand below the bar."""

from __future__ import annotations

import pytest

from gui.live.probability_bar import label_places

_ROOM, _WIDE = 300.0, 30.0


def test_one_label_stands_in_the_middle_of_its_line() -> None:
    assert label_places([150.0], [_WIDE], _ROOM) == [135.0]


def test_two_labels_stand_away_from_each_other() -> None:
    assert label_places([100.0, 200.0], [_WIDE, _WIDE], _ROOM) == [72.0, 198.0]


@pytest.mark.parametrize(
    "lines", [(200.0, 290.0), (270.0, 290.0), (2.0, 9.0), (2.0, 290.0), (150.0, 151.0), (298, 299)]
)
def test_none_leaves_the_room_and_none_lies_on_the_other(lines: tuple[float, float]) -> None:
    first, second = label_places(lines, [_WIDE, _WIDE], _ROOM)
    assert first >= 0.0
    assert second + _WIDE <= _ROOM
    assert first + _WIDE < second


def test_a_label_at_the_edge_ends_with_the_bar() -> None:
    assert label_places([200.0, 291.0], [_WIDE, _WIDE], _ROOM)[1] == _ROOM - _WIDE
