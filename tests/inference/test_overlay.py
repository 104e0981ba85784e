"""Image and heat map -> picture."""

from __future__ import annotations

import numpy as np
import pytest

from inference.overlay import COLD, HOT, blended, fitted, is_cold, overlay, shrunk

rng = np.random.default_rng(7)
PART = rng.integers(0, 256, (300, 200), dtype=np.uint8)


def spot(size: int = 28, heat: float = 1.0) -> np.ndarray:
    cells = np.zeros((size, size), np.float32)
    cells[10:14, 4:8] = heat
    return cells


def test_a_good_part_stays_untouched_to_the_last_pixel() -> None:
    cold = np.full((28, 28), COLD, np.float32)
    assert is_cold(cold)
    picture = blended(PART, cold, 1.0)
    assert (picture == PART[..., np.newaxis]).all()


def test_only_the_hot_place_changes() -> None:
    picture = blended(PART, spot(), 1.0).astype(int)
    changed = (picture != PART[..., np.newaxis]).any(axis=2)
    rows, columns = np.nonzero(changed)
    assert changed[round(300 * 12 / 28), round(200 * 6 / 28)]
    assert 300 * 9 / 28 < rows.min() < rows.max() < 300 * 15 / 28
    assert 200 * 3 / 28 < columns.min() < columns.max() < 200 * 9 / 28


def test_alpha_rises_with_heat_and_brightness_too() -> None:
    ramp = np.linspace(0, 1, 64, dtype=np.float32)[np.newaxis].repeat(64, 0)
    colours = overlay(ramp, (64, 64), 64)[32].astype(int)
    assert (np.diff(colours[:, 3]) >= 0).all()
    assert colours[ramp[0] <= COLD - 0.01, 3].max() == 0
    assert colours[ramp[0] >= HOT + 0.02, 3].min() == 255
    brightness = colours[:, :3] @ np.array([0.2126, 0.7152, 0.0722])
    assert (np.diff(brightness[2:-2]) > -1.5).all()


def test_the_same_heat_has_the_same_colour_whatever_else_is_in_the_map() -> None:
    alone = overlay(spot(heat=0.5), (280, 280), 280)[120, 60]
    beside_hotter = spot(heat=0.5)
    beside_hotter[20:24, 20:24] = 1.0
    assert (overlay(beside_hotter, (280, 280), 280)[120, 60] == alone).all()


def test_opacity_nought_is_the_image() -> None:
    assert (blended(PART, spot(), 0.0) == PART[..., np.newaxis]).all()


@pytest.mark.parametrize("shape", [(1024, 1280), (1024, 1280, 3), (3000, 100)])
def test_large_images_are_blended_small(shape: tuple[int, ...]) -> None:
    picture = blended(np.full(shape, 90, np.uint8), spot())
    assert max(picture.shape[:2]) == 512
    assert picture.shape[2] == 3
    assert picture.shape[0] / picture.shape[1] == pytest.approx(shape[0] / shape[1], rel=0.05)


def test_twelve_bits_of_sixteen_fill_the_whole_range() -> None:
    image = np.full((40, 40), 4095, np.uint16)
    assert (shrunk(image, 20, bits_per_sample=12) == 255).all()
    assert shrunk(image, 20, bits_per_sample=12).shape == (20, 20)


def test_a_small_image_is_never_enlarged() -> None:
    assert shrunk(PART, 4096).shape == PART.shape


def test_fitted_shrinks_and_enlarges_to_the_pixel_and_keeps_proportions() -> None:
    assert fitted(PART, 150).shape == (150, 100)
    assert fitted(PART, 900).shape == (900, 600)
    assert fitted(PART, 300) is not None
    assert (fitted(PART, 300) == PART).all()
    assert abs(fitted(PART, 900).mean() - PART.mean()) < 2
