"""The report's charts, each a function of the material."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.evaluation.curves import Curve, precision_recall_curve, reliability, roc_curve
from training.report import svg
from training.report.material import Material

_SHARE = [(value / 5, f"{value / 5:.1f}") for value in range(6)]
_EDGE = 9.5
"""Logits beyond are drawn here: P(def) = 0.0001 and 0.9999 lie at 9.2."""
_PROBABILITIES = (0.0001, 0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999, 0.9999)
_WIDE = 880
_COUNTS = (0, 1, 5, 20, 50, 100, 250, 500, 1000, 2500, 10_000)


def loss_chart(history: Mapping[str, list[Any]]) -> str:
    """Loss per epoch, of training and validation."""
    top = max(*history["loss"], *history["val_loss"]) * 1.08
    return _over_epochs(history, "loss", (0.0, top), svg.even_ticks(0.0, top))


def accuracy_chart(history: Mapping[str, list[Any]]) -> str:
    """Accuracy per epoch, of training and validation."""
    low = min(*history["accuracy"], *history["val_accuracy"])
    low = max(0.0, min(low - (1 - low) * 0.1, 0.9))
    return _over_epochs(history, "accuracy", (low, 1.0), svg.even_ticks(low, 1.0))


def _over_epochs(
    history: Mapping[str, list[Any]], quantity: str, y: svg.Range, y_ticks: svg.Ticks
) -> str:
    epochs = np.array(history["epoch"], np.float64)
    last = max(float(epochs[-1]), 2.0)
    ticks = [(at, words) for at, words in svg.even_ticks(1.0, last, 8) if at == round(at)]
    frame = svg.Frame((1.0, last), y, ticks, y_ticks, "epoch", quantity)
    best = int(np.argmin(history["val_loss"]))
    series = {"training": quantity, "validation": f"val_{quantity}"}
    marks = [
        svg.line(frame, epochs, np.array(history[column]), kind) for kind, column in series.items()
    ]
    dots = [
        svg.dot(frame, epoch, value, kind, 2.5)
        for kind, column in series.items()
        for epoch, value in zip(epochs, history[column], strict=True)
    ]
    kept = svg.dot(frame, epochs[best], history[f"val_{quantity}"][best], "kept", 5.5)
    return svg.chart(frame, *marks, *dots, kept, words=f"{quantity} per epoch")


def roc_chart(material: Material) -> tuple[str, float]:
    """The curve with the place of the def threshold; the area."""
    metrics = material.metrics
    curve = roc_curve(material.probability_def, material.is_def)
    here = (metrics.overkills.rate, metrics.recall_def)
    words = ("good parts called def", "defective parts called def")
    return _unit_chart(curve, here, words), curve.area


def precision_recall_chart(material: Material) -> tuple[str, float]:
    """The curve with the place of the def threshold; the average precision."""
    metrics = material.metrics
    curve = precision_recall_curve(material.probability_def, material.is_def)
    here = (metrics.recall_def, metrics.precision_def)
    return _unit_chart(curve, here, ("recall of def", "precision of def")), curve.area


def _unit_chart(curve: Curve, here: tuple[float, float], words: tuple[str, str]) -> str:
    frame = _unit_frame(*words)
    return svg.chart(
        frame,
        svg.line(frame, curve.x, curve.y, "validation"),
        svg.dot(frame, *here, "kept", 5.5),
        words=f"{words[1]} against {words[0]}, area {curve.area:.4f}",
    )


def _unit_frame(x_label: str, y_label: str) -> svg.Frame:
    return svg.Frame((0, 1), (0, 1), _SHARE, _SHARE, x_label, y_label, width=320, height=304)


def reliability_chart(material: Material) -> str:
    """What was said against what came true; a dot's area grows with the images it stands for."""
    frame = _unit_frame("P(def) said", "share truly defective")
    bins = reliability(material.probability_def, material.is_def)
    dots = [
        svg.dot(
            frame,
            each.probability_def,
            each.share_def,
            "validation",
            3 + 9 * float(np.sqrt(each.n / len(material.is_def))),
        )
        for each in bins
    ]
    ideal = svg.line(frame, np.array([0.0, 1.0]), np.array([0.0, 1.0]), "ideal")
    return svg.chart(frame, ideal, *dots, words="reliability diagram")


def distribution_chart(material: Material) -> str:
    """How many parts got which P(def): defective ones upwards, good ones downwards."""
    logits = _logits(material.probability_def)
    edges = np.linspace(-_EDGE, _EDGE, 58)
    defective = np.histogram(logits[material.is_def], edges)[0]
    good = np.histogram(logits[~material.is_def], edges)[0]
    # Roots: a single part on the wrong side must still be seen beside a hundred.
    up, down = np.sqrt(defective), np.sqrt(good)
    reach = float(max(up.max(), down.max())) * 1.22
    frame = _logit_frame((-reach, reach), _count_ticks(reach), "parts")
    pairs = list(zip(edges[:-1], edges[1:], up, down, strict=True))
    bars = [
        svg.bar(frame, (a + 0.03, b - 0.03), (0, top), "bar-def") for a, b, top, _ in pairs if top
    ] + [svg.bar(frame, (a + 0.03, b - 0.03), (-low, 0), "bar-ok") for a, b, _, low in pairs if low]
    zero = svg.line(frame, np.array([-_EDGE, _EDGE]), np.zeros(2), "zero")
    names = svg.text(frame, -_EDGE, reach, "defective parts", down=12) + svg.text(
        frame, -_EDGE, -reach, "good parts", down=-8
    )
    band = _band(frame, material)
    return svg.chart(frame, band, *bars, zero, names, words="parts by P(def)")


def threshold_chart(material: Material) -> str:
    """Escapes and overkills, had the def threshold been elsewhere."""
    cuts = np.linspace(-_EDGE, _EDGE, 400)
    logits = _logits(material.probability_def)
    escapes = np.searchsorted(np.sort(logits[material.is_def]), cuts)
    good = np.sort(logits[~material.is_def])
    overkills = len(good) - np.searchsorted(good, cuts)
    # A root again: one and ten matter, a hundred and a thousand don't.
    reach = float(np.sqrt(max(len(good), int(material.is_def.sum())))) * 1.05
    ticks = [(at, words) for at, words in _count_ticks(reach) if at >= 0]
    frame = _logit_frame((0.0, reach), ticks, "parts judged wrongly")
    return svg.chart(
        frame,
        _band(frame, material),
        svg.line(frame, cuts, np.sqrt(overkills), "overkills", is_step=True),
        svg.line(frame, cuts, np.sqrt(escapes), "escapes", is_step=True),
        words="escapes and overkills by threshold",
    )


def _band(frame: svg.Frame, material: Material) -> str:
    low, high = (
        float(_logits(np.array([value], np.float32))[0])
        for value in (material.thresholds.unsure_from, material.thresholds.def_from)
    )
    ends = "".join(
        svg.line(frame, np.array([at, at]), np.array(frame.y), "threshold") for at in (low, high)
    )
    names = svg.text(frame, low, frame.y[1], "OK", anchor="end", right=-7, down=12) + svg.text(
        frame, high, frame.y[1], "DEF", right=7, down=12
    )
    return svg.bar(frame, (low, high), frame.y, "band") + ends + names


def _logit_frame(y: svg.Range, y_ticks: svg.Ticks, y_label: str) -> svg.Frame:
    ticks = [(float(np.log(p / (1 - p))), f"{p:g}") for p in _PROBABILITIES]
    x_label = "P(def)"
    return svg.Frame((-_EDGE, _EDGE), y, ticks, y_ticks, x_label, y_label, width=_WIDE)


def _count_ticks(reach: float) -> list[tuple[float, str]]:
    """Counts on a scale of roots, the same up and down."""
    up = {float(np.sqrt(count)): f"{count:,}" for count in _COUNTS if np.sqrt(count) <= reach}
    return sorted({**{-at: words for at, words in up.items()}, **up}.items())


def _logits(probability_def: NDArray[np.float32]) -> NDArray[np.float64]:
    edge = 1 / (1 + np.exp(_EDGE))
    bounded = np.clip(probability_def.astype(np.float64), edge, 1 - edge)
    return np.asarray(np.log(bounded / (1 - bounded)))
