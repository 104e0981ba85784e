"""The whole window, drawn unseen over a real station, and whether there is anything in it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from gui.tour import offscreen_tour
from inference.home import Home
from inference.self_test.check import CheckFailed
from inference.sources.settings import SimulatedSettings
from inference.station.settings import StationSettings
from inference.station.station import Station

_PARTS = 5
_COLOURS = 200
"""An empty window has a handful; one with a part and its heat map has thousands."""


def check_window(folder: Path) -> str:
    """The window shows some parts of the simulated line; its picture isn't empty."""
    picture = folder / "window.png"
    home = Home(folder)
    settings = StationSettings(source=SimulatedSettings(rate_hz=10.0, seed=7))
    with Station(home, settings, parts_limit=_PARTS) as station:
        status = offscreen_tour(station, _PARTS, picture, folder / "window.ini", timeout_s=120.0)
        problem = station.snapshot().problem
    if status or problem:
        raise CheckFailed(
            f"the window did not show {_PARTS} parts: {problem or 'it took too long'}"
        )
    image = QImage(str(picture))
    colours = count_colours(image)
    if colours < _COLOURS:
        raise CheckFailed(f"the picture of the window is empty: it has {colours} colours")
    return (
        f"{image.width()} x {image.height()} pixels with {colours:,} colours, {_PARTS} parts judged"
    )


def count_colours(image: QImage) -> int:
    """How many different ones; 0 for a picture that isn't one."""
    if image.isNull():
        return 0
    rgb = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels: NDArray[np.uint32] = np.frombuffer(rgb.constBits(), np.uint32)
    return int(np.unique(pixels).size)
