"""A chosen folder that images are copied or linked into: never the one they come from."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterable
from pathlib import Path


class ExportRefused(Exception):
    """`str()` says why and what to do."""


def check_target(target: Path, sources: Iterable[Path]) -> None:
    """Raises `ExportRefused` for a target inside of a reviewed folder, or around it."""
    wanted = Path(os.path.realpath(target))
    for source in filter(Path.is_dir, sources):
        folder = Path(os.path.realpath(source))
        if wanted == folder or folder in wanted.parents or wanted in folder.parents:
            raise ExportRefused(
                f"{target} lies in {source}, or around it, which is reviewed: "
                "choose a folder beside it, for nothing is written there"
            )


def check_empty(target: Path) -> None:
    """Raises `ExportRefused` where something lies already; hidden files don't count."""
    if target.is_dir() and any(path.name[0] != "." for path in target.iterdir()):
        raise ExportRefused(
            f"{target} is not empty: choose an empty folder or a new one, "
            "or what lies there would be taken for corrected as well"
        )


class ExportFolder:
    """Names that clash are kept apart: `part.png`, `part-2.png`; nothing is ever written over."""

    def __init__(self, folder: Path, *, link: bool = False) -> None:
        """Makes the folder. `link` makes symbolic links instead of copies. Raises `OSError`."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._link = link
        self._next: dict[str, int] = {}

    def put(self, image: Path, below: str) -> Path:
        """Where the image is now: in the sub-folder `below`. Raises `OSError`."""
        folder = self._folder / below
        folder.mkdir(parents=True, exist_ok=True)
        while True:
            target = folder / self._name_for(below, image)
            if self._made(image, target):
                return target

    def _name_for(self, below: str, image: Path) -> str:
        key = f"{below}/{image.name}".casefold()
        number = self._next[key] = self._next.get(key, 0) + 1
        return image.name if number == 1 else f"{image.stem}-{number}{image.suffix}"

    def _made(self, image: Path, target: Path) -> bool:
        """False where the name is taken already, by another or from before."""
        try:
            if self._link:
                target.symlink_to(image.absolute())
            else:
                target.open("xb").close()
        except FileExistsError:
            return False
        if not self._link:
            _copy(image, target)
        return True


def _copy(image: Path, target: Path) -> None:
    """Over the empty `target`, and only once it is whole: half a part would train a model."""
    half = target.with_name(f".{uuid.uuid4().hex}.new")
    try:
        with image.open("rb") as source, half.open("xb") as copy:
            shutil.copyfileobj(source, copy, 1 << 20)
        shutil.copystat(image, half)
        half.replace(target)
    except BaseException:
        half.unlink(missing_ok=True)
        target.unlink(missing_ok=True)
        raise
