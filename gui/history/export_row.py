"""The found parts into a file: a menu, a file dialog, a bar that can be stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QWidget,
)

from gui.history.desk import Desk, Trouble
from gui.notifications import Notifications
from gui.widgets.errand import Cancelled, Errand
from gui.words import counted
from inference.records.export import Exported, ExportError, export_parts
from inference.records.part_record import PartFilter, PartRecord
from inference.records.records import Records


class ExportRow(QWidget):
    """In sight only while an export runs."""

    wished = Signal(str, bool)
    """The file's suffix, and whether with pictures."""

    def __init__(self, desk: Desk, notifications: Notifications) -> None:
        super().__init__()
        self._desk = desk
        self._notifications = notifications
        self._file = Path()
        self._stopping = threading.Event()
        self.button = QPushButton(self.tr("Export"))
        self.button.setMenu(self._menu())
        self.words, self.bar = QLabel(), QProgressBar()
        self.words.setObjectName("explain")
        self.bar.setTextVisible(False)
        self.stop = QPushButton(self.tr("Cancel"))
        self.stop.setProperty("low", True)
        self.stop.clicked.connect(self._cancel)
        self.errand = Errand("export parts", self, (Trouble, ExportError))
        self.errand.progressed.connect(self._show_progress)
        self.errand.answered.connect(self._say_done)
        self.errand.failed.connect(self._say_failed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.words)
        row.addWidget(self.bar, 1)
        row.addWidget(self.stop)
        self.hide()

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        for words, suffix, pictures in (
            (self.tr("CSV..."), ".csv", False),
            (self.tr("JSON lines..."), ".jsonl", False),
            (self.tr("CSV with pictures..."), ".csv", True),
            (self.tr("JSON lines with pictures..."), ".jsonl", True),
        ):
            action = menu.addAction(words)
            action.triggered.connect(lambda _=False, s=suffix, p=pictures: self.wished.emit(s, p))
        return menu

    def choose_file(
        self,
        suffix: str,
        wanted: PartFilter,
        chosen: Sequence[PartRecord] | None,
        total: int,
        *,
        pictures: bool,
    ) -> None:
        """Ask where to. `chosen`: these parts only; None is for all that are wanted."""
        dialog = QFileDialog(self.window(), self.tr("Export parts"), f"parts{suffix}")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix.removeprefix("."))
        dialog.setNameFilter(f"*{suffix}")
        dialog.fileSelected.connect(
            lambda file: self.begin(Path(file), wanted, chosen, total, pictures=pictures)
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def begin(
        self,
        file: Path,
        wanted: PartFilter,
        chosen: Sequence[PartRecord] | None,
        total: int,
        *,
        pictures: bool,
    ) -> None:
        """Write them, on a thread."""
        self._file = file
        archive = self._desk.archive if pictures else None
        desk, stopping = self._desk, threading.Event()
        self._stopping = stopping

        def work(say: Callable[[int, int], None]) -> Exported | None:
            def say_or_stop(done: int) -> None:
                if stopping.is_set():
                    raise Cancelled
                say(done, total)

            def export(records: Records) -> Exported:
                parts = records.parts(wanted) if chosen is None else chosen
                return export_parts(parts, file, pictures_of=archive, say=say_or_stop)

            return desk.ask(export)

        self._show_progress(0, total)
        self.stop.setEnabled(True)
        self.show()
        self.button.setEnabled(False)
        self.errand.begin(work)

    def _show_progress(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(min(done, total))
        self.words.setText(counted(done, self.tr("1 part written"), self.tr("{n} parts written")))

    def _say_done(self, exported: object) -> None:
        self._end()
        if not isinstance(exported, Exported):
            if self._stopping.is_set():
                self._notifications.tell(self.tr("The export was cancelled; nothing was written"))
            return
        one, many = self.tr("1 part is in {file}"), self.tr("{n} parts are in {file}")
        said = counted(exported.parts, one, many, file=self._file.name)
        if exported.pictures or exported.without_picture:
            one, many = self.tr(", 1 with its picture"), self.tr(", {n} with their pictures")
            said += counted(exported.pictures, one, many)
        self._notifications.tell(said)

    def _say_failed(self, why: str) -> None:
        self._end()
        self._notifications.tell(self.tr("Not exported: {why}").format(why=why), serious=True)

    def _cancel(self) -> None:
        """It may be past its last step, and then it is written: told once it has ended."""
        self._stopping.set()
        self.stop.setEnabled(False)

    def _end(self) -> None:
        self.hide()
        self.button.setEnabled(True)

    def close_down(self) -> None:
        self.errand.cancel()
