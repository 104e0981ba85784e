"""A GigE Vision camera on this computer's own loopback, as a process of its own.

The camera is libaravis's own: the whole protocol, on UDP, to port 3956. What it sees are the files
of a folder, one for each pixel format (its code in hex). Reads orders from its standard input.
"""

from __future__ import annotations

import argparse
import ctypes
import sys
from pathlib import Path
from typing import Any

ARAVIS, GOBJECT = ctypes.CDLL("libaravis-0.8.so.0"), ctypes.CDLL("libgobject-2.0.so.0")
DOUBLE = 15 << 2
ACQUISITION = 0x124
FillPattern = ctypes.CFUNCTYPE(
    None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_uint32, ctypes.c_uint32, ctypes.c_uint32
)
_SIGNATURES: tuple[tuple[Any, Any, list[Any]], ...] = (
    (ARAVIS.arv_gv_fake_camera_new_full, ctypes.c_void_p, [ctypes.c_char_p] * 3),
    (ARAVIS.arv_gv_fake_camera_is_running, ctypes.c_int, [ctypes.c_void_p]),
    (ARAVIS.arv_gv_fake_camera_get_fake_camera, ctypes.c_void_p, [ctypes.c_void_p]),
    (ARAVIS.arv_fake_camera_new, ctypes.c_void_p, [ctypes.c_char_p]),
    (
        ARAVIS.arv_fake_camera_get_genicam_xml,
        ctypes.c_void_p,
        [ctypes.c_void_p, ctypes.c_void_p],
    ),
    (
        ARAVIS.arv_fake_camera_set_fill_pattern,
        None,
        [ctypes.c_void_p, FillPattern, ctypes.c_void_p],
    ),
    (
        ARAVIS.arv_fake_camera_write_register,
        ctypes.c_int,
        [ctypes.c_void_p, ctypes.c_uint32, ctypes.c_uint32],
    ),
    (ARAVIS.arv_fake_camera_get_payload, ctypes.c_size_t, [ctypes.c_void_p]),
    (ARAVIS.arv_buffer_get_data, ctypes.c_void_p, [ctypes.c_void_p, ctypes.c_void_p]),
    (GOBJECT.g_value_init, ctypes.c_void_p, [ctypes.c_void_p, ctypes.c_size_t]),
    (GOBJECT.g_value_set_double, None, [ctypes.c_void_p, ctypes.c_double]),
    (
        GOBJECT.g_object_set_property,
        None,
        [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p],
    ),
)
for function, result, takes in _SIGNATURES:
    function.restype, function.argtypes = result, takes


def main() -> None:
    words = argparse.ArgumentParser()
    words.add_argument("--serial", required=True)
    words.add_argument("--pictures", type=Path, required=True)
    words.add_argument("--lost", type=float, default=0.0, help="share of packets that get lost")
    words.add_argument("--formats", nargs="*", default=[], help="further ones, as NAME=CODE")
    given = words.parse_args()
    features = given.pictures / "features.xml"
    features.write_bytes(_with_formats(_built_in_features(), given.formats))
    camera = ARAVIS.arv_gv_fake_camera_new_full(
        b"127.0.0.1", given.serial.encode(), str(features).encode()
    )
    if not ARAVIS.arv_gv_fake_camera_is_running(camera):
        sys.exit("the camera can't have its port")
    inside = ARAVIS.arv_gv_fake_camera_get_fake_camera(camera)
    see = FillPattern(_seeing(inside, given.pictures))
    ARAVIS.arv_fake_camera_set_fill_pattern(inside, see, None)
    _lose(camera, given.lost)
    print("ready", flush=True)
    for order in sys.stdin:
        ARAVIS.arv_fake_camera_write_register(inside, ACQUISITION, order.strip() == "speak")
        print("done", flush=True)


def _seeing(camera: int, pictures: Path) -> Any:
    seen = {int(path.stem, 16): path.read_bytes() for path in pictures.glob("*.raw")}

    def see(buffer: int, _: int, __: int, ___: int, pixel_format: int) -> None:
        room = ARAVIS.arv_fake_camera_get_payload(camera)
        pixels = seen[pixel_format]
        ctypes.memmove(ARAVIS.arv_buffer_get_data(buffer, None), pixels, min(room, len(pixels)))

    return see


def _lose(camera: int, share: float) -> None:
    value = (ctypes.c_uint64 * 3)()
    GOBJECT.g_value_init(value, DOUBLE)
    GOBJECT.g_value_set_double(value, share)
    GOBJECT.g_object_set_property(camera, b"gvsp-lost-ratio", value)


def _built_in_features() -> bytes:
    size = ctypes.c_size_t()
    template = ARAVIS.arv_fake_camera_new(b"template")
    return ctypes.string_at(
        ARAVIS.arv_fake_camera_get_genicam_xml(template, ctypes.byref(size)), size.value
    )


def _with_formats(features: bytes, formats: list[str]) -> bytes:
    place = b"<pValue>PixelFormatRegister</pValue>"
    entries = ""
    for name, code in (entry.split("=") for entry in formats):
        entries += f'<EnumEntry Name="{name}" NameSpace="Standard">'
        entries += f"<Value>{int(code, 16)}</Value></EnumEntry>"
    return features.replace(place, entries.encode() + place)


if __name__ == "__main__":
    main()
