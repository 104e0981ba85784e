"""Each product has a file of its own, on Windows too."""

from __future__ import annotations

from pathlib import Path

import pytest

from inference.sources.settings import UsbSettings
from inference.trial.product_file import load_product, product_path, products_in, save_product
from inference.trial.product_name import product_of, stem_of

ORDINARY = [
    "Bremssattel 4711-b",
    "v1.2",
    "Größe 3",
    "conveyor",
    "com10",
    "蓋",
    "a b",
    "nul-1",
    "Straße",
    "Strasse",
]
AWKWARD = ["a/b", "a:b", "50%", "a%2Fb", "..", ".hidden", "x\\y", 'a"b<c>d|e?f*g', "line\nbreak"]
DEVICES = ["CON", "nul", "Aux.v2", "com1", "LPT9.a.b", "prn ", "COM²", "conin$"]


@pytest.mark.parametrize("product", ORDINARY)
def test_an_ordinary_name_is_its_files_name(product: str) -> None:
    assert stem_of(product) == product


@pytest.mark.parametrize("product", ORDINARY + AWKWARD + DEVICES)
def test_a_name_comes_back(product: str) -> None:
    assert product_of(stem_of(product)) == product


@pytest.mark.parametrize("product", AWKWARD + DEVICES)
def test_no_system_stumbles_over_the_file(product: str) -> None:
    stem = stem_of(product)
    assert not set(stem) & set('<>:"/\\|?*\n')
    assert not stem.startswith(".")
    assert stem[0] == "%" or product in AWKWARD


def test_each_has_a_file_of_its_own(tmp_path: Path) -> None:
    products = [*ORDINARY, *AWKWARD, *DEVICES, "a-b"]
    for number, product in enumerate(products):
        save_product(product_path(tmp_path, product), UsbSettings(device=str(number)))
    assert sorted(products) == list(products_in(tmp_path))
    assert len({path.name.lower() for path in tmp_path.iterdir()}) == len(products)
    for number, product in enumerate(products):
        assert load_product(product_path(tmp_path, product)) == UsbSettings(device=str(number))


@pytest.mark.parametrize(
    ("saved", "asked"), [("Lid", "lid"), ("Gr\u00f6\u00dfe", "Gro\u0308\u00dfe"), ("CON", "con")]
)
def test_what_some_systems_take_for_one_name_is_one(saved: str, asked: str, tmp_path: Path) -> None:
    path = product_path(tmp_path, saved)
    save_product(path, UsbSettings())
    assert product_path(tmp_path, asked) == path


@pytest.mark.parametrize("name", ["CON", "a-b", "50%", " lid", "Lid%20 4711", "v1."])
def test_a_file_of_an_earlier_version_is_found_under_the_name_it_is_listed_by(
    name: str, tmp_path: Path
) -> None:
    old = tmp_path / f"{name}.toml"
    save_product(old, UsbSettings())
    (listed,) = products_in(tmp_path)
    assert product_path(tmp_path, listed) == old


def test_two_that_were_saved_in_both_writings_stay_two(tmp_path: Path) -> None:
    for name in ("Lid", "lid"):
        (tmp_path / f"{name}.toml").write_text("", "utf-8")
    if len(list(tmp_path.iterdir())) == 2:  # else this system takes them for one
        for name in ("Lid", "lid"):
            assert product_path(tmp_path, name).stem == name
