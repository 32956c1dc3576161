"""``onrecord ingest``: articles into the database, with a line for each and a report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.jobs import open_job
from app.cli.options import (
    database_option,
    json_option,
    quiet_option,
    settings,
    workers_option,
)
from app.cli.program import INTERRUPTED, PUT_ASIDE
from app.cli.reporting import Report, Teller, shows_progress
from app.db import queries
from app.db.session import sessions
from app.domain.runs import Outcome
from app.readers import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.config import Settings


@click.command
@click.argument("sources", nargs=-1, metavar="[PATH_OR_URL]...")
@database_option
@workers_option
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Extract on the workers of a Dask scheduler, such as tcp://host:8786.",
)
@click.option(
    "--retry",
    is_flag=True,
    help="Also read again what was put aside and is not stored.",
)
@click.option(
    "--refresh",
    is_flag=True,
    help="Ask again for pages that a feed or list names and that were fetched before.",
)
@click.option(
    "--columns",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What the columns of tables are called (docs/reading.md), in a YAML file.",
)
@json_option
@quiet_option
@click.pass_context
def command(
    context: click.Context,
    sources: tuple[str, ...],
    database: str | None,
    *,
    workers: int,
    cluster: str | None,
    retry: bool,
    refresh: bool,
    columns: Path | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Read articles into the database: files, folders, addresses; - is standard input.

    Text, Markdown, web pages, feeds, sitemaps, mails, PDF, Word, tables (CSV, JSON Lines) and web
    archives (WARC, WACZ, ZIP) are told by their content, not by their names. Addresses are
    fetched politely, feeds and lists are followed. What articles.yaml in a folder says of each
    file (title, outlet, address, date) is used. Reading the same again changes nothing; what is
    said otherwise of a file than before (its date, its outlet) is put right. What cannot be read
    is put aside with the reason, and the others are stored; the exit status is then 1.
    """
    if not sources and not retry:
        raise click.UsageError("Name files, folders or addresses, or give --retry.")
    if cluster is not None and workers > 1:
        raise click.UsageError("Give --workers, on this machine, or --cluster, not both.")
    report = run(
        settings(database),
        sources,
        Teller(quiet=quiet, as_json=as_json),
        workers=workers,
        cluster=cluster,
        retry=retry,
        refresh=refresh,
        columns=columns,
    )
    if report.interrupted:
        context.exit(INTERRUPTED)
    if report.outcomes[Outcome.PUT_ASIDE]:
        context.exit(PUT_ASIDE)


def run(
    chosen: Settings,
    sources: Sequence[str],
    teller: Teller,
    *,
    workers: int = 1,
    cluster: str | None = None,
    retry: bool = False,
    refresh: bool = False,
    columns: Path | None = None,
) -> Report:
    """Ingest the sources, showing on a terminal how far it is, and print the report."""
    report = Report()
    command = "retry" if retry and not sources else "ingest"
    with open_job(
        chosen,
        workers=workers,
        cluster=cluster,
        command=command,
        refresh=refresh,
        columns=columns,
    ) as job:
        if retry:
            with sessions(job.engine) as session:
                sources = (*sources, *queries.put_aside(session))
        # Counted only where it is shown: a large folder takes a moment.
        total = sum(count(source) for source in sources) if shows_progress() else None
        try:
            teller.tell(job.run(sources), report, total)
        except KeyboardInterrupt:
            report.interrupted = True
            click.echo(
                "Interrupted. What is listed above is stored; give the same command again to go "
                "on.",
                err=True,
            )
    teller.end(report)
    return report
