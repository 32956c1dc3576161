"""The statements of an article's version, and their positions."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from app.db import keys
from app.db.search import index_words
from app.db.store.inserting import date_columns, insert, span_columns, upsert
from app.db.tables import IssueRow, PositionRow, State, StatementRow
from app.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy.orm import Session

    from app.domain.extraction import Extraction
    from app.domain.positions import Opinion, Position
    from app.domain.statements import Statement

_MACHINE = "machine"  # how decided_by begins where nobody looked at it; editors' names do not
_Rows = list[dict[str, Any]]


def save_statements(session: Session, version: str, text: str, extraction: Extraction) -> None:
    """Store what was found in a version that has no statements yet."""
    statements, positions = _rows(session, version, text, extraction)
    if statements:
        session.execute(insert(session, StatementRow), statements)
    if positions:
        session.execute(insert(session, PositionRow), positions)


def rewrite_statements(session: Session, version: str, text: str, extraction: Extraction) -> None:
    """Put what was found now in the place of what the machine found before, under the same ids.

    What an editor decided stays as it is: a position, the statement it belongs to, a statement
    with all its positions, and that something is withdrawn.
    """
    statements, positions = _rows(session, version, text, extraction)
    here = StatementRow.version_id == version
    by_machine = PositionRow.decided_by.startswith(_MACHINE)
    closed = set(
        session.scalars(
            select(StatementRow.id).where(here, ~StatementRow.decided_by.startswith(_MACHINE))
        )
    )
    of_machine = select(StatementRow.id).where(here, StatementRow.decided_by.startswith(_MACHINE))
    session.execute(
        delete(PositionRow).where(by_machine, PositionRow.statement_id.in_(of_machine)),
        execution_options={"synchronize_session": False},
    )
    # What is left hangs on an editor's decision, and so does the statement it belongs to.
    kept = session.execute(
        select(PositionRow.id, PositionRow.statement_id)
        .join(StatementRow, StatementRow.id == PositionRow.statement_id)
        .where(here)
    ).all()
    needed = {row["id"] for row in statements} | {statement for _, statement in kept}
    stored = session.scalars(of_machine.where(StatementRow.state == State.LIVE)).all()
    gone = [key for key in stored if key not in needed]
    session.execute(
        delete(StatementRow).where(StatementRow.id.in_(gone)),
        execution_options={"synchronize_session": False},
    )
    open_ones = [row for row in statements if row["id"] not in closed]
    upsert(session, StatementRow, open_ones, keep={"state", "withdrawn_reason"})
    decided = {position for position, _ in kept}
    added = [
        row for row in positions if row["statement_id"] not in closed and row["id"] not in decided
    ]
    if added:
        session.execute(insert(session, PositionRow), added)
    session.expire_all()  # a session that has read them before must not show the old ones


def _rows(session: Session, version: str, text: str, extraction: Extraction) -> tuple[_Rows, _Rows]:
    """The rows of all statements and of all positions."""
    decided_by = f"{_MACHINE} {extraction.extractor}"
    statements: _Rows = []
    positions: _Rows = []
    ties: Counter[str] = Counter()
    for statement in extraction.statements:
        plain = keys.statement_id(version, statement.content, 0)
        identifier = keys.statement_id(version, statement.content, ties[plain])
        ties[plain] += 1
        row = _statement(statement, text)
        statements.append(
            {"id": identifier, "version_id": version, "decided_by": decided_by, **row}
        )
        positions += [
            {**position, "decided_by": decided_by}
            for position in _positions(statement.positions, identifier, text)
        ]
    _check_issues(session, {str(row["issue"]) for row in positions})
    return statements, [{key: row[key] for key in row if key != "issue"} for row in positions]


def _statement(statement: Statement, text: str) -> dict[str, Any]:
    words = [span.of(text) for span in statement.content]
    return {
        "actor_id": keys.actor_id(statement.actor.slug),
        "kind": statement.kind,
        "starts_at": min((span.start for span in statement.content), default=0),
        "content": [list(span) for span in statement.content],
        "content_text": words,
        "words": index_words(" ".join(words)),
        **span_columns("cue", statement.cue, text),
        **span_columns("source", statement.source, text),
        **span_columns("antecedent", statement.antecedent, text),
        "basis": statement.basis,
        **date_columns("said", statement.said_on),
        "confidence": statement.confidence,
        "reasons": list(statement.reasons),
        "state": State.LIVE,
        "withdrawn_reason": None,
    }


def _positions(
    positions: Iterable[Position], statement: str, text: str
) -> Iterator[dict[str, Any]]:
    ties: Counter[str] = Counter()
    for number, position in enumerate(positions):
        asserted_by = position.asserted_by.slug if position.asserted_by else None
        parts = (statement, position.issue, position.holder.slug, asserted_by)
        plain = keys.position_id(*parts)
        yield {
            "id": keys.position_id(*parts, ties[plain]),
            "statement_id": statement,
            "issue": position.issue,
            "issue_id": keys.issue_id(position.issue),
            "holder_id": keys.actor_id(position.holder.slug),
            "asserted_by_id": keys.actor_id(asserted_by) if asserted_by else None,
            "ordinal": number,
            "stance": position.stance,
            "scope": position.scope,
            **span_columns("condition", position.condition, text),
            "evidence": [
                {
                    "span": list(deciding.span),
                    "rule": deciding.rule,
                    "stance": deciding.stance.value,
                }
                for deciding in position.evidence
            ],
            "confidence": position.confidence,
            "review": list(position.review),
            "opinions": [_opinion(opinion) for opinion in position.opinions],
        }
        ties[plain] += 1


def _opinion(opinion: Opinion) -> dict[str, Any]:
    return {
        "by": opinion.by,
        "stance": opinion.stance.value,
        "holder": opinion.holder,
        "evidence": list(opinion.evidence) if opinion.evidence else None,
    }


def _check_issues(session: Session, slugs: set[str]) -> None:
    missing = slugs - set(session.scalars(select(IssueRow.slug).where(IssueRow.slug.in_(slugs))))
    if missing:
        names = ", ".join(sorted(missing))
        raise InputError(f"There are positions on issues that are not stored: {names}.")
