"""The table of packages: one row each, the line's own marked."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from gui.models.shelf import ModelShelf, number_of, rate_of
from gui.widgets.tables import NOWHERE, HeadedModel, Index, lay_plain
from gui.words import UNKNOWN, count, percent
from inference.models.store import StoredModel

_ROW_PX = 38
_NAME, _RECIPE, _MADE, _RIGHT, _ESCAPES, _SIZE, _RELEASED = range(7)
_WIDTHS = {_RECIPE: 100, _MADE: 108, _RIGHT: 68, _ESCAPES: 76, _SIZE: 56, _RELEASED: 204}
_NAME_AT_LEAST = 150
_HIDDEN_FIRST = (_SIZE, _MADE, _RECIPE, _RELEASED)
"""Where there is no room for all: the name is never cut short for them."""
_NUMBERS = (_RIGHT, _ESCAPES, _SIZE)
_ON_THE_LINE = "\N{BLACK CIRCLE}"
_BROKEN = "!"


class _Rows(HeadedModel):
    """Texts of the shelf."""

    numbers = _NUMBERS

    def __init__(self) -> None:
        super().__init__()
        self.shelf: ModelShelf | None = None
        self.heads = (
            self.tr("Model"),
            self.tr("Recipe"),
            self.tr("Made"),
            self.tr("Right"),
            self.tr("Escapes"),
            self.tr("MB"),
            self.tr("Released"),
        )

    def show_shelf(self, shelf: ModelShelf) -> None:
        self.beginResetModel()
        self.shelf = shelf
        self.endResetModel()

    def model_at(self, row: int) -> StoredModel:
        assert self.shelf is not None
        return self.shelf.models[row]

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() or self.shelf is None else len(self.shelf.models)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self.shelf is None:
            return None
        model = self.shelf.models[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(model, index.column())
            case Qt.ItemDataRole.ToolTipRole:
                return self._explained(model, index.column())
            case Qt.ItemDataRole.TextAlignmentRole:
                return self.alignment(index.column())
            # The name alone: it has room. The figures' columns are as wide as plain figures.
            case Qt.ItemDataRole.FontRole if index.column() == _NAME and self.shelf.is_active(
                model
            ):
                bold = QFont()
                bold.setWeight(QFont.Weight.DemiBold)
                return bold
        return None

    def _text(self, model: StoredModel, column: int) -> str:
        assert self.shelf is not None
        if column == _NAME:
            mark = _ON_THE_LINE if self.shelf.is_active(model) else ""
            mark = _BROKEN if model.problem else mark
            return f"{mark} {model.model_id}".strip()
        if column == _RELEASED:
            return self._released(model)
        if model.manifest is None:
            return UNKNOWN if column in _NUMBERS else ""
        manifest, escapes = model.manifest, rate_of(model.manifest, "escapes")
        return {
            _RECIPE: str(manifest.lineage.get("recipe", UNKNOWN)),
            _MADE: f"{manifest.created_at.astimezone():%Y-%m-%d}",
            _RIGHT: percent(number_of(manifest, "accuracy")),
            _ESCAPES: f"{escapes['count']}/{count(escapes['of'])}" if escapes else UNKNOWN,
            _SIZE: f"{model.size_bytes / 1e6:.1f}",
        }[column]

    def _released(self, model: StoredModel) -> str:
        assert self.shelf is not None
        release = self.shelf.released(model)
        if release is None:
            return self.tr("with the program") if model.path is None else ""
        when = f"{release.at.astimezone():%m-%d %H:%M}"
        return self.tr("{when} by {who}").format(when=when, who=release.by)

    def _explained(self, model: StoredModel, column: int) -> str | None:
        if model.problem:
            return model.problem
        escapes = rate_of(model.manifest, "escapes") if model.manifest else None
        if column == _ESCAPES and escapes:
            return self.tr("95 % interval {low} to {high}").format(
                low=percent(escapes["low"], 2), high=percent(escapes["high"], 2)
            )
        return f"{model.model_id}\n{model.folder}" if column == _NAME else None


class ShelfTable(QTableView):
    """`picked` comes when other rows are selected."""

    picked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rows = _Rows()
        self._rows.setParent(self)
        self.setModel(self._rows)
        self.setObjectName("shelf")
        lay_plain(self, _ROW_PX)
        self.setWordWrap(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setTabKeyNavigation(False)
        self.setAccessibleName(self.tr("Models"))
        self.selectionModel().selectionChanged.connect(self.picked)
        self._set_widths()

    def _set_widths(self) -> None:
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(40)
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        room = event.size().width() - _NAME_AT_LEAST - sum(_WIDTHS.values())
        for column in _HIDDEN_FIRST:
            self.setColumnHidden(column, room < 0)
            room += _WIDTHS[column] if room < 0 else 0
        super().resizeEvent(event)

    def show_shelf(self, shelf: ModelShelf) -> None:
        """Keeps what is selected, where it is still there; else the line's own."""
        kept = {model.path for model in self.selected()} or {shelf.active}
        there = {model.path for model in shelf.models}
        self._rows.show_shelf(shelf)
        self.select(kept & there or {shelf.active})

    def select(self, paths: set[Path | None]) -> None:
        self.clearSelection()
        chosen = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        for row in range(self._rows.rowCount()):
            if self._rows.model_at(row).path in paths:
                self.selectionModel().select(self._rows.index(row, 0), chosen)

    def selected(self) -> list[StoredModel]:
        """From top to bottom."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self._rows.model_at(row) for row in rows]

    def texts(self, row: int) -> list[str]:
        """A row as it is read."""
        model = self._rows
        return [str(model.data(model.index(row, column))) for column in range(model.columnCount())]
