"""The images that training leaves out, by folder: a list beside the data, whose files stay."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path

from inference.files_on_disk import write_atomically


class LeftOutError(Exception):
    """The list can't be read. Training on what was to be left out would be a lie."""


class LeftOut:
    """One small JSON file: folder of data -> files that are left out."""

    def __init__(self, path: Path) -> None:
        """`Home.left_out`."""
        self._path = path

    def of(self, folder: Path) -> frozenset[Path]:
        """What is left out of this folder, absolute. Raises `LeftOutError`."""
        return frozenset(Path(path) for path in self._read().get(str(folder.absolute()), ()))

    def choose(self, folder: Path, paths: Collection[Path]) -> None:
        """From now on these, and no others. Raises `LeftOutError` or `OSError`."""
        lists = self._read()
        lists[str(folder.absolute())] = sorted(str(path.absolute()) for path in paths)
        kept = {of: listed for of, listed in lists.items() if listed}
        content = json.dumps(kept, indent=2, sort_keys=True, ensure_ascii=False)
        write_atomically(self._path, content.encode())

    def _read(self) -> dict[str, list[str]]:
        try:
            lists = json.loads(self._path.read_text("utf-8")) if self._path.exists() else {}
        except (OSError, ValueError) as error:
            raise LeftOutError(f"{self._path} can't be read: {error}") from error
        if not isinstance(lists, dict):
            raise LeftOutError(f"{self._path} holds no list of images")
        return lists


def read_list(path: Path) -> tuple[Path, ...]:
    """A text file with one path a line; raises `OSError` or `ValueError`.

    Relative ones are meant from the folder that the program was started in, as its other paths.
    """
    lines = (line.strip() for line in path.read_text("utf-8-sig").splitlines())
    return tuple(Path(line) for line in lines if line)
