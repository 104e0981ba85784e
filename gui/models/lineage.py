"""What a manifest says of its model's origin and figures, as captions and values to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication

from gui.models.shelf import number_of
from gui.words import UNKNOWN, count, counted, percent, threshold
from inference.manifest import Manifest
from inference.part.choices import PartRegion

_HASH_DIGITS = 12
_SETTINGS_SHOWN = 12

Row = tuple[str, str]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Lineage", text)


def figure_rows(manifest: Manifest) -> list[Row]:
    """What it is worth on images that it did not learn from."""
    auto = manifest.metrics.get("auto")
    share = auto.get("share") if isinstance(auto, dict) else None
    return [
        (_tr("Right"), percent(number_of(manifest, "accuracy"), 2)),
        (_tr("Images judged"), _whole(number_of(manifest, "n"))),
        (_tr("Decided without a person"), percent(share)),
        (_tr("ROC AUC"), _digits(number_of(manifest, "roc_auc"))),
        (_tr("Calibration error"), _digits(number_of(manifest, "ece"))),
    ]


def judging_rows(manifest: Manifest) -> list[Row]:
    """What it takes, and where it draws the line."""
    spec, band = manifest.input, manifest.thresholds
    return [
        (_tr("Images"), f"{spec.width} x {spec.height} px, {spec.colour}"),
        (_tr("Of the picture"), _place_words(manifest)),
        (_tr("UNSURE from P(def)"), threshold(band.unsure_from)),
        (_tr("DEF from P(def)"), threshold(band.def_from)),
        (_tr("Heat maps"), ", ".join(scale.method for scale in manifest.maps)),
        (_tr("Labels"), ", ".join(manifest.labels)),
    ]


def _place_words(manifest: Manifest) -> str:
    """What the model sees of each picture."""
    part = manifest.input.spec().part
    if part is None:
        return _tr("all of it")
    if isinstance(part, PartRegion):
        size = f"{part.picture_width} x {part.picture_height} px"
        return _tr("the region {region} of {size}").format(region=part.words, size=size)
    return _tr("the part, where it is found")


def origin_rows(manifest: Manifest) -> list[Row]:
    """Recipe, data, seed, settings, versions: as much as the package tells."""
    lineage = manifest.lineage
    rows = [
        (_tr("Recipe"), _text(lineage.get("recipe"))),
        (_tr("Made"), f"{manifest.created_at.astimezone():%Y-%m-%d %H:%M}"),
        (_tr("Learnt from"), _images(lineage.get("training_images"))),
        (_tr("Checked on"), _images(lineage.get("validation_images"))),
        (_tr("Images' sha256"), _text(lineage.get("images_sha256"))[:_HASH_DIGITS]),
        (_tr("Seed"), _text(lineage.get("seed"))),
        (_tr("Epochs"), _epochs(lineage)),
        *_foreign(lineage.get("imported")),
        *_flat(lineage.get("settings")),
        *_flat(lineage.get("versions")),
    ]
    return [(caption, value) for caption, value in rows if value != UNKNOWN]


def _foreign(imported: object) -> Iterator[Row]:
    if isinstance(imported, dict):
        yield _tr("Imported from"), _text(imported.get("file"))
        yield _tr("Read as"), _text(imported.get("reading"))


def _flat(values: object) -> Iterator[Row]:
    if isinstance(values, dict):
        for name, value in list(values.items())[:_SETTINGS_SHOWN]:
            if not isinstance(value, (dict, list)) and value is not None:
                yield str(name).replace("_", " "), _text(value)


def _epochs(lineage: Mapping[str, Any]) -> str:
    run, best = lineage.get("epochs_run"), lineage.get("best_epoch")
    if run is None:
        return UNKNOWN
    return _tr("{run}, the best was {best}").format(run=run, best=best)


def _images(number: object) -> str:
    if not isinstance(number, int):
        return UNKNOWN
    return counted(number, _tr("1 image"), _tr("{n} images"))


def _text(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.4g}"
    return UNKNOWN if value is None else str(value)


def _whole(value: float | None) -> str:
    return UNKNOWN if value is None else count(int(value))


def _digits(value: float | None) -> str:
    return UNKNOWN if value is None else f"{value:.3f}"
