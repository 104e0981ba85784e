"""Reviewed images, copied or linked into folders: by outcome, or by what a person said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from inference.files_on_disk import sha256_of
from inference.review.correction_lines import Correction
from inference.review.export_folder import ExportFolder, check_empty, check_target
from inference.review.results import ReviewedImage


@dataclass(frozen=True, slots=True)
class Exported:
    """How many images went where, and which could not."""

    written: int
    problems: tuple[str, ...]
    """In words, one an image."""


def export_by_outcome(
    images: Iterable[ReviewedImage], target: Path, sources: Sequence[Path], *, link: bool = False
) -> Exported:
    """Each into `target/ok`, `def`, `unsure` or `fault`: a copy, or with `link` a symbolic link.

    Raises `ExportRefused` for a target inside of `sources`, and `OSError` when it can't be made.
    """
    check_target(target, sources)
    folder = ExportFolder(target, link=link)
    return _put_all(folder, ((image.path, image.outcome.value) for image in images))


def export_labelled(
    corrections: Iterable[Correction], target: Path, sources: Sequence[Path] = ()
) -> Exported:
    """Copies into `target/ok`, `target/def` or `target/def/TYPE`: a folder for the trainer.

    A file that is no longer the one that was corrected is left out and said. Raises
    `ExportRefused` for a target inside of `sources` or one that is not empty, `OSError` when it
    can't be made, and whatever `corrections` raises: what is copied until then stays.
    """
    check_target(target, sources)
    check_empty(target)
    folder = ExportFolder(target)
    changed: list[str] = []
    same = (
        (Path(made.path), made.new_label) for made in corrections if _is_the_same(made, changed)
    )
    exported = _put_all(folder, same)
    return Exported(exported.written, (*changed, *exported.problems))


def _put_all(folder: ExportFolder, images: Iterable[tuple[Path, str]]) -> Exported:
    written, problems = 0, []
    for path, below in images:
        try:
            folder.put(path, below)
            written += 1
        except OSError as error:
            problems.append(f"{path}: {error.strerror or error}")
    return Exported(written, tuple(problems))


def _is_the_same(made: Correction, changed: list[str]) -> bool:
    try:
        is_same = sha256_of(Path(made.path).read_bytes()) == made.sha256
        trouble = "it was changed after it was corrected"
    except OSError as error:
        is_same, trouble = False, str(error.strerror or error)
    if not is_same:
        changed.append(f"{made.path}: {trouble}")
    return is_same
