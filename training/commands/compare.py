"""`main.py compare`: old model against new on the same labelled images."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from inference.home import Home

if TYPE_CHECKING:
    from training.evaluation.comparison import Comparison, Contender, Flip
    from training.evaluation.evaluate import Rate

EXAMPLES = """\
  main.py compare old.zip new.zip parts            # parts/test, or parts itself
  main.py compare old.zip new.zip tiles --good MT_Free --json

The images should be new to both models: one that learnt from them looks better than it is.
Thresholds are the plant's own for a model where it chose some, else the model's.

exit status: 0 when all were judged, 1 when any was a FAULT, 2 when nothing could be compared"""
_SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    for name in ("old", "new"):
        parser.add_argument(name, type=Path, metavar=f"PKG_{name.upper()}", help="model package")
    parser.add_argument(
        "folder", type=Path, metavar="DIR", help="class folders, or a folder with test/ in it"
    )
    parser.add_argument("--good", metavar="CLASS", help="which class folder holds the good parts")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(arguments: argparse.Namespace, home: Home) -> int:
    """Exit status: see EXAMPLES."""
    from inference.package import PackageError
    from inference.station.threshold_book import ThresholdBookError
    from training.data.dataset import UnusableDataset, find_dataset
    from training.evaluation.comparison import compare

    folder = arguments.folder
    try:
        old, new = _contender(arguments.old, home), _contender(arguments.new, home)
        tested = folder / "test" if (folder / "test").is_dir() else folder
        dataset = find_dataset(tested, arguments.good, least=1)
        comparison = compare(old, new, dataset.files)
    except (PackageError, ThresholdBookError, UnusableDataset, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    print(
        json.dumps(comparison.as_dict(), ensure_ascii=False)
        if arguments.json
        else _as_text(comparison, dataset.folder)
    )
    return 1 if comparison.faults else 0


def _contender(path: Path, home: Home) -> Contender:
    from inference.package import read_package
    from inference.station.threshold_book import ThresholdBook
    from training.evaluation.comparison import Contender

    package = read_package(path)
    chosen = ThresholdBook(home.thresholds).thresholds_of(package.model_id)
    return Contender(package, chosen or package.manifest.thresholds.thresholds())


def _as_text(comparison: Comparison, folder: Path) -> str:
    old, new = comparison.old, comparison.new
    rows = (
        ("right", *(f"{each.metrics.accuracy:.2%}" for each in (old, new))),
        ("escapes", _rate(old.metrics.escapes), _rate(new.metrics.escapes)),
        ("overkills", _rate(old.metrics.overkills), _rate(new.metrics.overkills)),
        ("UNSURE, good parts", f"{old.unsure_ok:,}", f"{new.unsure_ok:,}"),
        ("UNSURE, defective parts", f"{old.unsure_def:,}", f"{new.unsure_def:,}"),
        ("decided without a person", *(f"{each.metrics.auto.share:.1%}" for each in (old, new))),
        ("ROC AUC", f"{old.metrics.roc_auc:.4f}", f"{new.metrics.roc_auc:.4f}"),
        ("DEF from P(def)", f"{old.thresholds.def_from:.3f}", f"{new.thresholds.def_from:.3f}"),
    )
    lines = [
        f"{comparison.n:,} images of {folder}, judged by both",
        "",
        f"{'':26}{'old: ' + old.model_id:>36}{'new: ' + new.model_id:>36}",
        *(f"{name:26}{left:>36}{right:>36}" for name, left, right in rows),
        "",
        comparison.verdicts.words(),
        f"Defective parts alone: {comparison.escapes.words()}",
        "",
        *_flips(comparison),
        *(f"FAULT  {each.file.path}: {each.error}" for each in comparison.faults[:_SHOWN]),
        *_rest(len(comparison.faults)),
    ]
    return "\n".join(lines)


def _flips(comparison: Comparison) -> list[str]:
    flips = comparison.flips
    better = sum(flip.is_better for flip in flips)
    counts = f"{better:,} better, {len(flips) - better:,} worse"
    return [
        f"{len(flips):,} images are called differently: {counts}",
        *(_flip(flip) for flip in flips[:_SHOWN]),
        *_rest(len(flips)),
    ]


def _rate(rate: Rate) -> str:
    return f"{rate.count} of {rate.of:,} ({rate.low:.2%} to {rate.high:.2%})"


def _flip(flip: Flip) -> str:
    label = "def" if flip.file.is_def else "ok"
    change = "better" if flip.is_better else "worse"
    return (
        f"  {change:6}  is {label:3}  {flip.old:>6} {flip.old_probability_def:.3f} -> "
        f"{flip.new:6} {flip.new_probability_def:.3f}  {flip.file.path}"
    )


def _rest(number: int) -> list[str]:
    return [f"  ... and {number - _SHOWN:,} more (--json lists all)"] if number > _SHOWN else []
