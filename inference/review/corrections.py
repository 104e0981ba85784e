"""What a person says of reviewed images: who, when, which file, from what to what; with undo."""

from __future__ import annotations

import json
import logging
import os
import re
import threading
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from inference.files_on_disk import sha256_of
from inference.models.person import this_person

_log = logging.getLogger(__name__)
_LABEL = re.compile(r"ok|def(/[^\W_][\w .-]{0,79})?")


class CorrectionRefused(Exception):
    """`str()` says why and what to do."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One line of the set."""

    path: str
    sha256: str
    """Of the file as it was when it was corrected."""
    old_label: str | None
    """What the folder, or a correction before, said; None where nothing did."""
    new_label: str
    """`ok`, `def` or `def/TYPE`."""
    who: str
    when: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    id: str = field(default_factory=lambda: uuid.uuid4().hex)


_NAMES = {each.name for each in fields(Correction)}


class Corrections:
    """A correction set: a file of lines of JSON that only grows; an undo is a line too.

    Never training data by itself: see `export_labelled`. Any thread may call; each change is on
    disk before the call returns.
    """

    def __init__(self, path: Path) -> None:
        """Reads the set, if there is one. Raises `OSError`; a line that is none is passed by."""
        self._path = path
        self._is_cut_short = path.exists() and not path.read_bytes().endswith(b"\n")
        self._changing = threading.Lock()
        # Tuples are replaced and never changed: `of` reads without waiting for the disk.
        self._standing: dict[str, tuple[Correction, ...]] = {}
        self._by_id: dict[str, Correction] = {}
        self._order: list[str] = []  # ids; those taken back go when they are the last
        for line in _lines_of(path):
            self._apply(line)

    def __len__(self) -> int:
        """How many images have another label now."""
        return len(self._standing)

    def of(self, path: Path) -> Correction | None:
        """The one that stands for this image."""
        standing = self._standing.get(str(path), ())
        return standing[-1] if standing else None

    def standing(self) -> Mapping[str, Correction]:
        """Path -> the correction that stands, for each corrected image."""
        with self._changing:
            return {path: made[-1] for path, made in self._standing.items()}

    def correct(
        self, path: Path, new_label: str, old_label: str | None, who: str | None = None
    ) -> Correction:
        """Say that this image is `ok`, `def` or `def/TYPE`. Reads the file, for its hash.

        Raises `CorrectionRefused`: a label that is none of these, a file that can't be read, a set
        that can't be written.
        """
        check_label(new_label)
        before = self.of(path)
        try:
            digest = sha256_of(path.read_bytes())
        except OSError as error:
            raise CorrectionRefused(f"{path} can't be read: {error.strerror or error}") from error
        made = Correction(
            path=str(path),
            sha256=digest,
            old_label=before.new_label if before else old_label,
            new_label=new_label,
            who=who or this_person(),
        )
        self._write(asdict(made))
        return made

    def undo(self, who: str | None = None) -> Correction | None:
        """Take back the last one that stands; None when there is none left.

        Raises `CorrectionRefused` when the set can't be written.
        """
        if not self._order:
            return None
        last = self._by_id[self._order[-1]]
        now = datetime.now(UTC).isoformat(timespec="seconds")
        self._write({"undone": last.id, "who": who or this_person(), "when": now})
        return last

    def _write(self, line: Mapping[str, Any]) -> None:
        with self._changing:
            try:
                self._append(json.dumps(line).encode() + b"\n")
            except OSError as error:
                self._is_cut_short = True
                words = error.strerror or error
                raise CorrectionRefused(f"{self._path} can't be written: {words}") from error
            self._is_cut_short = False
            self._apply(line)

    def _append(self, line: bytes) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("ab") as file:
            file.write((b"\n" if self._is_cut_short else b"") + line)
            file.flush()
            os.fsync(file.fileno())

    def _apply(self, line: Mapping[str, Any]) -> None:
        if "undone" in line:
            self._take_back(line["undone"])
            return
        correction = Correction(**line)
        self._standing[correction.path] = (*self._standing.get(correction.path, ()), correction)
        self._by_id[correction.id] = correction
        self._order.append(correction.id)

    def _take_back(self, undone: str) -> None:
        correction = self._by_id.pop(undone, None)
        if correction is None:
            return
        while self._order and self._order[-1] not in self._by_id:
            self._order.pop()
        left = tuple(made for made in self._standing[correction.path] if made.id != undone)
        if left:
            self._standing[correction.path] = left
        else:
            del self._standing[correction.path]


def check_label(label: str) -> None:
    """Raises `CorrectionRefused` for what is neither `ok`, `def` nor `def/TYPE`."""
    if not _is_label(label):
        raise CorrectionRefused(
            f"{label!r} is no label: say ok, def or def/TYPE (letters, digits, '.', '-', '_')"
        )


def _is_label(label: str) -> bool:
    return _LABEL.fullmatch(label) is not None and not label.endswith((".", " "))


def _lines_of(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    lines, foreign = [], 0
    for line in path.read_bytes().splitlines():
        try:
            read = json.loads(line)
        except ValueError:  # the power went while it was written
            continue
        if _is_one(read):
            lines.append(read)
        else:
            foreign += 1
    if foreign:
        _log.warning("%s: passed by lines that are no corrections: %d", path, foreign)
    return lines


def _is_one(read: Any) -> bool:
    """Whether a line is a correction or an undo, as they are written here."""
    if not isinstance(read, dict):
        return False
    if "undone" in read:
        return isinstance(read["undone"], str)
    are_words = all(
        isinstance(value, str) or (value is None and name == "old_label")
        for name, value in read.items()
    )
    return are_words and read.keys() == _NAMES and _is_label(read["new_label"])
