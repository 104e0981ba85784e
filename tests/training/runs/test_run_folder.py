from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from inference.part.choices import FoundPart, PartChoice, PartRegion
from inference.preprocess import Colour, InputSpec
from tests.training.drawn_parts import write_parts
from training.data.dataset import find_dataset
from training.data.loading import load_images
from training.data.masks import write_mask
from training.data.split import Split
from training.fitting.fit import Task
from training.fitting.fit_settings import fit_settings
from training.runs.order import TrainingOrder, UnusableOrder
from training.runs.run_folder import RunFolder


def _task(folder: Path, part: PartChoice | None, recipe: str = "pooled") -> Task:
    spec = InputSpec(32, 32, Colour.GREY, part=part)
    images = load_images(find_dataset(folder).files, spec)
    split = Split(np.arange(3), np.array([3]))
    return Task(images, split, spec, fit_settings(recipe, None), 1e-3, 0)


@pytest.mark.parametrize("part", [None, FoundPart(margin=0.1), PartRegion(8, 4, 40, 48, 64, 64)])
def test_a_run_that_is_gone_on_with_looks_at_the_same_place(
    part: PartChoice | None, tmp_path: Path
) -> None:
    folder = write_parts(tmp_path / "parts", 2)
    order = TrainingOrder(folder, tmp_path / "out", "pooled", part=part)
    run = RunFolder(tmp_path / "run")
    run.begin(order, _task(folder, part))

    assert RunFolder(tmp_path / "run").order() == order
    run.begin(order, _task(folder, part))
    with pytest.raises(UnusableOrder, match=r"other settings \(input\)"):
        run.begin(order, _task(folder, FoundPart(margin=0.2)))


def test_a_run_of_before_looked_at_the_whole_picture(tmp_path: Path) -> None:
    folder = write_parts(tmp_path / "parts", 2)
    order = TrainingOrder(folder, tmp_path / "out", "pooled")
    run = RunFolder(tmp_path / "run")
    run.begin(order, _task(folder, None))
    plan = run.path / "run.json"
    assert '"part": null' in plan.read_text(encoding="utf-8")
    plan.write_text(plan.read_text(encoding="utf-8").replace('"part": null', '"seed": 0'))
    assert run.order() == replace(order, part=None)
    run.begin(order, _task(folder, None))


@pytest.mark.parametrize(("recipe", "matters"), [("evidence-67", True), ("pooled", False)])
def test_masks_that_changed_are_noticed_where_they_are_learnt_from(
    recipe: str, matters: bool, tmp_path: Path
) -> None:
    folder = write_parts(tmp_path / "parts", 2)
    run = RunFolder(tmp_path / "run")
    order = TrainingOrder(folder, tmp_path / "out", recipe)
    run.begin(order, _task(folder, None, recipe))

    defective = next(file for file in find_dataset(folder).files if file.is_def)
    side = cv2.imread(str(defective.path)).shape[0]
    write_mask(folder, defective, np.full((side, side), 255, np.uint8))
    if not matters:
        run.begin(order, _task(folder, None, recipe))
        return
    with pytest.raises(UnusableOrder, match=r"masks in .* are not those"):
        run.begin(order, _task(folder, None, recipe))


def test_a_run_that_knows_no_masks_yet_is_gone_on_with(tmp_path: Path) -> None:
    folder = write_parts(tmp_path / "parts", 2)
    run, order = RunFolder(tmp_path / "run"), TrainingOrder(folder, tmp_path / "out", "evidence-67")
    run.begin(order, _task(folder, None, "evidence-67"))
    plan = run.path / "run.json"
    fields = json.loads(plan.read_bytes())
    del fields["basis"]["masks"]
    plan.write_text(json.dumps(fields), encoding="utf-8")
    run.begin(order, _task(folder, None, "evidence-67"))
