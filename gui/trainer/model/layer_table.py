"""A network's layers as a table: only the rows in sight are made."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from gui.trainer.model.network import Network
from gui.trainer.model.network_diagram import shape_words
from gui.widgets.tables import NOWHERE, HeadedModel, Index, lay_plain
from gui.words import count

_ROW_PX = 30


class _Layers(HeadedModel):
    """Name, kind, shape of the answer, parameters."""

    numbers = (2, 3)

    def __init__(self) -> None:
        super().__init__()
        self.heads = (self.tr("Layer"), self.tr("Kind"), self.tr("Answers"), self.tr("Parameters"))
        self._network: Network | None = None

    def show_network(self, network: Network | None) -> None:
        self.beginResetModel()
        self._network = network
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() or self._network is None else len(self._network.layers)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.alignment(index.column())
        if role != Qt.ItemDataRole.DisplayRole or self._network is None:
            return None
        layer = self._network.layers[index.row()]
        texts = (layer.name, layer.kind, shape_words(layer.shape), count(layer.parameters))
        return texts[index.column()]


class LayerTable(QTableView):
    """Numbers right-aligned; nothing to select or change."""

    def __init__(self) -> None:
        super().__init__()
        self._layers = _Layers()
        self._layers.setParent(self)
        self.setModel(self._layers)
        lay_plain(self, _ROW_PX)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
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
