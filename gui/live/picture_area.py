"""The picture, and what stands over it: a notice in the middle, a chip at the top."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from gui.live.picture import Picture
from gui.live.picture_notice import NoticeCard, notice, of_part
from gui.live.previews import Previews
from gui.theme import Theme
from gui.words import part_time
from inference.station.snapshot import StationSnapshot
from inference.verdict import Inspection


class PictureArea(QWidget):
    """Decides, with `notice`, whether the picture may pass for the picture of now."""

    def __init__(self, theme: Theme, previews: Previews, start: QAction) -> None:
        super().__init__()
        self.picture = Picture(theme, previews)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.picture)
        self.card = NoticeCard(self, theme, start)
        self.chip = QLabel(self)
        self.chip.setObjectName("chip")
        self.chip.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.chip.hide()

    def show_state(
        self, snapshot: StationSnapshot, shown: Inspection | None, looking_back: bool
    ) -> None:
        """Show the part, and say so when it is not the part of now."""
        self.picture.show_inspection(shown)
        said = of_part(shown) if looking_back and shown else notice(snapshot, shown)
        self.card.say(said)
        self.picture.set_dimmed(said is not None)
        self.picture.set_framed(looking_back)
        self._show_chip(self._chip_text(snapshot, shown, looking_back))

    def _chip_text(
        self, snapshot: StationSnapshot, shown: Inspection | None, looking_back: bool
    ) -> str:
        if looking_back and shown is not None:
            words = self.tr("Looking at part {time}  ·  press Esc for live")
            return words.format(time=part_time(shown))
        if snapshot.held and self.card.shown is None:
            return self.tr("On hold  ·  press Space to go on")
        return ""

    def _show_chip(self, text: str) -> None:
        if text != self.chip.text():
            self.chip.setText(text)
            self.chip.setVisible(bool(text))
            self._place_chip()

    def _place_chip(self) -> None:
        self.chip.adjustSize()
        self.chip.move((self.width() - self.chip.width()) // 2, 12)

    def resizeEvent(self, _: QResizeEvent) -> None:
        self._place_chip()
        self.card.place()
