"""What stands over the picture when it is not the picture of now."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QFont
from PySide6.QtWidgets import QFrame, QLabel, QSpacerItem, QVBoxLayout, QWidget

from gui.fonts import font
from gui.theme import Theme
from gui.widgets.action_button import ActionButton
from gui.widgets.marks import Mark
from gui.words import sentence, source_words
from inference.frame import UnreadableFrame
from inference.station.snapshot import SourceState, StationSnapshot, StationState
from inference.verdict import Inspection, Outcome

_START_PX = 68

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Notice:
    """A heading, what happened, what to do; and whether starting is what to do."""

    heading: str
    what: str = ""
    remedy: str = ""
    offers_start: bool = False


def notice(snapshot: StationSnapshot, shown: Inspection | None) -> Notice | None:
    """None: the picture is of now and speaks for itself."""
    if snapshot.finished:
        return None
    return _of_station(snapshot) or (of_part(shown) if shown else _empty(snapshot))


def _of_station(snapshot: StationSnapshot) -> Notice | None:
    if snapshot.state is StationState.OFFLINE:
        return _wrong_settings(snapshot) if snapshot.problem else _stopped()
    if snapshot.source_state is SourceState.RETRYING:
        return _lost(
            snapshot,
            translate("Notice", "The station tries again by itself and goes on when it is back."),
        )
    if snapshot.source_state is SourceState.FAILED:
        return _lost(snapshot, translate("Notice", "Then start again, or choose another source."))
    if snapshot.state is StationState.FAULT:
        return _fault(snapshot)
    return None


def of_part(shown: Inspection) -> Notice | None:
    """Why this part has no verdict; None when it has one."""
    if shown.verdict.outcome is not Outcome.FAULT:
        return None
    heading = (
        translate("Notice", "No picture of this part")
        if isinstance(shown.frame, UnreadableFrame)
        else translate("Notice", "This part could not be judged")
    )
    return Notice(heading, sentence(shown.verdict.error), sentence(shown.verdict.remedy))


def _stopped() -> Notice:
    what = translate("Notice", "No part is judged until the station is started.")
    return Notice(translate("Notice", "Stopped"), what, offers_start=True)


def _wrong_settings(snapshot: StationSnapshot) -> Notice:
    heading = translate("Notice", "The settings are wrong")
    return Notice(heading, sentence(snapshot.problem), sentence(snapshot.remedy))


def _fault(snapshot: StationSnapshot) -> Notice:
    heading = translate("Notice", "The station can't judge")
    what, remedy = sentence(snapshot.problem), sentence(snapshot.remedy)
    can_start = snapshot.source_state is SourceState.CLOSED
    return Notice(heading, what, remedy, offers_start=can_start)


def _lost(snapshot: StationSnapshot, then: str) -> Notice:
    remedy = sentence(snapshot.remedy)
    if "by itself" not in remedy:
        remedy = f"{remedy} {then}".strip()
    # Of which source they say themselves.
    return Notice(translate("Notice", "No frames come"), sentence(snapshot.problem), remedy)


def _empty(snapshot: StationSnapshot) -> Notice:
    source = source_words(snapshot.source)
    return Notice(
        translate("Notice", "Waiting for the first part"),
        translate("Notice", "Parts from {source} appear here as soon as they come.").format(
            source=source
        ),
        translate("Notice", "To judge other images, drop a folder on this window."),
    )


class NoticeCard(QFrame):
    """A card in the middle of the picture."""

    def __init__(self, parent: QWidget, theme: Theme, start: QAction) -> None:
        super().__init__(parent)
        self._over = parent
        self.setObjectName("notice")
        self._shown: Notice | None = None
        self._heading = _line("title", font(24, QFont.Weight.DemiBold))
        self._what = _line("", font(16, QFont.Weight.Medium))
        self._remedy = _line("explain", font(16))
        self.start_button = ActionButton(start, theme, Mark.PLAY, _START_PX)
        self.start_button.setObjectName("primary")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 24, 28, 24)
        layout.setSpacing(8)
        for widget in (self._heading, self._what, self._remedy):
            layout.addWidget(widget)
        self._gap = QSpacerItem(0, 0)
        layout.addItem(self._gap)
        layout.addWidget(self.start_button)
        self.hide()

    @property
    def shown(self) -> Notice | None:
        return self._shown

    def say(self, shown: Notice | None) -> None:
        if shown == self._shown:
            return
        self._shown = shown
        self.setVisible(shown is not None)
        if shown is not None:
            self._heading.setText(shown.heading)
            self._what.setText(shown.what)
            self._what.setVisible(bool(shown.what))
            self._remedy.setText(shown.remedy)
            self._remedy.setVisible(bool(shown.remedy))
            self.start_button.setVisible(shown.offers_start)
            self._gap.changeSize(0, 8 if shown.offers_start else 0)
            self.setAccessibleName(f"{shown.heading}. {shown.what} {shown.remedy}")
            self.place()

    def place(self) -> None:
        """In the middle of what it lies over, as high as its words need."""
        parent = self._over
        width = min(520, max(240, parent.width() - 32))
        layout = self.layout()
        height = layout.totalHeightForWidth(width) if layout else 0
        self.setFixedSize(width, max(height, 80))
        self.move((parent.width() - width) // 2, max(8, (parent.height() - self.height()) // 2))


def _line(name: str, its_font: QFont) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setFont(its_font)
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    return label
