"""What a model is worth on labelled images, verdict and types, as one dictionary of figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.verdict import Thresholds
from training.data.dataset import LabelledFile
from training.evaluation.evaluate import evaluate
from training.evaluation.type_report import TypeReport, type_report, verdict_and_type_f1


def figures_of(
    files: Sequence[LabelledFile],
    probability_def: NDArray[np.float32],
    shares: NDArray[np.float32],
    thresholds: Thresholds,
    names: Sequence[str],
) -> dict[str, Any]:
    """Of N images: `evaluate.Metrics` as a dictionary, and `types` where types are told.

    `shares` is N x K, P(type | def) of `names`. Where there are no good parts, or no defective
    ones, nothing is said of the verdict: only `n`.
    """
    is_def = np.array([file.is_def for file in files], np.bool_)
    has_both = bool(is_def.any() and not is_def.all())
    verdict = (
        evaluate(probability_def, is_def, thresholds).as_dict() if has_both else {"n": len(files)}
    )
    types = types_of(files, probability_def, shares, thresholds, names)
    return {**verdict, **({"types": types} if types else {})}


def types_of(
    files: Sequence[LabelledFile],
    probability_def: NDArray[np.float32],
    shares: NDArray[np.float32],
    thresholds: Thresholds,
    names: Sequence[str],
) -> TypeReport | None:
    """How well the types are told; None where none is told, or none is known."""
    is_def = np.array([file.is_def for file in files], np.bool_)
    true = [file.defect_type if file.is_def else None for file in files]
    defective = np.flatnonzero(is_def)
    if not names or not len(defective):
        return None
    report = type_report(names, shares[defective], [true[index] for index in defective])
    if report and not is_def.all():
        said_def = probability_def >= thresholds.def_from
        report["macro_f1_with_ok"] = verdict_and_type_f1(names, shares, is_def, said_def, true)
    return report
