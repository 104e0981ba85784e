from __future__ import annotations

import io
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image as PillowImage

from inference.decode import UnreadableImage, decode_image, is_image_name, read_image

_GRADIENT = np.tile(np.arange(200, dtype=np.uint8), (100, 1))


def encoded(suffix: str, image: np.ndarray = _GRADIENT) -> bytes:
    return cv2.imencode(suffix, image)[1].tobytes()


@pytest.mark.parametrize("suffix", [".png", ".bmp", ".tif", ".jpg", ".webp"])
def test_grey_images_of_every_kind(suffix: str) -> None:
    image = decode_image(encoded(suffix))
    assert image.shape[:2] == (100, 200)
    assert image.dtype == np.uint8
    assert not image.flags.writeable


def test_colours_come_out_as_rgb() -> None:
    content = io.BytesIO()
    PillowImage.new("RGB", (4, 4), (200, 100, 50)).save(content, "png")
    assert decode_image(content.getvalue())[0, 0].tolist() == [200, 100, 50]


def test_16_bits_stay_16_bits() -> None:
    deep = np.full((4, 4), 40_000, np.uint16)
    image = decode_image(encoded(".png", deep))
    assert image.dtype == np.uint16
    assert np.all(image == 40_000)


def test_alpha_is_dropped() -> None:
    image = decode_image(encoded(".png", np.full((4, 4, 4), 99, np.uint8)))
    assert image.shape == (4, 4, 3)


def test_cmyk_becomes_rgb() -> None:
    content = io.BytesIO()
    PillowImage.new("CMYK", (16, 16), (0, 255, 255, 0)).save(content, "jpeg")
    red, green, blue = (int(value) for value in decode_image(content.getvalue())[8, 8])
    assert red > 200
    assert max(green, blue) < 60


def test_one_pixel_is_an_image() -> None:
    assert decode_image(encoded(".png", np.zeros((1, 1), np.uint8))).shape == (1, 1)


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".bmp"])
@pytest.mark.parametrize("share", [0.3, 0.7, 0.98])
def test_a_file_cut_short_is_not_filled_up_with_grey(suffix: str, share: float) -> None:
    content = encoded(suffix, np.random.default_rng(0).integers(0, 256, (99, 99), np.uint8))
    with pytest.raises(UnreadableImage, match="cut short"):
        decode_image(content[: int(share * len(content))])


@pytest.mark.parametrize("suffix", [".tif", ".webp"])
@pytest.mark.parametrize("share", [0.3, 0.7, 0.98])
def test_other_formats_cut_short_are_refused_by_the_decoder(suffix: str, share: float) -> None:
    content = encoded(suffix, np.random.default_rng(0).integers(0, 256, (99, 99), np.uint8))
    with pytest.raises(UnreadableImage, match="damaged"):
        decode_image(content[: int(share * len(content))])


def _damaged(suffix: str, place: float) -> bytes:
    """200 bytes of another content, at this share of the length."""
    noise = np.random.default_rng(0).integers(0, 256, (99, 99), np.uint8)
    content = bytearray(encoded(suffix, noise))
    at = int(place * len(content))
    content[at : at + 200] = bytes(200)
    return bytes(content)


@pytest.mark.parametrize("place", [0.2, 0.5, 0.8])
def test_damage_inside_is_found_in_png(place: float) -> None:
    with pytest.raises(UnreadableImage, match="damaged"):
        decode_image(_damaged(".png", place))


@pytest.mark.parametrize("suffix", [".jpg", ".tif", ".webp", ".bmp"])
def test_damage_inside_is_not_found_in_formats_without_checksums(suffix: str) -> None:
    # A known limit, said in `decode_image`: should a decoder learn it one day, this one tells.
    assert decode_image(_damaged(suffix, 0.5)).shape[:2] == (99, 99)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"hello, I am a text", "no image"),
        (b"GIF89a" + bytes(20), "no image"),
        (b"\xff\xd8\xff" + bytes(50) + b"\xff\xd9", "no image"),
    ],
)
def test_what_is_no_image_is_told(content: bytes, words: str) -> None:
    with pytest.raises(UnreadableImage, match=words):
        decode_image(content)


def test_floating_point_pixels_are_refused() -> None:
    with pytest.raises(UnreadableImage, match="float32"):
        decode_image(encoded(".tif", np.zeros((4, 4), np.float32)))


def test_a_decompression_bomb_is_refused_before_it_goes_off() -> None:
    bomb = encoded(".png", np.zeros((20_000, 20_000), np.uint8))
    assert len(bomb) < 2_000_000
    with pytest.raises(UnreadableImage, match="too many pixels"):
        decode_image(bomb)


@pytest.mark.parametrize("function", ["imdecode", "cvtColor"])
@pytest.mark.parametrize("error", [MemoryError(), cv2.error("Insufficient memory")])
def test_no_room_for_the_pixels_is_told(
    monkeypatch: pytest.MonkeyPatch, function: str, error: Exception
) -> None:
    content = encoded(".png", np.zeros((4, 4, 3), np.uint8))

    def fail(*_: object) -> object:
        raise error

    error.err = "Insufficient memory"  # as OpenCV sets it
    monkeypatch.setattr(cv2, function, fail)
    with pytest.raises(UnreadableImage, match="memory"):
        decode_image(content)


def test_a_name_outside_ascii_is_read(tmp_path: Path) -> None:
    path = tmp_path / "Prüfling 部品 №1.png"
    path.write_bytes(encoded(".png"))
    assert np.array_equal(read_image(path), _GRADIENT)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableImage, match="can't be read"):
        read_image(tmp_path / "gone.png")


def test_a_file_that_is_far_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a film.png"
    with path.open("wb") as file:
        file.truncate((1 << 30) + 1)  # takes no room on the disk
    with pytest.raises(UnreadableImage, match=r"too large \(1\.1 GB\)"):
        read_image(path)


def test_names_of_images() -> None:
    assert is_image_name(Path("a.JPG"))
    assert is_image_name(Path("b.tiff"))
    assert not is_image_name(Path(".a.jpg"))
    assert not is_image_name(Path("a.txt"))
