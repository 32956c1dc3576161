"""``onrecord snapshot``: prove a snapshot's file; remove one where the law demands it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from app.cli.options import database_option, settings
from app.db import migrate
from app.db.session import open_engine, sessions
from app.db.store.snapshots import remove as remove_snapshot
from app.db.store.snapshots import sweep
from app.errors import InputError
from app.views.snapshot_file import Found, read_file
from app.views.wording import counted
from app.web.snapshot_file import check

_MOST = 200_000_000  # bytes of a file


@click.group
def command() -> None:
    """Check snapshots that were downloaded, and remove one where the law demands it."""


@command.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--sha256", metavar="NUMBER", help="The hash that it has to be, from a citation.")
@click.option(
    "--json",
    "out",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write the frozen data to this file, the very bytes, if their own hash is right.",
)
def verify(file: Path, sha256: str | None, out: Path | None) -> None:
    """Check that the data in FILE, a snapshot as HTML, and the page around them are unharmed.

    Exit status 0: they are. 1: they are not, or it is no snapshot.
    """
    if file.stat().st_size > _MOST:
        raise InputError(f"{file} is larger than any snapshot.")
    content = file.read_bytes()
    found = read_file(content)
    if sha256 and sha256.strip().lower() != found.snapshot.sha256:
        raise InputError(
            f"The data in this file are another snapshot: their SHA-256 is {found.snapshot.sha256}."
        )
    if out is not None:
        out.write_bytes(found.snapshot.content)
    check(content)
    for line in _told(found):
        click.echo(line)


def _told(found: Found) -> tuple[str, ...]:
    one = found.snapshot
    count, title = one.data["count"], one.data["issue"]["title"]
    when = f"{one.made_at:%Y-%m-%d %H:%M} UTC at {found.origin}"
    return (
        f"Unharmed: snapshot {one.id}, {counted(count, 'report')} on {title}.",
        f"SHA-256 {one.sha256}",
        f"Says that it was frozen on {when}; no hash proves that.",
    )


@command.command("remove")
@click.argument("identifier", metavar="ID")
@click.option("--reason", required=True, help="Why, in a sentence for everybody: it stays.")
@click.option("--yes", is_flag=True, help="Do not ask again.")
@database_option
def remove(identifier: str, reason: str, database: str | None, *, yes: bool) -> None:
    """Remove all that the snapshot ID holds, for good, where the law demands it.

    Its id, time and hash and the reason stay. Statements and articles stay as they are, and so do
    copies of the database and files that were downloaded.
    """
    if not yes:
        click.confirm(f"Remove what is in snapshot {identifier}, for good?", abort=True)
    engine = open_engine(settings(database).database_url)
    try:
        migrate.upgrade(engine)
        with sessions(engine, write=True) as session:
            left = remove_snapshot(session, identifier, reason, datetime.now(UTC))
        sweep(engine)
    finally:
        engine.dispose()
    click.echo(f"Removed. What is left of snapshot {left.id}: SHA-256 {left.sha256}; {left.reason}")
