"""What was dropped on the window: images are reviewed at once, a model is asked about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QMimeData, QObject, Qt
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.models.suffixes import KERAS_SUFFIXES
from gui.operations import Operations
from gui.widgets.late import Late
from inference.equipment import TRAINER, why_unavailable
from inference.package import MANIFEST, is_zip
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


@dataclass(frozen=True, slots=True)
class Dropped:
    """What lies there. `only`: the one thing that was dropped, where it was one."""

    paths: tuple[Path, ...]
    only: Path | None
    is_package: bool = False
    is_folder: bool = False
    has_folders: bool = False


def look_at(paths: Sequence[Path]) -> Dropped | OSError:
    """Takes as long as the disk or the network does, and raises nothing of theirs."""
    only = paths[0] if len(paths) == 1 else None
    if only is None:
        return Dropped(tuple(paths), None)
    try:
        # Listed and not only asked for: a folder without the right to be read says so here.
        inside = list(only.iterdir()) if only.is_dir() else None
        has_folders = any(path.is_dir() for path in inside or ())
        return Dropped((only,), only, _is_package(only), inside is not None, has_folders)
    except OSError as error:
        return error


def offers(dropped: Dropped, operations: Operations) -> list[Offer]:
    """The most likely first."""
    only = dropped.only
    if only is not None and only.suffix.lower() in KERAS_SUFFIXES:
        bring_in = translate("Dropping", "Import this Keras model")
        return [Offer(bring_in, lambda: operations.bring_in_model(only))]
    if only is not None and dropped.is_package:
        release = translate("Dropping", "Judge with this model from now on")
        bring_in = translate("Dropping", "Keep it among the models; the line goes on with its own")
        return [
            Offer(release, lambda: operations.use_model(only)),
            Offer(bring_in, lambda: operations.bring_in_model(only)),
        ]
    judge = Offer(
        translate("Dropping", "Judge them on the line"),
        lambda: operations.use_source(FilesSettings(paths=dropped.paths)),
    )
    if only is None or not dropped.is_folder:
        return [judge]
    watch = Offer(
        translate("Dropping", "Watch this folder"),
        lambda: operations.use_source(FolderSettings(path=only)),
    )
    watch_new = Offer(
        translate("Dropping", "Watch only what comes"),
        lambda: operations.use_source(FolderSettings(path=only, existing="new")),
    )
    if not dropped.has_folders or why_unavailable(TRAINER):
        return [watch, watch_new, judge]
    train = Offer(translate("Dropping", "Train on it"), lambda: operations.train_on(only))
    return [train, watch, watch_new, judge]


def _is_package(path: Path) -> bool:
    return is_zip(path) or path.suffix.lower() in KERAS_SUFFIXES or (path / MANIFEST).is_file()


class Drop(QObject):
    """Reviews what was dropped, and offers what else it may be meant for; asks about a model.

    What lies there is looked at beside the window: it may lie on a share that sleeps.
    """

    def __init__(self, parent: QWidget, paths: Sequence[Path], operations: Operations) -> None:
        super().__init__(parent)
        self._parent = parent
        self._paths = paths
        self._operations = operations
        self._is_model = Late(partial(_is_model, paths), self)
        self._is_model.done.connect(self._open)
        self._look = Late(partial(look_at, paths), self)
        self._look.done.connect(self._offer)

    def begin(self) -> None:
        if self._paths:
            self._is_model.begin()

    def _open(self, is_model: object) -> None:
        if is_model:
            DropQuestion(self._parent, self._paths, self._operations).open()
            self.deleteLater()
            return
        self._operations.review(self._paths)
        self._look.begin()

    def _offer(self, found: Dropped | OSError) -> None:
        """What can't be read is said by the review itself."""
        if isinstance(found, Dropped):
            self._operations.offer(offers(found, self._operations))
        self.deleteLater()


def _is_model(paths: Sequence[Path]) -> bool:
    return len(paths) == 1 and _is_package(paths[0])


class DropQuestion(QDialog):
    """Asks what the drop was meant for. Closing it does nothing."""

    def __init__(self, parent: QWidget, paths: Sequence[Path], operations: Operations) -> None:
        super().__init__(parent)
        self._operations = operations
        self.buttons: list[QPushButton] = []
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Dropped on the window"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(10)
        what = paths[0].name if len(paths) == 1 else self.tr("{n} files").format(n=len(paths))
        title = QLabel(what)
        title.setObjectName("title")
        layout.addWidget(title)
        self.said = QLabel(self.tr("Looking at what it is..."))
        self.said.setObjectName("explain")
        self.said.setWordWrap(True)
        layout.addWidget(self.said)
        self._choices = QVBoxLayout()
        self._choices.setSpacing(10)
        layout.addLayout(self._choices)
        cancel = QPushButton(self.tr("Do nothing"))
        cancel.clicked.connect(self.reject)
        layout.addWidget(cancel)
        self.setMinimumWidth(480)
        self._late = Late(partial(look_at, paths), self)
        self._late.done.connect(self._offer)
        self._late.begin()

    def _offer(self, found: Dropped | OSError) -> None:
        if isinstance(found, OSError):
            why = found.strerror or str(found)
            self.said.setText(
                self.tr("It can't be read: {why}. Check that it is there and may be read.").format(
                    why=why[:1].lower() + why[1:]
                )
            )
            return
        self.said.hide()
        self.buttons = [self._button(choice) for choice in offers(found, self._operations)]
        self.buttons[0].setDefault(True)
        for button in self.buttons:
            self._choices.addWidget(button)

    def _button(self, choice: Offer) -> QPushButton:
        button = QPushButton(choice.text)
        button.clicked.connect(self.accept)
        button.clicked.connect(choice.do)
        return button
