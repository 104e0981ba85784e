"""Drawn parts in class folders, as an engineer brings them: good ones, three types of defects."""

from __future__ import annotations

import shutil
from pathlib import Path

import cv2

from inference.frame import Image
from inference.sources.settings import DefectType
from inference.sources.simulated import draw_part, order_defect

_PARTS = 400
_SEED = 5
_DEFECT_SHARE = 0.5
_TYPES: tuple[DefectType, ...] = ("blowhole", "scratch", "chipped_edge")
_PX = 300


def draw_labelled_folder(folder: Path) -> None:
    """`ok`, `def/TYPE` and masks; one picture is there twice, one was cut off while written."""
    for number in range(_PARTS):
        part = draw_part(_SEED, number, order_defect(_SEED, number, _DEFECT_SHARE, _TYPES), _PX)
        kind = Path("def", part.truth.defect_type) if part.truth.defect_type else Path("ok")
        name = kind / f"part-{number:03d}.png"
        _write(folder / name, part.image)
        if part.truth.mask is not None:
            _write(folder / "masks" / name, part.truth.mask.astype("uint8") * 255)
    first = min((folder / "ok").iterdir())
    shutil.copy(first, folder / "ok" / "part-900.png")
    whole = first.read_bytes()
    (folder / "ok" / "part-999.png").write_bytes(whole[: len(whole) // 2])


def _write(path: Path, image: Image) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(cv2.imencode(".png", image)[1].tobytes())
