from __future__ import annotations

import sys
from pathlib import Path

import pytest

from inference.bench.start import start_once
from tests.e2e.program import ROOT


def test_a_start_has_its_two_moments(tmp_path: Path) -> None:
    start = start_once([sys.executable, str(ROOT / "main.py")], tmp_path)
    assert 0.05 < start.window_s < 1200
    assert 0.05 < start.verdict_s < 1200
    assert 0.05 < start.processor_s < 1200


def test_a_program_that_shows_nothing_is_told(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="without a verdict"):
        start_once([sys.executable, "-c", "pass"], tmp_path)
