"""Which parts of the program are here, what the machine lacks for them, in words for a person."""

from __future__ import annotations

import ctypes
import importlib.util
import platform
import sys
from collections.abc import Sequence
from pathlib import Path

TRAINER = ("tensorflow", "keras")
"""What training needs. The packaged Station comes without; the Studio has it."""

IS_PACKAGED = bool(getattr(sys, "frozen", False))
PROGRAM = "lineside" if IS_PACKAGED else "main.py"
"""How a person calls it."""

_X86 = frozenset({"x86_64", "amd64", "i386", "i686", "x86"})
_WINDOWS_AVX = 39
"""PF_AVX_INSTRUCTIONS_AVAILABLE of IsProcessorFeaturePresent."""
_RUNTIMES = ("onnxruntime", "cv2", "numpy", "PySide6", "shiboken6", "tensorflow")


def why_unavailable(parts: Sequence[str]) -> str | None:
    """Why what needs these packages can't be had here; None when it can. Imports none of them."""
    absent = [part for part in parts if importlib.util.find_spec(part) is None]
    if absent:
        return (
            f"it needs the trainer, and {' and '.join(absent)} are not part of this program; "
            "Lineside Studio has it"
        )
    if "tensorflow" in parts and not has_avx():
        return "TensorFlow needs a processor with AVX, and this one has none; train on another"
    return None


def has_avx() -> bool:
    """Whether the processor has AVX; True for those that aren't x86, and where nobody can tell."""
    if platform.machine().lower() not in _X86:
        return True
    if sys.platform == "win32":
        return bool(ctypes.windll.kernel32.IsProcessorFeaturePresent(_WINDOWS_AVX))
    try:
        flags = Path("/proc/cpuinfo").read_text("utf-8", "replace")
    except OSError:
        return True
    return " avx " in flags


def why_no_start(error: Exception) -> str:
    """Of an import that failed, what it means and what to do."""
    return "; ".join(what_lacks(error))


def what_lacks(error: Exception) -> tuple[str, str]:
    """Of an import that failed, what it means, and what to do."""
    what = str(error).strip().splitlines()
    said = what[0] if what else type(error).__name__
    if "baseline" in said or "CPU" in said:
        return f"this processor is too old for the program: {said}", "use a newer computer"
    if isinstance(error, ModuleNotFoundError):
        return f"the program is incomplete: {said}", "install it again"
    part = next((name for name in _RUNTIMES if name in str(error)), getattr(error, "name", None))
    return f"a part of the program can't be loaded ({part or said}): {said}", _remedy()


def _remedy() -> str:
    if sys.platform == "win32":
        return (
            "install the Microsoft Visual C++ 2015-2022 runtime (x64), "
            "and see whether an antivirus program took a file away"
        )
    return "install the system libraries that docs/deploy.md lists, or the program again"


def tell_problem(text: str) -> None:
    """On standard error; in a box on Windows, where the window's program has none."""
    if sys.stderr is not None:
        print(f"error: {text}", file=sys.stderr)
    elif sys.platform == "win32":
        ctypes.windll.user32.MessageBoxW(None, text, "Lineside", 0x10)
