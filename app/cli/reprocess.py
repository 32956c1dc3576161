"""``onrecord reprocess``: what is stored, read by the program of today."""

from __future__ import annotations

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
from app.cli.reporting import Report, Teller
from app.domain.runs import Outcome
from app.ingest import Reprocessing


@click.command
@database_option
@click.option(
    "--from-bytes",
    is_flag=True,
    help="First read again the pages and documents whose bytes are kept.",
)
@workers_option
@json_option
@quiet_option
@click.pass_context
def command(
    context: click.Context,
    database: str | None,
    *,
    from_bytes: bool,
    workers: int,
    as_json: bool,
    quiet: bool,
) -> None:
    """Read stored articles again that another version of On Record read, or with other issues.

    Statements that are found again keep their addresses. Those that are not are withdrawn, and
    their addresses say what stands in their place. What was done before an interruption is done.
    """
    report = Report()
    teller = Teller(quiet=quiet, as_json=as_json)
    with open_job(settings(database), workers=workers, command="reprocess") as job:
        try:
            teller.tell(Reprocessing(job).run(from_bytes=from_bytes), report, None)
        except KeyboardInterrupt:
            report.interrupted = True
            click.echo("Interrupted; give the same command again to go on.", err=True)
    teller.end(report)
    if report.interrupted:
        context.exit(INTERRUPTED)
    if report.outcomes[Outcome.PUT_ASIDE]:
        context.exit(PUT_ASIDE)
