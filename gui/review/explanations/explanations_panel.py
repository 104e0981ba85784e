"""The image and its maps by several methods, side by side; zoom and pan in lock-step."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QVBoxLayout, QWidget

from gui.pages import Surroundings
from gui.review.explanations.method_menu import MethodMenu
from gui.review.explanations.tile import Tile
from gui.review.explanations.tile_grid import TileGrid
from gui.review.explanations.type_tiles import TypeTiles
from gui.review.viewpoint import Viewpoint
from gui.review.zoom_button import ZoomButton
from gui.theme import Theme
from gui.widgets.pixels import borrowed_image, owned_overlay
from gui.words import probability, sentence
from training.explanations.desk import ExplanationDesk
from training.explanations.desk_messages import (
    MAP_PER_TYPE,
    Answer,
    Explained,
    Opened,
    Refused,
    Unexplained,
)
from training.explanations.methods import IN_DEPTH

_LOOK_EVERY_MS = 40
_TURN_EACH_LOOK = 0.04
_OPACITY = 70


class Desk(Protocol):
    """What the panel asks: see `ExplanationDesk`."""

    def ask(self, image: Path, package: Path, methods: tuple[str, ...]) -> None: ...
    def forget(self) -> None: ...
    def answers(self) -> list[Answer]: ...
    def close(self) -> None: ...


class ExplanationsPanel(QWidget):
    """Asks another process, and shows what comes as it comes: the live map first."""

    def __init__(
        self, surroundings: Surroundings, viewpoint: Viewpoint, desk: Desk | None = None
    ) -> None:
        """`viewpoint` may be other views' too."""
        super().__init__()
        self._theme: Theme = surroundings.theme
        self._desk: Desk = desk or ExplanationDesk()
        self._asked: tuple[Path, Path] | None = None
        self._turn = 0.0
        self._opacity = _OPACITY / 100
        self._whole: NDArray[np.uint8] | None = None
        self.viewpoint = viewpoint
        self._alone: Tile | None = None
        self.original = self._tile(self.tr("Original"))
        self.original.hide_alone()
        self.zoom = ZoomButton(self.original.view)
        self.live = self._tile(self.tr("Live map"))
        self.types = TypeTiles(self._tile)
        self.in_depth = {method.name: self._tile(method.title) for method in IN_DEPTH}
        self.grid = TileGrid()
        self.words = QLabel()
        self.words.setObjectName("explain")
        self.words.setWordWrap(True)
        self.menu = MethodMenu({method.name: method.title for method in IN_DEPTH})
        self.menu.changed.connect(self._choose)
        self.opacity = self._opacity_slider()
        self._lay_out()
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_EVERY_MS)
        self._look.timeout.connect(self._take_answers)

    def _tile(self, title: str) -> Tile:
        tile = Tile(self._theme, self.viewpoint, title)
        tile.view.set_opacity(self._opacity)
        tile.alone.clicked.connect(lambda on: self._show_alone(tile if on else None))
        return tile

    def _opacity_slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, 100)
        slider.setFixedSize(110, 32)
        slider.setAccessibleName(self.tr("Opacity of the maps"))
        slider.setToolTip(slider.accessibleName())
        slider.valueChanged.connect(self._set_opacity)
        slider.setValue(_OPACITY)
        return slider

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.words, 1)
        top.addWidget(self.opacity)
        top.addWidget(self.zoom)
        top.addWidget(self.menu)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self.grid, 1)
        self._arrange(self._maps())

    @property
    def is_computing(self) -> bool:
        """Whether a map is still to come."""
        return any(tile.is_computing for tile in self._maps())

    def _maps(self) -> list[Tile]:
        chosen = self.menu.chosen()
        types = self.types.tiles if MAP_PER_TYPE in chosen else []
        in_depth = [self.in_depth[name] for name in chosen if name in self.in_depth]
        return [self.live, *types, *in_depth]

    def _arrange(self, maps: list[Tile]) -> None:
        alone = [tile for tile in maps if tile is self._alone]
        self.grid.show_tiles([self.original, *(alone or maps)])

    def _show_alone(self, tile: Tile | None) -> None:
        """Beside the original only this one, in all the room; None for all again."""
        self._alone = tile
        maps = self._maps()
        for each in maps:
            each.alone.setChecked(each is tile)
        self._arrange(maps)

    # Asking

    def show_image(self, path: Path, package: Path, whole: NDArray[np.uint8] | None = None) -> None:
        """Explain another image by this model. Returns at once; asking the same again is free.

        `whole`: all its pixels, H x W grey or H x W x 3 RGB, where they are at hand.
        """
        if (path, package) == self._asked:
            return
        self._asked, self._whole = (path, package), whole
        self._ask()

    def clear(self) -> None:
        """No image: what was asked is wanted no more."""
        self._asked = None
        self._desk.forget()
        self._look.stop()
        self.words.clear()
        for tile in (self.original, *self._maps()):
            tile.empty()

    def close_down(self) -> None:
        """End the process."""
        self._look.stop()
        self._desk.close()

    def _choose(self) -> None:
        if self._asked:
            self._ask()
        else:
            self._arrange(self._maps())

    def _ask(self) -> None:
        assert self._asked is not None
        self._arrange(self._maps())
        self.words.setText(self.tr("The first map takes a moment: the model is being loaded."))
        for tile in self._maps():
            tile.compute()
        self._desk.ask(*self._asked, self.menu.chosen())
        self._look.start()

    # What comes

    def _take_answers(self) -> None:
        for answer in self._desk.answers():
            self._take(answer)
        if not self.is_computing:
            self._look.stop()
            return
        self._turn = (self._turn + _TURN_EACH_LOOK) % 1.0
        for tile in self._maps():
            if tile.is_computing:
                tile.view.turn(self._turn)

    def _take(self, answer: Answer) -> None:
        match answer:
            case Opened():
                self._open(answer)
            case Explained():
                self._show(answer)
            case Unexplained():
                self._tile_of(answer.method).say(answer.why)
            case Refused():
                self._refuse(answer.why)

    def _open(self, opened: Opened) -> None:
        self._show_types(opened)
        picture = borrowed_image(opened.picture).copy()
        whole = None if self._whole is None else borrowed_image(self._whole)
        for tile in (self.original, *self._maps()):
            tile.view.show_picture(picture, whole)
        said = [self.tr("P(def) {value}.").format(value=probability(opened.probability_def))]
        if opened.left_out:
            self._arrange([tile for tile in self._maps() if not self._is_left_out(tile, opened)])
            said.append(self.tr("Only the model's own maps: TensorFlow is not installed here."))
        else:
            said.append(self.tr("Wheel: closer. Drag: move. Double click: all of it."))
        self.words.setText("  ".join(said))

    def _show_types(self, opened: Opened) -> None:
        """Another model may have others, or none."""
        before = self._maps()
        self.types.name(opened.types)
        self.menu.offer_types(offered=bool(opened.types))
        maps = self._maps()
        for tile in maps:
            if tile not in before:
                tile.compute()
        if maps != before:
            self._arrange(maps)

    def _is_left_out(self, tile: Tile, opened: Opened) -> bool:
        left_out = any(self.in_depth[name] is tile for name in opened.left_out)
        if left_out:
            tile.empty()
        return left_out

    def _show(self, explained: Explained) -> None:
        tile = self._tile_of(explained.method)
        if tile is self.live:
            tile.set_title(self.tr("{method} (live)").format(method=explained.title))
        tile.show_map(
            owned_overlay(explained.overlay),
            explained.ms,
            has_fixed_scale=explained.has_fixed_scale,
        )

    def _tile_of(self, method: str) -> Tile:
        return self.types.tile_of(method) or self.in_depth.get(method, self.live)

    def _refuse(self, why: str) -> None:
        self.words.setText(sentence(why))
        self._asked = None  # the same image may be asked for again
        for tile in self._maps():
            if tile.is_computing:
                tile.say(self.tr("not computed"))

    def _set_opacity(self, percent: int) -> None:
        self._opacity = percent / 100
        for tile in (self.live, *self.types.tiles, *self.in_depth.values()):
            tile.view.set_opacity(self._opacity)
