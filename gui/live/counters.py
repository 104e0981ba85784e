"""How many parts, of which outcome, and how fast."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from gui import words
from gui.fonts import fitting, font
from gui.live.banner_state import outcome_mark, outcome_tone
from gui.theme import Theme
from gui.widgets.marks import draw_mark
from inference.station.snapshot import StationSnapshot
from inference.verdict import Outcome

_SHARES = (4, 4, 5, 4)
"""Of the panel's width; the longest word has the widest column."""


class Figure(QWidget):
    """A caption over a number."""

    def __init__(self, caption: str, pixels: int) -> None:
        super().__init__()
        self.caption = QLabel(caption)
        self.caption.setObjectName("caption")
        self._number = QLabel(words.UNKNOWN)
        self._number.setFont(font(pixels, QFont.Weight.DemiBold))
        self._number.setAccessibleName(caption)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.caption)
        layout.addWidget(self._number)

    def show_number(self, text: str) -> None:
        if text != self._number.text():
            self._number.setText(text)

    def text(self) -> str:
        return self._number.text()


class OutcomeCount(QWidget):
    """An outcome's mark and word over its count."""

    def __init__(self, outcome: Outcome, theme: Theme) -> None:
        super().__init__()
        self._outcome = outcome
        self._theme = theme
        self._count = 0
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_count(self, count: int) -> None:
        if count != self._count:
            self._count = count
            self.setAccessibleName(f"{words.outcome_word(self._outcome)} {count}")
            self.update()

    def text(self) -> str:
        return words.count(self._count)

    def sizeHint(self) -> QSize:
        return QSize(70, 44)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        tokens = self._theme.tokens
        mark = QColor(tokens.marks[outcome_tone(self._outcome)])
        draw_mark(painter, outcome_mark(self._outcome), QRectF(0, 3, 13, 13), mark, 0.18)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setPen(QColor(tokens.muted))
        painter.setFont(font(13, QFont.Weight.Medium))
        word = words.outcome_word(self._outcome)
        painter.drawText(QRectF(19, 0, self.width(), 19), middle, word)
        painter.setPen(QColor(tokens.text))
        # A million parts are no reason to reach into the next column.
        painter.setFont(fitting(self.text(), self.width() - 6, 18, QFont.Weight.DemiBold))
        painter.drawText(QRectF(0, 19, self.width(), 25), middle, self.text())


class CountersPanel(QWidget):
    """The counters of a snapshot on one grid: two large figures, each over two outcomes."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.judged = Figure("", 24)
        self.yield_share = Figure(self.tr("yield"), 24)
        self.by_outcome = {outcome: OutcomeCount(outcome, theme) for outcome in Outcome}
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(0)
        layout.setVerticalSpacing(8)
        layout.addWidget(self.judged, 0, 0, 1, 2)
        layout.addWidget(self.yield_share, 0, 2, 1, 2)
        for column, count in enumerate(self.by_outcome.values()):
            layout.addWidget(count, 1, column)
            layout.setColumnStretch(column, _SHARES[column])

    def show_counters(self, snapshot: StationSnapshot) -> None:
        counters = snapshot.counters
        self.judged.show_number(words.count(counters.judged))
        self.yield_share.show_number(words.percent(counters.yield_share))
        rate = words.count(round(snapshot.parts_per_minute))
        self.judged.caption.setText(self.tr("judged · {rate}/min").format(rate=rate))
        for outcome, row in self.by_outcome.items():
            row.show_count(counters.by_outcome.get(outcome, 0))
