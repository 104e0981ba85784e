"""Which of the rows shown are chosen, and which one is the current. Pure."""

from __future__ import annotations

import numpy as np

from gui.review.arrangement import Rows


class Choice:
    """Over an order of rows: a place is where a row stands in it."""

    def __init__(self) -> None:
        self.order: Rows = np.empty(0, np.intp)
        self.current: int | None = None
        self._anchor: int | None = None
        self._chosen: set[int] = set()

    @property
    def place(self) -> int | None:
        """Of the current row."""
        return self.place_of(self.current)

    @property
    def rows(self) -> list[int]:
        """Those chosen, in the order shown."""
        chosen: list[int] = self.order[np.isin(self.order, list(self._chosen))].tolist()
        return chosen

    def holds(self, row: int) -> bool:
        return row in self._chosen or row == self.current

    def place_of(self, row: int | None) -> int | None:
        if row is None:
            return None
        places = np.flatnonzero(self.order == row)
        return int(places[0]) if places.size else None

    def place_after(self, by: int) -> int:
        """So many places on, within the order; the first where there is no current row."""
        place = self.place
        return 0 if place is None else min(max(place + by, 0), self.order.size - 1)

    def reorder(self, order: Rows) -> None:
        """What is not shown any more is chosen no more."""
        self.order = order
        if self._chosen:
            self._chosen.intersection_update(order.tolist())
        if self.place is None:
            self.current = self._anchor = None

    def choose_row(self, row: int | None) -> None:
        """One alone; None for none."""
        self._chosen = set() if row is None else {row}
        self.current = self._anchor = row

    def choose_all(self) -> None:
        self._chosen = set(self.order.tolist())

    def choose(self, place: int, *, extends: bool, adds: bool) -> None:
        """As a hand does: with Shift all from the last one on, with Ctrl one more or one less."""
        row = int(self.order[place])
        start = self.place_of(self._anchor) if extends else None
        if start is not None:
            first, last = sorted((start, place))
            self._chosen = set(self.order[first : last + 1].tolist())
        elif adds:
            self._chosen ^= {row}
            self._anchor = row
        else:
            self._chosen, self._anchor = {row}, row
        self.current = row
