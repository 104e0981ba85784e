"""For looking back over millions of parts: rulings on the parts, indexes, counts by the quarter."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_KEY = "quarter, source, model_id, outcome, defect_type"
_COUNT_ALL = f"""
    INSERT INTO part_counts ({_KEY}, parts)
    SELECT substr(time, 1, 14) || printf('%02d', CAST(substr(time, 15, 2) AS INTEGER) / 15 * 15)
        || ':00.000000', source, coalesce(model_id, ''), outcome, coalesce(defect_type, ''),
        count(*)
    FROM parts GROUP BY 1, 2, 3, 4, 5"""  # noqa: S608 - nothing of it comes from outside
_COUNT_EACH = f"""
    CREATE TRIGGER parts_are_counted AFTER INSERT ON parts BEGIN
        INSERT INTO part_counts ({_KEY}, parts) VALUES (
            substr(NEW.time, 1, 14)
            || printf('%02d', CAST(substr(NEW.time, 15, 2) AS INTEGER) / 15 * 15) || ':00.000000',
            NEW.source, coalesce(NEW.model_id, ''), NEW.outcome, coalesce(NEW.defect_type, ''), 1)
        ON CONFLICT ({_KEY}) DO UPDATE SET parts = parts + 1;
    END"""  # noqa: S608 - nor of this


def upgrade() -> None:
    """Some seconds for a million parts, once."""
    op.add_column("parts", sa.Column("ruling", sa.String))
    _take_over_rulings()
    _create_indexes()
    _create_counts()


def _take_over_rulings() -> None:
    op.execute(
        "UPDATE parts SET ruling = (SELECT CASE said.outcome WHEN parts.outcome THEN 'confirmed'"
        " ELSE 'overruled' END FROM operator_verdicts AS said WHERE said.part_id = parts.part_id"
        " ORDER BY said.id DESC LIMIT 1)"
        " WHERE part_id IN (SELECT part_id FROM operator_verdicts)"
    )


def _create_indexes() -> None:
    op.create_index("ix_parts_source", "parts", ["source", "time", "part_id"])
    for column in ("defect_type", "ruling"):
        known = sa.text(f"{column} IS NOT NULL")
        op.create_index(
            f"ix_parts_{column}",
            "parts",
            [column, "time", "part_id"],
            sqlite_where=known,
            postgresql_where=known,
        )


def _create_counts() -> None:
    op.create_table(
        "part_counts",
        sa.Column("quarter", sa.DateTime(timezone=True), primary_key=True),
        sa.Column("source", sa.String, primary_key=True),
        sa.Column("model_id", sa.String, primary_key=True),
        sa.Column("outcome", sa.String, primary_key=True),
        sa.Column("defect_type", sa.String, primary_key=True),
        sa.Column("parts", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.get_bind().exec_driver_sql(_COUNT_ALL)
    # A trigger: it counts what was really inserted, and in the same transaction.
    op.get_bind().exec_driver_sql(_COUNT_EACH)
