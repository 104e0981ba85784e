"""A Markdown document in which some places are written by the bench, and all others by people."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from inference.files_on_disk import write_atomically

_NEW = "# Performance\n"
_MARK = re.compile(r"<!-- (?:bench: (?P<name>[^>]+?)|/bench) -->")


class ReportRefused(Exception):
    """The document can't be written. `str()` says why."""


class Document:
    """Its places stand between `<!-- bench: NAME -->` and `<!-- /bench -->`.

    What has no place yet gets one at the end, under a heading; a document that is not there is
    begun. Everything outside of the places stays as it is.
    """

    def __init__(self, path: Path) -> None:
        """Raises `ReportRefused` where it can't be read or where its marks don't go in pairs."""
        self.path = path
        try:
            self._text = path.read_text("utf-8") if path.exists() else _NEW
        except (OSError, UnicodeDecodeError) as error:
            raise ReportRefused(f"{path} can't be read: {error}") from error
        self._check_marks()

    def write(self, sections: Mapping[str, str]) -> None:
        """Put each section into its place. Raises `ReportRefused` where the disk refuses."""
        text = self._text
        for name, section in sections.items():
            text = _placed(text, name, section)
        try:
            write_atomically(self.path, text.encode("utf-8"))
        except OSError as error:
            raise ReportRefused(f"{self.path} can't be written: {error}") from error
        self._text = text

    def _check_marks(self) -> None:
        is_open = False
        names: set[str] = set()
        for mark in _MARK.finditer(self._text):
            name = mark["name"]
            if is_open == (name is not None) or name in names:
                line = self._text.count("\n", 0, mark.start()) + 1
                raise ReportRefused(f"{self.path}, line {line}: {mark[0]} has no partner")
            is_open = name is not None
            names |= {name} if name else set()
        if is_open:
            raise ReportRefused(f"{self.path}: the last <!-- bench: ... --> is never closed")


def _placed(text: str, name: str, section: str) -> str:
    begin, end = f"<!-- bench: {name} -->", "<!-- /bench -->"
    written = f"{begin}\n{section.strip()}\n{end}"
    before, mark, rest = text.partition(begin)
    if mark:
        return before + written + rest.partition(end)[2]
    return f"{text.rstrip()}\n\n## {name[0].upper()}{name[1:]}\n\n{written}\n"
