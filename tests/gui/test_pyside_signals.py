"""PySide6 6.12.0 loses a reference at each emit on Python 3.11 and aborts after some 2,000."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal

_EMITS = 20_000


class _Emitter(QObject):
    happened = Signal(bool)
    nothing = Signal()


def test_twenty_thousand_emits_lose_no_reference() -> None:
    heard: list[bool] = []
    emitter = _Emitter()
    emitter.happened.connect(heard.append)
    emitter.nothing.connect(lambda: None)
    before = sys.getrefcount(None)
    for number in range(_EMITS):
        emitter.happened.emit(number % 2 == 0)
        emitter.nothing.emit()
    assert sum(heard) == _EMITS // 2
    assert len(heard) == _EMITS
    assert sys.getrefcount(None) > before - 1000
