"""Given images and folders of images, once through."""

from __future__ import annotations

import logging
import os
from collections import deque
from pathlib import Path

from inference.decode import UnreadableImage, is_image_name, read_image
from inference.frame import Frame, UnreadableFrame
from inference.sources.image_file import frame_of_file, unreadable_file
from inference.sources.natural_order import natural_key
from inference.sources.protocol import QueuePolicy, SourceEnded, SourceInvalid
from inference.sources.settings import FilesSettings

_log = logging.getLogger(__name__)


class GivenFiles:
    """Implements `Source`. In the order given, each folder in natural order with its sub-folders.

    A given file is read whatever its name; in a folder, the name has to say image. Each run judges
    anew: a part has a new id. Whatever is wrong with a file, it is a part and the next one follows.
    """

    policy = QueuePolicy.BLOCK
    stall_after_s = None
    open_may_take_s = 60.0
    read_may_take_s = 60.0

    def __init__(self, settings: FilesSettings) -> None:
        self._settings = settings
        self._left: deque[Path] = deque()
        self._closed = False

    @property
    def name(self) -> str:
        return self._settings.name

    def open(self) -> None:
        images = [image for path in self._settings.paths for image in _images_of(path)]
        self._left = deque(dict.fromkeys(images))  # each once, whichever way it was named
        if not self._left:
            raise SourceInvalid(
                f"no image in {', '.join(map(str, self._settings.paths))}",
                "choose images, or a folder that holds some",
            )

    def read(self, timeout_s: float) -> Frame | UnreadableFrame | None:  # noqa: ARG002 - never waits
        if self._closed:
            return None
        if not self._left:
            raise SourceEnded
        path = self._left.popleft()
        try:
            return frame_of_file(read_image(path), str(path), self.name)
        except UnreadableImage as error:
            return unreadable_file(error, str(path), self.name)
        # Let out, it would make a new source, which judges all from the first again.
        except Exception as error:  # noqa: BLE001 - logged, and it becomes a FAULT record
            _log.exception("%s can't be read for an unforeseen reason", path)
            words = UnreadableImage(f"it can't be read: {str(error) or type(error).__name__}")
            return unreadable_file(words, str(path), self.name)

    def recorded(self, part: Frame | UnreadableFrame) -> None:
        """Nothing to do: the files are somebody else's."""

    def close(self) -> None:
        self._closed = True


def _images_of(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(_images_below(path), key=natural_key)
    if not path.is_file():
        raise SourceInvalid(f"{path} is not there, or is no file", "check the path")
    return [path]


def _images_below(folder: Path) -> list[Path]:
    return [
        image
        for parent, _, names in os.walk(folder, onerror=_refuse)
        for image in (Path(parent, name) for name in names)
        if is_image_name(image) and not image.is_fifo()
    ]


def _refuse(error: OSError) -> None:
    raise SourceInvalid(
        f"the folder {error.filename} can't be read: {error.strerror}", "check who may read it"
    ) from error
