"""The same file under two labels: one of them is wrong, and nobody knows which."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from training.data.dataset import kind_of
from training.data.loading import LabelledImages


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Files that are the same byte by byte, and what their folders say of them."""

    paths: tuple[Path, ...]
    kinds: tuple[str, ...]


def find_contradictions(images: LabelledImages) -> tuple[Contradiction, ...]:
    """Those among the images, in their order."""
    same = defaultdict(list)
    for file, content in zip(images.files, images.sha256, strict=True):
        same[content].append(file)
    return tuple(
        Contradiction(
            tuple(file.path for file in files), tuple(sorted({kind_of(file) for file in files}))
        )
        for files in same.values()
        if len({kind_of(file) for file in files}) > 1
    )


def without_contradictions(
    images: LabelledImages, found: tuple[Contradiction, ...]
) -> LabelledImages:
    """The images but for those: what contradicts itself teaches nothing."""
    paths = {path for each in found for path in each.paths}
    return images.only([index for index, file in enumerate(images.files) if file.path not in paths])
