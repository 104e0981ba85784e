from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from inference.classifier import Classifier
from inference.package import read_package
from tests.training.drawn_parts import draw_disc, write_parts
from training.architectures.catalogue import recipe_named
from training.architectures.evidence import trunk_answer_size, trunk_answers
from training.events import EpochFinished, Event
from training.fitting.fit_settings import FIT_SETTINGS, fit_settings, modes_of
from training.runs.job import train
from training.runs.order import TrainingOrder

pytestmark = pytest.mark.keeps_threads


@pytest.mark.slow
def test_a_few_images_become_a_model_without_a_single_step(tmp_path: Path) -> None:
    folder, out = write_parts(tmp_path / "parts", 25), tmp_path / "first"
    events: list[Event] = []

    finished = train(
        TrainingOrder(folder, out, recipe="transfer", mode="quick", seed=2), events.append
    )

    (epoch,) = (event for event in events if isinstance(event, EpochFinished))
    assert epoch.loss < 0.6
    assert epoch.accuracy > 0.9
    package = read_package(out)
    # What was said of the fitted head is what the exported graph answers.
    assert finished.metrics["n"] == package.manifest.lineage["validation_images"]
    classifier = Classifier(package)
    unseen = [(number, is_def) for number in range(2000, 2010) for is_def in (False, True)]
    judged = [classifier.classify(draw_disc(n, is_def=is_def)) for n, is_def in unseen]
    good = [
        each.probability_def for each, (_, is_def) in zip(judged, unseen, strict=True) if not is_def
    ]
    bad = [each.probability_def for each, (_, is_def) in zip(judged, unseen, strict=True) if is_def]
    assert np.mean(bad) > np.mean(good) + 0.1
    assert judged[0].heat_map.method == "gradcam"
    assert judged[0].heat_map.heat.shape == (7, 7)


def test_the_modes_are_those_of_what_is_pretrained() -> None:
    assert fit_settings("transfer", "quick").is_head_only
    assert fit_settings("transfer", "full") == fit_settings("transfer") == FIT_SETTINGS["transfer"]
    assert fit_settings("evidence", "quick") == fit_settings("evidence:67@128", "quick")
    assert fit_settings("evidence-300", "full") == FIT_SETTINGS["evidence-300"]
    with pytest.raises(ValueError, match=r"'pooled' has no modes.*'transfer', 'evidence'"):
        fit_settings("pooled", "quick")
    with pytest.raises(ValueError, match="no mode 'slow'; there are: quick, full"):
        fit_settings("transfer", "slow")


@pytest.mark.parametrize("recipe", ["evidence-300", "evidence:19+67+147+whole@512"])
def test_what_a_trunk_saw_stays_within_half_a_gigabyte(recipe: str) -> None:
    form, most = recipe_named(recipe).form, fit_settings(recipe, "quick").most_images
    assert form is not None
    assert most is not None
    assert most < 2_400
    to_learn, to_check = most, most // 4
    assert 0.45e9 < (to_learn + to_check) * trunk_answer_size(form) * 2 <= 0.5e9
    assert fit_settings("evidence", "quick").most_images == 2_400


def test_so_much_is_seen_of_an_image() -> None:
    recipe = recipe_named("evidence:19+147+whole@76")
    assert recipe.form is not None
    seen = [math.prod(answer.shape[1:]) for answer in trunk_answers(recipe.build(0))]
    assert trunk_answer_size(recipe.form) == sum(seen)


def test_what_a_card_promises_is_offered_first() -> None:
    assert modes_of("transfer") == ("quick", "full")
    assert modes_of("evidence") == modes_of("evidence-67") == ("full", "quick")
    assert modes_of("demo") == ()
