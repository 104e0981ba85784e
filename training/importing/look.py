"""A look inside a Keras file without loading it: is it safe, what it takes, what it answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inference.keras_archive import UnsafeArchive, check_config, read_config
from inference.preprocess import Colour
from training.importing.h5_file import H5_SUFFIXES, h5_config
from training.importing.order import ImportRefused, Rescale

AUGMENTING = frozenset({
    "RandomBrightness", "RandomContrast", "RandomCrop", "RandomFlip", "RandomRotation",
    "RandomTranslation", "RandomZoom",
})  # fmt: skip
"""At work while a model learns, without effect when it judges: left out of what is imported."""
_FILE_LIMIT_BYTES = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Look:
    """What the file says of its model."""

    path: Path
    is_h5: bool
    layers: tuple[str, ...]
    """The kind of each, in order."""
    size: tuple[int, int] | None
    """Height and width; None where it takes any."""
    channels: int
    rescales: bool
    """It holds a layer that rescales the values 0 to 255."""
    answers: int
    """How many numbers it answers with."""
    activation: str
    """Of the last layer: `sigmoid`, `softmax` or `linear`."""

    @property
    def colour(self) -> Colour:
        return Colour.GREY if self.channels == 1 else Colour.RGB

    @property
    def rescale(self) -> Rescale | None:
        """None: it has to be asked for."""
        return Rescale.NONE if self.rescales else None

    @property
    def wanted_labels(self) -> int:
        return max(2, self.answers)

    def words(self) -> str:
        """In a sentence, for the engineer."""
        size = "any size" if self.size is None else f"{self.size[1]} x {self.size[0]} px"
        answers = "1 number" if self.answers == 1 else f"{self.answers} numbers"
        scale = "rescales by itself" if self.rescales else "does not say how images were rescaled"
        return (
            f"{len(self.layers)} layers; takes {self.colour} images of {size}, {scale}; "
            f"answers with {answers} ({self.activation})"
        )


def look_inside(path: Path) -> Look:
    """Raises `ImportRefused` for a file that holds no model, or what may run code."""
    try:
        if path.stat().st_size > _FILE_LIMIT_BYTES:
            raise ImportRefused(f"{path.name} is larger than {_FILE_LIMIT_BYTES:,} bytes")
        is_h5 = path.suffix.lower() in H5_SUFFIXES
        config = h5_config(path) if is_h5 else read_config(path.read_bytes())
        check_config(config, AUGMENTING)
    except UnsafeArchive as error:
        raise ImportRefused(
            f"{path.name} is refused: {error}. Only layers that compute and nothing else come in"
        ) from error
    except OSError as error:
        raise ImportRefused(f"{path} can't be read: {error.strerror or error}") from error
    try:
        return _look(path, is_h5, config)
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise ImportRefused(f"{path.name} describes its layers in an unknown way") from error


def _look(path: Path, is_h5: bool, config: dict[str, Any]) -> Look:
    layers = list(_layers(config))
    shape = _input_shape(config, layers)
    channels = shape[-1]
    if len(shape) != 4 or channels not in (1, 3):
        raise ImportRefused(
            f"{path.name} takes {shape}: only images with 1 (grey) or 3 (RGB) channels last"
        )
    height, width = shape[1:3]
    answers, activation = _answers(layers)
    return Look(
        path=path,
        is_h5=is_h5,
        layers=tuple(str(layer["class_name"]) for layer in layers),
        size=(height, width) if height and width else None,
        channels=channels,
        rescales=any(layer["class_name"] == "Rescaling" for layer in layers),
        answers=answers,
        activation=activation,
    )


def _layers(config: dict[str, Any]) -> Sequence[dict[str, Any]]:
    """Those of models within the model too."""
    inner = config["config"]
    described = inner["layers"] if isinstance(inner, dict) else inner
    found: list[dict[str, Any]] = []
    for layer in described:
        is_model = layer["class_name"] in ("Functional", "Sequential")
        found += _layers(layer) if is_model else [layer]
    return found


def _input_shape(config: dict[str, Any], layers: Sequence[dict[str, Any]]) -> Sequence[int | None]:
    """Keras has put it in several places over the years."""
    for layer in layers:
        for key in ("batch_shape", "batch_input_shape"):
            if layer["config"].get(key):
                return tuple(layer["config"][key])
    built = config.get("build_config") or {}
    shape = built.get("input_shape") or config["config"].get("build_input_shape")
    if shape is None:
        raise ImportRefused("the model was saved before it knew the size of its images")
    return tuple(shape)


def _answers(layers: Sequence[dict[str, Any]]) -> tuple[int, str]:
    last = layers[-1]
    activation = "softmax" if last["class_name"] == "Softmax" else last["config"].get("activation")
    dense = [layer for layer in layers if layer["class_name"] == "Dense"]
    if not dense or last["class_name"] not in ("Activation", "Dense", "Softmax"):
        raise ImportRefused(
            f"the last layer is a {last['class_name']}: only a dense layer with sigmoid or "
            "softmax can be read as a verdict"
        )
    return int(dense[-1]["config"]["units"]), str(activation or "linear")
