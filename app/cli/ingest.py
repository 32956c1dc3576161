"""``onrecord ingest``: articles into the database, with a line for each and a report."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.progress import TimeRemainingColumn as TimeLeft

from app.cli.opinions import second_reader
from app.cli.options import database_option, limits, settings
from app.cli.program import INTERRUPTED, PUT_ASIDE
from app.db.session import open_engine
from app.domain.runs import Outcome
from app.extraction.parsing import Parser
from app.ingest import Item, Job
from app.readers import count
from app.readers.definitions import load_actors, load_issues

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.config import Settings

_WORDS = {
    Outcome.STORED: "stored",
    Outcome.UNCHANGED: "unchanged",
    Outcome.NEW_VERSION: "new version",
    Outcome.UPDATED: "updated",
    Outcome.DUPLICATE: "copy",
    Outcome.PUT_ASIDE: "put aside",
}


@click.command
@click.argument("sources", nargs=-1, required=True, metavar="PATH...")
@database_option
@click.option("-q", "--quiet", is_flag=True, help="Print what is put aside and the report only.")
@click.pass_context
def command(
    context: click.Context, sources: tuple[str, ...], database: str | None, *, quiet: bool
) -> None:
    """Read articles into the database: files of any kind, and folders of them; - is standard input.

    Text, Markdown, web pages, feeds, sitemaps, mails, PDF, Word, tables (CSV, JSON Lines) and web
    archives (WARC, WACZ, ZIP) are told by their content, not by their names. What articles.yaml in
    a folder says of each file (title, outlet, address, date) is used. Reading the same again
    changes nothing; what is said otherwise of a file than before (its date, its outlet) is put
    right. A file that cannot be read is put aside with the reason, and the others are stored; the
    exit status is then 1.
    """
    report = run(settings(database), sources, quiet=quiet)
    if report.interrupted:
        context.exit(INTERRUPTED)
    if report.outcomes[Outcome.PUT_ASIDE]:
        context.exit(PUT_ASIDE)


@dataclass
class Report:
    """What a run came to."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    statements: int = 0
    positions: int = 0
    interrupted: bool = False

    def add(self, item: Item) -> None:
        """Count one thing; what was stored before, or updated, counts none again."""
        self.outcomes[item.outcome] += 1
        if item.outcome in {Outcome.STORED, Outcome.NEW_VERSION, Outcome.DUPLICATE}:
            self.statements += item.statements
            self.positions += item.positions

    def __str__(self) -> str:
        told = [one for one in Outcome if one is not Outcome.DUPLICATE or self.outcomes[one]]
        counts = ", ".join(f"{self.outcomes[outcome]} {_WORDS[outcome]}" for outcome in told)
        return f"{counts}; {self.statements} statements and {self.positions} positions added."


def run(chosen: Settings, sources: Sequence[str], *, quiet: bool) -> Report:
    """Ingest the sources, showing on a terminal how far it is, and print the report."""
    actors, issues = load_actors(chosen.actors_file), load_issues(chosen.issues_folder)
    report = Report()
    with ExitStack() as closing:
        reader = closing.enter_context(second_reader(chosen, issues))
        engine = open_engine(chosen.database_url)
        closing.callback(engine.dispose)
        job = Job(
            engine=engine,
            actors=actors,
            issues=issues,
            load_parser=lambda: Parser(chosen.spacy_model),
            limits=limits(chosen),
            reader=reader,
        )
        try:
            _run(job, sources, report, quiet=quiet)
        except KeyboardInterrupt:
            report.interrupted = True
            click.echo(
                "Interrupted. What is listed above is stored; give the same command again to go "
                "on.",
                err=True,
            )
    click.echo(str(report))
    return report


def _run(job: Job, sources: Sequence[str], report: Report, *, quiet: bool) -> None:
    with _progress() as progress:
        # Counted only where it is shown: a large folder takes a moment.
        total = None if progress.disable else sum(count(source) for source in sources)
        task = progress.add_task("Reading", total=total)
        for item in job.run(sources):
            report.add(item)
            _print(item, progress, quiet=quiet)
            progress.advance(task)


def _progress() -> Progress:
    """A progress bar on standard error; silent where that is not a terminal."""
    console = Console(stderr=True)
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeLeft(),
        console=console,
        transient=True,
        redirect_stdout=False,  # _say knows where lines go; output may be a file
        disable=not console.is_terminal,
    )


def _print(item: Item, progress: Progress, *, quiet: bool) -> None:
    """One line for what became of a source: problems on standard error, the rest as output."""
    if item.outcome is Outcome.PUT_ASIDE:
        _say(f"put aside    {item.source}: {item.reason}", progress, problem=True)
    elif not quiet:
        found = f"{item.statements} statements, {item.positions} positions."
        if item.outcome is Outcome.UPDATED:
            found = f"its {_listed(item.changes)} changed."
        words = " ".join([f"{_WORDS[item.outcome]:<12} {item.source}: {found}", *item.notes])
        _say(words, progress, problem=False)


def _listed(words: Sequence[str]) -> str:
    """Such as "title, date and outlet"."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def _say(line: str, progress: Progress, *, problem: bool) -> None:
    """Print a line, above the progress bar where both go to the same terminal."""
    if not progress.disable and (problem or sys.stdout.isatty()):
        progress.console.print(line, markup=False, highlight=False, soft_wrap=True)
    else:
        click.echo(line, err=problem)
