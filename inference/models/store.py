"""The folder of a home that holds its model packages: list, take in, hand out, delete."""

from __future__ import annotations

import re
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from inference.home import DEMO_MODEL, Home
from inference.manifest import Manifest
from inference.package import (
    MANIFEST,
    ModelPackage,
    PackageError,
    copy_package,
    is_zip,
    model_id_of,
    read_manifest,
    read_package,
)

_NAME_LIMIT = 40
_LEFT_OVER_AFTER_S = 3600.0


@dataclass(frozen=True, slots=True)
class StoredModel:
    """One package as its manifest describes it; its files are not checked yet."""

    path: Path | None
    """Where it lies; None is the model that comes with the program."""
    model_id: str
    manifest: Manifest | None
    size_bytes: int = 0
    problem: str | None = None
    """Why it can't be used; then there is no manifest."""

    @property
    def folder(self) -> Path:
        """Folder or zip, wherever it lies."""
        return self.path or DEMO_MODEL


class ModelStore:
    """`Home.models`. Whatever begins with a dot there is being written or deleted."""

    def __init__(self, home: Home) -> None:
        self._folder = home.models

    def models(self, active: Path | None) -> list[StoredModel]:
        """All of them, the newest first; then the one that comes with the program.

        `active`, the line's model, is listed wherever it lies.
        """
        paths = set(self._packages())
        if active is not None:
            paths.add(active)
        stored = [_describe(path) for path in paths]
        stored.sort(key=_age, reverse=True)
        return [*stored, _describe(None)]

    def find(self, word: str, active: Path | None) -> StoredModel:
        """By id, by name or by the beginning of the id. Raises `PackageError`."""
        models = self.models(active)
        exact = [model for model in models if model.model_id == word]
        found = exact or [model for model in models if _is_called(model, word)]
        if not found:
            raise PackageError(f"there is no model {word!r} here: see `models list`")
        if len({model.model_id for model in found}) == 1:
            return found[0]  # the one that comes with the program may have been copied in too
        ids = ", ".join(model.model_id for model in found)
        raise PackageError(f"{word!r} could be each of {ids}: say which")

    def take_in(self, path: Path) -> Path:
        """Check a package and copy it in; where it lies then. One that is here stays as it is.

        Raises `PackageError` or `OSError`, and then nothing has changed.
        """
        self._sweep()
        if path.parent == self._folder:
            read_package(path)
            return path
        package = read_package(path)
        place = self._folder / _folder_name(package)
        if not _holds(place, package):
            copy_package(path, place)
        return place

    def export(self, model: StoredModel, to: Path) -> ModelPackage:
        """Write it as a zip to share. Raises `PackageError` or `OSError`."""
        if not is_zip(to):
            raise PackageError(f"{to.name} must end in .zip")
        return copy_package(model.folder, to)

    def delete(self, model: StoredModel) -> None:
        """Out of the list at once, then off the disk. Raises `PackageError` or `OSError`."""
        path = model.path
        if path is None or path.parent != self._folder:
            raise PackageError(f"{model.model_id} does not lie in {self._folder}: it stays")
        doomed = path.with_name(f".deleted-{uuid.uuid4().hex}")
        path.rename(doomed)
        _remove(doomed)

    def _packages(self) -> Iterator[Path]:
        if not self._folder.is_dir():
            return
        for path in self._folder.iterdir():
            is_package = (path / MANIFEST).is_file() or is_zip(path)
            if is_package and not path.name.startswith("."):
                yield path

    def _sweep(self) -> None:
        """What a kill left half written or half deleted. Another process may be at work now."""
        if not self._folder.is_dir():
            return
        for path in self._folder.iterdir():
            with suppress(OSError):
                is_old = time.time() - path.stat().st_mtime > _LEFT_OVER_AFTER_S
                if path.name.startswith(".") and is_old:
                    _remove(path)


def describe_package(path: Path) -> StoredModel:
    """A package anywhere, after a full check. Raises `PackageError` or `OSError`."""
    package = read_package(path)
    return StoredModel(path, package.model_id, package.manifest, _size(path))


def model_id_at(path: Path | None) -> str:
    """The id of the package there, or else its name."""
    return _describe(path).model_id


def _describe(path: Path | None) -> StoredModel:
    folder = path or DEMO_MODEL
    try:
        manifest, sha256 = read_manifest(folder)
        return StoredModel(path, model_id_of(manifest, sha256), manifest, _size(folder))
    except (OSError, PackageError) as error:
        return StoredModel(path, folder.name, None, problem=str(error))


def _age(model: StoredModel) -> tuple[float, str]:
    created = model.manifest.created_at.timestamp() if model.manifest else 0.0
    return created, model.model_id


def _is_called(model: StoredModel, word: str) -> bool:
    name = model.manifest.name if model.manifest else model.model_id
    return name == word or model.model_id.startswith(word)


def _folder_name(package: ModelPackage) -> str:
    """Short enough for any disk, and nothing that hides or is reserved."""
    visible = re.sub(r"^[. ]+", "", package.manifest.name)[:_NAME_LIMIT]
    return f"{visible or 'model'}-{package.sha256[:8]}"


def _holds(place: Path, package: ModelPackage) -> bool:
    try:
        return read_package(place).sha256 == package.sha256
    except PackageError:
        return False


def _size(path: Path) -> int:
    files = path.iterdir() if path.is_dir() else (path,)
    return sum(file.stat().st_size for file in files if file.is_file())


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
