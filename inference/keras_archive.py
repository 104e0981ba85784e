"""A look inside a .keras archive without loading it: only layers that compute are accepted."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

# Everything that the project's own architectures use, and the plain layers beside them.
# Keras' own safe mode is no security boundary (CVE-2024-3660, CVE-2026-1462).
ALLOWED_LAYERS = frozenset({
    "Activation", "Add", "AveragePooling2D", "BatchNormalization", "Concatenate", "Conv2D",
    "Dense", "DepthwiseConv2D", "Dropout", "Flatten", "GlobalAveragePooling2D",
    "GlobalMaxPooling2D", "InputLayer", "LayerNormalization", "LogSumExpPooling2D",
    "MaxPooling2D", "Multiply", "ReLU", "Rescaling", "SeparableConv2D", "Softmax",
    "SpatialDropout2D", "UpSampling2D", "ZeroPadding2D",
})  # fmt: skip
ALLOWED_MODELS = frozenset({"Functional", "Sequential"})
_CONFIG_LIMIT_BYTES = 16_000_000


class UnsafeArchive(Exception):
    """The archive holds something that Lineside will not load. `str()` names it."""


def check_keras_archive(content: bytes) -> None:
    """Raises `UnsafeArchive` unless each layer in the archive's config is on the allow-list."""
    config = _read_config(content)
    for class_name in _class_names(config):
        if class_name not in ALLOWED_LAYERS | ALLOWED_MODELS:
            raise UnsafeArchive(f"a layer of type {class_name!r} is not allowed")


def _read_config(content: bytes) -> Any:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if archive.getinfo("config.json").file_size > _CONFIG_LIMIT_BYTES:
                raise UnsafeArchive("its config.json is too large")
            return json.loads(archive.read("config.json"))
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise UnsafeArchive(
            "it is no .keras archive (an .h5 or a pickle under a new name?)"
        ) from error


def _class_names(config: Any) -> Iterator[str]:
    """The type of the model and of each layer in it, nested models included."""
    if not isinstance(config, dict) or not isinstance(config.get("class_name"), str):
        raise UnsafeArchive("its config.json describes no model")
    yield config["class_name"]
    for layer in config.get("config", {}).get("layers", []):
        yield from _class_names(layer)
