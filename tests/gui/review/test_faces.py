"""Tiles kept as pictures: painted once, anew when they change, and never too many at once."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from gui.appearance import ChosenAppearance
from gui.review import faces
from gui.review.faces import Faces
from gui.review.tile import Tile, TileBrush
from gui.theme import Theme
from inference.station.settings import AppearanceSettings
from inference.verdict import Outcome

TILE = Tile("part-1.png", Outcome.OK, 0.1)
SIZE = QSize(148, 194)
BOX = QRect(QPoint(10, 10), SIZE)


@pytest.fixture
def look(qapp: QApplication) -> SimpleNamespace:
    appearance = ChosenAppearance(AppearanceSettings(), lambda _: None)
    return SimpleNamespace(theme=Theme(qapp, appearance), kept=appearance)


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> list[Tile]:
    """The tiles that were really painted."""
    seen: list[Tile] = []
    draw = TileBrush.draw

    def watched(
        brush: TileBrush, painter: QPainter, box: object, tile: Tile, *rest: object, **kw: object
    ) -> None:
        seen.append(tile)
        draw(brush, painter, box, tile, *rest, **kw)  # type: ignore[arg-type] # as it came

    monkeypatch.setattr(TileBrush, "draw", watched)
    return seen


def shown(made: Faces, row: int, tile: Tile, *, ratio: float = 1.0, chosen: bool = False) -> QImage:
    canvas = QImage(QSize(200, 240) * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    canvas.setDevicePixelRatio(ratio)
    canvas.fill(QColor("#808080"))
    painter = QPainter(canvas)
    made.begin(SIZE, ratio, 1)
    made.draw(painter, BOX, row, tile, None, chosen=chosen)
    painter.end()
    return canvas


def is_behind(made: Faces) -> bool:
    return made.is_behind


def test_a_tile_is_painted_again_only_when_it_says_something_else(
    look: SimpleNamespace, painted: list[Tile]
) -> None:
    made = Faces(look.theme)
    first = shown(made, 1, TILE)
    assert shown(made, 1, TILE) == first
    assert len(painted) == 1
    other = replace(TILE, outcome=Outcome.DEF)
    assert shown(made, 1, other) != first
    assert shown(made, 1, other, chosen=True) != shown(made, 1, other)
    assert shown(made, 1, TILE) == first
    made.forget()
    count = len(painted)
    assert shown(made, 1, TILE) == first
    assert len(painted) == count + 1


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
def test_a_face_looks_as_if_painted_in_its_place(look: SimpleNamespace, ratio: float) -> None:
    canvas = QImage(QSize(200, 240) * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    canvas.setDevicePixelRatio(ratio)
    canvas.fill(QColor("#808080"))
    painter = QPainter(canvas)
    TileBrush(look.theme).draw_blank(painter, BOX.toRectF())
    painter.end()
    face = shown(Faces(look.theme), 1, TILE, ratio=ratio)
    corners = (
        BOX.topLeft() - QPoint(1, 1),
        BOX.bottomRight() + QPoint(1, 1),
        BOX.bottomRight() - QPoint(9, 3),
    )
    for corner in corners:
        spot = (corner.toPointF() * ratio).toPoint()
        assert face.pixelColor(spot) == canvas.pixelColor(spot)


def test_what_takes_too_long_is_left_for_the_next_painting(
    look: SimpleNamespace, painted: list[Tile], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Faces(look.theme)
    monkeypatch.setattr(faces, "_BUDGET_S", -1.0)
    blank = shown(made, 1, TILE)
    assert is_behind(made)
    assert not painted
    monkeypatch.setattr(faces, "_BUDGET_S", 60.0)
    whole = shown(made, 1, TILE)
    assert not is_behind(made)
    assert whole != blank
    monkeypatch.setattr(faces, "_BUDGET_S", -1.0)
    assert shown(made, 1, replace(TILE, probability_def=0.2)) == whole  # its last face meanwhile
    assert is_behind(made)


def test_no_more_faces_are_kept_than_there_is_room_for_but_all_that_are_seen(
    look: SimpleNamespace, painted: list[Tile], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faces, "_KEPT_BYTES", 3 * 4 * 160 * 200)
    made = Faces(look.theme)
    for row in (1, 2, 3, 1, 4):
        shown(made, row, TILE)
    assert len(painted) == 4
    shown(made, 1, TILE)  # seen later than 2 was
    assert len(painted) == 4
    shown(made, 2, TILE)
    assert len(painted) == 5
    canvas = QImage(SIZE, QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(canvas)
    for _ in range(2):
        made.begin(SIZE, 1.0, 9)
        for row in range(9):
            made.draw(painter, BOX, row, TILE, None, chosen=False)
    painter.end()
    assert len(painted) <= 5 + 9


def test_a_wall_is_finished_though_each_of_its_tiles_takes_too_long(
    look: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faces, "_BUDGET_S", 1e-9)
    made, seen = Faces(look.theme), 10
    canvas = QImage(SIZE, QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(canvas)
    for _ in range(seen):
        made.begin(SIZE, 1.0, seen)
        for row in range(seen):
            made.draw(painter, BOX, row, TILE, None, chosen=False)
    painter.end()
    assert not is_behind(made)
