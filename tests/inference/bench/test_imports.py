from __future__ import annotations

from pathlib import Path

import pytest

from inference.bench import imports
from inference.bench.imports import NOT_WANTED, Imported, before_the_window, measure_imports


def test_python_tells_what_the_program_imports(tmp_path: Path) -> None:
    imported = before_the_window(tmp_path)
    assert {"PySide6", "numpy", "gui"} <= {module.package for module in imported}
    assert all(module.milliseconds >= 0 for module in imported)
    assert "psutil" in {module.name for module in imported}  # the last before the mark


def test_the_dearest_packages_come_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    imported = [
        *(Imported(f"package{number}", float(number)) for number in range(12)),
        Imported("package3.part", 20.0),
        Imported("scipy.signal", 0.5),
    ]
    monkeypatch.setattr(imports, "before_the_window", lambda _home: imported)
    everything, *rows = measure_imports(tmp_path)
    assert (everything.median_ms, everything.more["modules"]) == (66 + 20 + 0.5, 14)
    assert [row.name for row in rows[:3]] == ["package3", "package11", "package10"]
    assert (rows[0].median_ms, rows[0].more["modules"]) == (23.0, 2)
    assert [row.name for row in rows[10:]] == [f"not wanted, {name}" for name in NOT_WANTED]
    assert {row.name: row.more["modules"] for row in rows[10:]}["not wanted, scipy"] == 1
