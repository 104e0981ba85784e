"""The icon and the version of the program, as Windows wants them."""

from __future__ import annotations

import os
import struct
from collections.abc import Mapping
from pathlib import Path

_SIZES = (16, 24, 32, 48, 64, 128, 256)


def icon_pngs(drawing: Path) -> dict[int, bytes]:
    """The SVG in each size, as PNG."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer  # noqa: PLC0415 - only behind the line above
    from PySide6.QtGui import QGuiApplication, QIcon  # noqa: PLC0415

    application = QGuiApplication.instance() or QGuiApplication([])
    icon = QIcon(str(drawing))
    found = {}
    for size in _SIZES:
        buffer = QBuffer()
        buffer.open(QBuffer.OpenModeFlag.WriteOnly)
        icon.pixmap(size, size).toImage().save(buffer, "PNG")  # type: ignore[call-overload] # takes no bytes
        found[size] = bytes(buffer.data().data())
    application.processEvents()
    return found


def as_ico(pngs: Mapping[int, bytes]) -> bytes:
    """A directory of 16 bytes for each picture, then the pictures; 256 is written as 0."""
    head = struct.pack("<HHH", 0, 1, len(pngs))
    offset = len(head) + 16 * len(pngs)
    for size, content in pngs.items():
        head += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(content), offset)
        offset += len(content)
    return head + b"".join(pngs.values())


def version_resource(flavour: str, version: str) -> str:
    """What PyInstaller reads for the tab "Details" of the file's properties."""
    numbers = tuple([*map(int, version.split(".")), 0, 0, 0, 0][:4])
    words = {
        "CompanyName": "Lineside",
        "FileDescription": f"Lineside {flavour.title()}",
        "FileVersion": version,
        "InternalName": f"lineside-{flavour}",
        "LegalCopyright": "Apache License 2.0",
        "OriginalFilename": "lineside.exe",
        "ProductName": "Lineside",
        "ProductVersion": version,
    }
    rows = ", ".join(f"StringStruct({key!r}, {value!r})" for key, value in words.items())
    return (
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, "
        "flags=0, OS=0x40004, fileType=1, subtype=0, date=(0, 0)), "
        f"kids=[StringFileInfo([StringTable('040904B0', [{rows}])]), "
        "VarFileInfo([VarStruct('Translation', [1033, 1200])])])"
    )
