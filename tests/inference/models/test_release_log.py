from __future__ import annotations

from pathlib import Path

import pytest

from inference.models.release_log import (
    Release,
    ReleaseKind,
    ReleaseLog,
    ReleaseLogError,
    UsedModel,
    roll_back_targets,
)

DEMO, A, B, C = None, Path("/m/a"), Path("/m/b"), Path("/m/c")


def step(old: Path | None, new: Path | None, *, back: bool = False) -> Release:
    kind = ReleaseKind.ROLL_BACK if back else ReleaseKind.RELEASE
    return Release(kind=kind, by="Ada", old=used(old), new=used(new))


def used(path: Path | None) -> UsedModel:
    return UsedModel(path=path, model_id=path.name if path else "demo")


@pytest.fixture
def log(tmp_path: Path) -> ReleaseLog:
    return ReleaseLog(tmp_path / "releases.json")


def test_who_when_old_and_new_are_read_back(log: ReleaseLog) -> None:
    release = step(DEMO, A)
    log.begin(release, DEMO)
    log.finish()
    assert log.releases(A) == (release,)


def test_killed_before_the_settings_it_did_not_happen(log: ReleaseLog) -> None:
    log.begin(step(DEMO, A), DEMO)
    assert log.releases(DEMO) == ()
    later = step(DEMO, B)
    log.begin(later, DEMO)
    log.finish()
    assert log.releases(B) == (later,)


def test_killed_after_the_settings_it_happened(log: ReleaseLog) -> None:
    first, second = step(DEMO, A), step(A, B)
    log.begin(first, DEMO)
    assert log.releases(A) == (first,)
    log.begin(second, A)
    log.finish()
    assert log.releases(B) == (first, second)


def test_a_torn_log_refuses_and_is_left_as_it_is(log: ReleaseLog, tmp_path: Path) -> None:
    (tmp_path / "releases.json").write_text("{")
    with pytest.raises(ReleaseLogError, match="move it away"):
        log.begin(step(DEMO, A), DEMO)
    assert (tmp_path / "releases.json").read_text() == "{"


@pytest.mark.parametrize(
    ("steps", "active", "targets"),
    [
        ([], A, []),
        ([step(DEMO, A)], A, [DEMO]),
        ([step(DEMO, A), step(A, B), step(B, C)], C, [B, A, DEMO]),
        ([step(DEMO, A), step(A, B), step(B, A, back=True)], A, [DEMO]),
        ([step(DEMO, A), step(A, B), step(B, A, back=True), step(A, C)], C, [A, DEMO]),
        ([step(DEMO, A), step(C, B)], B, [C, A, DEMO]),  # C came by hand
        ([step(DEMO, A)], B, [A, DEMO]),  # B came by hand
        ([step(DEMO, A), step(A, DEMO, back=True)], DEMO, []),
    ],
)
def test_back_is_what_judged_before(
    steps: list[Release], active: Path | None, targets: list[Path | None]
) -> None:
    assert [target.path for target in roll_back_targets(steps, active)] == targets
