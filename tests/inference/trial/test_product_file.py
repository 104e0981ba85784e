"""The camera's settings by product, on real files."""

from __future__ import annotations

from pathlib import Path

import pytest

from inference.sources.settings import BaslerSettings, SourceSettings, UsbSettings
from inference.trial.product_file import (
    ProductFileError,
    load_product,
    product_path,
    products_in,
    save_product,
)

SOURCES: list[SourceSettings] = [
    UsbSettings(device="Line camera", width=640),
    BaslerSettings(serial="7", region=(0, 8, 64, 48), nodes={"Gamma": 0.8}, trigger="Line1"),
]


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.kind)
def test_what_is_saved_comes_back(tmp_path: Path, source: SourceSettings) -> None:
    path = product_path(tmp_path / "products", "Bremssattel 4711/b")
    save_product(path, source)
    assert products_in(path.parent) == ("Bremssattel 4711/b",)
    assert load_product(path) == source


def test_a_feature_file_moves_with_its_product(tmp_path: Path) -> None:
    first, second = tmp_path / "here", tmp_path / "there"
    path = first / "lid.toml"
    save_product(path, BaslerSettings(features=first / "lid.pfs"))
    assert str(tmp_path) not in path.read_text("utf-8")
    first.rename(second)
    moved = load_product(second / "lid.toml")
    assert isinstance(moved, BaslerSettings)
    assert moved.features == second / "lid.pfs"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("version = 1\n[source", "can't be read"),
        ("version = 7\n", "no product of this program's version"),
        ("version = 1\n[source]\nkind = 'basler'\nexposure_us = -3\n", "exposure_us"),
        ("version = 1\n", "source."),
    ],
)
def test_a_file_that_is_wrong_says_what(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "lid.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ProductFileError, match=r"lid\.toml") as caught:
        load_product(path)
    assert says in str(caught.value)


def test_where_nothing_was_saved_there_is_nothing(tmp_path: Path) -> None:
    assert products_in(tmp_path / "products") == ()
