"""Qt ends the whole process where it finds no screen: before that, why, in words."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from inference.equipment import PROGRAM, tell_problem

_log = logging.getLogger(__name__)
_REMEDY = (
    "see whether DISPLAY names a screen that this user may use, and whether the system libraries "
    f"are there that docs/deploy.md lists; without a window it is: {PROGRAM} station"
)


@contextmanager
def told_without_screen() -> Iterator[None]:
    """Make the application within it. Where Qt can't, the process ends with 2."""
    said: list[str] = []

    def listen(kind: QtMsgType, where: QMessageLogContext, text: str) -> None:
        del where
        if kind is QtMsgType.QtFatalMsg:  # the process can't be kept from ending now
            problem = f"the window can't be shown: {'; '.join(said) or text}; {_REMEDY}"
            _log.warning(problem)  # an error would be on the screen twice
            tell_problem(problem)
            os._exit(2)
        said.append(text)

    before = qInstallMessageHandler(listen)
    try:
        yield
    finally:
        qInstallMessageHandler(before)
        for text in said:
            print(text, file=sys.stderr)
