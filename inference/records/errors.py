"""What can go wrong with the records, in words."""

from __future__ import annotations


class RecordsError(Exception):
    """The records can't be read or written. `str()` says what happened, `remedy` what to do."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.remedy = remedy


class UnknownPart(RecordsError):
    """There is no record of this part."""


class ArchiveError(RecordsError):
    """An image can't be stored, or is not there any more, or is not what was stored."""
