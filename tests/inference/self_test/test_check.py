from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from inference.self_test.cameras import check_aravis, check_basler
from inference.self_test.check import CheckFailed, CheckSkipped, State, carry_out, carry_out_apart
from inference.self_test.drawn_parts import check_drawn_parts, check_records
from inference.sources.industrial.aravis_library import library


@pytest.mark.parametrize(
    ("raised", "state"), [(CheckFailed("bad"), State.FAILED), (CheckSkipped("bad"), State.SKIPPED)]
)
def test_what_a_check_raises_becomes_its_line(raised: Exception, state: State) -> None:
    def check() -> str:
        raise raised

    made = carry_out("records", check)
    assert (made.name, made.state, made.said) == ("records", state, "bad")


@pytest.mark.expects_log("the check of window broke down")
def test_a_check_that_breaks_down_has_failed() -> None:
    made = carry_out("window", lambda: str(1 // 0))
    assert made.state is State.FAILED
    assert "ZeroDivisionError" in made.said


def test_drawn_parts_are_judged() -> None:
    assert "20 drawn parts judged rightly" in check_drawn_parts()


def test_records_are_written_and_read(tmp_path: Path) -> None:
    assert check_records(tmp_path) == "3 records written and read back"


def test_a_library_that_is_not_there_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypylon", None)
    assert carry_out("Basler cameras", check_basler).state is State.SKIPPED


def test_aravis_finds_the_camera_that_it_plays_itself() -> None:
    made = carry_out_apart("Aravis cameras", check_aravis)
    try:
        library()
    except ImportError:
        assert (made.state, "libaravis" in made.said) == (State.SKIPPED, True)
    else:
        assert made.state is State.OK, made.said


def crash() -> str:
    os._exit(3)


def test_a_library_that_crashes_fails_its_check_only() -> None:
    made = carry_out_apart("Basler cameras", crash)
    assert (made.name, made.state) == ("Basler cameras", State.FAILED)
    assert "crashed" in made.said


def test_a_check_apart_gives_its_line_back(tmp_path: Path) -> None:
    assert carry_out_apart("drawn parts", check_drawn_parts).state is State.OK
