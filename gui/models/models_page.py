"""The Models tab: the table, what is known of the chosen one, and what can be done with it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui.models.detail_pane import DetailPane
from gui.models.model_acts import ModelActs
from gui.models.shelf import Details, ModelShelf, read_details, read_shelf
from gui.models.shelf_table import ShelfTable
from gui.models.side_by_side import SideBySide
from gui.pages import Surroundings
from gui.widgets.cards import label
from gui.widgets.errand import Errand
from gui.words import counted, sentence
from inference.models.release_log import ReleaseLogError
from inference.models.store import StoredModel
from inference.package import PackageError

_EXPECTED = (PackageError, ReleaseLogError, OSError)
_LIST_SHARE, _PANE_SHARE = 9, 5


class ModelsPage(QWidget):
    """Reads on other threads; what it shows is what lies on the disk."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._bridge = around.bridge
        self._home = around.home
        self._seen: object = None
        self._select_next: set[Path | None] = set()
        self._refused_at_check = False
        self.shelf: ModelShelf | None = None
        self.reading = Errand("read models", self, _EXPECTED)
        self.detailing = Errand("check model", self, _EXPECTED)
        self.acts = ModelActs(self, around)
        self.title = label("title")
        self.hint = label("explain")
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
        self.acts.changed.connect(self._follow)
        self.table.picked.connect(self._pick)
        self.bring.clicked.connect(self.acts.choose_package)
        self.compare.clicked.connect(self.compare_two)
        self.export.clicked.connect(self._export)
        self.delete.clicked.connect(self._delete)
        self.release.clicked.connect(self._release)
        self.back.clicked.connect(self._bridge.roll_back)

    # What it follows

    def refresh(self) -> None:
        """Reads the disk anew only when the line has another model."""
        now = (self._bridge.settings.model, self._bridge.snapshot.model_id)
        if now != self._seen:
            self._seen = now
            self.read_again()

    def read_again(self) -> None:
        home, active = self._home, self._bridge.settings.model
        self.reading.begin(lambda say: read_shelf(home, active, say))

    def _follow(self, brought: object) -> None:
        """What was changed. A model that was brought in is chosen."""
        if isinstance(brought, Path):
            self._select_next = {brought}
        self.read_again()

    def close_down(self) -> None:
        self.reading.cancel()
        self.detailing.cancel()
        self.acts.close_down()

    def showEvent(self, _: object) -> None:
        """Other programs import and delete too."""
        self._seen = None

    def _show_shelf(self, shelf: object) -> None:
        assert isinstance(shelf, ModelShelf)
        self.shelf = shelf
        own = len(shelf.models) - 1
        self.title.setText(self.tr("Models"))
        self.hint.setText(
            self._told_of(own)
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

    def _told_of(self, own: int) -> str:
        words = counted(
            own,
            self.tr("1 model of your own, and the one that comes with the program."),
            self.tr("{n} models of your own, and the one that comes with the program."),
        )
        return " ".join((words, self.tr("Select two to compare them.")))

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

    def _release(self) -> None:
        if self.chosen is not None:
            self.acts.ask_release(self.chosen)

    def _delete(self) -> None:
        if self.chosen is not None and self.shelf is not None:
            self.acts.ask_delete(self.chosen, self.shelf)

    def _export(self) -> None:
        if self.chosen is not None:
            self.acts.choose_export(self.chosen)

    def compare_two(self) -> None:
        left, right = self.table.selected()
        SideBySide(self, left, right).open()

    def bring_in(self, package: Path) -> None:
        """Check a package and copy it into the home. A Keras file is asked about first."""
        self.acts.bring_in(package)
