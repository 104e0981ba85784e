from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from tests.training.drawn_parts import write_parts
from training.data.dataset import UnusableDataset
from training.suspects.process import find_suspects_aside


def _quiet(done: int, of: int) -> None:
    pass


def test_what_the_process_refuses_is_told_in_words(tmp_path: Path) -> None:
    write_parts(tmp_path / "parts", 3)

    with pytest.raises(UnusableDataset, match="too few images"):
        find_suspects_aside(tmp_path / "parts", None, _quiet)

    assert multiprocessing.active_children() == []


def test_a_search_that_is_not_wanted_any_more_ends_with_its_process(tmp_path: Path) -> None:
    write_parts(tmp_path / "parts", 12)

    def say(done: int, of: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        find_suspects_aside(tmp_path / "parts", None, say)

    assert multiprocessing.active_children() == []
