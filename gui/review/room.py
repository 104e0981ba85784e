"""Who has which room on the page: the figures, the wall, one image large."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QWidget

_WIDE_PX = 1202
_GAP_PX = 12


class Room(QWidget):
    """Side by side where there is room for all, else the figures in the place of the image."""

    def __init__(
        self, figures: QWidget, wall: QWidget, large: QWidget, figures_wished: QPushButton
    ) -> None:
        """`figures_wished` is checked where a person, or a wide window, wants the figures."""
        super().__init__()
        self._figures, self._wall, self._large = figures, wall, large
        self._figures_wished = figures_wished
        self._is_wide: bool | None = None
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(_GAP_PX)
        for place, (widget, share) in enumerate(((wall, 3), (large, 2))):
            self._split.addWidget(widget)
            self._split.setStretchFactor(place, share)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP_PX)
        row.addWidget(figures)
        row.addWidget(self._split, 1)
        figures_wished.toggled.connect(lambda _: self._share())

    def give_all_to_image(self, on: bool) -> None:
        """Or the wall is back."""
        self._wall.setVisible(not on)
        self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = self.width() >= _WIDE_PX
        if is_wide is not self._is_wide:
            self._is_wide = is_wide
            self._figures_wished.setChecked(is_wide)
        self._share()

    def _share(self) -> None:
        shows_wall = self._wall.isVisibleTo(self._split)
        shows_figures = shows_wall and self._figures_wished.isChecked()
        self._figures.setVisible(shows_figures)
        self._large.setVisible(self._is_wide is True or not shows_figures)
