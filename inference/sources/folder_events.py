"""The operating system's word that something happened in a folder: a hint, never the truth."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from watchdog.events import (
    FileClosedEvent,
    FileCreatedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

_log = logging.getLogger(__name__)
# It reports an error when a file changes in the very moment that it is stopped.
logging.getLogger("watchdog").setLevel(logging.CRITICAL)
# Reading a file makes events as well: left in, each part would wake the next scan.
_OF_WRITERS: list[type[FileSystemEvent]] = [
    FileClosedEvent,
    FileCreatedEvent,
    FileModifiedEvent,
    FileMovedEvent,
]


class _Wake(FileSystemEventHandler):
    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake

    def on_any_event(self, event: FileSystemEvent) -> None:  # noqa: ARG002 - watchdog's signature
        self._wake()


class FolderEvents:
    """Calls `wake`, from a thread of its own, after something was written into the folder.

    Events get lost (many at once, network shares), and where none can be had this is silent: the
    caller looks by itself anyway.
    """

    def __init__(self, folder: Path, *, recursive: bool, wake: Callable[[], None]) -> None:
        self._observer = Observer()
        self._observer.daemon = True
        self._observer.schedule(
            _Wake(wake), str(folder), recursive=recursive, event_filter=_OF_WRITERS
        )

    def start(self) -> None:
        try:
            self._observer.start()
        except OSError as error:
            _log.info("no events from the folder, it is looked at regularly: %s", error)

    def stop(self) -> None:
        self._observer.stop()
        if self._observer.is_alive():
            self._observer.join(timeout=2.0)
