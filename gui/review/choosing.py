"""Asks which folder or which files to review."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from inference.decode import SUFFIXES

translate = QCoreApplication.translate
Use = Callable[[Sequence[Path]], None]


def choose_folder(parent: QWidget, use: Use) -> None:
    """One folder with all that lies below it."""
    dialog = _dialog(parent, translate("Review", "A folder of images"))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.fileSelected.connect(lambda chosen: use((Path(chosen),)))
    dialog.open()


def choose_files(parent: QWidget, use: Use) -> None:
    """Any number of files."""
    dialog = _dialog(parent, translate("Review", "Images"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    patterns = " ".join(f"*{suffix}" for suffix in sorted(SUFFIXES))
    dialog.setNameFilter(f"{translate('Review', 'Images')} ({patterns})")
    dialog.filesSelected.connect(lambda chosen: use([Path(path) for path in chosen]))
    dialog.open()


def _dialog(parent: QWidget, title: str) -> QFileDialog:
    dialog = QFileDialog(parent, title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog
