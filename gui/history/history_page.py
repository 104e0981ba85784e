"""The History tab: what is wanted above, parts or charts below, one part large beside them."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gui.history.charts import Charts
from gui.history.desk import Desk
from gui.history.export_row import ExportRow
from gui.history.filter_row import FilterRow
from gui.history.notice import EmptyNotice
from gui.history.outcome_row import OutcomeRow
from gui.history.part_table import PartTable
from gui.history.part_view import PartView
from gui.history.parts_model import PartsModel
from gui.history.rejudge_dialog import RejudgeDialog, choose_package
from gui.history.search import MANY, Search
from gui.pages import Surroundings
from gui.words import count, sentence
from inference.records.history import Choices
from inference.records.part_record import PartFilter


class HistoryPage(QWidget):
    """Arranges; what is found is in the model, how it is found in the search."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._around = around
        theme = around.theme
        self.desk = Desk(around.home)
        self.parts = PartsModel()
        self.parts.setParent(self)
        self.search = Search(self.desk, self.parts, self)
        self.filters = FilterRow()
        self.outcomes = OutcomeRow(theme)
        self.table = PartTable(self.parts, theme)
        self.view = PartView(self.desk, theme)
        self.charts = Charts(theme)
        self.notice = EmptyNotice()
        self.state = QLabel()
        self.state.setObjectName("explain")
        self.new = QPushButton(self)
        self.new.setObjectName("newParts")
        self.new.hide()
        self.show_charts = QPushButton(self.tr("Charts"))
        self.show_charts.setCheckable(True)
        self.judge_again = QPushButton(self.tr("Judge again..."))
        self.export = ExportRow(self.desk, around.notifications)
        self._began = False
        self._has_records = True  # until it is known
        self._lay_out()
        self._listen()

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(8)
        above.addWidget(self.outcomes)
        above.addStretch(1)
        for button in (self.show_charts, self.judge_again, self.export.button):
            button.setProperty("low", True)
            above.addWidget(button)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.addWidget(self.table)
        self.split.addWidget(self.view)
        self.split.setChildrenCollapsible(False)
        self.split.setStretchFactor(0, 5)
        self.split.setStretchFactor(1, 2)
        self.split.setSizes([770, 330])
        self.split.setHandleWidth(12)
        self._stack = QStackedWidget()
        for page in (self.split, self.charts, self.notice):
            self._stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(10)
        layout.addWidget(self.filters)
        layout.addLayout(above)
        layout.addWidget(self.export)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.state)

    def _listen(self) -> None:
        self.filters.wished.connect(self.begin)
        self.outcomes.wished.connect(self.begin)
        self.search.moved_on.connect(self._follow)
        self.search.counted.connect(self._show_counts)
        self.search.offered.connect(self._offer)
        self.search.news.connect(self._show_news)
        self.search.figured.connect(self.charts.show_figures)
        self.search.troubled.connect(self._say_trouble)
        self.table.opened.connect(self.view.open_part)
        self.new.clicked.connect(self.take_in)
        self.show_charts.toggled.connect(self._toggle_charts)
        self.judge_again.clicked.connect(self._choose_model)
        self.export.wished.connect(self._export)
        self.notice.all_wished.connect(self._show_all)
        self.notice.retry_wished.connect(self.begin)

    # What is asked for

    def wanted(self) -> PartFilter:
        """The filter as it stands."""
        return replace(self.filters.wanted(), outcome=self.outcomes.outcome)

    def begin(self) -> None:
        """Search anew."""
        self.view.open_part(None)
        self._begin()

    def take_in(self) -> None:
        """The parts that came meanwhile; the one that is open stays open."""
        self._begin()

    def _begin(self) -> None:
        self._began = True
        self.new.hide()
        self.notice.hush()
        self.search.begin(self.wanted())
        if self.show_charts.isChecked():
            self.search.draw()
        self._follow()

    def _toggle_charts(self, shown: bool) -> None:
        if shown:
            self.search.draw()
        self._follow()

    def _show_all(self) -> None:
        self.filters.clear()
        self.outcomes.choose(None)
        self.begin()

    # What is shown

    def showEvent(self, _: QShowEvent) -> None:
        if not self._began:
            self._begin()

    def refresh(self) -> None:
        """Parts that came are announced, never put in between."""
        if self._began and not self.notice.is_trouble:
            self.search.look_for_news(self._around.bridge.snapshot.counters.recorded)

    def _follow(self) -> None:
        is_empty = not self.parts.parts and not self.search.is_running
        if self.notice.is_trouble:
            shown: QWidget = self.notice
        elif self.show_charts.isChecked() and not is_empty:
            shown = self.charts
        else:
            shown = self.notice if is_empty else self.split
        if is_empty and not self.notice.is_trouble:
            self.notice.say_empty(restricted=self._has_records and self._is_restricted)
        self._stack.setCurrentWidget(shown)
        for button in (self.judge_again, self.export.button):
            button.setEnabled(bool(self.parts.parts))
        words = self._state_words()
        self.state.setText(words)
        self.state.setVisible(bool(words))
        part = self.view.part
        if part is not None and not self.table.selectionModel().hasSelection():
            self.table.reopen(part.part_id)
        if self.search.wanted.text:
            self.outcomes.show_counts(self.parts.counts())

    @property
    def _is_restricted(self) -> bool:
        return self.filters.restricts or bool(self.outcomes.outcome)

    def _state_words(self) -> str:
        reached = self.parts.reached
        if self.notice.is_trouble or reached is None or not self.search.is_running:
            return ""
        back_to = f"{reached[0].astimezone():%Y-%m-%d %H:%M}"
        words = self.tr("{n} found so far; looked back to {moment}, looking on")
        return words.format(n=count(len(self.parts.parts)), moment=back_to)

    def _offer(self, choices: object) -> None:
        if isinstance(choices, Choices):
            self.filters.offer(choices)
            self.table.show_types(bool(choices.defect_types))
            self._has_records = bool(choices.sources)
            self._follow()

    def _show_counts(self, counts: object) -> None:
        if isinstance(counts, dict):
            self.outcomes.show_counts(counts)

    def _show_news(self, number: int) -> None:
        words = self.tr("{n} new").format(n=count(number) + ("+" if number >= MANY else ""))
        self.new.setText(words)
        self.new.setVisible(number > 0)
        self._place_new()

    def _place_new(self) -> None:
        """On the upper edge of the table: that is where they go in, and no part is under it."""
        self.new.adjustSize()
        room = self._stack.geometry()
        self.new.move(
            room.center().x() - self.new.width() // 2, room.top() - self.new.height() // 2
        )
        self.new.raise_()

    def resizeEvent(self, _: QResizeEvent) -> None:
        self._place_new()

    def _say_trouble(self, why: str) -> None:
        self.notice.say_trouble(sentence(why))
        self._follow()

    # What is done with them

    def _export(self, suffix: str, pictures: bool) -> None:
        chosen = self.table.chosen()
        several = chosen if len(chosen) > 1 else None
        total = len(several) if several else self.outcomes.total
        self.export.choose_file(suffix, self.search.wanted, several, total, pictures=pictures)

    def _choose_model(self) -> None:
        chosen = self.table.chosen()
        several = chosen if len(chosen) > 1 else None
        total = len(several) if several else self.outcomes.total

        def open_dialog(package: object) -> None:
            dialog = RejudgeDialog(self, self._around, self.desk)
            dialog.begin(package, self.search.wanted, several, total)  # type: ignore[arg-type]
            dialog.open()

        choose_package(self, self._around.home, open_dialog)

    def close_down(self) -> None:
        for part in (self.search, self.export):
            part.close_down()
        self.view.errand.cancel()
        self.desk.end()
