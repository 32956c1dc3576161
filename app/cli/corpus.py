"""``onrecord corpus``: check marked articles and count what is in them."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.errors import InvalidDefinition
from app.evaluation import load_marked_article
from app.evaluation.comparison import speaker_class
from app.evaluation.gold import constructions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.evaluation.gold import GoldArticle


@click.command
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
def command(paths: tuple[Path, ...]) -> None:
    """Check the marked articles in PATHS, files or folders, and count their statements.

    Prints what is wrong, a line each, and ends with status 1 if anything is.
    """
    files = [
        file for path in paths for file in (sorted(path.glob("*.txt")) if path.is_dir() else [path])
    ]
    read: list[GoldArticle] = []
    for file in files:
        try:
            read.append(load_marked_article(file))
        except InvalidDefinition as error:
            click.echo(str(error))
    _count(read)
    sys.exit(0 if len(read) == len(files) else 1)


def _count(articles: list[GoldArticle]) -> None:
    marked = [statement for article in articles for statement in article.statements]
    words = sum(len((article.body or "").split()) for article in articles)
    nobodys = sum(len(article.nobodys) for article in articles)
    click.echo(
        f"{len(articles)} articles, {words:,} words, {len(marked)} statements, "
        f"{nobodys} stretches of nobody's words"
    )
    _line("kind", (statement.kind for statement in marked))
    _line("speaker given by", (speaker_class(statement) for statement in marked))
    _line("manner", (article.manner for article in articles))
    _line("construction", (each for statement in marked for each in constructions(statement)))


def _line(name: str, values: Iterable[str]) -> None:
    counted = Counter(str(value) for value in values).most_common()
    click.echo(f"{name}: " + " · ".join(f"{value} {count}" for value, count in counted))
