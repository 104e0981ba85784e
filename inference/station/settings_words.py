"""What is wrong with a setting, in words: its key as in the file, and its value."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

_SOURCE = "source"


def in_words(detail: ErrorDetails, values: dict[str, Any], section: str = "") -> str:
    """`source.scan_interval_s = 0.01: ...`. Never repeats what may hold a password.

    `values` is what the file says, or one `section` of it.
    """
    place, value = _find(detail, values)
    keys = ".".join(filter(None, (section, *place)))
    shown = f" = {value!r}" if _may_be_shown(place, value, detail["type"]) else ""
    return f"{keys}{shown}: {_message(detail)}" if keys else _message(detail)


def first_words(error: ValidationError) -> str:
    """What is wrong first, without its key: where a person has just entered it."""
    return _message(error.errors(include_input=False)[0])


def _find(detail: ErrorDetails, values: dict[str, Any]) -> tuple[list[str], Any]:
    """The keys that lead to the bad value, and the value; None where the key is missing."""
    location = list(detail["loc"])
    if _SOURCE in location:
        kind = location.index(_SOURCE) + 1
        del location[kind : kind + 1]  # which kind of source was meant: no key of the file
    if detail["type"].startswith("union_tag"):
        location.append("kind")
    place: list[str] = []
    value: Any = values
    for part in location:
        # In a union, pydantic goes on with the names of its members: no keys either.
        if isinstance(value, dict):
            value = value.get(str(part))
        elif isinstance(value, list) and isinstance(part, int):
            value = value[part]
        else:
            break
        place.append(str(part))
    return place, value


def _may_be_shown(place: list[str], value: Any, kind: str) -> bool:
    if not isinstance(value, str | int | float):
        return False
    if kind == "extra_forbidden":  # a password under a name that we don't know?
        return _SOURCE not in place and not isinstance(value, str)
    return "url" not in place and "://" not in str(value)


def _message(detail: ErrorDetails) -> str:
    match detail["type"]:
        case "union_tag_invalid":  # pydantic's own words repeat the value
            return f"it is one of {detail['ctx']['expected_tags']}"
        case "union_tag_not_found":
            return "Field required"
        case "value_error":  # ours: pydantic would put "Value error, " before it
            return str(detail["ctx"]["error"])
        case _:
            return detail["msg"]
