"""A look inside a .keras archive without loading it: only layers that compute are accepted."""

from __future__ import annotations

import io
import json
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

# Everything that the project's own architectures use, and the plain layers beside them.
# Keras' own safe mode is no security boundary (CVE-2024-3660, CVE-2026-1462).
ALLOWED_LAYERS = frozenset({
    "Activation", "Add", "Average", "AveragePooling2D", "BatchNormalization", "Concatenate",
    "Conv2D", "Dense", "DepthwiseConv2D", "Dropout", "EvidenceWeightedPooling2D", "Flatten",
    "GlobalAveragePooling2D", "GlobalMaxPooling2D", "InputLayer", "LayerNormalization",
    "LogSumExpPooling2D", "MaxPooling2D", "Multiply", "ReLU", "Rescaling", "Reshape",
    "SeparableConv2D", "Softmax", "SpatialDropout2D", "UpSampling2D", "ZeroPadding2D",
})  # fmt: skip
ALLOWED_MODELS = frozenset({"Functional", "Sequential"})
_ALLOWED_PARTS = frozenset({"DTypePolicy", "__keras_tensor__"})
# Numbers to start from and bounds on them: nothing in these modules runs code of the archive.
_PLAIN_MODULES = frozenset({"keras.constraints", "keras.initializers", "keras.regularizers"})
_MODULES = _PLAIN_MODULES | {
    None, "keras", "keras.layers", "keras.models", "keras.src.models.functional",
    "keras.src.models.sequential", "training.architectures.layers",
}  # fmt: skip
_CONFIG_LIMIT_BYTES = 16_000_000
DAMAGED_ZIP = (
    zipfile.BadZipFile, EOFError, LookupError, OSError, RuntimeError, ValueError,
    lzma.LZMAError, zlib.error,
)  # fmt: skip
"""What reading an archive raises, depending on which of its bytes are damaged."""


class UnsafeArchive(Exception):
    """The archive holds something that Lineside will not load. `str()` names it."""


def check_keras_archive(content: bytes, also: frozenset[str] = frozenset()) -> None:
    """Raises `UnsafeArchive` unless everything that the config would build is on the allow-list.

    `also`: further layers that are allowed, for whoever takes them out before anything is judged.
    """
    check_config(read_config(content), also)


def check_config(config: Any, also: frozenset[str] = frozenset()) -> None:
    """The same for a model's configuration, wherever it was read."""
    if not isinstance(config, dict) or str(config.get("class_name")) not in ALLOWED_MODELS:
        raise UnsafeArchive("its configuration describes no model")
    for described in _described_objects(config):
        _check(described, also)


def _check(described: dict[str, Any], also: frozenset[str]) -> None:
    name, module = str(described["class_name"]), described.get("module")
    if not isinstance(module, str | None) or module not in _MODULES:
        raise UnsafeArchive(f"{name!r} from {module!r} is not allowed")
    known = ALLOWED_LAYERS | ALLOWED_MODELS | _ALLOWED_PARTS | also
    if module not in _PLAIN_MODULES and name not in known:
        raise UnsafeArchive(f"a layer of type {name!r} is not allowed")


def read_config(content: bytes) -> Any:
    """What a .keras archive says of its model, unchecked. Raises `UnsafeArchive`."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if archive.getinfo("config.json").file_size > _CONFIG_LIMIT_BYTES:
                raise UnsafeArchive("its config.json is too large")
            return json.loads(archive.read("config.json"))
    except DAMAGED_ZIP as error:
        raise UnsafeArchive(
            "it is no .keras archive (an .h5 or a pickle under a new name?)"
        ) from error


def _described_objects(config: Any) -> Iterator[dict[str, Any]]:
    """Each object that Keras would build, also those hidden in a model or an activation."""
    waiting = [config]
    while waiting:
        inner = waiting.pop()
        if isinstance(inner, dict):
            if "class_name" in inner:
                yield inner
            inner = list(inner.values())
        if isinstance(inner, list):
            waiting += inner
