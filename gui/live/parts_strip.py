"""The last parts, newest at the right: a small picture and the outcome's mark for each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QSizePolicy, QWidget

from gui.live.part_faces import CELL_PX, FACE_SIZE, Look, PartFaces
from gui.live.previews import Previews
from gui.theme import Theme
from gui.words import outcome_word, part_time
from inference.verdict import Inspection, Outcome

_GAP = 8
_PAD = 12
_CELLS = 20


class PartCell(QAbstractButton):
    """One part of the strip."""

    picked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.inspection: Inspection | None = None
        self._face: QPixmap | None = None
        self.setFixedSize(FACE_SIZE)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.clicked.connect(lambda: self.picked.emit(self.inspection))

    def show_part(self, inspection: Inspection, face: QPixmap) -> None:
        """Repaints only when the face is another one."""
        if inspection is not self.inspection:
            self._take(inspection)
        if face is not self._face:
            self._face = face
            self.update()

    def _take(self, inspection: Inspection) -> None:
        self.inspection = inspection
        word = outcome_word(inspection.verdict.outcome)
        self.setAccessibleName(
            self.tr("part {time}, {word}").format(time=part_time(inspection), word=word)
        )

    def sizeHint(self) -> QSize:
        return FACE_SIZE

    def paintEvent(self, _: QPaintEvent) -> None:
        if self._face is not None:
            QPainter(self).drawPixmap(0, 0, self._face)


class PartsStrip(QWidget):
    """As many of the last parts as there is room for."""

    picked = Signal(object)

    def __init__(self, theme: Theme, previews: Previews) -> None:
        super().__init__()
        self._faces = PartFaces(theme, previews)
        self.setObjectName("strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(FACE_SIZE.height() + 16)
        self.setAccessibleName(self.tr("The last parts"))
        self._layout = layout = QHBoxLayout(self)
        layout.setContentsMargins(_PAD, 10, _PAD, 6)
        layout.setSpacing(_GAP)
        self.cells = [PartCell() for _ in range(_CELLS)]
        for cell in self.cells:
            cell.picked.connect(self.picked)
            cell.hide()
            layout.addWidget(cell)
        layout.addStretch()
        self._hint = QLabel(self.tr("The last parts appear here. Left and Right go through them."))
        self._hint.setObjectName("explain")
        layout.addWidget(self._hint)
        layout.addStretch()

    def show_parts(
        self,
        parts: Sequence[Inspection],
        chosen: Inspection | None,
        rulings: dict[str, Outcome],
    ) -> None:
        """`parts` newest last; `rulings` by part id."""
        shown, ratio = self._that_fit(parts, chosen), self.devicePixelRatioF()
        self._hint.setVisible(not shown)
        for index, cell in enumerate(self.cells):
            cell.setVisible(index < len(shown))
            if index < len(shown):
                part = shown[index]
                look = Look(part is chosen, rulings.get(part.frame.part_id), ratio)
                cell.show_part(part, self._faces.of(part, look))
        self._faces.keep(shown)

    def _that_fit(
        self, parts: Sequence[Inspection], chosen: Inspection | None
    ) -> Sequence[Inspection]:
        room = self._room()
        end = len(parts)
        if chosen is not None and chosen in parts:
            # One that was gone back to stays in sight, with a later one beside it.
            end = min(end, max(room, parts.index(chosen) + 2))
            end = end if parts.index(chosen) >= len(parts) - room else parts.index(chosen) + 1
        return parts[max(0, end - room) : end]

    def _room(self) -> int:
        """How many cells fit."""
        return max(1, (self.width() - 2 * _PAD + _GAP) // (CELL_PX + _GAP))

    def resizeEvent(self, _: QResizeEvent) -> None:
        """The newest stands at the right edge: the gaps take up what is left over."""
        cells = min(self._room(), _CELLS)
        left_over = self.width() - 2 * _PAD - cells * CELL_PX
        full = cells < _CELLS and cells > 1
        self._layout.setSpacing(left_over // (cells - 1) if full else _GAP)
