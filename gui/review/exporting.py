"""What an export writes, beside the window. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from gui.review.correction_writer import CorrectionWriter
from inference.review.counts import count
from inference.review.export_folder import check_target
from inference.review.export_html import ReportFacts, write_html
from inference.review.export_images import export_by_outcome, export_labelled
from inference.review.export_rows import RowWriting, write_csv, write_json_lines
from inference.review.results import ReviewedImage
from inference.review.review import Review

Say = Callable[[int, int], None]
_SAY_EVERY = 16
_Item = TypeVar("_Item")


class Kind(StrEnum):
    """What can be written; the value is a file's ending, where it is a file."""

    CSV = ".csv"
    JSON_LINES = ".jsonl"
    REPORT = ".html"
    COPIES = "copies"
    LINKS = "links"
    LABELLED = "labelled"

    @property
    def is_file(self) -> bool:
        return self.value.startswith(".")


@dataclass(frozen=True, slots=True)
class Done:
    """Where it lies, how many there are, and what could not be written."""

    kind: Kind
    target: Path
    written: int
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Order:
    """What to write of which rows, and where to."""

    kind: Kind
    target: Path
    review: Review
    sources: Sequence[Path]
    rows: Sequence[int]
    corrections: CorrectionWriter

    def write(self, say: Say) -> Done:
        """What a person said until now is in it.

        Raises `ExportRefused`, `CorrectionRefused` and `OSError`, and whatever `say` raises to
        cancel it: then a file is not there, and of the images those copied until then are.
        """
        if self.kind is Kind.LABELLED:
            return self._write_labelled(say)
        if not self.kind.is_file:
            links = self.kind is Kind.LINKS
            made = export_by_outcome(self._images(say), self.target, self.sources, link=links)
            return Done(self.kind, self.target, made.written, made.problems)
        check_target(self.target, self.sources)
        if self.kind is Kind.REPORT:
            return Done(self.kind, self.target, self._write_report(say))
        written = self._write_rows(say)
        return Done(self.kind, self.target, written, self._not_kept())

    def _write_report(self, say: Say) -> int:
        review = self.review
        counts, notes = count(review.results.columns()), review.progress().notes
        facts = ReportFacts(self.sources, review.model.id, counts, notes)
        return write_html(self._images(say), self.target, facts, review.boxes)

    def _write_rows(self, say: Say) -> int:
        writing = RowWriting(self.review.model, self.corrections.standing(say), self.review.boxes)
        write = write_csv if self.kind is Kind.CSV else write_json_lines
        return write(self._images(say), self.target, writing)

    def _write_labelled(self, say: Say) -> Done:
        """Only what a person corrected among these rows: the model's word trains no model."""
        results = self.review.results
        here = {str(results.path(row)) for row in self.rows}
        standing = self.corrections.standing(say)
        chosen = [made for path, made in standing.items() if path in here]
        made = export_labelled(_saying(chosen, say), self.target, self.sources)
        problems = (*self._not_kept(), *made.problems)
        return Done(self.kind, self.target, made.written, problems)

    def _not_kept(self) -> tuple[str, ...]:
        missing = self.corrections.not_kept
        return (f"corrections missing because they could not be kept: {missing}",) * bool(missing)

    def _images(self, say: Say) -> Iterator[ReviewedImage]:
        return (self.review.results.row(row) for row in _saying(self.rows, say))


def _saying(items: Sequence[_Item], say: Say) -> Iterator[_Item]:
    for number, item in enumerate(items):
        if number % _SAY_EVERY == 0:
            say(number, len(items))
        yield item
