"""`main.py inspect`: judge images and folders, one line each."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from inference.commands.inspection_lines import as_json, as_text
from inference.commands.map_pictures import MapPictures, map_picture
from inference.frame import Frame
from inference.home import Home
from inference.package import PackageError
from inference.review.batches import judge_all
from inference.review.boxes import Boxes
from inference.review.listing import Listing, NothingThere
from inference.sources.settings import FilesSettings
from inference.station.judge import Judge
from inference.station.model_loading import load_judge
from inference.station.threshold_book import ThresholdBook, ThresholdBookError
from inference.verdict import Inspection, Outcome

EXAMPLES = """\
  main.py inspect part.png                       one image, the demo model
  main.py inspect parts/ --model casting.zip     a folder with its sub-folders, without masks
  main.py inspect parts/ --json > verdicts.jsonl one JSON object a line
  main.py inspect parts/ --heatmaps maps/        and a picture of each with its heat map

exit status: 0 when all were judged, 1 when any was a FAULT or a folder further down could not be
read, 2 when nothing could be started"""


class _Told(NamedTuple):
    """What is said of one image."""

    line: str
    is_fault: bool
    name: str
    picture: bytes | None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="an image or a folder")
    parser.add_argument("--model", type=Path, metavar="PKG", help="model package (folder or zip)")
    parser.add_argument("--method", choices=("evidence", "gradcam"), help="which heat map")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--heatmaps", type=Path, metavar="DIR", help="write pictures with maps")
    parser.add_argument(
        "--threads", type=int, default=0, help="that decode and judge; 0: all cores"
    )


def run(arguments: argparse.Namespace, home: Home) -> int:
    """Exit status: see EXAMPLES."""
    try:
        return _inspect(arguments, home)
    except (PackageError, ThresholdBookError, NothingThere, OSError) as error:
        if isinstance(error, BrokenPipeError):
            raise
        print(f"error: {error}", file=sys.stderr)
        return 2


def _inspect(arguments: argparse.Namespace, home: Home) -> int:
    judge = _judge(arguments, home)
    listing = Listing(arguments.paths)
    listing.check()
    pictures = MapPictures(arguments.heatmaps) if arguments.heatmaps else None
    faults = count = 0
    for told in _tell_all(arguments, judge, listing):
        print(told.line)
        count += 1
        faults += told.is_fault
        if pictures and told.picture:
            pictures.write(told.name, told.picture)
    if not count:
        raise NothingThere(
            f"no image in {', '.join(map(str, arguments.paths))}: "
            "choose images, or a folder that holds some"
        )
    for note in listing.notes:
        print(f"note: {note}", file=sys.stderr)
    return 1 if faults or listing.unreadable else 0


def _tell_all(arguments: argparse.Namespace, judge: Judge, listing: Listing) -> Iterator[_Told]:
    _say_limits(judge)
    boxes = Boxes(judge.classifier)
    draw = map_picture if arguments.heatmaps else None

    def tell(inspection: Inspection) -> _Told:
        return _Told(
            line=_json(inspection, boxes) if arguments.json else as_text(inspection),
            is_fault=inspection.verdict.outcome is Outcome.FAULT,
            name=inspection.frame.source_path or inspection.frame.part_id,
            picture=draw(inspection) if draw else None,
        )

    workers = arguments.threads if arguments.threads > 0 else os.cpu_count() or 1
    return judge_all(judge, listing.image_paths(), _source(arguments.paths), tell, workers)


def _json(inspection: Inspection, boxes: Boxes) -> str:
    frame, heat_map = inspection.frame, inspection.heat_map
    if heat_map is None or not isinstance(frame, Frame):
        return as_json(inspection, ())
    return as_json(inspection, boxes.of_frame(frame, heat_map.heat))


def _source(paths: Sequence[Path]) -> str:
    return FilesSettings(paths=tuple(paths)).name


def _say_limits(judge: Judge) -> None:
    """What must be known of the model, beside the lines and not among them."""
    limits = judge.classifier.package.manifest.limits
    if limits:
        print(f"note: {judge.model_id}: {limits}", file=sys.stderr)


def _judge(arguments: argparse.Namespace, home: Home) -> Judge:
    book = ThresholdBook(home.thresholds)
    return load_judge(arguments.model, book, method=arguments.method)
