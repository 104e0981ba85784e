from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import classification_report, confusion_matrix, f1_score

from inference.verdict import Thresholds
from training.data.dataset import LabelledFile
from training.evaluation.figures import figures_of
from training.evaluation.type_report import report_lines, type_report

NAMES = ("crack", "dent", "pit")


def _drawn(count: int = 200) -> tuple[np.ndarray, list[str]]:
    random = np.random.default_rng(4)
    true = [NAMES[place] for place in random.choice(3, count, p=(0.6, 0.3, 0.1))]
    shares = random.dirichlet((1, 1, 1), count).astype(np.float32)
    for row, name in zip(shares, true, strict=True):
        row[NAMES.index(name)] += 0.3
    return shares, true


def test_the_figures_are_scikit_learns() -> None:
    shares, true = _drawn()
    said = [NAMES[place] for place in shares.argmax(axis=1)]

    report = type_report(NAMES, shares, true)

    assert report is not None
    theirs = classification_report(true, said, labels=NAMES, output_dict=True)
    for name in NAMES:
        assert report["classes"][name] == pytest.approx(theirs[name])
    assert report["macro_f1"] == pytest.approx(theirs["macro avg"]["f1-score"])
    assert report["confusion"]["rows"] == confusion_matrix(true, said, labels=NAMES).tolist()
    assert (report["n"], report["unknown"]) == (200, {})


def test_types_that_the_model_does_not_know_are_told_and_not_counted() -> None:
    shares = np.eye(3, dtype=np.float32)[[0, 1, 1, 2]]

    report = type_report(NAMES, shares, ["crack", "crack", "burr", None])

    assert report is not None
    assert report["n"] == 2
    assert report["unknown"] == {"burr": 1}
    assert report["macro_f1"] == pytest.approx(2 / 3), "of the one type that there is"
    assert any("1 of type burr" in line for line in report_lines(report))
    assert type_report(NAMES, shares[:1], ["burr"]) is None


def test_an_escape_is_a_type_that_was_missed() -> None:
    shares = np.eye(3, dtype=np.float32)[[0, 1, 2, 0, 0, 1]]
    probability = np.array([0.9, 0.9, 0.2, 0.1, 0.8, 0.95], np.float32)
    kinds = ["crack", "dent", "pit", None, None, "crack"]
    files = [LabelledFile(Path(f"{n}.png"), kind is not None, kind) for n, kind in enumerate(kinds)]

    figures = figures_of(files, probability, shares, Thresholds(), NAMES)

    said = ["crack", "dent", "ok", "ok", "crack", "dent"]
    are = ["crack", "dent", "pit", "ok", "ok", "crack"]
    expected = f1_score(are, said, average="macro", zero_division=0)
    assert figures["types"]["macro_f1_with_ok"] == pytest.approx(expected)
    assert figures["escapes"]["count"] == figures["overkills"]["count"] == 1
    assert "types" not in figures_of(files, probability, np.empty((6, 0)), Thresholds(), ())


def test_without_good_parts_nothing_is_said_of_verdicts() -> None:
    files = [LabelledFile(Path("a.png"), True, "crack"), LabelledFile(Path("b.png"), True, "pit")]
    shares = np.eye(3, dtype=np.float32)[[0, 2]]

    figures = figures_of(files, np.ones(2, np.float32), shares, Thresholds(), NAMES)

    assert set(figures) == {"n", "types"}
    assert figures["types"]["macro_f1"] == 1.0
    assert "macro_f1_with_ok" not in figures["types"]
