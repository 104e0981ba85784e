from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from inference.home import DEMO_MODEL
from inference.package import read_package
from inference.preprocess import prepare
from tests.inference.tiny_package import write_tiny_type_maps_package, write_tiny_types_package
from training.explanations.heat import heat_of
from training.explanations.methods import OF_LIKELIEST, chosen_methods, methods_for, type_method
from training.explanations.subject import Subject


def _part() -> np.ndarray:
    """Mostly white, and so likeliest `bright`; grey, and so `dim`, at the top left."""
    image = np.full((64, 64), 255, np.uint8)
    image[:16, :16] = 179
    return image


def test_the_types_maps_sum_to_the_live_map_and_the_likeliest_is_one_of_them(
    tmp_path: Path,
) -> None:
    subject = Subject(write_tiny_type_maps_package(tmp_path / "model"))
    batch = prepare(_part(), subject.package.manifest.input.spec())
    live, likeliest = chosen_methods(subject, ["evidence", OF_LIKELIEST])
    bright, dim = (type_method(subject, name) for name in ("bright", "dim"))

    heats = [
        heat_of(each.build(subject)(batch), each.scale) for each in (live, bright, dim, likeliest)
    ]

    np.testing.assert_allclose(heats[1] + heats[2], heats[0], atol=1e-6)
    assert heats[1].max() > 0.99
    assert heats[2][0, 0] > 0.3
    assert np.array_equal(heats[3], heats[1])
    assert list(subject.type_shares(batch)) == ["bright", "dim"]
    assert subject.type_shares(batch)["bright"] == pytest.approx(_part().mean() / 255, abs=1e-4)


def test_what_has_no_such_maps_is_offered_none(tmp_path: Path) -> None:
    for package in (write_tiny_types_package(tmp_path / "model"), read_package(DEMO_MODEL)):
        subject = Subject(package)

        assert OF_LIKELIEST not in [method.name for method in methods_for(subject)]
        spec = package.manifest.input.spec()
        assert subject.type_shares(prepare(_part(), spec)) == {}
