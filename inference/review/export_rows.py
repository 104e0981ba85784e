"""Results as CSV and as lines of JSON."""

from __future__ import annotations

import csv
import json
import os
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from inference.review.boxes import Boxes
from inference.review.correction_lines import Correction
from inference.review.judged_image import JudgingModel
from inference.review.results import ReviewedImage
from inference.sources.image_file import printable


@dataclass(frozen=True, slots=True)
class RowWriting:
    """What goes into each row beside the result itself."""

    model: JudgingModel
    corrections: Mapping[str, Correction] = field(default_factory=dict)
    """Those that stand, by path."""
    boxes: Boxes = field(default_factory=Boxes)

    def fields(self, image: ReviewedImage) -> dict[str, Any]:
        """One result, for JSON; boxes and areas are in px of the image."""
        corrected = self.corrections.get(str(image.path))
        return {
            "path": printable(str(image.path)),
            "label": image.label,
            "label_is_def": image.is_def,
            "outcome": image.outcome.value,
            "probability_def": image.probability_def,
            "defect_type": image.defect_type,
            "corrected_to": corrected.new_label if corrected else None,
            "unsure_from": image.thresholds.unsure_from,
            "def_from": image.thresholds.def_from,
            "model_id": self.model.id,
            "model_sha256": self.model.sha256,
            "width": image.size[0],
            "height": image.size[1],
            "regions": [region.fields() for region in self.boxes.of_image(image)],
            "error": image.error,
            "remedy": image.remedy,
        }


def write_json_lines(images: Iterable[ReviewedImage], path: Path, writing: RowWriting) -> int:
    """One JSON object a line, UTF-8; how many. The file is there when it is whole.

    Raises `OSError`, and whatever `images` raises: so a cancelled export leaves nothing behind.
    """
    with _whole(path) as file:
        return _count(
            images,
            lambda image: file.write(json.dumps(writing.fields(image), ensure_ascii=False) + "\n"),
        )


def write_csv(images: Iterable[ReviewedImage], path: Path, writing: RowWriting) -> int:
    """A line with the names, then one a result; `regions` is JSON. As `write_json_lines`.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    with _whole(path) as file:
        file.write("\ufeff")  # or Excel takes UTF-8 for the local code page
        rows = csv.writer(file)
        names: list[str] = []

        def write(image: ReviewedImage) -> None:
            fields = writing.fields(image)
            if not names:
                names.extend(fields)
                rows.writerow(names)
            rows.writerow([_cell(value) for value in fields.values()])

        return _count(images, write)


def _count(images: Iterable[ReviewedImage], write: Callable[[ReviewedImage], Any]) -> int:
    count = 0
    for image in images:
        write(image)
        count += 1
    return count


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return json.dumps(value)
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{value}"
    return value


@contextmanager
def _whole(path: Path) -> Iterator[IO[str]]:
    """A file that takes its name only when it was written to its end."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.{uuid.uuid4().hex}.new")
    try:
        with new.open("x", encoding="utf-8", newline="") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
