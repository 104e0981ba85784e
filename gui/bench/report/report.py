"""A document, and beside it a folder with what was measured and the charts of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from gui.bench.measurement import Measurement
from gui.bench.report.charts import chart_of
from gui.bench.report.document import Document, ReportRefused
from gui.bench.report.section import section_of
from inference.files_on_disk import write_atomically

_FIGURES = "figures.json"


class Report:
    """`performance.md` has `performance/figures.json` and `performance/growth.svg` beside it.

    The figures hold each group as it was measured last, so one group can be measured anew alone.
    """

    def __init__(self, path: Path) -> None:
        """Raises `ReportRefused` for what can't be read."""
        self._document = Document(path)
        self._folder = path.with_suffix("")
        self._measured = _read(self._folder / _FIGURES)

    def add(self, measurement: Measurement) -> None:
        """In place of what was measured of this group before. Nothing measured changes nothing."""
        if measurement.rows:
            self._measured[measurement.group] = measurement

    def write(self) -> None:
        """Draw all charts, write all tables. Raises `ReportRefused`."""
        try:
            self._write_figures()
            sections = {name: self._section(each) for name, each in self._measured.items()}
        except OSError as error:
            raise ReportRefused(f"{self._folder} can't be written: {error}") from error
        self._document.write(sections)

    def _write_figures(self) -> None:
        figures = [measurement.fields() for measurement in self._measured.values()]
        content = json.dumps(figures, indent=1, allow_nan=False, default=float)
        write_atomically(self._folder / _FIGURES, content.encode("utf-8"))

    def _section(self, measurement: Measurement) -> str:
        picture = chart_of(measurement.group, measurement.rows)
        if picture is None:
            return section_of(measurement, None)
        path = self._folder / f"{measurement.group.replace(' ', '-')}.svg"
        write_atomically(path, picture.encode("utf-8"))
        return section_of(measurement, f"{self._folder.name}/{path.name}")


def _read(figures: Path) -> dict[str, Measurement]:
    if not figures.exists():
        return {}
    try:
        kept: list[dict[str, Any]] = json.loads(figures.read_text("utf-8"))
        measured = [Measurement.from_fields(fields) for fields in kept]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ReportRefused(f"{figures} can't be read: {error}; move it away") from error
    return {measurement.group: measurement for measurement in measured}
