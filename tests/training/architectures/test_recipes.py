from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import numpy as np
import pytest

from inference.keras_archive import UnsafeArchive, check_keras_archive
from training.architectures.catalogue import RECIPES, recipe_named, recommended_recipe
from training.architectures.evidence_form import Form
from training.architectures.evidence_head import evidence_maps, part_logits
from training.architectures.lite0_weights import PretrainedWeightsError, read_lite0_weights
from training.fitting.fit_settings import fit_settings
from training.keras_file import keras_bytes, load_keras


def _batch(name: str, count: int = 2) -> np.ndarray:
    spec = RECIPES[name].input
    shape = (count, spec.height, spec.width, spec.channels)
    pixels = np.random.default_rng(5).integers(0, 256, shape)
    return ((pixels - spec.offset) * spec.scale).astype(np.float32)


def test_the_notebooks_network_is_the_notebooks() -> None:
    model = recipe_named("notebook").build(seed=1)
    assert model.count_params() == 4_669_249
    assert model.get_layer("convolution_3").output.shape == (None, 37, 37, 64)
    assert model.get_layer("pool_3").output.shape == (None, 18, 18, 64)


def test_the_small_evidence_network_is_cut_after_the_fifth_block() -> None:
    model = recipe_named("evidence-67").build(seed=1)
    assert model.count_params() == 104_689
    assert model.get_layer("b4_add").output.shape == (None, 28, 28, 40)
    assert model.get_layer("evidence").output.shape == (None, 28, 28, 1)


def test_the_evidence_networks_verdict_is_the_mean_of_three() -> None:
    from training.keras_setup import import_keras

    model = recipe_named("evidence").build(seed=1)
    assert model.get_layer("evidence").output.shape == (None, 28, 28, 1)
    assert model.get_layer("wide_evidence").output.shape == (None, 14, 14, 1)
    logits = import_keras().Model(
        model.input, [model.get_layer("logit").output, *part_logits(model)]
    )
    whole, *parts = (np.asarray(each) for each in logits(_batch("evidence"), training=False))
    assert len(parts) == 3
    np.testing.assert_allclose(whole, np.mean(parts, axis=0), rtol=1e-5)


def test_the_demo_network_is_small() -> None:
    assert len(keras_bytes(recipe_named("demo").build(seed=1))) < 700_000


def test_what_the_card_says_of_time_is_what_was_measured() -> None:
    (said,) = re.findall(r"takes ([\d.]+) times as long", RECIPES["evidence-300"].summary)
    rows = (Path(__file__).parents[3] / "docs" / "recipes.md").read_text(encoding="utf-8")
    smaller, larger = (
        next(row.split("|") for row in rows.splitlines() if f"(`{name}`)" in row)
        for name in ("evidence", "evidence-300")
    )
    ms, training_s = 2, -2
    for column in (ms, training_s):
        assert float(larger[column]) / float(smaller[column]) == pytest.approx(
            float(said), abs=0.05
        )
    assert f"{said} times as long" in rows


@pytest.mark.parametrize("name", RECIPES)
def test_each_recipe_answers_one_probability_and_survives_its_file(name: str) -> None:
    model = RECIPES[name].build(seed=3)
    assert model.output.shape == (None, 1)
    assert model.layers[-1].name == "probability_def"
    answers = np.asarray(model(_batch(name), training=False))
    assert ((answers > 0) & (answers < 1)).all()
    again = load_keras(keras_bytes(model))
    np.testing.assert_array_equal(np.asarray(again(_batch(name), training=False)), answers)


def test_the_same_seed_gives_the_same_weights() -> None:
    first, same, other = (recipe_named("demo").build(seed).get_weights()[0] for seed in (7, 7, 8))
    np.testing.assert_array_equal(first, same)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize(
    ("words", "form", "parts"),
    [
        ("67", Form((67,), sees_whole=False), 0),
        ("19+147@300", Form((19, 147), sees_whole=False, size_px=300), 2),
        ("whole+147+67", Form(), 3),
    ],
)
def test_any_form_of_evidence_can_be_tried(words: str, form: Form, parts: int) -> None:
    recipe = recipe_named(f"evidence:{words}")
    assert Form.from_words(words) == Form.from_words(str(form)) == form
    assert (recipe.input.width, recipe.input.height) == (form.size_px, form.size_px)
    model = recipe.build(seed=1)
    assert len(part_logits(model)) == parts
    assert len(evidence_maps(model)) == len(form.fields_px)
    assert fit_settings(recipe.name) == fit_settings("evidence")


@pytest.mark.parametrize("words", ["", "whole", "68", "67+67x", "67@9", "67+147@999", "67+"])
def test_a_form_that_there_is_not_is_refused_with_those_there_are(words: str) -> None:
    with pytest.raises(ValueError, match=r"no form of evidence.*19, 67, 147.*67\+147@300"):
        recipe_named(f"evidence:{words}")


@pytest.mark.parametrize(
    ("images", "side_px", "name"),
    [
        (3_000, 301, "evidence-300"),
        (3_001, 4096, "evidence"),
        (100, 300, "evidence"),
        (0, 0, "evidence"),
    ],
)
def test_larger_pictures_are_recommended_where_they_show_more_and_are_learnt_in_time(
    images: int, side_px: float, name: str
) -> None:
    assert recommended_recipe(images, side_px) == name
    small, large = recipe_named("evidence"), recipe_named("evidence-300")
    assert (small.input.width, large.input.width) == (224, 300)
    assert fit_settings("evidence") == fit_settings("evidence-300")


def test_an_unknown_recipe_lists_those_there_are() -> None:
    with pytest.raises(
        ValueError, match="evidence, evidence-300, evidence-67, transfer, demo, notebook, pooled"
    ):
        recipe_named("resnet")


def _evidence_far_from(
    name: str, row: int, column: int, field_px: int, layer: str = "evidence"
) -> tuple[float, float]:
    """The evidence of a place before and after all pixels outside its field changed."""
    from training.keras_setup import import_keras

    model = RECIPES[name].build(seed=2)
    evidence = import_keras().Model(model.input, model.get_layer(layer).output)
    before = _batch(name, 1)
    after = -before[:, ::-1, ::-1]
    side = -(-before.shape[1] // evidence.output.shape[1])
    middle_row, middle_column = row * side + side // 2, column * side + side // 2
    near = slice(max(0, middle_row - field_px // 2 - side), middle_row + field_px // 2 + side)
    beside = slice(
        max(0, middle_column - field_px // 2 - side), middle_column + field_px // 2 + side
    )
    after[:, near, beside] = before[:, near, beside]
    maps = [np.asarray(evidence(batch, training=False)) for batch in (before, after)]
    assert not np.array_equal(maps[0], maps[1])
    return float(maps[0][0, row, column, 0]), float(maps[1][0, row, column, 0])


@pytest.mark.parametrize(
    ("name", "field_px"), [("evidence-67", 67), ("evidence", 67), ("demo", 63)]
)
def test_a_place_sees_nothing_outside_its_field(name: str, field_px: int) -> None:
    before, after = _evidence_far_from(name, row=13, column=15, field_px=field_px)
    assert before == after


def test_a_wide_place_sees_nothing_outside_its_field() -> None:
    before, after = _evidence_far_from("evidence", 6, 7, field_px=147, layer="wide_evidence")
    assert before == after


def test_a_place_sees_what_is_inside_its_field() -> None:
    before, after = _evidence_far_from("demo", row=13, column=15, field_px=15)
    assert before != after


def test_the_pretrained_weights_are_read_whole() -> None:
    weights = read_lite0_weights()
    floats = sum(value.size for name, value in weights.items() if "num_batches" not in name)
    assert floats == 4_694_024
    assert weights["_conv_stem.weight"].shape == (32, 3, 3, 3)
    assert all(np.isfinite(value).all() for value in weights.values())
    assert all(
        (value >= 0).all() for name, value in weights.items() if name.endswith("running_var")
    )


def test_the_pretrained_weights_reach_their_layers() -> None:
    model = recipe_named("transfer").build(seed=1)
    stem = model.get_layer("stem").kernel.numpy()
    weights = read_lite0_weights()
    np.testing.assert_array_equal(stem, weights["_conv_stem.weight"].transpose(2, 3, 1, 0))
    last = model.get_layer("b15_project_norm").moving_variance.numpy()
    np.testing.assert_array_equal(last, weights["_blocks.15._bn2.running_var"])
    head = model.get_layer("head_norm").gamma.numpy()
    np.testing.assert_array_equal(head, weights["_bn1.weight"])


def test_other_weights_are_refused_before_they_are_unpickled(tmp_path: Path) -> None:
    path = tmp_path / "weights.pth"
    path.write_bytes(b"cos\nsystem\n(S'true'\ntR.")
    with pytest.raises(PretrainedWeightsError, match="wrong sha256"):
        read_lite0_weights(path)
    with pytest.raises(PretrainedWeightsError, match="can't be read"):
        read_lite0_weights(tmp_path / "absent.pth")


def test_a_keras_archive_with_foreign_layers_is_not_loaded() -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr(
            "config.json",
            '{"class_name": "Functional", "config": {"layers": [{"class_name": "Lambda"}]}}',
        )
    with pytest.raises(UnsafeArchive, match="Lambda"):
        load_keras(archive.getvalue())


def test_our_own_archives_pass_the_check() -> None:
    check_keras_archive(keras_bytes(recipe_named("evidence").build(seed=1)))
