"""What a model says of many labelled images, with all that takes time done. Knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from inference.package import ModelPackage
from training.data.dataset import UnusableDataset, find_dataset
from training.evaluation.answers import read_answers
from training.evaluation.curves import Bin, Curve, precision_recall_curve, reliability, roc_curve
from training.evaluation.judging import Judged, Say, judge_files
from training.evaluation.robustness import ROBUSTNESS, Robustness, read_robustness


@dataclass(frozen=True, slots=True, eq=False)
class Judgement:
    """Of images of both kinds. What depends on thresholds is counted from it at once."""

    folder: Path | None
    """None: the validation images, as the package keeps what was said of them."""
    judged: Judged
    roc: Curve
    precision_recall: Curve
    bins: tuple[Bin, ...]
    robustness: Robustness | None
    """None where it was not looked at yet."""


def of_package(package: ModelPackage, root: Path) -> Judgement | None:
    """What was said when it was packaged; None where the package doesn't keep it.

    `root` is where the images lay. Raises `PackageError`.
    """
    judged = read_answers(package, root)
    if judged is None:
        return None
    kept = ROBUSTNESS in package.manifest.files
    robustness = read_robustness(package.content(ROBUSTNESS)) if kept else None
    return _judgement(None, judged, robustness)


def of_folder(package: ModelPackage, folder: Path, good: str | None, say: Say) -> Judgement:
    """Judge all of a folder of class folders, or of its `test` folder where it has one.

    `good` is the class of good parts where there is one of that name. Raises `UnusableDataset`,
    `PackageError`, and whatever `say` raises.
    """
    tested = folder / "test" if (folder / "test").is_dir() else folder
    known = good if good is not None and (tested / good).is_dir() else None
    judged = judge_files(package, find_dataset(tested, known, least=1).files, say)
    for words, there in (("good", (~judged.is_def).any()), ("defective", judged.is_def.any())):
        if not there:
            raise UnusableDataset(f"none of the images of {words} parts can be read")
    return _judgement(folder, judged, None)


def _judgement(folder: Path | None, judged: Judged, robustness: Robustness | None) -> Judgement:
    answers = judged.probability_def, judged.is_def
    return Judgement(
        folder,
        judged,
        roc_curve(*answers),
        precision_recall_curve(*answers),
        reliability(*answers),
        robustness,
    )
