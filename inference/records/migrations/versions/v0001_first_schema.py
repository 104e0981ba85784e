"""The first schema: parts, operator verdicts, threshold changes, the ledger."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Spelled out, not taken from today's tables: it must stay what it was."""
    _create_parts()
    _create_what_people_did()
    _create_ledger()


def _create_parts() -> None:
    op.create_table(
        "parts",
        sa.Column("part_id", sa.String, primary_key=True),
        sa.Column("time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("source_path", sa.String),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("probability_def", sa.Float),
        sa.Column("unsure_from", sa.Float),
        sa.Column("def_from", sa.Float),
        sa.Column("defect_type", sa.String),
        sa.Column("error", sa.String),
        sa.Column("remedy", sa.String),
        sa.Column("model_id", sa.String),
        sa.Column("model_sha256", sa.String),
        sa.Column("image", sa.String),
        sa.Column("image_sha256", sa.String),
        sa.Column("bits_per_sample", sa.Integer),
        sa.Column("heat_map", sa.String),
        sa.Column("heat_map_method", sa.String),
        sa.Column("archived_bytes", sa.BigInteger),
        sa.Column("image_deleted_at", sa.DateTime(timezone=True)),
        sa.Column("queued_ms", sa.Float, nullable=False),
        sa.Column("preprocess_ms", sa.Float, nullable=False),
        sa.Column("inference_ms", sa.Float, nullable=False),
        sa.Column("total_ms", sa.Float, nullable=False),
    )
    op.create_index("ix_parts_time", "parts", ["time", "part_id"])
    op.create_index("ix_parts_outcome", "parts", ["outcome", "time", "part_id"])
    op.create_index("ix_parts_model", "parts", ["model_id", "time", "part_id"])
    archived = sa.text("archived_bytes IS NOT NULL")
    op.create_index(
        "ix_parts_archived",
        "parts",
        ["time", "archived_bytes"],
        sqlite_where=archived,
        postgresql_where=archived,
    )


def _create_what_people_did() -> None:
    op.create_table(
        "operator_verdicts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("part_id", sa.String, sa.ForeignKey("parts.part_id"), nullable=False),
        sa.Column("time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("by", sa.String, nullable=False),
    )
    op.create_index("ix_operator_verdicts_part", "operator_verdicts", ["part_id", "id"])
    op.create_table(
        "threshold_changes",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("model_id", sa.String, nullable=False),
        sa.Column("old_unsure_from", sa.Float),
        sa.Column("old_def_from", sa.Float),
        sa.Column("new_unsure_from", sa.Float, nullable=False),
        sa.Column("new_def_from", sa.Float, nullable=False),
        sa.Column("by", sa.String, nullable=False),
    )


def _create_ledger() -> None:
    op.create_table(
        "known_parts",
        sa.Column("part_id", sa.String, primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "folder_baselines",
        sa.Column("folder", sa.String, primary_key=True),
        sa.Column("time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("parts", sa.Integer, nullable=False),
    )
