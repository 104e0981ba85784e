"""What a model says of many labelled images, with all that takes time done. Knows no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from inference.package import ModelPackage
from training.data.dataset import NO_GOOD, LabelledFile, UnusableDataset, find_dataset
from training.evaluation.answers import read_answers
from training.evaluation.curves import Bin, Curve, precision_recall_curve, reliability, roc_curve
from training.evaluation.figures import types_of
from training.evaluation.judging import Judged, Say, judge_files
from training.evaluation.robustness import ROBUSTNESS, Robustness, read_robustness
from training.evaluation.type_report import TypeReport


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
    types: TypeReport | None = None
    """Of another folder, where the model tells types that it has."""


@dataclass(frozen=True, slots=True)
class JudgedTypes:
    """Of another folder, by a model that tells types only."""

    folder: Path
    faults: int
    types: TypeReport


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


def of_folder(
    package: ModelPackage, folder: Path, good: str | None, say: Say
) -> Judgement | JudgedTypes:
    """Judge all of a folder of class folders, or of its `test` folder where it has one.

    `good` is the class of good parts where there is one of that name. Raises `UnusableDataset`,
    `PackageError`, and whatever `say` raises.
    """
    tested = folder / "test" if (folder / "test").is_dir() else folder
    known = good if good is not None and (tested / good).is_dir() else None
    if not package.manifest.knows_good:
        return _types_of_folder(package, folder, find_dataset(tested, NO_GOOD, least=1).files, say)
    judged = judge_files(package, find_dataset(tested, known, least=1).files, say)
    for words, there in (("good", (~judged.is_def).any()), ("defective", judged.is_def.any())):
        if not there:
            raise UnusableDataset(f"none of the images of {words} parts can be read")
    return replace(_judgement(folder, judged, None), types=_types(package, judged))


def _types_of_folder(
    package: ModelPackage, folder: Path, files: Sequence[LabelledFile], say: Say
) -> JudgedTypes:
    judged = judge_files(package, files, say)
    types = _types(package, judged)
    if types is None:
        known = ", ".join(package.manifest.defect_types)
        raise UnusableDataset(f"none of its images can be read and has a type of these: {known}")
    return JudgedTypes(folder, len(judged.faults), types)


def _types(package: ModelPackage, judged: Judged) -> TypeReport | None:
    if judged.shares is None:
        return None
    thresholds, names = package.manifest.thresholds.thresholds(), package.manifest.defect_types
    return types_of(judged.files, judged.probability_def, judged.shares, thresholds, names)


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
