"""All that is known of one model: figures with their intervals, thresholds, lineage, releases."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from gui.models.fact_rows import FactRows
from gui.models.history_curve import HistoryCurve
from gui.models.lineage import figure_rows, judging_rows, origin_rows
from gui.models.shelf import Details, ModelShelf, rate_of
from gui.theme import Theme
from gui.trainer.evaluate.rate_bar import RateBar
from gui.widgets.cards import plain_label
from gui.widgets.scrolling import scrolling
from gui.words import sentence
from inference.manifest import Manifest
from inference.models.release_log import Release, ReleaseKind
from inference.models.store import StoredModel

_LEAST_WIDTH = 410


class DetailPane(QFrame):
    """What the manifest says at once; what needs its files when they are read."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setMinimumWidth(_LEAST_WIDTH)
        self.heading = plain_label("title")
        self.state = plain_label("explain")
        self.problem = plain_label("figure")
        self.figures, self.judging, self.origin = FactRows(), FactRows(), FactRows()
        self.escapes = RateBar(theme, self.tr("Escapes"))
        self.overkills = RateBar(theme, self.tr("Overkills"))
        self.curve = HistoryCurve(theme)
        self.releases = plain_label("explain")
        self.report = QPushButton(self.tr("Open the report"))
        self.report.clicked.connect(self.open_report)
        self._details: Details | None = None
        self._lay_out()

    def _lay_out(self) -> None:
        inside = QWidget()
        self._column = column = QVBoxLayout(inside)
        column.setContentsMargins(20, 16, 16, 18)
        column.setSpacing(8)
        for widget in (self.heading, self.state, self.problem):
            column.addWidget(widget)
        self._add(self.tr("On images that it did not learn from"), self.figures)
        column.addWidget(self.escapes)
        column.addWidget(self.overkills)
        self._add(self.tr("How it judges"), self.judging)
        self._add(self.tr("Where it comes from"), self.origin)
        column.addWidget(self.curve)
        self._add(self.tr("Releases"), self.releases)
        column.addWidget(self.report)
        column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolling(inside, only_words=True))

    def _add(self, title: str, widget: QWidget) -> None:
        caption = plain_label("className")
        caption.setText(title)
        caption.setContentsMargins(0, 10, 0, 0)
        self._column.addWidget(caption)
        self._column.addWidget(widget)

    def show_model(self, model: StoredModel, shelf: ModelShelf) -> None:
        """What the list knows of it; `show_details` follows."""
        self._details = None
        self.heading.setText(model.model_id)
        self.heading.setToolTip(str(model.folder))
        self.state.setText(self._state_words(model, shelf))
        self._say_problem(model.problem)
        self.report.hide()
        self.curve.show_history({})
        its = [release for release in shelf.releases if release.new.path == model.path]
        self.releases.setText(self._release_words(its))
        self._show_manifest(model.manifest)

    def show_details(self, details: Details) -> None:
        self._details = details
        self._say_problem(details.problem)
        self.curve.show_history(details.history)
        self.report.setVisible(details.report is not None)

    def open_report(self) -> None:
        """In the browser: it is one page that needs no network."""
        if self._details is not None and self._details.report is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._details.report)))

    def _show_manifest(self, manifest: Manifest | None) -> None:
        for bar, name in ((self.escapes, "escapes"), (self.overkills, "overkills")):
            rate = rate_of(manifest, name) if manifest else None
            bar.setVisible(rate is not None)
            if rate is not None:
                bar.show_rate(rate)
        self.figures.show_rows(figure_rows(manifest) if manifest else [])
        self.judging.show_rows(judging_rows(manifest) if manifest else [])
        self.origin.show_rows(origin_rows(manifest) if manifest else [])

    def _say_problem(self, problem: str | None) -> None:
        self.problem.setVisible(problem is not None)
        if problem is not None:
            self.problem.setText(self.tr("It can't be used: {why}").format(why=sentence(problem)))

    def _state_words(self, model: StoredModel, shelf: ModelShelf) -> str:
        if shelf.is_active(model):
            return self.tr("On the line now")
        if shelf.target is not None and shelf.target.path == model.path:
            return self.tr("What judged before: a roll back brings it back")
        if model.path is None:
            return self.tr("Comes with the program; it can't be deleted")
        return self.tr("In the store")

    def _release_words(self, releases: Sequence[Release]) -> str:
        if not releases:
            return self.tr("It was never released here.")
        return "\n".join(self._one(release) for release in reversed(releases))

    def _one(self, release: Release) -> str:
        back = release.kind is ReleaseKind.ROLL_BACK
        words = self.tr("{when} back, by {who}, in place of {old}")
        if not back:
            words = self.tr("{when} by {who}, in place of {old}")
        when = f"{release.at.astimezone():%Y-%m-%d %H:%M}"
        return words.format(when=when, who=release.by, old=release.old.model_id)
