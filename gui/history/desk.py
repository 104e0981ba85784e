"""Where the threads of the page read the records, and words for what goes wrong there."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from inference.home import Home
from inference.records.archive import ImageArchive
from inference.records.errors import RecordsError
from inference.records.records import Records

_Answer = TypeVar("_Answer")


class Trouble(Exception):
    """The records can't be read. `str()` says what happened and what to do."""


class Desk:
    """Opens the database when it is first asked, never on the window's thread.

    The station writes through another connection: neither waits for the other.
    """

    def __init__(self, home: Home) -> None:
        self._home = home
        self._lock = threading.Lock()
        self._records: Records | None = None
        self._asking = 0
        self._ended = False
        self.archive = ImageArchive(home.images)

    def ask(self, question: Callable[[Records], _Answer]) -> _Answer | None:
        """What the records answer, for any thread but the window's.

        None before the first part, and after the end. Raises `Trouble`.
        """
        try:
            records = self._begin()
            return None if records is None else question(records)
        except RecordsError as error:
            self._forget()  # the file may be put right: it is opened anew next time
            raise Trouble(f"{error}. {error.remedy}") from error
        finally:
            self._leave()

    def end(self) -> None:
        """Nothing is asked any more. Who still reads lets the file go when he is done."""
        with self._lock:
            self._ended = True
        self._forget_when_idle()

    def _begin(self) -> Records | None:
        with self._lock:
            self._asking += 1
            if self._records is None and not self._ended and self._home.database.exists():
                self._records = Records(self._home.database)
            return self._records

    def _leave(self) -> None:
        with self._lock:
            self._asking -= 1
        self._forget_when_idle()

    def _forget_when_idle(self) -> None:
        with self._lock:
            is_over = self._ended and self._asking == 0
        if is_over:
            self._forget()

    def _forget(self) -> None:
        with self._lock:
            records, self._records = self._records, None
        if records is not None:
            records.close()
