"""Settings of a source -> what stands on the right of Setup, and back."""

from __future__ import annotations

from pydantic import ValidationError

from gui.setup.camera_desk import CameraDesk
from gui.setup.drafts import checked
from gui.setup.settings_column import SettingsColumn
from inference.sources.industrial.nodes import NodeValue
from inference.sources.settings import IndustrialSettings, SourceSettings
from inference.station.settings_words import first_words
from inference.trial.features import values_in, with_values
from inference.trial.trial import Refusal


class Fields:
    """Of the row that is open: the form of features that the desk tells, or a page."""

    def __init__(self, column: SettingsColumn, desk: CameraDesk) -> None:
        self.base: SourceSettings | None = None
        """What the row was opened with; what has no field here is kept of it."""
        self._column = column
        self._desk = desk
        self._refused: Refusal | None = None
        desk.changed.connect(self._show_features)
        column.form.entered.connect(desk.put)
        column.form.misread.connect(column.say_wrong)

    def show(self, source: SourceSettings) -> None:
        """Put it into the fields, and its picture on the screen where it is a camera."""
        if isinstance(source, IndustrialSettings):
            self._column.show_form()
        else:
            self._column.show_page(source)
        self.begin(source)

    def show_kind(self, kind: str) -> None:
        """Of which nobody said anything yet."""
        self.base = None
        self._desk.end()
        self._column.show_kind(kind)

    def begin(self, source: SourceSettings) -> None:
        """The live picture, with these settings."""
        self.base = source
        self._desk.begin(source, _chosen_in(source))

    def entered(self) -> SourceSettings | None:
        """What stands in the fields; None, and words, where it can't be."""
        page = self._column.page()
        try:
            source = page.settings() if page is not None else self._entered_features()
        except ValidationError as error:
            self._column.say_wrong(first_words(error))
            return None
        self._column.say_wrong("")
        return source

    @property
    def are_open(self) -> bool:
        """There is something to be read from them."""
        return self._column.page() is not None or isinstance(self.base, IndustrialSettings)

    def _entered_features(self) -> SourceSettings:
        assert isinstance(self.base, IndustrialSettings)
        status = self._desk.status
        now = {feature.name: feature.value for feature in status.features} if status else {}
        return checked(with_values(self.base, self._desk.chosen, now))

    def _show_features(self) -> None:
        """Comes with the desk's news."""
        if self._column.page() is not None:
            return
        status = self._desk.status
        self._column.form.show_features(status.features if status else (), self._desk.chosen)
        refused = status.refused if status else None
        if refused is not self._refused:
            self._refused = refused
            self._column.say_wrong(refused.words if refused else "")


def _chosen_in(source: SourceSettings) -> dict[str, NodeValue]:
    return values_in(source) if isinstance(source, IndustrialSettings) else {}
