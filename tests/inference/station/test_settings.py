from __future__ import annotations

from pathlib import Path

import pytest

from inference.records.archive import ArchiveRule
from inference.sources.settings import (
    BaslerSettings,
    FolderSettings,
    SimulatedSettings,
    StreamSettings,
)
from inference.station.settings import (
    AppearanceSettings,
    RecordSettings,
    SettingsError,
    StationSettings,
    read_settings,
    write_settings,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "station.toml"


def test_no_file_means_the_defaults(path: Path) -> None:
    settings, warnings = read_settings(path)
    assert settings == StationSettings()
    assert isinstance(settings.source, SimulatedSettings)
    assert warnings == []


def test_what_is_written_is_read_back(path: Path, tmp_path: Path) -> None:
    settings = StationSettings(
        source=FolderSettings(path=tmp_path / "in", existing="new"),
        model=tmp_path / "model.zip",
        method="gradcam",
        threads=2,
        appearance=AppearanceSettings(theme="dark", overlay_opacity=0.25),
    )
    write_settings(path, settings)
    assert read_settings(path) == (settings, [])


def test_an_industrial_cameras_own_features_are_read_back(path: Path) -> None:
    camera = BaslerSettings(
        serial="0815-0001",
        region=(8, 0, 640, 480),
        trigger="Line1",
        nodes={"Gamma": 0.8, "ReverseX": True, "BlackLevelRaw": 3, "BalanceWhiteAuto": "Once"},
    )
    write_settings(path, StationSettings(source=camera))
    assert read_settings(path) == (StationSettings(source=camera), [])
    assert read_settings(path)[0].source.model_dump() == camera.model_dump()


def test_no_limit_is_written_and_read_back(path: Path) -> None:
    settings = StationSettings(
        source=SimulatedSettings(rate_hz=None), records=RecordSettings(max_age_days=None)
    )
    write_settings(path, StationSettings())
    write_settings(path, settings)
    assert "max_age_days = 0" in path.read_text("utf-8")
    assert read_settings(path) == (settings, [])


def test_comments_and_order_stay(path: Path) -> None:
    path.write_text(
        '# hall B\nversion = 1\nthreads = 1\n\n[records]\n# keep all\narchive = "all"\n',
        "utf-8",
    )
    settings, _ = read_settings(path)
    write_settings(path, settings.model_copy(update={"threads": 2}))
    text = path.read_text("utf-8")
    assert "# hall B" in text
    assert "# keep all" in text
    assert text.index("version") < text.index("threads = 2") < text.index("[records]")
    assert read_settings(path)[0].records.archive is ArchiveRule.ALL


def test_another_source_leaves_nothing_of_the_last(path: Path, tmp_path: Path) -> None:
    write_settings(path, StationSettings(source=FolderSettings(path=tmp_path)))
    write_settings(path, StationSettings(source=SimulatedSettings(seed=7)))
    assert read_settings(path)[0].source == SimulatedSettings(seed=7)


def test_a_bad_cosmetic_key_falls_back_with_a_warning(path: Path) -> None:
    path.write_text('threads = 2\n[appearance]\ntheme = "pink"\noverlay_opacity = 0.5\n', "utf-8")
    settings, warnings = read_settings(path)
    assert settings.appearance == AppearanceSettings(overlay_opacity=0.5)
    assert settings.threads == 2
    assert len(warnings) == 1
    assert "appearance.theme = 'pink'" in warnings[0]


def test_appearance_that_is_no_section_falls_back_with_a_warning(path: Path) -> None:
    path.write_text("appearance = 3\nthreads = 2\n", "utf-8")
    settings, warnings = read_settings(path)
    assert (settings.appearance, settings.threads) == (AppearanceSettings(), 2)
    assert warnings == ["appearance is no section; the defaults are used"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("threads = 0", "threads = 0"),
        ('method = "guess"', "method = 'guess'"),
        ('source = "folder:/in"', "source = 'folder:/in'"),
        ('[source]\nkind = "folder"', "source.path: Field required"),
        ('[source]\npath = "/in"', "source.kind: Field required"),
        (
            '[source]\nkind = "crystal ball"',
            "source.kind = 'crystal ball': it is one of",
        ),
        (
            '[source]\nkind = "folder"\npath = "/in"\nscan_interval_s = 0.01',
            "source.scan_interval_s = 0.01: Input should be",
        ),
        ('[source]\nkind = "usb"\ndevice = -1', "source.device = -1: Input should be"),
        ('[source]\nkind = "usb"\ndevice = [1]', "source.device: Input should be"),
        ('[source]\nkind = "files"\npaths = ["/in", 3]', "source.paths.1 = 3: Input"),
        ("[records]\nmax_age_days = inf", "records.max_age_days = inf"),
        ("treshold = 0.5", "treshold = 0.5"),
        ("version = 99", "version = 99"),
        ("threads = [", "can't be read"),
    ],
)
def test_a_bad_key_that_a_verdict_may_depend_on_is_named(path: Path, text: str, words: str) -> None:
    path.write_text(text, "utf-8")
    with pytest.raises(SettingsError) as caught:
        read_settings(path)
    assert words in str(caught.value)
    assert path.read_text("utf-8") == text


@pytest.mark.parametrize(
    "text",
    [
        '[source]\nkind = "stream"\nurl = "ftp://me:secret@camera/"',
        '[source]\nkind = "stream"\nadress = "http://me:secret@camera/"',
        '[source]\nkind = "stream"\nurl = "http://camera/"\npassword = "secret"',
        '[source]\nkind = "http://me:secret@camera/"',
        '[source]\nkind = "web"\nurl = "http://me:secret@camera/"',
        'source = "http://me:secret@camera/"',
        'kind = "stream"\nurl = "http://me:secret@camera/"',
        'password = "secret"',
        '[source]\nkind = "stream"\nurl = "http://me:secret@camera/',
        '[source]\nkind = "stream"\nurl = http://me:secret@camera/',
    ],
)
def test_a_password_is_never_repeated(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")
    with pytest.raises(SettingsError) as caught:
        read_settings(path)
    assert "secret" not in str(caught.value)


def test_a_password_is_in_no_name() -> None:
    assert "secret" not in StreamSettings(url="http://me:secret@camera/").name
