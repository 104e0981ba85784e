"""The arrows of combo and spin boxes: in the theme's colours, and really to be seen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from gui.main_window import MainWindow
from gui.tokens import DARK, LIGHT, Tokens
from inference.home import RESOURCES

THEMES = pytest.mark.parametrize(("name", "tokens"), [("light", LIGHT), ("dark", DARK)])
_RIGHT_PX = 34

pytestmark = pytest.mark.qt_log_ignore(
    r"This plugin does not support (propagateSizeHints|raise)\(\)", extend=True
)


@THEMES
def test_each_arrow_is_drawn_in_a_colour_of_its_theme(name: str, tokens: Tokens) -> None:
    folder = RESOURCES / "style" / "arrows" / name
    for way in ("up", "down"):
        assert f'stroke="{tokens.muted}"' in (folder / f"{way}.svg").read_text("utf-8")
        assert f'stroke="{tokens.border}"' in (folder / f"{way}-off.svg").read_text("utf-8")


def drawn(widget: QWidget, where: QRect, colour: str) -> int:
    """So many pixels are of just this colour."""
    picture, wanted = widget.grab(where).toImage(), QColor(colour)
    places = ((x, y) for x in range(picture.width()) for y in range(picture.height()))
    return sum(picture.pixelColor(x, y) == wanted for x, y in places)


@THEMES
def test_arrows_are_seen_and_fade_where_they_do_nothing(
    window: MainWindow, qtbot: QtBot, name: str, tokens: Tokens
) -> None:
    window.appearance.change(theme=name)
    combo, spin, typed = QComboBox(), QDoubleSpinBox(), QDoubleSpinBox()
    combo.addItem("one")
    typed.setProperty("typed", True)
    for box in (combo, spin, typed):
        qtbot.addWidget(box)
        box.resize(160, 48)
        box.show()
    right = QRect(160 - _RIGHT_PX, 4, _RIGHT_PX - 4, 40)
    upper, lower = QRect(126, 4, 30, 18), QRect(126, 26, 30, 18)
    assert drawn(combo, right, tokens.muted) > 5
    assert drawn(spin, upper, tokens.muted) > 5
    assert drawn(spin, lower, tokens.muted) == 0, "0 is the lowest already"
    spin.setValue(1.0)
    assert drawn(spin, lower, tokens.muted) > 5
    assert drawn(typed, upper, tokens.muted) == 0
    combo.setEnabled(False)
    assert drawn(combo, right, tokens.muted) == 0


def test_boxes_are_as_tall_as_the_other_controls(window: MainWindow, qtbot: QtBot) -> None:
    del window  # whose theme it is
    for low, height in ((False, 48), (True, 38)):
        for box in (QComboBox(), QDoubleSpinBox(), QLineEdit()):
            qtbot.addWidget(box)
            box.setProperty("low", low)
            box.show()
            assert box.height() == height
