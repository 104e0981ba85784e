"""Folders of drawn parts, as the simulated line makes them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import pytest
from PySide6.QtWidgets import QApplication

from inference.sources.simulated import draw_part, order_defect


@pytest.fixture
def parts(tmp_path: Path) -> Path:
    """`parts/ok` and `parts/def/<type>`: 12 parts."""
    return draw_folder(tmp_path / "parts", 12)


@pytest.fixture
def settle(qtbot: object) -> Callable[[Callable[[], bool]], None]:
    """Let the window live until something is so."""

    def wait(condition: Callable[[], bool]) -> None:
        qtbot.waitUntil(condition, timeout=20_000)  # type: ignore[attr-defined]
        QApplication.processEvents()

    return wait


def draw_folder(folder: Path, parts: int, size_px: int = 160) -> Path:
    for number in range(parts):
        defect = order_defect(3, number, 1.0) if number % 2 else None
        part = draw_part(3, number, defect, size_px)
        kind = folder / "def" / str(part.truth.defect_type) if defect else folder / "ok"
        kind.mkdir(parents=True, exist_ok=True)
        assert cv2.imwrite(str(kind / f"part-{number:02d}.png"), part.image)
    return folder
