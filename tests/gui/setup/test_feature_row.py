"""One feature: what is typed, what is shown of it, what is left to the camera."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from gui.setup.feature_row import FeatureRow, limits_in_words
from inference.sources.industrial.nodes import NodeValue, Parameter

WIDTH = Parameter("Width", 640, 16, 4096, "", increment=16)
EXPOSURE = Parameter("ExposureTime", 1000.0, 1.0, 1e7, "us")


def row_of(parameter: Parameter, chosen: NodeValue | None, qtbot: QtBot) -> FeatureRow:
    row = FeatureRow(parameter)
    qtbot.addWidget(row)
    row.show_feature(parameter, chosen)
    return row


@pytest.mark.parametrize(
    ("parameter", "text", "value"),
    [(WIDTH, "320", 320), (EXPOSURE, "12,5", 12.5), (EXPOSURE, " ", None)],
)
def test_a_number_is_read_as_the_camera_counts(
    qtbot: QtBot, parameter: Parameter, text: str, value: NodeValue | None
) -> None:
    row = row_of(parameter, 7, qtbot)
    heard: list[object] = []
    row.entered.connect(lambda name, said: heard.append((name, said)))
    assert isinstance(row.editor, QLineEdit)
    row.editor.setText(text)
    row.editor.editingFinished.emit()
    row.editor.editingFinished.emit()
    assert heard == [(parameter.name, value)], "said once"


def test_what_is_no_number_is_said_and_taken_back(qtbot: QtBot) -> None:
    row = row_of(WIDTH, 320, qtbot)
    heard: list[str] = []
    row.misread.connect(heard.append)
    assert isinstance(row.editor, QLineEdit)
    row.editor.setText("wide")
    row.editor.editingFinished.emit()
    assert heard == ["Width: wide is no number"]
    assert row.editor.text() == "320"


def test_what_nobody_chose_is_faint(qtbot: QtBot) -> None:
    row = row_of(EXPOSURE, None, qtbot)
    assert isinstance(row.editor, QLineEdit)
    assert row.editor.text() == ""
    assert row.editor.placeholderText().endswith("000")
    choice = Parameter("PixelFormat", "Mono8", choices=("Mono8", "Mono12"))
    box = row_of(choice, None, qtbot).editor
    assert isinstance(box, QComboBox)
    assert "Mono8" in box.currentText()
    assert box.currentData() is None


def test_limits_come_with_unit_and_steps() -> None:
    assert limits_in_words(WIDTH).endswith("steps of 16")
    assert limits_in_words(EXPOSURE).endswith("us")
    assert limits_in_words(Parameter("PixelFormat", "Mono8")) == ""
