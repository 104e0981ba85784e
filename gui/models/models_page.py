"""The Models tab: the table, what is known of the chosen one, and what can be done with it."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui.models.detail_pane import DetailPane
from gui.models.foreign_dialog import ForeignDialog
from gui.models.shelf import Details, Shelf, read_details, read_shelf
from gui.models.shelf_table import ShelfTable
from gui.models.side_by_side import SideBySide
from gui.models.suffixes import KERAS_SUFFIXES
from gui.pages import Surroundings
from gui.widgets.errand import Errand
from gui.widgets.question import Question
from gui.words import count, sentence
from inference.models.release_log import ReleaseLogError
from inference.models.store import ModelStore, StoredModel
from inference.package import PackageError, package_of

_EXPECTED = (PackageError, ReleaseLogError, OSError)
_LIST_SHARE, _PANE_SHARE = 9, 5


class ModelsPage(QWidget):
    """Reads on other threads; what it shows is what lies on the disk."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._bridge = around.bridge
        self._home = around.home
        self._store = ModelStore(around.home)
        self._notifications = around.notifications
        self._seen: object = None
        self._select_next: set[Path | None] = set()
        self._refused_at_check = False
        self.shelf: Shelf | None = None
        self.reading = Errand("read models", self, _EXPECTED)
        self.detailing = Errand("check model", self, _EXPECTED)
        self.doing = Errand("change models", self, _EXPECTED)
        self.title = _label("title")
        self.hint = _label("explain")
        self.table = ShelfTable()
        self.pane = DetailPane(around.theme)
        self.bring = QPushButton(self.tr("Import..."))
        self.compare = QPushButton(self.tr("Compare"))
        self.export = QPushButton(self.tr("Export..."))
        self.delete = QPushButton(self.tr("Delete..."))
        self.back = QPushButton(self.tr("Roll back"))
        self.release = QPushButton(self.tr("Release..."))
        self.release.setObjectName("primary")
        self._lay_out()
        self._connect()
        self._enable()

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.addWidget(self.title, 1)
        above.addWidget(self.bring)
        below = QHBoxLayout()
        below.setSpacing(10)
        for button in (self.compare, self.export, self.delete):
            below.addWidget(button)
        below.addStretch(1)
        left = QFrame()
        left.setObjectName("panel")
        column = QVBoxLayout(left)
        column.setContentsMargins(18, 12, 18, 16)
        column.setSpacing(10)
        column.addLayout(above)
        column.addWidget(self.table, 1)
        column.addWidget(self.hint)
        column.addLayout(below)
        acts = QHBoxLayout()
        acts.setSpacing(10)
        acts.addWidget(self.back, 1)
        acts.addWidget(self.release, 1)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(self.pane, 1)
        right.addLayout(acts)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(12)
        layout.addWidget(left, _LIST_SHARE)
        layout.addLayout(right, _PANE_SHARE)

    def _connect(self) -> None:
        self.reading.answered.connect(self._show_shelf)
        self.reading.failed.connect(self._say_trouble)
        self.detailing.answered.connect(self._show_details)
        self.doing.answered.connect(self._done)
        self.doing.failed.connect(self._refused)
        self.table.picked.connect(self._pick)
        self.bring.clicked.connect(self.choose_package)
        self.compare.clicked.connect(self.compare_two)
        self.export.clicked.connect(self.choose_export)
        self.delete.clicked.connect(self.ask_delete)
        self.release.clicked.connect(self.ask_release)
        self.back.clicked.connect(self._bridge.roll_back)

    # What it follows

    def refresh(self) -> None:
        """Reads the disk anew only when the line has another model."""
        now = (self._bridge.settings.model, self._bridge.snapshot.model_id)
        if now != self._seen:
            self._seen = now
            self.read_again()

    def read_again(self) -> None:
        active = self._bridge.settings.model
        self.reading.begin(lambda say: read_shelf(self._home, active, say))

    def close_down(self) -> None:
        for errand in (self.reading, self.detailing, self.doing):
            errand.cancel()

    def showEvent(self, _: object) -> None:
        """Other programs import and delete too."""
        self._seen = None

    def _show_shelf(self, shelf: object) -> None:
        assert isinstance(shelf, Shelf)
        self.shelf = shelf
        own = len(shelf.models) - 1
        self.title.setText(self.tr("Models"))
        self.hint.setText(
            self.tr("{n} in this home. Select two to compare them.").format(n=count(own))
            if own
            else self.tr(
                "Only the model that comes with the program is here. Train one, import a package, "
                "or drop one on the window."
            )
        )
        self.table.show_shelf(shelf)
        if self._select_next:
            self.table.select(self._select_next)
            self._select_next = set()
        self._pick()

    def _say_trouble(self, why: str) -> None:
        self.title.setText(self.tr("The models can't be listed"))
        self.hint.setText(sentence(why))

    # The chosen one

    @property
    def chosen(self) -> StoredModel | None:
        """The one that is selected alone, or first."""
        return next(iter(self.table.selected()), None)

    def _pick(self) -> None:
        model = self.chosen
        if model is not None and self.shelf is not None:
            self._refused_at_check = False
            self.pane.show_model(model, self.shelf)
            self.detailing.begin(lambda say: read_details(model, say))
        self._enable()

    def _show_details(self, details: object) -> None:
        assert isinstance(details, Details)
        if self.chosen is not None and details.model.path == self.chosen.path:
            self._refused_at_check = details.problem is not None
            self.pane.show_details(details)
            self._enable()

    def _enable(self) -> None:
        selected, shelf, model = self.table.selected(), self.shelf, self.chosen
        one = model is not None and len(selected) == 1 and shelf is not None
        active = one and shelf is not None and model is not None and shelf.is_active(model)
        usable = one and model is not None and model.problem is None and not self._refused_at_check
        self.compare.setEnabled(len(selected) == 2)
        self.export.setEnabled(usable)
        self.delete.setEnabled(bool(one and not active and model and model.path))
        self.release.setEnabled(usable and not active)
        target = shelf.target if shelf is not None else None
        self.back.setEnabled(target is not None)
        self.back.setToolTip(
            self.tr("Back to {model}").format(model=target.model_id)
            if target is not None
            else self.tr("Nothing was released before this one")
        )

    # What the engineer does

    def ask_release(self) -> None:
        model = self.chosen
        if model is None:
            return
        words = self.tr(
            "It takes the place of {old} between two parts; the line does not stop. "
            "Roll back brings {old} back with one click."
        ).format(old=self._bridge.snapshot.model_id or self.tr("no model"))
        title = self.tr("Put {new} on the line?").format(new=model.model_id)
        self._ask(title, words, self.tr("Release"), lambda: self._bridge.set_model(model.path))

    def ask_delete(self) -> None:
        model, shelf = self.chosen, self.shelf
        if model is None or shelf is None:
            return
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
            self._refused(self.tr("{model} is on the line now").format(model=model.model_id))
            return
        said = self.tr("{model} is deleted").format(model=model.model_id)
        self._do(lambda: self._store.delete(model), said)

    def choose_package(self) -> None:
        pattern = self.tr("Models (manifest.json *.zip *.keras *.h5 *.hdf5)")
        dialog = QFileDialog(self, self.tr("Import a model package or a Keras model"), "", pattern)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda chosen: self.bring_in(package_of(Path(chosen))))
        dialog.open()

    def bring_in(self, package: Path) -> None:
        """Check a package and copy it into the home. A Keras file is asked about first."""
        if package.suffix.lower() in KERAS_SUFFIXES:
            self.ask_about(package)
            return
        said = self.tr("{model} is imported").format(model=package.name)

        def take_in() -> None:
            self._select_next = {self._store.take_in(package.absolute())}

        self._do(take_in, said)

    def ask_about(self, file: Path) -> None:
        """A model from elsewhere needs what only the engineer knows, and the trainer's parts."""
        if importlib.util.find_spec("tensorflow") is None:
            self._refused(self.tr("Keras models are imported where the trainer is installed"))
            return
        dialog = ForeignDialog(self, file, self._home.models)
        dialog.imported.connect(self._show_imported)
        dialog.open()

    def _show_imported(self, package: object) -> None:
        assert isinstance(package, Path)
        self._select_next = {package}
        self._done(self.tr("{model} is imported").format(model=package.name))

    def choose_export(self) -> None:
        model = self.chosen
        if model is None:
            return
        dialog = QFileDialog(self, self.tr("Export as"), f"{model.model_id}.zip", "*.zip")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("zip")
        dialog.fileSelected.connect(lambda chosen: self.export_to(model, Path(chosen)))
        dialog.open()

    def export_to(self, model: StoredModel, place: Path) -> None:
        """As a zip. Raises nothing: what goes wrong is told."""
        said = self.tr("Exported to {place}").format(place=place)

        def write() -> None:
            self._store.export(model, place)

        self._do(write, said)

    def compare_two(self) -> None:
        left, right = self.table.selected()
        SideBySide(self, left, right).open()

    def _ask(self, title: str, words: str, yes: str, do: Callable[[], None]) -> None:
        Question(self, title, words, yes, do).open()

    def _do(self, work: Callable[[], None], said: str) -> None:
        """On another thread; tells `said` once it is done."""

        def piece(say: Callable[[int, int], None]) -> str:
            say(0, 0)
            work()
            return said

        self.doing.begin(piece)

    def _done(self, said: object) -> None:
        self._notifications.tell(str(said))
        self.read_again()

    def _refused(self, why: str) -> None:
        self._notifications.tell(sentence(why), serious=True)
        self.read_again()


def _label(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setWordWrap(True)
    return label
