"""What a new model said of each validation image, kept in its package: to be looked at again."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.package import ModelPackage, PackageError
from training.data.dataset import LabelledFile
from training.evaluation.judging import Judged

ANSWERS = "validation.json"


def answers_bytes(
    files: Sequence[LabelledFile], root: Path, probability_def: NDArray[np.float32]
) -> bytes:
    """`files` with what was said of them (N). Paths are kept below `root`: a package travels."""
    rows = [
        {
            "path": file.path.relative_to(root).as_posix(),
            "is_def": file.is_def,
            "defect_type": file.defect_type,
            "probability_def": float(probability),
        }
        for file, probability in zip(files, probability_def, strict=True)
    ]
    return json.dumps(rows, indent=1, ensure_ascii=False).encode()


def root_of(files: Sequence[LabelledFile]) -> Path:
    """The deepest folder that holds all of them: that of the class folders."""
    return Path(os.path.commonpath([file.path.parent for file in files]))


def read_answers(package: ModelPackage, root: Path) -> Judged | None:
    """The validation images, as files below `root`, which may be gone; None where none are kept.

    Raises `PackageError` for answers that can't be read.
    """
    if ANSWERS not in package.manifest.files:
        return None
    try:
        rows: list[dict[str, Any]] = json.loads(package.content(ANSWERS))
        files = tuple(_file(row, root) for row in rows)
        said = np.array([row["probability_def"] for row in rows], np.float32)
    except (ValueError, KeyError, TypeError) as error:
        raise PackageError(f"{ANSWERS} can't be read: {error}") from error
    return Judged(files, said, ())


def _file(row: dict[str, Any], root: Path) -> LabelledFile:
    path = root.joinpath(*PurePosixPath(row["path"]).parts)
    return LabelledFile(path, bool(row["is_def"]), row["defect_type"])
