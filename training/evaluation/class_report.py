"""The classification report: precision, recall, F1 and support of each class."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

ClassReport = dict[str, Any]
"""`ok`, `def`, `macro avg` and `weighted avg`: each `precision`, `recall`, `f1-score` and
`support`; and `accuracy`. The names are scikit-learn's."""


def class_report(said_def: NDArray[np.bool_], is_def: NDArray[np.bool_]) -> ClassReport:
    """A share of nothing is 0."""
    from sklearn.metrics import classification_report

    report: ClassReport = classification_report(
        is_def,
        said_def,
        labels=[False, True],
        target_names=["ok", "def"],
        output_dict=True,
        zero_division=0,
    )
    # With both labels named scikit-learn tells the micro average unless all images have one.
    report.setdefault("accuracy", float((said_def == is_def).mean()))
    return report


def report_table(report: ClassReport) -> str:
    """For people: three digits, the averages below the classes."""
    head = f"{'':14}{'precision':>10}{'recall':>10}{'F1':>10}{'support':>10}"
    classes = [_row(name, report[name]) for name in ("ok", "def")]
    averages = [_row(f"{name} avg", report[f"{name} avg"]) for name in ("macro", "weighted")]
    support = int(report["macro avg"]["support"])
    accuracy = f"{'accuracy':14}{report['accuracy']:30.3f}{support:10,}"
    return "\n".join([head, *classes, "", accuracy, *averages])


def _row(name: str, figures: Mapping[str, float]) -> str:
    return (
        f"{name:14}{figures['precision']:10.3f}{figures['recall']:10.3f}"
        f"{figures['f1-score']:10.3f}{int(figures['support']):10,}"
    )
