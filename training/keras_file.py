"""A Keras model as the bytes of its .keras archive, and back."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from inference.keras_archive import check_keras_archive
from training.keras_setup import import_keras

if TYPE_CHECKING:
    import keras


def keras_bytes(model: keras.Model) -> bytes:
    """The model as the content of a .keras archive, the optimiser's state left out."""
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        # Keras 3.15 copies its variables in a way that NumPy 2 calls deprecated.
        warnings.filterwarnings("ignore", "__array__ implementation", DeprecationWarning)
        path = Path(folder) / "model.keras"
        model.save(path, include_optimizer=False)
        return path.read_bytes()


def load_keras(content: bytes, also: frozenset[str] = frozenset()) -> keras.Model:
    """The model, uncompiled. Raises `UnsafeArchive` when the archive holds what may run code.

    `also`: further layers that are allowed; see `check_keras_archive`.
    """
    check_keras_archive(content, also)
    keras = import_keras()
    from training.architectures import layers  # noqa: F401 - registers the project's own layers

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.keras"
        path.write_bytes(content)
        return keras.saving.load_model(path, compile=False, safe_mode=True)
