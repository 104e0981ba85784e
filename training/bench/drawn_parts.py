"""Labelled parts of the simulated line as files: every second one defective."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2

from inference.sources.settings import DEFECT_TYPES, DefectType
from inference.sources.simulated import draw_part, order_defect


def draw_parts(
    folder: Path, images: int, size_px: int, types: Sequence[DefectType] = DEFECT_TYPES
) -> None:
    """Into `folder/ok` and `folder/def`, as JPEG."""
    for number in range(images):
        defect = order_defect(1, number, 1.0, types) if number % 2 else None
        path = folder / ("def" if defect else "ok") / f"{number:05}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        part = draw_part(1, number, defect, size_px)
        path.write_bytes(cv2.imencode(".jpg", part.image)[1].tobytes())
