"""ROC, precision against recall, and whether P(def) comes true."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.theme import Theme
from gui.trainer.evaluate.curve_plot import Axes
from gui.trainer.evaluate.evaluation import Evaluation
from gui.trainer.evaluate.late_charts import LateCharts
from gui.widgets.cards import card, label

_WHOLE = (0.0, 1.0)


class CurvesView(QWidget):
    """Keeps what it was last given until it can draw it."""

    def __init__(self, evaluation: Evaluation, theme: Theme) -> None:
        super().__init__()
        self._evaluation = evaluation
        self.charts = LateCharts(
            theme,
            (
                Axes(self.tr("ROC"), self.tr("overkills, share of good"), self.tr("defects found")),
                Axes(self.tr("Precision, recall"), self.tr("recall"), self.tr("precision")),
                Axes(self.tr("Reliability"), "P(def)", self.tr("truly defective"), diagonal=True),
            ),
            columns=3,
        )
        frame, column = card()
        column.addWidget(self.charts, 1)
        column.addWidget(
            label(
                "explain",
                self.tr(
                    "The ring is the threshold of DEF that is being tried. Reliability: a point "
                    "is a tenth of P(def), the larger the more images; on the dashed line what "
                    "is said is what comes true. ECE is the mean distance from it; of few images "
                    "it stays large, since P(def) claims no more than they prove."
                ),
            )
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(frame)
        self.charts.built.connect(self._draw)
        evaluation.judgement_changed.connect(self._draw)
        evaluation.band_changed.connect(self._mark)

    def _draw(self) -> None:
        judgement, metrics = self._evaluation.judgement, self._evaluation.metrics()
        if judgement is None or metrics is None or not self.charts.are_built:
            return
        roc, precision_recall, reliability = self.charts.plots
        for plot in self.charts.plots:
            plot.set_span(_WHOLE, _WHOLE)
        curve = judgement.roc
        roc.draw(curve.x, curve.y, title=self.tr("ROC, area {a:.4f}").format(a=curve.area))
        curve = judgement.precision_recall
        words = self.tr("Precision, recall, area {a:.4f}").format(a=curve.area)
        precision_recall.draw(curve.x, curve.y, title=words)
        bins = judgement.bins
        reliability.draw(
            np.array([each.probability_def for each in bins]),
            np.array([each.share_def for each in bins]),
            sizes=[6 + 16 * (each.n / metrics.n) ** 0.5 for each in bins],
            title=self.tr("Reliability, ECE {e:.4f}").format(e=metrics.ece),
        )
        self._mark()

    def _mark(self) -> None:
        metrics = self._evaluation.metrics()
        if metrics is not None and self.charts.are_built:
            self.charts.plots[0].mark(metrics.overkills.rate, metrics.recall_def)
            self.charts.plots[1].mark(metrics.recall_def, metrics.precision_def)
