"""The wall's pictures and words, by row."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from gui.review.notes import note_on
from gui.review.rulings import Rulings
from gui.review.tile import Tile
from gui.widgets.pixels import borrowed_image
from inference.review.results import OUTCOMES, Columns, Results
from inference.review.thumbnail import Thumbnail
from inference.review.thumbnails import Thumbnails

_LOOK_EVERY_MS = 30
_FIRST_SIDE_PX = 148
_KEPT = 400
"""Qt's images of more rows than any screen shows; the pixels are the thumbnails' own."""


class _Kept(NamedTuple):
    thumbnail: Thumbnail
    """Owns the pixels."""
    image: QImage | None


class Shelf(QObject):
    """Implements `gui.review.wall.Shelf`. `came` says that pictures which were wanted are there."""

    came = Signal()

    def __init__(self, parent: QObject, rulings: Rulings) -> None:
        super().__init__(parent)
        self._rulings = rulings
        self._results: Results | None = None
        self._columns: Columns | None = None
        self._thumbnails: Thumbnails | None = None
        self._kept: dict[int, _Kept] = {}
        self._ready: set[int] = set()
        self._wanted: list[int] = []
        self._shows_heat = True
        self._closing: list[threading.Thread] = []
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)

    def begin(self, results: Results) -> None:
        """The pictures of another review."""
        self.forget()
        self._results = results
        self._columns = None
        # A drawing thread only adds to the set: what it says is looked at by the timer.
        ready: set[int] = set()
        self._ready = ready
        self._thumbnails = Thumbnails(results, _FIRST_SIDE_PX, on_ready=ready.add)
        self._thumbnails.show_map(self._shows_heat)
        self._timer.start()

    def forget(self) -> None:
        """Want nothing any more. The picture being read may lie on a slow share: nobody waits."""
        self._timer.stop()
        if self._thumbnails is not None:
            closing = threading.Thread(target=self._thumbnails.close, name="close thumbnails")
            closing.start()
            self._closing = [*(each for each in self._closing if each.is_alive()), closing]
        self._thumbnails = None
        self._kept.clear()
        self._wanted = []

    def close_down(self) -> None:
        """The same, and wait: no thread may outlive the window."""
        self.forget()
        for closing in self._closing:
            closing.join()

    @property
    def is_complete(self) -> bool:
        """Whether all that is seen is drawn."""
        drawn = self._thumbnails
        return drawn is not None and all(drawn.get(row) is not None for row in self._wanted)

    def show_heat(self, shown: bool) -> None:
        """With the heat map or without. The old pictures stay until the new ones are there."""
        if shown == self._shows_heat:
            return
        self._shows_heat = shown
        if self._thumbnails is not None:
            self._thumbnails.show_map(shown)
            self._thumbnails.want(self._wanted)

    def show_columns(self, columns: Columns) -> None:
        """What the tiles say from now on.

        Given and not asked for by each tile: while results come in, all of them would be put
        together anew for every tile that is painted.
        """
        self._columns = columns

    # What the wall asks

    def tile(self, row: int) -> Tile:
        assert self._results is not None
        assert self._columns is not None
        columns = self._columns
        outcome = OUTCOMES[columns.outcome[row]]
        probability = float(columns.probability_def[row])
        ruling = self._rulings.of(row)
        return Tile(
            name=self._results.name(row),
            outcome=outcome,
            probability_def=None if np.isnan(probability) else probability,
            note=note_on(int(columns.is_def[row]), outcome, ruling),
            corrected=ruling is not None,
        )

    def picture(self, row: int) -> QImage | None:
        kept = self._kept.get(row)
        thumbnail = self._thumbnails.get(row) if self._thumbnails else None
        if thumbnail is not None and (kept is None or kept.thumbnail is not thumbnail):
            pixels = thumbnail.pixels
            kept = _Kept(thumbnail, None if pixels is None else borrowed_image(pixels))
            self._kept[row] = kept
        return kept.image if kept else None

    def want(self, rows: Iterable[int], side_px: int) -> None:
        self._wanted = list(rows)
        if len(self._kept) > _KEPT:
            seen = set(self._wanted)
            self._kept = {row: kept for row, kept in self._kept.items() if row in seen}
        if self._thumbnails is not None:
            self._thumbnails.choose_size(side_px)
            self._thumbnails.want(self._wanted)

    def _look(self) -> None:
        if self._ready:
            self._ready.clear()
            self.came.emit()
