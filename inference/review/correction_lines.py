"""The lines of a correction set: one for each image that was corrected, one for each undo."""

from __future__ import annotations

import json
import logging
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from inference.right_of_way import giving_way

_log = logging.getLogger(__name__)
_LINES_AT_ONCE = 50
_LABEL = re.compile(r"ok|def(/[^\W_][\w .-]{0,79})?")


class CorrectionRefused(Exception):
    """`str()` says why and what to do."""


def new_id() -> str:
    """Never used before."""
    return uuid.uuid4().hex


def now() -> str:
    """UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person said of one image."""

    path: str
    sha256: str
    """Of the file as it was when it was corrected."""
    old_label: str | None
    """What the folder, or a correction before, said; None where nothing did."""
    new_label: str
    """`ok`, `def` or `def/TYPE`."""
    who: str
    when: str = field(default_factory=now)
    id: str = field(default_factory=new_id)


_NAMES = tuple(each.name for each in fields(Correction))


class Step(NamedTuple):
    """What was said at once, of one image or of many; undone at once too."""

    id: str
    made: tuple[bytes, ...]
    """The lines of the corrections: hundreds of thousands of objects would make each garbage
    collection hold all threads."""


class Undone(NamedTuple):
    """Takes back the step of this id."""

    id: str


def pack(made: Correction, step: str | None = None) -> bytes:
    """The line of a correction; `step` where it is one of many."""
    told = {name: getattr(made, name) for name in _NAMES}
    return _line(told | {"step": step} if step else told)


def unpack(line: bytes) -> Correction:
    """The other way round."""
    told = json.loads(line)
    told.pop("step", None)
    return Correction(**told)


def step_lines(step: Step) -> Iterator[bytes]:
    """A correction alone is a step; of many the last line says how many there are.

    So a step that the power cut short does not count.
    """
    yield from step.made
    if len(step.made) > 1:
        yield _line({"step": step.id, "made": len(step.made)})


def undo_line(undone: Undone, who: str) -> bytes:
    """Who took it back, and when."""
    return _line({"undone": undone.id, "who": who, "when": now()})


def _line(told: dict[str, Any]) -> bytes:
    return json.dumps(told).encode() + b"\n"


def read_steps(path: Path) -> Iterator[Step | Undone]:
    """All that count, in their order; lines that are none are passed by, and said to the log.

    Raises `OSError`.
    """
    begun: dict[str, list[bytes]] = {}
    foreign = 0
    for line, read in _parsed(path):
        match read:
            case {"undone": str(undone)}:
                yield Undone(undone)
            case {"step": str(step), "made": int(count)}:
                made = tuple(begun.pop(step, ()))
                if count == len(made):
                    yield Step(step, made)
            case dict() if _is_correction(read) and "step" in read:
                begun.setdefault(read["step"], []).append(line)
            case dict() if _is_correction(read):
                yield Step(read["id"], (line,))
            case _:
                foreign += 1
    if foreign:
        _log.warning("%s: passed by lines that are no corrections: %d", path, foreign)


def _parsed(path: Path) -> Iterator[tuple[bytes, Any]]:
    if not path.exists():
        return
    with path.open("rb") as file:
        for line in giving_way(file, _LINES_AT_ONCE):
            try:
                yield line, json.loads(line)
            except ValueError:  # the power went while it was written
                continue


def _is_correction(read: dict[str, Any]) -> bool:
    """As they are written here."""
    are_words = all(
        isinstance(value, str) or (value is None and name == "old_label")
        for name, value in read.items()
    )
    return are_words and read.keys() - {"step"} == set(_NAMES) and _is_label(read["new_label"])


def check_label(label: str) -> None:
    """Raises `CorrectionRefused` for what is neither `ok`, `def` nor `def/TYPE`."""
    if not _is_label(label):
        raise CorrectionRefused(
            f"{label!r} is no label: say ok, def or def/TYPE (letters, digits, '.', '-', '_')"
        )


def _is_label(label: str) -> bool:
    return _LABEL.fullmatch(label) is not None and not label.endswith((".", " "))
