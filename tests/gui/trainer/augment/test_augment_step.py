"""Step 2: the sliders, the presets, and pictures that are what training gets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QCheckBox, QSlider
from pytestqt.qtbot import QtBot

from gui.trainer.augment.augment_page import AugmentPage
from gui.trainer.augment.augment_preview import Preview
from gui.trainer.augment.augment_rows import ParameterRow
from gui.trainer.trainer_page import TrainerPage
from gui.widgets.range_slider import RangeSlider
from tests.gui.trainer.fake_job import FakeJob
from training.architectures.catalogue import RECIPES
from training.augmentation.augment import GENTLE, NO_AUGMENTATION, STRONG, Augmenter
from training.augmentation.parameters import PARAMETERS
from training.data.dataset import find_dataset
from training.data.loading import load_images
from training.fitting.batches import training_batches
from training.runs.order import DEFAULT_SEED

Settle = Callable[[Callable[[], bool]], None]


@pytest.fixture
def page(surveyed: TrainerPage, settle: Settle) -> Iterator[AugmentPage]:
    surveyed.open_step(1)
    settle(lambda: surveyed.augment.shown is not None)
    yield surveyed.augment
    settle(lambda: not surveyed.augment.errand.is_running)


def _row(page: AugmentPage, name: str) -> ParameterRow:
    return next(row for row in page.rows if row.parameter.name == name)


def _shown(page: AugmentPage) -> Preview:
    assert page.shown is not None
    return page.shown


def test_each_parameter_has_a_control_of_its_kind(page: AugmentPage) -> None:
    assert {row.parameter for row in page.rows} == set(PARAMETERS)
    kinds = {"rotation_deg": QSlider, "zoom": RangeSlider, "flip_vertical": QCheckBox}
    for name, kind in kinds.items():
        assert isinstance(_row(page, name).control, kind)
    assert _row(page, "rotation_deg").words == "±180°"
    assert _row(page, "zoom").words == "0.80 \N{EN DASH} 1.15 \N{MULTIPLICATION SIGN}"
    assert _row(page, "flip_vertical").words == "off"
    assert "Rescale: (x \N{MINUS SIGN} 127)" in page.facts.text()


def test_what_is_shown_is_what_training_gets(
    page: AugmentPage, parts: Path, settle: Settle
) -> None:
    """An unreadable file before it moves an image's place, for both of them alike."""
    page.defective.click()
    settle(lambda: _shown(page).subject.index == page._place)
    shown = _shown(page)
    spec = RECIPES[page._plan.recipe].input
    images = load_images(find_dataset(parts).files, spec)
    augmenter = Augmenter(STRONG, DEFAULT_SEED)
    for epoch in (1, 2):
        batches = training_batches(
            images, np.arange(len(images.files)), augmenter,
            epoch=epoch, size=5, seed=DEFAULT_SEED,
        )  # fmt: skip
        learnt = {int(i): x for b in batches for i, x in zip(b.indices, b.images, strict=True)}
        index = next(i for i, f in enumerate(images.files) if f.path == shown.subject.file.path)
        assert np.array_equal(shown.epochs[epoch - 1], learnt[index])
        assert not np.array_equal(shown.original, learnt[index])


@pytest.fixture
def parts(parts: Path) -> Path:
    (parts / "def" / "a-broken-one.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    return parts


def test_a_slider_moves_the_value_the_pictures_and_the_order(
    page: AugmentPage, surveyed: TrainerPage, settle: Settle, job: list[FakeJob]
) -> None:
    before = _shown(page)
    slider = _row(page, "noise").control
    assert isinstance(slider, QSlider)
    slider.setValue(60)
    assert _row(page, "noise").words == "up to 30 of 255"
    settle(lambda: _shown(page).augmentation.noise == 30.0)
    assert not np.array_equal(_shown(page).epochs[0], before.epochs[0])
    assert surveyed.row.buttons[1].words == "own, 11 in use"
    surveyed.open_step(3)
    surveyed.train.order.start.click()
    assert job[0].order.augmentation == _shown(page).augmentation


def test_presets_and_back_to_the_recipes_own(
    page: AugmentPage, surveyed: TrainerPage, settle: Settle
) -> None:
    assert page.recipes_own.isChecked()
    page.presets["none"].click()
    settle(lambda: _shown(page).augmentation == NO_AUGMENTATION)
    assert np.array_equal(_shown(page).epochs[0], _shown(page).original)
    page.presets["gentle"].click()
    assert surveyed.plan.used_augmentation == GENTLE
    assert (page.presets["gentle"].isChecked(), page.recipes_own.isChecked()) == (True, False)
    page.recipes_own.click()
    assert surveyed.plan.augmentation is None
    surveyed.plan.set_recipe("notebook")
    assert _row(page, "gain").words.startswith("0.90")
    settle(lambda: _shown(page).subject.spec == RECIPES["notebook"].input)
    assert _shown(page).original.ndim == 2


def test_extremes_are_drawn_where_a_parameter_does_something(
    page: AugmentPage, settle: Settle
) -> None:
    assert len(_shown(page).extremes["zoom"]) == 2
    assert len(_row(page, "zoom").extremes._pictures) == 2
    page.presets["none"].click()
    settle(lambda: _shown(page).augmentation == NO_AUGMENTATION)
    assert all(not row.extremes._pictures for row in page.rows)


def test_while_a_slider_is_dragged_the_last_value_wins(page: AugmentPage, settle: Settle) -> None:
    slider = _row(page, "blur_px").control
    assert isinstance(slider, QSlider)
    for value in range(0, 30, 3):
        slider.setValue(value)
    settle(lambda: _shown(page).augmentation.blur_px == 2.7 and not page.errand.is_running)


def test_a_range_has_two_handles_by_mouse_and_by_key(page: AugmentPage, qtbot: QtBot) -> None:
    slider = _row(page, "zoom").control
    assert isinstance(slider, RangeSlider)
    middle = slider.height() // 2
    qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() - 3, middle))
    assert slider.range == (0.8, 2.0)
    qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(3, middle))
    assert slider.range == (0.5, 2.0)
    slider.setFocus()
    qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert slider.range == (0.51, 2.0)
    qtbot.keyClick(slider, Qt.Key.Key_Tab)
    qtbot.keyClick(slider, Qt.Key.Key_Home)
    assert slider.range == (0.51, 0.51)
    assert page._plan.used_augmentation.zoom == (0.51, 0.51)
