"""The statements of an article's version, and their positions."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update

from app.db import keys
from app.db.search import index_words
from app.db.store.inserting import date_columns, insert, span_columns, upsert
from app.db.store.reviewed import set_beside
from app.db.tables import ActorRow, IssueRow, PositionRow, State, StatementRow, VersionRow
from app.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from app.domain.extraction import Extraction
    from app.domain.positions import Opinion, Position
    from app.domain.statements import Statement

NOT_FOUND = "A later reading of the article does not find it any more."
_MACHINE = "machine"  # how decided_by begins where nobody looked at it; editors' names do not
# What is not found in a text, and stays as it is when the text is read again.
_KEPT = {
    "state",
    "withdrawn_reason",
    "utterance_id",
    "occasion_first",
    "occasion_last",
    "occasion_told",
}
_Rows = list[dict[str, Any]]


def save_statements(
    session: Session, version: str, text: str, extraction: Extraction
) -> tuple[int, int]:
    """Store what was found in a version that has no statements yet, holding the lock ``alone``.

    How many statements and positions that were.
    """
    statements, positions = _rows(session, version, text, extraction)
    if statements:
        session.execute(insert(session, StatementRow), statements)
    if positions:
        session.execute(insert(session, PositionRow), positions)
    return len(statements), len(positions)


def rewrite_statements(session: Session, version: str, text: str, extraction: Extraction) -> None:
    """Put what was found now in the place of what the machine found before, under the same ids.

    What an editor decided stays as it is: a position, the statement it belongs to, a statement
    with all its positions, and that something is withdrawn; what was found otherwise becomes a
    proposal. What another program found before and
    this one does not find is withdrawn, and points to what stands in its place; it comes back when
    a later one finds it again.
    """
    statements, positions = _rows(session, version, text, extraction)
    beside = set_beside(session, version, statements, positions, extraction.extractor)
    statements = [row for row in statements if row["id"] not in beside]
    positions = [row for row in positions if row["statement_id"] not in beside]
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
    _let_go(session, here, needed, statements, extraction)
    open_ones = [row for row in statements if row["id"] not in closed]
    upsert(session, StatementRow, open_ones, keep=_KEPT)
    again = (StatementRow.withdrawn_reason == NOT_FOUND) & StatementRow.id.in_(
        [row["id"] for row in open_ones]
    )
    _update(session, here, again, state=State.LIVE, withdrawn_reason=None)
    decided = {position for position, _ in kept}
    added = [
        row for row in positions if row["statement_id"] not in closed and row["id"] not in decided
    ]
    if added:
        session.execute(insert(session, PositionRow), added)
    session.expire_all()  # a session that has read them before must not show the old ones


def supersede(
    session: Session, article: str, version: str, carried: Mapping[str, str] | None = None
) -> None:
    """Point the statements of an article's older versions to those of its new one that repeat them.

    They stay where they are: on the text in which their words stand. ``carried`` names those whose
    review went over to another, and to which.
    """
    known = carried or {}
    chosen = select(
        StatementRow.id, StatementRow.version_id, StatementRow.actor_id, StatementRow.words
    ).join(VersionRow, VersionRow.id == StatementRow.version_id)
    found = session.execute(
        chosen.where(VersionRow.article_id == article).order_by(
            StatementRow.starts_at, StatementRow.id
        )
    ).all()
    newer: dict[tuple[str, str], str] = {}
    for row in found:
        if row.version_id == version:
            newer.setdefault((row.actor_id, row.words), row.id)
    for row in found:
        if row.version_id != version:
            repeated = known.get(row.id) or newer.get((row.actor_id, row.words))
            _update(session, StatementRow.id == row.id, replaced_by_id=repeated)


def summary(session: Session, version: str) -> dict[str, tuple[object, ...]]:
    """The live statements of a version by id, and what is shown of each and of its positions."""
    positions: defaultdict[str, list[tuple[object, ...]]] = defaultdict(list)
    for row in session.execute(
        select(
            PositionRow.statement_id,
            PositionRow.id,
            PositionRow.stance,
            PositionRow.scope,
            PositionRow.condition_text,
        )
        .join(StatementRow, StatementRow.id == PositionRow.statement_id)
        .where(StatementRow.version_id == version)
        .order_by(PositionRow.id)
    ):
        positions[row.statement_id].append(tuple(row))
    rows = session.execute(
        select(
            StatementRow.id,
            StatementRow.actor_id,
            StatementRow.kind,
            StatementRow.said_edtf,
            StatementRow.said_basis,
        ).where(StatementRow.version_id == version, StatementRow.state == State.LIVE)
    )
    return {row.id: (*row, *positions[row.id]) for row in rows}


def reports(session: Session, *versions: str) -> dict[str, str]:
    """The ids of all statements in these versions, with the utterance that each reports."""
    of_versions = StatementRow.version_id.in_(versions)
    rows = session.execute(select(StatementRow.id, StatementRow.utterance_id).where(of_versions))
    return {row.id: row.utterance_id for row in rows}


def _let_go(
    session: Session,
    here: ColumnElement[bool],
    needed: Container[str],
    found: _Rows,
    extraction: Extraction,
) -> None:
    """Take out what the machine found before and not now: withdrawn, if another program did."""
    stored = session.execute(
        select(StatementRow.id, StatementRow.decided_by, StatementRow.content).where(
            here,
            StatementRow.decided_by.startswith(_MACHINE),
            StatementRow.state == State.LIVE,
        )
    ).all()
    gone = [row for row in stored if row.id not in needed]
    same_program = [row.id for row in gone if row.decided_by == _decided_by(extraction)]
    session.execute(
        delete(StatementRow).where(StatementRow.id.in_(same_program)),
        execution_options={"synchronize_session": False},
    )
    for row in gone:
        if row.id not in same_program:
            _update(
                session,
                StatementRow.id == row.id,
                state=State.WITHDRAWN,
                withdrawn_reason=NOT_FOUND,
                replaced_by_id=_in_its_place(row.content, found),
            )


def _in_its_place(content: Sequence[Sequence[int]], found: _Rows) -> str | None:
    """The statement that shares most characters with one that is gone, if any does."""
    shared = [
        (
            sum(
                max(0, min(end, other_end) - max(start, other_start))
                for start, end in content
                for other_start, other_end in row["content"]
            ),
            row["id"],
        )
        for row in found
    ]
    most, identifier = max(shared, default=(0, None))
    return identifier if most else None


def _update(session: Session, *conditions: ColumnElement[bool], **values: Any) -> None:  # noqa: ANN401 - of any column
    session.execute(
        update(StatementRow).where(*conditions).values(**values),
        execution_options={"synchronize_session": False},
    )


def _decided_by(extraction: Extraction) -> str:
    return f"{_MACHINE} {extraction.extractor}"


def _rows(session: Session, version: str, text: str, extraction: Extraction) -> tuple[_Rows, _Rows]:
    """The rows of all statements and of all positions."""
    decided_by = _decided_by(extraction)
    statements: _Rows = []
    positions: _Rows = []
    ties: Counter[str] = Counter()
    for statement in extraction.statements:
        plain = keys.statement_id(version, statement.content, 0)
        identifier = keys.statement_id(version, statement.content, ties[plain])
        ties[plain] += 1
        row = _statement(statement, text)
        statements.append(
            {
                "id": identifier,
                "version_id": version,
                "original_id": identifier,
                "utterance_id": identifier,
                "occasion_first": None,  # who groups the reports writes it
                "occasion_last": None,
                "occasion_told": False,
                "decided_by": decided_by,
                **row,
            }
        )
        positions += [
            {**position, "decided_by": decided_by}
            for position in _positions(statement.positions, identifier, text)
        ]
    _check_issues(session, {str(row["issue"]) for row in positions})
    rows = [{key: row[key] for key in row if key != "issue"} for row in positions]
    _follow_merges(session, statements, rows)
    return statements, rows


def _follow_merges(session: Session, statements: _Rows, positions: _Rows) -> None:
    """Put whom an actor was merged into in its place."""
    named = {row["actor_id"] for row in statements}
    named |= {row["holder_id"] for row in positions}
    named |= {row["asserted_by_id"] for row in positions if row["asserted_by_id"]}
    into = {
        row.id: row.merged_into_id
        for row in session.execute(
            select(ActorRow.id, ActorRow.merged_into_id).where(
                ActorRow.id.in_(named), ActorRow.merged_into_id.is_not(None)
            )
        )
    }
    if not into:
        return
    for row in statements:
        row["actor_id"] = into.get(row["actor_id"], row["actor_id"])
    for row in positions:
        row["holder_id"] = into.get(row["holder_id"], row["holder_id"])
        teller = into.get(row["asserted_by_id"], row["asserted_by_id"])
        row["asserted_by_id"] = None if teller == row["holder_id"] else teller


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
        "replaced_by_id": None,
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
    if not slugs:
        return
    missing = slugs - set(session.scalars(select(IssueRow.slug).where(IssueRow.slug.in_(slugs))))
    if missing:
        names = ", ".join(sorted(missing))
        raise InputError(f"There are positions on issues that are not stored: {names}.")
