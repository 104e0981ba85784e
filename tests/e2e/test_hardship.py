"""What lacks or is broken is said in clear words, and what was there before stays as it was."""

from __future__ import annotations

import contextlib
import ctypes.util
import importlib.util
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import cv2
import pytest

from inference.home import Home
from inference.records.records import Records
from tests.e2e.program import PACKAGED, PROGRAM, json_lines, run, start
from tests.e2e.surroundings import beside, instead, needs_mounts, read_only, small_disk, within
from tests.inference.tiny_package import grey, write_tiny_package

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="kills and mounts are Linux's here"),
]
_WITHIN_S = 600.0
_SETTINGS = "threads = 1\n\n[source]\nkind = 'simulated'\n"


def trains() -> bool:
    """All but the packaged Station."""
    return PACKAGED is None or (PACKAGED.parent / "_internal/tensorflow").is_dir()


@pytest.fixture(scope="module")
def once_used(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with settings and three records."""
    home = Home(tmp_path_factory.mktemp("home"))
    home.settings.write_text(_SETTINGS, "utf-8")
    done = run("station", "--parts", 3, home=home.folder)
    assert (done.returncode, done.stderr) == (0, "")
    return home


@pytest.fixture
def used(once_used: Home, tmp_path: Path) -> Home:
    """One such of its own."""
    return Home(Path(shutil.copytree(once_used.folder, tmp_path / "home")))


def content_of(home: Home) -> dict[Path, bytes]:
    """All but the log and what SQLite keeps beside the database while it is open."""
    kept = (home.settings, home.database, *home.images.rglob("*.*"))
    return {path: path.read_bytes() for path in kept if path.is_file()}


def records(home: Home) -> int:
    with Records(home.database) as kept:
        return sum(kept.counts().values())


def said_without_a_trace(done: subprocess.CompletedProcess[str], *words: str) -> None:
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr, done.stderr


def test_killed_while_it_starts_it_loses_nothing_and_starts_again(used: Home) -> None:
    for moment_s in (0.05, 0.2, 0.5, 1.0):
        process = start("station", "--rate", 50, home=used.folder)
        time.sleep(moment_s)
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=_WITHIN_S)
        assert used.settings.read_text("utf-8") == _SETTINGS
    before = records(used)
    assert before >= 3
    done = run("station", "--parts", 2, home=used.folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert records(used) == before + 2


@needs_mounts
def test_a_disk_that_becomes_full_holds_the_station_until_there_is_room(tmp_path: Path) -> None:
    incoming, home = tmp_path / "in", tmp_path / "small disk"
    incoming.mkdir()
    home.mkdir()
    model = write_tiny_package(tmp_path / "tiny.zip").path
    words = ("station", "--source", f"folder:{incoming}", "--model", model, "--archive", "none")
    process = start(*words, home=home, within=within(small_disk(home, "8m")))
    filler = Path(f"/proc/{process.pid}/root") / str(home / "filler").lstrip("/")
    assert process.stdout is not None
    assert process.stderr is not None
    put(incoming, range(3))
    process.stdout.readline()  # it judges, with a home on its small disk
    fill(filler)
    put(incoming, range(3, 10))
    assert "the disk is full" in process.stderr.readline()
    filler.unlink()
    deadline = time.monotonic() + _WITHIN_S
    while records_beside(process, home) < 10:
        assert time.monotonic() < deadline
    process.terminate()
    _, complaints = process.communicate(timeout=_WITHIN_S)
    assert process.returncode == 0, complaints
    assert "Traceback" not in complaints


def put(folder: Path, numbers: range) -> None:
    for number in numbers:
        content = cv2.imencode(".png", grey(10 * number))[1].tobytes()
        (folder / f"{number}.png").write_bytes(content)


def records_beside(process: subprocess.Popen[str], home: Path) -> int:
    done = run("records", "--json", home=home, within=beside(process))
    return len(json_lines(done.stdout))


@needs_mounts
def test_a_full_disk_is_said_at_the_start(tmp_path: Path) -> None:
    home = tmp_path / "full disk"
    home.mkdir()
    filled = f"cat /dev/zero >{shlex.quote(str(home / 'filler'))} 2>/dev/null || true"
    machine = within(small_disk(home, "8m"), f"{ours(home)} records", filled)
    done = run("station", "--parts", 2, home=home, within=machine)
    assert done.returncode == 2
    said_without_a_trace(done, "the disk is full", "make room")


def ours(home: Path) -> str:
    """The program, in the words of a shell."""
    return shlex.join([*PROGRAM, "--home", str(home)])


def fill(file: Path) -> None:
    """All the room that there is."""
    with file.open("wb", buffering=0) as filler, contextlib.suppress(OSError):
        while filler.write(b"x" * 4096):
            pass


@needs_mounts
@pytest.mark.parametrize("command", ["station", "window"])
def test_a_home_that_can_only_be_read_is_said(command: str, used: Home) -> None:
    before = content_of(used)
    done = run(command, "--parts", 3, home=used.folder, within=within(read_only(used.folder)))
    assert done.returncode in (1, 2)
    said_without_a_trace(done, "ead-only", "home folder can't be used")
    assert "Errno" not in done.stderr
    assert ("could not be written" in done.stdout) == (command == "window")
    assert content_of(used) == before


@pytest.mark.parametrize("command", ["station", "window"])
def test_settings_that_are_no_text_are_said_and_stay(command: str, used: Home) -> None:
    used.settings.write_bytes(b"\x00\xff[[[")
    before = content_of(used)
    done = run(command, "--parts", 3, home=used.folder)
    assert done.returncode in (1, 2)
    said_without_a_trace(done, "station.toml")
    assert content_of(used) == before


@pytest.mark.parametrize("command", ["station", "window"])
def test_a_model_that_is_gone_is_named(command: str, used: Home) -> None:
    gone = used.folder / "gone.zip"
    used.settings.write_text(f"model = '{gone.as_posix()}'\n{_SETTINGS}", "utf-8")
    before = content_of(used)
    done = run(command, "--parts", 3, home=used.folder)
    assert done.returncode in (1, 2)
    said_without_a_trace(done, "gone.zip")
    assert content_of(used) == before


def test_a_second_window_says_who_is_at_work(used: Home) -> None:
    first = start("station", "--rate", 5, home=used.folder)
    assert first.stdout is not None
    first.stdout.readline()  # it judges
    second = run("window", "--parts", 2, home=used.folder)
    first.terminate()
    _, stderr = first.communicate(timeout=_WITHIN_S)
    assert second.returncode in (1, 2)
    said_without_a_trace(second, "another station is at work")
    assert (first.returncode, stderr) == (0, "")


@needs_mounts
@pytest.mark.skipif(not trains(), reason="this program trains on no processor")
def test_without_avx_it_judges_and_says_why_it_cannot_train(tmp_path: Path) -> None:
    processor = tmp_path / "cpuinfo"
    processor.write_text("flags\t\t: fpu sse sse2 ssse3 sse4_1 sse4_2 popcnt\n", "utf-8")
    old = within(instead(Path("/proc/cpuinfo"), processor))
    train = run("train", "parts", "--out", "model", home=tmp_path, within=old)
    assert train.returncode == 2
    said_without_a_trace(train, "AVX", "train on another")
    judged = run("station", "--source", "simulated", "--parts", 2, home=tmp_path, within=old)
    assert (judged.returncode, judged.stderr) == (0, "")


@needs_mounts
@pytest.mark.parametrize(
    ("package", "library", "status"),
    # The window shows why it judges nothing; without Qt there is no window.
    [("onnxruntime", "capi/onnxruntime_pybind11_state*", 1), ("PySide6", "QtWidgets.*so*", 2)],
)
def test_a_library_that_cannot_be_loaded_is_named(
    package: str, library: str, status: int, tmp_path: Path
) -> None:
    file = next(folder_of(package).glob(library))
    damaged = tmp_path / "damaged"
    damaged.write_bytes(b"")
    home = tmp_path / "home"
    done = run("window", "--parts", 2, home=home, within=within(instead(file, damaged)))
    assert done.returncode == status
    said_without_a_trace(done, f"can't be loaded ({package})", "install the system libraries")


@pytest.mark.skipif(sys.platform != "linux", reason="others always have a screen")
def test_a_screen_that_cannot_be_reached_is_said(used: Home) -> None:
    before = content_of(used)
    elsewhere = ("env", "-u", "QT_QPA_PLATFORM", "-u", "WAYLAND_DISPLAY", "DISPLAY=:4711")
    done = run("window", home=used.folder, within=elsewhere)
    assert done.returncode == 2
    # Qt's own words; without this library it doesn't come to look at DISPLAY.
    reason = ":4711" if ctypes.util.find_library("xcb-cursor") else "libxcb-cursor0 is needed"
    said_without_a_trace(done, "error: the window can't be shown", reason, "station")
    assert "can't be shown" in (used.logs / "lineside.log").read_text("utf-8")
    assert content_of(used) == before


def folder_of(package: str) -> Path:
    """As the program finds it."""
    if PACKAGED:
        return PACKAGED.parent / "_internal" / package
    spec = importlib.util.find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent
