"""Who reads the records for the page: opened late, let go when the last reader is done."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from gui.history.desk import Desk, Trouble
from inference.home import Home
from inference.records.records import Records
from tests.gui.history.conftest import part
from tests.patience import PATIENCE_S


def test_before_the_first_part_nothing_is_made(home: Home) -> None:
    desk = Desk(home)
    assert desk.ask(lambda records: 1) is None
    assert not home.database.exists()


def test_a_reader_finishes_though_the_page_is_gone(home: Home, record: Callable[..., None]) -> None:
    record(part(1, 0.9))
    desk = Desk(home)
    begun, gone = threading.Event(), threading.Event()
    found: list[object] = []

    def slow(records: Records) -> int:
        begun.set()
        assert gone.wait(PATIENCE_S)
        return len(list(records.parts()))

    reader = threading.Thread(target=lambda: found.append(desk.ask(slow)))
    reader.start()
    assert begun.wait(PATIENCE_S)
    desk.end()
    gone.set()
    reader.join()
    assert found == [1]
    assert desk._records is None
    assert desk.ask(lambda records: 1) is None


def test_trouble_says_what_to_do_and_is_over_when_the_file_is_right(
    home: Home, record: Callable[..., None]
) -> None:
    home.database.write_bytes(b"nonsense " * 1000)
    desk = Desk(home)
    with pytest.raises(Trouble, match=r"is no database.*restore it from a backup"):
        desk.ask(lambda records: 1)
    home.database.unlink()
    record(part(1, 0.9))
    assert desk.ask(lambda records: len(list(records.parts()))) == 1
    desk.end()
