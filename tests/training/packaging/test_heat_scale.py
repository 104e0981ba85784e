from __future__ import annotations

import numpy as np
import pytest

from inference.verdict import Thresholds
from training.packaging.heat_scale import calibrate_maps

GOOD, DEFECT = False, True


def _maps(*hottest: float) -> np.ndarray:
    maps = np.full((len(hottest), 4, 5), min(hottest), np.float32)
    maps[:, 2, 3] = hottest
    return maps


def test_good_parts_stay_dark_and_a_clear_defect_is_full_heat_in_gradcam() -> None:
    rng = np.random.default_rng(0)
    good, defects = rng.uniform(0, 1, 400), rng.uniform(8, 12, 201)
    is_defect = np.repeat([GOOD, DEFECT], [400, 201])
    (scale,) = calibrate_maps({"gradcam": _maps(*good, *defects)}, is_defect)
    assert (good > scale.floor).mean() <= 0.011
    assert scale.ceiling == pytest.approx(np.median(defects))


def test_gradcam_that_cannot_tell_good_from_bad_still_shows_defects() -> None:
    is_defect = np.array([GOOD, GOOD, DEFECT, DEFECT])
    (scale,) = calibrate_maps({"gradcam": _maps(5, 6, 2, 4)}, is_defect)
    assert (scale.floor, scale.ceiling) == (1.5, 3.0)


def test_evidence_starts_where_a_part_stops_being_ok() -> None:
    is_defect = np.array([GOOD, DEFECT])
    raw = {"evidence": _maps(-6, 7)}
    (even,) = calibrate_maps(raw, is_defect)
    assert (even.floor, even.ceiling) == (0.0, 7.0)
    (careful,) = calibrate_maps(raw, is_defect, Thresholds(0.2, 0.7))
    assert careful.floor == pytest.approx(np.log(0.2 / 0.8))


def test_each_method_gets_its_scale_in_order() -> None:
    raw = {"evidence": _maps(-6, 7), "gradcam": _maps(0, 1)}
    scales = calibrate_maps(raw, np.array([GOOD, DEFECT]))
    assert [scale.method for scale in scales] == ["evidence", "gradcam"]


@pytest.mark.parametrize("method", ["evidence", "gradcam"])
@pytest.mark.parametrize("hottest", [0.0, -9.0, 3.0])
@pytest.mark.parametrize("labels", [(GOOD, GOOD), (DEFECT, DEFECT), (GOOD, DEFECT)])
@pytest.mark.parametrize("unsure_from", [0.001, 0.5, 1.0])
def test_the_scale_is_valid_whatever_the_images(
    method: str, hottest: float, labels: tuple[bool, bool], unsure_from: float
) -> None:
    raw = _maps(hottest, hottest)
    (scale,) = calibrate_maps({method: raw}, np.array(labels), Thresholds(unsure_from, 1.0))
    assert np.isfinite([scale.floor, scale.ceiling]).all()
    assert scale.ceiling > scale.floor


def test_maps_that_are_no_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        calibrate_maps({"gradcam": _maps(0, float("nan"))}, np.array([GOOD, DEFECT]))
    with pytest.raises(ValueError, match="finite"):
        calibrate_maps({"gradcam": np.zeros((0, 3, 3), np.float32)}, np.zeros(0, bool))
