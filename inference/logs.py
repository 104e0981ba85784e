"""The log: a file of limited size in the home folder, and warnings on standard error."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

_FILE_BYTES = 2_000_000
_FILES_KEPT = 5
_FORMAT = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"


def log_to(folder: Path) -> None:
    """Log to `lineside.log` in this folder, from all of the program."""
    console = logging.StreamHandler()
    console.setLevel(logging.ERROR)
    console.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
    handlers: list[logging.Handler] = [console]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handlers.append(_file(folder / "lineside.log"))
    except OSError as error:
        # A full or read-only disk: the station still says on the screen what is wrong.
        console.handle(
            _record(f"no log file {error.filename or folder}: {error.strerror or error}")
        )
    # A full disk is said once, by the station; not by the log, for each line that finds no room.
    logging.raiseExceptions = False
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.basicConfig(level=logging.INFO, handlers=handlers, force=True)


def _file(path: Path) -> logging.Handler:
    handler = RotatingFileHandler(
        path, maxBytes=_FILE_BYTES, backupCount=_FILES_KEPT, encoding="utf-8", delay=False
    )
    handler.setFormatter(logging.Formatter(_FORMAT))
    return handler


def _record(message: str) -> logging.LogRecord:
    return logging.LogRecord(__name__, logging.ERROR, __file__, 0, message, None, None)
