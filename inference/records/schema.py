"""The tables, on SQLite. Portable types: another database needs its own trigger and no more."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

VERSION = "0004"
"""The newest migration: what this program reads and writes."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, stored as UTC, given back with its zone. SQLite keeps no zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


METADATA = MetaData()

PARTS = Table(
    "parts",
    METADATA,
    Column("part_id", String, primary_key=True),
    Column("time", UtcDateTime, nullable=False),
    Column("source", String, nullable=False),
    Column("source_path", String),
    Column("outcome", String, nullable=False),
    Column("probability_def", Float),
    Column("unsure_from", Float),
    Column("def_from", Float),
    Column("defect_type", String),
    Column("error", String),
    Column("remedy", String),
    Column("model_id", String),
    Column("model_sha256", String),
    Column("image", String),
    Column("image_sha256", String),
    Column("bits_per_sample", Integer),
    Column("heat_map", String),
    Column("heat_map_method", String),
    Column("archived_bytes", BigInteger),
    Column("image_deleted_at", UtcDateTime),
    Column("queued_ms", Float, nullable=False),
    Column("preprocess_ms", Float, nullable=False),
    Column("inference_ms", Float, nullable=False),
    Column("total_ms", Float, nullable=False),
    Column("ruling", String),  # what the latest operator verdict makes of the outcome
    Column("line", String),  # NULL where there is only one
    Column("trigger_to_verdict_ms", Float),  # NULL where nobody triggered
)
# part_id breaks ties, so that paging through a list neither skips nor repeats a part.
Index("ix_parts_time", PARTS.c.time, PARTS.c.part_id)
Index("ix_parts_outcome", PARTS.c.outcome, PARTS.c.time, PARTS.c.part_id)
Index("ix_parts_model", PARTS.c.model_id, PARTS.c.time, PARTS.c.part_id)
Index("ix_parts_source", PARTS.c.source, PARTS.c.time, PARTS.c.part_id)
for _column in (PARTS.c.defect_type, PARTS.c.ruling, PARTS.c.line):  # few parts have one
    Index(
        f"ix_parts_{_column.name}",
        _column,
        PARTS.c.time,
        PARTS.c.part_id,
        sqlite_where=_column.is_not(None),
        postgresql_where=_column.is_not(None),
    )
# Retention asks for the oldest images: only parts that still have theirs are in here.
Index(
    "ix_parts_archived",
    PARTS.c.time,
    PARTS.c.archived_bytes,
    sqlite_where=PARTS.c.archived_bytes.is_not(None),
    postgresql_where=PARTS.c.archived_bytes.is_not(None),
)

# Append-only: the latest counts, the others tell how it came about.
OPERATOR_VERDICTS = Table(
    "operator_verdicts",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("part_id", String, ForeignKey("parts.part_id"), nullable=False),
    Column("time", UtcDateTime, nullable=False),
    Column("outcome", String, nullable=False),
    Column("by", String, nullable=False),
)
Index("ix_operator_verdicts_part", OPERATOR_VERDICTS.c.part_id, OPERATOR_VERDICTS.c.id)

THRESHOLD_CHANGES = Table(
    "threshold_changes",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("time", UtcDateTime, nullable=False),
    Column("model_id", String, nullable=False),
    Column("old_unsure_from", Float),
    Column("old_def_from", Float),
    Column("new_unsure_from", Float, nullable=False),
    Column("new_def_from", Float, nullable=False),
    Column("by", String, nullable=False),
)

# How many parts each quarter of an hour had, kept by a trigger on `parts`. No zone of the world is
# off by less than a quarter, so hours, shifts and days of any place are sums of these.
# An unknown model, defect type or line is '': a key holds no NULL.
PART_COUNTS = Table(
    "part_counts",
    METADATA,
    Column("quarter", UtcDateTime, primary_key=True),
    Column("source", String, primary_key=True),
    Column("model_id", String, primary_key=True),
    Column("outcome", String, primary_key=True),
    Column("defect_type", String, primary_key=True),
    Column("line", String, primary_key=True),
    Column("parts", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# The ledger: every part that must not be judged again, recorded or there before the station came.
KNOWN_PARTS = Table(
    "known_parts",
    METADATA,
    Column("part_id", String, primary_key=True),
    sqlite_with_rowid=False,  # the id is all there is: half the size
)

FOLDER_BASELINES = Table(
    "folder_baselines",
    METADATA,
    Column("folder", String, primary_key=True),
    Column("time", UtcDateTime, nullable=False),
    Column("parts", Integer, nullable=False),
)
