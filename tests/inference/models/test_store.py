from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest

from inference.home import DEMO_MODEL, Home
from inference.models import store as store_module
from inference.models.store import ModelStore, StoredModel
from inference.package import PackageError, read_package
from tests.inference.tiny_package import write_tiny_package


@pytest.fixture
def store(home: Home) -> ModelStore:
    return ModelStore(home)


def only(store: ModelStore) -> StoredModel:
    (stored, _) = store.models(None)
    return stored


@pytest.mark.parametrize("name", ["run", "run.zip"])
def test_what_is_taken_in_is_the_same_package_and_needs_the_original_no_more(
    store: ModelStore, home: Home, tmp_path: Path, name: str
) -> None:
    package = write_tiny_package(tmp_path / name)
    place = store.take_in(package.path)
    if package.path.is_dir():
        shutil.rmtree(package.path)
    else:
        package.path.unlink()
    assert place.parent == home.models
    assert read_package(place).sha256 == package.sha256
    assert only(store).model_id == package.model_id
    assert only(store).size_bytes > 1000


def test_taken_in_twice_it_lies_there_once(store: ModelStore, home: Home, tmp_path: Path) -> None:
    package = write_tiny_package(tmp_path / "run")
    first = store.take_in(package.path)
    before = (first / "manifest.json").stat().st_mtime_ns
    assert store.take_in(package.path) == first == store.take_in(first)
    assert (first / "manifest.json").stat().st_mtime_ns == before
    assert len(list(home.models.iterdir())) == 1


def test_a_damaged_copy_is_mended_by_taking_it_in_again(store: ModelStore, tmp_path: Path) -> None:
    package = write_tiny_package(tmp_path / "run")
    place = store.take_in(package.path)
    (place / "model.onnx").write_bytes(b"")
    store.take_in(package.path)
    assert read_package(place).sha256 == package.sha256


def test_a_changed_package_does_not_come_in(store: ModelStore, home: Home, tmp_path: Path) -> None:
    write_tiny_package(tmp_path / "run")
    (tmp_path / "run" / "model.onnx").write_bytes(b"other")
    with pytest.raises(PackageError, match="changed after it was packed"):
        store.take_in(tmp_path / "run")
    assert not home.models.exists()


def test_a_copy_that_fails_leaves_nothing(
    store: ModelStore, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = write_tiny_package(tmp_path / "run")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("inference.package.write_atomically", full)
    with pytest.raises(OSError, match="No space"):
        store.take_in(package.path)
    assert list(home.models.iterdir()) == []


@pytest.mark.parametrize("name", [".hidden", "  a b", "ü" * 80, "con"])
def test_each_name_gets_a_folder_that_shows(store: ModelStore, tmp_path: Path, name: str) -> None:
    package = write_tiny_package(tmp_path / "run", name=name)
    place = store.take_in(package.path)
    assert not place.name.startswith((".", " "))
    assert len(place.name.encode()) < 120
    assert only(store).model_id == package.model_id


def test_a_package_that_can_not_be_read_is_listed_with_the_reason(
    store: ModelStore, home: Home
) -> None:
    (home.models / "broken").mkdir(parents=True)
    (home.models / "broken" / "manifest.json").write_text("{}")
    (home.models / "torn.zip").write_bytes(b"PK")
    models = {model.model_id: model for model in store.models(None)}
    assert models["broken"].manifest is None
    assert "manifest.json" in (models["broken"].problem or "")
    assert models["torn.zip"].problem


def test_the_newest_is_first_and_the_programs_own_is_last(
    store: ModelStore, tmp_path: Path
) -> None:
    for name in ("old", "new"):
        store.take_in(write_tiny_package(tmp_path / name, name=name).path)
        time.sleep(0.002)
    names = [model.manifest.name for model in store.models(None) if model.manifest]
    # Their manifests share the moment at which the tests began: the id decides.
    assert sorted(names[:2]) == ["new", "old"]
    assert names[2] == "demo"
    assert store.models(None)[-1].path is None
    assert store.models(None)[-1].folder == DEMO_MODEL


def test_the_lines_model_is_listed_wherever_it_lies(store: ModelStore, tmp_path: Path) -> None:
    package = write_tiny_package(tmp_path / "elsewhere")
    assert package.path in [model.path for model in store.models(package.path)]


def test_found_by_id_by_name_and_by_beginning(store: ModelStore, tmp_path: Path) -> None:
    ids = [
        store.take_in(write_tiny_package(tmp_path / name, name=name).path).name
        for name in ("casting", "castings")
    ]
    assert store.find(ids[0], None).model_id == ids[0]
    assert store.find("castings", None).model_id == ids[1]
    assert store.find(ids[1][:-2], None).model_id == ids[1]
    with pytest.raises(PackageError, match="could be each of"):
        store.find("cast", None)
    with pytest.raises(PackageError, match="no model 'valve' here"):
        store.find("valve", None)


def test_exported_and_taken_in_elsewhere_it_is_the_same(store: ModelStore, tmp_path: Path) -> None:
    package = write_tiny_package(tmp_path / "run")
    store.take_in(package.path)
    store.export(only(store), tmp_path / "out" / "tiny.zip")
    other = ModelStore(Home(tmp_path / "other"))
    assert other.take_in(tmp_path / "out" / "tiny.zip").name == package.model_id
    with pytest.raises(PackageError, match=r"must end in \.zip"):
        store.export(only(store), tmp_path / "out.exe")


def test_deleted_it_is_gone(store: ModelStore, home: Home, tmp_path: Path) -> None:
    store.take_in(write_tiny_package(tmp_path / "run").path)
    store.delete(only(store))
    assert list(home.models.iterdir()) == []


def test_what_lies_elsewhere_is_never_deleted(store: ModelStore, tmp_path: Path) -> None:
    outside = write_tiny_package(tmp_path / "run").path
    for model in store.models(outside):
        with pytest.raises(PackageError, match="it stays"):
            store.delete(model)
    assert outside.exists()
    assert DEMO_MODEL.exists()


def test_a_delete_that_was_killed_shows_nothing_and_is_swept_later(
    store: ModelStore, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = write_tiny_package(tmp_path / "run")
    store.take_in(package.path)
    monkeypatch.setattr(store_module, "_remove", lambda _: None)  # killed before this
    store.delete(only(store))
    monkeypatch.undo()
    assert [model.path for model in store.models(None)] == [None]
    (left,) = home.models.iterdir()
    long_ago = time.time() - 7200
    os.utime(left, (long_ago, long_ago))
    store.take_in(package.path)
    assert [path.name for path in home.models.iterdir()] == [package.model_id]
