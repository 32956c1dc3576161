"""``onrecord evaluate``: how well the extractor does against what people marked."""

from __future__ import annotations

import json
from pathlib import Path

import click

from app.cli.options import settings
from app.evaluation import article_for, as_json, as_text, load_gold, score
from app.extraction.parsing import Parser
from app.extraction.pipeline import extract
from app.readers.definitions import load_actors, load_issues


@click.command
@click.argument("gold", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--articles",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Where the marked articles are, if not beside GOLD or among the shipped ones.",
)
@click.option("--json", "json_wanted", is_flag=True, help="Print JSON for programs.")
def command(gold: Path, articles: Path | None, *, json_wanted: bool) -> None:
    """Compare the extractor with GOLD, a JSON file of the form of tests/gold/seeds.json.

    Prints precision and recall by kind and by how the speaker is given, the stances, and every
    marked statement with hit or miss.
    """
    chosen = settings()
    marked = load_gold(gold)
    texts = [article_for(marked, each, articles, chosen.max_text_bytes) for each in marked.articles]
    actors, issues = load_actors(chosen.actors_file), load_issues(chosen.issues_folder)
    parser = Parser(chosen.spacy_model)
    extractions = [extract(article, actors, issues, parser) for article in texts]
    evaluation = score(marked, extractions, actors)
    if json_wanted:
        click.echo(json.dumps(as_json(evaluation), ensure_ascii=False, indent=2).encode())
    else:
        click.echo(as_text(evaluation).encode())
