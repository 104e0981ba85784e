from __future__ import annotations

import subprocess
import sys

import pytest

_IN_A_PROCESS = """
import os
from training.priority import lower_priority
began = os.nice({before})
lower_priority(10)
print(began, os.nice(0))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="niceness is POSIX's")
@pytest.mark.parametrize("before", [0, 15])
def test_who_is_nicer_already_stays_so(before: int) -> None:
    code = _IN_A_PROCESS.format(before=before)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    began, now = map(int, done.stdout.split())
    assert now == max(began, 10)
