"""The names of the class folders in a folder of images, read on a thread. Knows no Qt."""

from __future__ import annotations

from pathlib import Path


def class_names(folder: Path) -> list[str]:
    """As Keras sorts them; of its `test` or `train`, where there is one. Raises `OSError`."""
    root = next((folder / s for s in ("test", "train") if (folder / s).is_dir()), folder)
    return sorted(path.name for path in root.iterdir() if path.is_dir())
