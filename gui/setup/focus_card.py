"""Focus and light while a hand is at the lens: figures that can be read from an arm's length."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from gui import words
from gui.fonts import font
from gui.setup.histogram import Histogram, shares_in_words
from gui.setup.live_view import OVER, UNDER
from gui.setup.share_bar import ShareBar
from gui.theme import Theme
from inference.trial.focus import BestSoFar
from inference.trial.look import Look


class FocusCard(QFrame):
    """Sharpness beside its best so far, and the histogram. `marks_wanted`: draw them or don't."""

    marks_wanted = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._best = BestSoFar()
        self._seen: Look | None = None
        self.figure = QLabel(words.UNKNOWN)
        self.figure.setFont(font(26, QFont.Weight.DemiBold))
        self.best = _caption("")
        self.bar = ShareBar(theme)
        self.forget = QPushButton(self.tr("Reset"))
        self.forget.setProperty("low", True)
        self.forget.setToolTip(self.tr("Forget the best so far: another scene, another light"))
        self.forget.clicked.connect(self.begin_anew)
        self.histogram = Histogram(theme)
        self.shares = _caption("")
        self.marks = QPushButton(self.tr("Mark"))
        self.marks.setCheckable(True)
        self.marks.setProperty("low", True)
        self.marks.setToolTip(self.tr("Over-exposed pixels in magenta, under-exposed in blue"))
        self.marks.setChecked(True)
        self.marks.toggled.connect(self.marks_wanted)
        self._lay_out()

    def show_look(self, look: Look | None) -> None:
        """The figures of a new picture; each counts once."""
        if look is self._seen:
            return
        self._seen = look
        if look is not None:
            self._best.see(look.sharpness)
        self.histogram.show_light(look.light if look else None)
        self.shares.setText(shares_in_coloured_words(look))
        self._say()

    def begin_anew(self) -> None:
        """Another camera or scene: its figures can't be held against those before."""
        self._best.forget()
        self._seen = None
        self._say()

    def _say(self) -> None:
        now, share = (self._best.now, self._best.share) if self._seen else (None, None)
        self.figure.setText(_figure(now))
        self.bar.show_share(share)
        best = self.tr("best {best} · {share}")
        self.best.setText(
            "" if share is None else best.format(
                best=_figure(self._best.best), share=words.percent(share, 0)
            )
        )  # fmt: skip

    def _lay_out(self) -> None:
        focus, light = QVBoxLayout(), QVBoxLayout()
        for column in (focus, light):
            column.setSpacing(4)
        focus.addLayout(_line(_caption(self.tr("Sharpness")), self.forget))
        focus.addLayout(_line(self.figure, self.best))
        focus.addWidget(self.bar)
        light.addLayout(_line(_caption(self.tr("Light")), self.marks))
        light.addWidget(self.histogram)
        light.addWidget(self.shares)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 8, 14, 10)
        layout.setSpacing(16)
        layout.addLayout(focus, 1)
        layout.addLayout(light, 1)


def shares_in_coloured_words(look: Look | None) -> str:
    """With a square of the mark's colour before each."""
    if look is None:
        return ""
    over, under = escape(shares_in_words(look.light)).split(", ")  # `<0.1 %` is no mark-up
    return f"{_square(OVER)} {over}  {_square(UNDER)} {under}"


def _square(colour: tuple[int, int, int]) -> str:
    return f'<span style="color: rgb{colour}">\N{BLACK SQUARE}</span>'


def _figure(value: float | None) -> str:
    return words.UNKNOWN if value is None else f"{value:.3g}" if value < 100 else f"{value:.0f}"


def _caption(text: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName("caption")
    return label


def _line(left: QLabel, right: QLabel | QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(left)
    row.addStretch(1)
    row.addWidget(right)
    return row
