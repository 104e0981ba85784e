"""A real GigE Vision camera to test with: it can be unplugged, frozen, muted, and lose packets."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from inference.sources.industrial.aravis_library import library
from inference.sources.settings import AravisSettings
from tests.inference.sources.pictures import red_bgr

RGB8 = 0x02180014
SERIAL = "GV02"
_PROCESS = Path(__file__).with_name("gige_process.py")


class GigeCamera:
    """There is one at a time on a computer: the port belongs to the protocol."""

    def __init__(self, pictures: Path, *arguments: str) -> None:
        self._command = [
            sys.executable, "-S", str(_PROCESS), "--serial", SERIAL, "--pictures", str(pictures),
            *arguments,
        ]  # fmt: skip
        self._process: subprocess.Popen[str] | None = None

    def plug_in(self) -> None:
        """It answers when this returns."""
        self._process = subprocess.Popen(
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._answer() == "ready"

    def unplug(self) -> None:
        """In the midst of whatever it does."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def mute(self) -> None:
        """It sends no more pictures, and answers all the same."""
        self._order("mute")

    def freeze(self) -> None:
        """It sends nothing and answers nothing, until it goes on as if nothing had been."""
        self._running().send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self._running().send_signal(signal.SIGCONT)

    def _order(self, order: str) -> None:
        to = self._running().stdin
        assert to is not None
        to.write(f"{order}\n")
        to.flush()
        assert self._answer() == "done"

    def _answer(self) -> str:
        said = self._running().stdout
        assert said is not None
        return said.readline().strip()

    def _running(self) -> subprocess.Popen[str]:
        assert self._process is not None
        return self._process


@contextlib.contextmanager
def gige_camera(
    folder: Path, pictures: Mapping[int, NDArray[np.generic]] | None = None, *arguments: str
) -> Iterator[GigeCamera]:
    """Plugged in; sees red in RGB, or what is given for each code of a pixel format."""
    pytest.importorskip("fcntl", reason="Aravis is for Linux")
    _needs_aravis()
    folder.mkdir(exist_ok=True)
    for code, picture in (pictures or {RGB8: red_bgr()[..., ::-1]}).items():
        (folder / f"{code:x}.raw").write_bytes(np.ascontiguousarray(picture).tobytes())
    camera = GigeCamera(folder, *arguments)
    with _alone_on_this_computer():
        camera.plug_in()
        try:
            yield camera
        finally:
            camera.unplug()


def red_gige(**further: object) -> AravisSettings:
    """The camera that sees red, 64 x 48 px, in colour."""
    given: dict[str, object] = {
        "serial": SERIAL,
        "pixel_format": "RGB8",
        "region": (0, 0, 64, 48),
        "fps": 100.0,
        "exposure_us": 1000.0,
        "trigger_timeout_s": 10.0,
    }
    return AravisSettings.model_validate(given | further)


def _needs_aravis() -> None:
    try:
        library()
    except ImportError as error:
        pytest.skip(f"libaravis-0.8 is not installed: {error}")


@contextlib.contextmanager
def _alone_on_this_computer() -> Iterator[None]:
    import fcntl

    with (Path(tempfile.gettempdir()) / "lineside-gige-camera.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
