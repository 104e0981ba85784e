"""What other light, blur, noise, place and turn make of the verdicts: charts, and all figures."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from gui.theme import Theme
from gui.trainer.evaluate.curve_plot import Axes
from gui.trainer.evaluate.evaluation import Evaluation
from gui.trainer.evaluate.late_charts import LateCharts
from gui.widgets.cards import card, label
from gui.widgets.errand import Errand
from gui.words import count, percent, sentence
from inference.package import PackageError
from training.augmentation.disturbances import DISTURBANCES
from training.data.dataset import UnusableDataset
from training.evaluation.robustness import Point, Robustness, robustness_of

_COLUMNS = 3
_WORST_SHOWN = 0.9
_NAMED_AT_MOST = 5


class RobustnessView(QWidget):
    """Shows what came with the package, or judges on another thread what is looked at now."""

    def __init__(self, evaluation: Evaluation, theme: Theme) -> None:
        super().__init__()
        self._evaluation = evaluation
        self.errand = Errand("robustness", self, (PackageError, UnusableDataset, OSError))
        names = [(each.name, each.unit) for each in DISTURBANCES]
        axes = [Axes(name, unit, self.tr("right")) for name, unit in names]
        self.charts = LateCharts(theme, axes, _COLUMNS)
        self.table = _table([self.tr("Level"), self.tr("Right"), self.tr("Escapes"),
                             self.tr("Overkills"), self.tr("FAULT")])  # fmt: skip
        self.words = label("explain")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.run = QPushButton(self.tr("Judge changed images"))
        self.cancel = QPushButton(self.tr("Cancel"))
        self._lay_out()
        self.run.clicked.connect(self.begin)
        self.cancel.clicked.connect(self._stop)
        self.errand.progressed.connect(self._show_progress)
        self.errand.answered.connect(self._take)
        self.errand.failed.connect(self._say_trouble)
        self.charts.built.connect(self._draw)
        evaluation.judgement_changed.connect(self._show)

    def _lay_out(self) -> None:
        left, right = card(), card()
        left[1].addWidget(self.charts, 1)
        right[1].addWidget(self.words)
        right[1].addWidget(self.table, 1)
        for widget in (self.bar, self.run, self.cancel):
            right[1].addWidget(widget)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(left[0], 3)
        layout.addWidget(right[0], 2)

    def begin(self) -> None:
        """Judge the images that are looked at, changed on purpose."""
        facts, judgement = self._evaluation.facts, self._evaluation.judgement
        if facts is None or judgement is None:
            return
        package, judged = facts.package, judgement.judged
        self.errand.begin(lambda say: robustness_of(package, judged, say))
        self._show()

    def _stop(self) -> None:
        self.errand.cancel()
        self._show()

    def _take(self, answer: object) -> None:
        assert isinstance(answer, Robustness)
        self._evaluation.robustness = answer
        self._show()

    def _say_trouble(self, why: str) -> None:
        self._show()
        self.words.setText(sentence(why))

    def _show_progress(self, done: int, of: int) -> None:
        self.bar.setRange(0, of)
        self.bar.setValue(done)

    def _show(self) -> None:
        runs, found = self.errand.is_running, self._evaluation.robustness
        for widget in (self.bar, self.cancel):
            widget.setVisible(runs)
        self.run.setVisible(not runs)
        self.run.setEnabled(self._evaluation.judgement is not None)
        self.words.setText(self._words(found))
        points = found.points if found else ()
        self.table.setRowCount(len(points))
        for row, point in enumerate(points):
            self._write(row, point)
        self._draw()

    def _words(self, found: Robustness | None) -> str:
        if self.errand.is_running:
            return self.tr("Judging the images in other light, blurred, noisy, moved and turned")
        if found is None:
            return self.tr("Not looked at yet. It takes some seconds.")
        return self.tr(
            "{good} good and {defective} defective of {of} images, changed on purpose and judged "
            "by the exported graph with the model's own thresholds. FAULT: the station would "
            "refuse such a picture."
        ).format(good=count(found.good), defective=count(found.defective), of=count(found.of))

    def _write(self, row: int, point: Point) -> None:
        name = f"{point.disturbance}, {point.unit}"
        figures = (count(point.escapes), count(point.overkills), count(point.faults))
        for column, text in enumerate(
            (name, f"{point.level:g}", percent(point.accuracy), *figures)
        ):
            cell = QTableWidgetItem(text)
            side = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
            cell.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            self.table.setItem(row, column, cell)

    def _draw(self) -> None:
        found = self._evaluation.robustness
        self.charts.setVisible(found is not None)
        if found is None or not self.charts.are_built:
            return
        low = min(_WORST_SHOWN, *(point.accuracy for point in found.points))
        for plot, points in zip(self.charts.plots, found.by_disturbance().values(), strict=False):
            levels = [point.level for point in points]
            right = [point.accuracy for point in points]
            plot.draw(np.array(levels), np.array(right), title=points[0].disturbance)
            plot.set_span((min(levels), max(levels)), (low, 1.0), _named(levels))
            plot.mark(0.0, right[levels.index(0.0)])

    def close_down(self) -> None:
        self.errand.cancel()


def _named(levels: list[float]) -> list[float]:
    """Those that stand below the axis: all, or the ends and the middle where they are many."""
    return levels if len(levels) <= _NAMED_AT_MOST else levels[:: (len(levels) - 1) // 2]


def _table(heads: list[str]) -> QTableWidget:
    table = QTableWidget(0, len(heads) + 1)
    table.setHorizontalHeaderLabels(["", *heads])
    for column in range(1, len(heads) + 1):
        item = table.horizontalHeaderItem(column)
        assert item is not None
        item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    table.verticalHeader().hide()
    table.setShowGrid(False)
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
    header = table.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    return table
