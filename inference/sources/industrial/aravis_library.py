"""The functions of libaravis that are needed here, called as they are in C.

No binding package lies between: the same few lines serve each Python and the packaged program, and
the library runs none of our code on its threads.
"""

from __future__ import annotations

import ctypes
import functools
from collections.abc import Mapping
from typing import Any

_ARAVIS = "libaravis-0.8.so.0"
_GOBJECT = "libgobject-2.0.so.0"

Text = ctypes.c_char_p
Object = ctypes.c_void_p
Integer = ctypes.c_int64
Real = ctypes.c_double
Flag = ctypes.c_int
Size = ctypes.c_size_t
_Signature = tuple[Any, tuple[Any, ...]]


class _Error(ctypes.Structure):
    """GLib's GError."""

    _fields_ = (("domain", ctypes.c_uint32), ("code", ctypes.c_int), ("message", ctypes.c_char_p))


_ErrorPlace = ctypes.POINTER(ctypes.POINTER(_Error))
_Number = ctypes.POINTER(ctypes.c_int)

_GLIB: Mapping[str, _Signature] = {
    "g_error_free": (None, (ctypes.POINTER(_Error),)),
    "g_free": (None, (ctypes.c_void_p,)),
    "g_object_unref": (None, (Object,)),
    "g_type_check_instance_is_a": (Flag, (Object, Size)),
}
_PLAIN: Mapping[str, _Signature] = {
    "arv_enable_interface": (None, (Text,)),
    "arv_update_device_list": (None, ()),
    "arv_get_n_devices": (ctypes.c_uint, ()),
    "arv_get_device_id": (Text, (ctypes.c_uint,)),
    "arv_get_device_address": (Text, (ctypes.c_uint,)),
    "arv_get_device_vendor": (Text, (ctypes.c_uint,)),
    "arv_get_device_model": (Text, (ctypes.c_uint,)),
    "arv_get_device_serial_nbr": (Text, (ctypes.c_uint,)),
    "arv_get_device_protocol": (Text, (ctypes.c_uint,)),
    "arv_camera_get_device": (Object, (Object,)),
    "arv_camera_is_gv_device": (Flag, (Object,)),
    "arv_gv_device_is_controller": (Flag, (Object,)),
    "arv_device_set_range_check_policy": (None, (Object, Flag)),
    "arv_device_set_access_check_policy": (None, (Object, Flag)),
    "arv_device_get_feature": (Object, (Object, Text)),
    "arv_device_get_feature_access_mode": (ctypes.c_int, (Object, Text)),
    "arv_gc_boolean_get_type": (Size, ()),
    "arv_gc_enumeration_get_type": (Size, ()),
    "arv_gc_float_get_type": (Size, ()),
    "arv_gc_float_get_unit": (Text, (Object,)),
    "arv_gc_integer_get_type": (Size, ()),
    "arv_gc_integer_get_unit": (Text, (Object,)),
    "arv_buffer_new_allocate": (Object, (Size,)),
    "arv_buffer_get_status": (ctypes.c_int, (Object,)),
    "arv_buffer_get_frame_id": (ctypes.c_uint64, (Object,)),
    "arv_buffer_get_image_data": (ctypes.c_void_p, (Object, ctypes.POINTER(Size))),
    "arv_buffer_get_image_height": (ctypes.c_int, (Object,)),
    "arv_buffer_get_image_padding": (None, (Object, _Number, _Number)),
    "arv_buffer_get_image_pixel_format": (ctypes.c_uint32, (Object,)),
    "arv_buffer_get_image_width": (ctypes.c_int, (Object,)),
    "arv_stream_push_buffer": (None, (Object, Object)),
    "arv_stream_timeout_pop_buffer": (Object, (Object, ctypes.c_uint64)),
}
_FAILING: Mapping[str, _Signature] = {
    "arv_camera_create_stream": (Object, (Object, ctypes.c_void_p, ctypes.c_void_p)),
    "arv_camera_get_payload": (ctypes.c_uint, (Object,)),
    "arv_camera_get_pixel_format": (ctypes.c_uint32, (Object,)),
    "arv_camera_new": (Object, (Text,)),
    "arv_camera_start_acquisition": (None, (Object,)),
    "arv_camera_stop_acquisition": (None, (Object,)),
    "arv_device_execute_command": (None, (Object, Text)),
    "arv_device_get_boolean_feature_value": (Flag, (Object, Text)),
    "arv_device_get_float_feature_bounds": (None, (Object, Text, *2 * (ctypes.POINTER(Real),))),
    "arv_device_get_float_feature_value": (Real, (Object, Text)),
    "arv_device_get_integer_feature_bounds": (
        None,
        (Object, Text, *2 * (ctypes.POINTER(Integer),)),
    ),
    "arv_device_get_integer_feature_increment": (Integer, (Object, Text)),
    "arv_device_get_integer_feature_value": (Integer, (Object, Text)),
    "arv_device_get_string_feature_value": (Text, (Object, Text)),
    "arv_device_is_feature_available": (Flag, (Object, Text)),
    "arv_device_set_boolean_feature_value": (None, (Object, Text, Flag)),
    "arv_device_set_float_feature_value": (None, (Object, Text, Real)),
    "arv_device_set_integer_feature_value": (None, (Object, Text, Integer)),
    "arv_device_set_string_feature_value": (None, (Object, Text, Text)),
    "arv_gc_enumeration_dup_available_string_values": (
        ctypes.POINTER(Text),
        (Object, ctypes.POINTER(ctypes.c_uint)),
    ),
}
"""These take the place of a GError besides, which `attempt` gives them."""


class AravisError(Exception):
    """What went wrong, in the library's own words."""


class Library:
    """Raises `ImportError` where it is not installed."""

    def __init__(self) -> None:
        try:
            self._aravis, self._glib = ctypes.CDLL(_ARAVIS), ctypes.CDLL(_GOBJECT)
        except OSError as error:
            raise ImportError(str(error), name="aravis") from error
        _declare(self._glib, _GLIB)
        _declare(self._aravis, _PLAIN)
        _declare(self._aravis, _FAILING, _ErrorPlace)

    def call(self, function: str, *arguments: Any) -> Any:
        """One that can't fail."""
        return getattr(self._aravis, function)(*arguments)

    def attempt(self, function: str, *arguments: Any) -> Any:
        """One that can: raises `AravisError`."""
        error = ctypes.POINTER(_Error)()
        result = getattr(self._aravis, function)(*arguments, ctypes.byref(error))
        if not error:
            return result
        words = (error.contents.message or b"").decode(errors="replace")
        self._glib.g_error_free(error)
        raise AravisError(words)

    def text(self, function: str, *arguments: Any) -> str:
        """What a function that can't fail says; empty where it says nothing."""
        return (self.call(function, *arguments) or b"").decode(errors="replace")

    def is_a(self, instance: Any, kind: str) -> bool:
        """Whether a node is an `integer`, a `float`, an `enumeration` or a `boolean`."""
        wanted = self.call(f"arv_gc_{kind}_get_type")
        return bool(self._glib.g_type_check_instance_is_a(instance, wanted))

    def free(self, memory: Any) -> None:
        self._glib.g_free(memory)

    def let_go(self, instance: Any) -> None:
        """The object ends with its last owner."""
        self._glib.g_object_unref(instance)


@functools.cache
def library() -> Library:
    """One for the whole process. Raises `ImportError` where it is not installed."""
    return Library()


def _declare(where: ctypes.CDLL, signatures: Mapping[str, _Signature], *last: Any) -> None:
    for name, (result, arguments) in signatures.items():
        function = getattr(where, name)
        function.restype, function.argtypes = result, (*arguments, *last)
