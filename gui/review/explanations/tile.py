"""One method's map of the image: its name, how long it took, and what it shows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout

from gui.review.viewpoint import Viewpoint
from gui.review.zoom_view import ZoomView
from gui.theme import Theme
from gui.words import count, milliseconds, sentence

_GAP_PX = 6


class Tile(QFrame):
    """Empty, being computed, shown, or a word why not."""

    def __init__(self, theme: Theme, viewpoint: Viewpoint, title: str) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._title = title
        self.title = QLabel(title)
        self.title.setObjectName("className")
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.took = QLabel()
        self.took.setObjectName("caption")
        self.alone = QPushButton("\N{NORTH EAST ARROW}")
        self.alone.setObjectName("tileHead")
        self.alone.setCheckable(True)
        self.alone.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.alone.setToolTip(self.tr("This one large beside the original, or all of them"))
        self.alone.setAccessibleName(self.alone.toolTip())
        self.view = ZoomView(theme, viewpoint)
        self.is_computing = False
        top = QHBoxLayout()
        top.setSpacing(_GAP_PX)
        top.addWidget(self.title, 1)
        top.addWidget(self.took)
        top.addWidget(self.alone)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(10, 6, 10, 10)
        self._column.setSpacing(6)
        self._column.addLayout(top)
        self._column.addWidget(self.view, 1)
        self._name_it()

    def hide_alone(self) -> None:
        """The original is always beside it; its picture is as high as the others'."""
        policy = self.alone.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.alone.setSizePolicy(policy)
        self.alone.hide()

    def set_title(self, title: str) -> None:
        self._title = title
        self._fit_title()
        self._name_it()

    def resizeEvent(self, _: QResizeEvent) -> None:
        self._fit_title()

    def _fit_title(self) -> None:
        """In a narrow tile the time goes first, then the title's end; a tool tip has all of it."""
        metrics = self.title.fontMetrics()
        room = self._head_width - self.alone.sizeHint().width() - _GAP_PX
        beside = room - self.took.sizeHint().width() - _GAP_PX
        has_time = metrics.horizontalAdvance(self._title) <= beside and bool(self.took.text())
        self.took.setVisible(has_time)
        elided = metrics.elidedText(
            self._title, Qt.TextElideMode.ElideRight, beside if has_time else room
        )
        self.title.setText(elided)
        whole = ", ".join(each for each in (self._title, self.took.text()) if each)
        is_whole = elided == self._title and has_time == bool(self.took.text())
        self.title.setToolTip("" if is_whole else whole)

    @property
    def _head_width(self) -> int:
        margins = self._column.contentsMargins()
        return self.width() - margins.left() - margins.right()

    def empty(self) -> None:
        """Nothing is shown, and nothing is waited for."""
        self.is_computing = False
        self.took.clear()
        self.view.show_picture(QImage())
        self.view.show_overlay(QImage())
        self._name_it()

    def compute(self) -> None:
        """The last map goes: it is another image's."""
        self.view.show_overlay(QImage())
        self.is_computing = True
        self.view.turn(0.0)
        self.took.clear()
        self._name_it()

    def show_map(self, overlay: QImage, ms: float, *, has_fixed_scale: bool) -> None:
        self.is_computing = False
        self.view.show_overlay(overlay)
        self.took.setText(_milliseconds(ms))
        self.took.setToolTip(
            self.tr("The same scale for every part: heat speaks for a defect.")
            if has_fixed_scale
            else self.tr("The hottest place of this part is full heat, even on a good part.")
        )
        self._name_it()

    def say(self, why: str) -> None:
        self.is_computing = False
        self.took.clear()
        self.view.say(sentence(why))
        self.view.setToolTip(why)
        self._name_it()

    def _name_it(self) -> None:
        self._fit_title()
        said = self.tr("computing") if self.is_computing else self.view.words or self.took.text()
        self.view.setAccessibleName(": ".join(each for each in (self._title, said) if each))


def _milliseconds(ms: float) -> str:
    return f"{count(round(ms))}\N{NARROW NO-BREAK SPACE}ms" if ms >= 100 else milliseconds(ms)
