"""The middle of Setup: the live picture, what is to be said of it, focus and light."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.setup.camera_desk import CameraDesk
from gui.setup.focus_card import FocusCard
from gui.setup.live_view import LiveView
from gui.theme import Theme
from gui.words import sentence
from inference.trial.trial import TrialState, TrialStatus

translate = QCoreApplication.translate
_FACTS_FROM_PX = 480
_ROW_PX = 38
"""That of its button: without one the picture stays where it is."""


class PictureColumn(QWidget):
    """Shows what the desk has. `live_wanted`: begin or end the live picture."""

    live_wanted = Signal(bool)

    def __init__(self, theme: Theme, desk: CameraDesk) -> None:
        super().__init__()
        self._desk = desk
        self.title = QLabel()
        self.title.setObjectName("title")
        self.title.setMinimumSize(60, _ROW_PX)
        self.facts = QLabel()
        self.facts.setObjectName("explain")
        self.live = QPushButton(translate("Setup", "Live picture"))
        self.live.setCheckable(True)
        self.live.setProperty("low", True)
        self.live.clicked.connect(self.live_wanted)
        self.view = LiveView(theme)
        self.notice = QLabel()
        self.notice.setObjectName("figure")
        self.notice.setWordWrap(True)
        self.notice.hide()
        self.focus = FocusCard(theme)
        self.focus.marks_wanted.connect(self.view.set_marks)
        self._lay_out()
        desk.changed.connect(self.show_desk)

    def show_camera(self, title: str, *, has_picture: bool) -> None:
        """Another source was chosen."""
        self.show_title(title)
        self.live.setVisible(has_picture)
        self.focus.begin_anew()
        self.show_desk()

    def show_title(self, title: str) -> None:
        """What the source is called; whole in the tool tip."""
        self.title.setText(title)
        self.title.setToolTip(title)

    def show_desk(self) -> None:
        """Its newest picture, or why there is none."""
        status = self._desk.status
        look = status.look if status else None
        self.live.setChecked(status is not None)
        self.view.show_look(look, self._words(status))
        self.focus.show_look(look)
        self.facts.setText(_facts(status) if status else "")
        self._say(self._notice(status))

    def _words(self, status: TrialStatus | None) -> str:
        if status is None:
            if self.live.isHidden():
                return translate("Setup", "Only a camera has a live picture.")
            return translate("Setup", "Press “Live picture” to see it.")
        if status.problem is not None:
            return f"{sentence(status.problem)}\n{sentence(status.remedy)}"
        if self._desk.is_line:
            return translate("Setup", "Waiting for the line's next part.")
        if self._desk.is_silent:
            return translate("Setup", "No picture comes. Is the camera busy, or its cable loose?")
        return translate("Setup", "Opening the camera...")

    def _notice(self, status: TrialStatus | None) -> str:
        if status is None:
            return ""
        if self._desk.is_line:
            words = translate(
                "Setup",
                "{line} uses this camera: these are its pictures. Stop it to read the features.",
            )
            return words.format(line=self._desk.line_name or translate("Setup", "The line"))
        failed = status.state is TrialState.FAILED or self._desk.is_silent
        return self._words(status).replace("\n", " ") if failed and status.look else ""

    def _say(self, words: str) -> None:
        if words != self.notice.text():
            self.notice.setText(words)
            self.notice.setVisible(bool(words))

    def resizeEvent(self, _: QResizeEvent) -> None:
        self.facts.setVisible(self.width() >= _FACTS_FROM_PX)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.title, 1)
        row.addWidget(self.facts)
        row.addWidget(self.live)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(row)
        layout.addWidget(self.notice)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.focus)


def _facts(status: TrialStatus) -> str:
    look = status.look
    if look is None:
        return ""
    facts = f"{look.width_px} \N{MULTIPLICATION SIGN} {look.height_px} px · {look.bits} bit"
    return facts if status.rate_hz is None else f"{facts} · {status.rate_hz:.1f}/s"
