"""The program as a user starts it, and each packaged one that lies in `dist`."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from inference.equipment import IS_PACKAGED
from inference.home import RESOURCES

Program = Sequence[str]


def programs() -> Mapping[str, Program]:
    """By what a row says of it."""
    if IS_PACKAGED:
        return {"this program": [sys.executable]}
    root = RESOURCES.parent
    name = "lineside-console.exe" if sys.platform == "win32" else "lineside"
    built = {path.parent.name: [str(path)] for path in sorted(root.glob(f"dist/*/{name}"))}
    return {"from source": [sys.executable, str(root / "main.py")], **built}


def started(program: Program, home: Path, *words: str) -> subprocess.Popen[str]:
    """With a home of its own and no screen; what it judges comes line by line from `stdout`."""
    return subprocess.Popen(  # noqa: S603 - itself, or what was built from it
        [*program, "--home", str(home), *words],
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )
