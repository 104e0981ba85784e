"""Step 2: the recipes, and the chosen one's layers from another process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from gui.trainer.model import model_page
from gui.trainer.model.network import LayerRow, Network, NetworkUnknown, network_of
from gui.trainer.trainer_page import TrainerPage

Settle = Callable[[Callable[[], bool]], None]


def test_the_chosen_recipe_is_shown_with_its_layers(
    surveyed: TrainerPage, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    def small(recipe: str, say: object) -> Network:
        layers = (LayerRow("image", "InputLayer", (300, 300, 1), 0),)
        return Network(recipe, (*layers, LayerRow("verdict", "Dense", (1,), 1204)))

    monkeypatch.setattr(model_page, "network_of", small)
    surveyed.open_step(2)
    page = surveyed.model
    page.buttons["notebook"].click()
    settle(lambda: page.table.model().rowCount() == 2)
    assert surveyed.plan.recipe == "notebook"
    shown = [text.replace("\N{NARROW NO-BREAK SPACE}", " ") for text in page.table.texts(1)]
    assert shown == ["verdict", "Dense", "1", "1 204"]
    assert surveyed.row.buttons[2].words == "notebook"


def test_what_is_recommended_follows_the_folders_images(
    surveyed: TrainerPage, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_page, "network_of", lambda recipe, say: Network(recipe, ()))
    page, plan = surveyed.model, surveyed.plan

    def said() -> list[str]:
        return [button.text() for button in page.buttons.values() if "(" in button.text()]

    surveyed.open_step(2)
    assert (said(), plan.recipe) == (["evidence (recommended)"], "evidence")
    assert plan.survey is not None
    plan.set_survey(replace(plan.survey, recommended="evidence-300"))
    surveyed.open_step(1)
    surveyed.open_step(2)
    assert (said(), plan.recipe) == (["evidence-300 (recommended)"], "evidence-300")
    assert page.buttons["evidence-300"].isChecked()
    page.buttons["demo"].click()
    plan.set_survey(replace(plan.survey, recommended="evidence"))
    assert plan.recipe == "demo"
    settle(lambda: not page.busy.isVisible())


def test_a_network_that_cannot_be_built_is_told(
    surveyed: TrainerPage, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(recipe: str, say: object) -> Network:
        raise NetworkUnknown("the weights are missing")

    monkeypatch.setattr(model_page, "network_of", refuse)
    surveyed.open_step(2)
    settle(lambda: surveyed.model.words.text() == "The weights are missing.")
    assert surveyed.model.obstacle() == ""


@pytest.mark.slow
def test_the_real_network_comes_from_another_process() -> None:
    network = network_of("demo", lambda done, of: None)
    assert network.layers[0].shape == (300, 300, 1)
    assert network.layers[-1].name == "probability_def"
    assert network.parameters > 10_000


def test_a_wait_that_is_over_ends_the_process() -> None:
    class Enough(Exception):
        pass

    def stop(done: int, of: int) -> None:
        raise Enough

    with pytest.raises(Enough):
        network_of("demo", stop)
