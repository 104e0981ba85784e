"""An image file -> the part that goes to the station."""

from __future__ import annotations

import os

import numpy as np

from inference.frame import Frame, Image, UnreadableFrame, new_part_id

_REMEDY = "look at the file and at what writes it, then send the image again"


def printable(path: str) -> str:
    """The path as text that can be stored and shown, also where its name is no valid UTF-8."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def frame_of_file(image: Image, path: str, source: str, part_id: str | None = None) -> Frame:
    """A frame captured now: when the file was written says little, it may have been copied."""
    return Frame(
        image,
        source=source,
        part_id=part_id or new_part_id(),
        bits_per_sample=16 if image.dtype == np.uint16 else 8,
        source_path=printable(path),
    )


def unreadable_file(
    error: Exception, path: str, source: str, part_id: str | None = None
) -> UnreadableFrame:
    """The part whose image can't be had. `error` says why, in words for the operator."""
    return UnreadableFrame(
        source=source,
        error=f"{printable(os.path.basename(path))}: {error}",  # noqa: PTH119 - no Path needed
        remedy=_REMEDY,
        part_id=part_id or new_part_id(),
        source_path=printable(path),
    )
