"""`main.py review`: judge folders, go on where it was cut off, and write what was found."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inference.home import Home
from inference.review.correction_lines import Correction
from inference.review.corrections import Corrections
from inference.review.counts import count
from inference.review.export_folder import ExportRefused, check_target
from inference.review.export_html import ReportFacts, write_html
from inference.review.export_images import export_by_outcome
from inference.review.export_rows import RowWriting, write_csv, write_json_lines
from inference.review.orders import Order, sorted_rows
from inference.review.progress import Progress, ReviewState
from inference.review.results import ReviewedImage
from inference.review.review import Review
from inference.station.judge import Judge
from inference.station.model_loading import load_judge
from inference.station.threshold_book import ThresholdBook
from inference.verdict import Outcome

EXAMPLES = """\
  main.py review parts/ --out found/ --csv              found/results.csv
  main.py review parts/ --out found/ --html --jsonl     found/report.html and found/results.jsonl
  main.py review parts/ --out found/ --copy             found/ok, def, unsure and fault
  main.py review parts/ more/ --model casting.zip       only how many of each

What was cut off goes on where it was; what a person corrected stands beside it. Nothing is written
into the folders that are judged.

exit status: 0 when all were judged and written, 1 when any was a FAULT or could not be exported, or
a folder further down could not be read, 2 when it could not be done"""

_LOOK_EVERY_S = 0.1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a folder or an image")
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="where everything is written to")
    parser.add_argument("--csv", action="store_true", help="FOLDER/results.csv")
    parser.add_argument("--jsonl", action="store_true", help="FOLDER/results.jsonl")
    parser.add_argument("--html", action="store_true", help="FOLDER/report.html, with pictures")
    images = parser.add_mutually_exclusive_group()
    images.add_argument("--copy", action="store_true", help="copy the images by outcome")
    images.add_argument("--link", action="store_true", help="link to the images by outcome")
    parser.add_argument("--sort", type=Order, choices=tuple(Order), default=Order.NAME)
    parser.add_argument("--model", type=Path, metavar="PKG", help="model package (folder or zip)")
    parser.add_argument("--good", metavar="NAME", help="the class folder of the good parts")
    parser.add_argument(
        "--threads", type=int, default=0, help="that decode and judge; 0: all cores"
    )


def run(arguments: argparse.Namespace, home: Home) -> int:
    """Exit status: see EXAMPLES."""
    wanted = [write for name, write in _WRITERS.items() if getattr(arguments, name)]
    try:
        _check(arguments, bool(wanted))
        review = _start(arguments, home)
        try:
            _wait(review)
            missing = _write_all(arguments, home, review, wanted)
        finally:
            review.close()
    except (ExportRefused, _NotDone, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    faults = _tell(review)
    return 1 if faults or missing or review.unreadable else 0


class _NotDone(Exception):
    """Nothing could be judged, or not all."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What the writers need of a review that is finished."""

    arguments: argparse.Namespace
    review: Review
    rows: NDArray[np.intp]
    corrections: Mapping[str, Correction]

    def images(self) -> Iterator[ReviewedImage]:
        return (self.review.results.row(int(row)) for row in self.rows)

    def writing(self) -> RowWriting:
        return RowWriting(self.review.model, self.corrections, self.review.boxes)


def _check(arguments: argparse.Namespace, writes: bool) -> None:
    if writes != (arguments.out is not None):
        raise _NotDone("--out goes with --csv, --jsonl, --html, --copy or --link")
    if arguments.out is not None:
        check_target(arguments.out, arguments.paths)


def _start(arguments: argparse.Namespace, home: Home) -> Review:
    def load() -> Judge:
        return load_judge(arguments.model, ThresholdBook(home.thresholds))

    review = Review(
        arguments.paths, load, home.reviews, good=arguments.good, workers=max(0, arguments.threads)
    )
    review.start()
    return review


def _wait(review: Review) -> None:
    """Tell how far it is while it goes on. Raises `_NotDone` when it fails."""
    while not (progress := review.progress()).state.is_over:
        if sys.stderr.isatty():
            print(f"\r{_so_far(progress)}", end="", file=sys.stderr, flush=True)
        time.sleep(_LOOK_EVERY_S)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    if progress.state is not ReviewState.FINISHED:
        raise _NotDone(progress.problem or progress.state.value)


def _so_far(progress: Progress) -> str:
    left = progress.seconds_left
    rest = "" if left is None else f", {left:,.0f} s left"
    return f"{progress.judged:,} of {progress.found:,}, {progress.per_s:,.0f}/s{rest}    "


def _write_all(
    arguments: argparse.Namespace,
    home: Home,
    review: Review,
    writers: Sequence[Callable[[_Found, Path], Sequence[str]]],
) -> int:
    """How many images could not be exported; each is said."""
    columns = review.results.columns()
    corrections = Corrections(home.corrections).standing()
    found = _Found(arguments, review, sorted_rows(columns, arguments.sort), corrections)
    problems = [problem for write in writers for problem in write(found, arguments.out)]
    for problem in problems:
        print(f"note: {problem}", file=sys.stderr)
    return len(problems)


def _write_csv(found: _Found, out: Path) -> Sequence[str]:
    write_csv(found.images(), out / "results.csv", found.writing())
    return ()


def _write_json_lines(found: _Found, out: Path) -> Sequence[str]:
    write_json_lines(found.images(), out / "results.jsonl", found.writing())
    return ()


def _write_html(found: _Found, out: Path) -> Sequence[str]:
    review = found.review
    facts = ReportFacts(
        sources=found.arguments.paths,
        model_id=review.model.id,
        counts=count(review.results.columns()),
        notes=review.progress().notes,
    )
    write_html(found.images(), out / "report.html", facts, review.boxes)
    return ()


def _write_images(found: _Found, out: Path) -> Sequence[str]:
    arguments = found.arguments
    return export_by_outcome(found.images(), out, arguments.paths, link=arguments.link).problems


_WRITERS: Mapping[str, Callable[[_Found, Path], Sequence[str]]] = {
    "csv": _write_csv,
    "jsonl": _write_json_lines,
    "html": _write_html,
    "copy": _write_images,
    "link": _write_images,
}


def _tell(review: Review) -> int:
    """How many of each, on one line; the number of FAULTs."""
    counts = count(review.results.columns())
    progress = review.progress()
    said = ", ".join(f"{number:,} {outcome.value}" for outcome, number in counts.outcomes.items())
    pace = f"{progress.per_s:,.0f} images/s" if progress.per_s else "nothing new"
    print(f"{counts.total:,} images: {said}; {progress.resumed:,} known before; {pace}")
    for note in progress.notes:
        print(f"note: {note}", file=sys.stderr)
    return counts.outcomes[Outcome.FAULT]
