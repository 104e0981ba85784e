"""A watched folder: each image that somebody writes into it is one part."""

from __future__ import annotations

import time
from collections import deque
from pathlib import Path

from inference.decode import UnreadableImage, decode_image
from inference.frame import Frame, UnreadableFrame
from inference.sources.folder_events import FolderEvents
from inference.sources.folder_scan import Stamp, list_images, part_id_of, stamp_of
from inference.sources.image_file import frame_of_file, unreadable_file
from inference.sources.ledger import Ledger
from inference.sources.protocol import QueuePolicy, SourceInvalid, SourceLost
from inference.sources.quarantine import move_aside
from inference.sources.scan_pace import ScanPace
from inference.sources.settings import FolderSettings
from inference.sources.settling import Candidate, Settling
from inference.sources.still_file import FileChanged, read_still

_IDS_PER_QUESTION = 1000


class WatchedFolder:
    """Implements `Source`. A scan is the truth, the operating system's events only hasten it.

    A part's id follows from path, size and time of the last write, so a restart at any moment
    meets the same part under the same id, and the ledger knows whether it is done with. Files are
    only touched in `recorded`, when an unreadable one is moved to quarantine.
    """

    policy = QueuePolicy.BLOCK
    stall_after_s = None
    # A first scan of 100,000 files on a slow share takes minutes; each read may scan again.
    open_may_take_s = 600.0
    read_may_take_s = 120.0

    def __init__(self, settings: FolderSettings, ledger: Ledger) -> None:
        self._settings = settings
        self._ledger = ledger
        self._pace = ScanPace(settings.scan_interval_s)
        self._events: FolderEvents | None = None
        self._settling = Settling(settings.unreadable_after_s)
        self._ready: deque[Candidate] = deque()
        self._done: dict[str, Stamp] = {}
        """What was handed out, or is known to the ledger, as it looked then."""
        self._in_flight: dict[str, Candidate] = {}
        """Handed out and not yet recorded, by part id. Shared with the recording thread, which
        only takes single entries out."""
        self._closed = False

    @property
    def name(self) -> str:
        return self._settings.name

    def open(self) -> None:
        settings = self._settings
        if settings.existing == "new":
            self._take_baseline()
        self._scan()
        self._events = FolderEvents(
            settings.path, recursive=settings.recursive, wake=self._pace.wake
        )
        self._events.start()

    def read(self, timeout_s: float) -> Frame | UnreadableFrame | None:
        until_s = time.monotonic() + timeout_s
        while not self._closed:
            while self._ready and not self._closed:
                part = self._try(self._ready.popleft())
                if part is not None:
                    return part
            if not self._pace.wait(until_s):
                break
            self._scan()
        return None

    def recorded(self, part: Frame | UnreadableFrame) -> None:
        candidate = self._in_flight.pop(part.part_id, None)
        quarantine = self._settings.quarantine
        if candidate is None or quarantine is None or not isinstance(part, UnreadableFrame):
            return
        path = Path(candidate.path)
        if _looks_as_before(path, candidate.stamp):  # else it was mended, and is a new part
            move_aside(path, quarantine, part.part_id)

    def close(self) -> None:
        self._closed = True
        self._pace.stop()
        events, self._events = self._events, None
        if events is not None:
            events.stop()

    def _scan(self) -> None:
        worked_s = time.thread_time()
        started_s = time.monotonic()
        listing = self._list()
        ended_s = time.monotonic()
        done = self._done
        self._done = {path: stamp for path, stamp in listing.items() if done.get(path) == stamp}
        fresh = {path: stamp for path, stamp in listing.items() if path not in self._done}
        self._ready.extend(self._unknown(self._settling.update(fresh, started_s, ended_s)))
        self._pace.scanned(time.monotonic(), time.thread_time() - worked_s)

    def _list(self) -> dict[str, Stamp]:
        settings = self._settings
        try:
            return list_images(
                settings.path, recursive=settings.recursive, skip=settings.quarantine
            )
        except NotADirectoryError as error:
            raise SourceInvalid(
                f"{settings.path} is no folder", "choose the folder that holds the images"
            ) from error
        except OSError as error:
            raise SourceLost(
                f"the folder {settings.path} can't be read: {error.strerror or error}",
                "check that the folder exists, the share is connected and may be read; "
                "the station tries again by itself",
            ) from error

    def _unknown(self, candidates: list[Candidate]) -> list[Candidate]:
        """Those that were not judged before; the others are done with."""
        by_id = {part_id_of(each.path, each.stamp): each for each in candidates}
        ids = [part_id for part_id in by_id if part_id not in self._in_flight]
        unknown: set[str] = set()
        for start in range(0, len(ids), _IDS_PER_QUESTION):
            unknown |= self._ledger.unknown(ids[start : start + _IDS_PER_QUESTION])
        for part_id, candidate in by_id.items():
            if part_id not in unknown:
                self._done[candidate.path] = candidate.stamp
        return [candidate for part_id, candidate in by_id.items() if part_id in unknown]

    def _try(self, candidate: Candidate) -> Frame | UnreadableFrame | None:
        """The part, or None when the file is not ready after all."""
        path, stamp, patience_over = candidate
        part_id = part_id_of(path, stamp)
        part: Frame | UnreadableFrame
        try:
            image = decode_image(read_still(Path(path), stamp))
            part = frame_of_file(image, path, self.name, part_id)
        except FileChanged:
            return None
        except UnreadableImage as error:
            if not patience_over:
                self._settling.put_off(path)
                return None
            part = unreadable_file(error, path, self.name, part_id)
        self._done[path] = stamp
        self._in_flight[part_id] = candidate
        return part

    def _take_baseline(self) -> None:
        """At the very first start only."""
        # With sub-folders it is another set of files, which needs a baseline of its own.
        key = f"{self._settings.path}{'/**' if self._settings.recursive else ''}"
        if not self._ledger.has_baseline(key):
            ids = [part_id_of(path, stamp) for path, stamp in self._list().items()]
            self._ledger.take_baseline(key, ids)


def _looks_as_before(path: Path, stamp: Stamp) -> bool:
    try:
        status = path.stat() if path.exists() else path.lstat()
    except OSError:
        return False
    return stamp_of(status) == stamp
