"""What the focus card says of one picture."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QTextDocumentFragment

from gui.main_window import MainWindow
from gui.pages import Tab
from gui.setup.focus_card import shares_in_coloured_words
from gui.setup.setup_page import SetupPage
from gui.words import UNKNOWN
from inference.trial.look import Look, look_at


def _look() -> Look:
    """One pixel of 10,000 over-exposed."""
    image = np.tile(np.arange(100, 200, dtype=np.uint8), (100, 1))
    image[50, 50] = 255
    return look_at(image, 8)


def test_a_share_too_small_for_a_figure_is_read_whole(window: MainWindow) -> None:
    words = QTextDocumentFragment.fromHtml(shares_in_coloured_words(_look())).toPlainText()
    assert words.replace("\N{NARROW NO-BREAK SPACE}", " ").split("\N{BLACK SQUARE}")[1:] == [
        " over <0.1 % ",
        " under 0.0 %",
    ]


def test_without_a_picture_no_sharpness_is_told(window: MainWindow) -> None:
    page: SetupPage = window.pages.page(Tab.SETUP)
    card = page.middle.focus
    card.show_look(_look())
    assert card.figure.text() != UNKNOWN
    card.show_look(None)
    assert card.figure.text() == UNKNOWN
    assert card.best.text() == ""
