"""How a command asks a running station of the same home for another model: two small files."""

from __future__ import annotations

import time
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from inference.files_on_disk import write_atomically

_STALE = timedelta(seconds=60)
_LOOK_EVERY_S = 0.1


class NoAnswer(Exception):
    """The station did not answer in time. `str()` says what to do."""


class ReleaseRequest(BaseModel):
    """Put this model on the line, or the one before it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    by: str
    model: Path | None = None
    """A package; None is the model that comes with the program."""
    rolls_back: bool = False
    """To what was released before; `model` is left aside."""
    request_id: str = Field(default_factory=lambda: uuid.uuid4().hex)
    at: datetime = Field(default_factory=lambda: datetime.now(UTC))


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    request_id: str
    problem: str | None


def ask(place: Path, request: ReleaseRequest, timeout_s: float) -> str | None:
    """Wait for the station's answer: None, or why it refused. Raises `NoAnswer` or `OSError`."""
    write_atomically(place, request.model_dump_json().encode())
    deadline = time.monotonic() + timeout_s
    try:
        while time.monotonic() < deadline:
            answer = _answer_to(place, request)
            if answer is not None:
                return answer.problem
            time.sleep(_LOOK_EVERY_S)
    finally:
        place.unlink(missing_ok=True)
        _answers(place).unlink(missing_ok=True)
    raise NoAnswer(
        f"the station that is at work in {place.parent} did not answer within {timeout_s:.0f} s: "
        "see how it is, then try again"
    )


def take_request(place: Path) -> ReleaseRequest | None:
    """The station's side: what is asked for, once. What nobody waits for any more is dropped."""
    try:
        content = place.read_bytes()
    except OSError:
        return None
    place.unlink(missing_ok=True)
    try:
        request = ReleaseRequest.model_validate_json(content)
    except ValidationError:
        return None
    return request if datetime.now(UTC) - request.at < _STALE else None


def answer(place: Path, request: ReleaseRequest, problem: str | None) -> None:
    """Say how it went. Raises `OSError`."""
    said = _Answer(request_id=request.request_id, problem=problem)
    write_atomically(_answers(place), said.model_dump_json().encode())


def _answers(place: Path) -> Path:
    return place.with_name("release-answer.json")


def _answer_to(place: Path, request: ReleaseRequest) -> _Answer | None:
    try:
        found = _Answer.model_validate_json(_answers(place).read_bytes())
    except (OSError, ValidationError):
        return None
    return found if found.request_id == request.request_id else None
