from __future__ import annotations

import numpy as np
import pytest

from training.architectures.catalogue import RECIPES
from training.evaluation.curves import expected_calibration_error
from training.export.graph import export_graph
from training.export.parity import check_parity
from training.flat import as_flat
from training.packaging.temperature import fit_temperature, with_temperature

pytestmark = pytest.mark.keeps_threads


def _sigmoid(logits: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-logits))


def _said_and_true(too_sure: float) -> tuple[np.ndarray, np.ndarray]:
    """Logits of parts that are defective as often as sigmoid(logit / too_sure) says."""
    random = np.random.default_rng(5)
    honest = random.normal(0, 2, 4000)
    is_def = random.random(4000) < _sigmoid(honest)
    return (honest * too_sure).astype(np.float32), is_def


@pytest.mark.parametrize("too_sure", [0.4, 1.0, 3.0])
def test_the_temperature_undoes_too_much_and_too_little_confidence(too_sure: float) -> None:
    logits, is_def = _said_and_true(too_sure)

    temperature = fit_temperature(logits, is_def)

    assert temperature == pytest.approx(too_sure, rel=0.1)
    after = expected_calibration_error(_sigmoid(logits / temperature), is_def)
    assert after < 0.03
    if too_sure != 1.0:
        assert after < expected_calibration_error(_sigmoid(logits), is_def) / 2


def test_parts_that_are_wholly_apart_do_not_make_it_infinitely_sure() -> None:
    is_def = np.arange(40) % 2 == 1
    logits = np.where(is_def, 3.0, -3.0).astype(np.float32)

    temperature = fit_temperature(logits, is_def)

    assert _sigmoid(3.0 / temperature) == pytest.approx(21 / 22, abs=0.002)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["evidence", "transfer", "demo", "notebook", "pooled"])
def test_each_recipes_logit_is_divided_and_its_graph_agrees(name: str) -> None:
    recipe = RECIPES[name]
    model = recipe.build(3)
    shape = (4, recipe.input.height, recipe.input.width, recipe.input.channels)
    images = np.random.default_rng(0).integers(0, 256, shape, np.uint8)
    batch = (images.astype(np.float32) - recipe.input.offset) * recipe.input.scale

    cooled = with_temperature(model, 2.5)

    before = as_flat(model, logit=True).predict(batch, verbose=0)
    after = as_flat(cooled, logit=True).predict(batch, verbose=0)
    assert after == pytest.approx(before / 2.5, rel=1e-4, abs=1e-5)
    pictures = [image[..., 0] if shape[3] == 1 else image for image in images]
    check_parity(cooled, export_graph(cooled), pictures, recipe.input)
