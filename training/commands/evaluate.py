"""`main.py evaluate`: a model on labelled folders, in figures for people or as one JSON object."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inference.home import Home
from training.commands import what_if

if TYPE_CHECKING:
    from inference.package import ModelPackage
    from training.evaluation.class_report import ClassReport
    from training.evaluation.costs import Costs
    from training.evaluation.evaluate import Metrics, Rate
    from training.evaluation.judging import Judged

EXAMPLES = """\
  main.py evaluate models/parts parts/test         # parts/test/ok and parts/test/def
  main.py evaluate tiles.zip tiles --good MT_Free
  main.py evaluate models/parts parts/test --json  > figures.json
  main.py evaluate models/parts parts/test --robustness
  main.py evaluate models/parts parts/test --escape-cost 100 --overkill-cost 5 \\
                   --review-cost 1 --defect-share 0.02

exit status: 0 when all were judged, 1 when any was a FAULT, 2 when nothing could be judged"""
_PROOF = 0.001
_SHOWN_FAULTS = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("package", type=Path, metavar="PKG", help="model package (folder or zip)")
    parser.add_argument(
        "folder", type=Path, metavar="DIR", help="class folders, or a folder with test/ in it"
    )
    parser.add_argument(
        "--good", metavar="CLASS", help="which class folder holds the good parts, or none"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object")
    what_if.add_arguments(parser)


def run(arguments: argparse.Namespace, home: Home) -> int:  # noqa: ARG001 - same for each command
    """Exit status: see EXAMPLES."""
    from inference.package import PackageError, read_package
    from training.commands.type_words import types_only
    from training.data.dataset import UnusableDataset, find_dataset
    from training.evaluation.judging import judge_files

    folder = arguments.folder
    try:
        costs = what_if.costs_asked_for(arguments)
        package = read_package(arguments.package)
        tested = folder / "test" if (folder / "test").is_dir() else folder
        dataset = find_dataset(tested, arguments.good, least=1)
        judged = judge_files(package, dataset.files)
        if not (package.manifest.knows_good and dataset.knows_good):
            print(types_only(package, judged, dataset.folder, as_json=arguments.json))
            return 1 if judged.faults else 0
        asked = _Asked(costs, arguments.robustness)
        words = _as_json if arguments.json else _as_text
        print(words(package, judged, dataset.folder, asked))
    except (PackageError, UnusableDataset, OSError, what_if.UnusableCosts) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 1 if judged.faults else 0


@dataclass(frozen=True, slots=True)
class _Asked:
    """For beside the figures."""

    costs: Costs | None
    robustness: bool


def _figures(package: ModelPackage, judged: Judged) -> tuple[Metrics, ClassReport]:
    """Raises `UnusableDataset` when one kind could not be read at all."""
    from training.data.dataset import UnusableDataset
    from training.evaluation.class_report import class_report
    from training.evaluation.evaluate import evaluate

    is_def = judged.is_def
    for words, there in (("good", (~is_def).any()), ("defective", is_def.any())):
        if not there:
            raise UnusableDataset(f"none of the images of {words} parts can be read")
    thresholds = package.manifest.thresholds.thresholds()
    return (
        evaluate(judged.probability_def, is_def, thresholds),
        class_report(judged.probability_def >= thresholds.def_from, is_def),
    )


def _as_json(package: ModelPackage, judged: Judged, folder: Path, asked: _Asked) -> str:
    from training.commands.type_words import types_fields

    metrics, report = _figures(package, judged)
    fields: dict[str, Any] = {
        "model_id": package.model_id,
        "folder": str(folder),
        **metrics.as_dict(),
        "escapes": metrics.escapes.count,
        "overkills": metrics.overkills.count,
        "rates": {"escapes": asdict(metrics.escapes), "overkills": asdict(metrics.overkills)},
        "classes": report,
        **types_fields(package, judged),
        "faults": [{"path": str(fault.file.path), "error": fault.error} for fault in judged.faults],
    }
    if asked.costs:
        fields["costs"] = what_if.costs_as_dict(package, judged, asked.costs)
    if asked.robustness:
        from training.evaluation.robustness import robustness_of

        fields["robustness"] = robustness_of(package, judged, _say).as_dict()
    return json.dumps(fields, ensure_ascii=False)


def _say(done: int, of: int) -> None:
    if sys.stderr.isatty():
        end = "\n" if done == of else ""
        print(f"\r{done:,} of {of:,} verdicts", end=end, file=sys.stderr, flush=True)


def _asked_lines(package: ModelPackage, judged: Judged, asked: _Asked) -> list[str]:
    lines = what_if.cost_lines(package, judged, asked.costs) if asked.costs else []
    if asked.robustness:
        from training.evaluation.robustness import robustness_of

        lines += what_if.robustness_lines(robustness_of(package, judged, _say))
    return lines


def _as_text(package: ModelPackage, judged: Judged, folder: Path, asked: _Asked) -> str:
    from training.commands.type_words import types_lines
    from training.evaluation.class_report import report_table

    metrics, report = _figures(package, judged)
    return "\n".join(
        [
            f"{package.model_id} on {metrics.n:,} images of {folder}",
            "",
            report_table(report),
            "",
            f"escapes    {_rate(metrics.escapes, 'defective')}",
            f"overkills  {_rate(metrics.overkills, 'good')}",
            f"ROC AUC {metrics.roc_auc:.4f}, calibration error (ECE) {metrics.ece:.4f}",
            _automatic(metrics, package),
            *types_lines(package, judged),
            *_asked_lines(package, judged, asked),
            *_faults(judged),
        ]
    )


def _rate(rate: Rate, kind: str) -> str:
    from training.evaluation.evaluate import further_to_prove

    more = further_to_prove(rate.count, rate.of, _PROOF)
    proof = f"{more:,} more without one would prove" if more else "enough to prove"
    return (
        f"{rate.count} of {rate.of:,} {kind} parts: {rate.rate:.2%} "
        f"(95% interval {rate.low:.2%} to {rate.high:.2%}); {proof} {_PROOF:.1%}"
    )


def _automatic(metrics: Metrics, package: ModelPackage) -> str:
    thresholds, automatic = package.manifest.thresholds, metrics.auto
    return (
        f"DEF from P(def) = {thresholds.def_from:.3f}; with UNSURE from "
        f"{thresholds.unsure_from:.3f} {automatic.share:.1%} are decided without a person, "
        f"escapes {automatic.escapes} and overkills {automatic.overkills} among them"
    )


def _faults(judged: Judged) -> list[str]:
    if not judged.faults:
        return []
    shown = [f"FAULT  {fault.file.path}: {fault.error}" for fault in judged.faults[:_SHOWN_FAULTS]]
    more = len(judged.faults) - len(shown)
    return [
        "",
        f"not judged, and counted nowhere above: {len(judged.faults):,}",
        *shown,
        *([f"... and {more:,} more (--json lists all)"] if more else []),
    ]
