"""``onrecord db``: a library from one database into another, and whether two hold the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from app.cli.db_progress import Far, told
from app.cli.program import INTERRUPTED, PUT_ASIDE
from app.db import copying
from app.db.session import open_engine
from app.views.wording import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.db.copying_check import Compared


@click.group
def command() -> None:
    """Copy a library into another database, and compare two."""


@command.command("copy")
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@click.option(
    "--batch",
    type=click.IntRange(1),
    default=copying.AT_ONCE,
    show_default=True,
    help="How many rows are written in one transaction, at most.",
)
@click.pass_context
def copy(context: click.Context, source: str, target: str, *, batch: int) -> None:
    """Copy the library at FROM into the empty database at TO: SQLite, PostgreSQL, either way.

    All is copied, ids and all, and FROM is only read. Given again after it was stopped, the same
    command goes on. At the end both are read and compared table by table; exit status 0: TO holds
    what FROM holds. 1: it does not, and TO is not used by any other command.
    """
    one = copying.open_existing(source)
    try:
        other = open_engine(target)
        try:
            with Far() as far:
                made = copying.copy(one, other, far, batch)
        finally:
            other.dispose()
    except KeyboardInterrupt:
        click.echo("Interrupted. The same command goes on.", err=True)
        context.exit(INTERRUPTED)
    finally:
        one.dispose()
    _print(made.tables)
    if made.replaced:
        values = counted(made.replaced, "value")
        click.echo(f"{values} had characters that PostgreSQL cannot hold; they are U+FFFD now.")
    if not all(table.same for table in made.tables):
        click.echo(
            "TO does not hold what FROM holds. Copy again into an empty database, and let nothing"
            " write meanwhile.",
            err=True,
        )
        context.exit(PUT_ASIDE)
    click.echo(f"Copied: {counted(made.rows, 'row')}. {_same(made.tables)}")


@command.command("verify")
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@click.pass_context
def verify(context: click.Context, one: str, other: str) -> None:
    """Compare the libraries at A and B, table by table, by their rows.

    Exit status 0: they hold the same. 1: they do not.
    """
    first = copying.open_existing(one)
    try:
        second = copying.open_existing(other)
        try:
            with Far() as far:
                tables = copying.verify(first, second, far)
        finally:
            second.dispose()
    finally:
        first.dispose()
    _print(tables)
    if not all(table.same for table in tables):
        click.echo("The two libraries do not hold the same.", err=True)
        context.exit(PUT_ASIDE)
    click.echo(_same(tables))


def _print(tables: Sequence[Compared]) -> None:
    click.echo("\n".join(told(tables)))


def _same(tables: Sequence[Compared]) -> str:
    rows = sum(table.one.rows for table in tables)
    return f"Both hold the same {counted(rows, 'row')} in {counted(len(tables), 'table')}."
