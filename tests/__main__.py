"""All tests, two at a time; then alone, and aloud, the few that failed beside the others.

Many tests run real cameras, sockets, processes and windows, each with its own clock: on a machine
that does much else at a time one of them may come too late. What fails again has failed, and so has
what crashed: conftest.py sees to it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

_HERE = Path(__file__).resolve().parent.parent
_FAILED = _HERE / ".pytest_cache/v/cache/lastfailed"
# Most tests wait for a thread or a timer. What a file shares is made once, and conftest.py says in
# which order the files come.
_TOGETHER = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder", "--maxfail", "12")
"""What is broken for all may make each wait for minutes: nobody waits for more than a dozen."""
_ALONE = ("--last-failed", "--last-failed-no-failures", "none", "--verbose", "--exitfirst")
_FEW = 3
"""More than so many are no accident."""


def main(words: list[str]) -> int:
    """`words` go to pytest. Returns its exit status."""
    _FAILED.unlink(missing_ok=True)
    status = _pytest(*_TOGETHER, *words)
    failed = _failed()
    if status != pytest.ExitCode.TESTS_FAILED or not 1 <= len(failed) <= _FEW:
        return status
    print(f"\nfailed beside the others, now alone: {', '.join(failed)}", flush=True)
    status = _pytest(*_ALONE, *words)
    if status == pytest.ExitCode.OK:
        print(f"passed alone, and not beside the others: {', '.join(failed)}", flush=True)
    return status


def _failed() -> list[str]:
    return sorted(json.loads(_FAILED.read_text("utf-8"))) if _FAILED.exists() else []


def _pytest(*words: str) -> int:
    return subprocess.run(
        [sys.executable, "-m", "pytest", *words], cwd=_HERE, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
