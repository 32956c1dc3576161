"""``onrecord evaluate``: how well the extractor does against what people marked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.cli.options import rely_on_table, settings
from app.errors import InvalidDefinition
from app.evaluation import (
    Shown,
    article_for,
    as_json,
    as_text,
    coding,
    grouping,
    load_corpus,
    load_gold,
    score,
)
from app.extraction.judging import Judge
from app.extraction.parsing import Parser
from app.extraction.pipeline import extract
from app.readers.definitions import load_actors, load_issues

if TYPE_CHECKING:
    from collections.abc import Sequence

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
@click.option(
    "--stance",
    "stance_wanted",
    is_flag=True,
    help="GOLD holds bare statements with their positions, as tests/gold/stance_dev.jsonl.",
)
@click.option(
    "--coding",
    "second",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="With --stance: a second coding of the same rows, compared instead of the machine.",
)
@click.option(
    "--utterances",
    "utterances_wanted",
    is_flag=True,
    help="GOLD is a folder of articles with marked utterances, as corpus/utterances/development.",
)
@click.option("--json", "json_wanted", is_flag=True, help="Print JSON for programs.")
def command(
    gold: Path,
    articles: Path | None,
    verdicts: str | None,
    second: Path | None,
    *,
    stance_wanted: bool,
    utterances_wanted: bool,
    json_wanted: bool,
) -> None:
    """Compare the extractor with GOLD.

    GOLD is a JSON file of the form of tests/gold/seeds.json or a folder of marked articles, as
    corpus/development. Prints precision and recall by kind and by how the speaker is given, how
    far the confidences can be relied on, and what was missed, mistaken and invented. With --stance
    it is JSON Lines of statements with their positions: prints how often stance, topic and holder
    are right, and whether they are where no review is asked for. With --utterances it is a folder
    of articles in which is marked which statements report one utterance: prints how well they are
    grouped.
    """
    shown = Shown(verdicts) if verdicts else _usual(gold)
    if stance_wanted:
        report: dict[str, Any] | str = _stances(gold, second, shown, json_wanted=json_wanted)
    elif second is not None:
        raise click.UsageError("--coding goes with --stance.")
    elif utterances_wanted:
        report = _utterances(gold, shown, json_wanted=json_wanted)
    else:
        report = _statements(gold, articles, shown, json_wanted=json_wanted)
    if not isinstance(report, str):
        report = json.dumps(report, ensure_ascii=False, indent=2)
    click.echo(report.encode())
    if shown is Shown.NONE and not verdicts and not json_wanted:
        click.echo("The verdicts are withheld: this part is blind. --verdicts shows them.")


def _statements(
    gold: Path, articles: Path | None, shown: Shown, *, json_wanted: bool
) -> dict[str, Any] | str:
    chosen = settings()
    marked = load_corpus(gold) if gold.is_dir() else load_gold(gold)
    texts = [article_for(marked, each, articles, chosen.max_text_bytes) for each in marked.articles]
    actors = load_actors(chosen.actors_file)
    # Positions are compared, and so looked for, only where the gold marks them.
    issues = load_issues(chosen.issues_folder) if marked.issue else ()
    parser = Parser(chosen.spacy_model)
    rely_on_table(chosen)
    extractions = [extract(article, actors, issues, parser) for article in texts]
    evaluation = score(marked, extractions, actors)
    return as_json(evaluation, shown) if json_wanted else as_text(evaluation, shown)


def _stances(
    gold: Path, second: Path | None, shown: Shown, *, json_wanted: bool
) -> dict[str, Any] | str:
    rows = coding.load_rows(gold)
    answers = _codes(second, rows) if second else _judged(rows)
    comparison = coding.compare(rows, answers)
    return coding.as_json(comparison, shown) if json_wanted else coding.as_text(comparison, shown)


def _utterances(gold: Path, shown: Shown, *, json_wanted: bool) -> dict[str, Any] | str:
    comparison = grouping.compare(grouping.load_reports(gold))
    return (
        grouping.as_json(comparison, shown) if json_wanted else grouping.as_text(comparison, shown)
    )


def _judged(rows: Sequence[coding.CodedRow]) -> list[coding.Code]:
    """The machine's answers."""
    chosen = settings()
    rely_on_table(chosen)
    judge = Judge(
        {issue.slug: issue for issue in load_issues(chosen.issues_folder)},
        load_actors(chosen.actors_file),
        Parser(chosen.spacy_model),
    )
    return [
        coding.Code.of(judge(row.statement, row.context, row.speaker, row.issue, row.issue_text))
        for row in rows
    ]


def _codes(second: Path, rows: Sequence[coding.CodedRow]) -> list[coding.Code]:
    """A second coder's answers, in the order of the first one's rows."""
    given = {row.id: row.code for row in coding.load_rows(second)}
    missing = [row.id for row in rows if row.id not in given]
    if missing:
        raise InvalidDefinition(f"{second} has no row {missing[0]}.")
    return [given[row.id] for row in rows]


def _usual(gold: Path) -> Shown:
    if _WITHHELD & {*gold.resolve().parts, *gold.stem.split("_")}:
        return Shown.NONE
    return Shown.ERRORS if gold.is_dir() else Shown.ALL
