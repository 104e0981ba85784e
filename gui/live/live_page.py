"""The Live tab: arranges what the operator sees, and keeps it up to date."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSlider, QVBoxLayout, QWidget

from gui.appearance import ChosenAppearance
from gui.bridge import Bridge
from gui.live.banner import Banner
from gui.live.banner_state import banner_state
from gui.live.counters import CountersPanel
from gui.live.lines_row import LinesRow
from gui.live.looking_back import LookingBack
from gui.live.parts_strip import PartsStrip
from gui.live.picture_area import PictureArea
from gui.live.previews import Previews
from gui.live.probability_bar import ProbabilityBar
from gui.live.trend import Trend
from gui.theme import Theme
from gui.widgets.action_button import ActionButton
from gui.widgets.marks import Mark
from gui.words import percent
from inference.verdict import Inspection, Outcome

_TREND_EVERY_MS = 500
_PANEL_SHARE = 0.26
_PANEL_PX = (344, 480)
_BANNER_PX = (116, 230)
_LINE_PX = (84, 132)
"""Of each of several lines' banners."""
_TREND_FROM_HEIGHT = 520
_STRIP_FROM_HEIGHT = 400
_BOTH_FROM_HEIGHT = 640
"""Below it several lines have their own banners and no large one beside them."""
_RULINGS_KEPT = 200


class LivePage(QWidget):
    """Pulled forward by `refresh`; holds no state but which part is looked at."""

    def __init__(
        self,
        bridge: Bridge,
        theme: Theme,
        appearance: ChosenAppearance,
        actions: Mapping[str, QAction],
    ) -> None:
        super().__init__()
        self._bridge = bridge
        self._appearance = appearance
        self._looking_back = LookingBack()
        self._newest: Inspection | None = None
        self._rulings: dict[str, Outcome] = {}
        self._since_trend = QElapsedTimer()
        self._previews = Previews(self)
        self.area = PictureArea(theme, self._previews, actions["start"])
        self.lines = LinesRow(theme)
        self.lines.picked.connect(self.choose_line)
        self.banner = Banner(theme)
        self.bar = ProbabilityBar(theme)
        self.counters = CountersPanel(theme)
        self.trend = Trend(theme)
        self.strip = PartsStrip(theme, self._previews)
        self.strip.picked.connect(self.look_at)
        self.slider, self._opacity = _opacity_slider(), QLabel()
        self.slider.valueChanged.connect(self._slide)
        self._lay_out(theme, actions)
        # The keys are the station's from the start: no button has the focus.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        appearance.changed.connect(self._follow_appearance)
        self._follow_appearance()
        self.refresh()

    # What is shown

    @property
    def shown(self) -> Inspection | None:
        """The part on the screen: the one gone back to, else the newest that has its picture."""
        return self._looking_back.part or self._newest

    @property
    def ruled(self) -> Inspection | None:
        """The part that the operator can speak about; None where another thing hides it."""
        in_sight = self.banner.state.is_verdict or self.area.card.shown is None
        return self.shown if in_sight else None

    @property
    def looks_back(self) -> bool:
        return self._looking_back.part is not None

    def refresh(self) -> None:
        """Show what the bridge pulled last. Widgets that have nothing new to say don't repaint."""
        self._take_newest()
        if self.lines.show_lines(self._bridge.snapshots, self._bridge.newest, self._bridge.chosen):
            self._fit()
        snapshot, shown = self._bridge.snapshot, self.shown
        self.area.show_state(snapshot, shown, self.looks_back)
        self.banner.say(banner_state(snapshot, shown, self.looks_back))
        # Under a notice the last part's P(def) would pass for that of now.
        current = shown if self.area.card.shown is None else None
        probability = current.verdict.probability_def if current else None
        self.bar.show_probability(probability, snapshot.thresholds)
        self.counters.show_counters(snapshot)
        self._start.setVisible(snapshot.can_start)
        self._stop.setVisible(not snapshot.can_start)
        self._trigger.setVisible(snapshot.triggerable)
        parts = self._looking_back.parts or self._bridge.recent
        self.strip.show_parts(parts, self._looking_back.part, self._rulings)
        self._refresh_trend()

    def _take_newest(self) -> None:
        latest = (self._bridge.latest,) if self._bridge.latest else ()
        parts = (*self._bridge.recent, *latest)
        self._newest = self._previews.newest_ready(parts)
        self._previews.keep((*self._looking_back.parts, *parts))

    def _refresh_trend(self) -> None:
        if not self._since_trend.isValid() or self._since_trend.hasExpired(_TREND_EVERY_MS):
            self._since_trend.start()
            self.trend.show_trend(self._bridge.trend(), self._bridge.snapshot.thresholds)

    # What the operator does

    def look_at(self, inspection: Inspection) -> None:
        """Keep this part on the screen; the line goes on."""
        self._looking_back.go_to(inspection, self._bridge.recent)
        self.refresh()

    def step(self, by: int) -> None:
        """One part earlier (-1) or later (+1)."""
        self._looking_back.step(by, self._bridge.recent)
        self.refresh()

    def back_to_live(self) -> None:
        self._looking_back.end()
        self.refresh()

    def choose_line(self, number: int) -> None:
        """Show this one of several lines; the others go on."""
        self._looking_back.end()
        self._bridge.choose_line(number)
        self.refresh()

    def next_line(self) -> None:
        """The one behind it, after the last the first."""
        self.choose_line((self._bridge.chosen + 1) % len(self._bridge.snapshots))

    def mark_ruling(self, inspection: Inspection, outcome: Outcome) -> None:
        """Show on the strip what the operator said of a part."""
        self._rulings[inspection.frame.part_id] = outcome
        while len(self._rulings) > _RULINGS_KEPT:
            del self._rulings[next(iter(self._rulings))]
        self.refresh()

    def _slide(self, value: int) -> None:
        self._appearance.change(overlay_opacity=value / 100)

    def _follow_appearance(self) -> None:
        now = self._appearance.now
        self.area.picture.set_overlay(now.overlay_on, now.overlay_opacity)
        self.slider.setEnabled(now.overlay_on)
        self.slider.setValue(round(100 * now.overlay_opacity))
        self._opacity.setText(percent(now.overlay_opacity, 0))

    # Arrangement

    def _lay_out(self, theme: Theme, actions: Mapping[str, QAction]) -> None:
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addWidget(self.area, 1)
        left.addLayout(self._controls(theme, actions))
        left.addWidget(self.strip)
        self._panel = self._right_panel(theme, actions)
        below = QHBoxLayout()
        below.setSpacing(12)
        below.addLayout(left, 1)
        below.addWidget(self._panel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(10)
        layout.addWidget(self.lines)
        layout.addLayout(below, 1)

    def _controls(self, theme: Theme, actions: Mapping[str, QAction]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self._start = ActionButton(actions["start"], theme, Mark.PLAY)
        self._stop = ActionButton(actions["stop"], theme, Mark.STOP)
        row.addWidget(self._start)
        row.addWidget(self._stop)
        row.addWidget(ActionButton(actions["hold"], theme, Mark.PAUSE))
        self._trigger = ActionButton(actions["trigger"], theme)
        self._trigger.hide()
        row.addWidget(self._trigger)
        row.addStretch(1)
        row.addWidget(ActionButton(actions["map"], theme, Mark.MAP))
        row.addSpacing(4)
        row.addWidget(self.slider, 2)
        self._opacity.setObjectName("figure")
        self._opacity.setFixedWidth(52)
        self._opacity.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._opacity)
        return row

    def _right_panel(self, theme: Theme, actions: Mapping[str, QAction]) -> QWidget:
        panel = QWidget()
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.banner)
        ruling = QHBoxLayout()
        ruling.setSpacing(8)
        for name in ("confirm", "overrule_ok", "overrule_def"):
            ruling.addWidget(ActionButton(actions[name], theme), 1)
        column.addLayout(ruling)
        column.addWidget(_card(self.bar, self.counters))
        self._trend_card = _card(self.trend)
        column.addWidget(self._trend_card, 1)
        column.addStretch()
        return panel

    def resizeEvent(self, _: QResizeEvent) -> None:
        self._fit()

    def _fit(self) -> None:
        narrowest, widest = _PANEL_PX
        self._panel.setFixedWidth(min(widest, max(narrowest, round(self.width() * _PANEL_SHARE))))
        self.banner.setFixedHeight(min(_BANNER_PX[1], max(_BANNER_PX[0], self.height() // 4)))
        row = self.lines.fit(min(_LINE_PX[1], max(_LINE_PX[0], self.height() // 7)))
        self.banner.setVisible(not row or self.height() >= _BOTH_FROM_HEIGHT)
        self.strip.setVisible(not row or self.height() - row >= _STRIP_FROM_HEIGHT)
        self._trend_card.setVisible(self.height() - row >= _TREND_FROM_HEIGHT)


def _opacity_slider() -> QSlider:
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setRange(0, 100)
    slider.setMinimumSize(90, 48)
    slider.setMaximumWidth(260)
    slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    slider.setAccessibleName(slider.tr("Opacity of the heat map"))
    return slider


def _card(*widgets: QWidget) -> QFrame:
    card = QFrame()
    card.setObjectName("panel")
    layout = QVBoxLayout(card)
    layout.setContentsMargins(16, 10, 16, 12)
    layout.setSpacing(10)
    for widget in widgets:
        layout.addWidget(widget)
    return card
