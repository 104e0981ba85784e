"""Small labelled folders for the tests: discs, the defective ones with a dark pit."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray


def draw_disc(number: int, *, is_def: bool, side: int = 64) -> NDArray[np.uint8]:
    """A disc with spokes of its own, side x side, grey; no two numbers look alike."""
    random = np.random.default_rng((number, 7))
    image = np.full((side, side), 180, np.uint8)
    centre = (side // 2, side // 2)
    cv2.circle(image, centre, side * 4 // 10, 140, -1, cv2.LINE_AA)
    for _ in range(9):
        turn, reach = random.uniform(0, 2 * np.pi), random.uniform(0.15, 0.38) * side
        end = (int(centre[0] + reach * np.cos(turn)), int(centre[1] + reach * np.sin(turn)))
        cv2.line(image, centre, end, int(random.integers(90, 230)), 2, cv2.LINE_AA)
    if is_def:
        pit = centre[0] + random.integers(-side // 5, side // 5, 2)
        cv2.circle(image, (int(pit[0]), int(pit[1])), max(2, side // 16), 10, -1, cv2.LINE_AA)
    return image


def write_parts(folder: Path, count: int, good: str = "ok", defective: str = "def") -> Path:
    """`count` good and `count` defective discs as PNG files in two class folders."""
    for name, is_def in ((good, False), (defective, True)):
        (folder / name).mkdir(parents=True)
        for number in range(count):
            image = draw_disc(number + 1000 * is_def, is_def=is_def)
            write_image(folder / name / f"{number:03}.png", image)
    return folder


def write_image(path: Path, image: NDArray[np.uint8]) -> None:
    encoded = cv2.imencode(path.suffix, image)[1]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(encoded.tobytes())
