"""The window goes first: threads that work beside it stand still while it draws.

Each of the hundreds of calls into Qt that draw a wall gives Python's lock away, and whoever takes
it keeps it for a while: a window among busy threads waits that often. So those threads work in
small steps, and before each one they `give_way`.
"""

from __future__ import annotations

import ctypes
import os
import sys
import threading
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TypeVar

_T = TypeVar("_T")

_LONGEST_S = 0.05
"""Nobody stands still for longer, whatever holds the window up."""
_NICER = 5
"""Than the window's thread: a third of its share where both want the same core."""
_BELOW_NORMAL = -1
"""THREAD_PRIORITY_BELOW_NORMAL of Windows."""

_is_clear = threading.Event()
_is_clear.set()


@contextmanager
def right_of_way() -> Generator[None]:
    """By the window's own thread, around what it does in one go. One within another is one."""
    if not _is_clear.is_set():
        yield
        return
    _is_clear.clear()
    try:
        yield
    finally:
        _is_clear.set()


def give_way() -> None:
    """By a thread that works beside the window, before each step. At once where nobody draws."""
    if not _is_clear.is_set():
        _is_clear.wait(_LONGEST_S)


def giving_way(items: Iterable[_T], step: int) -> Iterator[_T]:
    """The items; the thread gives way before each `step` of them."""
    for at, item in enumerate(items):
        if at % step == 0:
            give_way()
        yield item


def step_back() -> None:
    """By such a thread when it begins: where cores are scarce the window's has one first.

    Not on macOS, where a thread can't be given a lower priority by its number.
    """
    if sys.platform == "linux":
        # Who has made the window nicer or less nice since may not be followed: then it is as it is.
        with suppress(OSError):
            windows = os.getpriority(os.PRIO_PROCESS, os.getpid())
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), windows + _NICER)
    elif sys.platform == "win32":
        kernel = ctypes.WinDLL("kernel32")
        kernel.GetCurrentThread.restype = ctypes.c_void_p
        kernel.SetThreadPriority.argtypes = (ctypes.c_void_p, ctypes.c_int)
        kernel.SetThreadPriority(kernel.GetCurrentThread(), _BELOW_NORMAL)
    give_way()
