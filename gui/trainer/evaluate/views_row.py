"""Several views of one thing: their names in a row, one of them below."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gui.widgets.scrolling import scrolling


class ViewsRow(QWidget):
    """The first is shown first."""

    def __init__(self, views: Mapping[str, QWidget]) -> None:
        super().__init__()
        self._stack = QStackedWidget()
        self.buttons: dict[QWidget, QPushButton] = {}
        self._areas: dict[QWidget, QScrollArea] = {}
        group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(4)
        for name, view in views.items():
            button = QPushButton(name)
            button.setObjectName("view")
            button.setCheckable(True)
            group.addButton(button)
            row.addWidget(button)
            # On a small screen a view keeps its size.
            self._areas[view] = area = scrolling(view, sideways=True)
            self._stack.addWidget(area)
            self.buttons[view] = button
            button.clicked.connect(lambda _=False, view=view: self.open(view))
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(row)
        layout.addWidget(self._stack, 1)
        self.open(next(iter(views.values())))

    @property
    def shown(self) -> QWidget | None:
        area = self._stack.currentWidget()
        return area.widget() if isinstance(area, QScrollArea) else None

    def open(self, view: QWidget) -> None:
        self.buttons[view].setChecked(True)
        self._stack.setCurrentWidget(self._areas[view])

    def set_enabled(self, view: QWidget, why_not: str, *, enabled: bool) -> None:
        """A view that is shut and shown gives way to the first that is not."""
        self.buttons[view].setEnabled(enabled)
        self.buttons[view].setToolTip("" if enabled else why_not)
        if not enabled and self.shown is view:
            open_ones = (one for one, button in self.buttons.items() if button.isEnabled())
            self.open(next(open_ones, view))
