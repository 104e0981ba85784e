"""What an export writes, beside the window. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from inference.review.corrections import Corrections
from inference.review.counts import count
from inference.review.export_folder import check_target
from inference.review.export_html import ReportFacts, write_html
from inference.review.export_images import export_by_outcome, export_labelled
from inference.review.export_rows import RowWriting, write_csv, write_json_lines
from inference.review.results import ReviewedImage
from inference.review.review import Review

Say = Callable[[int, int], None]
_SAY_EVERY = 16


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
    corrections: Corrections | None

    def write(self, say: Say) -> Done:
        """Raises `ExportRefused` and `OSError`, and whatever `say` raises to cancel it."""
        if self.kind is Kind.LABELLED:
            return self._write_labelled()
        if not self.kind.is_file:
            links = self.kind is Kind.LINKS
            made = export_by_outcome(self._images(say), self.target, self.sources, link=links)
            return Done(self.kind, self.target, made.written, made.problems)
        check_target(self.target, self.sources)
        return Done(self.kind, self.target, self._write_file(say))

    def _write_file(self, say: Say) -> int:
        if self.kind is Kind.REPORT:
            review = self.review
            counts, notes = count(review.results.columns()), review.progress().notes
            facts = ReportFacts(self.sources, review.model.id, counts, notes)
            return write_html(self._images(say), self.target, facts)
        standing = self.corrections.standing() if self.corrections else {}
        writing = RowWriting(self.review.model, standing)
        write = write_csv if self.kind is Kind.CSV else write_json_lines
        return write(self._images(say), self.target, writing)

    def _write_labelled(self) -> Done:
        """Only what a person corrected among these rows: the model's word trains no model."""
        results = self.review.results
        here = {str(results.path(row)) for row in self.rows}
        standing = self.corrections.standing() if self.corrections else {}
        chosen = [made for path, made in standing.items() if path in here]
        made = export_labelled(chosen, self.target, self.sources)
        return Done(self.kind, self.target, made.written, made.problems)

    def _images(self, say: Say) -> Iterator[ReviewedImage]:
        for number, row in enumerate(self.rows):
            if number % _SAY_EVERY == 0:
                say(number, len(self.rows))
            yield self.review.results.row(row)
