from __future__ import annotations

from pathlib import Path

import pytest

from inference.records.archive import ArchiveRule
from inference.sources.settings import FolderSettings, SimulatedSettings, StreamSettings
from inference.station.settings import (
    AppearanceSettings,
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
    assert "theme = 'pink'" in warnings[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("threads = 0", "threads = 0"),
        ('method = "guess"', "method = 'guess'"),
        ('[source]\nkind = "folder"', "path"),
        ('[source]\nkind = "crystal ball"', "source"),
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


def test_a_password_is_never_repeated(path: Path) -> None:
    path.write_text('[source]\nkind = "stream"\nurl = "ftp://me:secret@camera/"\n', "utf-8")
    with pytest.raises(SettingsError) as caught:
        read_settings(path)
    assert "secret" not in str(caught.value)
    assert "secret" not in StreamSettings(url="http://me:secret@camera/").name
