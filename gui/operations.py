"""What each action does: a few lines each, the station does the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog

from gui.appearance import ChosenAppearance
from gui.bridge import Bridge
from gui.notifications import Notifications
from gui.pages import Tab
from gui.setup.thresholds_dialog import ThresholdsDialog
from gui.words import outcome_word, part_time, sentence, source_words
from inference.package import package_of
from inference.sources.settings import SourceSettings
from inference.station.snapshot import StationSnapshot, StationState
from inference.verdict import Inspection, Outcome

if TYPE_CHECKING:
    from gui.dropping import Offer
    from gui.main_window import MainWindow

_OPACITY_STEP = 0.1
_ONLY_ON_LIVE = (
    "hold", "trigger", "confirm", "overrule_ok", "overrule_def", "earlier", "later", "next_line",
    "map", "more", "less",
)  # fmt: skip
"""Elsewhere their keys are letters to type, and their part is out of sight."""


class Operations(QObject):
    """The slots of the action table."""

    def __init__(
        self,
        window: MainWindow,
        bridge: Bridge,
        appearance: ChosenAppearance,
        notifications: Notifications,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._bridge = bridge
        self._appearance = appearance
        self._notifications = notifications
        self._thresholds: ThresholdsDialog | None = None

    # The station

    def start(self) -> None:
        self._bridge.start()

    def stop(self) -> None:
        self._bridge.stop()

    def hold(self, held: bool) -> None:
        self._bridge.set_held(held)

    def trigger(self) -> None:
        self._bridge.trigger()

    def choose_source(self) -> None:
        self._window.show_page(Tab.SETUP)

    def use_source(self, source: SourceSettings) -> None:
        """Take parts from there, and start if the station stands still."""
        self._bridge.set_source(source)
        self._bridge.start()
        self._window.live.back_to_live()
        self._notifications.tell(
            self.tr("Parts come from {source} now").format(source=source_words(source.name))
        )

    def choose_model(self) -> None:
        pattern = self.tr("Model packages (manifest.json *.zip)")
        dialog = QFileDialog(self._window, self.tr("Load a model package"), "", pattern)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda chosen: self.use_model(package_of(Path(chosen))))
        dialog.open()

    def use_model(self, package: Path) -> None:
        """Offer a package to the station, which checks it before it lets the last one go."""
        self._bridge.set_model(package)
        self._notifications.tell(self.tr("Checking {model}").format(model=package.name))

    def bring_in_model(self, package: Path) -> None:
        """Copy it into the home; the line goes on with its own."""
        self._window.bring_in(package)

    def open_thresholds(self) -> None:
        if self._thresholds is None:
            self._thresholds = ThresholdsDialog(self._window, self._bridge)
        self._thresholds.show()
        self._thresholds.raise_()
        self._thresholds.activateWindow()

    def close_window(self) -> None:
        self._window.close()

    # The part on the screen

    def confirm(self) -> None:
        shown = self._window.live.ruled
        if shown is not None:
            self._bridge.confirm(shown)
            self._say_ruling(shown, shown.verdict.outcome, self.tr("confirmed: {word}"))

    def overrule_ok(self) -> None:
        self._overrule(Outcome.OK)

    def overrule_def(self) -> None:
        self._overrule(Outcome.DEF)

    def _overrule(self, outcome: Outcome) -> None:
        shown = self._window.live.ruled
        if shown is not None:
            self._bridge.overrule(shown, outcome)
            self._say_ruling(shown, outcome, self.tr("recorded as {word}"))

    def _say_ruling(self, shown: Inspection, outcome: Outcome, text: str) -> None:
        self._window.live.mark_ruling(shown, outcome)
        what = text.format(word=outcome_word(outcome))
        self._notifications.tell(f"{self.tr('Part')} {part_time(shown)} {what}")

    def earlier(self) -> None:
        self._window.live.step(-1)

    def later(self) -> None:
        self._window.live.step(+1)

    def back_to_live(self) -> None:
        self._window.hide_keys()
        if self._window.shows_live:
            self._window.live.back_to_live()
        elif self._window.pages.tab is Tab.REVIEW:
            self._review_page().escape()

    def next_line(self) -> None:
        self._window.live.next_line()

    def train_on(self, folder: Path) -> None:
        """Open the trainer with this folder."""
        self._window.train_on(folder)

    # The review

    def review(self, paths: Sequence[Path]) -> None:
        """Open Review with these files and folders."""
        self._window.review(paths)

    def review_folder(self) -> None:
        self._review_page().choose_folder()

    def review_files(self) -> None:
        self._review_page().choose_files()

    def offer(self, offers: Sequence[Offer]) -> None:
        """What the thing just reviewed may have been meant for."""
        self._window.pages.page(Tab.REVIEW).offer(offers)

    def _review_page(self) -> Any:
        self._window.show_page(Tab.REVIEW)
        return self._window.pages.page(Tab.REVIEW)

    # The view

    def show_map(self, shown: bool) -> None:
        self._appearance.change(overlay_on=shown)

    def map_stronger(self) -> None:
        self._change_opacity(+_OPACITY_STEP)

    def map_weaker(self) -> None:
        self._change_opacity(-_OPACITY_STEP)

    def _change_opacity(self, by: float) -> None:
        opacity = round(self._appearance.now.overlay_opacity + by, 2)
        self._appearance.change(overlay_on=True, overlay_opacity=min(1.0, max(0.0, opacity)))

    def full_screen(self, shown: bool) -> None:
        self._window.set_kiosk(shown)

    def show_keys(self, shown: bool) -> None:
        self._window.show_keys(shown)

    # What can be done now, and what has happened

    def say_news(self, before: StationSnapshot, now: StationSnapshot) -> None:
        """Tell of what changed without anyone looking."""
        if now.model_problem and now.model_problem != before.model_problem:
            refused = self.tr("The model was refused: {why}").format(why=now.model_problem)
            self._notifications.tell(refused, serious=True)
        if now.notice and now.notice != before.notice:
            self._notifications.tell(sentence(now.notice), serious=True)
        if now.model_id != before.model_id and before.model_id and now.model_id:
            self._notifications.tell(self.tr("{model} judges now").format(model=now.model_id))
        if now.finished and not before.finished:
            self._notifications.tell(self.tr("Every part is judged and recorded"))

    def follow(self, snapshot: StationSnapshot, actions: Mapping[str, QAction]) -> None:
        """Enable and check the actions as the station is."""
        actions["start"].setEnabled(snapshot.can_start)
        actions["stop"].setEnabled(not snapshot.can_start)
        actions["hold"].setEnabled(snapshot.state is StationState.ONLINE)
        actions["hold"].setChecked(snapshot.held)
        actions["trigger"].setEnabled(snapshot.triggerable)
        actions["thresholds"].setEnabled(snapshot.thresholds is not None)
        actions["next_line"].setVisible(len(self._bridge.snapshots) > 1)
        actions["next_line"].setEnabled(True)
        has_part = self._window.live.ruled is not None
        for name in ("confirm", "overrule_ok", "overrule_def"):
            actions[name].setEnabled(has_part)
        actions["live"].setEnabled(True)
        actions["map"].setChecked(self._appearance.now.overlay_on)
        for name in ("earlier", "later", "map", "more", "less"):
            actions[name].setEnabled(True)
        if not self._window.shows_live:
            for name in _ONLY_ON_LIVE:
                actions[name].setEnabled(False)
