"""What the station's own process holds: after its start, and after very many parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import psutil

from inference.bench.programs import Program, programs, started
from inference.bench.row import Row

GROUP = "memory"
PARTS = 20_000
_STEPS = 5
_MORE_PARTS = 400
"""Judged after the last look, so that the program is still there when it is looked at."""
_WITH_WINDOW = 60
"""The line beside a window goes at ten parts a second."""


def measure_memory(folder: Path, parts: int = PARTS) -> Iterator[Row]:
    """The simulated line at full speed and without a window, then some parts beside one.

    A process of its own holds nothing of the bench, and nothing of the trainer.
    """
    steps = {parts * step // _STEPS for step in range(1, _STEPS + 1)}
    marks = sorted({1, _WITH_WINDOW, *steps} - {0})
    for name, program in programs().items():
        home = folder / name.replace(" ", "-")
        yield from _held(program, home, "station", marks, f"without a window, {name}")
        yield from _held(program, home, "window", (1, _WITH_WINDOW), f"with its window, {name}")


def _held(
    program: Program, home: Path, command: str, marks: Sequence[int], name: str
) -> Iterator[Row]:
    """A row at each of these parts, while it goes on. Raises `RuntimeError` where it ends early."""
    words = ("--source", "simulated", "--parts", str(marks[-1] + _MORE_PARTS))
    with started(program, home, command, *words) as process:
        try:
            assert process.stdout is not None
            looked_at = psutil.Process(process.pid)
            for number, _ in enumerate(process.stdout, 1):
                if number in marks:
                    yield _row(f"{name}: {_after(number)}", number, looked_at)
                if number == marks[-1]:
                    return
            raise RuntimeError(f"{program[0]} ended before part {marks[-1]}")
        finally:
            process.terminate()


def _after(parts: int) -> str:
    return "after its first part" if parts == 1 else f"after {parts:,} parts"


def _row(name: str, parts: int, process: psutil.Process) -> Row:
    memory_mb = process.memory_info().rss / 2**20
    more = {"parts": float(parts), "memory_mb": memory_mb, "threads": float(process.num_threads())}
    return Row(GROUP, name, more=more)
