"""The verdict of a reviewed image: the line's banner, with room for one line below its word."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF

from gui.live.banner import Banner, detail_font


class LowBanner(Banner):
    """A long name gives way at its end; the accessible name has all of it."""

    def _detail(self, room: float) -> str:
        at_end = Qt.TextElideMode.ElideRight
        return QFontMetricsF(detail_font()).elidedText(self.state.detail, at_end, room)
