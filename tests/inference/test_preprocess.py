from __future__ import annotations

import numpy as np
import pytest

from inference.frame import frozen_copy
from inference.preprocess import Colour, InputSpec, fit_to_input, prepare, to_tensor

GREY = InputSpec(32, 32, Colour.GREY)
RGB = InputSpec(32, 32, Colour.RGB, offset=127.0, scale=1 / 128)


def test_rgb_becomes_grey_by_how_bright_each_colour_looks() -> None:
    red = np.zeros((32, 32, 3), np.uint8)
    red[..., 0] = 200
    fitted = fit_to_input(frozen_copy(red), GREY)
    assert fitted.shape == (32, 32, 1)
    assert fitted.dtype == np.uint8
    assert np.all(fitted == 60)  # 0.299 x 200, not 0.114 x 200: the order is RGB


def test_grey_fills_all_three_channels() -> None:
    fitted = fit_to_input(frozen_copy(np.full((32, 32), 77, np.uint8)), RGB)
    assert fitted.shape == (32, 32, 3)
    assert np.all(fitted == 77)


@pytest.mark.parametrize("bits", [10, 12, 16])
def test_full_scale_of_any_depth_is_white(bits: int) -> None:
    full = np.full((32, 32), (1 << bits) - 1, np.uint16)
    assert np.all(fit_to_input(frozen_copy(full), GREY, bits) == 255)
    half = np.full((32, 32), 1 << (bits - 1), np.uint16)
    assert np.all(np.abs(fit_to_input(frozen_copy(half), GREY, bits).astype(int) - 128) <= 1)


def test_a_pit_smaller_than_a_sample_still_darkens_it() -> None:
    image = np.full((320, 320), 200, np.uint8)
    image[5, 5] = 0
    assert fit_to_input(frozen_copy(image), GREY)[0, 0, 0] == 198


def test_a_tensor_is_offset_and_scaled() -> None:
    tensor = to_tensor(np.full((32, 32, 3), 255, np.uint8), RGB)
    assert tensor.dtype == np.float32
    assert np.all(tensor == 1.0)


def test_the_line_sees_the_same_bytes_as_training() -> None:
    image = frozen_copy(np.random.default_rng(0).integers(0, 256, (301, 299, 3), np.uint8))
    in_training = to_tensor(fit_to_input(image, RGB), RGB)
    assert np.array_equal(prepare(image, RGB)[0], in_training)


def test_a_single_pixel_is_an_image() -> None:
    assert np.all(prepare(frozen_copy(np.full((1, 1), 255, np.uint8)), GREY) == 1.0)
