from __future__ import annotations

import io
import json
import shutil
import zipfile
from pathlib import Path

import pytest

from inference.keras_archive import ALLOWED_LAYERS, UnsafeArchive, check_keras_archive
from inference.package import (
    GRAPH,
    KERAS_MODEL,
    MANIFEST,
    PackageError,
    read_package,
    write_package,
)
from tests.inference.tiny_package import (
    archive_of,
    keras_archive,
    tiny_files,
    tiny_manifest,
    write_tiny_package,
)

_CONFIG = json.dumps({
    "class_name": "Functional",
    "config": {"layers": [{"class_name": "Dense", "config": {}}] * 20},
})  # fmt: skip


@pytest.mark.parametrize("name", ["model", "model.zip", "MODEL.ZIP"])
def test_what_is_written_is_read_back(tmp_path: Path, name: str) -> None:
    written = write_tiny_package(tmp_path / name)
    read = read_package(tmp_path / name)
    assert read.model_id == written.model_id
    assert (tmp_path / name).is_file() == (name != "model")
    assert read.model_id.startswith("tiny-")
    assert read.graph == tiny_files()[GRAPH]
    assert read.keras_model() == tiny_files()[KERAS_MODEL]
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_package_replaces_the_one_before(tmp_path: Path) -> None:
    write_tiny_package(tmp_path / "model")
    write_tiny_package(tmp_path / "model", name="second")
    assert read_package(tmp_path / "model").manifest.name == "second"


def test_a_bad_package_does_not_replace_a_good_one(tmp_path: Path) -> None:
    good = write_tiny_package(tmp_path / "model")
    bad = tiny_files(**{KERAS_MODEL: keras_archive("Lambda")})
    with pytest.raises(PackageError, match="Lambda"):
        write_package(tmp_path / "model", bad, tiny_manifest())
    assert read_package(tmp_path / "model").model_id == good.model_id


@pytest.mark.parametrize("name", ["model", "model.zip"])
def test_the_old_package_stays_when_the_new_one_can_not_take_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    good = write_tiny_package(tmp_path / name)

    def held_by_another_program(self: Path, target: Path) -> Path:
        if target == tmp_path / name:
            raise PermissionError(13, "another program holds it", str(target))
        return original(self, target)

    original = Path.replace
    monkeypatch.setattr(Path, "replace", held_by_another_program)
    with pytest.raises(PermissionError):
        write_tiny_package(tmp_path / name, name="second")
    assert read_package(tmp_path / name).model_id == good.model_id
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_zip_is_refused_wherever_the_damage_is(tmp_path: Path, method: int) -> None:
    write_tiny_package(tmp_path / "model")
    path = tmp_path / "packed.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        for file in (tmp_path / "model").iterdir():
            archive.write(file, file.name)
    whole = path.read_bytes()
    refused = 0
    for place in range(0, len(whole), 8):
        path.write_bytes(whole[:place] + b"\xa5\x5a" + whole[place + 2 :])
        try:
            read_package(path)
        except PackageError:
            refused += 1
    assert refused > len(whole) // 8 * 0.8  # the others hit a time or a flag that says nothing


def test_a_damaged_keras_archive_is_refused_wherever_the_damage_is() -> None:
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA):
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", method) as archive:
            archive.writestr("config.json", _CONFIG)
        whole = content.getvalue()
        refused = 0
        for place in range(len(whole) - 1):
            try:
                check_keras_archive(whole[:place] + b"\xa5\x5a" + whole[place + 2 :])
            except UnsafeArchive:
                refused += 1
        assert refused > len(whole) * 0.6


def test_a_config_nested_without_end_is_refused_or_looked_through() -> None:
    deep: object = {"class_name": "Lambda"}
    for _ in range(400):
        deep = {"class_name": "Dense", "config": deep}
    with pytest.raises(UnsafeArchive, match="Lambda"):
        check_keras_archive(archive_of({"class_name": "Functional", "config": deep}))
    endless = '{"class_name": "Functional", "config": ' + "[" * 200_000 + "]" * 200_000 + "}"
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("config.json", endless)
    with pytest.raises(UnsafeArchive, match=r"no \.keras archive"):
        check_keras_archive(content.getvalue())


@pytest.mark.parametrize("name", [KERAS_MODEL, GRAPH])
def test_a_changed_file_is_refused(tmp_path: Path, name: str) -> None:
    write_tiny_package(tmp_path / "model")
    with (tmp_path / "model" / name).open("ab") as file:
        file.write(b"\0")
    with pytest.raises(PackageError, match=f"{name} was changed"):
        read_package(tmp_path / "model")


@pytest.mark.parametrize("name", [KERAS_MODEL, GRAPH, MANIFEST])
def test_a_missing_file_is_refused(tmp_path: Path, name: str) -> None:
    write_tiny_package(tmp_path / "model")
    (tmp_path / "model" / name).unlink()
    with pytest.raises(PackageError, match=name):
        read_package(tmp_path / "model")


@pytest.mark.parametrize("name", ["weights.h5", "extra.pkl", "run.py"])
def test_a_file_that_can_run_code_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(PackageError, match="can run code"):
        write_package(tmp_path / "model", tiny_files(**{name: b"x"}), tiny_manifest())


def test_a_file_that_nobody_listed_is_refused(tmp_path: Path) -> None:
    write_tiny_package(tmp_path / "model")
    (tmp_path / "model" / "notes.md").write_text("hello", "utf-8")
    with pytest.raises(PackageError, match="not listed"):
        read_package(tmp_path / "model")


def test_an_h5_under_the_name_of_keras_is_refused(tmp_path: Path) -> None:
    files = tiny_files(**{KERAS_MODEL: b"\x89HDF\r\n\x1a\n" + bytes(100)})
    with pytest.raises(PackageError, match=r"no \.keras archive"):
        write_package(tmp_path / "model", files, tiny_manifest())


@pytest.mark.parametrize("labels", [["def", "ok"], ["ok"], ["def_front", "ok_front"], ["ok", "ok"]])
def test_a_wrong_label_order_is_refused(tmp_path: Path, labels: list[str]) -> None:
    write_tiny_package(tmp_path / "model")
    manifest = tmp_path / "model" / MANIFEST
    content = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps({**content, "labels": labels}), "utf-8")
    with pytest.raises(PackageError, match="labels"):
        read_package(tmp_path / "model")


def test_a_manifest_of_another_version_is_refused(tmp_path: Path) -> None:
    write_tiny_package(tmp_path / "model")
    manifest = tmp_path / "model" / MANIFEST
    content = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps({**content, "format_version": 2}), "utf-8")
    with pytest.raises(PackageError, match="format_version"):
        read_package(tmp_path / "model")


@pytest.mark.parametrize("kind", ["missing", "file", "empty folder", "broken zip"])
def test_what_is_no_package_is_refused_in_words(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "thing.zip"
    if kind == "file":
        path.write_text("hello", "utf-8")
    elif kind == "empty folder":
        path.mkdir()
    elif kind == "broken zip":
        write_tiny_package(path)
        path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(PackageError, match=r"thing\.zip"):
        read_package(path)


def test_a_zip_keeps_its_promise_when_repacked_by_hand(tmp_path: Path) -> None:
    write_tiny_package(tmp_path / "model")
    with zipfile.ZipFile(tmp_path / "again.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for file in (tmp_path / "model").iterdir():
            archive.write(file, file.name)
    assert read_package(tmp_path / "again.zip").manifest.name == "tiny"


def test_the_hash_names_the_whole_package(tmp_path: Path) -> None:
    first = write_tiny_package(tmp_path / "a")
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    assert read_package(tmp_path / "b").sha256 == first.sha256
    assert write_tiny_package(tmp_path / "c", name="other").sha256 != first.sha256


def test_every_plain_layer_is_let_in() -> None:
    check_keras_archive(keras_archive(*sorted(ALLOWED_LAYERS)))


@pytest.mark.parametrize("layer", ["Lambda", "TFSMLayer", "MyLayer", "torch>Module"])
def test_a_layer_that_runs_code_is_kept_out(layer: str) -> None:
    with pytest.raises(UnsafeArchive, match=layer):
        check_keras_archive(keras_archive("Dense", layer))


@pytest.mark.parametrize(
    "hidden",
    [
        {"class_name": "Functional", "config": {"layers": [{"class_name": "Lambda"}]}},
        {"class_name": "Dense", "config": {"activation": {"class_name": "Lambda"}}},
        {"class_name": "Dense", "config": {"activation": {"class_name": "__lambda__"}}},
        {"class_name": "Dense", "module": "os", "config": {}},
        {"class_name": "Dense", "config": {"x": [{"class_name": "function", "module": "os"}]}},
    ],
)
def test_what_runs_code_is_found_wherever_it_hides(hidden: dict[str, object]) -> None:
    with pytest.raises(UnsafeArchive, match="not allowed"):
        check_keras_archive(
            archive_of({"class_name": "Functional", "config": {"layers": [hidden]}})
        )


@pytest.mark.parametrize(
    "config", [[], {}, {"class_name": "Dense"}, {"class_name": ["Functional"]}]
)
def test_a_config_that_describes_no_model_is_refused(config: object) -> None:
    with pytest.raises(UnsafeArchive, match="describes no model"):
        check_keras_archive(archive_of(config))
