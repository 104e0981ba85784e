"""The packaged Station: built, carried elsewhere, and started on a machine that has nothing."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.e2e.program import ROOT
from tests.e2e.surroundings import instead, needs_mounts, within

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="there the workflow does the same"),
]
_MEGABYTES_AT_MOST = 450
_NOT_IN_IT = (
    "tensorflow",
    "keras",
    "sklearn",
    "scipy",
    "pandas",
    "tf2onnx",
    "pytest",
    "PyInstaller",
    "libreadline.so.8",
)
_THE_SYSTEMS = ("libglib-2.0.so.0", "libgobject-2.0.so.0", "libstdc++.so.6", "libgcc_s.so.1")
"""A second one of another age would stand in the way of libaravis and of the system's drivers."""


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built folder, with its checksums beside it, at a place that it was not built for."""
    place = tmp_path_factory.mktemp("build")
    words = ("--noconfirm", "--log-level", "ERROR", "--distpath", place / "dist")
    done = subprocess.run(
        [sys.executable, "-m", "PyInstaller", *map(str, words), "--workpath", str(place / "work"),
         "build.spec", "--", "--flavour", "station"],
        cwd=ROOT, capture_output=True, text=True, timeout=1800, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    shutil.rmtree(place / "work")
    return Path(shutil.move(place / "dist", place / "another place"))


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """No Python, no settings, no home but an empty one."""
    home = tmp_path / "empty home"
    home.mkdir()
    return {"HOME": str(home), "PATH": "", "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8"}


def _works(words: list[str]) -> bool:
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


def without_network() -> list[str]:
    """Words that cut a program off, where the system permits it."""
    for words in (["unshare", "-n"], ["unshare", "-rn"]):
        tool = shutil.which(words[0])
        if tool and _works([tool, *words[1:], "true"]):
            return [tool, *words[1:]]
    print("not permitted here: it runs with the network")
    return []


def run(
    folder: Path, environment: dict[str, str], *words: str, before: Sequence[str] | None = None
) -> subprocess.CompletedProcess[str]:
    program = folder / "lineside-station" / "lineside"
    return subprocess.run(
        [*(without_network() if before is None else before), str(program), *words],
        env=environment,
        cwd=environment["HOME"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=900,
        check=False,
    )


def test_it_passes_its_own_test_on_a_machine_that_has_nothing(
    moved: Path, bare: dict[str, str]
) -> None:
    done = run(moved, bare, "--self-test", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads(done.stdout)
    states = {check["name"]: check["state"] for check in report["checks"]}
    assert report["passed"]
    for name in ("model", "drawn parts", "records", "home folder", "window", "GenTL cameras"):
        assert states[name] == "ok", report
    assert states["Aravis cameras"] != "failed", report
    assert states["training"] == "skipped", "only Studio trains"


def test_it_is_small_and_knows_no_tensorflow(moved: Path, bare: dict[str, str]) -> None:
    files = [path for path in moved.rglob("*") if path.is_file() and not path.is_symlink()]
    assert sum(path.stat().st_size for path in files) <= _MEGABYTES_AT_MOST * 1e6
    names = {part for path in files for part in path.relative_to(moved).parts}
    assert not names & {*_NOT_IN_IT, *_THE_SYSTEMS}
    assert not any("tensorflow" in name for name in names)
    assert "train " not in run(moved, bare, "--help").stdout
    refused = run(moved, bare, "train", "parts", "--out", "model")
    assert refused.returncode == 2
    assert "Lineside Studio" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_all_that_it_reads_lies_in_it(moved: Path) -> None:
    program = moved / "lineside-station"
    papers = ("LICENSE", "README.md", "THIRD-PARTY.txt", "version.txt", "lineside.desktop",
              "docs/deploy.md")  # fmt: skip
    for name in (*papers, "lineside.png", "lineside.ico"):
        assert (program / name).stat().st_size, name
    for read in ("resources", "inference/records/migrations"):
        source, there = ROOT / read, program / "_internal" / read
        names = {path.relative_to(source) for path in source.rglob("*") if path.is_file()}
        names = {name for name in names if "__pycache__" not in name.parts}
        assert names <= {path.relative_to(there) for path in there.rglob("*")}
    assert (program / "lineside.png").read_bytes().startswith(b"\x89PNG")
    assert (program / "lineside.ico").read_bytes().startswith(b"\0\0\1\0")


def test_a_portable_copy_keeps_its_data_beside_itself(moved: Path, bare: dict[str, str]) -> None:
    marker = moved / "lineside-station/portable"
    marker.touch()
    try:
        done = run(moved, bare, "records")
        assert (done.returncode, done.stderr) == (0, "")
        assert (marker.parent / "data/logs").is_dir()
    finally:
        marker.unlink()
        shutil.rmtree(marker.parent / "data", ignore_errors=True)
    assert not list(Path(bare["HOME"]).rglob("lineside"))


@needs_mounts
def test_a_library_that_is_damaged_is_named(
    moved: Path, bare: dict[str, str], tmp_path: Path
) -> None:
    inside = moved / "lineside-station/_internal/onnxruntime"
    damaged = tmp_path / "damaged"
    damaged.touch()
    library = next(inside.rglob("onnxruntime_pybind11_state*"))
    system = bare | {"PATH": "/usr/bin:/bin"}  # for the mount
    words = ("station", "--parts", "2")
    done = run(moved, system, *words, before=within(instead(library, damaged)))
    assert done.returncode == 2
    assert "can't be loaded (onnxruntime)" in done.stderr
    assert "Traceback" not in done.stderr


def test_what_was_bundled_is_listed_with_its_hash_and_its_licence(moved: Path) -> None:
    rows = (moved / "lineside-station.sha256").read_text("utf-8").splitlines()
    listed = dict(reversed(row.split("  ", 1)) for row in rows)
    files = [path for path in moved.rglob("*") if path.is_file() and not path.is_symlink()]
    assert len(listed) == len(files) - 1  # all but the list itself
    for path in files[:50]:
        name = path.relative_to(moved).as_posix()
        if name in listed:
            assert hashlib.sha256(path.read_bytes()).hexdigest() == listed[name]
    said = (moved / "lineside-station" / "THIRD-PARTY.txt").read_text("utf-8")
    for name in ("Python 3", "numpy ", "PySide6_Essentials ", "onnxruntime ", "Inter: "):
        assert f"\n{name}" in said
    nobodys = said.partition("\nFiles whose licence was not found\n")[2]
    assert not nobodys, nobodys
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in said
    # As a chapter of its own: others may name it in theirs.
    assert not re.search(r"^=+\ntensorflow", said, re.MULTILINE)
