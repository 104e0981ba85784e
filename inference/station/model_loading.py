"""A model package on disk -> a warmed-up judge with the plant's thresholds; or words why not."""

from __future__ import annotations

from pathlib import Path

from inference.classifier import Classifier
from inference.home import DEMO_MODEL
from inference.package import PackageError, read_package
from inference.station.judge import Judge
from inference.station.threshold_book import ThresholdBook


def load_judge(
    model: Path | None,
    book: ThresholdBook | None = None,
    *,
    threads: int = 1,
    method: str | None = None,
) -> Judge:
    """Checked, loaded and warmed up. None is the demo model; `book` knows the plant's thresholds.

    A `method` that this model doesn't draw falls back on the model's own choice. Raises
    `PackageError`, or `ThresholdBookError`: nothing is judged with thresholds made up.
    """
    package = read_package(model or DEMO_MODEL)
    offered = {scale.method for scale in package.manifest.maps}
    chosen = method if method in offered else None
    classifier = Classifier(package, threads=threads, method=chosen)
    try:
        classifier.warm_up()
    except Exception as error:
        raise PackageError(f"the exported graph can't be run: {error}") from error
    return Judge(classifier, book.thresholds_of(package.model_id) if book else None)
