"""The table of parts: a mark beside each outcome's word; only the rows in sight are painted."""

from __future__ import annotations

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSignalBlocker,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from gui.fonts import font
from gui.history.parts_model import OUTCOME_COLUMN, PartsModel
from gui.live.banner_state import outcome_mark, outcome_tone
from gui.theme import Theme
from gui.tokens import Tone
from gui.widgets.marks import draw_mark
from gui.widgets.tables import lay_plain
from gui.words import outcome_word
from inference.records.part_record import PartRecord
from inference.verdict import Outcome

_ROW_PX = 34
_MARK_PX = 14
_WIDTHS = {0: 134, 2: 100, 3: 70, 4: 96, 6: 72}
_STRETCHED = (1, 5, 7)
_TYPE = 4
_LEFT_OUT_BELOW_PX = {6: 820, 5: 560, 7: 460}
"""What a narrow window has no room for: the picture's side says it too."""


class OutcomeCell(QStyledItemDelegate):
    """Mark and word in the outcome's colour."""

    def __init__(self, theme: Theme, table: QTableView) -> None:
        super().__init__(table)
        self._theme = theme

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        model = index.model()
        assert isinstance(model, PartsModel)
        state, room = option.state, QRectF(option.rect)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(room, QColor(self._theme.tokens.accent))
        selected = bool(state & QStyle.StateFlag.State_Selected)
        draw_outcome(painter, room, model.parts[index.row()].outcome, self._theme, lit=selected)


def draw_outcome(
    painter: QPainter, room: QRectF, outcome: Outcome, theme: Theme, *, lit: bool = False
) -> None:
    """At the left of `room`; `lit`: on the accent."""
    tokens, tone = theme.tokens, outcome_tone(outcome)
    colour = QColor(tokens.on_accent if lit else tokens.marks[tone])
    box = QRectF(room.left() + 7, room.center().y() - _MARK_PX / 2 + 0.5, _MARK_PX, _MARK_PX)
    draw_mark(painter, outcome_mark(outcome), box, colour, 0.16)
    painter.save()
    painter.setFont(font(14, QFont.Weight.Normal if tone is Tone.OK else QFont.Weight.DemiBold))
    painter.setPen(colour)
    words = room.adjusted(_MARK_PX + 14, 0, 0, 0)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, outcome_word(outcome))
    painter.restore()


class PartTable(QTableView):
    """`opened` carries the part of the current row, or None."""

    opened = Signal(object)

    def __init__(self, model: PartsModel, theme: Theme) -> None:
        super().__init__()
        self._parts = model
        self.setModel(model)
        self.setObjectName("parts")
        self.setItemDelegateForColumn(OUTCOME_COLUMN, OutcomeCell(theme, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setAccessibleName(self.tr("Judged parts"))
        self._size_columns()
        self.selectionModel().currentRowChanged.connect(self._open)

    def _size_columns(self) -> None:
        lay_plain(self, _ROW_PX)
        head = self.horizontalHeader()
        head.setMinimumSectionSize(50)
        for column, width in _WIDTHS.items():
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            head.resizeSection(column, width)
        for column in _STRETCHED:
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    def _open(self, current: QModelIndex, _: QModelIndex) -> None:
        self.opened.emit(self._parts.parts[current.row()] if current.isValid() else None)

    def chosen(self) -> list[PartRecord]:
        """The selected parts, newest first."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self._parts.parts[row] for row in rows]

    def show_types(self, shown: bool) -> None:
        """Without any known type their column would be empty."""
        self.setColumnHidden(_TYPE, not shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        for column, width in _LEFT_OUT_BELOW_PX.items():
            self.setColumnHidden(column, self.width() < width)
        super().resizeEvent(event)

    def reopen(self, part_id: str) -> None:
        """Select it again, where it is in sight of the first page; the picture stays as it is."""
        for row, part in enumerate(self._parts.parts):
            if part.part_id == part_id:
                with QSignalBlocker(self):
                    self.open_row(row)
                return

    def open_row(self, row: int) -> None:
        """As a click on it does."""
        flags = QItemSelectionModel.SelectionFlag
        index = self._parts.index(row, 0)
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
