"""Keras models as others make them: bright images are defective, the labels are def, ok."""

from __future__ import annotations

import json
from functools import cache
from itertools import cycle
from pathlib import Path
from typing import Any

import cv2
import h5py
import numpy as np

from tests.inference.tiny_package import grey
from training.keras_setup import import_keras

SIDE = 32
LABELS = "def_front,ok_front"


@cache
def sequential(answers: int = 1, *, last: str = "sigmoid", channels: int = 1) -> Any:
    """The notebook's way: a Sequential made with `add`, weights that tell bright from dark."""
    keras = import_keras()
    keras.utils.set_random_seed(5)
    layers = keras.layers
    model = keras.Sequential()
    model.add(layers.Input((SIDE, SIDE, channels)))
    model.add(layers.Conv2D(4, 3, padding="same", activation="relu"))
    model.add(layers.MaxPooling2D())
    model.add(layers.Conv2D(6, 3, padding="same", activation="relu"))
    model.add(layers.MaxPooling2D())
    model.add(layers.Flatten())
    model.add(layers.Dense(16, activation="relu"))
    model.add(layers.Dropout(0.2))
    model.add(layers.Dense(answers, activation=last))
    turn_dark_to(model, answers - 1)
    return model


def turn_dark_to(model: Any, index: int) -> None:
    """Whatever the random weights say of dark and bright, the answer `index` is for dark."""
    batch = np.concatenate([tensor(level, model.inputs[0].shape[3]) for level in (20, 230)])
    dark, bright = model.predict(batch, verbose=0)[:, index]
    if dark < bright:
        last = model.layers[-1]
        last.set_weights([-weights for weights in last.get_weights()])


def tensor(level: int, channels: int = 1) -> np.ndarray:
    return np.full((1, SIDE, SIDE, channels), level / 255, np.float32)


def write_parts(folder: Path, defects: tuple[str, ...] = ("def_front",)) -> Path:
    """Dark good ones, bright defective ones of these types in turn, with texture."""
    rng = np.random.default_rng(2)
    kinds = ((("ok_front",), range(30, 110, 10)), (defects, range(150, 230, 10)))
    for names, levels in kinds:
        for level, name in zip(levels, cycle(names), strict=False):
            (folder / name).mkdir(parents=True, exist_ok=True)
            noisy = grey(level, SIDE) + rng.integers(0, 20, (SIDE, SIDE), np.uint8)
            cv2.imwrite(str(folder / name / f"{level}.png"), noisy)
    return folder


def as_keras_2(path: Path) -> None:
    """Rewrite an .h5 file's configuration as TensorFlow 2 wrote it in the notebook's days."""
    with h5py.File(path, "r+") as file:
        config = json.loads(file.attrs["model_config"])
        for layer in config["config"]["layers"]:
            layer.pop("module", None)
            layer.pop("registered_name", None)
            layer.pop("build_config", None)
            inner = layer["config"]
            if "batch_shape" in inner:
                inner["batch_input_shape"] = inner.pop("batch_shape")
                inner.update(sparse=False, ragged=False)
            inner["dtype"] = "float32"
            if "kernel_initializer" in inner:
                inner["kernel_initializer"] = {"class_name": "GlorotUniform", "config": {}}
                inner["bias_initializer"] = {"class_name": "Zeros", "config": {}}
        file.attrs["model_config"] = json.dumps(config)
        file.attrs["training_config"] = json.dumps({"loss": "binary_crossentropy"})
        file.attrs["keras_version"] = "2.4.0"
