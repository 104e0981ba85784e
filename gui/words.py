"""Numbers and times as the operator reads them."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from inference.verdict import Inspection, Outcome

_NARROW_SPACE = "\N{NARROW NO-BREAK SPACE}"
UNKNOWN = "\N{EN DASH}"


def count(number: int) -> str:
    """1204 -> `1 204`."""
    return f"{number:,}".replace(",", _NARROW_SPACE)


def counted(number: int, one: str, many: str, **others: object) -> str:
    """`one` where there is exactly one, else `many`; `{n}` in either is the number."""
    return (one if number == 1 else many).format(n=count(number), **others)


def percent(share: float | None, digits: int = 1) -> str:
    """0.978 -> `97.8 %`."""
    return UNKNOWN if share is None else f"{100 * share:.{digits}f}{_NARROW_SPACE}%"


def probability(value: float | None) -> str:
    """Three digits, and never `1.000` or `0.000` for what is not quite certain."""
    if value is None:
        return UNKNOWN
    if 0.9995 <= value < 1.0:
        return ">0.999"
    if 0.0 < value < 0.0005:
        return "<0.001"
    return f"{value:.3f}"


def threshold(value: float) -> str:
    """0.5 -> `0.50`; as many digits as it needs, two at least, three at most."""
    return f"{value:.3f}".removesuffix("0")


def milliseconds(value: float | None) -> str:
    """1.23 -> `1.2 ms`."""
    return UNKNOWN if value is None else f"{value:.1f}{_NARROW_SPACE}ms"


def feature_figure(value: bool | float | str) -> str:
    """A camera's number as it tells it: `10 000 000`, `0.25`, never `1e+07`."""
    if isinstance(value, bool | str):
        return str(value)
    return f"{round(value, 3):,.10g}".replace(",", _NARROW_SPACE)


def clock(moment: datetime) -> str:
    """The local time of day."""
    return moment.astimezone().strftime("%H:%M:%S")


def part_time(inspection: Inspection) -> str:
    """When the part's picture was taken."""
    return clock(inspection.frame.captured_at)


def outcome_word(outcome: Outcome) -> str:
    """The one word for an outcome, the same everywhere."""
    return {
        Outcome.OK: QCoreApplication.translate("Outcome", "OK"),
        Outcome.DEF: QCoreApplication.translate("Outcome", "DEF"),
        Outcome.UNSURE: QCoreApplication.translate("Outcome", "UNSURE"),
        Outcome.FAULT: QCoreApplication.translate("Outcome", "FAULT"),
    }[outcome]


def defect_words(defect_type: str) -> str:
    """`chipped_edge` -> `chipped edge`."""
    return defect_type.replace("_", " ")


def source_words(name: str) -> str:
    """A source's name within a sentence. Of a path the last part: the whole is in its tool tip."""
    if name == "simulated":
        return QCoreApplication.translate("Outcome", "the simulated line")
    kind, _, rest = name.partition(":")
    if kind in ("folder", "files", "video"):
        return f"{kind} {rest.replace(chr(92), '/').rstrip('/').rpartition('/')[2]}"
    return name or QCoreApplication.translate("Outcome", "the source")


def place(path: Path) -> str:
    """Where a folder lies; within the person's own home short, `~/castings`."""
    home = Path.home()
    if os.name == "nt" or not path.is_relative_to(home):  # nobody writes ~ on Windows
        return str(path)
    return str(Path("~") / path.relative_to(home))


def sentence(text: str | None) -> str:
    """With a capital letter and a full stop, where they are missing."""
    if not text:
        return ""
    ended = text if text.endswith((".", "!", "?")) else text + "."
    starts_with_a_word = ended.split()[0].isalpha()  # and not with the name of a file
    return ended[0].upper() + ended[1:] if starts_with_a_word else ended
