from __future__ import annotations

import gc
import sys
from collections.abc import Iterator

import pytest

from gui import main_window
from gui.main_window import MainWindow
from gui.pages import Tab
from gui.short_waits import keep_waits_short


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    interval = sys.getswitchinterval()
    yield
    sys.setswitchinterval(interval)
    gc.collect()
    gc.freeze()  # as all tests of windows begin


def test_what_stays_is_not_looked_at_again(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the first paint, and with each new page."""
    # The first paint is said once more here: what follows on it must not come twice.
    monkeypatch.setattr(main_window, "_TABS_AFTER_MS", 10**8)
    gc.unfreeze()
    keep_waits_short(window)
    window.first_paint.over.emit()
    at_first = gc.get_freeze_count()
    assert at_first > 50_000
    window.show_page(Tab.MODELS)
    assert gc.get_freeze_count() > at_first
    known = gc.get_freeze_count()
    window.show_page(Tab.LIVE)
    window.show_page(Tab.MODELS)
    assert gc.get_freeze_count() <= known


def test_the_window_waits_a_millisecond_for_the_lock(window: MainWindow) -> None:
    keep_waits_short(window)
    assert sys.getswitchinterval() == pytest.approx(0.001)
