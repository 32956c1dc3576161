"""``onrecord regroup``: which reports are of one utterance, found anew."""

from __future__ import annotations

import click

from app.cli.options import database_option, settings
from app.db import migrate, store
from app.db.session import open_engine


@click.command
@database_option
def command(database: str | None) -> None:
    """Find anew which reports in the database print one utterance.

    Articles are grouped as they are stored, and 'ingest' does this by itself when the rules have
    changed. What editors joined or put apart stays so.
    """
    engine = open_engine(settings(database).database_url)
    try:
        migrate.upgrade(engine)
        found = store.regroup(engine)
    finally:
        engine.dispose()
    click.echo(
        f"{_count(found.reports, 'report')} of {_count(found.utterances, 'utterance')},"
        f" {found.several:,} of them in several reports."
    )


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
