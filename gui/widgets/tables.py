"""What all tables share: heads over their columns, numbers at the right, rows without a grid."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
_AT_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_AT_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class HeadedModel(QAbstractTableModel):
    """A table whose columns are known: `rowCount` and `data` are its maker's."""

    heads: tuple[str, ...] = ()
    numbers: Collection[int] = ()
    """The columns that are aligned at the right, with their heads."""

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.alignment(section)
        return self.heads[section] if role == Qt.ItemDataRole.DisplayRole else None

    def alignment(self, column: int) -> Qt.AlignmentFlag:
        """Of a column's cells and head."""
        return _AT_RIGHT if column in self.numbers else _AT_LEFT


def lay_plain(table: QTableView, row_px: int) -> None:
    """Rows of one height, told apart by nothing but room; nothing in them is edited."""
    rows, heads = table.verticalHeader(), table.horizontalHeader()
    rows.hide()
    # Of fixed height: with a million rows none is measured.
    rows.setSectionResizeMode(rows.ResizeMode.Fixed)
    rows.setDefaultSectionSize(row_px)
    heads.setHighlightSections(False)
    table.setShowGrid(False)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
