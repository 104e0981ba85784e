"""One image large: what was said of it, where it is hot, and what a person says of it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gui.live.banner_state import BannerState, outcome_mark, outcome_tone
from gui.live.probability_bar import ProbabilityBar
from gui.review.large_image import LargeImage
from gui.review.large_words import detail_words, facts_words, fault_words
from gui.review.low_banner import LowBanner
from gui.review.region_picture import RegionPicture
from gui.review.region_table import RegionTable
from gui.review.ruling import Ruling
from gui.review.viewpoint import Viewpoint
from gui.review.zoom_button import ZoomButton
from gui.theme import Theme
from gui.tokens import Tone
from gui.widgets.action_button import ActionButton
from gui.widgets.cards import label
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.marks import Mark
from gui.words import count, outcome_word
from inference.frame import Frame
from inference.preprocess import to_8_bit
from inference.verdict import Inspection, Thresholds

_BANNER_PX = 78
_BUTTON_PX = 38
_NARROWEST = 420
_LOW_PX = 470
_LOWEST_PX = 350
_LOW_BANNER_PX = 52


class LargeView(QFrame):
    """Shows what the page gives it; knows no review."""

    def __init__(self, theme: Theme, actions: Mapping[str, QAction]) -> None:
        super().__init__()
        self._size = (0, 0)
        self.setMinimumWidth(_NARROWEST)
        self.name = ElidedLabel("className")
        self._copy = QAction(self.tr("Copy the path"), self)
        self._copy.triggered.connect(self._copy_path)
        self.name.addAction(self._copy)
        self.name.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.place = QLabel()
        self.place.setObjectName("explain")
        self.viewpoint = Viewpoint(self)
        self.picture = RegionPicture(theme, self.viewpoint)
        self.zoom = ZoomButton(self.picture, self.picture)
        corner = QVBoxLayout(self.picture)
        corner.addWidget(self.zoom, 0, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignRight)
        self.views = QStackedWidget()
        self.views.addWidget(self.picture)
        self.tabs = QButtonGroup(self)
        self.tab_row = QHBoxLayout()
        self.banner = LowBanner(theme)
        self.banner.setFixedHeight(_BANNER_PX)
        self.bar = ProbabilityBar(theme)
        self.facts = label("explain")
        self.regions = RegionTable()
        self.details = QWidget()
        self.what_if = label("figure")
        self.before, self.after = _small("\N{LEFTWARDS ARROW}"), _small("\N{RIGHTWARDS ARROW}")
        self.enlarge = _small("\N{NORTH EAST ARROW}")
        self._theme = theme
        self._lay_out(actions)
        self.add_view(self.tr("Picture"), self.picture)
        self.tabs.idClicked.connect(self.views.setCurrentIndex)
        self.views.currentChanged.connect(self._follow_view)
        self.before.clicked.connect(actions["go_back"].trigger)
        self.after.clicked.connect(actions["go_on"].trigger)
        self.before.setToolTip(actions["go_back"].text())
        self.after.setToolTip(actions["go_on"].text())
        self.enlarge.setCheckable(True)
        self.enlarge.setToolTip(self.tr("Without the wall (Enter, Esc)"))

    def add_view(self, title: str, view: QWidget) -> None:
        """Another way to look at the image, beside the picture."""
        if self.views.indexOf(view) < 0:
            self.views.addWidget(view)
        button = QPushButton(title)
        button.setProperty("low", True)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        index = self.views.indexOf(view)
        button.setChecked(index == 0)
        self.tabs.addButton(button, index)
        self.tab_row.insertWidget(index, button)

    def _lay_out(self, actions: Mapping[str, QAction]) -> None:
        above = QHBoxLayout()
        above.setSpacing(6)
        for widget, stretch in (
            (self.before, 0), (self.after, 0), (self.name, 1), (self.place, 0), (self.enlarge, 0)
        ):  # fmt: skip
            above.addWidget(widget, stretch)
        self.tab_row.setSpacing(6)
        self.tab_row.addStretch(1)
        self.tab_row.addWidget(self._button(actions["ask_what_if"]))
        verdict = QGridLayout()
        verdict.setHorizontalSpacing(12)
        verdict.addWidget(self.banner, 0, 0)
        verdict.addWidget(self.bar, 0, 1)
        verdict.setColumnStretch(0, 1)
        verdict.setColumnStretch(1, 1)
        inside = QVBoxLayout(self.details)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.regions)
        rule = QHBoxLayout()
        rule.setSpacing(6)
        for slot in ("rule_ok", "rule_def", "choose_type", "undo"):
            rule.addWidget(self._button(actions[slot]), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(above)
        column.addLayout(self.tab_row)
        column.addWidget(self.views, 1)
        column.addWidget(self.what_if)
        column.addLayout(verdict)
        column.addWidget(self.facts)
        column.addWidget(self.details)
        column.addLayout(rule)

    def _follow_view(self, index: int) -> None:
        """Side by side needs the room; each picture there has its own words."""
        self.tabs.button(index).setChecked(True)
        self._make_room()

    def _make_room(self) -> None:
        """The picture goes before what is said of it."""
        is_alone = self.views.currentIndex() == 0
        is_low = self.height() < _LOW_PX
        self.banner.setVisible(is_alone and self.height() >= _LOWEST_PX)
        self.banner.setFixedHeight(_LOW_BANNER_PX if is_low else _BANNER_PX)
        for widget in (self.bar, self.facts, self.details):
            widget.setVisible(is_alone and not is_low)

    def _button(self, action: QAction) -> ActionButton:
        button = ActionButton(action, self._theme, height=_BUTTON_PX)
        button.setProperty("low", True)
        return button

    # What is shown

    def show_place(self, place: int, of: int) -> None:
        """`place` counts from 1 in the order shown; 0 for none."""
        words = self.tr("{place} of {of}").format(place=count(place), of=count(of))
        self.place.setText(words if place else "")
        self.before.setEnabled(place > 1)
        self.after.setEnabled(0 < place < of)
        if not place:
            self.picture.say(self.tr("Choose an image on the wall.") if of else "")

    def show_nothing(self) -> None:
        self.begin("")
        self.show_place(0, 0)
        self.banner.say(BannerState(Tone.QUIET, Mark.MAP, ""))
        self.bar.show_probability(None, None)
        self.facts.setText("")
        self.regions.show_regions((), (0, 0))

    def begin(self, name: str) -> None:
        """Another image is on its way; the last one stays until it is there."""
        self.name.setText(name)
        self.what_if.hide()

    def show_image(self, large: LargeImage, ruling: Ruling | None) -> None:
        image = large.image
        self.name.setToolTip(str(image.path))
        if large.size != self._size:
            self.viewpoint.reset()  # of images of one size the same place is looked at
        self._size = large.size
        if large.pixels is None or large.whole is None:
            self.picture.say(fault_words(large))
        else:
            self.picture.show_image(large.pixels, large.whole, large.heat, large.regions)
        self.show_verdict(large, ruling, image.thresholds)
        self.regions.show_regions(large.regions, large.size)

    def show_verdict(
        self, large: LargeImage, ruling: Ruling | None, thresholds: Thresholds
    ) -> None:
        """Again, when the thresholds or what a person said of it have changed."""
        outcome = large.image.outcome
        state = BannerState(
            outcome_tone(outcome),
            outcome_mark(outcome),
            outcome_word(outcome),
            detail_words(large.image, ruling),
            is_verdict=True,
        )
        self.banner.say(state)
        self.bar.show_probability(large.image.probability_def, thresholds)
        self.facts.setText(facts_words(large, ruling))

    def show_erased(self, after: Inspection, words: str) -> None:
        """The picture without its hot regions, and what is said of it now."""
        if isinstance(after.frame, Frame):
            pixels = to_8_bit(after.frame.image, after.frame.bits_per_sample)
            heat = after.heat_map.heat if after.heat_map else None
            self.picture.show_image(pixels, pixels, heat)
        self.say_what_if(words)

    def say_what_if(self, words: str) -> None:
        self.what_if.setText(words)
        self.what_if.setVisible(bool(words))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _copy_path(self) -> None:
        QGuiApplication.clipboard().setText(self.name.toolTip())


def _small(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("low", True)
    button.setFixedWidth(40)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
