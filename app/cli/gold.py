"""``onrecord gold``: what people reviewed, as gold for ``onrecord evaluate``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.options import database_option, settings
from app.db import migrate, queries
from app.db.queries.gold import reviewed_articles
from app.db.session import open_engine, sessions
from app.domain.queries import DEFAULT_ISSUE
from app.errors import InputError
from app.evaluation.exporting import gold_document, position_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.domain.positions import Issue
    from app.domain.reviews import ReviewedArticle

GOLD, POSITIONS = "gold.json", "positions.jsonl"


@click.group
def command() -> None:
    """What people reviewed, as gold for 'onrecord evaluate'."""


@command.command("export")
@click.argument("target", type=click.Path(path_type=Path), metavar="FOLDER|FILE")
@click.option(
    "--issue",
    default=DEFAULT_ISSUE,
    show_default=True,
    metavar="SLUG",
    help="The issue whose positions stand in the gold; the JSON Lines have those on every issue.",
)
@click.option(
    "--incomplete",
    is_flag=True,
    help="Articles too of which some statements are not reviewed: then what the machine finds "
    "besides counts as invented, and only recall says something.",
)
@database_option
def export(target: Path, issue: str, database: str | None, *, incomplete: bool) -> None:
    """Write what people reviewed.

    To a FILE that ends in .json the reviewed statements with their articles' texts, for
    'onrecord evaluate FILE'; to one that ends in .jsonl their positions, for
    'onrecord evaluate --stance FILE'; into a FOLDER both, as gold.json and positions.jsonl.
    """
    engine = open_engine(settings(database).database_url)
    try:
        migrate.upgrade(engine)
        with sessions(engine) as session:
            issues = {one.issue.slug: one.issue for one in queries.issues(session)}
            if issue not in issues:
                known = ", ".join(sorted(issues)) or "none"
                raise InputError(f"There is no issue called '{issue}'; known: {known}.")
            articles = list(reviewed_articles(session))
    finally:
        engine.dispose()
    if not articles:
        raise InputError("Nobody has reviewed a statement yet, so there is nothing to export.")
    whole = [one for one in articles if one.complete]
    if target.suffix == ".json":
        _gold(target, articles if incomplete else whole, issues[issue])
    elif target.suffix == ".jsonl":
        _positions(target, articles, issues)
    else:
        target.mkdir(parents=True, exist_ok=True)
        _positions(target / POSITIONS, articles, issues)
        _gold(target / GOLD, articles if incomplete else whole, issues[issue])
    if len(whole) < len(articles) and not incomplete and target.suffix != ".jsonl":
        click.echo(
            f"{len(articles) - len(whole):,} of {len(articles):,} articles are left out of the "
            "gold, because not every statement in them has been reviewed."
        )


def _gold(file: Path, articles: Iterable[ReviewedArticle], issue: Issue) -> None:
    document = gold_document(articles, issue)
    if not document["documents"]:
        raise InputError(
            f"{file} was not written: in no article every statement has been reviewed; "
            "--incomplete takes the others too."
        )
    _write(file, json.dumps(document, ensure_ascii=False, indent=1) + "\n")
    number = sum(len(one["statements"]) for one in document["documents"])
    click.echo(f"{file}: {number:,} statements in {len(document['documents']):,} articles")


def _positions(file: Path, articles: Iterable[ReviewedArticle], issues: dict[str, Issue]) -> None:
    rows = list(position_rows(articles, issues))
    _write(file, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    on = sum(row["on_issue"] for row in rows)
    click.echo(f"{file}: {on:,} positions, {len(rows) - on:,} that were taken away")


def _write(file: Path, content: str) -> None:
    try:
        file.write_bytes(content.encode("utf-8", "replace"))
    except OSError as error:
        raise InputError(f"{file} cannot be written: {error.strerror}.") from error
