"""A column that may be taller than its place."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


def scrolling(
    holder: QWidget | None = None, *, sideways: bool = False, only_words: bool = False
) -> QScrollArea:
    """Without a frame or a ground of its own. Up and down only, but for `sideways`.

    The keys go to what is in it; where there are `only_words`, they scroll it.
    """
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.viewport().setAutoFillBackground(False)
    if not sideways:
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.TabFocus if only_words else Qt.FocusPolicy.NoFocus)
    if holder is not None:
        holder.setObjectName("scrolled")
        area.setWidget(holder)
    return area
