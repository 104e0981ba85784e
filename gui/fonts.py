"""The bundled font, so that the window looks the same wherever it runs."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF
from PySide6.QtWidgets import QApplication

from inference.home import RESOURCES

FAMILY = "Inter"
_FOLDER = RESOURCES / "fonts"
_TEXT_PX = 14


def use_bundled_font(application: QApplication) -> None:
    """Register the bundled faces and make them the application's font."""
    _register()
    application.setFont(font(_TEXT_PX))


@cache
def _register() -> None:
    for face in sorted(_FOLDER.glob("*.otf")):
        if QFontDatabase.addApplicationFont(str(face)) < 0:
            raise FileNotFoundError(f"the bundled font {face} can't be used")


def font(pixels: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The bundled font; all digits equally wide, so that numbers stand still when they change."""
    made = QFont(FAMILY)
    made.setPixelSize(max(1, round(pixels)))
    made.setWeight(weight)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def fitting(text: str, width: float, pixels: float, weight: QFont.Weight) -> QFont:
    """The largest font, up to `pixels`, in which the text fits into `width`."""
    largest = font(pixels, weight)
    needed = QFontMetricsF(largest).horizontalAdvance(text)
    return largest if needed <= width else font(pixels * width / needed, weight)
