"""``onrecord demo``: the shipped articles, served."""

from __future__ import annotations

import click

from app.cli.ingest import run
from app.cli.options import database_option, host_option, port_option, settings
from app.cli.reporting import Teller
from app.cli.serve import serve
from app.config import resource_folder
from app.db import migrate, queries
from app.db.session import open_engine, sessions
from app.domain.runs import RunState


@click.command
@host_option
@port_option
@database_option
def command(host: str, port: int, database: str | None) -> None:
    """Ingest the shipped articles into a new database, then serve it.

    A database into which anything was ingested to the end is served as it is.
    """
    chosen = settings(database)
    engine = open_engine(chosen.database_url)
    try:
        migrate.upgrade(engine)
        with sessions(engine) as session:
            # Not: whether there are articles. A first start that was cut off is to be completed.
            ready = any(one.state is RunState.FINISHED for one in queries.runs(session))
    finally:
        engine.dispose()
    if not ready:
        report = run(chosen, [str(resource_folder("seeds") / "articles")], Teller())
        if report.interrupted:
            raise KeyboardInterrupt
    serve(chosen, host, port)
