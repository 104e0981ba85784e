"""Whether the model answers here what it answered where it was made."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from inference.classifier import Classifier
from inference.package import ModelPackage, read_package
from inference.preprocess import to_tensor
from inference.self_test.check import CheckFailed, CheckSkipped
from inference.self_test.reference import Reference, read_reference

PROBABILITY_TOLERANCE = 1e-4
MAP_TOLERANCE = 1e-3
"""Of the map's scale. Another processor rounds differently, but by far less than either."""


def check_model(path: Path) -> str:
    """The package is whole: each file has the hash that the manifest says."""
    package = read_package(path)
    return f"{package.model_id}: {len(package.manifest.files)} files have the hashes they must have"


def check_answers(path: Path) -> str:
    """Judge the reference parts of the package and compare."""
    package = read_package(path)
    reference = read_reference(package)
    if reference is None:
        raise CheckSkipped(f"{package.model_id} has no stored answers: it is older than they are")
    probability, maps = largest_differences(package, reference)
    said = (
        f"{len(reference.images)} reference parts: P(def) differs by {probability:.1e} at most, "
        f"maps by {maps:.1e} of their scale"
    )
    # Written so that a difference that is no number fails too.
    if not (probability <= PROBABILITY_TOLERANCE and maps <= MAP_TOLERANCE):
        raise CheckFailed(
            f"{said}; allowed are {PROBABILITY_TOLERANCE:.0e} and {MAP_TOLERANCE:.0e}"
        )
    return said


def largest_differences(package: ModelPackage, reference: Reference) -> tuple[float, float]:
    """Of P(def), and of any map as a share of its scale."""
    classifier = Classifier(package)
    batch = to_tensor(reference.images, package.manifest.input.spec())
    of_probability, of_maps = [], []
    for scale in package.manifest.maps:
        probability, raw = classifier.run(batch, scale.method)
        of_probability.append(np.abs(probability - reference.probability_def).max())
        difference = np.abs(raw - reference.maps[scale.method]).max()
        of_maps.append(difference / (scale.ceiling - scale.floor))
    return float(np.max(of_probability)), float(np.max(of_maps))
