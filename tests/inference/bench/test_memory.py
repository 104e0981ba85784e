from __future__ import annotations

import sys
from pathlib import Path

import pytest

from inference.bench import memory
from inference.bench.memory import measure_memory
from inference.bench.programs import programs
from tests.e2e.program import ROOT


@pytest.mark.slow
def test_the_stations_own_process_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "_WITH_WINDOW", 5)
    monkeypatch.setattr(memory, "_MORE_PARTS", 20)
    source = {"from source": [sys.executable, str(ROOT / "main.py")]}
    monkeypatch.setattr(memory, "programs", lambda: source)
    rows = list(measure_memory(tmp_path, parts=20))
    alone = [row for row in rows if row.name.startswith("without a window, from source: after ")]
    assert [row.more["parts"] for row in alone] == [1, 4, 5, 8, 12, 16, 20]
    assert [row.more["parts"] for row in rows[len(alone) :]] == [1, 5]
    assert all(20 < row.more["memory_mb"] < 2_000 for row in rows)
    # The window comes on top.
    assert rows[-1].more["memory_mb"] > alone[-1].more["memory_mb"]


def test_a_program_that_ends_early_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "programs", lambda: {"nothing": [sys.executable, "-c", "pass"]})
    with pytest.raises(RuntimeError, match="ended before part"):
        list(measure_memory(tmp_path, parts=5))


def test_the_checkout_itself_is_among_the_programs() -> None:
    assert programs()["from source"][1] == str(ROOT / "main.py")
