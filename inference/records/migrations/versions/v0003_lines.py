"""Several lines in one home: each part knows its line, and the counts by the quarter too."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_OLD_KEY = "quarter, source, model_id, outcome, defect_type"
_KEY = f"{_OLD_KEY}, line"
# What was there before was of the only line there was.
_TAKE_OVER = f"""
    INSERT INTO part_counts ({_KEY}, parts)
    SELECT {_OLD_KEY}, '', parts FROM part_counts_before"""  # noqa: S608 - nothing from outside
_COUNT_EACH = f"""
    CREATE TRIGGER parts_are_counted AFTER INSERT ON parts BEGIN
        INSERT INTO part_counts ({_KEY}, parts) VALUES (
            substr(NEW.time, 1, 14)
            || printf('%02d', CAST(substr(NEW.time, 15, 2) AS INTEGER) / 15 * 15) || ':00.000000',
            NEW.source, coalesce(NEW.model_id, ''), NEW.outcome, coalesce(NEW.defect_type, ''),
            coalesce(NEW.line, ''), 1)
        ON CONFLICT ({_KEY}) DO UPDATE SET parts = parts + 1;
    END"""  # noqa: S608 - nor of this


def upgrade() -> None:
    """A moment, however many parts there are: no row of them is written anew."""
    op.add_column("parts", sa.Column("line", sa.String))
    several = sa.text("line IS NOT NULL")
    op.create_index(
        "ix_parts_line",
        "parts",
        ["line", "time", "part_id"],
        sqlite_where=several,
        postgresql_where=several,
    )
    op.get_bind().exec_driver_sql("DROP TRIGGER parts_are_counted")
    op.rename_table("part_counts", "part_counts_before")
    _create_counts()
    op.get_bind().exec_driver_sql(_TAKE_OVER)
    op.drop_table("part_counts_before")
    op.get_bind().exec_driver_sql(_COUNT_EACH)


def _create_counts() -> None:
    op.create_table(
        "part_counts",
        sa.Column("quarter", sa.DateTime(timezone=True), primary_key=True),
        sa.Column("source", sa.String, primary_key=True),
        sa.Column("model_id", sa.String, primary_key=True),
        sa.Column("outcome", sa.String, primary_key=True),
        sa.Column("defect_type", sa.String, primary_key=True),
        sa.Column("line", sa.String, primary_key=True),
        sa.Column("parts", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
