"""Settings of the camera by product: saved under a name, loaded by it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QWidget

from inference.trial.product_file import product_path, products_in

translate = QCoreApplication.translate


class ProductBar(QWidget):
    """Type a name and save; choose one and load."""

    save_wanted = Signal(object)
    """A `Path`."""
    load_wanted = Signal(object)

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self.name = QComboBox()
        self.name.setEditable(True)
        self.name.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.name.setProperty("low", True)
        self.name.setAccessibleName(translate("Setup", "Product"))
        line = self.name.lineEdit()
        if line is not None:
            line.setPlaceholderText(translate("Setup", "Product"))
        self.save = _low(translate("Setup", "Save"))
        self.load = _low(translate("Setup", "Load"))
        self.save.clicked.connect(lambda: self.save_wanted.emit(self.path()))
        self.load.clicked.connect(lambda: self.load_wanted.emit(self.path()))
        self.name.editTextChanged.connect(lambda _: self._enable())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.name, 1)
        row.addWidget(self.save)
        row.addWidget(self.load)
        self.list_products()

    def path(self) -> Path:
        """Of the product whose name stands there."""
        return product_path(self._folder, self.name.currentText().strip())

    def list_products(self) -> None:
        """Those that are saved; what is typed stays."""
        typed = self.name.currentText()
        with QSignalBlocker(self.name):
            self.name.clear()
            self.name.addItems(products_in(self._folder))
            self.name.setEditText(typed)
        self._enable()

    def _enable(self) -> None:
        typed = self.name.currentText().strip()
        self.save.setEnabled(bool(typed))
        is_saved = self.name.findText(typed, Qt.MatchFlag.MatchFixedString) >= 0
        self.load.setEnabled(bool(typed) and is_saved)


def _low(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("low", True)
    return button
