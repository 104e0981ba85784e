"""How large the image is shown, and the way to its actual size and back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from gui.review.zoom_view import ZoomView

_WIDTH_PX = 72


class ZoomButton(QPushButton):
    """Says the percent of one view; a click is 1:1, another one the whole image."""

    def __init__(self, view: ZoomView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self.setProperty("low", True)
        self.setCheckable(True)
        self.setFixedWidth(_WIDTH_PX)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setToolTip(self.tr("Actual size, 1:1, or the whole image (Z)"))
        self.clicked.connect(self._zoom)
        view.scaled.connect(self._follow)
        self._follow()

    def _zoom(self) -> None:
        if self._view.is_actual:
            self._view.show_all()
        else:
            self._view.show_actual()
        self._follow()  # a click has turned it, also where nothing changes

    def _follow(self) -> None:
        scale = self._view.scale
        self.setVisible(scale > 0 and self.parent() is not None)
        shown = f"{100 * scale:.0f}" if scale >= 0.1 else f"{100 * scale:.1f}"
        self.setText(f"{shown}\N{NARROW NO-BREAK SPACE}%" if scale else "1:1")
        self.setAccessibleName(self.tr("Shown at {percent}").format(percent=self.text()))
        self.setChecked(self._view.is_actual)
