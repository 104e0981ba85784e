"""Images and heat maps of judged parts, as files."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC
from enum import StrEnum
from pathlib import Path, PurePosixPath

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.decode import UnreadableImage, decode_image
from inference.files_on_disk import sha256_of
from inference.frame import Frame, Image
from inference.records.errors import ArchiveError
from inference.verdict import HeatMap, Inspection, Outcome

# Lower case and no dot: no two ids share a file on Windows, none names another's heat map.
_SAFE_PART_ID = re.compile(r"[0-9a-z][0-9a-z_-]{0,127}")
_WINDOWS_DEVICE = re.compile(r"con|prn|aux|nul|(com|lpt)\d")
# Half the time of level 1's own filter and strategy, for a few per cent more bytes.
_FAST_PNG = (
    cv2.IMWRITE_PNG_COMPRESSION,
    1,
    cv2.IMWRITE_PNG_STRATEGY,
    cv2.IMWRITE_PNG_STRATEGY_RLE,
    cv2.IMWRITE_PNG_FILTER,
    cv2.IMWRITE_PNG_FILTER_SUB,
)


class ArchiveRule(StrEnum):
    """Which parts keep their image."""

    ALL = "all"
    DEF_AND_UNSURE = "def and unsure"
    """And a FAULT that has an image: somebody will want to see it."""
    NONE = "none"

    def wants(self, outcome: Outcome) -> bool:
        """Whether the image of a part with this outcome is kept."""
        if self is ArchiveRule.DEF_AND_UNSURE:
            return outcome is not Outcome.OK
        return self is ArchiveRule.ALL


@dataclass(frozen=True, slots=True)
class ArchivedImage:
    """The files of one part, as paths below the images folder, with forward slashes."""

    image: str
    image_sha256: str
    """Of the file's bytes."""
    heat_map: str | None
    size_bytes: int
    """Of both files together."""


class ImageArchive:
    """`YYYY-MM-DD/<part_id>.png` and `<part_id>.heat.png` in one folder, by the day in UTC.

    The image is a lossless PNG at the frame's own depth. The heat map is an 8-bit grey PNG at its
    own resolution: 255 is a heat of 1, so it reads back within half of 1/255.

    Files appear whole or not at all, also when the program is killed, but nothing waits for the
    disk: an fsync costs more than all the rest. After a power cut the last images may be empty or
    missing; the record, which is on the disk, holds their sha256, and `load_image` says so.
    Store the image first, then the record: a record never names a file that was not written.

    For any thread; one part is stored by one thread at a time.
    """

    def __init__(self, folder: Path, rule: ArchiveRule = ArchiveRule.DEF_AND_UNSURE) -> None:
        self.folder = folder
        self.rule = rule

    def store(self, inspection: Inspection) -> ArchivedImage | None:
        """Write the part's image and map if the rule wants them. Raises `ArchiveError`.

        None when the rule doesn't want it, or when there is no image.
        """
        frame = inspection.frame
        if not isinstance(frame, Frame) or not self.rule.wants(inspection.verdict.outcome):
            return None
        stem = _stem(frame)
        content = _encode(frame.image)
        heat = None if inspection.heat_map is None else _encode(_to_grey(inspection.heat_map))
        self._write(f"{stem}.png", content)
        if heat is not None:
            self._write(f"{stem}.heat.png", heat)
        return ArchivedImage(
            image=f"{stem}.png",
            image_sha256=sha256_of(content),
            heat_map=None if heat is None else f"{stem}.heat.png",
            size_bytes=len(content) + len(heat or b""),
        )

    def load_image(self, image: str, sha256: str | None = None) -> Image:
        """The archived image, H x W or H x W x 3 (RGB), uint8 or uint16, read-only.

        Raises `ArchiveError` when it is gone, or not what was stored (given its `sha256`).
        """
        content = self._read(image)
        if sha256 is not None and sha256_of(content) != sha256:
            raise ArchiveError(
                f"the archived image {image} is not what was recorded: its sha256 differs",
                "the record itself is sound; the image was lost in a power cut, or changed since",
            )
        return _decode(content, image)

    def load_heat_map(self, heat_map: str, method: str) -> HeatMap:
        """The archived heat map, within half of 1/255. Raises `ArchiveError`."""
        grey = _decode(self._read(heat_map), heat_map)
        heat = grey.astype(np.float32) / np.float32(255.0)
        heat.flags.writeable = False
        return HeatMap(heat, method)

    def delete(self, file: str) -> None:
        """Remove one archived file, if it is there. Raises `ArchiveError`."""
        path = self.path_of(file)
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise ArchiveError(
                f"{path} can't be deleted: {error.strerror or error}",
                "check who may write to the images folder, and whether a program holds the file",
            ) from error

    def path_of(self, file: str) -> Path:
        """Where an archived file lies. Raises `ArchiveError` for a path that leads out of here."""
        relative = PurePosixPath(file)
        path = self.folder.joinpath(*relative.parts)
        leads_out = relative.is_absolute() or ".." in relative.parts or "\\" in file
        if leads_out or not path.resolve().is_relative_to(self.folder.resolve()):
            raise ArchiveError(
                f"{file!r} is no path inside the images folder {self.folder}",
                "the record was changed by another program: restore the database from a backup",
            )
        return path

    def _write(self, file: str, content: bytes) -> None:
        path = self.folder / file
        temporary = path.with_name(f".{path.name}.new")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(content)
            temporary.replace(path)
        except OSError as error:
            with suppress(OSError):
                temporary.unlink()
            raise ArchiveError(
                f"the image {path} can't be written: {error.strerror or error}",
                "check that the disk has room and that the images folder may be written to",
            ) from error

    def _read(self, file: str) -> bytes:
        path = self.path_of(file)
        try:
            return path.read_bytes()
        except OSError as error:
            raise ArchiveError(
                f"the archived image {path} can't be read: {error.strerror or error}",
                "it was deleted by hand, lost in a power cut, or its disk is not there",
            ) from error


def _stem(frame: Frame) -> str:
    part_id = frame.part_id
    if not _SAFE_PART_ID.fullmatch(part_id) or _WINDOWS_DEVICE.fullmatch(part_id):
        raise ArchiveError(
            f"{part_id!r} can't name a file: a part id is lower-case letters, digits, - and _",
            "correct what gives the parts their ids",
        )
    return f"{frame.captured_at.astimezone(UTC):%Y-%m-%d}/{part_id}"


def _to_grey(heat_map: HeatMap) -> NDArray[np.uint8]:
    grey: NDArray[np.uint8] = np.rint(heat_map.heat * np.float32(255.0)).astype(np.uint8)
    return grey


def _encode(image: Image) -> bytes:
    pixels = cv2.cvtColor(image, cv2.COLOR_RGB2BGR) if image.ndim == 3 else image
    try:
        whole, encoded = cv2.imencode(".png", pixels, _FAST_PNG)
    except cv2.error:
        whole = False
    if not whole:
        height_px, width_px = image.shape[:2]
        raise ArchiveError(
            f"an image of {width_px:,} x {height_px:,} px can't be stored as a PNG",
            "set the camera to a smaller picture",
        )
    return bytes(encoded)


def _decode(content: bytes, file: str) -> Image:
    try:
        return decode_image(content)
    except UnreadableImage as error:
        raise ArchiveError(
            f"the archived image {file} can't be read: {error}",
            "the record itself is sound; the image was lost in a power cut, or changed since",
        ) from error
