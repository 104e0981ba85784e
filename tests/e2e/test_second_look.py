"""The tests' own runner: what failed beside the others is looked at again, but for a crash."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.program import ROOT

_SUITE = """
import os
from pathlib import Path

FIRST = not Path("tried").exists()
Path("tried").touch()

def test_it():
    if FIRST:
        {fails}

def test_beside():
    pass
"""
_CONFTEST = """
import sys
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType

# Some library brings a package of this name too.
sys.modules["tests"] = ModuleType("tests")
sys.modules["tests"].__path__ = [{tests!r}]
spec = spec_from_file_location("ours", {tests!r} + "/conftest.py")
ours = module_from_spec(spec)
spec.loader.exec_module(ours)
pytest_handlecrashitem = ours.pytest_handlecrashitem
pytest_sessionfinish = ours.pytest_sessionfinish
"""


def _outside_of_pytest() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fails", "status"),
    [("assert not FIRST", pytest.ExitCode.TESTS_FAILED), ("os._exit(9)", 3)],
    ids=["late", "crash"],
)
def test_a_crash_is_told_from_a_test_that_fails(fails: str, status: int, tmp_path: Path) -> None:
    """The runner gives a second look to the first of the two only."""
    (tmp_path / "conftest.py").write_text(_CONFTEST.format(tests=str(ROOT / "tests")), "utf-8")
    (tmp_path / "test_suite.py").write_text(_SUITE.format(fails=fails), "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "1", "-p", "no:cacheprovider", str(tmp_path)],
        cwd=tmp_path, env=_outside_of_pytest() | {"PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, encoding="utf-8", timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == status, done.stdout
