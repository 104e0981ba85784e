"""What is particular to Aravis, on a real GigE Vision camera on loopback."""

from __future__ import annotations

import ctypes
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pytest
from numpy.typing import NDArray

from inference.frame import Frame, UnreadableFrame
from inference.sources.industrial import aravis_library, gige_presence
from inference.sources.industrial.aravis_library import Library
from inference.sources.industrial.backends import open_camera
from inference.sources.industrial.finding import find_of
from inference.sources.industrial.found_camera import FoundCamera
from inference.sources.industrial.gige_presence import serial_at
from inference.sources.opening import make_source
from inference.sources.protocol import Source, SourceInvalid, SourceLost
from inference.sources.settings import SOFTWARE_TRIGGER, AravisSettings
from tests.fakes import LedgerInMemory
from tests.inference.sources.industrial.encodings import (
    HEIGHT,
    WIDTH,
    gige_packed,
    grey,
    mosaic,
    packed_p,
    red,
)
from tests.inference.sources.industrial.gige_camera import RGB8, SERIAL, gige_camera, red_gige

EMPTY = 1
"""The library's state of a buffer that nothing came into."""
RED_BYTES = red().astype(np.uint8)
FORMATS: dict[str, tuple[int, NDArray[np.generic], NDArray[np.uint16], int]] = {
    "Mono8": (0x01080001, grey(8).astype(np.uint8), grey(8), 8),
    "Mono10": (0x01100003, grey(10).astype("<u2"), grey(10), 10),
    "Mono12": (0x01100005, grey(12).astype("<u2"), grey(12), 12),
    "Mono12p": (0x010C0047, packed_p(grey(12), 12), grey(12), 12),
    "Mono12Packed": (0x010C0006, gige_packed(grey(12), 12), grey(12), 12),
    "Mono16": (0x01100007, grey(16).astype("<u2"), grey(16), 16),
    "BayerRG8": (0x01080009, mosaic("RG", 8).astype(np.uint8), red(), 8),
    "BayerBG12": (0x01100013, mosaic("BG", 12).astype("<u2"), red(12), 12),
    "RGB8": (0x02180014, RED_BYTES, red(), 8),
    "BGR8": (0x02180015, RED_BYTES[..., ::-1], red(), 8),
}
"""Name: GenICam's code, what is sent, what must come out, and its bits."""


def small(**further: object) -> AravisSettings:
    return red_gige(region=(0, 0, WIDTH, HEIGHT), **further)


def opened(settings: AravisSettings) -> Source:
    source = make_source(settings, LedgerInMemory())
    source.open()
    return source


def first_whole(source: Source) -> Frame:
    """A busy computer loses packets; what comes broken is told of, and not what is asked here."""
    for _ in range(100):
        part = source.read(30)
        if isinstance(part, Frame):
            return part
    raise AssertionError(part)


T = TypeVar("T")


def looked_for_until(seen: Callable[[], T | None]) -> T:
    """A look takes a second, in which a camera on a busy computer may not have answered."""
    for _ in range(60):
        if there := seen():
            return there
    raise AssertionError(seen)


def found_here() -> FoundCamera | None:
    """The camera, where it answered in time: once."""
    found = [camera for camera in find_of("aravis").cameras if camera.serial == SERIAL]
    assert len(found) <= 1
    return found[0] if found else None


@pytest.fixture
def _camera(tmp_path: Path) -> Iterator[None]:
    with gige_camera(tmp_path / "in"):
        yield


def test_each_pixel_format_comes_through_the_wire_as_it_was_sent(tmp_path: Path) -> None:
    pictures = {code: sent for code, sent, _, _ in FORMATS.values()}
    taught = [f"{name}={code:x}" for name, (code, _, _, _) in FORMATS.items()]
    with gige_camera(tmp_path / "in", pictures, "--formats", *taught):
        for name, (_, _, wanted, bits) in FORMATS.items():
            source = opened(small(pixel_format=name))
            frame = first_whole(source)
            source.close()
            assert frame.bits_per_sample == bits
            np.testing.assert_array_equal(frame.image, wanted, err_msg=name)


def test_an_empty_buffer_ahead_of_the_first_picture_is_no_exposure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As an administrator gets them, when somebody else sends while the camera is opened."""
    call, came = Library.call, list[int]()

    def pop(library: Library, function: str, *arguments: Any) -> Any:
        if function != "arv_stream_timeout_pop_buffer":
            return call(library, function, *arguments)
        if len(came) in {0, 1, 3}:
            came.append(call(library, "arv_buffer_new_allocate", 12 * 8 * 3))
            return came[-1]
        buffer = call(library, function, *arguments)
        if buffer and call(library, "arv_buffer_get_status", buffer) != EMPTY:
            came.append(buffer)
        return buffer

    with gige_camera(tmp_path / "in", {RGB8: RED_BYTES}):
        monkeypatch.setattr(Library, "call", pop)
        source = opened(small())
        parts = [source.read(30) for _ in range(4)]
        source.close()
    errors = [part.error if isinstance(part, UnreadableFrame) else "" for part in parts]
    # Once a picture has come an empty one counts: it may be what is left of an exposure.
    assert ["is empty" in error for error in errors] == [False, True, False, False]


@pytest.mark.usefixtures("_camera")
def test_it_is_found_with_its_serial_number_and_tells_its_limits() -> None:
    found = looked_for_until(found_here)
    assert (found.kind, found.serial, found.interface) == ("aravis", SERIAL, "GigE Vision")
    camera = open_camera(AravisSettings(serial=SERIAL))
    names = ("ExposureTimeAbs", "PixelFormat", "Width", "DeviceModelName")
    exposure, pixel_format, width, model = map(camera.nodes.parameter, names)
    camera.close()
    assert (exposure.minimum, exposure.maximum, exposure.increment) == (10, 1e7, None)
    assert "Mono8" in pixel_format.choices
    assert (width.minimum, width.maximum, width.increment, width.writable) == (1, 2048, 1, True)
    assert (model.value, model.writable) == ("Fake", False)


@pytest.mark.usefixtures("_camera")
@pytest.mark.parametrize(
    ("further", "what", "remedy"),
    [
        ({"exposure_us": 1e9}, "ExposureTimeAbs = 1000000000", "10 to 10000000"),
        ({"pixel_format": "Mono9"}, "PixelFormat = Mono9", "RGB8"),
        ({"region": (0, 0, 9999, 8)}, "Width = 9999", "1 to 2048"),
        ({"nodes": {"NoSuchThing": 1}}, "NoSuchThing", "leave it out"),
    ],
)
def test_what_the_camera_refuses_is_said_with_its_limits(
    further: dict[str, object], what: str, remedy: str
) -> None:
    with pytest.raises(SourceInvalid, match=what) as caught:
        opened(red_gige(**further))
    assert remedy in caught.value.remedy


@pytest.mark.usefixtures("_camera")
def test_a_camera_that_another_has_is_said_to_be_in_use() -> None:
    other = open_camera(AravisSettings(serial=SERIAL))
    try:
        with pytest.raises(SourceLost, match="in use already"):
            opened(red_gige())
    finally:
        other.close()


@pytest.mark.usefixtures("_camera")
def test_one_that_is_not_there_is_told_with_those_that_are() -> None:
    def told_of() -> bool:
        with pytest.raises(SourceLost, match=r"none-such.*there: ") as caught:
            opened(AravisSettings(serial="none-such"))
        return SERIAL in str(caught.value)

    assert looked_for_until(told_of)


def test_exposures_of_which_nothing_came_are_told_of(tmp_path: Path) -> None:
    # Three packets each: an eighth of the pictures lose all of them.
    with gige_camera(tmp_path / "in", {RGB8: RED_BYTES}, "--lost", "0.5"):
        source = opened(small())
        parts = [source.read(30) for _ in range(150)]
        source.close()
    errors = [part.error for part in parts if isinstance(part, UnreadableFrame)]
    frames = [part.image for part in parts if isinstance(part, Frame)]
    assert len(errors) + len(frames) == len(parts)
    assert any("nothing of it arrived" in error for error in errors)
    assert frames
    assert all((image == RED_BYTES).all() for image in frames)


def test_triggering_takes_one_picture_for_each(tmp_path: Path) -> None:
    with gige_camera(tmp_path / "in"):
        camera = open_camera(AravisSettings(serial=SERIAL))
        try:
            camera.nodes.set("TriggerMode", "On")
            camera.nodes.set("TriggerSource", "Software")
            camera.start()
            assert camera.retrieve(0.2) is None
            for _ in range(3):
                camera.nodes.execute("TriggerSoftware")
                assert camera.retrieve(30) is not None
            assert camera.retrieve(0.2) is None
        finally:
            camera.close()


def answering(request: bytes) -> list[bytes]:
    """Noise, the answer to another's question, then the right one."""
    wanted = request[-2:]
    another = bytes([wanted[0] ^ 1, wanted[1]])
    registers = b"\0" * 0xD8 + b"0815".ljust(32, b"\0")
    return [
        b"noise" * 100,
        b"short",
        *(b"\0\0\0\3" + b"\0\xf8" + number + registers for number in (another, wanted)),
    ]


@pytest.mark.parametrize(("says", "wanted"), [(answering, "0815"), (lambda _: [], None)])
def test_only_its_own_answer_counts_as_being_there(
    says: Callable[[bytes], list[bytes]], wanted: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as camera:
        camera.bind(("127.0.0.1", 0))
        camera.settimeout(30)
        monkeypatch.setattr(gige_presence, "_PORT", camera.getsockname()[1])
        if wanted is not None:  # who answers may be slow to begin
            monkeypatch.setattr(gige_presence, "_TRY_S", 30.0)

        def answer() -> None:
            request, who = camera.recvfrom(100)
            for word in says(request):
                camera.sendto(word, who)

        answers = threading.Thread(target=answer)
        answers.start()
        assert serial_at("127.0.0.1") == wanted
        answers.join()


def test_nobody_at_an_address_is_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setattr(gige_presence, "_PORT", free.getsockname()[1])
    assert serial_at("127.0.0.1") is None


def test_without_the_library_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise OSError(f"{name}: cannot open shared object file")

    monkeypatch.setattr(ctypes, "CDLL", missing)
    aravis_library.library.cache_clear()
    try:
        (trouble,) = find_of("aravis").troubles
        assert "apt-get install libaravis-0.8-0" in trouble
        with pytest.raises(SourceInvalid, match=r"Aravis .* not installed"):
            opened(AravisSettings(trigger=SOFTWARE_TRIGGER))
    finally:
        aravis_library.library.cache_clear()
