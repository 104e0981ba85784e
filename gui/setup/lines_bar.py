"""Which of several lines is set up here; one more, or one less."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QWidget

from inference.station.settings import LONGEST_LINE_NAME

translate = QCoreApplication.translate


class LinesBar(QWidget):
    """With one line there is only the button for another. `name` is placed by who makes it."""

    picked = Signal(int)
    """The number of a line, from 0."""
    renamed = Signal(str)
    """Of the line that is picked."""
    added = Signal()
    removed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.name = QComboBox()
        self.name.setEditable(True)
        self.name.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.name.setProperty("low", True)
        self.name.setAccessibleName(translate("Setup", "Line"))
        self.name.setToolTip(translate("Setup", "Pick a line; type to give it another name"))
        self.name.setMinimumContentsLength(6)
        self.name.activated.connect(self.picked)
        self.add = _low(translate("Setup", "Add a line"))
        self.add.setToolTip(translate("Setup", "A camera more on this computer, with one model"))
        self.add.clicked.connect(self.added)
        self.remove = _low(translate("Setup", "Remove"))
        self.remove.clicked.connect(self.removed)
        edit = self.name.lineEdit()
        if edit is not None:
            edit.setMaxLength(LONGEST_LINE_NAME)
            edit.editingFinished.connect(self._rename)
        self._names: tuple[str, ...] = ()
        self._chosen = 0
        self._lay_out()

    def show_lines(self, names: tuple[str, ...], chosen: int) -> None:
        """`names` from the first on; `chosen`: the number of the one that is set up."""
        if (names, chosen) == (self._names, self._chosen):
            return
        self._names, self._chosen = names, chosen
        several = len(names) > 1
        self.name.setVisible(several)
        self.remove.setVisible(several)
        # The first holds the station's records open for the others.
        self.remove.setEnabled(chosen > 0)
        with QSignalBlocker(self.name):
            self.name.clear()
            self.name.addItems(names)
            self.name.setCurrentIndex(chosen)

    def _rename(self) -> None:
        typed = self.name.currentText().strip()
        if len(self._names) > 1 and typed not in (*self._names, ""):
            self.renamed.emit(typed)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.add, 1)
        row.addWidget(self.remove)
        self.name.hide()
        self.remove.hide()


def _low(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("low", True)
    return button
