from __future__ import annotations

import numpy as np
import pytest
from sklearn import metrics
from sklearn.metrics import confusion_matrix, f1_score, precision_score, recall_score, roc_auc_score

from inference.verdict import Thresholds
from training.evaluation.curves import precision_recall_curve, roc_curve
from training.evaluation.evaluate import evaluate, rate


def test_the_metrics_are_those_of_scikit_learn() -> None:
    random = np.random.default_rng(1)
    is_def = random.random(300) < 0.4
    probability = np.clip(is_def * 0.3 + random.random(300).round(1) * 0.7, 0, 1).astype(np.float32)

    metrics = evaluate(probability, is_def, Thresholds(0.3, 0.6))

    said = probability >= 0.6
    confusion = metrics.confusion
    table = [[confusion.ok_ok, confusion.ok_def], [confusion.def_ok, confusion.def_def]]
    assert table == confusion_matrix(is_def, said).tolist()
    assert metrics.precision_def == pytest.approx(precision_score(is_def, said))
    assert metrics.recall_def == pytest.approx(recall_score(is_def, said))
    assert metrics.f1_def == pytest.approx(f1_score(is_def, said))
    assert metrics.roc_auc == pytest.approx(roc_auc_score(is_def, probability))
    assert metrics.accuracy == pytest.approx((is_def == said).mean())
    assert metrics.escapes.count == (is_def & ~said).sum()
    assert metrics.overkills.count == (~is_def & said).sum()
    assert metrics.auto.share == pytest.approx(((probability < 0.3) | said).mean())
    assert metrics.auto.escapes == (is_def & (probability < 0.3)).sum() < metrics.escapes.count


def test_the_curves_are_those_of_scikit_learn() -> None:
    random = np.random.default_rng(2)
    is_def = random.random(200) < 0.3
    probability = np.clip(is_def * 0.3 + random.random(200).round(1) * 0.7, 0, 1).astype(np.float32)

    roc = roc_curve(probability, is_def)
    theirs_x, theirs_y, _ = metrics.roc_curve(is_def, probability, drop_intermediate=False)
    assert roc.x.tolist() == pytest.approx(theirs_x.tolist())
    assert roc.y.tolist() == pytest.approx(theirs_y.tolist())
    assert roc.area == pytest.approx(roc_auc_score(is_def, probability))
    curve = precision_recall_curve(probability, is_def)
    precision, recall, _ = metrics.precision_recall_curve(is_def, probability)
    assert curve.x.tolist() == pytest.approx(recall[::-1].tolist())
    assert curve.y.tolist() == pytest.approx(precision[::-1].tolist())
    assert curve.area == pytest.approx(metrics.average_precision_score(is_def, probability))


def test_nothing_called_def_is_no_division_by_zero() -> None:
    metrics = evaluate(np.full(4, 0.1, np.float32), np.array([True, False] * 2), Thresholds())

    assert (metrics.precision_def, metrics.recall_def, metrics.f1_def) == (0.0, 0.0, 0.0)


def test_the_interval_is_clopper_and_pearsons() -> None:
    none_of_100 = rate(0, 100)
    assert (none_of_100.low, none_of_100.high) == (0.0, pytest.approx(1 - 0.025**0.01))
    assert rate(100, 100).low == pytest.approx(0.025**0.01)
    some = rate(5, 50)
    assert (some.low, some.high) == (
        pytest.approx(0.0333, abs=1e-4),
        pytest.approx(0.2181, abs=1e-4),
    )
