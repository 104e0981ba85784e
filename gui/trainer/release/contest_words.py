"""What a contest shows, in words and figures."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from gui.trainer.release.contest import Arena, Contest
from gui.words import count, percent, threshold
from training.evaluation.comparison import Standing
from training.evaluation.evaluate import Rate
from training.evaluation.mcnemar import PairedTest


def _tr(text: str) -> str:
    return QCoreApplication.translate("Contest", text)


def arena_words(contest: Contest) -> str:
    """Which images these are, and what that means."""
    words = {
        Arena.TEST: _tr("{n} images of the test folder. The new model has not seen them."),
        Arena.VALIDATION: _tr(
            "{n} images that the new model was checked on: its thresholds were chosen on them, so "
            "it looks a little better than it is. The old one may even have learnt from some."
        ),
        Arena.GIVEN: _tr("{n} images of the folder that you chose."),
    }[contest.arena]
    told = words.format(n=count(contest.comparison.n))
    if contest.comparison.faults:
        faults = _tr("{n} could not be judged by both and count for neither.")
        told = f"{told} {faults.format(n=count(len(contest.comparison.faults)))}"
    return told


def figure_rows(contest: Contest) -> list[tuple[str, str, str]]:
    """Caption, old, new."""
    old, new = contest.comparison.old, contest.comparison.new
    columns = zip(_figures(old), _figures(new), strict=True)
    captions = (
        _tr("Right"),
        _tr("Escapes"),
        _tr("Overkills"),
        _tr("UNSURE, good parts"),
        _tr("UNSURE, defective parts"),
        _tr("Decided without a person"),
        _tr("ROC AUC"),
        _tr("DEF from P(def)"),
    )
    return [(caption, *pair) for caption, pair in zip(captions, columns, strict=True)]


def verdict_words(test: PairedTest) -> str:
    """McNemar's test for people."""
    if not test.only_old + test.only_new:
        return _tr("Both are right and wrong on the same images: these show no difference.")
    words = _tr(
        "Images that only the new model has right: {new}, only the old one: {old}. {meaning} "
        "(McNemar, p\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}{p})."
    )
    meaning = _tr("The difference may be chance") if test.may_be_chance else _tr(
        "That is hardly chance"
    )  # fmt: skip
    return words.format(
        new=count(test.only_new), old=count(test.only_old), meaning=meaning, p=f"{test.p:.2g}"
    )


def _figures(standing: Standing) -> tuple[str, ...]:
    metrics = standing.metrics
    return (
        percent(metrics.accuracy, 2),
        _rate(metrics.escapes),
        _rate(metrics.overkills),
        count(standing.unsure_ok),
        count(standing.unsure_def),
        percent(metrics.auto.share),
        f"{metrics.roc_auc:.4f}",
        threshold(standing.thresholds.def_from),
    )


def _rate(rate: Rate) -> str:
    interval = f"{percent(rate.low)} \N{EN DASH} {percent(rate.high)}"
    return f"{count(rate.count)} / {count(rate.of)}   {interval}"
