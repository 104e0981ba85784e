from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from inference.records.engine import open_engine
from inference.records.errors import RecordsError
from inference.records.part_record import RecordedPart
from inference.records.records import Records
from inference.records.schema import METADATA, VERSION
from inference.records.versions import MIGRATIONS
from tests.inference.records.parts import judged
from tests.inference.records.permissions import not_root

_ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "records.sqlite3"
    with Records(path) as records:
        records.add([RecordedPart(judged(part_id="p1"))])
    return path


def test_a_new_database_is_what_the_tables_say(database: Path) -> None:
    engine = open_engine(database)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, METADATA) == []
    engine.dispose()


def test_the_version_is_that_of_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_current_head() == VERSION


def test_an_up_to_date_database_opens_without_alembic(database: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from inference.records.records import Records\n"
        f"with Records(Path({str(database)!r})) as records: print(records.part('p1').part_id)\n"
        "sys.exit('alembic' in sys.modules)"
    )
    child = subprocess.run(
        [sys.executable, "-c", script], cwd=_ROOT, capture_output=True, text=True, check=False
    )
    assert (child.returncode, child.stdout.strip()) == (0, "p1"), child.stderr


def test_several_may_open_a_new_database_at_once(tmp_path: Path) -> None:
    path = tmp_path / "records.sqlite3"

    def open_and_add(n: int) -> None:
        with Records(path) as records:
            records.add([RecordedPart(judged(part_id=f"p{n}"))])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(open_and_add, range(4)))
    with Records(path) as records:
        assert len(list(records.parts())) == 4


def test_a_newer_database_is_refused_and_left_alone(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    before = database.read_bytes()
    with pytest.raises(RecordsError, match="newer Lineside") as caught:
        Records(database)
    assert "start the newer program" in caught.value.remedy
    assert database.read_bytes() == before


def test_the_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "songs.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE songs (title TEXT)")
    with pytest.raises(RecordsError, match="another program's database"):
        Records(path)
    with closing(sqlite3.connect(path)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master").fetchall()
    assert names == [("songs",)]


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "records.sqlite3"
    path.write_bytes(b"this is no database at all " * 1000)
    before = path.read_bytes()
    with pytest.raises(RecordsError, match="is no database") as caught:
        Records(path)
    assert "left untouched" in caught.value.remedy
    assert path.read_bytes() == before


def test_a_damaged_page_is_said_and_not_repaired_by_deleting(database: Path) -> None:
    content = bytearray(database.read_bytes())
    content[4096:] = os.urandom(len(content) - 4096)
    database.write_bytes(content)
    with pytest.raises(RecordsError, match="damaged"), Records(database) as records:
        list(records.parts())
    assert database.read_bytes() == bytes(content)


def test_a_folder_that_can_not_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(RecordsError, match="can't be made"):
        Records(tmp_path / "file" / "records.sqlite3")


def test_a_folder_in_the_place_of_the_database_is_said(tmp_path: Path) -> None:
    with pytest.raises(RecordsError, match="can't be opened"):
        Records(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_a_database_that_may_not_be_written_to_is_said(database: Path) -> None:
    folder = database.parent
    database.chmod(0o444)
    folder.chmod(0o555)
    with (
        not_root(*folder.parents[:3]),
        pytest.raises(RecordsError, match=r"may not be written to|can't be opened") as caught,
        Records(database) as records,
    ):
        records.add([RecordedPart(judged())])
    folder.chmod(0o755)
    assert "write" in caught.value.remedy
