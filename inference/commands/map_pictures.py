"""Each judged image with its heat map over it, as a PNG in one folder."""

from __future__ import annotations

from pathlib import Path

import cv2

from inference.files_on_disk import write_atomically
from inference.frame import Frame
from inference.overlay import blended
from inference.verdict import Inspection


def map_picture(inspection: Inspection) -> bytes | None:
    """The image with its heat map over it, as PNG; None for a FAULT: it has no map."""
    frame, heat_map = inspection.frame, inspection.heat_map
    if heat_map is None or not isinstance(frame, Frame):
        return None
    picture = blended(frame.image, heat_map.heat, bits_per_sample=frame.bits_per_sample)
    return bytes(cv2.imencode(".png", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))[1])


class MapPictures:
    """`NAME.overlay.png` for each image; images of one name get a number."""

    def __init__(self, folder: Path) -> None:
        """Makes the folder. Raises `OSError`."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._taken: set[str] = set()

    def write(self, source: str, picture: bytes) -> None:
        """`picture` is a PNG; `source` the image's path. Raises `OSError`."""
        write_atomically(self._folder / self._name_for(source), picture)

    def _name_for(self, source: str) -> str:
        stem = Path(source).stem
        name, number = stem, 2
        while name in self._taken:
            name, number = f"{stem}-{number}", number + 1
        self._taken.add(name)
        return f"{name}.overlay.png"
