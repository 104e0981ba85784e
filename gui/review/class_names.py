"""Which types of defect are known of a review: by its folders, and by what the model says."""

from __future__ import annotations

import numpy as np

from inference.review.class_folder import DEFECT_NAMES
from inference.review.results import Columns


def defect_types_of(columns: Columns) -> list[str]:
    """In order of their names; `def` itself is no type."""
    of_folders = [
        label
        for code, label in enumerate(columns.labels)
        if label.lower() not in DEFECT_NAMES and _is_def(columns, code)
    ]
    return sorted({*of_folders, *columns.defect_types}, key=str.casefold)


def _is_def(columns: Columns, code: int) -> bool:
    of_label = columns.label == code
    return bool(of_label.any() and columns.is_def[np.argmax(of_label)] == 1)
