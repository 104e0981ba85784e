"""How cost grows: with the image, the folder, the records and the lines beside each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from inference.bench.growth.folder_size import measure_folder_sizes
from inference.bench.growth.image_size import measure_image_sizes
from inference.bench.growth.lines import measure_lines
from inference.bench.history import measure_history
from inference.bench.row import Row

GROUP = "growth"
_ASKED = ("first page", "one outcome", "part id", "file name, answer so far")
"""Of the records: a page, and searches whose answer a person waits for."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """What is measured at which sizes."""

    images_px: tuple[int, ...] = (300, 600, 1200, 2048)
    lines: tuple[int, ...] = (1, 2, 3, 4)
    parts_a_line: int = 300
    folders: tuple[int, ...] = (100, 1_000, 5_000)
    records: tuple[int, ...] = (1_000, 10_000, 100_000)


FULL = Sizes(
    images_px=(300, 512, 1024, 2048, 3072, 4096),
    parts_a_line=2_000,
    folders=(100, 1_000, 10_000, 100_000),
    records=(1_000, 10_000, 100_000, 1_000_000, 10_000_000),
)
"""Of a large plant: some minutes, and about 8 GB of disk."""


def measure_growth(folder: Path, sizes: Sizes) -> Iterator[Row]:
    """A row for each size; `more` says the size under the name of what grows."""
    yield from measure_image_sizes(GROUP, folder, sizes.images_px)
    yield from measure_lines(GROUP, folder, sizes.lines, sizes.parts_a_line)
    yield from measure_folder_sizes(GROUP, folder, sizes.folders)
    for rows in sizes.records:
        yield from measure_history(folder / f"records-{rows}", rows, _ASKED, GROUP)
