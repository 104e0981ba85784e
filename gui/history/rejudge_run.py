"""What a thread does for the dialog: judge all parts, keep the flips. No Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gui.history.desk import Desk
from inference.frame import Frame
from inference.home import Home
from inference.overlay import shrunk
from inference.package import PackageError
from inference.records.errors import ArchiveError
from inference.records.part_record import PartFilter, PartRecord
from inference.records.recall import recalled, recalled_frame
from inference.records.records import Records
from inference.station.model_loading import load_judge
from inference.station.rejudging import Rejudged, rejudge
from inference.station.threshold_book import ThresholdBook, ThresholdBookError
from inference.verdict import Inspection, Outcome

REFUSALS = (PackageError, ThresholdBookError, ArchiveError, OSError)
_LISTED = 2000
THUMBNAIL_PX = 108  # sharp at 200 % too


@dataclass(frozen=True, slots=True, eq=False)
class Flip:
    """A part whose verdict flips, with a small picture: H x W or H x W x 3 (RGB), uint8."""

    again: Rejudged
    picture: NDArray[np.uint8]


class RejudgeRun:
    """The thread appends and counts, the window reads: nothing is changed once it is there."""

    def __init__(
        self,
        desk: Desk,
        home: Home,
        package: Path,
        wanted: PartFilter,
        chosen: Sequence[PartRecord] | None,
    ) -> None:
        self._desk = desk
        self._home = home
        self._package = package
        self._wanted = wanted
        self._chosen = chosen
        self.judged = 0
        self.left_out = 0
        self.flips: Counter[tuple[Outcome, Outcome]] = Counter()
        self.listed: list[Flip] = []
        """The first 2,000: more is not a list to look through."""

    def judge_all(self, say: Callable[[int], None]) -> None:
        """Raises one of `REFUSALS`, `Trouble`, or what `say` raises."""
        judge = load_judge(self._package, ThresholdBook(self._home.thresholds))

        def each(records: Records) -> None:
            parts = records.parts(self._wanted) if self._chosen is None else self._chosen
            for again in rejudge(parts, self._desk.archive, judge):
                self._count(again)
                say(self.judged + self.left_out)

        self._desk.ask(each)

    def _count(self, again: Rejudged) -> None:
        if again.verdict is None:
            self.left_out += 1
            return
        self.judged += 1
        if again.flipped:
            # A copy with one key more: the window may be reading the one before.
            self.flips = self.flips + Counter([(again.record.outcome, again.verdict.outcome)])
            if len(self.listed) < _LISTED:
                frame = recalled_frame(again.record, self._desk.archive)
                self.listed.append(Flip(again, _small(frame)))

    def open(self, record: PartRecord) -> Inspection:
        """The part as it was judged the first time. Raises `ArchiveError`."""
        return recalled(record, self._desk.archive)


def _small(frame: Frame) -> NDArray[np.uint8]:
    return shrunk(frame.image, THUMBNAIL_PX, frame.bits_per_sample)
