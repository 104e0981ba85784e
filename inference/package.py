"""A model on disk: a folder or a zip with a manifest, the Keras model and the exported graph."""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from inference.files_on_disk import sha256_of, write_atomically
from inference.keras_archive import DAMAGED_ZIP, UnsafeArchive, check_keras_archive
from inference.manifest import Manifest

MANIFEST = "manifest.json"
KERAS_MODEL = "model.keras"
GRAPH = "model.onnx"
_REQUIRED = (KERAS_MODEL, GRAPH)
_ALLOWED_SUFFIXES = frozenset({".keras", ".onnx", ".json", ".md", ".npz", ".csv", ".html", ".png"})
_FILE_LIMIT_BYTES = 2_000_000_000


class PackageError(Exception):
    """The package is refused. `str()` says why, in words for the engineer."""


@dataclass(frozen=True, slots=True)
class ModelPackage:
    """A package whose files were checked against its manifest. Nothing of it was run."""

    path: Path
    manifest: Manifest
    graph: bytes
    """The ONNX graph, as checked: what is loaded is what was hashed."""
    sha256: str
    """Of the manifest, which holds the hashes of all else: it stands for the whole package."""

    @property
    def model_id(self) -> str:
        return model_id_of(self.manifest, self.sha256)

    def keras_model(self) -> bytes:
        """The content of the .keras archive, checked again. Raises `PackageError`."""
        return self.content(KERAS_MODEL)

    def content(self, name: str) -> bytes:
        """Of a file that the manifest lists, checked again. Raises `PackageError`."""
        return _checked(_read_files(self.path), name, self.manifest)


def read_package(path: Path) -> ModelPackage:
    """Open and check a package folder or zip. Raises `PackageError`; loads no model."""
    return _check(path, _read_files(path))


def copy_package(path: Path, to: Path) -> ModelPackage:
    """Check a package and write what was checked to `to`, byte for byte, whole or not at all.

    `to` is a zip when it ends in .zip. What lies there is replaced. Raises `PackageError` or
    `OSError`.
    """
    files = _read_files(path)
    _check(path, files)
    return _write_whole(to, files)


def read_manifest(path: Path) -> tuple[Manifest, str]:
    """What a package folder or zip says of itself, and the sha256 of that; no file is checked.

    For lists: a package is checked before it is used. Raises `PackageError` or `OSError`.
    """
    content = _manifest_bytes(path)
    if content is None:
        raise PackageError(f"{path} is no model package: it has no {MANIFEST}")
    return _parse(content), sha256_of(content)


def is_zip(path: Path) -> bool:
    """Whether a package of this name is a zip, in capitals too; else it is a folder."""
    return path.suffix.lower() == ".zip"


def name_from(path: Path) -> str:
    """What a package of this name is called where nobody says otherwise."""
    return path.stem if is_zip(path) else path.name


def package_of(chosen: Path) -> Path:
    """A package that is a folder is chosen by its manifest, a zip by itself."""
    return chosen.parent if chosen.name == MANIFEST else chosen


def model_id_of(manifest: Manifest, sha256: str) -> str:
    """The model's name and the first digits of its package's `sha256`."""
    return f"{manifest.name}-{sha256[:8]}"


def _check(path: Path, files: Mapping[str, bytes]) -> ModelPackage:
    manifest_bytes = files.get(MANIFEST)
    if manifest_bytes is None:
        raise PackageError(f"{path} is no model package: it has no {MANIFEST}")
    manifest = _parse(manifest_bytes)
    _check_names(files, manifest)
    contents = {name: _checked(files, name, manifest) for name in manifest.files}
    _check_keras(contents[KERAS_MODEL])
    return ModelPackage(path, manifest, contents[GRAPH], sha256_of(manifest_bytes))


def write_package(path: Path, files: Mapping[str, bytes], manifest: Manifest) -> ModelPackage:
    """Write a package (a zip when `path` ends in .zip) whole or not at all, and read it back.

    `manifest.files` is filled in from `files`. An existing package at `path` is replaced only once
    the new one is whole and was checked. Raises `PackageError` or `OSError`.
    """
    hashed = manifest.model_copy(
        update={"files": {name: sha256_of(content) for name, content in files.items()}}
    )
    return _write_whole(path, {**files, MANIFEST: hashed.model_dump_json(indent=2).encode()})


def _write_whole(path: Path, everything: Mapping[str, bytes]) -> ModelPackage:
    path.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}."))
    replaced = staging / "replaced"
    try:
        staged = staging / path.name
        _write_zip(staged, everything) if is_zip(path) else _write_folder(staged, everything)
        read_package(staged)
        _move_into_place(staged, path, replaced)
    finally:
        if path.exists() or not replaced.exists():  # else it holds the only package there is
            shutil.rmtree(staging, ignore_errors=True)
    return read_package(path)


def _parse(manifest_bytes: bytes) -> Manifest:
    try:
        return Manifest.model_validate_json(manifest_bytes)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise PackageError(f"{MANIFEST}: {place}: {first['msg']}") from error


def _check_names(files: Mapping[str, bytes], manifest: Manifest) -> None:
    for name in _REQUIRED:
        if name not in manifest.files:
            raise PackageError(f"{MANIFEST} does not list {name}")
    for name in files:
        if name != MANIFEST and name not in manifest.files:
            raise PackageError(f"{name} is not listed in {MANIFEST}: it may have been slipped in")
        if Path(name).suffix.lower() not in _ALLOWED_SUFFIXES:
            raise PackageError(f"{name}: files of this kind can run code when loaded; not accepted")


def _checked(files: Mapping[str, bytes], name: str, manifest: Manifest) -> bytes:
    content = files.get(name)
    if content is None:
        raise PackageError(f"{name} is missing")
    if sha256_of(content) != manifest.files[name]:
        raise PackageError(
            f"{name} was changed after it was packed: its sha256 is not the manifest's"
        )
    return content


def _check_keras(content: bytes) -> None:
    try:
        check_keras_archive(content)
    except UnsafeArchive as error:
        raise PackageError(f"{KERAS_MODEL}: {error}") from error


def _manifest_bytes(path: Path) -> bytes | None:
    if path.is_dir():
        return (path / MANIFEST).read_bytes() if (path / MANIFEST).is_file() else None
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.read(MANIFEST) if MANIFEST in archive.namelist() else None
    except DAMAGED_ZIP as error:
        raise PackageError(f"{path} can't be read: {str(error) or 'it is damaged'}") from error


def _read_files(path: Path) -> dict[str, bytes]:
    try:
        if path.is_dir():
            return {
                file.name: file.read_bytes() for file in sorted(path.iterdir()) if file.is_file()
            }
        if zipfile.is_zipfile(path):
            return _read_zip(path)
    except DAMAGED_ZIP as error:
        raise PackageError(f"{path} can't be read: {str(error) or 'it is damaged'}") from error
    if not path.exists():
        raise PackageError(f"{path} does not exist")
    raise PackageError(f"{path} is no model package: it is neither a folder nor a zip")


def _read_zip(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        if sum(member.file_size for member in members) > _FILE_LIMIT_BYTES:
            raise PackageError(f"{path} would unpack to more than {_FILE_LIMIT_BYTES:,} bytes")
        return {member.filename: archive.read(member) for member in members}


def _write_folder(path: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        write_atomically(path / name, content)


def _write_zip(path: Path, files: Mapping[str, bytes]) -> None:
    with path.open("wb") as file:
        # Stored, not compressed: weights don't shrink, and the graph is read at every start.
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        file.flush()
        os.fsync(file.fileno())


def _move_into_place(staged: Path, path: Path, replaced: Path) -> None:
    if path.is_dir():
        path.rename(replaced)
    try:
        staged.replace(path)
    except BaseException:
        if replaced.exists():
            replaced.rename(path)
        raise
