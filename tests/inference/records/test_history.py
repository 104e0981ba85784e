"""Looking back: what a page, a count and a series say, on a real database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from inference.records import pace, rarity, steps
from inference.records.history import HistoryPage, PartHistory
from inference.records.part_record import PartFilter, PartRecord, RecordedPart, Ruling
from inference.records.records import Records
from inference.verdict import Inspection, Outcome
from tests.inference.records.parts import NOON, judged, unreadable

_ALL = PartFilter()


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    with Records(tmp_path / "records.sqlite3") as opened:
        yield opened


@pytest.fixture
def short_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """A step ends after a few parts, as it does after thousands of them at a plant."""
    monkeypatch.setattr(pace, "_MOST", 7)


def add(records: Records, *inspections: Inspection) -> None:
    records.add([RecordedPart(inspection) for inspection in inspections])


def typed(inspection: Inspection, defect_type: str) -> Inspection:
    return replace(inspection, verdict=replace(inspection.verdict, defect_type=defect_type))


def from_file(inspection: Inspection, path: str) -> Inspection:
    return replace(inspection, frame=replace(inspection.frame, source_path=path, source="files"))


def everything(history: PartHistory, wanted: PartFilter = _ALL, size: int = 10) -> list[str]:
    """All pages to the end."""
    found: list[PartRecord] = []
    page = HistoryPage((), None)
    while True:
        page = history.page(wanted, page.reached, size)
        found += page.parts
        if page.reached is None:
            return [part.part_id for part in found]


def forty(records: Records) -> list[str]:
    """Forty parts, every fourth DEF (some of type burr), by turns of two models."""
    parts = []
    for n in range(40):
        p_def, model_id = 0.9 if n % 4 == 0 else 0.1, f"impeller-{n % 2}"
        part = judged(p_def, part_id=f"p{n:02}", minutes=n // 2, model_id=model_id)
        parts.append(typed(part, "burr") if n % 8 == 0 else part)
    add(records, *parts)
    return [f"p{n:02}" for n in reversed(range(40))]


@pytest.mark.parametrize("size", [1, 7, 10, 40, 100])
def test_pages_hold_each_part_once_and_the_newest_first(records: Records, size: int) -> None:
    expected = forty(records)
    assert everything(records.history(), size=size) == expected


@pytest.mark.usefixtures("short_steps")
@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [
        (PartFilter(outcome=Outcome.DEF), lambda n: n % 4 == 0),
        (PartFilter(outcome=Outcome.DEF, model_id="impeller-1"), lambda n: False),
        (PartFilter(outcome=Outcome.OK, model_id="impeller-0"), lambda n: n % 4 == 2),
        (PartFilter(defect_type="burr"), lambda n: n % 8 == 0),
        (PartFilter(defect_type="burr", source="simulated"), lambda n: n % 8 == 0),
        (PartFilter(text="P1"), lambda n: 10 <= n < 20),
        (PartFilter(text="p3", outcome=Outcome.DEF), lambda n: n in (32, 36)),
        (PartFilter(since=NOON + timedelta(minutes=5)), lambda n: n >= 10),
        (PartFilter(until=NOON + timedelta(minutes=5), outcome=Outcome.OK),
         lambda n: n < 10 and n % 4),
        (PartFilter(source="elsewhere"), lambda n: False),
    ],
)  # fmt: skip
def test_a_search_finds_the_same_in_steps(
    records: Records, wanted: PartFilter, chosen: object
) -> None:
    forty(records)
    expected = [f"p{n:02}" for n in reversed(range(40)) if chosen(n)]
    assert everything(records.history(), wanted) == expected
    assert [part.part_id for part in records.parts(wanted)] == expected


def test_a_text_is_found_in_file_names_and_faults_as_it_is_written(records: Records) -> None:
    add(records, from_file(judged(part_id="a", minutes=1), "/in/50%_Teil.png"))
    add(records, from_file(judged(part_id="b", minutes=2), "/in/507_teil.png"))
    add(records, unreadable("torn"))
    history = records.history()
    assert everything(history, PartFilter(text="50%_")) == ["a"]
    assert everything(history, PartFilter(text="teil")) == ["b", "a", "torn"]
    assert everything(history, PartFilter(text="is empty")) == ["torn"]


def test_the_beginning_of_an_id_is_found_at_once_and_the_rest_still_counts(
    records: Records,
) -> None:
    add(records, *(judged(0.9, part_id=f"01a2b3{n:02}", minutes=n) for n in range(5)))
    add(records, judged(0.1, part_id="01a2b3ff", minutes=9), judged(0.1, part_id="other"))
    history = records.history()
    assert history.page(PartFilter(text="01A2B3")).parts[0].part_id == "01a2b3ff"
    some = history.page(PartFilter(text="01a2b3", outcome=Outcome.DEF), size=2)
    assert [part.part_id for part in some.parts] == ["01a2b304", "01a2b303"]
    assert everything(history, PartFilter(text="01a2b3", outcome=Outcome.DEF), 2) == [
        f"01a2b3{n:02}" for n in (4, 3, 2, 1, 0)
    ]


def test_rulings_are_found_and_the_latest_counts(records: Records) -> None:
    forty(records)
    records.operator_verdict("p04", Outcome.OK, by="Ada")
    records.operator_verdict("p08", Outcome.DEF, by="Ada")
    records.operator_verdict("p12", Outcome.OK, by="Ada")
    records.operator_verdict("p12", Outcome.DEF, by="Ben")
    history = records.history()
    assert everything(history, PartFilter(ruling=Ruling.OVERRULED)) == ["p04"]
    assert everything(history, PartFilter(ruling=Ruling.CONFIRMED)) == ["p12", "p08"]
    assert history.counts(PartFilter(ruling=Ruling.CONFIRMED))[Outcome.DEF] == 2


def test_counts_agree_with_the_parts_also_at_ranges_that_cut_quarters(records: Records) -> None:
    forty(records)
    add(records, unreadable("torn"))
    history = records.history()
    for minutes in ((0, 20), (3, 17), (3, 7), (15, 30), (14, 16), (-20, 90)):
        since, until = (NOON + timedelta(minutes=m) for m in minutes)
        for model_id in (None, "impeller-1"):
            wanted = PartFilter(since=since, until=until, model_id=model_id)
            assert history.counts(wanted) == records.counts(wanted)
    assert sum(history.counts(_ALL).values()) == 41
    assert history.counts(PartFilter(text="p1")) is None


def test_a_part_that_is_offered_twice_is_counted_once(records: Records) -> None:
    for _ in range(2):
        add(records, judged(0.9, part_id="p"))
    assert records.history().counts(_ALL)[Outcome.DEF] == 1


def test_newer_parts_are_counted_up_to_a_limit(records: Records) -> None:
    forty(records)
    history = records.history()
    page = history.page(_ALL, size=1)
    newest = (page.parts[0].time, page.parts[0].part_id)
    assert history.newer(_ALL, newest) == 0
    add(records, *(judged(part_id=f"q{n}", minutes=60 + n) for n in range(5)))
    assert history.newer(_ALL, newest) == 5
    assert history.newer(_ALL, newest, at_most=3) == 3
    assert history.newer(PartFilter(outcome=Outcome.OK), newest) == 0
    assert history.newer(_ALL, None) == 45


def test_the_choices_are_what_there_is(records: Records) -> None:
    assert records.history().choices().models == ()
    forty(records)
    add(records, unreadable("torn"))
    choices = records.history().choices()
    assert choices.sources == ("folder:/in", "simulated")
    assert choices.models == ("impeller-0", "impeller-1")
    assert choices.defect_types == ("burr",)


@pytest.mark.parametrize("minutes", [15, 4])
def test_a_series_has_every_part_in_its_group(records: Records, minutes: int) -> None:
    forty(records)
    edges = [NOON + timedelta(minutes=minutes * n) for n in range(-1, 60 // minutes)]
    series = records.history().series(PartFilter(model_id="impeller-0"), edges)
    assert series.sum() == 20
    assert series.sum(axis=0).tolist() == [10, 10, 0, 0]
    assert series[0].sum() == 0
    within = PartFilter(since=edges[1], until=edges[2], model_id="impeller-0")
    assert series[1].tolist() == list(records.counts(within).values())


def test_defect_types_and_faults_are_counted(records: Records) -> None:
    forty(records)
    add(records, unreadable("torn"), unreadable("torn too"))
    history = records.history()
    assert history.defect_types(_ALL) == [("", 5), ("burr", 5)]
    assert history.faults(_ALL) == [("the file is empty", 2)]
    assert history.faults(PartFilter(since=NOON + timedelta(minutes=1))) == []


def test_an_older_database_gets_its_counts_and_rulings(tmp_path: Path) -> None:
    path = tmp_path / "records.sqlite3"
    with Records(path) as records:
        forty(records)
        records.operator_verdict("p04", Outcome.OK, by="Ada")
        expected = records.history().counts(_ALL)
    _take_back_to_the_first_version(path)
    with Records(path) as records:
        assert records.history().counts(_ALL) == expected
        assert everything(records.history(), PartFilter(ruling=Ruling.OVERRULED)) == ["p04"]
        add(records, judged(0.1, part_id="new"))
        assert records.history().counts(_ALL)[Outcome.OK] == expected[Outcome.OK] + 1


def _take_back_to_the_first_version(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "DROP TRIGGER parts_are_counted; DROP TABLE part_counts; DROP INDEX ix_parts_source;"
            "DROP INDEX ix_parts_defect_type; DROP INDEX ix_parts_ruling;"
            "ALTER TABLE parts DROP COLUMN ruling;"
            "DROP INDEX ix_parts_line; ALTER TABLE parts DROP COLUMN line;"
            "ALTER TABLE parts DROP COLUMN trigger_to_verdict_ms;"
            "UPDATE alembic_version SET version_num = '0001';"
        )


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (_ALL, "ix_parts_time"),
        (PartFilter(source="simulated"), "ix_parts_source"),
        (PartFilter(defect_type="burr"), "ix_parts_defect_type"),
        (PartFilter(ruling=Ruling.OVERRULED), "ix_parts_ruling"),
        (PartFilter(outcome=Outcome.OK, defect_type="burr"), "ix_parts_defect_type"),
        (PartFilter(outcome=Outcome.DEF, source="simulated"), "ix_parts_outcome"),
    ],
)
def test_a_page_walks_over_the_rarest_index_and_never_sorts(
    records: Records, wanted: PartFilter, index: str
) -> None:
    forty(records)
    plans: list[str] = []
    with records._reading() as connection:
        plan = steps.plan_for(connection, wanted)
        page = steps.queries.PARTS_WITH_OPERATOR.where(*plan.walked, *plan.checked)
        page = page.order_by(steps.PARTS.c.time.desc(), steps.PARTS.c.part_id.desc()).limit(5)
        text = str(page.compile(connection.engine, compile_kwargs={"literal_binds": True}))
        plans = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}")]
    assert any(index in step for step in plans), plans
    assert not any("TEMP B-TREE" in step for step in plans)


def test_what_is_rarest_is_known_without_adding_up_years(records: Records) -> None:
    """Ten years of counts: a few quarters tell, and none but these are looked at."""
    forty(records)
    with closing(sqlite3.connect(records.database, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        connection.executescript(
            "INSERT INTO part_counts WITH RECURSIVE quarters(n) AS"
            " (SELECT 1 UNION ALL SELECT n + 1 FROM quarters WHERE n < 60000)"
            " SELECT strftime('%Y-%m-%d %H:%M:00.000000', 900 * (1600000 + n), 'unixepoch'),"
            " 'simulated', 'impeller-0', outcome, '', '', parts FROM quarters,"
            " (SELECT 'ok' AS outcome, 450 AS parts UNION ALL SELECT 'fault', 1);"
        )
    looked = 0

    def count() -> int:
        nonlocal looked
        looked += 1
        return 0

    wanted = PartFilter(outcome=Outcome.FAULT, source="simulated", model_id="impeller-0")
    with records._reading() as reading:
        driver = reading.connection.cursor().connection
        driver.set_progress_handler(count, 1000)
        try:
            plan = steps.plan_for(reading, wanted)
        finally:
            driver.set_progress_handler(None, 0)
    assert "outcome" in str(plan.walked[0])
    assert looked < 100, "instructions of the database, by the thousand; all counts are 120,000"


def test_counts_of_the_wanted_time_tell_what_is_rarest(records: Records) -> None:
    """Many of one outcome now, of the other one then."""
    add(records, *(judged(0.9, part_id=f"old{n}", minutes=n) for n in range(10)))
    later = 60 * 24 * 30
    add(records, *(judged(0.1, part_id=f"new{n}", minutes=later + n, model_id="b")
                   for n in range(10)))  # fmt: skip
    add(records, judged(0.9, part_id="rare", minutes=later + 11, model_id="b"))
    for since, rarer in ((None, "model_id"), (NOON + timedelta(minutes=later), "outcome")):
        asked = PartFilter(outcome=Outcome.DEF, model_id="b", since=since)
        columns = list(steps.queries.equalities(asked))
        with records._reading() as connection:
            assert rarity.rarest(connection, asked, columns).name == rarer


def test_a_search_walks_as_far_as_it_went_before_in_that_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [0.0]
    monkeypatch.setattr(pace.time, "monotonic", lambda: now[0])
    slow = pace.Pace(0.06)
    first = slow.stretch
    now[0] = 0.03  # half of the time is gone
    slow.walked()
    assert slow.stretch == first
    now[0] = 0.05
    slow.walked()
    assert slow.stretch == first // 2
    quick = pace.Pace(0.11)
    now[0] += 0.0001
    quick.walked()
    assert quick.stretch == 3000
    assert not quick.is_over
    now[0] = 0.2
    assert quick.is_over
