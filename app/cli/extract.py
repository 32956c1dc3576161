"""``onrecord extract``: what would be found in articles, as JSON Lines; stores nothing."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.documents import of_extraction, print_line
from app.cli.options import limits, rely_on_table, settings
from app.cli.program import PUT_ASIDE
from app.domain.captures import Link
from app.errors import UnreadableSource
from app.extraction.parsing import Parser
from app.extraction.pipeline import extract
from app.readers import STANDARD_INPUT, read, shown
from app.readers.definitions import load_actors, load_issues

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from app.domain.articles import Article
    from app.readers import Limits

_log = logging.getLogger(__name__)

_NOT_FETCHED = "Addresses are not fetched here; save the page and give the file."


@click.command
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.pass_context
def command(context: click.Context, files: tuple[str, ...]) -> None:
    """Print what would be found in each article, one JSON document a line, in the order given.

    Files are of any kind that "onrecord ingest" takes; - is standard input.

    A file that cannot be read gives a line with "file" and "error" and a sentence on standard
    error; the exit status is then 1. Nothing is stored.
    """
    chosen = settings()
    actors, issues = load_actors(chosen.actors_file), load_issues(chosen.issues_folder)
    parser = Parser(chosen.spacy_model)
    rely_on_table(chosen)
    failed = False
    for file, found in _all(files, limits(chosen)):
        try:
            extraction = extract(_article(found), actors, issues, parser)
            document = of_extraction(file, extraction)
        except UnreadableSource as problem:
            failed = True
            click.echo(str(problem), err=True)
            print_line({"file": file, "error": problem.reason})
        except Exception as error:  # noqa: BLE001 - our mistake in one file costs no other its line
            failed = True
            _log.exception("%s could not be read", file)
            reason = f"On Record failed on it ({type(error).__name__}); please report this."
            click.echo(f"{file}: {reason}", err=True)
            print_line({"file": file, "error": reason})
        else:
            for note in extraction.notes:
                click.echo(f"{file}: {note}", err=True)
            print_line(document)
    if failed:
        context.exit(PUT_ASIDE)


def _all(
    files: Iterable[str], most: Limits
) -> Iterator[tuple[str, Article | Link | UnreadableSource]]:
    """What the files hold, each with its name for people."""
    for file in files:
        if file != STANDARD_INPUT and Path(file).is_dir():
            problem = UnreadableSource(shown(file), "This is a folder; give the files in it.")
            yield shown(file), problem
            continue
        for found in read(file, limits=most):
            if isinstance(found, UnreadableSource):
                yield found.source, found
            else:
                yield (found.address if isinstance(found, Link) else found.file), found


def _article(found: Article | Link | UnreadableSource) -> Article:
    """The article that was found. Raises UnreadableSource when it is none."""
    if isinstance(found, UnreadableSource):
        raise found
    if isinstance(found, Link):
        raise UnreadableSource(found.address, _NOT_FETCHED)
    return found
