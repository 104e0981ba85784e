"""What stands on the command line -> settings, and what of it may be shown."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pydantic import TypeAdapter, ValidationError

from inference.sources.protocol import SourceInvalid
from inference.sources.settings import (
    BaslerSettings,
    FilesSettings,
    FolderSettings,
    GenicamSettings,
    SimulatedSettings,
    SourceSettings,
    StreamSettings,
    UsbSettings,
    VideoSettings,
)
from inference.sources.spec import parse_source

HERE = Path.cwd()


@pytest.mark.parametrize(
    ("spec", "settings"),
    [
        ("simulated", SimulatedSettings()),
        ("folder:in", FolderSettings(path=HERE / "in")),
        (f"files:a{os.pathsep}b", FilesSettings(paths=(HERE / "a", HERE / "b"))),
        ("usb:0", UsbSettings(device=0)),
        ("usb:Line camera", UsbSettings(device="Line camera")),
        ("video:a.mp4", VideoSettings(path=HERE / "a.mp4")),
        ("http://host:80/v", StreamSettings(url="http://host:80/v")),
        ("basler", BaslerSettings()),
        ("basler:0815-0001", BaslerSettings(serial="0815-0001")),
        ("genicam", GenicamSettings()),
        ("genicam:VikyTL_DEV_red", GenicamSettings(serial="VikyTL_DEV_red")),
        ("RTSP://host/v", StreamSettings(url="rtsp://host/v")),
    ],
)
def test_a_spec_says_a_source(spec: str, settings: SourceSettings) -> None:
    assert _scheme_in_lower_case(parse_source(spec)) == settings


def _scheme_in_lower_case(settings: SourceSettings) -> SourceSettings:
    if isinstance(settings, StreamSettings):
        return StreamSettings(url=settings.url.replace("RTSP", "rtsp"))
    return settings


@pytest.mark.parametrize(
    "spec",
    ["", "nothing", "simulated:3", "folder:", "files:", "usb:", "video:", "ftp://host", "http://",
     "http:host", f"files:{os.pathsep}"],
)  # fmt: skip
def test_what_is_no_source_is_refused_with_a_remedy(spec: str) -> None:
    with pytest.raises(SourceInvalid) as refused:
        parse_source(spec)
    assert "folder:DIR" in refused.value.remedy


@pytest.mark.parametrize(
    "spec", ["http://u:s3cr3t@[bad/", "htp://u:s3cr3t@host", "http://u:s3cr3t@"]
)
def test_a_refusal_repeats_no_password(spec: str) -> None:
    with pytest.raises(SourceInvalid) as refused:
        parse_source(spec)
    assert "s3cr3t" not in f"{refused.value} {refused.value.remedy} {refused.value!r}"


def test_a_password_stays_in_the_address_alone() -> None:
    settings = StreamSettings(url="http://u:s3cr3t@host/v?user=u&pwd=s3cr3t&channel=1")
    assert settings.name == "http://u:***@host/v?user=u&pwd=***&channel=1"
    assert "s3cr3t" not in repr(settings)
    assert settings.model_dump()["url"].count("s3cr3t") == 2


@pytest.mark.parametrize(
    "spec", ["simulated", "folder:in", "files:a", "usb:0", "usb:Cam", "video:a", "rtsp://host/v"]
)
def test_settings_survive_being_written_down(spec: str) -> None:
    settings = parse_source(spec)
    written = settings.model_dump(mode="json", exclude_none=True)
    assert TypeAdapter(SourceSettings).validate_python(written) == settings


def test_a_key_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValidationError):
        FolderSettings.model_validate({"path": "in", "recursiv": True})
