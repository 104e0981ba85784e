"""The words at the boxes: each where no other stands, or only its number. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF

from gui.review.large_words import region_words
from inference.review.regions import Region

HEIGHT_PX = 18
_PAD_PX = 10
_LONGEST = 20
"""Letters of a label: the table beside it has all of them."""


class Numbered(NamedTuple):
    """A box, and the number of its region: not all of them are in sight."""

    number: int
    region: Region
    place: QRectF


class BoxLabel(NamedTuple):
    """What is written where."""

    words: str
    place: QRectF


def place_labels(
    boxes: Sequence[Numbered], room: QRectF, width_of: Callable[[str], float]
) -> list[BoxLabel]:
    """For the boxes in their order, the hottest first: it chooses first.

    Above its box, below or beside it, with its type; with its number alone where there is no room
    for that. In a crowd it hides as little of the others as it can.
    """
    placed: list[BoxLabel] = []
    for box in boxes:
        choices = list(_choices(box, room, width_of))
        placed.append(min(choices, key=lambda each: _hidden(each, placed)))
    return placed


def _choices(box: Numbered, room: QRectF, width_of: Callable[[str], float]) -> Iterator[BoxLabel]:
    for words in (_short(region_words(box.number, box.region)), str(box.number)):
        width = max(float(HEIGHT_PX), width_of(words) + _PAD_PX)
        for left, top in _corners(box.place, width):
            yield BoxLabel(words, _inside(QRectF(left, top, width, HEIGHT_PX), room))


def _corners(box: QRectF, width: float) -> tuple[tuple[float, float], ...]:
    """Above it, below it, and beside it."""
    left, top = box.left() - 1, box.top()
    return (
        (left, top - HEIGHT_PX), (left, box.bottom() + 1),
        (box.right() + 1, top), (left - width, top)
    )  # fmt: skip


def _short(words: str) -> str:
    if len(words) <= _LONGEST:
        return words
    return words[: _LONGEST - 1].rstrip() + "\N{HORIZONTAL ELLIPSIS}"


def _inside(place: QRectF, room: QRectF) -> QRectF:
    """Moved as far as it has to be."""
    left = max(room.left(), min(place.left(), room.right() - place.width()))
    top = max(room.top(), min(place.top(), room.bottom() - place.height()))
    return QRectF(left, top, place.width(), place.height())


def _hidden(label: BoxLabel, placed: Sequence[BoxLabel]) -> float:
    """How much of the others it would cover, in px squared."""
    covered = (label.place.intersected(other.place) for other in placed)
    return sum(each.width() * each.height() for each in covered)
