"""What a person may say of an image, and what is known of each row: numbers, however many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gui.review.arrangement import Mask, Rows
from inference.verdict import Outcome

Codes = NDArray[np.int16]
UNKNOWN = -1
"""The correction set has to be asked."""
NONE = 0
"""It is known that nothing was said."""
_FIRST_ROOM = 1024


@dataclass(frozen=True, slots=True)
class Ruling:
    """OK or DEF, and the type of defect where it was said."""

    outcome: Outcome
    defect_type: str | None = None

    @property
    def label(self) -> str:
        """As the correction set writes it: `ok`, `def`, `def/blowhole`."""
        if self.outcome is Outcome.OK:
            return "ok"
        return f"def/{self.defect_type}" if self.defect_type else "def"


def ruling_of(label: str) -> Ruling:
    """The other way round."""
    word, _, defect_type = label.partition("/")
    return Ruling(Outcome.OK if word == "ok" else Outcome.DEF, defect_type or None)


class RuledRows:
    """A code for each row: UNKNOWN, NONE, or from 1 on a ruling."""

    def __init__(self) -> None:
        self._codes: Codes = np.empty(0, np.int16)
        self._rulings: list[Ruling] = []

    def code_of(self, ruling: Ruling) -> int:
        if ruling not in self._rulings:
            self._rulings.append(ruling)
        return self._rulings.index(ruling) + 1

    def ruling(self, row: int) -> Ruling | None:
        """None where nothing was said, or nothing is known."""
        code = self.code(row)
        return self._rulings[code - 1] if code > NONE else None

    def code(self, row: int) -> int:
        return int(self._codes[row]) if row < self._codes.size else UNKNOWN

    def codes(self, rows: Rows) -> Codes:
        """A copy."""
        self._make_room(rows)
        return self._codes[rows]

    def put(self, rows: Rows, codes: Codes | int) -> None:
        self._make_room(rows)
        self._codes[rows] = codes

    def learn(self, found: Mapping[str, Rows]) -> bool:
        """What the set says, label -> rows, where nothing is known yet; whether any is new."""
        learnt = False
        for label, rows in found.items():
            unknown = rows[self.codes(rows) == UNKNOWN]
            self._codes[unknown] = self.code_of(ruling_of(label))
            learnt |= unknown.size > 0
        return learnt

    def mask(self, length: int) -> Mask:
        """Which of so many rows are known to be corrected."""
        mask = np.zeros(length, np.bool_)
        known = self._codes[:length] > NONE
        mask[: known.size] = known
        return mask

    @property
    def count(self) -> int:
        """How many rows are known to be corrected."""
        return int(np.count_nonzero(self._codes > NONE))

    def _make_room(self, rows: Rows) -> None:
        needed = int(rows.max()) + 1 if rows.size else 0
        if needed > self._codes.size:
            larger = np.full(max(_FIRST_ROOM, 2 * needed), UNKNOWN, np.int16)
            larger[: self._codes.size] = self._codes
            self._codes = larger
