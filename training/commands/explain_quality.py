"""`main.py explain-quality`: how true each kind of heat map is, in figures."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inference.commands.argument_types import at_least_one
from inference.home import Home

if TYPE_CHECKING:
    from training.explanations.methods import Method
    from training.explanations.quality import Selection
    from training.explanations.subject import Subject

EXAMPLES = """\
  main.py explain-quality models/parts parts --masks parts/masks
  main.py explain-quality tiles.zip tiles --masks tiles --good MT_Free --json
  main.py explain-quality models/parts parts --methods evidence,gradcam   # without masks

exit status: 0 when all were explained, 1 when any image can't be read or any method can't explain
this model, 2 when nothing could be measured"""
_WITHOUT_MASKS = 24
"""How many images, where nothing else is said: each costs some 30 verdicts a method."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("package", type=Path, metavar="PKG", help="model package (folder or zip)")
    parser.add_argument("folder", type=Path, metavar="DIR", help="images, in whatever folders")
    parser.add_argument(
        "--masks",
        type=Path,
        metavar="DIR",
        help="where the defects are: pictures of the images' names, not black on the defect",
    )
    parser.add_argument(
        "--methods", metavar="M,...", help="only these, in this order (default: all)"
    )
    parser.add_argument("--limit", type=at_least_one, metavar="N", help="so many images at most")
    parser.add_argument("--good", metavar="CLASS", help="a folder to pass over: its parts are good")
    parser.add_argument(
        "--faithfulness",
        action="store_true",
        help="with masks too: deletion, insertion and the randomised model (slow)",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(arguments: argparse.Namespace, home: Home) -> int:  # noqa: ARG001 - same for each command
    """Exit status: see EXAMPLES."""
    from inference.package import PackageError, read_package
    from training.data.dataset import UnusableDataset
    from training.explanations.methods import UnknownMethod
    from training.explanations.subject import Subject

    try:
        report = _report(Subject(read_package(arguments.package)), arguments)
    except (PackageError, UnusableDataset, UnknownMethod, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    print(json.dumps(report, ensure_ascii=False) if arguments.json else _as_text(report))
    return 1 if report["faults"] or any("error" in row for row in report["rows"]) else 0


def _report(subject: Subject, arguments: argparse.Namespace) -> dict[str, Any]:
    from training.explanations.methods import chosen_methods, own_methods
    from training.explanations.quality import measure
    from training.explanations.quality_rows import rows_of

    names = arguments.methods.split(",") if arguments.methods else None
    methods = chosen_methods(subject, names)
    faithfulness = arguments.masks is None or arguments.faithfulness
    _check_tensorflow(methods, faithfulness=faithfulness)
    chosen = _select(subject, arguments)
    measured = measure(
        subject, chosen.parts, methods, needs_no_masks=faithfulness, say=_say_progress
    )
    _say_progress("", 0, 0)
    def_from = subject.package.manifest.thresholds.def_from
    live = own_methods(subject.scales)[0].name
    return {
        **_what_was_explained(subject, chosen, arguments),
        "live": live,
        "rows": rows_of(measured, chosen.parts, def_from, live),
        "faults": [{"path": str(path), "error": error} for path, error in chosen.faults],
    }


def _what_was_explained(
    subject: Subject, chosen: Selection, arguments: argparse.Namespace
) -> dict[str, Any]:
    def_from = subject.package.manifest.thresholds.def_from
    return {
        "model_id": subject.package.model_id,
        "folder": str(arguments.folder),
        "masks": str(arguments.masks) if arguments.masks else None,
        "n": len(chosen.parts),
        "called_def": sum(part.probability_def >= def_from for part in chosen.parts),
    }


def _check_tensorflow(methods: tuple[Method, ...], *, faithfulness: bool) -> None:
    from training.explanations.methods import UnknownMethod
    from training.explanations.subject import has_tensorflow

    needing = [method.name for method in methods if method.needs_keras]
    if (needing or faithfulness) and not has_tensorflow():
        what = ", ".join(needing) or "the randomised model"
        raise UnknownMethod(
            f"{what}: TensorFlow and tf-keras-vis are needed, which are not installed here. "
            "With --masks and --methods evidence the model's own map is measured without"
        )


def _select(subject: Subject, arguments: argparse.Namespace) -> Selection:
    from training.data.dataset import UnusableDataset
    from training.explanations.masked_images import find_images
    from training.explanations.quality import select

    images = find_images(arguments.folder, arguments.masks, arguments.good)
    has_masks = arguments.masks is not None
    limit = arguments.limit or (None if has_masks else _WITHOUT_MASKS)
    chosen = select(subject, images, has_masks=has_masks, limit=limit)
    if not chosen.parts:
        why = "has a mask that isn't empty" if has_masks else "is called DEF by this model"
        raise UnusableDataset(
            f"none of the {len(images):,} images of {arguments.folder} {why}: nothing to explain"
        )
    return chosen


def _say_progress(method: str, done: int, of: int) -> None:
    if sys.stderr.isatty():
        words = f"{method}: {done} of {of}" if of else ""
        print(f"\r\x1b[K{words}", end="", file=sys.stderr, flush=True)


def _as_text(report: dict[str, Any]) -> str:
    masked = report["masks"] is not None
    what = "defective parts" if masked else "parts called DEF"
    found = f"{report['n']:,} {what} of {report['folder']}, {report['called_def']:,} called DEF"
    lines = [f"{report['model_id']}: {found}; the line draws {report['live']}", ""]
    if masked:
        lines += [*_table("all of them", report["rows"], None), ""]
        lines += [*_table("those called DEF", report["rows"], "called"), ""]
    if any(row["deletion"] is not None for row in report["rows"]):
        lines += [*_table_without_masks(report["rows"]), ""]
    lines += [f"{row['method']}: {row['error']}" for row in report["rows"] if "error" in row]
    lines += [f"FAULT  {fault['path']}: {fault['error']}" for fault in report["faults"]]
    return "\n".join(lines).rstrip()


def _table(title: str, rows: list[dict[str, Any]], part: str | None) -> list[str]:
    lines = [f"{title:20}{'share':>8}{'median':>8}{'points':>8}{'15 px':>8}{'IoU':>8}{'ms':>9}"]
    for row in rows:
        figures = row[part] if part else row
        keys = ("share_in_mask", "share_median", "pointing", "pointing_tolerant", "iou")
        cells = "".join(f"{_figure(figures[key]):>8}" for key in keys)
        lines.append(f"{row['method']:20}{cells}{_figure(row['ms'], 1):>9}")
    return lines


def _table_without_masks(rows: list[dict[str, Any]]) -> list[str]:
    lines = [f"{'without masks':20}{'deletion':>10}{'insertion':>11}{'randomised':>12}{'ms':>9}"]
    for row in rows:
        cells = f"{_figure(row['deletion']):>10}{_figure(row['insertion']):>11}"
        lines.append(
            f"{row['method']:20}{cells}{_figure(row['randomised']):>12}{_figure(row['ms'], 1):>9}"
        )
    return lines


def _figure(value: float | None, digits: int = 3) -> str:
    return "-" if value is None else f"{value:.{digits}f}"
