"""Which model was put on the line when, by whom, in place of which; and what a roll back means."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from inference.files_on_disk import write_atomically


class ReleaseLogError(Exception):
    """The log can't be read or written. `str()` says why."""


class ReleaseKind(StrEnum):
    """A new model came, or one that judged before came back."""

    RELEASE = "release"
    ROLL_BACK = "roll back"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class UsedModel(_Frozen):
    """A model that was on the line."""

    path: Path | None
    """Its package; None is the model that comes with the program."""
    model_id: str


class Release(_Frozen):
    """One change of the line's model."""

    kind: ReleaseKind
    by: str
    old: UsedModel
    new: UsedModel
    at: datetime = Field(default_factory=lambda: datetime.now(UTC))


class _Book(_Frozen):
    version: Literal[1] = 1
    done: tuple[Release, ...] = ()
    begun: Release | None = None
    """Written before the settings are. It happened if the settings name its model."""


class ReleaseLog:
    """One small JSON file. Killed at any moment, it says what the settings say.

    `begin`, then the settings, then `finish`: between them the settings decide whether what was
    begun has happened.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def releases(self, active: Path | None) -> tuple[Release, ...]:
        """All that happened, oldest first; `active` is the model in the settings.

        Raises `ReleaseLogError`.
        """
        return _happened(self._read(), active)

    def begin(self, release: Release, active: Path | None) -> None:
        """Raises `ReleaseLogError`: then the settings must stay as they are."""
        self._write(_Book(done=_happened(self._read(), active), begun=release))

    def finish(self) -> None:
        """The settings name the new model now. Raises `ReleaseLogError`, which does no harm."""
        book = self._read()
        if book.begun is not None:
            self._write(_Book(done=(*book.done, book.begun)))

    def _read(self) -> _Book:
        try:
            return _Book.model_validate_json(self._path.read_bytes())
        except FileNotFoundError:
            return _Book()
        except (OSError, ValidationError) as error:
            raise ReleaseLogError(
                f"the list of releases {self._path} can't be read ({type(error).__name__}); "
                "move it away to begin a new one"
            ) from error

    def _write(self, book: _Book) -> None:
        try:
            write_atomically(self._path, book.model_dump_json(indent=1).encode())
        except OSError as error:
            raise ReleaseLogError(
                f"the release can't be written down: {error.strerror or error}"
            ) from error


def _happened(book: _Book, active: Path | None) -> tuple[Release, ...]:
    begun = book.begun
    return (*book.done, begun) if begun and begun.new.path == active else book.done


def last_release(releases: Sequence[Release], model: Path | None) -> Release | None:
    """When this model was put on the line last; None where it never was."""
    its = [release for release in releases if release.new.path == model]
    return its[-1] if its else None


def roll_back_targets(releases: Sequence[Release], active: Path | None) -> tuple[UsedModel, ...]:
    """What judged before `active`, the nearest first. After A, B, C and a roll back: A is next."""
    stack: list[UsedModel] = []
    for release in releases:
        if release.kind is ReleaseKind.ROLL_BACK:
            while stack and stack[-1].path != release.new.path:
                stack.pop()
            stack = stack or [release.new]
            continue
        if not stack or stack[-1].path != release.old.path:
            stack.append(release.old)
        stack.append(release.new)
    return tuple(used for used in reversed(stack) if used.path != active)
