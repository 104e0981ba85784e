"""What all pages are made of: where the keys go, what Return does, how a column is aligned."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from gui.trainer.model.layer_table import LayerTable
from gui.widgets.question import Question
from gui.widgets.scrolling import scrolling

pytestmark = pytest.mark.qt_log_ignore(
    r"This plugin does not support (propagateSizeHints|raise)\(\)", extend=True
)


def test_a_scrolling_column_takes_the_keys_only_where_there_are_but_words(qtbot: QtBot) -> None:
    column, words = scrolling(QWidget()), scrolling(QLabel("long"), only_words=True)
    for area in (column, words):
        qtbot.addWidget(area)
    assert column.focusPolicy() is Qt.FocusPolicy.NoFocus
    assert words.focusPolicy() is Qt.FocusPolicy.TabFocus


@pytest.mark.parametrize("no", ["", "Go on"])
def test_return_changes_nothing(qtbot: QtBot, no: str) -> None:
    done: list[str] = []
    behind = QWidget()
    qtbot.addWidget(behind)
    question = Question(
        behind, "Delete <b>it</b>?", "Gone.", "Delete", lambda: done.append("yes"), no=no
    )
    question.open()
    qtbot.waitUntil(question.isVisible)
    QTest.keyClick(question, Qt.Key.Key_Return)
    assert done == []
    assert question.isVisible() is not bool(no), "going on is the default where it is named"
    if not no:
        question.yes.click()
        assert done == ["yes"]


def test_heads_stand_over_their_columns_numbers_at_the_right(qtbot: QtBot) -> None:
    table = LayerTable()
    qtbot.addWidget(table)
    model = table.model()
    across, role = Qt.Orientation.Horizontal, Qt.ItemDataRole
    assert model.headerData(0, across) == "Layer"
    assert model.headerData(3, across) == "Parameters"
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    left, right = (model.headerData(n, across, role.TextAlignmentRole) for n in (0, 3))
    assert left & Qt.AlignmentFlag.AlignLeft
    assert right & Qt.AlignmentFlag.AlignRight
