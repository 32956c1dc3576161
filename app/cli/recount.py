"""``onrecord recount``: what is counted as it is written, counted anew."""

from __future__ import annotations

import click

from app.cli.options import database_option, settings
from app.db import migrate
from app.db.session import open_engine, sessions
from app.db.store.tally import recount


@click.command
@database_option
def command(database: str | None) -> None:
    """Count anew how much each actor is on record with.

    The database keeps these counts by itself. They are wrong only if somebody wrote into it past
    its triggers.
    """
    engine = open_engine(settings(database).database_url)
    try:
        migrate.upgrade(engine)
        with sessions(engine, write=True) as session:
            wrong = recount(session)
    finally:
        engine.dispose()
    if not wrong:
        click.echo("Every count is right.")
    else:
        click.echo(
            f"{wrong:,} {'count was' if wrong == 1 else 'counts were'} wrong and counted anew."
        )
