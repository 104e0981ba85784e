"""GenICam's words on the screen <-> the settings of a source."""

from __future__ import annotations

from typing import Any

import pytest

from inference.sources.industrial.configuring import configure
from inference.sources.industrial.nodes import NodeValue, Parameter
from inference.sources.settings import BaslerSettings
from inference.trial.features import present_name, read_features, values_in, with_values


class ColourCamera:
    """A `NodeMap` with a white balance, which none of the emulated cameras has."""

    def __init__(self) -> None:
        self.ratios = {"Red": 1.5, "Green": 1.0, "Blue": 2.0}
        self.selected = "Blue"
        self.automatic = "Continuous"

    def has(self, name: str) -> bool:
        return name in {"BalanceWhiteAuto", "BalanceRatioSelector", "BalanceRatio"}

    def parameter(self, name: str) -> Parameter:
        if name == "BalanceRatioSelector":
            return Parameter(name, self.selected, choices=tuple(self.ratios))
        if name == "BalanceRatio":
            return Parameter(name, self.ratios[self.selected], 0.0, 16.0)
        return Parameter(name, self.automatic, choices=("Off", "Once", "Continuous"))

    def set(self, name: str, value: NodeValue) -> None:
        if name == "BalanceRatioSelector":
            self.selected = str(value)
        elif name == "BalanceRatio":
            self.ratios[self.selected] = float(value)
        else:
            self.automatic = str(value)

    def execute(self, name: str) -> None:
        raise NotImplementedError(name)


def test_white_balance_is_read_and_set_by_colour() -> None:
    camera = ColourCamera()
    told = {feature.name: feature.value for feature in read_features(camera)}
    assert told == {
        "BalanceWhiteAuto": "Continuous",
        "BalanceRatio[Red]": 1.5,
        "BalanceRatio[Green]": 1.0,
        "BalanceRatio[Blue]": 2.0,
    }
    configure(camera, BaslerSettings(nodes={"BalanceRatio[Red]": 1.75}))
    assert camera.ratios == {"Red": 1.75, "Green": 1.0, "Blue": 2.0}
    assert camera.automatic == "Off", "it would overwrite what is set"


@pytest.mark.parametrize(
    "further",
    [
        {},
        {"exposure_us": 750.0, "gain_db": 0.0, "fps": 12.5, "pixel_format": "Mono12"},
        {"region": (8, 16, 640, 480), "trigger": "Line2"},
        {"trigger": "software", "nodes": {"Gamma": 0.8, "BalanceWhiteAuto": "Once"}},
    ],
)
def test_settings_come_back_from_the_words_they_are_shown_in(further: dict[str, Any]) -> None:
    settings = BaslerSettings(serial="1", trigger_timeout_s=2.5, **further)
    back = with_values(settings, values_in(settings), {})
    assert BaslerSettings.model_validate(back) == settings


def test_of_a_region_what_nobody_set_is_the_cameras() -> None:
    now = {"OffsetX": 4, "OffsetY": 6, "Width": 100, "Height": 80}
    fields = with_values(BaslerSettings(), {"Width": 64}, now)
    assert fields["region"] == (4, 6, 64, 80)


def test_a_trigger_needs_its_mode_and_takes_the_cameras_source() -> None:
    settings, now = BaslerSettings(), {"TriggerSource": "Line3"}
    assert with_values(settings, {"TriggerSource": "Line1"}, now)["trigger"] == "off"
    assert with_values(settings, {"TriggerMode": "On"}, now)["trigger"] == "Line3"
    both = {"TriggerMode": "On", "TriggerSource": "Software"}
    assert with_values(settings, both, now)["trigger"] == "software"


def test_an_older_cameras_words_are_those_of_now() -> None:
    assert present_name("ExposureTimeAbs") == "ExposureTime"
    assert present_name("Gamma") == "Gamma"
    assert with_values(BaslerSettings(), {"ExposureTimeAbs": 9.0}, {})["exposure_us"] == 9.0
