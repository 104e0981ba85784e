"""What is found in a folder, and what is odd about it."""

from __future__ import annotations

import shutil
from pathlib import Path

import cv2
import pytest

from gui.trainer.data.survey import GoodUnknown, Survey, look_at_folder
from gui.widgets.errand import Cancelled
from inference.decode import read_image
from tests.gui.trainer.conftest import draw_folder
from training.data.dataset import NO_GOOD, UnusableDataset


def _quietly(done: int, of: int) -> None:
    pass


def _survey(folder: Path, good: str | None = None) -> Survey:
    answer = look_at_folder(folder, good, _quietly)
    assert isinstance(answer, Survey)
    return answer


def test_the_good_class_comes_first_and_has_pictures(parts: Path) -> None:
    survey = _survey(parts)
    good = survey.classes[0]
    assert (good.name, good.is_def, good.count, len(good.samples)) == ("ok", False, 6, 6)
    assert survey.count(is_def=True) == 6
    assert survey.sizes == (("160 \N{MULTIPLICATION SIGN} 160 px, grey", 12),)


def test_an_unreadable_file_is_listed_with_its_reason(parts: Path) -> None:
    (parts / "ok" / "cut.png").write_bytes((parts / "ok" / "part-00.png").read_bytes()[:900])
    survey = _survey(parts)
    [(name, why)] = survey.unreadable
    assert name == "cut.png"
    assert "cut short" in why
    assert survey.readable == 12
    assert survey.count(is_def=False) == 6


def test_one_file_with_two_labels_leads_the_look_alikes(parts: Path) -> None:
    turned = cv2.flip(read_image(parts / "ok" / "part-02.png"), 1)
    cv2.imwrite(str(parts / "ok" / "turned.png"), turned)
    shutil.copy(parts / "ok" / "part-00.png", parts / "def" / "copied.png")
    worst, *rest = _survey(parts).alike
    assert worst.identical
    assert worst.has_both_labels
    assert worst.kinds == ("ok", "def")
    assert len(worst.pictures) == 2
    assert worst.names == ("ok/part-00.png", "def/copied.png")
    assert [group.is_disputed for group in rest] == [False] * len(rest)
    assert any(group.kinds == ("ok", "ok") and not group.identical for group in rest)


def test_no_class_is_good_by_its_place_in_the_alphabet(parts: Path) -> None:
    (parts / "ok").rename(parts / "alpha")
    (parts / "def").rename(parts / "beta")
    asked = look_at_folder(parts, None, _quietly)
    assert isinstance(asked, GoodUnknown)
    assert [name for name, _ in asked.classes] == ["alpha", "beta"]
    assert all(pictures for _, pictures in asked.classes)
    survey = _survey(parts, "beta")
    assert [(found.name, found.is_def) for found in survey.classes] == [
        ("ok", False),
        ("alpha", True),
    ]


def test_a_folder_that_no_answer_would_help_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "only").mkdir()
    with pytest.raises(UnusableDataset, match="one folder of good parts"):
        look_at_folder(tmp_path, None, _quietly)


def test_it_can_be_stopped_on_the_way(parts: Path) -> None:
    def stop(done: int, of: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        look_at_folder(parts, None, stop)


def test_one_file_in_two_types_of_defect_is_a_contradiction(tmp_path: Path) -> None:
    folder = draw_folder(tmp_path / "parts", 8)
    types = sorted(path for path in (folder / "def").iterdir())
    first = next(types[0].iterdir())
    other = folder / "def" / "another_type"
    other.mkdir()
    (other / "copy.png").write_bytes(first.read_bytes())

    survey = _survey(folder)

    worst = survey.alike[0]
    assert worst.contradicts
    assert not worst.has_both_labels
    assert sorted(worst.kinds[:2]) == sorted(["another_type", types[0].name])
    assert not any(alike.contradicts for alike in survey.alike[1:])


def test_a_folder_may_hold_types_of_defects_alone(tmp_path: Path) -> None:
    folder = draw_folder(tmp_path / "parts", 8)
    steel = folder.rename(tmp_path / "old") / "def"
    assert len(list(steel.iterdir())) > 1

    asked = look_at_folder(steel, None, _quietly)
    survey = _survey(steel, NO_GOOD)

    assert isinstance(asked, GoodUnknown)
    assert not survey.dataset.knows_good
    assert survey.count(is_def=False) == 0
    assert all(found.is_def for found in survey.classes)
