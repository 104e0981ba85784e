"""One model for several threads: as many classifiers as cores, handed round."""

from __future__ import annotations

import os
from dataclasses import replace
from queue import SimpleQueue

from inference.classifier import Classification, Classifier
from inference.frame import Image
from inference.package import ModelPackage


class Classifiers:
    """Safe to call from any thread; a `Classifier` is for one at a time."""

    def __init__(self, package: ModelPackage) -> None:
        """Loads the graph. Raises `PackageError` where it can't be."""
        self.package = package
        self._free: SimpleQueue[Classifier] = SimpleQueue()
        for _ in range(os.cpu_count() or 1):
            self._free.put(Classifier(package))

    @classmethod
    def for_fitted(cls, package: ModelPackage) -> Classifiers:
        """For images that show what the model sees already: no part is searched for in them."""
        manifest = package.manifest
        whole = manifest.input.model_copy(update={"part": None})
        return cls(replace(package, manifest=manifest.model_copy(update={"input": whole})))

    def classify(self, image: Image, bits_per_sample: int = 8) -> Classification:
        """See `Classifier.classify`. Waits while all are busy."""
        classifier = self._free.get()
        try:
            return classifier.classify(image, bits_per_sample)
        finally:
            self._free.put(classifier)
