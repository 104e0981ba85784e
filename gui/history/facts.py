"""What is recorded of one part: its outcome on a line, the rest as names and values."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextOption
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from gui.history.part_table import draw_outcome
from gui.theme import Theme
from gui.words import outcome_word, probability
from inference.verdict import Outcome

_FACTS_PX = 84


class OutcomeLine(QWidget):
    """The station's outcome and P(def), as they were."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._outcome = Outcome.OK
        self._probability = ""
        self.setFixedHeight(30)
        theme.changed.connect(self.update)

    def show_outcome(self, outcome: Outcome, probability_def: float | None) -> None:
        self._outcome = outcome
        self._probability = "" if probability_def is None else probability(probability_def)
        self.setAccessibleName(f"{outcome_word(outcome)} {self._probability}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, 30)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_outcome(painter, QRectF(self.rect()).adjusted(-7, 0, 0, 0), self._outcome, self._theme)
        painter.setPen(self.palette().text().color())
        words = f"P(def) {self._probability}" if self._probability else ""
        at_right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect(), at_right, words)


class Facts(QTextBrowser):
    """Names at the left, values at the right of them; to be copied from, long ones are wrapped."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.rows: list[tuple[str, str]] = []
        self.setObjectName("facts")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.document().setDocumentMargin(0)
        # Ids and paths have no spaces.
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(_FACTS_PX)
        self.setAccessibleName(self.tr("What is recorded of the part"))
        theme.changed.connect(lambda: self.show_facts(self.rows))

    def show_facts(self, rows: list[tuple[str, str]]) -> None:
        """Instead of those before."""
        self.rows = rows
        style = f"color:{self._theme.tokens.muted}; padding-right:12px; white-space:pre"
        lines = [
            f"<tr><td style='{style}'>{escape(name)}</td>"
            f"<td>{escape(value).replace(chr(10), '<br>')}</td></tr>"
            for name, value in rows
        ]
        self.setHtml(f"<table cellspacing='0' cellpadding='1'>{''.join(lines)}</table>")
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """No higher than what it says; lower, it scrolls."""
        self.setMaximumHeight(max(_FACTS_PX, round(self.document().size().height()) + 4))
