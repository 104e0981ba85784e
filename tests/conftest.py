"""Silence is the rule: a warning, a log record, a thread or a widget left behind fails the test."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("PYLON_CAMEMU", "2")  # two Basler cameras, emulated by their own library

import gc
import logging
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from inference.home import Home
from tests.patience import PATIENCE_S

_ROOMS = ("e2e", "gui", "inference", "training")
"""In this order: TensorFlow stays in a worker for good, and makes each collection of garbage slow.
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Within a room what takes long goes first: at the end no worker waits for another's long file.

    The order holds with `--no-loadscope-reorder`; otherwise the files of few tests come last.
    """
    here = Path(__file__).parent
    slow = {item.path for item in items if item.get_closest_marker("slow")}

    def place(item: pytest.Item) -> tuple[int, bool]:
        room = item.path.relative_to(here).parts[0]
        return _ROOMS.index(room) if room in _ROOMS else len(_ROOMS), item.path not in slow

    items.sort(key=place)


_crashed = pytest.StashKey[bool]()


@pytest.hookimpl(optionalhook=True)
def pytest_handlecrashitem(sched: Any) -> None:
    """Not only a test has failed: whatever ran in that process before may be to blame."""
    sched.config.stash[_crashed] = True


def pytest_sessionfinish(session: pytest.Session) -> None:
    """After a crash nothing is looked at again: see `__main__`."""
    if session.config.stash.get(_crashed, False):
        session.exitstatus = pytest.ExitCode.INTERNAL_ERROR


@pytest.fixture(autouse=True)
def _home_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the records of whoever runs it."""
    monkeypatch.setenv("LINESIDE_HOME", str(tmp_path / "lineside-home"))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    folder = tmp_path / "lineside-home"
    folder.mkdir(exist_ok=True)
    return Home(folder)


class _Recorder(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def _no_unexpected_log_records(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that expects a warning says so: `@pytest.mark.expects_log("part of its text")`."""
    expected = [mark.args[0] for mark in request.node.iter_markers("expects_log")]
    recorder = _Recorder()
    logging.getLogger().addHandler(recorder)
    yield
    logging.getLogger().removeHandler(recorder)
    messages = [f"{record.name}: {record.getMessage()}" for record in recorder.records]
    unexpected = [m for m in messages if not any(part in m for part in expected)]
    if unexpected:
        pytest.fail("unexpected log records:\n" + "\n".join(unexpected))
    for part in expected:
        if not any(part in message for message in messages):
            pytest.fail(f"expected a log record with {part!r}, got: {messages}")


@pytest.fixture(autouse=True)
def _no_left_over_threads(request: pytest.FixtureRequest) -> Iterator[None]:
    """TensorFlow's own pools stay alive for good: modules with `keeps_threads` are let off."""
    before = set(threading.enumerate())
    yield
    if request.node.get_closest_marker("keeps_threads"):
        return
    left = _wait_until_gone(before)
    if left:
        pytest.fail("threads left behind: " + ", ".join(thread.name for thread in left))


def _wait_until_gone(before: set[threading.Thread]) -> list[threading.Thread]:
    deadline = time.monotonic() + PATIENCE_S
    while True:
        left = [thread for thread in threading.enumerate() if thread not in before]
        if not left or time.monotonic() > deadline:
            return left
        time.sleep(0.01)


@pytest.fixture(autouse=True)
def _no_left_over_widgets(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    widgets = sys.modules.get("PySide6.QtWidgets")
    application = widgets.QApplication.instance() if widgets else None
    if application is None or "qtbot" not in request.fixturenames:
        return
    _fail_on_visible(application)


def _fail_on_visible(application: object) -> None:
    gc.collect()
    gc.enable()
    application.processEvents()  # type: ignore[attr-defined]
    left = [w for w in application.topLevelWidgets() if w.isVisible()]  # type: ignore[attr-defined]
    names = [f"{type(widget).__name__} {widget.windowTitle()!r}" for widget in left]
    for widget in left:
        widget.close()
    if names:
        pytest.fail("widgets left open: " + ", ".join(names))
