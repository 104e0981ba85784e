"""What people decided, of thresholds and of parts: kept, or a notice says that it is not."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from inference.records.errors import RecordsError, UnknownPart
from inference.station.lines import Lines
from inference.station.notices import Notices
from inference.station.threshold_book import ThresholdBook, ThresholdBookError
from inference.verdict import Outcome, Thresholds

if TYPE_CHECKING:
    from inference.records.records import Records

_log = logging.getLogger(__name__)
_RECORD_MAY_TAKE_S = 5.0


class Decisions:
    """On the station's thread."""

    def __init__(self, lines: Lines, book: ThresholdBook, notices: Notices) -> None:
        self._lines = lines
        self._book = book
        self._notices = notices

    def keep_thresholds(self, model_id: str, old: Thresholds, new: Thresholds, by: str) -> None:
        """They act already."""
        _log.info("thresholds of %s: %s by %s", model_id, new, by)
        try:
            self._book.choose(model_id, new)
            if self._lines.records is not None:
                self._lines.records.threshold_change(model_id, old, new, by)
        except (OSError, ThresholdBookError, RecordsError) as error:
            words = f"the new thresholds act now but could not be kept: {error}"
            self._notices.note("thresholds", f"{words}; set them again later")
        else:
            self._notices.note("thresholds", None)

    def say_of_part(self, part_id: str, outcome: Outcome | None, by: str) -> None:
        """`outcome` None confirms. A person may be faster than the disk: waits for the record."""
        records = self._lines.records
        if records is None:
            return
        try:
            _say_once_recorded(records, part_id, outcome, by)
        except RecordsError as error:
            self._notices.note("verdict", f"what was said of the part is not kept: {error}")
        else:
            self._notices.note("verdict", None)


def _say_once_recorded(records: Records, part_id: str, outcome: Outcome | None, by: str) -> None:
    deadline = time.monotonic() + _RECORD_MAY_TAKE_S
    while (record := records.part(part_id)) is None:
        if time.monotonic() > deadline:
            raise UnknownPart(f"the part {part_id} has no record", "wait until it is recorded")
        time.sleep(0.02)
    records.operator_verdict(part_id, outcome or record.outcome, by)
