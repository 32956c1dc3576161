"""Taken: the positions on an issue that may be compared, and what decides whether they are.

As columns of numbers that a process keeps; what was written since is read alone, as of a field
(field_keeping.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import select

from app.db.queries import making
from app.db.queries.field import SCOPES, STANCES
from app.db.queries.field_rows import changed, rows_changed
from app.db.queries.followed import Followed
from app.db.queries.plain import number, plain, span, values
from app.db.tables import IssueRow, PositionRow, State, StatementRow, UtteranceRow
from app.domain.certainty import stance_certain
from app.domain.positions import Scope, Stance
from app.domain.spans import Span
from app.domain.statements import StatementKind
from app.domain.utterances import Difference
from app.own_words import decided_in_own_words, in_own_words

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from sqlalchemy.orm import Session

    from app.db.queries.field import Ints
    from app.domain.records import StatementRecord

_AT_ONCE = 10_000
# What reports of one utterance may not differ in where it is compared.
DIFFERING = frozenset({Difference.STANCE, Difference.NEGATION, Difference.CONDITION})
# The bits of ``Taken.facts``: the place in STANCES, the place in SCOPES, and these.
_SCOPE_FROM = 3
DIRECT, CLEAR, _THERE = 1 << 5, 1 << 6, 1 << 7


@dataclass(frozen=True, slots=True)
class Taken:
    """One number for each position in every column, by ascending statement and its order there.

    They are the speaker's own, take a side or none, and are certain or reviewed by a person;
    what is about one other country's part, or reported otherwise, is left out.
    """

    numbers: Ints  # of the statements
    nth: NDArray[np.uint8]  # of the statement's own positions on the issue, the first is 1
    facts: NDArray[np.uint8]

    def part(self, at: Ints) -> Taken:
        """Those at some places."""
        return Taken(self.numbers[at], self.nth[at], self.facts[at])

    def stances(self) -> NDArray[np.uint8]:
        """The place of each stance in STANCES."""
        return self.facts & np.uint8((1 << _SCOPE_FROM) - 1)

    def scopes(self) -> NDArray[np.uint8]:
        """The place of each scope in SCOPES."""
        return self.facts >> np.uint8(_SCOPE_FROM) & np.uint8(3)


def taken_on(session: Session, issue: str) -> Taken:
    """Those on an issue as the session sees them; of what changed since they were kept, that alone.

    They are kept of the last state that was asked for.
    """
    return _TAKEN.of(session, issue)


def taken_in(statement: StatementRecord, issue: str, holder: str) -> Taken:
    """What a spokesperson's statement takes: its own, and what it asserts of the holder (a slug).

    The bits are as of the others.
    """
    said = [
        one
        for one in statement.positions
        if one.issue == issue and (not one.second_hand or one.holder.slug == holder)
    ]
    reviewed = not statement.decided_by.startswith("machine")
    facts = [
        _facts(
            one.stance,
            one.scope,
            direct=decided_in_own_words(statement, one),
            clear=reviewed or not one.review,
        )
        if reviewed or stance_certain(one.stance, one.confidence, statement.confidence)
        else 0
        for one in said
    ]
    return _held(
        np.zeros(len(said), np.int64),
        np.arange(1, len(said) + 1, dtype=np.uint8),
        np.array(facts, np.uint8),
    )


_ON = number(PositionRow.issue_id)
_ROWS = (
    select(
        number(PositionRow.statement_id),
        PositionRow.ordinal,
        number(PositionRow.id),
        _ON,
        plain(PositionRow.stance),
        plain(PositionRow.scope),
        PositionRow.condition_start,
        PositionRow.condition_end,
        plain(PositionRow.evidence),
        PositionRow.confidence,
        PositionRow.decided_by,
        plain(PositionRow.review),
        plain(StatementRow.kind),
        plain(StatementRow.content),
        plain(StatementRow.content_text),
        StatementRow.confidence,
        StatementRow.decided_by,
        plain(UtteranceRow.differences),
    )
    .join(StatementRow, StatementRow.id == PositionRow.statement_id)
    .outerjoin(UtteranceRow, UtteranceRow.id == StatementRow.utterance_id)
    .where(PositionRow.asserted_by_id.is_(None), StatementRow.state == State.LIVE)
)
_STANCES = {one.value: one for one in Stance}
_SCOPES = {one.value: one for one in Scope}
_KINDS = {one.value: one for one in StatementKind}


def _read(session: Session, issue: str, since: int | None) -> Taken:
    """All, or those in the statements that changed after that number of the data."""
    of = select(IssueRow.id).where(IssueRow.slug == issue)
    on = session.scalar(of.with_only_columns(number(IssueRow.id)))
    if since is None:
        chosen = _ROWS.where(PositionRow.issue_id.in_(of))
    else:  # of which issue, is looked at below: SQLite would read all positions of the issue
        chosen = _ROWS.where(StatementRow.id.in_(rows_changed("statement", since)))
    parts = [np.zeros((0, 4), np.int64)]
    found = session.connection().execute(chosen.execution_options(yield_per=_AT_ONCE))
    for rows in found.partitions():
        of_issue = [(*row[:3], _fact(row)) for row in rows if row[3] == on]
        parts.append(np.array(of_issue, np.int64).reshape(-1, 4))
    numbers, ordinals, ids_of, facts = np.concatenate(parts).T
    order = np.lexsort((ids_of, ordinals, numbers))
    numbers = numbers[order]
    places = np.arange(len(numbers))
    first = np.maximum.accumulate(np.where(np.diff(numbers, prepend=-1) != 0, places, 0))
    nth = np.minimum(places - first + 1, 255).astype(np.uint8)
    return _held(numbers, nth, facts[order].astype(np.uint8))


def _held(numbers: Ints, nth: NDArray[np.uint8], facts: NDArray[np.uint8]) -> Taken:
    there = facts & _THERE != 0
    return Taken(numbers[there], nth[there], facts[there])


def _updated(session: Session, issue: str, before: Taken, since: int) -> Taken:
    kept = ~np.isin(before.numbers, changed(session, "statement", since))
    coming = _read(session, issue, since)
    at = np.searchsorted(before.numbers[kept], coming.numbers)
    return Taken(
        np.insert(before.numbers[kept], at, coming.numbers),
        np.insert(before.nth[kept], at, coming.nth),
        np.insert(before.facts[kept], at, coming.facts),
    )


def _fact(row: Any) -> int:  # noqa: ANN401 - a row of _ROWS
    """The bits of a position; 0 where it is never compared."""
    (
        *_, stance, scope, start, end, evidence, confidence, decided_by, review, kind, content,
        words, speaker, reviewer, differences,
    ) = row  # fmt: skip
    taken = _STANCES[stance]
    reviewed = not reviewer.startswith("machine")
    if taken is Stance.UNDETERMINED or _SCOPES[scope] is Scope.OTHER:
        return 0
    if differences is not None and not DIFFERING.isdisjoint(values(differences)):
        return 0
    if not reviewed and not stance_certain(
        taken, making.sure(confidence, decided_by), making.sure(speaker, reviewer)
    ):
        return 0
    own = kind != StatementKind.INDIRECT and in_own_words(
        _KINDS[kind],
        [Span(*ends) for ends in values(content)],
        values(words),
        taken,
        [(_STANCES[one["stance"]], Span(*one["span"])) for one in values(evidence)],
        condition=span(start, end),
    )
    return _facts(taken, _SCOPES[scope], direct=own, clear=reviewed or not values(review))


def _facts(stance: Stance, scope: Scope, *, direct: bool, clear: bool) -> int:
    if stance is Stance.UNDETERMINED or scope is Scope.OTHER:
        return 0
    found = STANCES.index(stance) | SCOPES.index(scope) << _SCOPE_FROM | _THERE
    return found | (DIRECT if direct else 0) | (CLEAR if clear else 0)


_TAKEN = Followed(lambda session, issue: _read(session, issue, None), _updated)
