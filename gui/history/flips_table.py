"""The verdicts that flip: small picture, part, what was said, what is said now."""

from __future__ import annotations

from PySide6.QtCore import (
    QModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from gui.history.part_table import draw_outcome
from gui.history.rejudge_run import Flip, RejudgeRun
from gui.theme import Theme
from gui.widgets.pixels import borrowed_image
from gui.widgets.tables import NOWHERE, HeadedModel, Index, lay_plain
from gui.words import probability
from inference.verdict import Outcome

_ROW_PX = 60
_PICTURE_PX = 54
_OLD, _NEW = 2, 3


class _Flips(HeadedModel):
    """Rows are added below as they are found."""

    def __init__(self) -> None:
        super().__init__()
        self.heads = ("", self.tr("Part"), self.tr("Was"), self.tr("Would be"))
        self.flips: list[Flip] = []

    def take(self, run: RejudgeRun) -> None:
        known, found = len(self.flips), len(run.listed)
        if found > known:
            self.beginInsertRows(QModelIndex(), known, found - 1)
            self.flips += run.listed[known:found]
            self.endInsertRows()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.flips)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        flip = self.flips[index.row()]
        record = flip.again.record
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 0:
            return QIcon(QPixmap.fromImage(borrowed_image(flip.picture).copy()))
        if role == Qt.ItemDataRole.DisplayRole and index.column() == 1:
            return f"{record.time.astimezone():%m-%d %H:%M:%S}\n{record.part_id}"
        return None

    def said(self, row: int, column: int) -> tuple[Outcome, float | None]:
        """Outcome and P(def) of one side."""
        again = self.flips[row].again
        assert again.verdict is not None
        side = again.record if column == _OLD else again.verdict
        return side.outcome, side.probability_def


class _Said(QStyledItemDelegate):
    """Mark, word and P(def)."""

    def __init__(self, theme: Theme, flips: _Flips, table: QTableView) -> None:
        super().__init__(table)
        self._theme = theme
        self._flips = flips

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        state, room = option.state, QRectF(option.rect)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        tokens = self._theme.tokens
        if selected:
            painter.fillRect(room, QColor(tokens.accent))
        outcome, p_def = self._flips.said(index.row(), index.column())
        draw_outcome(painter, room, outcome, self._theme, lit=selected)
        painter.setPen(QColor(tokens.on_accent if selected else tokens.text))
        at_right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room.adjusted(0, 0, -10, 0), at_right, probability(p_def))


class FlipsTable(QTableView):
    """`opened` carries the row."""

    opened = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.flips = _Flips()
        self.flips.setParent(self)
        self.setModel(self.flips)
        for column in (_OLD, _NEW):
            self.setItemDelegateForColumn(column, _Said(theme, self.flips, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setIconSize(QSize(_PICTURE_PX, _PICTURE_PX))
        lay_plain(self, _ROW_PX)
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for column, width in ((0, 66), (_OLD, 144), (_NEW, 144)):
            head.resizeSection(column, width)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.setAccessibleName(self.tr("Verdicts that flip"))
        self.selectionModel().currentRowChanged.connect(lambda now, _: self.opened.emit(now.row()))

    def take(self, run: RejudgeRun) -> None:
        """What was found since the last call."""
        self.flips.take(run)
