"""The bytes of an image file -> pixels, or a clear word why not."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from inference.frame import Image

SUFFIXES = frozenset({".bmp", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"})
LARGEST_BYTES = 1 << 30


class UnreadableImage(Exception):
    """The file is no whole image. `str()` says what is wrong with it, for a person."""


def is_image_name(path: Path) -> bool:
    """Whether the name says that this is an image (hidden files are not)."""
    return path.suffix.lower() in SUFFIXES and not path.name.startswith(".")


def read_image(path: Path) -> Image:
    """The file's pixels as in `decode_image`. Raises `UnreadableImage`, whatever is wrong."""
    try:
        check_size(path.stat().st_size)
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableImage(f"the file can't be read: {error.strerror or error}") from error
    except MemoryError as error:
        raise UnreadableImage("the file does not fit into memory") from error
    return decode_image(content)


def check_size(size_bytes: int) -> None:
    """Raises `UnreadableImage` for a file that is too large to be an image of a part."""
    if size_bytes > LARGEST_BYTES:
        raise UnreadableImage(f"the file is too large ({size_bytes / 1e9:.1f} GB)")


def decode_image(content: bytes) -> Image:
    """H x W (grey) or H x W x 3 (RGB), uint8 or uint16, read-only. Raises `UnreadableImage`.

    Alpha is dropped, CMYK becomes RGB, a 16-bit file stays 16-bit.

    A file that is cut short is found in every format. The decoder would fill a JPEG up with grey
    and say nothing, so the end is looked at first.

    Damage inside a file of the right length is found in PNG, which has checksums. JPEG, TIFF, WebP
    and BMP have none, or none that the decoder looks at: there it comes out as wrong pixels, and
    they are judged. Where images travel or are kept in a way that may damage them, use PNG.
    """
    if not content:
        raise UnreadableImage("the file is empty")
    if _is_cut_short(content):
        raise UnreadableImage("the file is cut short: its end is missing")
    try:
        image = _decode(content)
    except cv2.error as error:
        reason = "it has too many pixels" if "pixels" in str(error).lower() else error.err
        raise UnreadableImage(f"the image is refused: {reason}") from error
    except MemoryError as error:
        raise UnreadableImage("the image does not fit into memory") from error
    image.flags.writeable = False
    return image


def _decode(content: bytes) -> Image:
    flags = cv2.IMREAD_ANYCOLOR | cv2.IMREAD_ANYDEPTH
    image = cv2.imdecode(np.frombuffer(content, np.uint8), flags)
    if image is None:
        raise UnreadableImage("the content is no image, or a damaged one")
    if image.dtype not in (np.uint8, np.uint16):
        raise UnreadableImage(f"pixels of type {image.dtype} are not supported")
    if image.ndim == 3:
        image = cv2.cvtColor(image, cv2.COLOR_BGR2RGB)
    return np.ascontiguousarray(image)


def _is_cut_short(content: bytes) -> bool:
    # Writers may pad behind the end marker, so look for it in the last bytes, not at the last.
    tail = content[-1024:]
    if content.startswith(b"\xff\xd8\xff"):
        return b"\xff\xd9" not in tail
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return b"IEND" not in tail
    if content.startswith(b"BM") and len(content) >= 6:
        return len(content) < int.from_bytes(content[2:6], "little")
    return False
