"""Run by alembic for each command: migrates on the connection that the caller hands over."""

from __future__ import annotations

from alembic import context

from inference.records.schema import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,  # SQLite alters a table by building it anew
)
with context.begin_transaction():
    context.run_migrations()
