"""A camera beside the line: Basler's emulator, genicam's GenTL producer, the line's own."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from inference.frame import Frame, UnreadableFrame
from inference.sources.industrial.backends import open_camera
from inference.sources.settings import (
    BaslerSettings,
    GenicamSettings,
    SimulatedSettings,
    SourceSettings,
    StreamSettings,
)
from inference.trial.cameras import LineTrial, open_for_trial
from inference.trial.trial import Trial, TrialState
from tests.inference.sources.industrial.cameras import viky_producer
from tests.patience import PATIENCE_S

CAMERA = "0815-0001"


@pytest.fixture
def begin() -> Iterator[Callable[[SourceSettings], Trial]]:
    begun: list[Trial] = []

    def open_it(source: SourceSettings) -> Trial:
        begun.append(Trial(source.name, partial(open_for_trial, source)))
        return begun[-1]

    yield open_it
    for trial in begun:
        trial.close()
        assert trial.join(PATIENCE_S)


def wait(condition: Callable[[], object]) -> None:
    until = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.01)


def feature(trial: Trial, name: str) -> object:
    return next(feature.value for feature in trial.status.features if feature.name == name)


def basler(**further: object) -> BaslerSettings:
    pytest.importorskip("pypylon", reason="Basler's library is not on this platform")
    return BaslerSettings.model_validate({"serial": CAMERA, **further})


def test_a_camera_that_waits_for_a_trigger_shows_a_live_picture(
    begin: Callable[[SourceSettings], Trial],
) -> None:
    trial = begin(basler(trigger="Line1", region=(0, 0, 320, 200), exposure_us=900.0))
    wait(lambda: trial.status.look)
    look = trial.status.look
    assert look is not None
    assert look.picture.shape == (200, 320)
    assert feature(trial, "ExposureTime") == 900.0
    assert trial.status.state is TrialState.RUNNING


def test_what_is_set_acts_at_once_and_what_is_refused_is_said(
    begin: Callable[[SourceSettings], Trial],
) -> None:
    trial = begin(basler(region=(0, 0, 320, 200)))
    wait(lambda: trial.status.look)
    trial.set("PixelFormat", "Mono12")
    trial.set("Width", 64)
    wait(lambda: trial.status.look and trial.status.look.bits == 12)
    wait(lambda: trial.status.look and trial.status.look.width_px == 64)
    trial.set("ExposureTime", 0.25)
    wait(lambda: trial.status.refused)
    refused = trial.status.refused
    assert refused is not None
    assert refused.name == "ExposureTime"
    assert "it takes 1 to 10000000 us" in refused.words
    trial.set("ExposureTime", 1500.0)
    wait(lambda: trial.status.refused is None)
    assert feature(trial, "ExposureTime") == 1500.0


def test_the_camera_is_left_as_it_was_found(begin: Callable[[SourceSettings], Trial]) -> None:
    settings = basler()
    untouched = open_camera(settings)
    before = [untouched.nodes.parameter(name).value for name in ("Width", "PixelFormat", "Gain")]
    untouched.close()
    trial = begin(settings.model_copy(update={"gain_db": 6.0}))
    wait(lambda: trial.status.look)
    trial.set("Width", 64)
    trial.set("PixelFormat", "Mono12")
    wait(lambda: trial.status.look and trial.status.look.bits == 12)
    trial.close()
    assert trial.join(PATIENCE_S)
    after = open_camera(settings)
    assert [after.nodes.parameter(n).value for n in ("Width", "PixelFormat", "Gain")] == before
    after.close()


def test_pylons_own_file_brings_all_back(
    begin: Callable[[SourceSettings], Trial], tmp_path: Path
) -> None:
    trial = begin(basler(gain_db=6.0, nodes={"Gamma": 0.5}))
    wait(lambda: trial.status.look)
    assert trial.status.feature_suffix == ".pfs"
    trial.save_features(tmp_path / "lid.pfs")
    wait(lambda: trial.status.saved == tmp_path / "lid.pfs")
    trial.close()
    assert trial.join(PATIENCE_S)
    camera = open_camera(basler(features=tmp_path / "lid.pfs"))
    try:
        assert camera.nodes.parameter("Gamma").value == 0.5
        assert camera.nodes.parameter("Gain").value == pytest.approx(6.0, abs=0.05)
    finally:
        camera.nodes.set("Gamma", 1.0)
        camera.nodes.set("Gain", 0.0)
        camera.close()


def test_any_makers_camera_tells_what_it_has(begin: Callable[[SourceSettings], Trial]) -> None:
    trial = begin(GenicamSettings(producers=(viky_producer(),), serial="2"))
    wait(lambda: trial.status.look)
    names = {parameter.name: parameter for parameter in trial.status.features}
    assert "ExposureTime" not in names
    assert (names["Width"].minimum, names["Width"].maximum) == (100, 800)
    assert trial.status.feature_suffix is None
    look = trial.status.look
    assert look is not None
    assert look.picture.shape[2] == 3


def test_other_cameras_show_their_picture_and_have_nothing_to_set(
    begin: Callable[[SourceSettings], Trial],
) -> None:
    trial = begin(SimulatedSettings(rate_hz=None, size_px=64))
    wait(lambda: trial.status.look)
    assert trial.status.features == ()
    trial.set("Gain", 3.0)
    wait(lambda: trial.status.refused)


def test_a_camera_that_is_not_there_is_said_with_what_to_do(
    begin: Callable[[SourceSettings], Trial],
) -> None:
    trial = begin(StreamSettings(url="http://127.0.0.1:9/none", open_timeout_s=1.0))
    wait(lambda: trial.status.state is TrialState.FAILED)
    assert "no stream" in str(trial.status.problem)
    assert "check address" in str(trial.status.remedy)


def test_the_lines_own_pictures_are_looked_at_without_its_camera() -> None:
    parts: list[Frame | UnreadableFrame] = []
    trial = Trial("line", lambda: LineTrial(lambda: parts[-1] if parts else None))
    try:
        assert trial.status.look is None
        parts.append(UnreadableFrame(source="s", error="cut off", remedy="look"))
        wait(lambda: trial.status.problem == "cut off")
        image = np.full((30, 40), 80, np.uint8)
        image.flags.writeable = False
        parts.append(Frame(image, source="s"))
        wait(lambda: trial.status.look)
        assert trial.status.problem is None
    finally:
        trial.close()
        assert trial.join(PATIENCE_S)
