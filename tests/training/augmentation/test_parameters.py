from __future__ import annotations

import argparse
import json
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inference.home import Home
from main import main
from tests.training.drawn_parts import draw_disc
from training.augmentation.augment import NO_AUGMENTATION, NOTEBOOK, STRONG, Augmentation, Augmenter
from training.augmentation.change import changed
from training.augmentation.parameters import PARAMETERS, PRESETS, Kind, augmentation_of, checked
from training.commands.augment_arguments import (
    add_augmentation_arguments,
    augmentation_asked_for,
)
from training.commands.train import add_arguments
from training.fitting.fit_settings import FIT_SETTINGS

IMAGE = draw_disc(3, is_def=True)[..., None]


def _parsed(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_augmentation_arguments(parser)
    return parser.parse_args(words)


def test_each_field_is_a_parameter_and_each_preset_within_the_bounds() -> None:
    assert [each.name for each in PARAMETERS] == sorted(
        (field.name for field in fields(Augmentation)), key=[p.name for p in PARAMETERS].index
    )
    assert len(PARAMETERS) == len(fields(Augmentation))
    for augmentation in (*PRESETS.values(), *(each.augmentation for each in FIT_SETTINGS.values())):
        assert checked(augmentation) == augmentation


def test_what_json_keeps_comes_back() -> None:
    kept = json.loads(json.dumps(asdict(STRONG)))
    assert augmentation_of(kept, NO_AUGMENTATION) == STRONG


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"rotation_deg": 200}, "rotation_deg lies between 0 and 180: 200 does not"),
        ({"zoom": [1.2, 0.8]}, "zoom: 1.2 is more than 0.8"),
        ({"zoom": 1.2}, "zoom is a range of two numbers, not 1.2"),
        ({"gamma": [0.0, 1.0]}, "gamma lies between 0.3 and 3"),
        ({"noise": "much"}, "noise is a number, not 'much'"),
        ({"noise": float("nan")}, "noise is a number, not nan"),
        ({"blur_px": True}, "blur_px is a number, not True"),
        ({"flip_vertical": 1}, "flip_vertical is true or false, not 1"),
        ({"shear": 3}, "there is no augmentation 'shear'; there are: rotation_deg, zoom"),
    ],
)
def test_a_bad_value_is_refused_in_words(wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        augmentation_of(wrong, NO_AUGMENTATION)


_CHANGED = {
    "rotation_deg": "turn_deg", "width_shift": "across", "height_shift": "down",
    "light_gradient": "slope",
}  # fmt: skip


def test_what_training_draws_reaches_the_extremes_and_no_further() -> None:
    for parameter in PARAMETERS:
        if parameter.kind is Kind.SWITCH:
            continue
        value: Any = (0.8, 1.25) if parameter.kind is Kind.RANGE else parameter.highest / 4
        alone = replace(NO_AUGMENTATION, **{parameter.name: value})
        ends = parameter.extremes(alone)
        field = _CHANGED.get(parameter.name, parameter.name)
        drawn = [getattr(Augmenter(alone, 1).change(1, index), field) for index in range(400)]
        shown = [getattr(end, field) for end in ends]
        low = 0.0 if len(set(shown)) == 1 else shown[0]
        assert low <= min(drawn) <= max(drawn) <= shown[-1]
        assert min(drawn) - low < 0.05 * (shown[-1] - low)
        assert shown[-1] - max(drawn) < 0.05 * (shown[-1] - low)


def test_an_extreme_changes_the_image_and_a_neutral_value_has_none() -> None:
    for parameter in PARAMETERS:
        value: Any = {Kind.RANGE: (0.8, 1.25), Kind.SWITCH: True, Kind.AMOUNT: parameter.highest}
        strong = replace(NO_AUGMENTATION, **{parameter.name: value[parameter.kind]})
        ends = parameter.extremes(strong)
        assert ends
        for end in ends:
            if parameter.name != "rotation_deg":  # half a turn of a disc may change little
                assert not np.array_equal(changed(IMAGE, end), IMAGE), parameter.name
    for parameter in PARAMETERS:
        for end in parameter.extremes(NO_AUGMENTATION):
            assert np.array_equal(changed(IMAGE, end), IMAGE)


def test_width_and_height_shift_move_one_way_each() -> None:
    spot = np.zeros((64, 64, 1), np.uint8)
    spot[30:34, 30:34] = 255
    for field, still in (("width_shift", 0), ("height_shift", 1)):
        augmenter = Augmenter(replace(NO_AUGMENTATION, **{field: 0.2}), 1)  # type: ignore[arg-type]
        places = [np.argwhere(augmenter(spot, 1, i)[..., 0] > 60).mean(0) for i in range(20)]
        spread = np.ptp(np.array(places), axis=0)
        assert spread[still] == pytest.approx(0, abs=0.01)
        assert spread[1 - still] > 8


def test_nothing_said_is_the_recipes_own() -> None:
    assert augmentation_asked_for(_parsed(), STRONG) is None


def test_single_flags_change_the_recipes_own() -> None:
    asked = _parsed("--rotation", "15", "--zoom", "0.9:1.1", "--brightness", "0.9:1.0")
    assert augmentation_asked_for(asked, STRONG) == replace(
        STRONG, rotation_deg=15.0, zoom=(0.9, 1.1), gain=(0.9, 1.0)
    )
    assert augmentation_asked_for(_parsed("--no-flip-horizontal"), STRONG) == replace(
        STRONG, flip_horizontal=False
    )


def test_a_preset_and_a_file_replace_it(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("zoom = [0.7, 1]\nnoise = 2\nflip_vertical = true\n", encoding="utf-8")
    mine = Augmentation(zoom=(0.7, 1.0), noise=2.0, flip_vertical=True)
    assert augmentation_asked_for(_parsed("--augment", str(path)), STRONG) == mine
    assert augmentation_asked_for(_parsed("--augment", "notebook"), STRONG) == NOTEBOOK
    both = _parsed("--augment", str(path), "--noise", "0")
    assert augmentation_asked_for(both, STRONG) == replace(mine, noise=0.0)


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("--zoom", "1.5:1.1"), "zoom: 1.5 is more than 1.1"),
        (("--augment", "stronger"), "stronger: No such file or directory; presets are: none"),
        (("--augment", "wrong.toml"), "wrong.toml: there is no augmentation 'shear'"),
        (("--augment", "broken.toml"), "broken.toml: "),
        (
            ("--recipe", "transfer", "--mode", "quick", "--noise", "3"),
            "leave the augmentation out",
        ),
    ],
)
def test_main_refuses_a_bad_augmentation(
    words: tuple[str, ...],
    error: str,
    home: Home,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("wrong.toml").write_text("shear = 3\n", encoding="utf-8")
    Path("broken.toml").write_text("shear = \n", encoding="utf-8")
    assert main(["train", "parts", "--out", "out", *words]) == 2
    assert error in capsys.readouterr().err
    assert not home.runs.exists()


def test_the_help_names_each_parameter(capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    helped = " ".join(parser.format_help().split())
    for parameter in PARAMETERS:
        assert parameter.name in helped
