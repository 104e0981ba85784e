"""`main.py import-model` in a process of its own, as the window sees it."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QProcess, Signal

from inference.equipment import IS_PACKAGED
from inference.home import RESOURCES

_MAIN = RESOURCES.parent / "main.py"


def _program() -> list[str]:
    """Ourselves, in the form that has a standard output."""
    if not IS_PACKAGED:
        return [sys.executable, str(_MAIN)]
    console = Path(sys.executable).with_name("lineside-console.exe")
    return [str(console) if console.exists() else sys.executable]


class ForeignRun(QObject):
    """One at a time. Killed with the window; a package appears whole or not at all."""

    told = Signal(dict)
    """Each line that the command says: `event` and what belongs to it."""
    broke_down = Signal(str)
    """It ended without a last word."""

    def __init__(self) -> None:
        super().__init__(QCoreApplication.instance())
        self._process = QProcess(self)
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._ended)
        self._process.errorOccurred.connect(self._failed)
        self._last = ""

    @property
    def is_running(self) -> bool:
        return self._process.state() is not QProcess.ProcessState.NotRunning

    def begin(self, words: Sequence[str]) -> None:
        """`words` stand behind `import-model`."""
        self._last = ""
        program, *main = _program()
        self._process.start(program, [*main, "import-model", *words, "--json"])

    def end(self) -> None:
        """Nobody waits for it any more. It outlives its dialog until the killed process is gone."""
        self.blockSignals(True)
        if not self.is_running:
            self.deleteLater()
            return
        self._process.finished.connect(self.deleteLater)
        self._process.kill()

    def _read(self) -> None:
        while self._process.canReadLine():
            line = bytes(self._process.readLine().data()).decode("utf-8", "replace")
            try:
                event = json.loads(line)
            except ValueError:
                continue
            self._last = str(event.get("event"))
            self.told.emit(event)

    def _ended(self) -> None:
        self._read()
        if self._last not in ("looked", "finished", "refused"):
            said = bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace")
            lines = said.strip().splitlines()
            self.broke_down.emit(lines[-1] if lines else self.tr("the import broke down"))

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self.broke_down.emit(self._process.errorString())
