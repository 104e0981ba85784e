from __future__ import annotations

from pathlib import Path

import pytest

from inference.bench.imports import NOT_WANTED, Imported, before_the_window, measure_imports


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> list[Imported]:
    return before_the_window(tmp_path_factory.mktemp("home"))


def test_nobody_waits_for_what_the_first_window_does_not_show(imported: list[Imported]) -> None:
    """The real program, from its start to its painted window."""
    packages = {module.package for module in imported}
    assert {"PySide6", "numpy", "gui"} <= packages
    assert packages.isdisjoint(NOT_WANTED)


def test_the_dearest_come_first(
    imported: list[Imported], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("inference.bench.imports.before_the_window", lambda _home: imported)
    everything, *rows = measure_imports(tmp_path)
    assert everything.more["modules"] == len(imported)
    taken = [row.median_ms or 0.0 for row in rows]
    assert taken[:10] == sorted(taken[:10], reverse=True)
    assert sum(taken) <= (everything.median_ms or 0.0)
    assert [row.name for row in rows[10:]] == [f"not wanted, {name}" for name in NOT_WANTED]
    assert {row.more["modules"] for row in rows[10:]} == {0.0}
