from __future__ import annotations

import pytest

from inference import equipment
from inference.equipment import has_avx, why_no_start, why_unavailable


def test_what_is_installed_is_available() -> None:
    assert why_unavailable(()) is None
    assert why_unavailable(("json", "sqlite3")) is None


def test_what_is_absent_is_named() -> None:
    said = why_unavailable(("json", "no_such_package"))
    assert said is not None
    assert "no_such_package" in said
    assert "Studio" in said


def test_tensorflow_wants_avx(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(equipment, "has_avx", lambda: False)
    said = why_unavailable(("tensorflow",))
    assert said is not None
    assert "AVX" in said


def test_other_processors_are_not_asked_for_avx(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(equipment.platform, "machine", lambda: "arm64")
    assert has_avx()


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (RuntimeError("NumPy was built with baseline optimizations: (X86_V2)"), "too old"),
        (ModuleNotFoundError("No module named 'cv2'"), "install it again"),
        (
            ImportError("DLL load failed while importing onnxruntime_pybind11_state"),
            "(onnxruntime)",
        ),
        (ImportError("libGL.so.1: cannot open shared object file", name="QtGui"), "libGL.so.1"),
    ],
)
def test_a_failed_import_is_said_in_words(error: Exception, said: str) -> None:
    assert said in why_no_start(error)
