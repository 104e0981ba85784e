"""Pictures of which a test knows what must come out."""

from __future__ import annotations

import base64
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

RED_RGB = (220, 20, 30)
# 16 x 16 pixels of cyan 0, magenta 255, yellow 255, black 0. OpenCV can't write such a file.
CMYK_RED_JPEG = base64.b64decode(
    "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwAbEhQXFBEbFxYXHhwbIChCKyglJShROj0wQmBVZWRfVV1baniZgWpxkHNbXY"
    "W1hpCeo6utq2eAvMm6pseZqKuk/8AAFAgAEAAQBEMRAE0RAFkRAEsRAP/EABUAAQEAAAAAAAAAAAAAAAAAAAAG/8QA"
    "FBABAAAAAAAAAAAAAAAAAAAAAP/aAA4EQwBNAFkASwAAPwCmTKZUwAAAD//Z"
)


def red_bgr(height: int = 48, width: int = 64) -> NDArray[np.uint8]:
    """As OpenCV wants it for writing."""
    return np.full((height, width, 3), RED_RGB[::-1], np.uint8)


def encoded(image: NDArray[np.generic], suffix: str) -> bytes:
    there, content = cv2.imencode(suffix, image)
    assert there
    return content.tobytes()


def write_video(path: Path, frames: int, image: NDArray[np.uint8] | None = None) -> Path:
    picture = red_bgr() if image is None else image
    size = (picture.shape[1], picture.shape[0])
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 25.0, size)
    assert writer.isOpened()
    for _ in range(frames):
        writer.write(picture)
    writer.release()
    return path


def unreadable_images() -> dict[str, bytes]:
    """Names and contents that no camera should send."""
    whole = encoded(red_bgr(200, 200), ".jpg")
    png = encoded(red_bgr(), ".png")
    # A header that announces 60,000 x 60,000 pixels.
    bomb = png[:16] + (60_000).to_bytes(4, "big") * 2 + png[24:]
    return {
        "truncated.jpg": whole[: len(whole) // 2],
        "zero bytes.png": b"",
        "a text.jpg": b"this is no image at all\n" * 20,
        "bomb.png": bomb,
    }
