"""How long each triggered part took, from its trigger to its verdict."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """A moment: what was recorded before is not known to have been triggered."""
    op.add_column("parts", sa.Column("trigger_to_verdict_ms", sa.Float))
