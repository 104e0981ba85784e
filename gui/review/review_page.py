"""The Review tab: what was opened, its wall, one image large, and what can be done with them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from gui.dropping import Offer
from gui.pages import Surroundings
from gui.review.choosing import choose_files, choose_folder
from gui.review.empty_wall import EmptyWall
from gui.review.export_dialog import ExportDialog
from gui.review.insights import Insights
from gui.review.keys import add_keys
from gui.review.large_desk import LargeDesk
from gui.review.latest import Latest
from gui.review.offers_bar import OffersBar
from gui.review.review_run import ReviewRun
from gui.review.room import Room
from gui.review.ruling import Ruling
from gui.review.rulings import Rulings
from gui.review.run_strip import RunStrip
from gui.review.type_menu import ask_type
from gui.review.wall_pane import WallPane
from gui.review.writing_bar import WritingBar
from gui.words import sentence
from inference.right_of_way import right_of_way
from inference.verdict import Outcome, Thresholds

_DECIDE_EVERY_MS = 100
"""All outcomes are decided anew so often at most: a mouse that drags a limit moves faster."""


class ReviewPage(QWidget):
    """Holds the parts together; each of them knows only its own work."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._around = around
        self.keys = add_keys(self)
        self.run = ReviewRun(around.home, self)
        self.rulings = Rulings(self, around.home.corrections)
        self.strip = RunStrip()
        self.offers = OffersBar()
        self.writing = WritingBar()
        self.empty = EmptyWall(around.theme)
        self.insights = Insights(around.theme)
        self.pane = WallPane(around.theme, self.rulings)
        self.wall = self.pane.wall
        self.desk = LargeDesk(around, self.rulings, self.keys)
        self.large = self.desk.view
        self._settled = False
        self._wished = Latest(self._use_thresholds, _DECIDE_EVERY_MS, self)
        self.room = Room(self.insights, self.pane, self.large, self.strip.figures)
        self._lay_out()
        self._connect()
        self._follow_rulings()

    def _lay_out(self) -> None:
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.room)
        self.strip.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(10)
        for widget in (self.strip, self.offers, self.writing):
            layout.addWidget(widget)
        layout.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.empty.clicked.connect(self.choose_folder)
        self.strip.open_folder.clicked.connect(self.choose_folder)
        self.strip.open_files.clicked.connect(self.choose_files)
        self.strip.export.clicked.connect(self.export)
        self.strip.cancel.clicked.connect(self.run.cancel)
        self.strip.resume.clicked.connect(lambda: self.open_paths(self.run.paths))
        self.run.advanced.connect(self._follow_run)
        self.wall.moved.connect(self._show_current)
        self.wall.opened.connect(lambda: self.enlarge_image(True))
        self.large.enlarge.clicked.connect(self.enlarge_image)
        self.pane.arranged.connect(self._show_place)
        self.insights.thresholds.changed.connect(self._wished.put)
        self.insights.matrix.picked.connect(self.pane.filters.toggle_cell)
        self.rulings.changed.connect(self._follow_rulings)
        self.rulings.writing.connect(self.writing.show_progress)
        self.writing.cancel.clicked.connect(self.rulings.cancel)
        self.rulings.refused.connect(
            lambda why: self._around.notifications.tell(sentence(why), serious=True)
        )

    # What is opened

    @right_of_way()
    def open_paths(self, paths: Sequence[Path], offers: Sequence[Offer] = ()) -> None:
        """Judge all images of these files and folders, with the line's own model."""
        self.run.begin(paths, self._around.bridge.settings.model)
        review = self.run.review
        assert review is not None
        self._settled = False
        self._wished.forget()
        self.insights.thresholds.setEnabled(False)
        model = self.run.model.name if self.run.model else self.tr("the demo model")
        self.strip.show_paths(self.run.paths, model)
        self.strip.show()
        self.stack.setCurrentWidget(self.room)
        self.rulings.begin(review.results)
        self.desk.begin(review, self.run.model)
        self.pane.begin(review.results)
        self.offer(offers)
        self.enlarge_image(False)
        self.wall.setFocus()

    def offer(self, offers: Sequence[Offer]) -> None:
        """What else it may have been meant for."""
        self.offers.offer(self.tr("Judged here. Meant otherwise?"), offers)

    def choose_folder(self) -> None:
        choose_folder(self, self.open_paths)

    def choose_files(self) -> None:
        choose_files(self, self.open_paths)

    def export(self) -> None:
        """Ask what to write, and where to."""
        if self.run.results is not None:
            ExportDialog(self, self.run, self.rulings, self.wall.order, self._around).open()

    # What comes

    def _follow_run(self) -> None:
        progress, results = self.run.progress, self.run.results
        if progress is None or results is None:
            return
        self.strip.show_progress(progress)
        columns = self.pane.grow()
        if columns is None:
            return
        if not self._settled and self.run.is_loaded:
            self._settled = True
            self.insights.thresholds.begin(results.thresholds)
        self.insights.show_columns(columns, self.pane.filters.wish.cell)
        if progress.state.is_over:
            self.rulings.find_earlier()

    @right_of_way()
    def _use_thresholds(self, thresholds: Thresholds) -> None:
        if self.run.results is not None:
            self.run.results.choose_thresholds(thresholds)
            self.pane.arrange()
            self.insights.show_columns(self.run.results.columns(), self.pane.filters.wish.cell)
            self.desk.refresh()

    @right_of_way()
    def _follow_rulings(self) -> None:
        self.keys["undo"].setEnabled(self.rulings.can_undo)
        self.wall.refresh()
        self.pane.grow()
        self.desk.refresh()

    def _show_current(self) -> None:
        self.desk.show_row(self.wall.current)
        self._show_place()

    def _show_place(self) -> None:
        self.large.show_place(self.wall.place, self.wall.order.size)
        for slot in ("rule_ok", "rule_def", "choose_type"):
            self.keys[slot].setEnabled(self.wall.current is not None)

    # What the keys do

    def rule_ok(self) -> None:
        self._rule(Ruling(Outcome.OK))

    def rule_def(self) -> None:
        self._rule(Ruling(Outcome.DEF))

    def choose_type(self) -> None:
        """DEF, and of which type."""
        results = self.run.results
        if results is not None and self.wall.current is not None:
            columns = results.columns()
            ask_type(self, columns, lambda name: self._rule(Ruling(Outcome.DEF, name)))

    @right_of_way()
    def _rule(self, ruling: Ruling) -> None:
        """Of all that are chosen; on to the next one where it is only one."""
        chosen = self.wall.chosen
        self.rulings.rule(chosen, ruling)
        if len(chosen) == 1:
            self.wall.step(1)

    @right_of_way()
    def undo(self) -> None:
        """Take the last one back, and show it."""
        rows = self.rulings.undo()
        if rows:
            self.wall.set_current(rows[0])

    def go_on(self) -> None:
        self.wall.step(1)

    def go_back(self) -> None:
        self.wall.step(-1)

    def toggle_heat(self) -> None:
        shown = not self.large.picture.shows_heat
        self.desk.show_heat(shown)
        self.pane.shelf.show_heat(shown)

    def ask_what_if(self) -> None:
        self.desk.ask_what_if()

    def zoom(self) -> None:
        self.desk.zoom()

    def enlarge(self) -> None:
        self.wall.resize_tiles(1)

    def shrink(self) -> None:
        self.wall.resize_tiles(-1)

    def search(self) -> None:
        self.pane.filters.search.setFocus()

    def choose_all(self) -> None:
        self.wall.choose_all()

    # The page

    def enlarge_image(self, on: bool) -> None:
        """The image has all the room, or the wall is back."""
        self.strip.setVisible(not on and self.run.review is not None)
        self.large.enlarge.setChecked(on)
        self.room.give_all_to_image(on)
        (self.large if on else self.wall).setFocus()

    def escape(self) -> None:
        """Back to the wall."""
        self.enlarge_image(False)

    def refresh(self) -> None:
        """Nothing here follows the station."""

    def close_down(self) -> None:
        self.desk.close_down()
        self.pane.shelf.close_down()
        self.rulings.close_down()
        self.run.close_down()
