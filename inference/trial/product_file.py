"""How the camera is set for one product: a `.toml` a person can read, and the maker's own file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import tomlkit
from pydantic import TypeAdapter, ValidationError
from tomlkit.exceptions import TOMLKitError

from inference.files_on_disk import write_atomically
from inference.sources.settings import SourceSettings
from inference.trial.product_name import product_of, same_name, stem_of

SUFFIX = ".toml"
_VERSION = 1
_SOURCE: TypeAdapter[SourceSettings] = TypeAdapter(SourceSettings)


class ProductFileError(Exception):
    """The file can't be read or written. `str()` says why."""


def product_path(folder: Path, product: str) -> Path:
    """Where a product of this name lies, or would: names that differ in capitals only are one."""
    saved = _saved_in(folder)
    alike = {same_name(name): path for name, path in saved.items()}
    found = saved.get(product) or alike.get(same_name(product))
    return found or folder / f"{stem_of(product)}{SUFFIX}"


def products_in(folder: Path) -> tuple[str, ...]:
    """The names of those that are saved."""
    return tuple(sorted(_saved_in(folder)))


def _saved_in(folder: Path) -> dict[str, Path]:
    try:
        return {product_of(path.stem): path for path in sorted(folder.glob(f"*{SUFFIX}"))}
    except OSError:
        return {}


def save_product(path: Path, source: SourceSettings) -> None:
    """Whole or not at all. Raises `ProductFileError`.

    A feature file that lies beside it is named without its folder: both may be moved together.
    """
    values = _without_none(source.model_dump(mode="json"))
    features = values.get("features")
    if features and Path(features).parent == path.parent:
        values["features"] = Path(features).name
    document = {"version": _VERSION, "source": values}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, tomlkit.dumps(document).encode("utf-8"))
    except OSError as error:
        raise ProductFileError(f"{path.name} can't be written: {error.strerror}") from error


def load_product(path: Path) -> SourceSettings:
    """Raises `ProductFileError`."""
    try:
        document = tomlkit.parse(path.read_text("utf-8")).unwrap()
    except (OSError, UnicodeDecodeError, TOMLKitError) as error:
        raise ProductFileError(f"{path.name} can't be read: {error}") from error
    if document.get("version") != _VERSION:
        raise ProductFileError(f"{path.name} is no product of this program's version")
    values = document.get("source")
    try:
        return _SOURCE.validate_python(_beside(values, path) if isinstance(values, dict) else {})
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        keys = ".".join(map(str, first["loc"]))
        raise ProductFileError(f"{path.name}: source.{keys}: {first['msg']}") from error


def _beside(values: dict[str, Any], path: Path) -> dict[str, Any]:
    features = values.get("features")
    return values | {"features": path.parent / features} if isinstance(features, str) else values


def _without_none(values: dict[str, Any]) -> dict[str, Any]:
    return {
        key: _without_none(value) if isinstance(value, dict) else value
        for key, value in values.items()
        if value is not None
    }
