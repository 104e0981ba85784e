"""What is set of a camera, kept by product: saved from the fields, loaded into them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject

from gui.notifications import Notifications
from gui.setup.camera_desk import CameraDesk
from gui.setup.drafts import checked
from gui.setup.open_row import OpenRow
from gui.setup.product_saving import ProductSaving
from gui.setup.settings_column import SettingsColumn
from inference.sources.settings import IndustrialSettings
from inference.trial.product_file import ProductFileError, load_product
from inference.trial.product_name import product_of

translate = QCoreApplication.translate


class Products(QObject):
    """What the two buttons of the product bar do."""

    def __init__(
        self,
        row: OpenRow,
        column: SettingsColumn,
        desk: CameraDesk,
        notifications: Notifications,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._row = row
        self._column = column
        self._notifications = notifications
        self._saving = ProductSaving(desk, self)
        self._saving.saved.connect(self._say_saved)
        self._saving.failed.connect(column.say_wrong)
        column.products.save_wanted.connect(self.save)
        column.products.load_wanted.connect(self.load)

    def save(self, path: Path) -> None:
        """With the maker's own file where there is one."""
        source = self._row.fields.entered()
        if source is not None:
            self._saving.begin(path, source)

    def load(self, path: Path) -> None:
        """On the camera that is chosen, where it is of the same kind."""
        try:
            source = load_product(path)
        except ProductFileError as error:
            self._column.say_wrong(str(error))
            return
        now = self._row.fields.base
        if isinstance(now, IndustrialSettings) and source.kind == now.kind:
            source = checked(source.model_dump() | {"serial": now.serial})
        self._row.show_source(source)
        words = translate("Setup", "{product} is loaded")
        self._notifications.tell(words.format(product=product_of(path.stem)))

    def _say_saved(self, product: str) -> None:
        self._column.products.list_products()
        words = translate("Setup", "{product} is saved")
        self._notifications.tell(words.format(product=product))
