"""Import of a Keras model from elsewhere: looked at first, then asked for what it can't tell."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui.models.class_folders import class_names
from gui.models.foreign_run import ForeignRun
from gui.widgets.errand import Errand
from gui.words import sentence

_WIDTH = 620


class ForeignDialog(QDialog):
    """`imported` brings the package's place in the home."""

    imported = Signal(object)

    def __init__(self, parent: QWidget, file: Path, models: Path) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Import a Keras model"))
        self._file, self._models = file, models
        self._data: Path | None = None
        self._look: dict[str, Any] = {}
        self.run = ForeignRun()
        self.reading = Errand("class folders", self, (OSError,))
        self.said = QLabel(self.tr("Looking inside without loading it..."))
        self.said.setObjectName("explain")
        self.said.setWordWrap(True)
        self.form = QWidget()
        self.name = QLineEdit(file.stem)
        self.labels = QLineEdit()
        self.labels.setPlaceholderText("def_front, ok_front")
        self.good = QComboBox()
        self.rescale = QComboBox()
        self.image_size = QLineEdit("300x300")
        self.data = QPushButton(self.tr("Choose class folders..."))
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.do = QPushButton(self.tr("Import"))
        self.do.setObjectName("primary")
        self.close_button = QPushButton(self.tr("Close"))
        for button in (self.data, self.close_button):
            button.setAutoDefault(False)
        self._lay_out()
        self._connect()
        self.form.hide()
        self.do.setEnabled(False)
        self.run.begin([str(file), "--look"])

    def _lay_out(self) -> None:
        self.rescale.addItem(self.tr("0..1: divided by 255, the usual"), "0..1")
        self.rescale.addItem(self.tr("-1..1: divided by 127.5, less 1"), "-1..1")
        self.rescale.addItem(self.tr("0..255: nothing"), "0..255")
        self._rows = QFormLayout(self.form)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setVerticalSpacing(10)
        self._rows.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._rows.addRow(self.tr("Name"), self.name)
        self._rows.addRow(self.tr("Images to try it on"), self.data)
        self._rows.addRow(self.tr("Labels, in the model's order"), self.labels)
        self._rows.addRow(self.tr("The good one"), self.good)
        self._rows.addRow(self.tr("Values 0 to 255 became"), self.rescale)
        self._rows.addRow(self.tr("Size, height x width"), self.image_size)
        title = QLabel(self._file.name)
        title.setObjectName("title")
        title.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.do)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(14)
        for widget in (title, self.said, self.form, self.progress):
            layout.addWidget(widget)
        layout.addLayout(buttons)
        self.setMinimumWidth(_WIDTH)

    def _connect(self) -> None:
        self.destroyed.connect(self.run.end)
        self.run.told.connect(self._hear)
        self.run.broke_down.connect(self._refuse)
        self.labels.textChanged.connect(self._follow_labels)
        self.good.currentIndexChanged.connect(lambda: self.do.setEnabled(self._is_told()))
        self.data.clicked.connect(self.choose_data)
        self.reading.answered.connect(self._suggest_labels)
        self.reading.failed.connect(self._refuse_data)
        self.do.clicked.connect(self.begin)
        self.close_button.clicked.connect(self.close)

    # What the engineer does

    def choose_data(self) -> None:
        dialog = QFileDialog(self, self.tr("A folder of class folders"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda chosen: self.use_data(Path(chosen)))
        dialog.open()

    def use_data(self, folder: Path) -> None:
        """Its class folders, sorted as Keras sorts them, are most likely the labels."""
        self._data = folder
        self.data.setText(folder.name)
        self.reading.begin(lambda _: class_names(folder))

    def _suggest_labels(self, names: object) -> None:
        assert isinstance(names, list)
        if len(names) == self._look.get("labels"):
            self.labels.setText(", ".join(names))

    def begin(self) -> None:
        """In a process of its own, into the home."""
        self._show_running(True)
        self.said.setText(self.tr("Importing..."))
        self.run.begin(self.words())

    def words(self) -> list[str]:
        """What stands behind `import-model`."""
        out = self._models / f"{self.name.text().strip(' .')}-{uuid.uuid4().hex[:8]}"
        words = [str(self._file), "--name", self.name.text(), "--out", str(out)]
        words += ["--labels", ",".join(self._label_names()), "--good", self.good.currentText()]
        if self._look.get("rescale") is None:
            words.append(f"--rescale={self.rescale.currentData()}")
        if self._look.get("size") is None:
            words += ["--size", self.image_size.text().replace(" ", "")]
        return words if self._data is None else [*words, "--data", str(self._data)]

    def closeEvent(self, event: QCloseEvent) -> None:
        self.reading.cancel()
        self.run.end()
        super().closeEvent(event)

    def reject(self) -> None:
        """Escape closes as the button does."""
        self.close()

    # What comes of it

    def _hear(self, event: dict[str, Any]) -> None:
        match event.get("event"):
            case "looked":
                self._show_look(event)
            case "step" | "warning":
                self.said.setText(sentence(str(event["words"])))
            case "refused":
                self._refuse(str(event["error"]))
            case "finished":
                self.imported.emit(Path(str(event["package"])))
                self.close()

    def _show_look(self, look: dict[str, Any]) -> None:
        self._look = look
        labels = self.tr("It needs {n} labels. Keras sorts the folder names that it learnt from.")
        self.said.setText(f"{sentence(str(look['words']))} {labels.format(n=look['labels'])}")
        self._rows.setRowVisible(self.rescale, look["rescale"] is None)
        self._rows.setRowVisible(self.image_size, look["size"] is None)
        self.form.show()
        self._show_running(False)

    def _refuse_data(self, why: str) -> None:
        self._data = None
        self.data.setText(self.tr("Choose class folders..."))
        self.said.setText(sentence(why))

    def _refuse(self, why: str) -> None:
        self.said.setText(sentence(why))
        self._show_running(False)

    def _show_running(self, running: bool) -> None:
        self.progress.setVisible(running)
        self.form.setEnabled(not running)
        self.do.setEnabled(not running and self._is_told())

    def _label_names(self) -> list[str]:
        return [name.strip() for name in self.labels.text().split(",") if name.strip()]

    def _follow_labels(self) -> None:
        kept = self.good.currentText()
        names = self._label_names()
        self.good.clear()
        self.good.addItems(names)
        likely = [name for name in names if name.lower().startswith("ok")]
        chosen = kept if kept in names else next(iter(likely), "")
        self.good.setCurrentIndex(names.index(chosen) if chosen else -1)
        self.do.setEnabled(self._is_told())

    def _is_told(self) -> bool:
        fits = bool(self._look) and len(self._label_names()) == self._look["labels"]
        return fits and self.good.currentIndex() >= 0
