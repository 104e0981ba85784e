"""Step 2: which network, and what it is made of."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from gui.theme import Theme
from gui.trainer.model.layer_table import LayerTable
from gui.trainer.model.network import Network, NetworkUnknown, network_of
from gui.trainer.model.network_diagram import NetworkDiagram
from gui.trainer.plan import Plan
from gui.trainer.step_page import StepPage
from gui.widgets.errand import Errand
from gui.widgets.scrolling import scrolling
from gui.words import count, sentence
from training.architectures.catalogue import RECIPES
from training.architectures.recipe import Recipe

_LIST_PX = 430


class ModelPage(StepPage):
    """Recipes on the left; on the right the chosen one, drawn and as a table of layers."""

    def __init__(self, plan: Plan, theme: Theme) -> None:
        super().__init__()
        self.title = self.tr("Model")
        self._plan = plan
        self._known: dict[str, Network] = {}
        self.errand = Errand("build network", self, (NetworkUnknown, OSError))
        self.errand.answered.connect(self._show)
        self.errand.failed.connect(self._say_why_not)
        self._group = QButtonGroup(self)
        self.diagram = NetworkDiagram(theme)
        self.words = QLabel()
        self.words.setObjectName("className")
        self.words.setWordWrap(True)
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        self.table = LayerTable()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self._recipes())
        layout.addWidget(self._network(), 1)

    def _recipes(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 8, 0)  # of the bar
        column.setSpacing(8)
        self.buttons: dict[str, QRadioButton] = {}
        for recipe in RECIPES.values():
            self.buttons[recipe.name] = button = QRadioButton()
            button.toggled.connect(lambda on, name=recipe.name: self._choose(name) if on else None)
            self._group.addButton(button)
            column.addWidget(_recipe_card(button, recipe))
        column.addStretch(1)
        self._mark()
        area = scrolling(holder)
        area.setFixedWidth(_LIST_PX)
        return area

    def _mark(self) -> None:
        """Which one is recommended for these images, and which one it is to be."""
        for name, button in self.buttons.items():
            is_recommended = name == self._plan.recommended
            button.setText(name + (self.tr(" (recommended)") if is_recommended else ""))
            with QSignalBlocker(button):
                button.setChecked(name == self._plan.recipe)

    def _network(self) -> QFrame:
        card = QFrame()
        card.setObjectName("panel")
        column = QVBoxLayout(card)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(8)
        for widget in (self.words, self.busy, self.diagram):
            column.addWidget(widget)
        column.addWidget(self.table, 1)
        return card

    def showEvent(self, _: object) -> None:
        self._mark()
        self._look_up(self._plan.recipe)

    def _choose(self, name: str) -> None:
        self._plan.set_recipe(name)
        self._look_up(name)
        self.changed.emit()

    def _look_up(self, name: str) -> None:
        """Its table: at once if it is known, else from another process."""
        self.errand.cancel()
        if name in self._known:
            self._show(self._known[name])
            return
        self._fill(None)
        self.busy.show()
        self.words.setText(self.tr("Building {name} to look inside").format(name=name))
        self.errand.begin(lambda say: network_of(name, say))

    def _show(self, network: object) -> None:
        assert isinstance(network, Network)
        self._known[network.recipe] = network
        self.busy.hide()
        self.words.setText(
            self.tr("{layers} layers, {parameters} parameters").format(
                layers=count(len(network.layers)), parameters=count(network.parameters)
            )
        )
        self._fill(network)

    def _say_why_not(self, why: str) -> None:
        self.busy.hide()
        self.words.setText(sentence(why))

    def _fill(self, network: Network | None) -> None:
        self.diagram.show_network(network)
        self.table.show_network(network)

    def obstacle(self) -> str:
        return ""

    def summary(self) -> str:
        return self._plan.recipe

    def close_down(self) -> None:
        self.errand.cancel()


def _recipe_card(button: QRadioButton, recipe: Recipe) -> QFrame:
    card = QFrame()
    card.setObjectName("panel")
    column = QVBoxLayout(card)
    column.setContentsMargins(16, 2, 16, 12)
    column.setSpacing(0)
    button.setObjectName("recipe")
    colour = {1: "grey", 3: "colour"}[recipe.input.channels]
    size = f"{recipe.input.width} \N{MULTIPLICATION SIGN} {recipe.input.height} px, {colour}"
    top = QHBoxLayout()
    top.addWidget(button, 1)
    top.addWidget(_words(size, "caption"))
    column.addLayout(top)
    words = _words(recipe.summary, "explain")
    words.setWordWrap(True)
    words.setContentsMargins(34, 0, 0, 0)
    column.addWidget(words)
    return card


def _words(text: str, name: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    return label
