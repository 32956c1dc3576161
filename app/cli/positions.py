"""``onrecord positions``: bare statements judged against issues, as JSON Lines."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from app.cli.documents import print_line
from app.cli.options import rely_on_table, settings
from app.cli.program import PUT_ASIDE
from app.errors import InputError
from app.extraction.judging import Judge
from app.extraction.parsing import Parser
from app.readers.definitions import load_actors, load_issues

if TYPE_CHECKING:
    from app.extraction.stance import Judgement

_log = logging.getLogger(__name__)


@click.command
@click.argument("file", type=click.File("rb"))
@click.option(
    "--issues",
    type=click.Path(exists=True, path_type=Path),
    help="Further issue definitions: a YAML file, or a folder of them.",
)
@click.pass_context
def command(context: click.Context, file: IO[bytes], issues: Path | None) -> None:
    """Judge each line of FILE ('-': standard input), a JSON object with "id", "issue",
    "statement" and, if known, "context" and "speaker".

    "issue" is the slug of a known issue; of an unknown one, "issue_text" (or "issue" itself) is
    read as the proposition. A line that cannot be used gives a line with "id" and "error", and
    exit status 1.
    """  # noqa: D205 - click shows the first paragraph whole
    chosen = settings()
    known = list(load_issues(chosen.issues_folder))
    if issues is not None:
        known += load_issues(issues)  # later ones win: a person's own definition of a slug
    rely_on_table(chosen)
    judge = Judge(
        {issue.slug: issue for issue in known},
        load_actors(chosen.actors_file),
        Parser(chosen.spacy_model),
    )
    failed = False
    for number, line in enumerate(file, start=1):
        if not line.strip():
            continue
        row: dict[str, Any] = {}
        try:
            row = _row(line)
            document = _judged(judge, row)
        except InputError as error:
            document = _failure(row, number, str(error))
        except Exception as error:  # noqa: BLE001 - our mistake in one line costs no other its own
            _log.exception("line %d", number)
            document = _failure(row, number, f"On Record failed on it ({type(error).__name__}).")
        failed = failed or "error" in document
        print_line(document)
    if failed:
        context.exit(PUT_ASIDE)


def _judged(judge: Judge, row: dict[str, Any]) -> dict[str, Any]:
    judgement = judge(
        issue=_text(row, "issue"),
        proposition=_text(row, "issue_text", ""),
        statement=_text(row, "statement"),
        context=_text(row, "context", ""),
        speaker=_text(row, "speaker", ""),
    )
    return _document(row.get("id"), judgement)


def _row(line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InputError("This line is not JSON in UTF-8.") from error
    if not isinstance(row, dict):
        raise InputError("This line is not a JSON object.")
    return row


def _text(row: dict[str, Any], name: str, default: str | None = None) -> str:
    """A field that must be a text; null and absent are the same."""
    value = row.get(name)
    if value is None and default is not None:
        return default
    if not isinstance(value, str) or (default is None and not value.strip()):
        raise InputError(f"The field '{name}' must be a text.")
    return value


def _failure(row: dict[str, Any], number: int, reason: str) -> dict[str, Any]:
    click.echo(f"Line {number}: {reason}", err=True)
    return {"id": row.get("id"), "error": reason}


def _document(identifier: object, judgement: Judgement) -> dict[str, Any]:
    return {
        "id": identifier,
        "on_issue": judgement.on_issue,
        "stance": judgement.stance,
        "scope": judgement.scope,
        "holder": judgement.holder,
        "asserted_by": judgement.asserted_by,
        "condition": judgement.condition_text,
        "evidence": list(judgement.evidence_text),
        "confidence": round(judgement.confidence, 3),
        "review": list(judgement.review),
    }
