"""Parts judged once more, by another model: which verdicts would flip. The records stay as are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from inference.records.archive import ImageArchive
from inference.records.errors import ArchiveError
from inference.records.part_record import PartRecord
from inference.records.recall import recalled_frame
from inference.station.judge import Judge
from inference.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Rejudged:
    """One part: what was recorded, and what the other model says by its own thresholds."""

    record: PartRecord
    verdict: Verdict | None
    """None when its picture is not there."""
    why_not: str | None = None
    remedy: str | None = None
    """The same for all parts that are left out for the same reason."""

    @property
    def flipped(self) -> bool:
        """The other model calls it something else."""
        return self.verdict is not None and self.verdict.outcome is not self.record.outcome


def rejudge(parts: Iterable[PartRecord], archive: ImageArchive, judge: Judge) -> Iterator[Rejudged]:
    """One by one, in the order given. Raises `RecordsError` where `parts` does."""
    for record in parts:
        try:
            frame = recalled_frame(record, archive)
        except ArchiveError as error:
            yield Rejudged(record, None, str(error), error.remedy)
        else:
            yield Rejudged(record, judge.judge(frame).verdict)
