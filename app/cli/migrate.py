"""``onrecord migrate``: the tables as this installation needs them."""

from __future__ import annotations

import click

from app.cli.options import database_option, settings
from app.db import migrate
from app.db.session import open_engine


@click.command
@database_option
def command(database: str | None) -> None:
    """Bring the database up to date. The other commands do so by themselves."""
    engine = open_engine(settings(database).database_url)
    try:
        before = migrate.current(engine)
        migrate.upgrade(engine)
        after = migrate.current(engine)
    finally:
        engine.dispose()
    change = "was up to date" if before == after else f"went from {before or 'empty'}"
    click.echo(f"The database {change}; its revision is {after}.")
