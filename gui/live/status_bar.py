"""Is the station alive: source, model, latency, drops, disk, records. One quiet line."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from gui import words
from gui.fonts import font
from gui.theme import Theme
from gui.tokens import Tone
from gui.widgets.marks import Mark, draw_mark
from inference.station.snapshot import SourceState, StationSnapshot, StationState

_TEXT_PX = 13
_QUIET, _ALERT = QFont.Weight.Normal, QFont.Weight.DemiBold
_LOW_DISK = 0.1
_MANY_WAITING = 100
_GATHER = 20
"""So many parts of a quick line may gather for the next commit: no news."""
_SOURCE_LOOKS = {
    SourceState.CLOSED: (Mark.STOP, Tone.QUIET),
    SourceState.OPENING: (Mark.WAIT, Tone.QUIET),
    SourceState.RUNNING: (Mark.PLAY, Tone.QUIET),
    SourceState.RETRYING: (Mark.LOST, Tone.UNSURE),
    SourceState.FAILED: (Mark.CROSS, Tone.DEF),
}


class StatusItem(QWidget):
    """A mark and a few words. An alert is bold and has a mark of its own."""

    def __init__(self, theme: Theme, name: str, widest: str = "") -> None:
        """`widest`: the longest that it usually says. It keeps so much room for itself."""
        super().__init__()
        self._sign = _Sign(theme)
        self._label = QLabel()
        room = QFontMetricsF(font(_TEXT_PX)).horizontalAdvance(widest)
        self._label.setMinimumWidth(math.ceil(room) + 2)  # Qt rounds a label's width up
        self._label.setAccessibleName(name)
        self._label.setFont(font(_TEXT_PX))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(7)
        layout.addWidget(self._sign)
        layout.addWidget(self._label)

    def say(self, text: str, mark: Mark | None = None, tone: Tone = Tone.QUIET) -> None:
        self._sign.show_mark(mark, tone)
        alert = tone is not Tone.QUIET
        if self._label.property("alert") != alert:
            self._label.setProperty("alert", alert)
            self._label.style().polish(self._label)
            # Set here and not in the style sheet, whose weight the layout learns of too late.
            self._label.setFont(font(_TEXT_PX, _ALERT if alert else _QUIET))
        if text != self._label.text():
            self._label.setText(text)

    def text(self) -> str:
        return self._label.text()

    @property
    def alerts(self) -> bool:
        return bool(self._label.property("alert"))


class _Sign(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._look: tuple[Mark | None, Tone] = (None, Tone.QUIET)
        self.setFixedSize(13, 13)
        self.hide()
        theme.changed.connect(self.update)

    def show_mark(self, mark: Mark | None, tone: Tone) -> None:
        if (mark, tone) != self._look:
            self._look = (mark, tone)
            self.setVisible(mark is not None)
            self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        mark, tone = self._look
        if mark is not None:
            colour = QColor(self._theme.tokens.marks[tone])
            draw_mark(QPainter(self), mark, QRectF(self.rect()), colour, 0.16)


class StatusBar(QWidget):
    """One line at the bottom of the window."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("statusBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.source = StatusItem(theme, self.tr("Source"))
        self.model = StatusItem(theme, self.tr("Model"))
        self.waiting = StatusItem(theme, self.tr("Waiting to be recorded"))
        self.latency = StatusItem(theme, self.tr("Latency"), self._latency_words(99.9))
        self.dropped = StatusItem(theme, self.tr("Dropped frames"), self._dropped_words(99))
        self.records = StatusItem(theme, self.tr("Records"), self._recorded_words(99_999))
        self.disk = StatusItem(theme, self.tr("Disk"), self._disk_words(0.99))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 16, 0)
        layout.setSpacing(24)
        layout.addWidget(self.source)
        layout.addWidget(self.model)
        layout.addStretch()
        # What comes and goes stands first: what is right of it stays where it is.
        for item in (self.waiting, self.latency, self.dropped, self.records, self.disk):
            layout.addWidget(item)

    def sizeHint(self) -> QSize:
        return QSize(600, 34)

    def show_status(self, snapshot: StationSnapshot) -> None:
        mark, tone = _SOURCE_LOOKS[snapshot.source_state]
        source = words.source_words(snapshot.source)
        if snapshot.line:
            source = f"{snapshot.line}: {source}"
        self.source.say(f"{source} · {self._state_word(snapshot.source_state)}", mark, tone)
        self.source.setToolTip(snapshot.source)
        self._say_model(snapshot)
        self._say_numbers(snapshot)

    def _state_word(self, state: SourceState) -> str:
        return {
            SourceState.CLOSED: self.tr("closed"),
            SourceState.OPENING: self.tr("opening"),
            SourceState.RUNNING: self.tr("running"),
            SourceState.RETRYING: self.tr("retrying"),
            SourceState.FAILED: self.tr("failed"),
        }[state]

    def _say_model(self, snapshot: StationSnapshot) -> None:
        if snapshot.model_id is None and snapshot.state is StationState.OFFLINE:
            self.model.say(self.tr("no model loaded"), Mark.MAP)
        elif snapshot.model_id is None:
            self.model.say(self.tr("no model"), Mark.BANG, Tone.FAULT)
        elif snapshot.model_problem is not None:
            kept = self.tr("{model} (another was refused)").format(model=snapshot.model_id)
            self.model.say(kept, Mark.QUESTION, Tone.UNSURE)
        else:
            self.model.say(self.tr("model {model}").format(model=snapshot.model_id), Mark.MAP)
        self.model.setToolTip(snapshot.model_problem or "")

    def _say_numbers(self, snapshot: StationSnapshot) -> None:
        counters = snapshot.counters
        self.latency.say(self._latency_words(snapshot.latency_ms))
        _say_alert(self.dropped, self._dropped_words(counters.dropped), counters.dropped > 0)
        self.records.say(self._recorded_words(counters.recorded))
        self.waiting.setVisible(counters.waiting > _GATHER)
        waiting = self.tr("{count} wait to be recorded").format(count=words.count(counters.waiting))
        _say_alert(self.waiting, waiting, counters.waiting > _MANY_WAITING)
        free = snapshot.disk_free_share
        _say_alert(self.disk, self._disk_words(free), free is not None and free < _LOW_DISK)

    def _latency_words(self, latency_ms: float | None) -> str:
        return self.tr("latency {time}").format(time=words.milliseconds(latency_ms))

    def _dropped_words(self, count: int) -> str:
        return self.tr("dropped {count}").format(count=words.count(count))

    def _recorded_words(self, count: int) -> str:
        return self.tr("recorded {count}").format(count=words.count(count))

    def _disk_words(self, free_share: float | None) -> str:
        return self.tr("disk {share} free").format(share=words.percent(free_share, 0))


def _say_alert(item: StatusItem, text: str, alert: bool) -> None:
    item.say(text, Mark.BANG if alert else None, Tone.UNSURE if alert else Tone.QUIET)
