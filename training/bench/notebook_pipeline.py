"""Training as the original notebook writes it: Keras' ImageDataGenerator and `fit`."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from training.architectures.catalogue import recipe_named
from training.augmentation.augment import NOTEBOOK
from training.keras_setup import import_keras

RECIPE = "notebook"
"""The network of it."""
BATCH = 32


def compiled_network() -> Any:
    """As the notebook compiles it."""
    model = recipe_named(RECIPE).build(0)
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    return model


def generator_flow(folder: Path, *, is_learning: bool) -> Any:
    """What `fit` and `evaluate` take: `folder` holds `ok` and `def`, read anew in each epoch.

    Its pictures are changed as the notebook changes them where they are learnt from.
    """
    import_keras()
    from keras.src.legacy.preprocessing.image import ImageDataGenerator

    spec = recipe_named(RECIPE).input
    changes: dict[str, Any] = {}
    if is_learning:
        changes = {"zoom_range": list(NOTEBOOK.zoom), "brightness_range": list(NOTEBOOK.gain)}
    # It says how many images it found, to whoever reads the rows.
    with redirect_stdout(io.StringIO()):
        return ImageDataGenerator(rescale=1 / 255, **changes).flow_from_directory(
            str(folder),
            target_size=(spec.height, spec.width),
            color_mode="grayscale",
            class_mode="binary",
            batch_size=BATCH,
            classes=["ok", "def"],
            shuffle=is_learning,
        )


def read_ahead(flow: Any) -> Iterator[Any]:
    """The flow's batches, epoch after epoch, read in the background as `fit` reads them."""
    import tensorflow as tf

    def epochs() -> Iterator[Any]:
        while True:
            yield from (flow[index] for index in range(len(flow)))
            flow.on_epoch_end()  # draws the next order

    signature = tuple(tf.TensorSpec((None, *each.shape[1:]), each.dtype) for each in flow[0])
    batches = tf.data.Dataset.from_generator(epochs, output_signature=signature)
    return iter(batches.prefetch(tf.data.AUTOTUNE))
