"""What Python imports on the way to the first window, and what that takes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from inference.bench.row import Row
from inference.equipment import IS_PACKAGED
from inference.home import RESOURCES

GROUP = "imports"
NOT_WANTED = ("alembic", "pyqtgraph", "scipy", "sqlalchemy", "tensorflow")
"""Nobody should wait for these before there is a window."""
_DEAREST = 10
_STARTS = 3
_ENDS_WITHIN_S = 300.0
_MARK = "the window is drawn"
_LINE = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)$")
# The program as it is, and a mark between the imports when it says that its window is there.
_PROGRAM = f"""
import logging, runpy, sys
del sys.argv[0]
class Mark(logging.Handler):
    def emit(self, record):
        if "window drawn" in record.getMessage():
            print("{_MARK}", file=sys.stderr, flush=True)
logging.getLogger("gui.app").addHandler(Mark())
runpy.run_path(sys.argv[0], run_name="__main__")
"""


class Imported(NamedTuple):
    """One module, without those that it imports in turn."""

    name: str
    milliseconds: float

    @property
    def package(self) -> str:
        return self.name.partition(".")[0]


def measure_imports(folder: Path) -> Iterator[Row]:
    """The sum, the ten dearest packages, and those that are not wanted there. Homes in `folder`.

    Python's own clock for it (`-X importtime`) slows the start down a little. Nothing for a
    packaged program, which has no such clock.
    """
    if IS_PACKAGED:
        return
    runs = [before_the_window(folder / "home") for _ in range(1 + _STARTS)][1:]
    sums = [_by_package(run) for run in runs]
    modules = Counter(module.package for module in runs[-1])
    total = float(np.median([sum(each.values()) for each in sums]))
    yield _row("all until the first window", total, modules.total())
    taken = {name: float(np.median([each.get(name, 0.0) for each in sums])) for name in modules}
    dearest = sorted(taken, key=lambda name: -taken[name])[:_DEAREST]
    for name in (*dearest, *(each for each in NOT_WANTED if each not in dearest)):
        said = f"not wanted, {name}" if name in NOT_WANTED else name
        yield _row(said, taken.get(name, 0.0), modules[name])


def before_the_window(home: Path) -> list[Imported]:
    """Start the program, unseen. Raises `RuntimeError` where no window came."""
    main = RESOURCES.parent / "main.py"
    words = ("--home", str(home), "window", "--source", "simulated", "--parts", "2")
    done = subprocess.run(  # noqa: S603 - this very program
        [sys.executable, "-X", "importtime", "-c", _PROGRAM, str(main), *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
        cwd=main.parent,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        timeout=_ENDS_WITHIN_S,
        check=False,
    )
    before, mark, _ = done.stderr.partition(_MARK)
    if not mark:
        raise RuntimeError(f"the program ended without a window: {done.stderr[-500:]}")
    found = (_LINE.match(line) for line in before.splitlines())
    return [Imported(each[2], int(each[1]) / 1e3) for each in found if each]


def _by_package(run: Sequence[Imported]) -> dict[str, float]:
    sums: defaultdict[str, float] = defaultdict(float)
    for module in run:
        sums[module.package] += module.milliseconds
    return sums


def _row(name: str, milliseconds: float, modules: int) -> Row:
    return Row(GROUP, name, median_ms=milliseconds, more={"modules": float(modules)})
