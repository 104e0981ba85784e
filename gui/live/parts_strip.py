"""The last parts, newest at the right: a small picture and the outcome's mark for each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QSizePolicy, QWidget

from gui.fonts import font
from gui.live.banner_state import outcome_mark, outcome_tone
from gui.live.previews import Previews
from gui.theme import Theme
from gui.tokens import Tone
from gui.widgets.marks import draw_mark
from gui.widgets.pixels import borrowed_image
from gui.words import outcome_word, part_time
from inference.frame import Frame
from inference.overlay import shrunk
from inference.verdict import Inspection, Outcome

_CELL_PX = 76
_THUMBNAIL_PX = 2 * _CELL_PX
"""Sharp at 200 % too."""
_CAPTION_PX = 18
_GAP = 8
_PAD = 12
_CELLS = 20


class PartCell(QAbstractButton):
    """One part of the strip."""

    picked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.inspection: Inspection | None = None
        self._thumbnail: QImage | None = None
        self._chosen = False
        self._ruling: Outcome | None = None
        self.setFixedSize(_CELL_PX, _CELL_PX + _CAPTION_PX)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.clicked.connect(lambda: self.picked.emit(self.inspection))
        theme.changed.connect(self.update)

    def show_part(
        self,
        inspection: Inspection,
        thumbnail: QImage | None,
        chosen: bool,
        ruling: Outcome | None,
    ) -> None:
        """`ruling`: what the operator said of it."""
        if inspection is not self.inspection:
            self._take(inspection)
        elif (thumbnail, chosen, ruling) == (self._thumbnail, self._chosen, self._ruling):
            return
        self._thumbnail, self._chosen, self._ruling = thumbnail, chosen, ruling
        self.update()

    def _take(self, inspection: Inspection) -> None:
        self.inspection = inspection
        word = outcome_word(inspection.verdict.outcome)
        self.setAccessibleName(
            self.tr("part {time}, {word}").format(time=part_time(inspection), word=word)
        )

    def sizeHint(self) -> QSize:
        return QSize(_CELL_PX, _CELL_PX + _CAPTION_PX)

    def paintEvent(self, _: QPaintEvent) -> None:
        if self.inspection is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(1.5, 1.5, _CELL_PX - 3, _CELL_PX - 3)
        self._draw_thumbnail(painter, box)
        self._draw_badge(painter, self.inspection.verdict.outcome, box.bottomRight())
        if self._ruling is not None:
            self._draw_badge(painter, self._ruling, box.topRight() + QPointF(0, 23))
        self._draw_caption(painter, self.inspection)

    def _draw_thumbnail(self, painter: QPainter, box: QRectF) -> None:
        tokens = self._theme.tokens
        shape = QPainterPath()
        shape.addRoundedRect(box, 6, 6)
        painter.fillPath(shape, QColor(tokens.backdrop))
        if self._thumbnail is not None:
            painter.save()
            painter.setClipPath(shape)
            painter.drawImage(_covering(box, self._thumbnail), self._thumbnail)
            painter.restore()
        width = 3.0 if self._chosen else 1.0
        painter.setPen(QPen(QColor(tokens.accent if self._chosen else tokens.border), width))
        painter.drawPath(shape)

    def _draw_badge(self, painter: QPainter, outcome: Outcome, corner: QPointF) -> None:
        paint = self._theme.tokens.paints[outcome_tone(outcome)]
        badge = QRectF(corner.x() - 23, corner.y() - 23, 22, 22)
        painter.setPen(QPen(QColor(paint.edge), 1))
        painter.setBrush(QColor(paint.fill))
        painter.drawRoundedRect(badge, 5, 5)
        inside = badge.adjusted(4, 4, -4, -4)
        draw_mark(painter, outcome_mark(outcome), inside, QColor(paint.text), 0.18)

    def _draw_caption(self, painter: QPainter, inspection: Inspection) -> None:
        tokens = self._theme.tokens
        tone = outcome_tone(inspection.verdict.outcome)
        painter.setPen(QColor(tokens.muted if tone is Tone.OK else tokens.text))
        painter.setFont(font(12))
        room = QRectF(0, _CELL_PX, _CELL_PX, _CAPTION_PX)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, part_time(inspection))


def _covering(box: QRectF, image: QImage) -> QRectF:
    """The rectangle in the image's proportions that covers the box from the middle."""
    scale = max(box.width() / image.width(), box.height() / image.height())
    covering = QRectF(0, 0, image.width() * scale, image.height() * scale)
    covering.moveCenter(box.center())
    return covering


class PartsStrip(QWidget):
    """As many of the last parts as there is room for."""

    picked = Signal(object)

    def __init__(self, theme: Theme, previews: Previews) -> None:
        super().__init__()
        self._previews = previews
        self.setObjectName("strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_CELL_PX + _CAPTION_PX + 16)
        self.setAccessibleName(self.tr("The last parts"))
        self._thumbnails: dict[str, QImage] = {}
        self._layout = layout = QHBoxLayout(self)
        layout.setContentsMargins(_PAD, 10, _PAD, 6)
        layout.setSpacing(_GAP)
        self.cells = [PartCell(theme) for _ in range(_CELLS)]
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
        shown = self._that_fit(parts, chosen)
        self._hint.setVisible(not shown)
        for index, cell in enumerate(self.cells):
            cell.setVisible(index < len(shown))
            if index < len(shown):
                part = shown[index]
                ruling = rulings.get(part.frame.part_id)
                cell.show_part(part, self._thumbnail(part), part is chosen, ruling)
        kept = {part.frame.part_id for part in shown}
        self._thumbnails = {key: made for key, made in self._thumbnails.items() if key in kept}

    def _thumbnail(self, inspection: Inspection) -> QImage | None:
        """Drawn once per part: with each new part every cell shows another one."""
        frame = inspection.frame
        if frame.part_id not in self._thumbnails and isinstance(frame, Frame):
            preview = self._previews.of(frame)
            if preview is None:
                return None
            small = shrunk(preview, _THUMBNAIL_PX)
            self._thumbnails[frame.part_id] = borrowed_image(small).copy()
        return self._thumbnails.get(frame.part_id)

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
        return max(1, (self.width() - 2 * _PAD + _GAP) // (_CELL_PX + _GAP))

    def resizeEvent(self, _: QResizeEvent) -> None:
        """The newest stands at the right edge: the gaps take up what is left over."""
        cells = min(self._room(), _CELLS)
        left_over = self.width() - 2 * _PAD - cells * _CELL_PX
        full = cells < _CELLS and cells > 1
        self._layout.setSpacing(left_over // (cells - 1) if full else _GAP)
