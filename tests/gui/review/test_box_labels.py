"""The words at the boxes: readable however close the boxes are."""

from __future__ import annotations

import itertools

from PySide6.QtCore import QRectF

from gui.review.box_labels import Numbered, place_labels
from inference.review.regions import Region

ROOM = QRectF(0, 0, 400, 300)


def box(number: int, x: float, y: float, defect_type: str | None = "scratch") -> Numbered:
    region = Region(0, 0, 20, 20, 400, 1.0, defect_type)
    return Numbered(number, region, QRectF(x, y, 20, 20))


def width_of(words: str) -> float:
    return 7.0 * len(words)


def test_a_label_stands_above_its_box_with_number_and_type() -> None:
    [label] = place_labels([box(3, 100, 100)], ROOM, width_of)
    assert label.words == "3 scratch"
    assert (label.place.bottom(), label.place.left()) == (100, 99)
    [bare] = place_labels([box(1, 100, 100, None)], ROOM, width_of)
    assert (bare.words, bare.place.width()) == ("1", 18)


def test_neighbours_hide_none_of_each_other() -> None:
    close = [box(1, 100, 100), box(2, 125, 105), box(3, 150, 100)]
    labels = place_labels(close, ROOM, width_of)
    assert labels[0].words == "1 scratch"
    assert [label.words.split()[0] for label in labels] == ["1", "2", "3"]
    pairs = itertools.combinations(labels, 2)
    assert not any(one.place.intersects(other.place) for one, other in pairs)


def test_in_a_crowd_as_little_as_possible_is_hidden() -> None:
    crowd = [box(number, 100 + 25 * number, 100 + 5 * (number % 2)) for number in range(1, 9)]
    labels = place_labels(crowd, ROOM, width_of)
    assert [label.words.split()[0] for label in labels] == [str(each.number) for each in crowd]
    for one, other in itertools.combinations(labels, 2):
        shared = one.place.intersected(other.place)
        assert shared.width() * shared.height() < 0.5 * 18 * 18


def test_at_the_edge_it_stays_inside_and_a_long_type_is_cut() -> None:
    [label] = place_labels([box(1, 390, 2, "shrinkage cavity at the rim")], ROOM, width_of)
    assert ROOM.contains(label.place)
    assert label.words == "1 shrinkage cavity\N{HORIZONTAL ELLIPSIS}"
