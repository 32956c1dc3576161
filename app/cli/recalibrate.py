"""``onrecord recalibrate``: how often positions are right, counted anew from reviews."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.options import database_option, settings
from app.db import migrate
from app.db.queries.accuracy import reviews
from app.db.session import open_engine, sessions
from app.errors import InputError
from app.evaluation.tables import reliability_lines
from app.extraction.stances.sureness import shipped
from app.training.recalibration import FOLDS, judged, recalibrate
from app.training.sureness import as_yaml

if TYPE_CHECKING:
    from app.training.recalibration import Recalibration

_HEAD = """\
# How often positions were right: [right, given], counted on the rows that On Record ships and on
# {reviewed} positions that people reviewed in {articles} articles. By onrecord recalibrate, which
# explains itself in docs/editing.md.
"""


@click.command
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--anyway", is_flag=True, help="Write FILE even where the new confidences are no better."
)
@database_option
def command(file: Path, database: str | None, *, anyway: bool) -> None:
    """Count from reviews how often positions are right, and write the table to FILE.

    Prints how far the confidences can be relied on, before and after; after is measured on
    articles that the new ones were not counted on. ONRECORD_STANCE_CONFIDENCE=FILE has the table
    used, and 'onrecord reprocess' gives what is stored the new confidences.
    """
    engine = open_engine(settings(database).database_url)
    try:
        migrate.upgrade(engine)
        with sessions(engine) as session:
            found = list(judged(reviews(session)))
    finally:
        engine.dispose()
    made = recalibrate(found, shipped())
    click.echo("\n".join(_told(made)))
    if not made.better and not anyway:
        raise InputError(
            "On articles that they were not counted on the new confidences are no better, so "
            f"{file} was not written; --anyway writes it."
        )
    head = _HEAD.format(reviewed=made.reviewed, articles=made.articles)
    try:
        file.write_text(head + as_yaml(made.table), "utf-8")
    except OSError as error:
        raise InputError(f"{file} cannot be written: {error.strerror}.") from error
    click.echo(
        f"{file} is written. Set ONRECORD_STANCE_CONFIDENCE={file.resolve()}; then "
        "'onrecord reprocess' gives what is stored the new confidences."
    )


def _told(made: Recalibration) -> list[str]:
    return [
        f"{made.reviewed:,} reviewed positions in {made.articles:,} articles",
        "",
        *reliability_lines("before", made.before),
        "",
        *reliability_lines(f"after, each article by what was counted on others ({FOLDS} parts)",
                           made.after),
        "",
    ]  # fmt: skip
