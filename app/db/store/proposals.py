"""Proposals: what the machine says of what a person decided, beside it and never in its place.

What the machine said when a person first decided is kept as a proposal that is taken or dismissed
already, so that the same words said again are no news. Two sayings are the same where a reader
would see no difference: the speaker, the words, the day and the positions.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from app.db import keys
from app.db.store.inserting import core
from app.db.store.inserting import insert as insert_either
from app.db.tables import ActorRow, IssueRow, PositionRow, StatementRow
from app.db.tables_revisions import ProposalRow
from app.domain.revisions import ObjectKind, ProposalState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session

# What the machine says of a statement that it does not find.
GONE: Mapping[str, Any] = {"gone": True}
_Row = dict[str, Any]


def readings(
    session: Session,
    statements: Sequence[Mapping[str, Any]],
    positions: Iterable[Mapping[str, Any]],
) -> dict[str, _Row]:
    """What rows of statements and positions say, by the statement's id, in words and slugs."""
    of: dict[str, list[Mapping[str, Any]]] = {row["id"]: [] for row in statements}
    for position in positions:
        if position["statement_id"] in of:
            of[position["statement_id"]].append(position)
    rows = [one for some in of.values() for one in some]
    actors = {row["actor_id"] for row in statements}
    actors |= {row[name] for row in rows for name in ("holder_id", "asserted_by_id") if row[name]}
    issues = {row["issue_id"] for row in rows}
    slugs = {
        row.id: row.slug
        for table, ids in ((ActorRow, actors), (IssueRow, issues))
        for row in session.execute(select(table.id, table.slug).where(table.id.in_(ids)))
    }
    return {row["id"]: _reading(row, of[row["id"]], slugs) for row in statements}


def stored_readings(session: Session, ids: Iterable[str]) -> dict[str, _Row]:
    """What is stored of these statements now, as ``readings`` says it."""
    wanted = sorted(set(ids))
    statement, position = core(StatementRow), core(PositionRow)
    return readings(
        session,
        [dict(one) for one in session.execute(
            select(statement).where(statement.c.id.in_(wanted))
        ).mappings()],
        [dict(one) for one in session.execute(
            select(position).where(position.c.statement_id.in_(wanted))
        ).mappings()],
    )  # fmt: skip


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two sayings are the same to a reader."""
    return _essence(one) == _essence(other)


def propose(
    session: Session,
    kind: ObjectKind,
    identifier: str,
    says: Mapping[str, Any],
    extractor: str,
    *,
    state: ProposalState = ProposalState.OPEN,
    at: datetime | None = None,
) -> None:
    """Note what the machine says of something; what was noted before stays as it is."""
    row = _row(kind, identifier, says, extractor, state)
    if at is not None:
        row["at"] = at
    session.execute(insert_either(session, ProposalRow).on_conflict_do_nothing(), [row])


def said_of(session: Session, kind: ObjectKind, identifier: str) -> set[tuple[str, Any]]:
    """All that was ever noted of an object, as names and values."""
    rows = session.scalars(
        select(ProposalRow.says).where(
            ProposalRow.kind == kind, ProposalRow.object_id == identifier
        )
    )
    return {pair for says in rows for pair in says.items()}


def note(
    session: Session,
    kind: ObjectKind,
    identifier: str,
    says: Mapping[str, Any],
    extractor: str,
    *,
    state: ProposalState,
) -> None:
    """Note what the machine had said of something when a person decided on it."""
    row = _row(kind, identifier, says, extractor, state)
    table = core(ProposalRow)
    if session.scalar(select(table.c.id).where(table.c.id == row["id"])) is None:
        session.execute(insert(table).values(**row))
    else:
        session.execute(update(table).where(table.c.id == row["id"]).values(state=state))


def settle(session: Session, identifier: str) -> None:
    """A person decided on a statement: what was proposed is taken if it is so now, or dismissed."""
    now = stored_readings(session, [identifier])[identifier]
    for row in session.scalars(
        select(ProposalRow).where(
            ProposalRow.kind == ObjectKind.STATEMENT,
            ProposalRow.object_id == identifier,
            ProposalRow.state == ProposalState.OPEN,
        )
    ).all():
        taken = same(row.says, now)
        row.state = ProposalState.TAKEN if taken else ProposalState.DISMISSED
    session.flush()


def _row(
    kind: ObjectKind,
    identifier: str,
    says: Mapping[str, Any],
    extractor: str,
    state: ProposalState,
) -> _Row:
    return {
        "id": keys.proposal_id(kind, identifier, _essence(says)),
        "kind": kind,
        "object_id": identifier,
        "says": dict(says),
        "extractor": extractor,
        "at": datetime.now(UTC),
        "state": state,
    }


def _essence(says: Mapping[str, Any]) -> str:
    """What a reader would see of it, as one line."""
    if says.get("gone"):
        return "gone"
    if "positions" not in says:
        return json.dumps(says, sort_keys=True)
    seen = ("issue", "stance", "scope", "holder", "asserted_by", "condition_text")
    positions = sorted(json.dumps([one[name] for name in seen]) for one in says["positions"])
    of_it = ("actor", "kind", "content_text", "said_on")
    return json.dumps([says.get(name) for name in of_it] + positions)


def _reading(
    row: Mapping[str, Any], positions: Sequence[Mapping[str, Any]], slugs: Mapping[str, str]
) -> _Row:
    gone = {"gone": True} if row["state"] == "withdrawn" else {}
    return gone | {
        "actor": slugs.get(row["actor_id"]),
        "kind": str(row["kind"]),
        "content": row["content"],
        "content_text": row["content_text"],
        "cue": _span(row, "cue"),
        "source": _span(row, "source"),
        "said_on": row["said_edtf"],
        "said_basis": str(row["said_basis"]),
        "confidence": row["confidence"],
        "positions": [
            {
                "issue": slugs.get(one["issue_id"]),
                "stance": str(one["stance"]),
                "scope": str(one["scope"]),
                "holder": slugs.get(one["holder_id"]),
                "asserted_by": slugs.get(one["asserted_by_id"] or ""),
                "condition": _span(one, "condition"),
                "condition_text": one["condition_text"],
                "evidence": [deciding["span"] for deciding in one["evidence"]],
                "confidence": one["confidence"],
            }
            for one in sorted(positions, key=lambda one: one["ordinal"])
        ],
    }


def _span(row: Mapping[str, Any], name: str) -> list[int] | None:
    start, end = row[f"{name}_start"], row[f"{name}_end"]
    return None if start is None else [start, end]
