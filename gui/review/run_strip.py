"""How far the review is: what is judged, how fast, how long yet, and what went wrong, in words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
)

from gui.review.run_words import rate_words, state_words, trouble_words
from gui.words import count
from inference.review.progress import Progress

_STEPS = 1000


class RunStrip(QFrame):
    """The buttons are the page's to connect."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._name = ""
        self.heading = QLabel()
        self.heading.setObjectName("className")
        self.heading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.words = QLabel()
        self.words.setObjectName("explain")
        self.words.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setRange(0, _STEPS)
        self.bar.setTextVisible(False)
        self.cancel = _button(self.tr("Cancel"))
        self.resume = _button(self.tr("Go on"))
        self.figures = _button(self.tr("Figures"))
        self.figures.setCheckable(True)
        self.figures.setToolTip(self.tr("Thresholds, and the folders against the model"))
        self.open_folder = _button(self.tr("Open folder..."))
        self.open_files = _button(self.tr("Open files..."))
        self.export = _button(self.tr("Export..."))
        self._lay_out()

    def _lay_out(self) -> None:
        said = QVBoxLayout()
        said.setSpacing(5)
        for widget in (self.heading, self.bar, self.words):
            said.addWidget(widget)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 9, 12, 10)
        row.setSpacing(8)
        row.addLayout(said, 1)
        row.addSpacing(8)
        buttons = (
            self.cancel, self.resume, self.figures, self.open_folder, self.open_files, self.export
        )  # fmt: skip
        for button in buttons:
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_paths(self, paths: Sequence[Path], model: str) -> None:
        """What is reviewed, and with which model."""
        names = [path.name or str(path) for path in paths[:3]]
        rest = len(paths) - len(names)
        more = self.tr(" and {n} more").format(n=count(rest)) if rest > 0 else ""
        self._name = self.tr("{names}, judged by {model}").format(
            names=", ".join(names) + more, model=model
        )
        self.heading.setToolTip("\n".join(str(path) for path in paths[:20]))
        self._elide()

    def show_progress(self, progress: Progress) -> None:
        whole = max(1, progress.found)
        known = progress.all_listed and progress.found > 0
        self.bar.setRange(0, _STEPS if known or progress.state.is_over else 0)
        self.bar.setValue(round(_STEPS * progress.judged / whole))
        self.bar.setVisible(not progress.state.is_over)
        trouble = trouble_words(progress)
        words = " \N{MIDDLE DOT} ".join(
            part for part in (state_words(progress), rate_words(progress), trouble) if part
        )
        if words != self.words.text():
            self.words.setText(words)
        self.cancel.setVisible(not progress.state.is_over)
        unfinished = progress.state.is_over and progress.judged < progress.found
        self.resume.setVisible(unfinished)
        self.export.setEnabled(progress.judged > 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        metrics = QFontMetrics(self.heading.font())
        room = max(80, self.heading.width())
        self.heading.setText(metrics.elidedText(self._name, Qt.TextElideMode.ElideMiddle, room))


def _button(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("low", True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
