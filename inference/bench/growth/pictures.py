"""Pictures of drawn parts as files, quickly: a few are drawn, and written again and again."""

from __future__ import annotations

from pathlib import Path

import cv2

from inference.sources.simulated import draw_part, order_defect

_DRAWN = 32
_SHARE_DEF = 0.1


def write_pictures(folder: Path, images: int, side_px: int) -> None:
    """`images` JPEG files of side_px x side_px, some of defective parts, into a new folder."""
    contents = [_content(number, side_px) for number in range(_DRAWN)]
    folder.mkdir(parents=True)
    for number in range(images):
        (folder / f"part-{number:06d}.jpg").write_bytes(contents[number % _DRAWN])


def _content(number: int, side_px: int) -> bytes:
    part = draw_part(1, number, order_defect(1, number, _SHARE_DEF), side_px)
    return cv2.imencode(".jpg", part.image)[1].tobytes()
