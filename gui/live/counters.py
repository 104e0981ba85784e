"""How many parts, of which outcome, and how fast."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from gui import words
from gui.fonts import font
from gui.live.banner_state import outcome_mark, outcome_tone
from gui.theme import Theme
from gui.widgets.marks import draw_mark
from inference.station.snapshot import StationSnapshot
from inference.verdict import Outcome


class Figure(QWidget):
    """A caption over a number."""

    def __init__(self, caption: str, pixels: int) -> None:
        super().__init__()
        self._caption = QLabel(caption)
        self._caption.setObjectName("caption")
        self._number = QLabel(words.UNKNOWN)
        self._number.setFont(font(pixels, QFont.Weight.DemiBold))
        self._number.setAccessibleName(caption)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._caption)
        layout.addWidget(self._number)

    def show_number(self, text: str) -> None:
        if text != self._number.text():
            self._number.setText(text)

    def text(self) -> str:
        return self._number.text()


class OutcomeCount(QWidget):
    """An outcome's mark, word and count."""

    def __init__(self, outcome: Outcome, theme: Theme) -> None:
        super().__init__()
        self._outcome = outcome
        self._theme = theme
        self._count = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_count(self, count: int) -> None:
        if count != self._count:
            self._count = count
            self.setAccessibleName(f"{words.outcome_word(self._outcome)} {count}")
            self.update()

    def text(self) -> str:
        return words.count(self._count)

    def sizeHint(self) -> QSize:
        return QSize(130, 26)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        tokens = self._theme.tokens
        mark = QColor(tokens.marks[outcome_tone(self._outcome)])
        draw_mark(painter, outcome_mark(self._outcome), QRectF(0, 5, 16, 16), mark, 0.17)
        line = QRectF(self.rect()).adjusted(26, 0, 0, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(tokens.muted))
        painter.setFont(font(14, QFont.Weight.Medium))
        word = words.outcome_word(self._outcome)
        painter.drawText(line, middle | Qt.AlignmentFlag.AlignLeft, word)
        painter.setPen(QColor(tokens.text))
        painter.setFont(font(16, QFont.Weight.DemiBold))
        painter.drawText(line, middle | Qt.AlignmentFlag.AlignRight, self.text())


class CountersPanel(QWidget):
    """The counters of a snapshot: three large figures, then one line per outcome."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.judged = Figure(self.tr("judged"), 24)
        self.yield_share = Figure(self.tr("yield"), 24)
        self.rate = Figure(self.tr("parts/min"), 24)
        self.by_outcome = {outcome: OutcomeCount(outcome, theme) for outcome in Outcome}
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(28)
        layout.setVerticalSpacing(2)
        layout.addLayout(self._figures(), 0, 0, 1, 2)
        layout.setRowMinimumHeight(1, 6)
        for index, row in enumerate(self.by_outcome.values()):
            layout.addWidget(row, 2 + index // 2, index % 2)
        layout.setColumnStretch(0, 1)
        layout.setColumnStretch(1, 1)

    def _figures(self) -> QGridLayout:
        figures = QGridLayout()
        for column, figure in enumerate((self.judged, self.yield_share, self.rate)):
            figures.addWidget(figure, 0, column)
            figures.setColumnStretch(column, 1)
        return figures

    def show_counters(self, snapshot: StationSnapshot) -> None:
        counters = snapshot.counters
        self.judged.show_number(words.count(counters.judged))
        self.yield_share.show_number(words.percent(counters.yield_share))
        self.rate.show_number(words.count(round(snapshot.parts_per_minute)))
        for outcome, row in self.by_outcome.items():
            row.show_count(counters.by_outcome.get(outcome, 0))
