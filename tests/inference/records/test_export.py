"""Records as files: whole or not at all, and what the spreadsheet reads is what was recorded."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from inference.records.archive import ArchiveRule, ImageArchive
from inference.records.export import Exported, ExportError, export_parts
from inference.records.part_record import RecordedPart
from inference.records.records import Records
from tests.inference.records.parts import heat, judged, unreadable


@pytest.fixture
def archive(tmp_path: Path) -> ImageArchive:
    return ImageArchive(tmp_path / "images", ArchiveRule.DEF_AND_UNSURE)


@pytest.fixture
def records(tmp_path: Path, archive: ImageArchive) -> Records:
    inspections = [
        judged(0.1, part_id="good", minutes=1),
        judged(0.93, part_id="bad", minutes=2, heat_map=heat()),
        unreadable("torn"),
    ]
    with Records(tmp_path / "records.sqlite3") as opened:
        opened.add([RecordedPart(each, archive.store(each)) for each in inspections])
    return opened


def test_csv_has_a_head_and_a_row_a_part_in_utf_8(records: Records, tmp_path: Path) -> None:
    file = tmp_path / "parts.csv"
    assert export_parts(records.parts(), file) == Exported(3)
    with file.open(encoding="utf-8-sig", newline="") as stream:
        bad, good, torn = csv.DictReader(stream)
    assert (bad["part_id"], float(bad["probability_def"])) == ("bad", 0.93)
    assert good["operator_outcome"] == ""
    assert torn["source_path"] == "/in/Teil-ä.png"


def test_json_lines_hold_the_same_as_the_command_prints(records: Records, tmp_path: Path) -> None:
    file = tmp_path / "parts.jsonl"
    export_parts(records.parts(), file)
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert [line["outcome"] for line in lines] == ["def", "ok", "fault"]


def test_pictures_are_copied_and_the_file_says_where(
    records: Records, archive: ImageArchive, tmp_path: Path
) -> None:
    file = tmp_path / "parts.jsonl"
    exported = export_parts(records.parts(), file, pictures_of=archive)
    assert exported == Exported(parts=3, pictures=1, without_picture=2)
    bad, good, _ = (json.loads(line) for line in file.read_text("utf-8").splitlines())
    original = archive.folder / "2026-11-20" / "bad.png"
    assert (tmp_path / bad["image"]).read_bytes() == original.read_bytes()
    assert (tmp_path / bad["heat_map"]).is_file()
    assert good["image"] is None


def test_a_picture_that_is_gone_is_counted_and_keeps_nothing_else_back(
    records: Records, archive: ImageArchive, tmp_path: Path
) -> None:
    archive.delete("2026-11-20/bad.png")
    file = tmp_path / "parts.csv"
    assert export_parts(records.parts(), file, pictures_of=archive).without_picture == 3


def test_an_export_that_is_cancelled_leaves_nothing_and_the_old_file_as_it_was(
    records: Records, archive: ImageArchive, tmp_path: Path
) -> None:
    file = tmp_path / "out" / "parts.csv"
    file.parent.mkdir()
    file.write_text("the last one", encoding="utf-8")

    def cancel(written: int) -> None:
        if written == 2:
            raise InterruptedError

    with pytest.raises((InterruptedError, ExportError)):
        export_parts(records.parts(), file, pictures_of=archive, say=cancel)
    assert file.read_text("utf-8") == "the last one"
    assert list(file.parent.iterdir()) == [file]


def test_a_file_that_another_program_holds_leaves_no_pictures_behind(
    records: Records, archive: ImageArchive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "out" / "parts.csv"
    file.parent.mkdir()
    file.write_text("the last one", encoding="utf-8")

    def refuse(*_: object) -> Path:  # as Windows does while a spreadsheet has it open
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as held:
        held.setattr(Path, "replace", refuse)
        with pytest.raises(ExportError, match="no other program holds the file"):
            export_parts(records.parts(), file, pictures_of=archive)
    assert list(file.parent.iterdir()) == [file]
    assert export_parts(records.parts(), file, pictures_of=archive).pictures == 1


def test_what_can_not_be_written_is_said(
    records: Records, archive: ImageArchive, tmp_path: Path
) -> None:
    with pytest.raises(ExportError, match="name it so"):
        export_parts(records.parts(), tmp_path / "parts.xlsx")
    with pytest.raises(ExportError, match="can't be written"):
        export_parts(records.parts(), tmp_path / "no such folder" / "parts.csv")
    (tmp_path / "parts-pictures").mkdir()
    with pytest.raises(ExportError, match="there already"):
        export_parts(records.parts(), tmp_path / "parts.csv", pictures_of=archive)
