"""A camera's features, through libaravis."""

from __future__ import annotations

import ctypes
from typing import Any, Literal

from inference.sources.industrial.aravis_library import Integer, Library, Real
from inference.sources.industrial.nodes import NodeValue, Parameter

_Kind = Literal["enumeration", "boolean", "integer", "float", "string"]
_KINDS: tuple[_Kind, ...] = ("enumeration", "boolean", "integer", "float")
"""In this order: an enumeration passes for an integer as well."""
_WRITABLE = (1, 2)
"""The library's write-only, and read and write."""
_PLACES: dict[str, type[Integer] | type[Real]] = {"integer": Integer, "float": Real}


class AravisNodes:
    """Implements `NodeMap`."""

    def __init__(self, library: Library, device: Any) -> None:
        self._library = library
        self._device = device

    def has(self, name: str) -> bool:
        available = "arv_device_is_feature_available"
        return bool(self._node(name)) and bool(self._attempt(available, name))

    def parameter(self, name: str) -> Parameter:
        kind = self._kind(name)
        if kind == "enumeration":
            value, choices = self._value(name, "string"), self._choices(name)
            return Parameter(name, value, choices=choices, writable=self._is_writable(name))
        value = self._value(name, kind)
        if kind not in _PLACES:
            return Parameter(name, value, writable=self._is_writable(name))
        return Parameter(
            name,
            value,
            *self._limits(name, kind),
            self._library.text(f"arv_gc_{kind}_get_unit", self._node(name)),
            increment=self._attempt("arv_device_get_integer_feature_increment", name)
            if kind == "integer"
            else None,
            writable=self._is_writable(name),
        )

    def set(self, name: str, value: NodeValue) -> None:
        kind = self._kind(name)
        if kind in {"enumeration", "string"}:
            self._attempt("arv_device_set_string_feature_value", name, str(value).encode())
        elif kind == "float":
            self._attempt("arv_device_set_float_feature_value", name, float(value))
        else:
            self._attempt(f"arv_device_set_{kind}_feature_value", name, round(float(value)))

    def execute(self, name: str) -> None:
        self._attempt("arv_device_execute_command", name)

    def _kind(self, name: str) -> _Kind:
        node = self._node(name)
        return next((kind for kind in _KINDS if self._library.is_a(node, kind)), "string")

    def _value(self, name: str, kind: _Kind) -> NodeValue:
        value = self._attempt(f"arv_device_get_{kind}_feature_value", name)
        if kind == "string":
            return (value or b"").decode(errors="replace")
        return bool(value) if kind == "boolean" else value

    def _limits(self, name: str, kind: _Kind) -> tuple[float, float]:
        least, most = _PLACES[kind](), _PLACES[kind]()
        places = ctypes.byref(least), ctypes.byref(most)
        self._attempt(f"arv_device_get_{kind}_feature_bounds", name, *places)
        return least.value, most.value

    def _is_writable(self, name: str) -> bool:
        mode = self._library.call("arv_device_get_feature_access_mode", self._device, name.encode())
        return mode in _WRITABLE

    def _choices(self, name: str) -> tuple[str, ...]:
        count = ctypes.c_uint()
        values = self._library.attempt(
            "arv_gc_enumeration_dup_available_string_values", self._node(name), ctypes.byref(count)
        )
        try:
            return tuple(values[index].decode() for index in range(count.value))
        finally:
            self._library.free(values)

    def _node(self, name: str) -> Any:
        return self._library.call("arv_device_get_feature", self._device, name.encode())

    def _attempt(self, function: str, name: str, *further: Any) -> Any:
        return self._library.attempt(function, self._device, name.encode(), *further)
