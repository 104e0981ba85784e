"""Where the defects are, drawn by a person: one defective image after another."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from gui.theme import Theme
from gui.trainer.data.mask_canvas import LARGEST_BRUSH, SMALLEST_BRUSH, MaskCanvas
from gui.trainer.data.mask_drawing import MaskDrawing
from gui.trainer.data.mask_work import Keep, Opened, keep_and_open
from gui.widgets.cards import label
from gui.widgets.errand import Errand
from gui.widgets.scrolling import scrolling
from gui.words import count, sentence
from inference.decode import UnreadableImage
from training.data.dataset import Dataset, LabelledFile

_TOOLS_PX = 300


class MaskEditor(QFrame):
    """A mask is kept when one goes on to another image, or is done."""

    done = Signal(object)
    """The dataset, with the masks that it has now."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._dataset: Dataset | None = None
        self._unreadable: frozenset[Path] = frozenset()
        self._place = 0
        self._wanted: int | None = None
        self._had_focus = False
        self.errand = Errand("mask", self, (UnreadableImage, OSError))
        self.errand.answered.connect(self._show)
        self.errand.failed.connect(self._say_trouble)
        self.canvas = MaskCanvas(theme)
        self.where, self.trouble, self.masked = label("title"), label("figure"), label("explain")
        self.brush_words = label("explain")
        self.brush = QSlider(Qt.Orientation.Horizontal)
        self.brush.setRange(SMALLEST_BRUSH, LARGEST_BRUSH)
        self.brush.setMinimumHeight(34)
        self.brush.setAccessibleName(self.tr("Size of the brush"))
        self.erase = QPushButton(self.tr("Erase"))
        self.erase.setCheckable(True)
        self.undo = QPushButton(self.tr("Undo"))
        self.clear = QPushButton(self.tr("Clear"))
        self.before = QPushButton(self.tr("Previous"))
        self.next = QPushButton(self.tr("Next"))
        self.unmasked = QPushButton(self.tr("Next without a mask"))
        self.finish = QPushButton(self.tr("Done"))
        self.finish.setObjectName("primary")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        steps = QHBoxLayout()
        steps.addWidget(self.before)
        steps.addWidget(self.next)
        column = QVBoxLayout()
        column.setContentsMargins(16, 14, 16, 16)
        column.setSpacing(8)
        column.addWidget(self._tools(), 1)
        column.addLayout(steps)
        column.addWidget(self.unmasked)
        column.addWidget(self.finish)
        card = QFrame()
        card.setObjectName("panel")
        card.setFixedWidth(_TOOLS_PX)
        card.setLayout(column)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.canvas, 1)
        row.addWidget(card)

    def _tools(self) -> QScrollArea:
        """What is above the buttons that go on; on a small screen it scrolls."""
        help_words = label("explain")
        help_words.setText(
            self.tr(
                "Paint over the defect. The right button erases. The wheel or [ and ] change the "
                "brush; Ctrl and the wheel or + and - zoom, 0 shows all. The images are not "
                "touched: masks go to the folder masks."
            )
        )
        changing = QHBoxLayout()
        for button, key in ((self.erase, "E"), (self.undo, "Ctrl+Z"), (self.clear, "Del")):
            button.setToolTip(key)
            changing.addWidget(button)
        holder = QWidget()
        tools = QVBoxLayout(holder)
        tools.setContentsMargins(0, 0, 0, 0)
        tools.setSpacing(8)
        for widget in (self.where, self.masked, self.trouble, self.brush_words, self.brush):
            tools.addWidget(widget)
        tools.addLayout(changing)
        tools.addWidget(help_words)
        tools.addStretch(1)
        return scrolling(holder)

    def _connect(self) -> None:
        self.brush.valueChanged.connect(self.canvas.set_brush)
        self.canvas.resized_brush.connect(self._follow_brush)
        self.canvas.drawn.connect(self._follow)
        self.erase.toggled.connect(self.canvas.set_erases)
        self.undo.clicked.connect(self._undo)
        self.clear.clicked.connect(self._clear)
        self.before.clicked.connect(lambda: self.go_to(self._place - 1))
        self.next.clicked.connect(lambda: self.go_to(self._place + 1))
        self.unmasked.clicked.connect(self._go_to_unmasked)
        self.finish.clicked.connect(self.close_image)
        keys = {
            "E": self.erase.toggle,
            "Ctrl+Z": self._undo,
            "Del": self._clear,
            "[": lambda: self.canvas.set_brush(self.canvas.brush_px - 2),
            "]": lambda: self.canvas.set_brush(self.canvas.brush_px + 2),
            "+": lambda: self.canvas.zoom_by(1.25),
            "-": lambda: self.canvas.zoom_by(0.8),
            "0": self.canvas.fit,
            "PgUp": self.before.click,
            "PgDown": self.next.click,
            "Esc": self.finish.click,
        }
        for key, do in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(do)
        self._follow_brush(self.canvas.brush_px)

    # What the engineer does

    def open(self, dataset: Dataset, readable: Sequence[LabelledFile]) -> None:
        """With the first defective image that has no mask."""
        self._dataset = dataset
        read = {file.path for file in readable}
        self._unreadable = frozenset(file.path for file in dataset.files if file.path not in read)
        self.canvas.show_image(None, None)
        missing = [at for at, file in enumerate(self._files) if file.mask is None]
        self._place = missing[0] if missing else 0
        self.canvas.setFocus()
        self._begin(self._place)

    def go_to(self, place: int) -> None:
        """To another image, round and round; the mask of this one is kept."""
        if self._files and not self.errand.is_running:
            self._begin(place % len(self._files))

    def close_image(self) -> None:
        """Keep the mask, and say that it is done."""
        if not self.errand.is_running:
            self._begin(None)

    def let_go(self) -> Keep:
        """Another folder comes, or the window goes: what is drawn, for a thread to keep first."""
        keep = self._keeper()
        self.errand.cancel()
        self.canvas.show_image(None, None)
        self._set_busy(False)
        return keep

    def _go_to_unmasked(self) -> None:
        others = [(self._place + step) % len(self._files) for step in range(1, len(self._files))]
        at = next((at for at in others if self._files[at].mask is None), None)
        if at is not None:
            self.go_to(at)

    def _undo(self) -> None:
        if self.canvas.drawing is not None and not self.errand.is_running:
            self.canvas.drawing.undo()
            self.canvas.refresh()
            self._follow()

    def _clear(self) -> None:
        if self.canvas.drawing is not None and not self.errand.is_running:
            self.canvas.drawing.clear()
            self.canvas.refresh()
            self._follow()

    # Keeping one and opening another, on another thread

    @property
    def _files(self) -> Sequence[LabelledFile]:
        files = self._dataset.files if self._dataset else ()
        return [file for file in files if file.is_def and file.path not in self._unreadable]

    def _keeper(self) -> Keep:
        drawing = self.canvas.drawing
        if self._dataset is None or drawing is None or not drawing.is_changed:
            return Keep()
        return Keep(self._dataset.folder, self._files[self._place], drawing.mask.copy())

    def _begin(self, place: int | None) -> None:
        """None: none is opened."""
        dataset = self._dataset
        if dataset is None:
            return
        keep, file = self._keeper(), None if place is None else self._files[place]
        self._wanted = place
        self.errand.begin(lambda _: keep_and_open(keep, dataset, file))
        self._set_busy(True)

    def _set_busy(self, busy: bool) -> None:
        """What is drawn while another image is opened would be lost with this one."""
        if busy:
            self._had_focus = self.canvas.hasFocus()
            self.canvas.setEnabled(False)
            return
        self.canvas.setEnabled(True)
        if self._had_focus:
            self.canvas.setFocus()

    def _show(self, answer: object) -> None:
        assert isinstance(answer, Opened)
        self._set_busy(False)
        self._dataset = answer.dataset
        self.trouble.hide()
        if answer.pixels is None or answer.mask is None or self._wanted is None:
            self.canvas.show_image(None, None)
            self.done.emit(answer.dataset)
            return
        self._place = self._wanted
        self.canvas.show_image(answer.pixels, MaskDrawing(answer.mask))
        self._follow()

    def _say_trouble(self, why: str) -> None:
        self._set_busy(False)
        self.trouble.setText(sentence(why))
        self.trouble.show()
        self._follow()

    # What is shown

    def _follow_brush(self, pixels: int) -> None:
        self.brush.setValue(pixels)
        self.brush_words.setText(self.tr("Brush: {n} px").format(n=pixels))

    def _follow(self) -> None:
        files, drawing = self._files, self.canvas.drawing
        self.undo.setEnabled(drawing is not None and drawing.can_undo)
        self.clear.setEnabled(drawing is not None and bool(drawing.mask.any()))
        if not files:
            return
        self.where.setText(files[self._place].path.name)
        self.where.setToolTip(str(files[self._place].path))
        masked = sum(file.mask is not None for file in files)
        self.masked.setText(
            self.tr("Image {n} of {all}; {masked} with a mask").format(
                n=count(self._place + 1), all=count(len(files)), masked=count(masked)
            )
        )
        self.unmasked.setEnabled(masked < len(files))
