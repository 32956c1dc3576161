"""What alembic runs; app/db/migrate.py gives it the connection, in a transaction of its own."""

from __future__ import annotations

from alembic import context

from app.db import migrate
from app.db.tables import Table

connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=Table.metadata, **migrate.options(connection)
)
with context.begin_transaction():
    context.run_migrations()
