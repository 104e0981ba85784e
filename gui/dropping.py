"""What was dropped on the window, and what it could be meant for. A person is asked which."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QMimeData, Qt
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.operations import Operations
from inference.package import MANIFEST
from inference.sources.settings import FilesSettings, FolderSettings

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that can be done with it."""

    text: str
    do: Callable[[], None]


def local_paths(dropped: QMimeData) -> tuple[Path, ...]:
    """The files and folders of this machine in a drop."""
    return tuple(Path(url.toLocalFile()) for url in dropped.urls() if url.isLocalFile())


def offers(paths: Sequence[Path], operations: Operations) -> list[Offer]:
    """The most likely first."""
    only = paths[0] if len(paths) == 1 else None
    if only is not None and _is_package(only):
        model = translate("Dropping", "Judge with this model from now on")
        return [Offer(model, lambda: operations.use_model(only))]
    judge = Offer(
        translate("Dropping", "Judge these images once"),
        lambda: operations.use_source(FilesSettings(paths=tuple(paths))),
    )
    if only is None or not only.is_dir():
        return [judge]
    watch = Offer(
        translate("Dropping", "Watch this folder: judge what lies there and what comes"),
        lambda: operations.use_source(FolderSettings(path=only)),
    )
    watch_new = Offer(
        translate("Dropping", "Watch this folder: judge only what comes from now on"),
        lambda: operations.use_source(FolderSettings(path=only, existing="new")),
    )
    if not any(path.is_dir() for path in only.iterdir()):
        return [watch, watch_new, judge]
    train = Offer(translate("Dropping", "Train on it"), lambda: operations.train_on(only))
    return [train, watch, watch_new, judge]


def _is_package(path: Path) -> bool:
    return path.suffix.lower() == ".zip" or (path / MANIFEST).is_file()


class DropQuestion(QDialog):
    """Asks what the drop was meant for. Closing it does nothing."""

    def __init__(self, parent: QWidget, paths: Sequence[Path], choices: Sequence[Offer]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Dropped on the window"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(10)
        what = paths[0].name if len(paths) == 1 else self.tr("{n} files").format(n=len(paths))
        title = QLabel(what)
        title.setObjectName("title")
        layout.addWidget(title)
        self.buttons = [self._button(choice) for choice in choices]
        self.buttons[0].setDefault(True)
        cancel = QPushButton(self.tr("Do nothing"))
        cancel.clicked.connect(self.reject)
        for button in (*self.buttons, cancel):
            layout.addWidget(button)
        self.setMinimumWidth(480)

    def _button(self, choice: Offer) -> QPushButton:
        button = QPushButton(choice.text)
        button.clicked.connect(self.accept)
        button.clicked.connect(choice.do)
        return button
