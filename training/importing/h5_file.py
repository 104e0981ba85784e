"""The older Keras format: its configuration, and its conversion in a process of its own.

An .h5 file is never loaded as it is. Its configuration is checked, all that a judging model does
not need (initialisers, regularisers, the training's own settings) is cut out of it, and a process
that holds nothing else builds the model from the rest and answers with a `.keras` archive, which is
checked again.
"""

from __future__ import annotations

import json
import multiprocessing
import shutil
import tempfile
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from inference.keras_archive import UnsafeArchive

H5_SUFFIXES = frozenset({".h5", ".hdf5"})
WARNING = (
    "an .h5 file is an old format that can carry code; it was looked at first and converted in a "
    "process of its own. Keep the package, not the file"
)
_MAY_TAKE_S = 180.0
_NOT_FOR_JUDGING = ("_initializer", "_regularizer", "_constraint")


def h5_config(path: Path) -> Any:
    """What the file says of its model, less what only training needs. Raises `UnsafeArchive`."""
    import h5py

    try:
        with h5py.File(path, "r") as file:
            stored = file.attrs.get("model_config")
    except (OSError, RuntimeError, ValueError) as error:
        raise UnsafeArchive(f"it is no .h5 file, or a damaged one ({error})") from error
    if stored is None:
        raise UnsafeArchive("it holds weights alone, and no model")
    try:
        return _for_judging(json.loads(stored))
    except (ValueError, RecursionError) as error:
        raise UnsafeArchive("its configuration can't be read") from error


def h5_as_keras(path: Path) -> bytes:
    """The model as the content of a .keras archive. The configuration was checked before.

    Raises `UnsafeArchive`.
    """
    context = multiprocessing.get_context("spawn")
    answers, childs_answers = context.Pipe(duplex=False)
    process = context.Process(target=_convert, args=(path, childs_answers), name="convert .h5")
    process.start()
    childs_answers.close()
    try:
        answer = answers.recv() if answers.poll(_MAY_TAKE_S) else None
    except EOFError:
        answer = None
    finally:
        process.kill()
        process.join()
        answers.close()
    if not isinstance(answer, bytes):
        raise UnsafeArchive(answer or "its conversion broke down")
    return answer


def _convert(path: Path, answers: Connection) -> None:
    """In the process of its own: bytes, or words why not."""
    try:
        answers.send(_converted(path))
    except Exception as error:  # noqa: BLE001 - the border: whatever Keras makes of a foreign file
        answers.send(f"it can't be built ({type(error).__name__}: {error})")


def _converted(path: Path) -> bytes:
    import h5py

    from training.keras_file import keras_bytes
    from training.keras_setup import import_keras

    keras = import_keras()
    config = h5_config(path)
    with tempfile.TemporaryDirectory() as folder:
        cleaned = Path(folder) / "model.h5"
        shutil.copyfile(path, cleaned)
        with h5py.File(cleaned, "r+") as file:
            file.attrs["model_config"] = json.dumps(config)
            file.attrs.pop("training_config", None)
        return keras_bytes(keras.models.load_model(cleaned, compile=False, safe_mode=True))


def _for_judging(config: Any) -> Any:
    if isinstance(config, list):
        return [_for_judging(each) for each in config]
    if not isinstance(config, dict):
        return config
    return {
        key: _for_judging(value)
        for key, value in config.items()
        if not key.endswith(_NOT_FOR_JUDGING)
    }
