"""Yield, p-chart and Paretos of the chosen time, model and source."""

from __future__ import annotations

import importlib

import numpy as np
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from gui.history.figures import Figures
from gui.history.pareto_rows import ParetoRows
from gui.history.series_plot import PChartPlot, YieldPlot
from gui.theme import Theme
from gui.words import count, defect_words, percent
from inference.records.spans import Every
from inference.records.statistics import decided

translate = QCoreApplication.translate


class Charts(QWidget):
    """The frames at once; the plots a moment later, when pyqtgraph is there."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._figures: Figures | None = None
        self.plots: tuple[YieldPlot, PChartPlot] | None = None
        self.yield_card = _Card(self.tr("Yield in %"))
        self.p_card = _Card(self.tr("DEF in % (p-chart)"))
        self.defects, self.faults = ParetoRows(theme), ParetoRows(theme)
        self.defect_card = _Card(self.tr("Defect types"))
        self.fault_card = _Card(self.tr("Faults"))
        self.defect_card.put(self.defects)
        self.fault_card.put(self.faults)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(12)
        cards = (self.yield_card, self.p_card, self.defect_card, self.fault_card)
        for place, card in enumerate(cards):
            grid.addWidget(card, place // 2, place % 2)
        for line in (0, 1):
            grid.setColumnStretch(line, 1)
        grid.setRowStretch(0, 3)
        grid.setRowStretch(1, 2)

    def showEvent(self, _: object) -> None:
        if self.plots is None:
            # It makes Qt classes, so not on another thread: when the page has been painted.
            QTimer.singleShot(0, self, self._import)

    def _import(self) -> None:
        importlib.import_module("pyqtgraph")
        QTimer.singleShot(0, self, self._build)

    def _build(self) -> None:
        if self.plots is None:
            self.plots = YieldPlot(self._theme), PChartPlot(self._theme)
            for plot, card in zip(self.plots, (self.yield_card, self.p_card), strict=True):
                plot.setParent(self)
                card.put(plot.widget)
            self._draw()

    def show_figures(self, figures: Figures | None) -> None:
        """None: there are no parts."""
        self._figures = figures
        self._draw()

    def _draw(self) -> None:
        figures = self._figures
        if figures is None:
            return
        if self.plots is not None:
            for plot in self.plots:
                plot.draw(figures)
        self.yield_card.say(_yield_words(figures))
        self.p_card.say(_p_words(figures))
        unknown = self.tr("type not known")
        named = [(defect_words(name) or unknown, n, share) for name, n, share in figures.defects]
        self.defects.show_rows(named)
        self.defect_card.say(_sum_words(figures.defects, self.tr("No part was DEF or UNSURE.")))
        self.faults.show_rows(figures.faults)
        self.fault_card.say(_sum_words(figures.faults, self.tr("Every part could be judged.")))


class _Card(QFrame):
    """A heading, what it says in words, and the picture of it."""

    def __init__(self, heading: str) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.words = QLabel()
        self.words.setObjectName("explain")
        self.words.setWordWrap(True)
        title = QLabel(heading)
        title.setObjectName("className")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 12)
        self._column.setSpacing(4)
        self._column.addWidget(title)
        self._column.addWidget(self.words)
        self._column.addStretch(1)

    def put(self, widget: QWidget) -> None:
        self._column.takeAt(self._column.count() - 1)
        self._column.addWidget(widget, 1)

    def say(self, words: str) -> None:
        self.words.setText(words)


def _group_words(every: Every) -> str:
    return {
        Every.FIVE_MINUTES: translate("Charts", "five minutes"),
        Every.HOUR: translate("Charts", "hour"),
        Every.SHIFT: translate("Charts", "shift (6, 14, 22 h)"),
        Every.DAY: translate("Charts", "day"),
        Every.WEEK: translate("Charts", "week"),
    }[every]


def _yield_words(figures: Figures) -> str:
    parts = int(decided(figures.groups).sum())
    good = int(figures.groups[:, 0].sum())
    words = translate("Charts", "{share} of {n} judged parts OK. One point per {group}.")
    share = percent(good / parts if parts else None)
    return words.format(share=share, n=count(parts), group=_group_words(figures.every))


def _p_words(figures: Figures) -> str:
    chart = figures.chart
    outside, drawn = int(chart.is_out.sum()), int(np.isfinite(chart.share).sum())
    centre = percent(None if np.isnan(chart.centre) else chart.centre)
    if drawn < 2:
        return translate("Charts", "Mean {centre}; too few points yet.").format(centre=centre)
    words = (
        translate("Charts", "Mean {centre}; {outside} of {drawn} points outside 3 sigma (crossed).")
        if outside
        else translate("Charts", "Mean {centre}; all {drawn} points within 3 sigma.")
    )
    return words.format(centre=centre, outside=count(outside), drawn=count(drawn))


def _sum_words(rows: list[tuple[str, int, float]], none: str) -> str:
    return translate("Charts", "Parts, and their share summed up.") if rows else none
