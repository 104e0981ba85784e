from __future__ import annotations

import os
import time

import pytest

from inference.bench import machine
from inference.bench.machine import ForeignLoad, describe_machine


def test_what_this_process_computes_is_not_foreign(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_machine_s", lambda: (0.0, 0.0))
    load, began = ForeignLoad(), time.process_time()
    while time.process_time() < began + 0.3:
        pass
    busy = time.process_time() - began + 2.0  # ours, and others'
    monkeypatch.setattr(machine, "_machine_s", lambda: (10.0, busy))
    assert load.share() == pytest.approx(0.2, abs=0.02)


def test_an_idle_machine_has_no_load(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_machine_s", lambda: (0.0, 0.0))
    load = ForeignLoad()
    monkeypatch.setattr(machine, "_machine_s", lambda: (10.0, 0.0))
    assert load.share() == 0.0


def test_the_machine_is_described() -> None:
    said = describe_machine()
    assert said["cores"] == os.cpu_count()
    assert said["memory_gb"] > 0
    assert said["processor"]
