from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pytest

from inference.verdict import Thresholds
from tests.training.drawn_parts import draw_disc
from training.evaluation.evaluate import evaluate
from training.evaluation.robustness import Point, Robustness
from training.evaluation.type_report import type_report
from training.report.material import Material, TypeExample
from training.report.page import report_html
from training.report.pictures import most_unsure, worst_errors

_VOID = {"meta", "img", "br"}


def _material(count: int = 40, name: str = "discs") -> Material:
    random = np.random.default_rng(3)
    is_def = np.arange(count) % 2 == 1
    probability = np.clip(np.where(is_def, 0.9, 0.1) + random.normal(0, 0.25, count), 0, 1)
    probability = probability.astype(np.float32)
    thresholds = Thresholds(0.4, 0.6)
    heat = np.zeros((count, 8, 8), np.float32)
    heat[is_def, 3, 4] = 1.0
    return Material(
        name=name,
        metrics=evaluate(probability, is_def, thresholds),
        thresholds=thresholds,
        probability_def=probability,
        is_def=is_def,
        images=np.stack([draw_disc(n, is_def=bool(is_def[n]))[..., None] for n in range(count)]),
        heat=heat,
        captions=tuple(f"{'def' if each else 'ok'}/{n:03}.png" for n, each in enumerate(is_def)),
        history={
            "epoch": [1, 2, 3],
            "loss": [0.7, 0.4, 0.3],
            "accuracy": [0.5, 0.8, 0.9],
            "val_loss": [0.6, 0.4, 0.5],
            "val_accuracy": [0.6, 0.9, 0.85],
            "seconds": [2.0, 1.0, 1.0],
        },
        lineage={
            "recipe": "pooled",
            "calibration": {"temperature": 0.8, "ece_before": 0.1234},
            "training_images": 200,
            "epochs_run": 3,
            "best_epoch": 2,
            "settings": {"augmentation": {"zoom": [0.9, 1.1]}, "patience": None},
        },
    )


class _Reader(HTMLParser):
    """Knows whether each tag is closed, and what the page refers to."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: Counter[str] = Counter()
        self.references: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, Any]]) -> None:
        self.tags[tag] += 1
        self.references += [value for name, value in attrs if name in ("src", "href")]
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, Any]]) -> None:
        self.tags[tag] += 1

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def _read(page: str) -> _Reader:
    reader = _Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    return reader


def test_the_report_is_whole_and_needs_nothing_from_outside() -> None:
    page = report_html(_material())

    reader = _read(page)
    assert reader.tags["svg"] == 7
    assert reader.tags["script"] == reader.tags["link"] == 0
    assert not re.search(r"https?://|//[a-z]|@import|url\(", page.replace("base64,/", ""))
    assert all(each.startswith("data:image/jpeg;base64,") for each in reader.references)
    assert "NaN" not in page
    assert ">nan" not in page


def test_the_figures_are_those_of_the_metrics() -> None:
    material = _material()

    words = _read(report_html(material)).words

    confusion = material.metrics.confusion
    for figure in (
        f"{material.metrics.accuracy:.2%}",
        f"{confusion.def_ok:,}",
        f"{confusion.ok_ok:,}",
        f"{material.metrics.recall_def:.3f}",
        f"{material.metrics.roc_auc:.4f}",
        f"ECE {material.metrics.ece:.4f}",
        "0.9 to 1.1",
        "0.1234",
    ):
        assert figure in words


def test_the_worst_errors_come_first_and_are_not_shown_twice() -> None:
    material = _material()

    wrong = worst_errors(material)
    unsure = most_unsure(material, wrong)

    said_def = material.probability_def >= 0.6
    assert wrong
    assert all(said_def[index] != material.is_def[index] for index in wrong)
    distances = [abs(float(material.probability_def[index]) - 0.6) for index in wrong]
    assert distances == sorted(distances, reverse=True)
    assert not set(wrong) & set(unsure)


def test_a_model_without_errors_says_so() -> None:
    material = _material()
    right = np.where(material.is_def, 0.99, 0.01).astype(np.float32)
    metrics = evaluate(right, material.is_def, material.thresholds)

    page = report_html(replace(material, probability_def=right, metrics=metrics))

    assert "None of the 40 validation images was judged wrongly" in page


def test_each_type_that_has_a_map_has_a_picture_of_it_beside_the_verdicts() -> None:
    material = _material()
    shares = np.tile(np.array([0.8, 0.2], np.float32), (20, 1))
    report = type_report(("a<b", "dent"), shares, ["a<b", "dent"] * 10)
    typed = replace(material, types=report)
    example = TypeExample("a<b", 1, 0.8, 0.8 * material.heat[1])

    plain = _read(report_html(typed))
    mapped = _read(report_html(replace(typed, type_examples=(example,))))

    assert "Where each type was seen" not in plain.words
    assert "Where each type was seen" in mapped.words
    assert "a<b, P = 0.8000" in mapped.words
    assert mapped.tags["img"] == plain.tags["img"] + 3
    pictures = [each for each in mapped.references if each.startswith("data:image")]
    assert len(set(pictures[:3])) == 3, "the part, the verdict's map, and less heat"


@pytest.mark.parametrize("epochs", [1, 2])
def test_a_run_of_one_epoch_has_a_chart_too(epochs: int) -> None:
    material = _material()
    short = {column: values[:epochs] for column, values in material.history.items()}

    assert _read(report_html(replace(material, history=short))).tags["svg"] == 7


def test_robustness_has_a_chart_for_each_disturbance_and_every_figure() -> None:
    def point(name: str, level: float, accuracy: float) -> Point:
        return Point(name, "px", level, 40, accuracy, 3, 17, 1)

    points = (point("blur", 0.0, 0.975), point("blur", 2.0, 0.525), point("noise", 0.0, 0.975))
    points = (*points, point("noise", 4.0, 0.9))
    found = Robustness(good=20, defective=20, of=1234, points=points)

    reader = _read(report_html(replace(_material(), robustness=found)))

    assert reader.tags["svg"] == 7 + 2
    words = reader.words
    assert {"Robustness", "blur, px", "noise, px", "52.5%", "17"} <= set(words)
    assert any("40 of the 1,234 validation images" in each for each in words)


def test_names_from_outside_can_do_no_harm() -> None:
    material = _material()
    name = "<script>alert(1)</script>"
    captions = (name,) * len(material.captions)

    reader = _read(report_html(replace(material, name=name, captions=captions)))

    assert reader.tags["script"] == 0
