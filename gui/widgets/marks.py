"""The marks that stand beside each colour, drawn as strokes so that they are sharp at any size."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen


class Mark(StrEnum):
    """What can be drawn."""

    TICK = "tick"
    CROSS = "cross"
    QUESTION = "question"
    BANG = "bang"
    PLAY = "play"
    STOP = "stop"
    PAUSE = "pause"
    WAIT = "wait"
    LOST = "lost"
    DONE = "done"
    MAP = "map"
    BACK = "back"


def draw_mark(
    painter: QPainter, mark: Mark, box: QRectF, colour: QColor, weight: float = 0.12
) -> None:
    """Draw into the square that fits into `box`. `weight` is the stroke's width of its side."""
    side = min(box.width(), box.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.center() - QPointF(side / 2, side / 2))
    painter.scale(side, side)
    painter.setPen(_stroke(colour, weight))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _DRAWN[mark](painter, colour)
    painter.restore()


def _stroke(colour: QColor, weight: float) -> QPen:
    pen = QPen(colour, weight)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def _dot(painter: QPainter, colour: QColor, y: float) -> None:
    radius = painter.pen().widthF() * 0.62
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(QPointF(0.5, y), radius, radius)


def _solid(painter: QPainter, colour: QColor) -> None:
    painter.setPen(_stroke(colour, 0.06))
    painter.setBrush(colour)


def _tick(painter: QPainter, _: QColor) -> None:
    painter.drawPolyline([QPointF(0.16, 0.54), QPointF(0.41, 0.78), QPointF(0.85, 0.25)])


def _cross(painter: QPainter, _: QColor) -> None:
    painter.drawLine(QPointF(0.21, 0.21), QPointF(0.79, 0.79))
    painter.drawLine(QPointF(0.79, 0.21), QPointF(0.21, 0.79))


def _question(painter: QPainter, colour: QColor) -> None:
    path = QPainterPath(QPointF(0.30, 0.33))
    path.cubicTo(QPointF(0.30, 0.05), QPointF(0.72, 0.05), QPointF(0.72, 0.32))
    path.cubicTo(QPointF(0.72, 0.50), QPointF(0.50, 0.48), QPointF(0.50, 0.66))
    painter.drawPath(path)
    _dot(painter, colour, 0.88)


def _bang(painter: QPainter, colour: QColor) -> None:
    painter.drawLine(QPointF(0.5, 0.13), QPointF(0.5, 0.60))
    _dot(painter, colour, 0.86)


def _play(painter: QPainter, colour: QColor) -> None:
    _solid(painter, colour)
    painter.drawPolygon([QPointF(0.27, 0.16), QPointF(0.27, 0.84), QPointF(0.83, 0.5)])


def _stop(painter: QPainter, colour: QColor) -> None:
    _solid(painter, colour)
    painter.drawRect(QRectF(0.22, 0.22, 0.56, 0.56))


def _pause(painter: QPainter, colour: QColor) -> None:
    _solid(painter, colour)
    painter.drawRect(QRectF(0.24, 0.18, 0.15, 0.64))
    painter.drawRect(QRectF(0.61, 0.18, 0.15, 0.64))


def _wait(painter: QPainter, colour: QColor) -> None:
    painter.setBrush(colour)
    painter.setPen(Qt.PenStyle.NoPen)
    for x in (0.18, 0.5, 0.82):
        painter.drawEllipse(QPointF(x, 0.5), 0.1, 0.1)


def _lost(painter: QPainter, _: QColor) -> None:
    """A camera, struck out."""
    painter.drawRoundedRect(QRectF(0.10, 0.30, 0.80, 0.48), 0.08, 0.08)
    painter.drawEllipse(QPointF(0.5, 0.54), 0.13, 0.13)
    painter.drawLine(QPointF(0.12, 0.12), QPointF(0.88, 0.92))


def _done(painter: QPainter, _: QColor) -> None:
    painter.drawLine(QPointF(0.80, 0.16), QPointF(0.80, 0.84))
    painter.drawPolyline([QPointF(0.32, 0.24), QPointF(0.58, 0.5), QPointF(0.32, 0.76)])
    painter.drawLine(QPointF(0.12, 0.5), QPointF(0.56, 0.5))


def _map(painter: QPainter, colour: QColor) -> None:
    painter.drawEllipse(QPointF(0.5, 0.5), 0.38, 0.38)
    painter.setBrush(colour)
    painter.drawEllipse(QPointF(0.58, 0.44), 0.11, 0.11)


def _back(painter: QPainter, _: QColor) -> None:
    painter.drawPolyline([QPointF(0.44, 0.22), QPointF(0.16, 0.5), QPointF(0.44, 0.78)])
    painter.drawLine(QPointF(0.18, 0.5), QPointF(0.86, 0.5))


_DRAWN: dict[Mark, Callable[[QPainter, QColor], None]] = {
    Mark.TICK: _tick,
    Mark.CROSS: _cross,
    Mark.QUESTION: _question,
    Mark.BANG: _bang,
    Mark.PLAY: _play,
    Mark.STOP: _stop,
    Mark.PAUSE: _pause,
    Mark.WAIT: _wait,
    Mark.LOST: _lost,
    Mark.DONE: _done,
    Mark.MAP: _map,
    Mark.BACK: _back,
}
