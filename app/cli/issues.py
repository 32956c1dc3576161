"""``onrecord issues``: the issues that are defined, and a definition tried before it is used."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.options import database_option, settings
from app.cli.program import PUT_ASIDE
from app.db import migrate, queries
from app.db.session import open_engine, sessions
from app.domain.queries import DEFAULT_ISSUE
from app.evaluation.catching import Catch, catch
from app.extraction.parsing import Parser
from app.readers.checking import problems
from app.readers.definitions import load_actors, load_issues

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.config import Settings
    from app.domain.positions import Issue
    from app.domain.records import ArticleRecord

_LONGEST = 160  # characters of a statement that are shown
_MOST_WORDS = 12


@click.group
def command() -> None:
    """List the issues, or check the definition of one."""


@command.command("list")
@database_option
def list_issues(database: str | None) -> None:
    """List the issues that articles are read for, and how much is stored on each."""
    chosen = settings(database)
    stored = _stored(chosen)
    for issue in load_issues(chosen.issues_folder):
        counted = (
            "not stored yet"
            if issue.slug not in stored
            else f"{_many(stored[issue.slug], 'statement')} stored"
        )
        default = ", shown first" if issue.slug == DEFAULT_ISSUE else ""
        click.echo(f"{issue.slug}  ({counted}{default})\n    {issue.proposition}")


@command.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--sample", default=5, show_default=True, help="How many statements are shown.")
@database_option
@click.pass_context
def check(context: click.Context, file: Path, sample: int, database: str | None) -> None:
    """Say all that is wrong with the issues in FILE, and what they would catch.

    Every problem is told with its line. Then the statements of the stored articles are read for
    each issue: how many are on it, by which words and with which stance, with a sample, and which
    of its words stand nowhere or nearly everywhere. Nothing is stored. The exit status is 1 when
    an issue cannot be used.
    """
    found = problems(file)
    for problem in found:
        where = f"{file}:{problem.line}" if problem.line is not None else str(file)
        click.echo(f"{where}: {problem.sentence}", err=True)
    try:
        issues = load_issues(file)
    except Exception:
        if not found:  # what problems() does not know is still told, once
            raise
        context.exit(PUT_ASIDE)
    if not found:
        click.echo(f"{file}: {_many(len(issues), 'issue')}, nothing wrong.")
    chosen = settings(database)
    articles = list(_articles(chosen))
    if not articles:
        click.echo("No article is stored, so nothing can be tried; run 'onrecord ingest' first.")
        return
    actors, parser = load_actors(chosen.actors_file), Parser(chosen.spacy_model)
    for issue in issues:
        _show(issue, catch(issue, articles, actors, parser), sample)


def _show(issue: Issue, found: Catch, sample: int) -> None:
    number = len(found.caught)
    click.echo(f"\n{issue.title} ({issue.slug})")
    articles = _many(found.articles, "article")
    click.echo(
        f"  {_many(number, 'statement')} of {found.statements} in {articles}"
        + (
            f": {_counted(Counter(one.position.stance.value for one in found.caught))}"
            if number
            else ""
        )
    )
    if found.held:
        click.echo(f"  Words: {_counted(found.held)}")
    for one in found.caught[: max(sample, 0)]:
        said = " ".join(one.words.split())
        said = said if len(said) <= _LONGEST else said[: _LONGEST - 1] + "…"
        by = ", ".join(one.found) or "words around it"
        click.echo(
            f"  - {one.position.stance.value}, {one.position.confidence:.2f}: {one.speaker}: "
            f"“{said}” ({by})"
        )
    if not number:
        click.echo("  Warning: it catches nothing that is stored.")
    if found.everywhere:
        words = ", ".join(found.everywhere)
        click.echo(f"  Warning: in more than half of all statements: {words}.")
    for name, silent in found.silent:
        shown = ", ".join(silent[:_MOST_WORDS])
        more = f" and {len(silent) - _MOST_WORDS} more" if len(silent) > _MOST_WORDS else ""
        click.echo(f"  In no stored article, of '{name}': {shown}{more}.")


def _counted(numbers: Counter[str]) -> str:
    shown = [f"{word} {number}" for word, number in numbers.most_common(_MOST_WORDS)]
    more = len(numbers) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _stored(chosen: Settings) -> dict[str, int]:
    """How many statements are stored on each issue; nothing where there is no database."""
    if not _is_there(chosen):
        return {}
    engine = open_engine(chosen.database_url)
    try:
        if not migrate.is_current(engine):
            return {}
        with sessions(engine) as session:
            return {one.issue.slug: one.statements for one in queries.issues(session)}
    finally:
        engine.dispose()


def _articles(chosen: Settings) -> Iterator[ArticleRecord]:
    if not _is_there(chosen):
        return
    engine = open_engine(chosen.database_url)
    try:
        if not migrate.is_current(engine):
            return
        with sessions(engine) as session:
            for one in queries.articles(session, DEFAULT_ISSUE):
                article = queries.article(session, one.ref.id)
                if article is not None:
                    yield article
    finally:
        engine.dispose()


def _is_there(chosen: Settings) -> bool:
    """Whether there is a database to ask; SQLite would make a file only to be asked."""
    prefix, _, file = chosen.database_url.partition(":///")
    return not prefix.startswith("sqlite") or file in {"", ":memory:"} or Path(file).is_file()
