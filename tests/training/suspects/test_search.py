from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from inference.home import Home
from main import main
from tests.training.drawn_parts import write_image, write_parts
from training.data.dataset import UnusableDataset, find_dataset
from training.data.left_out import LeftOut, LeftOutError, read_list
from training.runs.order import TrainingOrder
from training.runs.run_folder import RunFolder, _order_fields
from training.suspects.search import find_suspects

pytestmark = pytest.mark.keeps_threads


def _striped(number: int, *, upright: bool) -> np.ndarray:
    """What any network can tell apart, each its own."""
    random = np.random.default_rng((number, upright))
    image = random.integers(90, 160, (64, 64), dtype=np.uint8)
    for place in range(int(random.integers(0, 6)), 64, int(random.integers(7, 12))):
        image[:, place : place + 3] = 250
    return image if upright else np.ascontiguousarray(image.T)


@pytest.fixture(scope="module")
def flipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """24 upright and 24 lying ones; two of each lie in the other's folder, one file is broken."""
    folder = tmp_path_factory.mktemp("flipped")
    for number in range(24):
        for upright in (True, False):
            wrong = number in (4, 11)
            kind = "ok" if upright is not wrong else "def"
            name = f"{'wrong' if wrong else 'right'}-{'up' if upright else 'lying'}-{number}.png"
            write_image(folder / kind / name, _striped(number, upright=upright))
    (folder / "ok" / "broken.png").write_bytes(b"no image")
    return folder


@pytest.mark.slow
def test_flipped_labels_are_found_and_little_else(
    flipped: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in flipped.rglob("*.png")}

    assert main(["suspects", str(flipped), "--json"]) == 0

    found = json.loads(capsys.readouterr().out)
    assert found["n"] == 48
    suspects = found["suspects"]
    names = [Path(each["path"]).name for each in suspects]
    assert {name.split("-")[0] for name in names[:4]} == {"wrong"}
    assert len(names) <= 6
    assert all(each["given"] != each["suggested"] for each in suspects)
    assert all(0.5 < each["probability"] <= 1.0 for each in suspects)
    assert {path: path.read_bytes() for path in flipped.rglob("*.png")} == before


def test_too_few_images_are_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_parts(tmp_path / "parts", 3)

    assert main(["suspects", str(tmp_path / "parts")]) == 2

    assert "too few images" in capsys.readouterr().err


def test_looking_can_be_stopped(flipped: Path) -> None:
    def say(done: int, of: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        find_suspects(flipped, say=say)


def test_the_list_is_kept_by_folder(home: Home, tmp_path: Path) -> None:
    book, parts = LeftOut(home.left_out), tmp_path / "parts"
    assert book.of(parts) == frozenset()

    book.choose(parts, [parts / "ok" / "ä.png"])
    book.choose(tmp_path / "others", [tmp_path / "others" / "b.png"])

    assert LeftOut(home.left_out).of(parts) == {parts / "ok" / "ä.png"}
    book.choose(parts, [])
    assert LeftOut(home.left_out).of(parts) == frozenset()
    home.left_out.write_bytes(b"[")
    with pytest.raises(LeftOutError, match=r"left-out\.json"):
        book.of(parts)


def test_what_is_left_out_is_not_learnt_from(tmp_path: Path) -> None:
    parts = write_parts(tmp_path / "parts", 4)
    dataset = find_dataset(parts)
    first = dataset.files[0]

    kept = dataset.without([first.path])

    assert [file.path for file in kept.files] == [file.path for file in dataset.files[1:]]
    assert first.path.exists()
    with pytest.raises(UnusableDataset, match="defects are left out"):
        dataset.without([file.path for file in dataset.files if file.is_def][1:])


def test_a_run_that_is_gone_on_with_leaves_out_the_same(tmp_path: Path) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text("parts/ok/ä.png\n\n parts/def/b.png \n", "utf-8")
    order = TrainingOrder(Path("parts"), Path("out"), excluded=read_list(listed))

    run = RunFolder(tmp_path / "run")
    run.path.mkdir()
    fields = {"order": _order_fields(order), "basis": {}}
    (run.path / "run.json").write_text(json.dumps(fields), "utf-8")

    assert run.order().excluded == (
        Path("parts/ok/ä.png").absolute(),
        Path("parts/def/b.png").absolute(),
    )


def test_a_list_that_is_not_there_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parts = write_parts(tmp_path / "parts", 2)
    words = ["train", str(parts), "--out", str(tmp_path / "m"), "--leave-out", str(tmp_path / "no")]

    assert main(words) == 2

    assert "the list of --leave-out can't be read" in capsys.readouterr().err
