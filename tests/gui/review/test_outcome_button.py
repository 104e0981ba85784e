"""A filter's button with as little room as there may be."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.appearance import ChosenAppearance
from gui.review.outcome_button import OutcomeButton
from gui.theme import Theme
from inference.station.settings import AppearanceSettings
from inference.verdict import Outcome


@pytest.fixture
def button(qtbot: QtBot, qapp: QApplication) -> OutcomeButton:
    theme = Theme(qapp, ChosenAppearance(AppearanceSettings(), lambda _: None))
    made = OutcomeButton(theme, Outcome.UNSURE)
    qtbot.addWidget(made)
    made.show_count(100_000)
    return made


def test_a_large_count_takes_the_place_of_the_word_and_not_of_each_other(
    button: OutcomeButton,
) -> None:
    button.resize(button.sizeHint())
    assert button.says_word
    with_word = button.grab().toImage()
    button.resize(button.minimumSizeHint())
    assert not button.says_word
    narrow = button.grab().toImage()
    assert narrow.width() < with_word.width() - 40
    # The mark and the count are drawn as before: what is left out is the word alone.
    for x in range(12):
        assert narrow.pixel(12 + x, 19) == with_word.pixel(12 + x, 19)
        right, far_right = narrow.width() - 20 - x, with_word.width() - 20 - x
        assert narrow.pixel(right, 19) == with_word.pixel(far_right, 19)
    assert button.toolTip() == "UNSURE"
