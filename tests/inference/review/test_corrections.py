from __future__ import annotations

import errno
import gc
import json
import os
import shutil
import sys
import time
from pathlib import Path
from typing import BinaryIO

import pytest

from inference.files_on_disk import sha256_of
from inference.review.correction_lines import CorrectionRefused
from inference.review.corrections import Corrections
from inference.review.export_folder import ExportRefused
from inference.review.export_images import export_labelled
from tests.inference.review.reviewing import DEF, OK, write_grey


@pytest.fixture
def image(tmp_path: Path) -> Path:
    return write_grey(tmp_path / "parts" / "a.png", OK)


def test_who_said_what_of_which_file_and_when_is_on_disk(tmp_path: Path, image: Path) -> None:
    made = Corrections(tmp_path / "set.jsonl").correct(image, "def/dent", "ok", who="Ada")
    again = Corrections(tmp_path / "set.jsonl").of(image)
    assert again == made
    assert (made.old_label, made.new_label, made.who) == ("ok", "def/dent", "Ada")
    assert made.sha256 == sha256_of(image.read_bytes())
    assert made.when.endswith("+00:00")


def test_undo_takes_back_one_after_the_other_also_after_a_restart(
    tmp_path: Path, image: Path
) -> None:
    corrections = Corrections(tmp_path / "set.jsonl")
    corrections.correct(image, "def", "ok")
    second = corrections.correct(image, "def/dent", "ok")
    assert second.old_label == "def"
    assert corrections.undo() == 1
    again = Corrections(tmp_path / "set.jsonl")
    standing = again.of(image)
    assert standing is not None
    assert standing.new_label == "def"
    assert again.undo() == 1
    assert (again.undo(), len(again), dict(again.standing())) == (0, 0, {})
    assert len((tmp_path / "set.jsonl").read_text("utf-8").splitlines()) == 4


def test_a_line_cut_short_costs_that_line_only(tmp_path: Path, image: Path) -> None:
    path = tmp_path / "set.jsonl"
    Corrections(path).correct(image, "def", "ok")
    path.write_bytes(path.read_bytes() + b'{"path": "/x", "sha')
    corrections = Corrections(path)
    corrections.correct(image, "ok", None)
    again = Corrections(path).of(image)
    assert again is not None
    assert (again.old_label, again.new_label) == ("def", "ok")


@pytest.mark.expects_log("are no corrections: 4")
def test_lines_that_are_no_corrections_are_passed_by_and_said(tmp_path: Path, image: Path) -> None:
    path = tmp_path / "set.jsonl"
    Corrections(path).correct(image, "def", "ok")
    with path.open("a", encoding="utf-8") as file:
        file.write('7\n["path"]\n{"path": "x"}\n{"undone": {}}\n')
    corrections = Corrections(path)
    standing = corrections.of(image)
    assert standing is not None
    assert (standing.new_label, len(corrections)) == ("def", 1)


def test_many_are_taken_back_in_no_more_than_their_own_time(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    rest = {"sha256": "", "old_label": None, "new_label": "ok", "who": "Ada", "when": ""}
    many = [{"path": f"p{n}", **rest, "id": f"i{n}"} for n in range(30_000)]
    undone = [{"undone": f"i{n}"} for n in range(20_000)]
    path.write_text("".join(json.dumps(line) + "\n" for line in (*many, *undone)), "utf-8")
    started = time.thread_time()
    corrections = Corrections(path)
    assert time.thread_time() - started < 5.0  # a look through all for each took most of a minute
    assert len(corrections) == 10_000


def test_a_change_is_on_the_disk_before_it_counts(
    tmp_path: Path, image: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corrections = Corrections(tmp_path / "set.jsonl")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CorrectionRefused, match="no space left"):
        corrections.correct(image, "def", "ok")
    assert corrections.of(image) is None


@pytest.mark.parametrize("label", ["", "good", "def/", "def/../x", "def/a/b", "def/.a", "def/a."])
def test_labels_that_are_none_are_refused(tmp_path: Path, image: Path, label: str) -> None:
    with pytest.raises(CorrectionRefused, match="no label"):
        Corrections(tmp_path / "set.jsonl").correct(image, label, None)


def test_a_file_that_is_gone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorrectionRefused, match="can't be read"):
        Corrections(tmp_path / "set.jsonl").correct(tmp_path / "gone.png", "ok", None)


def test_corrected_images_become_folders_for_the_trainer(tmp_path: Path, image: Path) -> None:
    other = write_grey(tmp_path / "parts" / "more" / "a.png", DEF)
    changed = write_grey(tmp_path / "parts" / "c.png", DEF)
    corrections = Corrections(tmp_path / "set.jsonl")
    for path, label in ((image, "def/dent"), (other, "def/dent"), (changed, "ok")):
        corrections.correct(path, label, None)
    write_grey(changed, OK)
    done = export_labelled(corrections.standing().values(), tmp_path / "out", [tmp_path / "parts"])
    assert done.written == 2
    assert done.problems == (f"{changed}: it was changed after it was corrected",)
    assert (tmp_path / "out/def/dent/a.png").read_bytes() == image.read_bytes()
    assert (tmp_path / "out/def/dent/a-2.png").read_bytes() == other.read_bytes()


def test_what_cannot_be_copied_whole_leaves_nothing_behind(
    tmp_path: Path, image: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(_: object, copy: BinaryIO, __: int) -> None:
        copy.write(b"half")
        raise OSError(errno.ENOSPC, "no space left")

    corrections = Corrections(tmp_path / "set.jsonl")
    corrections.correct(image, "ok", None)
    monkeypatch.setattr(shutil, "copyfileobj", fill)
    done = export_labelled(corrections.standing().values(), tmp_path / "out")
    assert (done.written, done.problems) == (0, (f"{image}: no space left",))
    assert list((tmp_path / "out" / "ok").iterdir()) == []


def test_labelled_folders_are_begun_empty(tmp_path: Path, image: Path) -> None:
    corrections = Corrections(tmp_path / "set.jsonl")
    corrections.correct(image, "ok", None)
    write_grey(tmp_path / "out" / "def" / "old.png", DEF)
    with pytest.raises(ExportRefused, match="is not empty"):
        export_labelled(corrections.standing().values(), tmp_path / "out")
    assert not (tmp_path / "out" / "ok").exists()


@pytest.mark.parametrize("target", ["parts", "parts/more", "."])
def test_nothing_is_exported_into_what_is_reviewed(
    tmp_path: Path, image: Path, target: str
) -> None:
    with pytest.raises(ExportRefused, match="reviewed"):
        export_labelled([], tmp_path / target, [tmp_path / "parts"])
    assert list(image.parent.iterdir()) == [image]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own")
def test_a_link_is_no_way_round(tmp_path: Path, image: Path) -> None:
    (tmp_path / "way").symlink_to(image.parent)
    with pytest.raises(ExportRefused):
        export_labelled([], tmp_path / "way" / "x", [tmp_path / "parts"])


def _many(folder: Path, count: int) -> list[tuple[Path, str | None]]:
    return [(write_grey(folder / f"m{n}.png", OK), "ok") for n in range(count)]


def quiet(_: int) -> None:
    """Nobody listens."""


def test_many_are_one_step_also_after_a_restart_and_undone_as_one(
    tmp_path: Path, image: Path
) -> None:
    path = tmp_path / "set.jsonl"
    corrections = Corrections(path)
    corrections.correct(image, "def", "ok")
    many = [*_many(tmp_path / "parts", 5), (image, "ok")]
    said: list[int] = []
    done = corrections.correct_all(many, "def/dent", said.append)
    assert (done.refused, said) == ([], list(range(6)))
    again = Corrections(path)
    assert {made.new_label for made in again.standing().values()} == {"def/dent"}
    assert [again.standing()[str(each)].old_label for each in (image, many[0][0])] == ["def", "ok"]
    assert (again.undo(), len(again)) == (6, 1)
    once_more = Corrections(path)
    [(left, made)] = once_more.standing().items()
    assert (left, made.new_label, once_more.undo(), len(once_more)) == (str(image), "def", 1, 0)


def test_a_step_goes_alone_also_when_it_is_not_the_last(tmp_path: Path, image: Path) -> None:
    corrections = Corrections(tmp_path / "set.jsonl")
    done = corrections.correct_all(_many(tmp_path / "parts", 3), "def", quiet)
    corrections.correct(image, "def", "ok")
    assert done.step is not None
    assert (corrections.undo(done.step), corrections.undo(done.step)) == (3, 0)
    assert list(Corrections(tmp_path / "set.jsonl").standing()) == [str(image)]


def test_of_many_those_that_cannot_be_read_are_told_and_the_rest_is_kept(tmp_path: Path) -> None:
    (first, _), *rest = many = _many(tmp_path / "parts", 3)
    first.unlink()
    corrections = Corrections(tmp_path / "set.jsonl")
    done = corrections.correct_all(many, "def", quiet)
    [(at, why)] = done.refused
    assert at == 0
    assert "can't be read" in why
    assert sorted(corrections.standing()) == [str(path) for path, _ in rest]
    rest[0][0].unlink()
    alone = corrections.correct_all(many, "ok", quiet)  # one is left
    assert (len(alone.refused), corrections.undo(alone.step)) == (2, 1)
    rest[1][0].unlink()
    assert corrections.correct_all(many, "ok", quiet).step is None
    again = Corrections(tmp_path / "set.jsonl")
    assert {made.new_label for made in again.standing().values()} == {"def"}


def test_many_that_are_given_up_or_cut_short_leave_nothing(tmp_path: Path, image: Path) -> None:
    class GivenUp(Exception):
        pass

    def give_up(read: int) -> None:
        if read == 3:
            raise GivenUp

    path = tmp_path / "set.jsonl"
    corrections = Corrections(path)
    many = _many(tmp_path / "parts", 5)
    with pytest.raises(GivenUp):
        corrections.correct_all(many, "def", give_up)
    assert (len(corrections), path.exists()) == (0, False)
    corrections.correct_all(many, "def", quiet)
    whole = path.read_bytes()
    for kept in (len(whole) - 3, whole.rfind(b"\n", 0, -1) + 1, whole.find(b"\n") + 5):
        path.write_bytes(whole[:kept])  # the power went
        cut = Corrections(path)
        assert (len(cut), cut.undo()) == (0, 0)
        cut.correct(image, "def", "ok")
        assert list(Corrections(path).standing()) == [str(image)]


def test_however_many_are_kept_a_garbage_collection_has_little_to_look_at(tmp_path: Path) -> None:
    """A full one holds all threads: 10 ms for each 20,000 objects that it looks at."""
    corrections = Corrections(tmp_path / "set.jsonl")
    image = write_grey(tmp_path / "parts" / "a.png", OK)
    gc.collect()
    before = len(gc.get_objects())
    corrections.correct_all([(image.with_name("a.png"), None)] * 2000, "def", quiet)
    gc.collect()
    assert len(gc.get_objects()) - before < 200
    assert corrections.undo() == 2000
