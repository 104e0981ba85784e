"""How far a correction of many images is in the set: each file is read, which takes its time."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton

from gui.words import count

_PATIENCE_MS = 400
"""What is written sooner is not worth a bar that comes and goes."""
_BAR_PX = 220


class WritingBar(QFrame):
    """Hidden while nothing is written. `cancel` is the page's to connect."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.words = QLabel()
        self.words.setObjectName("explain")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(_BAR_PX)
        self.cancel = QPushButton(self.tr("Take it back"))
        self.cancel.setProperty("low", True)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 7, 12, 7)
        row.setSpacing(12)
        row.addWidget(self.words, 1)
        row.addWidget(self.bar)
        row.addWidget(self.cancel)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self.show)
        self.hide()

    def show_progress(self, done: int, of: int) -> None:
        """`of` 0: there is nothing more to write."""
        if not of:
            self._patience.stop()
            self.hide()
            return
        if self.isHidden() and not self._patience.isActive():
            self._patience.start()
        words = self.tr("Keeping the correction of {n} images: {done} are read.")
        self.words.setText(words.format(n=count(of), done=count(done)))
        self.bar.setRange(0, of)
        self.bar.setValue(done)
