"""A network's layers as a table: only the rows in sight are made."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from gui.trainer.model.network import Network
from gui.trainer.model.network_diagram import shape_words
from gui.words import count

_ROW_PX = 30
_FIRST_NUMBERS = 2
_AT_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_AT_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class _Layers(QAbstractTableModel):
    """Name, kind, shape of the answer, parameters."""

    def __init__(self) -> None:
        super().__init__()
        self._heads = (self.tr("Layer"), self.tr("Kind"), self.tr("Answers"), self.tr("Parameters"))
        self._network: Network | None = None

    def show_network(self, network: Network | None) -> None:
        self.beginResetModel()
        self._network = network
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() or self._network is None else len(self._network.layers)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._heads)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        if role != Qt.ItemDataRole.DisplayRole or self._network is None:
            return None
        layer = self._network.layers[index.row()]
        texts = (layer.name, layer.kind, shape_words(layer.shape), count(layer.parameters))
        return texts[index.column()]

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        return self._heads[section] if role == Qt.ItemDataRole.DisplayRole else None


class LayerTable(QTableView):
    """Numbers right-aligned; nothing to select or change."""

    def __init__(self) -> None:
        super().__init__()
        self._layers = _Layers()
        self._layers.setParent(self)
        self.setModel(self._layers)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_PX)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("Layers of the network"))

    def show_network(self, network: Network | None) -> None:
        """None: an empty table."""
        self._layers.show_network(network)

    def texts(self, row: int) -> list[str]:
        """A row as it is read."""
        model = self._layers
        return [str(model.data(model.index(row, column))) for column in range(4)]


def _alignment(column: int) -> Qt.AlignmentFlag:
    return _AT_RIGHT if column >= _FIRST_NUMBERS else _AT_LEFT
