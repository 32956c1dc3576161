"""``onrecord evaluate``: how well the extractor does against what people marked."""

from __future__ import annotations

import json
from pathlib import Path

import click

from app.cli.options import settings
from app.evaluation import Shown, article_for, as_json, as_text, load_corpus, load_gold, score
from app.extraction.parsing import Parser
from app.extraction.pipeline import extract
from app.readers.definitions import load_actors, load_issues

# Parts of a corpus whose single verdicts nobody who works on the extractor may see by accident.
_WITHHELD = frozenset({"blind", "calibration"})


@click.command
@click.argument("gold", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--articles",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Where the marked articles are, if not beside GOLD or among the shipped ones.",
)
@click.option(
    "--verdicts",
    type=click.Choice([shown.value for shown in Shown]),
    help="Which verdicts follow the figures: all, errors or none. If not given: all for a file, "
    "errors for a folder, none for a folder named blind or calibration.",
)
@click.option("--json", "json_wanted", is_flag=True, help="Print JSON for programs.")
def command(gold: Path, articles: Path | None, verdicts: str | None, *, json_wanted: bool) -> None:
    """Compare the extractor with GOLD.

    GOLD is a JSON file of the form of tests/gold/seeds.json or a folder of marked articles, as
    corpus/development. Prints precision and recall by kind and by how the speaker is given, how
    far the confidences can be relied on, and what was missed, mistaken and invented.
    """
    chosen = settings()
    marked = load_corpus(gold) if gold.is_dir() else load_gold(gold)
    texts = [article_for(marked, each, articles, chosen.max_text_bytes) for each in marked.articles]
    actors = load_actors(chosen.actors_file)
    # Positions are compared, and so looked for, only where the gold marks them.
    issues = load_issues(chosen.issues_folder) if marked.issue else ()
    parser = Parser(chosen.spacy_model)
    extractions = [extract(article, actors, issues, parser) for article in texts]
    evaluation = score(marked, extractions, actors)
    shown = Shown(verdicts) if verdicts else _usual(gold)
    if json_wanted:
        click.echo(json.dumps(as_json(evaluation, shown), ensure_ascii=False, indent=2).encode())
    else:
        click.echo(as_text(evaluation, shown).encode())
        if shown is Shown.NONE and not verdicts:
            click.echo("The verdicts are withheld: this part is blind. --verdicts shows them.")


def _usual(gold: Path) -> Shown:
    if _WITHHELD & set(gold.resolve().parts):
        return Shown.NONE
    return Shown.ERRORS if gold.is_dir() else Shown.ALL
