"""The brush of the Data step: painted with the mouse, kept where training finds it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from gui.trainer.data.mask_canvas import MaskCanvas
from gui.trainer.data.mask_drawing import MaskDrawing
from gui.trainer.data.mask_editor import MaskEditor
from gui.trainer.trainer_page import TrainerPage
from training.data.dataset import find_dataset

Settle = Callable[[Callable[[], bool]], None]


@pytest.fixture
def editor(surveyed: TrainerPage, settle: Settle) -> MaskEditor:
    surveyed.data.found.masks.click()
    settle(lambda: surveyed.data.masks.canvas.drawing is not None)
    return surveyed.data.masks


def _drawing(editor: MaskEditor) -> MaskDrawing:
    assert editor.canvas.drawing is not None
    return editor.canvas.drawing


def _paint(qtbot: QtBot, canvas: MaskCanvas, button: Qt.MouseButton, *, dx: int = 30) -> None:
    """From the middle to the right."""
    start = canvas.rect().center()
    qtbot.mousePress(canvas, button, pos=start)
    qtbot.mouseMove(canvas, start + QPoint(dx, 0))
    qtbot.mouseRelease(canvas, button, pos=start + QPoint(dx, 0))


def _wheel(canvas: MaskCanvas, notches: int, modifier: Qt.KeyboardModifier) -> None:
    at = QPointF(canvas.rect().center())
    event = QWheelEvent(
        at, canvas.mapToGlobal(at), QPoint(), QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton, modifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)


def _digests(folder: Path) -> dict[Path, str]:
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*.png")}


def _read(path: Path) -> np.ndarray:
    return np.asarray(cv2.imread(str(path), cv2.IMREAD_UNCHANGED))


def test_what_is_painted_is_kept_as_a_mask_and_counted(
    qtbot: QtBot, editor: MaskEditor, surveyed: TrainerPage, settle: Settle, parts: Path
) -> None:
    before = _digests(parts)
    assert surveyed.data.obstacle() == "Finish the masks"
    image = editor._files[0].path
    _paint(qtbot, editor.canvas, Qt.MouseButton.LeftButton)
    drawn = _drawing(editor).mask.copy()
    assert drawn[80, 80] == 255
    assert 0 < np.count_nonzero(drawn) < 3000
    editor.finish.click()
    settle(lambda: surveyed.data.state is surveyed.data.found)

    dataset = find_dataset(parts)
    (file,) = [file for file in dataset.files if file.mask]
    assert file.path == image
    assert file.mask == parts / "masks" / image.relative_to(parts)
    assert np.array_equal(_read(file.mask), drawn)
    after = _digests(parts)
    assert {path: after[path] for path in before} == before
    words = [label.text() for label in surveyed.data.found.findChildren(QLabel)]
    assert "1 of 6 defective images with a mask" in words
    assert surveyed.plan.survey is not None
    assert surveyed.plan.survey.dataset.masks == 1
    assert surveyed.data.obstacle() == ""


def test_going_on_keeps_one_and_coming_back_shows_it(
    qtbot: QtBot, editor: MaskEditor, settle: Settle, parts: Path
) -> None:
    first = editor.where.text()
    _paint(qtbot, editor.canvas, Qt.MouseButton.LeftButton)
    drawn = _drawing(editor).mask.copy()
    editor.next.click()
    settle(lambda: editor.where.text() != first)
    assert not _drawing(editor).mask.any()
    assert editor.masked.text() == "Image 2 of 6; 1 with a mask"
    editor.before.click()
    settle(lambda: editor.where.text() == first)
    assert np.array_equal(_drawing(editor).mask, drawn)
    qtbot.keyClick(editor.canvas, Qt.Key.Key_Delete)
    assert not _drawing(editor).mask.any()
    editor.unmasked.click()
    settle(lambda: editor.where.text() != first)
    assert find_dataset(parts).masks == 0
    assert not list((parts / "masks").rglob("*.png"))


def test_the_right_button_and_the_eraser_take_away_and_undo_brings_back(
    qtbot: QtBot, editor: MaskEditor
) -> None:
    drawing = _drawing(editor)
    _paint(qtbot, editor.canvas, Qt.MouseButton.LeftButton)
    painted = drawing.mask.copy()
    _paint(qtbot, editor.canvas, Qt.MouseButton.RightButton, dx=5)
    assert 0 < np.count_nonzero(drawing.mask) < np.count_nonzero(painted)
    qtbot.keyClick(editor.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert np.array_equal(drawing.mask, painted)
    qtbot.keyClick(editor.canvas, Qt.Key.Key_E)
    assert editor.erase.isChecked()
    _paint(qtbot, editor.canvas, Qt.MouseButton.LeftButton)
    assert not drawing.mask.any()
    editor.undo.click()
    editor.undo.click()
    assert not drawing.mask.any()
    assert not editor.undo.isEnabled()


def test_the_wheel_changes_the_brush_and_with_ctrl_the_zoom(editor: MaskEditor) -> None:
    _wheel(editor.canvas, 2, Qt.KeyboardModifier.NoModifier)
    assert editor.brush.value() == editor.canvas.brush_px == 16
    editor.brush.setValue(3)
    assert editor.canvas.brush_px == 3
    _wheel(editor.canvas, 3, Qt.KeyboardModifier.ControlModifier)
    assert editor.canvas.zoom == pytest.approx(1.25**3)
    assert editor.canvas.brush_px == 3


def test_zoomed_in_the_brush_still_meets_what_is_under_it(qtbot: QtBot, editor: MaskEditor) -> None:
    canvas, drawing = editor.canvas, _drawing(editor)
    corner = QPointF(canvas.rect().center()) + QPointF(40, -60)
    point = canvas._to_image(corner)
    assert point is not None
    canvas.zoom_by(4.0, corner)
    assert canvas._to_image(corner) == pytest.approx(point)
    canvas.set_brush(1)
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=corner.toPoint())
    rows, columns = np.nonzero(drawing.mask)
    assert (columns.mean(), rows.mean()) == pytest.approx(point, abs=1.0)


def test_another_folder_keeps_what_was_drawn(
    qtbot: QtBot, editor: MaskEditor, surveyed: TrainerPage, settle: Settle, parts: Path
) -> None:
    _paint(qtbot, editor.canvas, Qt.MouseButton.LeftButton)
    surveyed.train_on(parts)
    settle(lambda: surveyed.plan.survey is not None)
    assert surveyed.plan.survey is not None
    assert surveyed.plan.survey.dataset.masks == 1


def test_a_mask_that_another_folder_came_before_is_told_when_it_can_not_be_kept(
    qtbot: QtBot, editor: MaskEditor, surveyed: TrainerPage, settle: Settle, parts: Path
) -> None:
    (parts / "masks").write_text("in the way", encoding="utf-8")
    _paint(qtbot, editor.canvas, Qt.MouseButton.LeftButton)
    surveyed.train_on(parts)
    settle(lambda: not surveyed.data.errand.is_running)
    words = [label.text() for label in surveyed.data.trouble.findChildren(QLabel)]
    assert surveyed.data.state is surveyed.data.trouble
    assert any("could not be kept" in text for text in words)


def test_nothing_is_drawn_while_another_image_is_opened(
    qtbot: QtBot, editor: MaskEditor, settle: Settle
) -> None:
    drawing = _drawing(editor)
    editor.next.click()
    _paint(qtbot, editor.canvas, Qt.MouseButton.LeftButton)
    assert not drawing.mask.any()
    settle(lambda: not editor.errand.is_running)
    _paint(qtbot, editor.canvas, Qt.MouseButton.LeftButton)
    assert _drawing(editor).mask.any()


@pytest.mark.expects_log("could not be kept")
def test_a_mask_that_cannot_be_kept_is_said_and_stays(
    qtbot: QtBot, editor: MaskEditor, settle: Settle, parts: Path
) -> None:
    (parts / "masks").write_text("in the way", encoding="utf-8")
    _paint(qtbot, editor.canvas, Qt.MouseButton.LeftButton)
    editor.next.click()
    settle(editor.trouble.isVisible)
    assert editor.trouble.text()
    assert _drawing(editor).mask.any()
