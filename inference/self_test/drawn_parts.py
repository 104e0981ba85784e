"""Parts of the simulated line, judged by the demo model and recorded."""

from __future__ import annotations

from pathlib import Path

from inference.classifier import Classifier
from inference.frame import Frame
from inference.home import DEMO_MODEL, Home
from inference.package import read_package
from inference.records.part_record import PartRecord, RecordedPart
from inference.records.records import Records
from inference.self_test.check import CheckFailed
from inference.sources.settings import SimulatedSettings
from inference.sources.simulated.source import SimulatedLine
from inference.station.judge import Judge
from inference.verdict import Inspection, Outcome

_PARTS = 20
_SEED = 7
_PART_WITHIN_S = 60.0
_WRONG_AT_MOST = 2
"""It is worth 99 % (see the README): three wrong of twenty means that something else is."""


def check_drawn_parts() -> str:
    """Each gets a verdict, and nearly each the right one."""
    inspections = judge_drawn_parts(_PARTS)
    wrong = sum(_is_wrong(inspection) for inspection in inspections)
    said = f"{_PARTS - wrong} of {_PARTS} drawn parts judged rightly by the demo model"
    if wrong > _WRONG_AT_MOST:
        raise CheckFailed(f"only {said}")
    return said


def check_records(folder: Path) -> str:
    """What is written into a new database in `folder` is read back from it, opened anew."""
    inspections = judge_drawn_parts(3)
    home = Home(folder)
    with Records(home.database) as records:
        records.add([RecordedPart(inspection) for inspection in inspections])
    with Records(home.database) as records:
        for inspection in inspections:
            _compare(inspection, records.part(inspection.frame.part_id))
    return f"{len(inspections)} records written and read back"


def judge_drawn_parts(count: int) -> list[Inspection]:
    """By the demo model; the same parts each time."""
    judge = Judge(Classifier(read_package(DEMO_MODEL)))
    line = SimulatedLine(SimulatedSettings(rate_hz=None, parts=count, seed=_SEED))
    line.open()
    parts = (line.read(_PART_WITHIN_S) for _ in range(count))
    return [judge.judge(part) for part in parts if part is not None]


def _is_wrong(inspection: Inspection) -> bool:
    """UNSURE is never wrong; a FAULT always is."""
    frame = inspection.frame
    assert isinstance(frame, Frame)
    assert frame.truth is not None
    return inspection.verdict.outcome not in (Outcome.UNSURE, frame.truth.label)


def _compare(written: Inspection, read: PartRecord | None) -> None:
    said = written.verdict
    if read is None:
        raise CheckFailed("a record that was written can't be found")
    if (read.outcome, read.probability_def) != (said.outcome, said.probability_def):
        raise CheckFailed(f"{said.outcome} was written, {read.outcome} was read back")
