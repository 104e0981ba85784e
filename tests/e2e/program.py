"""The real program, as a user starts it: `python main.py ...` in a process of its own.

Or a packaged one, where `LINESIDE_PROGRAM` names its executable:

    LINESIDE_PROGRAM=dist/lineside-station/lineside python -m pytest tests/e2e/test_hardship.py
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
_BUILT = os.environ.get("LINESIDE_PROGRAM")
PACKAGED = Path(_BUILT).absolute() if _BUILT else None
PROGRAM = [str(PACKAGED)] if PACKAGED else [sys.executable, str(ROOT / "main.py")]


def start(*words: object, home: Path, within: Sequence[str] = ()) -> subprocess.Popen[str]:
    """`within`: words before it that change its surroundings."""
    return subprocess.Popen(
        [*within, *PROGRAM, "--home", str(home), *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONIOENCODING": "utf-8"},
    )


def run(
    *words: object, home: Path, timeout_s: float = 600, within: Sequence[str] = ()
) -> subprocess.CompletedProcess[str]:
    process = start(*words, home=home, within=within)
    try:
        stdout, stderr = process.communicate(timeout=timeout_s)
    finally:
        process.kill()
    return subprocess.CompletedProcess(words, process.returncode, stdout, stderr)


def json_lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]
