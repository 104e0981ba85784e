from __future__ import annotations

import numpy as np
import pytest

from inference.frame import Frame, frozen_copy, new_part_id


def test_part_ids_differ_and_sort_by_time() -> None:
    ids = [new_part_id() for _ in range(1000)]
    assert len(set(ids)) == 1000
    assert ids[0][:12] <= ids[-1][:12]


def test_a_frame_takes_grey_and_rgb_of_8_and_16_bits() -> None:
    kinds = [((4, 5), np.uint8, 8), ((4, 5, 3), np.uint8, 8), ((4, 5), np.uint16, 12)]
    for shape, dtype, bits in kinds:
        frame = Frame(frozen_copy(np.zeros(shape, dtype)), source="test", bits_per_sample=bits)
        assert frame.image.shape == shape


@pytest.mark.parametrize(("dtype", "bits"), [(np.uint16, 8), (np.uint8, 12), (np.uint16, 17)])
def test_the_depth_has_to_fit_the_pixels(dtype: type, bits: int) -> None:
    with pytest.raises(ValueError, match="bits per sample"):
        Frame(frozen_copy(np.zeros((4, 5), dtype)), source="test", bits_per_sample=bits)


@pytest.mark.parametrize(
    "image",
    [
        np.zeros((4, 5, 4), np.uint8),
        np.zeros((4, 5, 1), np.uint8),
        np.zeros(4, np.uint8),
        np.zeros((0, 5), np.uint8),
        np.zeros((4, 5), np.float32),
    ],
)
def test_a_frame_refuses_what_is_no_image(image: np.ndarray) -> None:
    with pytest.raises(ValueError, match="a frame is"):
        Frame(frozen_copy(image), source="test")


def test_a_frame_refuses_pixels_that_somebody_may_change() -> None:
    with pytest.raises(ValueError, match="read-only"):
        Frame(np.zeros((4, 5), np.uint8), source="test")


def test_a_frozen_copy_is_nobody_elses() -> None:
    original = np.zeros((4, 5), np.uint8)
    copy = frozen_copy(original[:, ::2])
    original[:] = 9
    assert copy.flags.c_contiguous
    assert not copy.any()
