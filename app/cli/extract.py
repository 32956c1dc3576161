"""``onrecord extract``: what would be found in articles, as JSON Lines; stores nothing."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.documents import of_extraction, print_line
from app.cli.options import settings
from app.cli.program import PUT_ASIDE
from app.errors import UnreadableSource
from app.extraction.parsing import Parser
from app.extraction.pipeline import extract
from app.readers import read, shown
from app.readers.definitions import load_actors, load_issues

if TYPE_CHECKING:
    from app.domain.articles import Article

_log = logging.getLogger(__name__)


@click.command
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.pass_context
def command(context: click.Context, files: tuple[str, ...]) -> None:
    """Print what would be found in each file, one JSON document a line, in the order given.

    A file that cannot be read gives a line with "file" and "error" and a sentence on standard
    error; the exit status is then 1. Nothing is stored.
    """
    chosen = settings()
    actors, issues = load_actors(chosen.actors_file), load_issues(chosen.issues_folder)
    parser = Parser(chosen.spacy_model)
    failed = False
    for file in files:
        try:
            extraction = extract(_article(file, chosen.max_text_bytes), actors, issues, parser)
            document = of_extraction(shown(file), extraction)
        except UnreadableSource as problem:
            failed = True
            click.echo(str(problem), err=True)
            print_line({"file": shown(file), "error": problem.reason})
        except Exception as error:  # noqa: BLE001 - our mistake in one file costs no other its line
            failed = True
            _log.exception("%s could not be read", file)
            reason = f"On Record failed on it ({type(error).__name__}); please report this."
            click.echo(f"{shown(file)}: {reason}", err=True)
            print_line({"file": shown(file), "error": reason})
        else:
            for note in extraction.notes:
                click.echo(f"{shown(file)}: {note}", err=True)
            print_line(document)
    if failed:
        context.exit(PUT_ASIDE)


def _article(file: str, max_bytes: int) -> Article:
    """The one article in a file. Raises UnreadableSource when there is none."""
    if Path(file).is_dir():
        raise UnreadableSource(shown(file), "This is a folder; give the files in it.")
    (found,) = read(file, max_bytes=max_bytes)
    if isinstance(found, UnreadableSource):
        raise found
    return found
