"""`main.py inspect`: judge images and folders, one line each."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from inference.commands.inspection_lines import as_json, as_text
from inference.commands.map_pictures import MapPictures
from inference.home import Home
from inference.package import PackageError
from inference.sources.files import GivenFiles
from inference.sources.protocol import SourceInvalid
from inference.sources.settings import FilesSettings
from inference.station.folder_inspection import inspect_all
from inference.station.judge import Judge
from inference.station.model_loading import load_judge
from inference.station.threshold_book import ThresholdBook, ThresholdBookError
from inference.verdict import Outcome

EXAMPLES = """\
  main.py inspect part.png                       one image, the demo model
  main.py inspect parts/ --model casting.zip     a folder with its sub-folders
  main.py inspect parts/ --json > verdicts.jsonl one JSON object a line
  main.py inspect parts/ --heatmaps maps/        and a picture of each with its heat map

exit status: 0 when all were judged, 1 when any was a FAULT, 2 when nothing could be started"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="an image or a folder")
    parser.add_argument("--model", type=Path, metavar="PKG", help="model package (folder or zip)")
    parser.add_argument("--method", choices=("evidence", "gradcam"), help="which heat map")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--heatmaps", type=Path, metavar="DIR", help="write pictures with maps")
    parser.add_argument("--threads", type=int, default=0, help="for the model; 0: all cores")


def run(arguments: argparse.Namespace, home: Home) -> int:
    """Exit status: see EXAMPLES."""
    try:
        judge = _judge(arguments, home)
        source = GivenFiles(FilesSettings(paths=tuple(arguments.paths)))
        source.open()
        pictures = MapPictures(arguments.heatmaps) if arguments.heatmaps else None
    except (PackageError, ThresholdBookError, SourceInvalid, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    line = as_json if arguments.json else as_text
    faults = 0
    for inspection in inspect_all(source, judge):
        print(line(inspection))
        faults += inspection.verdict.outcome is Outcome.FAULT
        if pictures:
            pictures.write(inspection)
    return 1 if faults else 0


def _judge(arguments: argparse.Namespace, home: Home) -> Judge:
    book = ThresholdBook(home.thresholds)
    return load_judge(arguments.model, book, threads=arguments.threads, method=arguments.method)
