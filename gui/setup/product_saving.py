"""Writes a product: first the maker's own file, where there is one, then ours that names it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal

from gui.setup.camera_desk import CameraDesk
from gui.setup.drafts import checked
from inference.sources.settings import SourceSettings
from inference.trial.product_file import ProductFileError, save_product
from inference.trial.product_name import product_of
from inference.trial.trial import Refusal, TrialState, TrialStatus

translate = QCoreApplication.translate


class ProductSaving(QObject):
    """A product never names a file that was not written."""

    saved = Signal(str)
    """The product's name."""
    failed = Signal(str)

    def __init__(self, desk: CameraDesk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._pending: tuple[Path, Path, SourceSettings] | None = None
        self._refused: Refusal | None = None
        desk.changed.connect(self._follow)

    def begin(self, path: Path, source: SourceSettings) -> None:
        """`saved` or `failed` comes soon."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            self.failed.emit(str(error.strerror or error))
            return
        status = self._desk.status
        self._refused = status.refused if status else None
        features = self._desk.save_features(path)
        if features is None:
            self._write(path, source)
        else:
            self._pending = path, features, source

    def _follow(self) -> None:
        if self._pending is None:
            return
        path, features, source = self._pending
        status = self._desk.status
        if status is not None and status.saved is features:  # and not that of an earlier time
            self._pending = None
            self._write(path, checked(source.model_dump() | {"features": features}))
        elif status is None or self._has_failed(status):
            self._pending = None
            self._write(path, source)

    def _has_failed(self, status: TrialStatus) -> bool:
        return status.state is not TrialState.RUNNING or status.refused is not self._refused

    def _write(self, path: Path, source: SourceSettings) -> None:
        try:
            save_product(path, source)
        except ProductFileError as error:
            self.failed.emit(str(error))
        else:
            self.saved.emit(product_of(path.stem))
