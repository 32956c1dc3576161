"""``onrecord watch``: feeds, sitemaps and pages, asked again and again."""

from __future__ import annotations

import logging
import signal
import time
from contextlib import contextmanager
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
from app.cli.program import PUT_ASIDE
from app.cli.reporting import Report, Teller
from app.domain.runs import Outcome
from app.fetching import Clock
from app.ingest import RealTime, Watch
from app.readers.watched import load_watched

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType


@click.command
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.yaml")
@database_option
@click.option("--once", is_flag=True, help="Ask those whose time has come once, then end.")
@workers_option
@json_option
@quiet_option
@click.pass_context
def command(
    context: click.Context,
    file: Path,
    database: str | None,
    *,
    once: bool,
    workers: int,
    as_json: bool,
    quiet: bool,
) -> None:
    """Ask the feeds, sitemaps and pages of a file at their intervals; store what is new.

    The file has a list of sources, each an address, or a mapping with its address, how often it
    is asked (every: 15 minutes), and its outlet and language where its pages say them wrong.
    What fails is asked again later and later, once a day in the end. One watch at a time works on
    one database. Ctrl-C or SIGTERM ends it after the article in hand; started again, it goes on
    with what it knows. With --once, for cron, it asks those whose time has come; the exit status
    is then 1 if something was put aside.
    """
    sources = load_watched(file)
    report = Report()
    teller = Teller(quiet=quiet, as_json=as_json)
    now = RealTime()
    clock = Clock(time.monotonic, now.sleep)
    _say_delays()
    with (
        _ended_by_signals(now),
        open_job(settings(database), workers=workers, command="watch", clock=clock) as job,
    ):
        teller.tell(Watch(job, sources, now).run(once=once), report, None)
    teller.end(report)
    if once and report.outcomes[Outcome.PUT_ASIDE]:
        context.exit(PUT_ASIDE)


@contextmanager
def _ended_by_signals(now: RealTime) -> Iterator[None]:
    """A first SIGTERM or SIGINT asks for an end, a second one does not wait for it."""

    def end(number: int, _frame: FrameType | None) -> None:
        if now.stopped():
            raise KeyboardInterrupt
        now.stop.set()
        name = signal.Signals(number).name
        click.echo(f"{name}: this ends after the article in hand.", err=True)

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _say_delays() -> None:
    """What fails, and when it is asked again, is told without -v too."""
    log = logging.getLogger("app.ingest.watching")
    if not logging.getLogger("app").isEnabledFor(logging.DEBUG):
        log.addHandler(logging.StreamHandler())
