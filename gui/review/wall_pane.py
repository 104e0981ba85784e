"""The wall with its filters: shows what is wished for, and keeps still under a person's hand."""

from __future__ import annotations

import math
import time

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from gui.review.arrangement import Rows, Wish, arrange
from gui.review.filter_bar import FilterBar
from gui.review.order_keeper import OrderKeeper
from gui.review.rulings import Rulings
from gui.review.shelf import Shelf
from gui.review.wall import Wall
from gui.theme import Theme
from gui.words import count
from inference.review.counts import count as count_outcomes
from inference.review.orders import Order
from inference.review.results import Columns, Results
from inference.right_of_way import right_of_way

_HAND_RESTS_S = 2.0
_NO_HAND = -_HAND_RESTS_S


class WallPane(QWidget):
    """`arranged` says that other images are shown, or in another order."""

    arranged = Signal()

    def __init__(self, theme: Theme, rulings: Rulings) -> None:
        super().__init__()
        self._rulings = rulings
        self._results: Results | None = None
        self._touched_at = _NO_HAND
        self.filters = FilterBar(theme)
        self.shelf = Shelf(self, rulings)
        self.wall = Wall(theme, self.shelf)
        self.keeper = OrderKeeper(self._arranged, self._is_free)
        self._rested = QTimer(self)
        self._rested.setSingleShot(True)
        self._rested.timeout.connect(self.grow)
        self.newer = QPushButton()
        self.newer.setObjectName("primary")
        self.newer.setProperty("low", True)
        self.newer.hide()
        self.nothing = QLabel()
        self.nothing.setObjectName("explain")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()
        self.filters.wished.connect(self.arrange)
        self.newer.clicked.connect(self._show_newer)
        self.shelf.came.connect(self.wall.pictures_came)
        self.wall.viewport().installEventFilter(self)
        self.wall.verticalScrollBar().valueChanged.connect(lambda _: self._touch())

    def _lay_out(self) -> None:
        holder = QWidget()
        self._shown = QStackedLayout(holder)
        self._shown.addWidget(self.wall)
        self._shown.addWidget(self.nothing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.filters)
        layout.addWidget(holder, 1)
        # Over the wall and not above it: what comes and goes must not push the tiles about.
        self.newer.setParent(holder)

    # What is shown

    def begin(self, results: Results) -> None:
        """Another review, everything of it."""
        self._results = results
        self.shelf.begin(results)
        self.keeper.begin()
        self.filters.change(Wish(self.filters.wish.order))
        self.wall.set_current(None)
        self.arrange()

    @right_of_way()
    def grow(self) -> Columns | None:
        """Take in what was judged since, where that disturbs nobody."""
        if self._results is None:
            return None
        columns = self._look(self._results)
        appends = self.filters.wish.order is Order.NAME
        if self.keeper.grow(len(columns), appends=appends) is not None:
            self._show_order(show_current=False)
        elif self.keeper.lacks(len(columns)):
            # Where these were the last ones, nobody else comes back for them.
            self._rested.start(math.ceil(1e3 * self.keeper.rest_s))
        self.filters.show_counts(count_outcomes(columns).outcomes, self._rulings.count)
        self.filters.show_names(columns.labels, columns.defect_types)
        self._offer_newer()
        return columns

    def _look(self, results: Results) -> Columns:
        """All so far; the tiles say the same."""
        columns = results.columns()
        self.shelf.show_columns(columns)
        return columns

    def _offer_newer(self) -> None:
        words = self.tr("{n} more are judged: put them in their places")
        self.newer.setText(words.format(n=count(self.keeper.waiting)))
        self.newer.adjustSize()
        self.newer.move((self.wall.width() - self.newer.width()) // 2, 8)
        self.newer.setVisible(self.keeper.waiting > 0)
        self.newer.raise_()

    @right_of_way()
    def arrange(self) -> None:
        """As a person wishes it, now."""
        if self._results is not None:
            self.keeper.ask(len(self._look(self._results)))
            self._show_order(show_current=True)
            self.grow()

    def _show_newer(self) -> None:
        self.arrange()
        self.wall.verticalScrollBar().setValue(0)

    def _show_order(self, *, show_current: bool) -> None:
        order = self.keeper.order
        self.wall.set_order(order, show_current=show_current)
        is_empty = not order.size and self.filters.wish.filters
        self.nothing.setText(self.tr("No image is like that. Choose All to see every image."))
        self._shown.setCurrentWidget(self.nothing if is_empty else self.wall)
        self.arranged.emit()

    def _arranged(self) -> Rows:
        assert self._results is not None
        columns, wish = self._look(self._results), self.filters.wish
        named = self._results.holding(wish.text) if wish.text else None
        if named is not None:
            named = named[: len(columns)]  # one more may have come in between
        return arrange(columns, wish, named, self._rulings.mask(len(columns)))

    # The hand

    def _is_free(self) -> bool:
        """Nobody scrolls, points or walks through the images."""
        rests = time.monotonic() - self._touched_at > _HAND_RESTS_S
        return rests and self.wall.is_at_top and self.wall.current is None

    def _touch(self) -> None:
        self._touched_at = time.monotonic()

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.MouseMove, QEvent.Type.Wheel, QEvent.Type.Enter):
            self._touch()
        return False
