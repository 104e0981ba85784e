"""What is done with the models of a home: asked about first, then carried out on a thread."""

from __future__ import annotations

import importlib.util
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from gui.models.foreign_dialog import ForeignDialog
from gui.models.shelf import ModelShelf
from gui.models.suffixes import KERAS_SUFFIXES
from gui.pages import Surroundings
from gui.widgets.errand import Errand, Work
from gui.widgets.question import Question
from gui.words import sentence
from inference.models.store import ModelStore, StoredModel
from inference.package import PackageError, package_of


@dataclass(frozen=True, slots=True)
class _Done:
    said: str
    brought: Path | None = None


class ModelActs(QObject):
    """One after the other, in the order asked for; how each went is told."""

    changed = Signal(object)
    """What lies on the disk may be another now. The place of what was brought in, or None."""

    def __init__(self, parent: QWidget, around: Surroundings) -> None:
        super().__init__(parent)
        self._window = parent
        self._bridge = around.bridge
        self._models = around.home.models
        self._store = ModelStore(around.home)
        self._notifications = around.notifications
        self._waiting: deque[Work] = deque()
        self._errand = Errand("change models", self, (PackageError, OSError))
        self._errand.answered.connect(self._say_done)
        self._errand.failed.connect(self._refuse)

    @property
    def is_running(self) -> bool:
        return self._errand.is_running

    def close_down(self) -> None:
        self._waiting.clear()
        self._errand.cancel()

    def ask_release(self, model: StoredModel) -> None:
        words = self.tr(
            "It takes the place of {old} between two parts; the line does not stop. "
            "Roll back brings {old} back with one click."
        ).format(old=self._bridge.snapshot.model_id or self.tr("no model"))
        title = self.tr("Put {new} on the line?").format(new=model.model_id)
        self._ask(title, words, self.tr("Release"), lambda: self._bridge.set_model(model.path))

    def ask_delete(self, model: StoredModel, shelf: ModelShelf) -> None:
        words = self.tr("Its folder is removed from this computer. It can't be brought back.")
        if shelf.target is not None and shelf.target.path == model.path:
            words = self.tr(
                "A roll back would bring it back: without it, a roll back goes to what judged "
                "before it. Its folder is removed from this computer."
            )
        title = self.tr("Delete {model}?").format(model=model.model_id)
        self._ask(title, words, self.tr("Delete"), lambda: self._delete(model))

    def _delete(self, model: StoredModel) -> None:
        # Asked anew: while the question stood, the line may have got another model.
        if model.path == self._bridge.settings.model:
            self._refuse(self.tr("{model} is on the line now").format(model=model.model_id))
            return
        said = self.tr("{model} is deleted").format(model=model.model_id)
        self._queue(partial(_delete, self._store, model, said))

    def choose_package(self) -> None:
        pattern = self.tr("Models (manifest.json *.zip *.keras *.h5 *.hdf5)")
        title = self.tr("Import a model package or a Keras model")
        dialog = QFileDialog(self._window, title, "", pattern)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda chosen: self.bring_in(package_of(Path(chosen))))
        dialog.open()

    def bring_in(self, package: Path) -> None:
        """Check a package and copy it into the home. A Keras file is asked about first."""
        if package.suffix.lower() in KERAS_SUFFIXES:
            self._ask_about(package)
            return
        said = self.tr("{model} is imported").format(model=package.name)
        self._queue(partial(_take_in, self._store, package.absolute(), said))

    def _ask_about(self, file: Path) -> None:
        """A model from elsewhere needs what only the engineer knows, and the trainer's parts."""
        if importlib.util.find_spec("tensorflow") is None:
            self._refuse(self.tr("Keras models are imported where the trainer is installed"))
            return
        dialog = ForeignDialog(self._window, file, self._models)
        dialog.imported.connect(self._say_imported)
        dialog.open()

    def _say_imported(self, package: object) -> None:
        assert isinstance(package, Path)
        self._tell(_Done(self.tr("{model} is imported").format(model=package.name), package))

    def choose_export(self, model: StoredModel) -> None:
        title, name = self.tr("Export as"), f"{model.model_id}.zip"
        dialog = QFileDialog(self._window, title, name, "*.zip")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("zip")
        dialog.fileSelected.connect(lambda chosen: self.export_to(model, Path(chosen)))
        dialog.open()

    def export_to(self, model: StoredModel, place: Path) -> None:
        """As a zip. Raises nothing: what goes wrong is told."""
        said = self.tr("Exported to {place}").format(place=place)
        self._queue(partial(_export, self._store, model, place, said))

    def _ask(self, title: str, words: str, yes: str, do: Callable[[], None]) -> None:
        Question(self._window, title, words, yes, do).open()

    # One after the other

    def _queue(self, work: Work) -> None:
        self._waiting.append(work)
        self._go_on()

    def _go_on(self) -> None:
        if self._waiting and not self._errand.is_running:
            self._errand.begin(self._waiting.popleft())

    def _say_done(self, done: object) -> None:
        assert isinstance(done, _Done)
        self._tell(done)
        self._go_on()

    def _tell(self, done: _Done) -> None:
        self._notifications.tell(done.said)
        self.changed.emit(done.brought)

    def _refuse(self, why: str) -> None:
        self._notifications.tell(sentence(why), serious=True)
        self.changed.emit(None)
        self._go_on()


# On the thread: without a widget, which it may outlive.

_Say = Callable[[int, int], None]


def _take_in(store: ModelStore, package: Path, said: str, say: _Say) -> _Done:
    say(0, 0)
    return _Done(said, store.take_in(package))


def _export(store: ModelStore, model: StoredModel, place: Path, said: str, say: _Say) -> _Done:
    say(0, 0)
    store.export(model, place)
    return _Done(said)


def _delete(store: ModelStore, model: StoredModel, said: str, say: _Say) -> _Done:
    say(0, 0)
    store.delete(model)
    return _Done(said)
