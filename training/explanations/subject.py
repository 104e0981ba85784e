"""The model that is explained: its exported graph, and its Keras model when that is wanted."""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from inference.classifier import Classifier
from inference.manifest import MapScale
from inference.package import ModelPackage

if TYPE_CHECKING:
    import keras


class Subject:
    """A package whose verdicts are explained. For one thread at a time."""

    def __init__(self, package: ModelPackage, *, keras_model: keras.Model | None = None) -> None:
        """Loads the graph. `keras_model` goes before the package's own.

        Raises `PackageError` when the graph can't be loaded.
        """
        self.package = package
        self.classifier = Classifier(package)
        self._keras_model = keras_model

    @property
    def scales(self) -> tuple[MapScale, ...]:
        """Those of the maps that the graph draws itself, the live one first."""
        return self.package.manifest.maps

    @property
    def has_type_maps(self) -> bool:
        """Whether each type of defect has a map."""
        return self.package.manifest.type_maps

    @cached_property
    def logit_model(self) -> keras.Model:
        """Flat and functional, N x H x W x C -> the logit of P(def), N x 1.

        A sigmoid's gradient vanishes where the model is sure. The first time it takes the seconds
        that TensorFlow takes to load. Raises `PackageError` or `UnsafeArchive`.
        """
        from training.flat import as_flat

        return as_flat(self._model(), logit=True)

    def _model(self) -> keras.Model:
        from training.keras_file import load_keras

        if self._keras_model is not None:
            return self._keras_model
        return load_keras(self.package.keras_model())

    def probability_def(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        """P(def) (N) of N x H x W x C, as the line answers it."""
        return self.classifier.run(batch, self.scales[0].method)[0]

    def type_shares(self, batch: NDArray[np.float32]) -> dict[str, float]:
        """P(type | def) of one image, 1 x H x W x C, the likeliest type first.

        Empty where the types have no maps.
        """
        if not self.has_type_maps:
            return {}
        shares = self.classifier.run_type_maps(batch)[0][0]
        told = zip(self.package.manifest.defect_types, map(float, shares), strict=True)
        return dict(sorted(told, key=lambda each: -each[1]))

    def randomised(self, seed: int) -> Subject:
        """The same network with each of its weights' arrays shuffled: one that knows nothing.

        Its graph is exported too, so that the maps of the line are drawn by it as well.
        """
        from training.export.graph import export_graph

        random = np.random.default_rng(seed)
        model = self._model()
        model.set_weights([_shuffled(array, random) for array in model.get_weights()])
        graph = export_graph(model, self.package.manifest.labels)
        return Subject(replace(self.package, graph=graph), keras_model=model)


def _shuffled(array: Any, random: np.random.Generator) -> Any:
    return random.permutation(array.reshape(-1)).reshape(array.shape)


def has_tensorflow() -> bool:
    """Whether methods that need the Keras model can be had: the station comes without it."""
    return all(importlib.util.find_spec(name) for name in ("tensorflow", "tf_keras_vis"))
