"""What a person says of reviewed images: who, when, which file, from what to what; with undo."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from inference.files_on_disk import sha256_of
from inference.models.person import this_person
from inference.review.correction_lines import (
    Correction,
    CorrectionRefused,
    Step,
    Undone,
    check_label,
    new_id,
    now,
    pack,
    read_steps,
    step_lines,
    undo_line,
    unpack,
)
from inference.right_of_way import giving_way

_BUFFER_BYTES = 1 << 20
_LINES_AT_ONCE = 50


class Corrected(NamedTuple):
    """What became of a correction of many images."""

    step: str | None
    """To take it back by; None where none could be corrected."""
    refused: Sequence[tuple[int, str]]
    """Which of them could not be, counted from 0, and why."""


class Standing(Mapping[str, Correction]):
    """Path -> the correction that stood for it at one moment."""

    def __init__(self, lines: Mapping[str, bytes]) -> None:
        self._lines = lines

    def __getitem__(self, path: str) -> Correction:
        return unpack(self._lines[path])

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


class Corrections:
    """A correction set: a file of lines of JSON that only grows; an undo is a line too.

    Never training data by itself: see `export_labelled`. Any thread may call; each change is on
    disk before the call returns.
    """

    def __init__(self, path: Path) -> None:
        """Reads the set, if there is one. Raises `OSError`; a line that is none is passed by."""
        self._path = path
        self._is_cut_short = _ends_within_a_line(path)
        self._changing = threading.Lock()
        # Tuples are replaced and never changed: `of` reads without waiting for the disk.
        self._standing: dict[str, tuple[bytes, ...]] = {}
        self._steps: dict[str, tuple[bytes, ...]] = {}  # in the order they were made
        for change in read_steps(path):
            self._apply(change)

    def __len__(self) -> int:
        """How many images have another label now."""
        return len(self._standing)

    def of(self, path: Path) -> Correction | None:
        """The one that stands for this image."""
        standing = self._standing.get(str(path), ())
        return unpack(standing[-1]) if standing else None

    def standing(self) -> Standing:
        """Of each corrected image the correction that stands now."""
        with self._changing:
            return Standing({path: made[-1] for path, made in self._standing.items()})

    def correct(
        self, path: Path, new_label: str, old_label: str | None, who: str | None = None
    ) -> Correction:
        """Say that this image is `ok`, `def` or `def/TYPE`. Reads the file, for its hash.

        Raises `CorrectionRefused`: a label that is none of these, a file that can't be read, a set
        that can't be written.
        """
        check_label(new_label)
        made = self._correction(path, new_label, old_label, who or this_person(), now())
        self._make(Step(made.id, (pack(made),)))
        return made

    def correct_all(
        self,
        images: Iterable[tuple[Path, str | None]],
        new_label: str,
        say: Callable[[int], None],
    ) -> Corrected:
        """The same of many images, each with its old label: all are in the set, or none.

        What `say` (how many are read) raises is raised here, and nothing is in the set. Raises
        `CorrectionRefused` as `correct` does, but for single files.
        """
        check_label(new_label)
        step, who, when = new_id(), this_person(), now()
        made, refused = [], []
        for number, (path, old_label) in enumerate(giving_way(images, 1)):
            say(number)
            try:
                one = self._correction(path, new_label, old_label, who, when)
            except CorrectionRefused as error:
                refused.append((number, str(error)))
            else:
                made.append(pack(one, step))
        if not made:
            return Corrected(None, refused)
        whole = _step_of(step, made)
        self._make(whole)
        return Corrected(whole.id, refused)

    def undo(self, step: str | None = None) -> int:
        """Take back this step, or the last one that stands; of how many images.

        0 when there is none left. Raises `CorrectionRefused` when the set can't be written.
        """
        step = step or next(reversed(self._steps), "")
        taken_back = len(self._steps.get(step, ()))
        if taken_back:
            undone = Undone(step)
            self._write((undo_line(undone, this_person()),), undone)
        return taken_back

    def _correction(
        self, path: Path, new_label: str, old_label: str | None, who: str, when: str
    ) -> Correction:
        before = self.of(path)
        try:
            digest = sha256_of(path.read_bytes())
        except OSError as error:
            raise CorrectionRefused(f"{path} can't be read: {error.strerror or error}") from error
        old = before.new_label if before else old_label
        return Correction(str(path), digest, old, new_label, who, when)

    def _make(self, step: Step) -> None:
        self._write(step_lines(step), step)

    def _write(self, lines: Iterable[bytes], change: Step | Undone) -> None:
        with self._changing:
            try:
                self._append(lines)
            except OSError as error:
                self._is_cut_short = True
                words = error.strerror or error
                raise CorrectionRefused(f"{self._path} can't be written: {words}") from error
            self._is_cut_short = False
            self._apply(change)

    def _append(self, lines: Iterable[bytes]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("ab", buffering=_BUFFER_BYTES) as file:
            file.write(b"\n" * self._is_cut_short)
            file.writelines(giving_way(lines, _LINES_AT_ONCE))
            file.flush()
            os.fsync(file.fileno())

    def _apply(self, change: Step | Undone) -> None:
        if isinstance(change, Undone):
            for line in giving_way(self._steps.pop(change.id, ()), _LINES_AT_ONCE):
                self._take_back(line)
            return
        self._steps[change.id] = change.made
        for line in giving_way(change.made, _LINES_AT_ONCE):
            path = unpack(line).path
            self._standing[path] = (*self._standing.get(path, ()), line)

    def _take_back(self, line: bytes) -> None:
        path = unpack(line).path
        left = tuple(made for made in self._standing[path] if made != line)
        if left:
            self._standing[path] = left
        else:
            del self._standing[path]


def _step_of(step: str, made: Sequence[bytes]) -> Step:
    """One that is left alone is its own step."""
    if len(made) > 1:
        return Step(step, tuple(made))
    alone = unpack(made[0])
    return Step(alone.id, (pack(alone),))


def _ends_within_a_line(path: Path) -> bool:
    """The power went while it was written."""
    if not path.exists() or not path.stat().st_size:
        return False
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read() != b"\n"
