"""What people decided, when a machine reads again: it stands, and goes over to a newer text.

Nothing here is a revision: no person did it. What a person decided is not changed by it either.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from difflib import SequenceMatcher
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, or_, select, update

from app.db import keys
from app.db.search import index_words
from app.db.store.inserting import core, span_columns
from app.db.store.inserting import insert as insert_either
from app.db.store.proposals import GONE, propose, readings, same, stored_readings
from app.db.tables import (
    ActorRow,
    IssueRow,
    MatchRow,
    PositionRow,
    State,
    StatementRow,
    VersionRow,
)
from app.db.tables_revisions import ProposalRow
from app.domain.revisions import ObjectKind, ProposalState
from app.domain.spans import Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

# The definitions of a text that is to be read again: no hash is empty.
READ_AGAIN = ""
_MACHINE = "machine"
_Row = dict[str, Any]
_TOKEN = re.compile(r"\w+|[^\w\s]")


def set_beside(
    session: Session,
    version: str,
    statements: Sequence[Mapping[str, Any]],
    positions: Sequence[Mapping[str, Any]],
    extractor: str,
) -> set[str]:
    """Propose what was found in a text now otherwise than a person decided.

    The ids of those found now that are only another reading of a statement that a person decided
    on: they are not to be stored beside it.
    """
    table = core(StatementRow)
    stored = [
        dict(row)
        for row in session.execute(select(table).where(table.c.version_id == version)).mappings()
    ]
    reviewed = [row for row in stored if not row["decided_by"].startswith(_MACHINE)]
    _forget(session, [row["id"] for row in stored if row["decided_by"].startswith(_MACHINE)])
    if not reviewed:
        return set()
    decided = stored_readings(session, (row["id"] for row in reviewed))
    found = readings(session, statements, positions)
    there = {row["id"] for row in stored}
    new = {row["id"]: row["content"] for row in statements if row["id"] not in there}
    taken: set[str] = set()
    for row in sorted(reviewed, key=lambda one: (one["starts_at"], one["id"])):
        says: Mapping[str, Any] = found.get(row["id"], GONE)
        if row["id"] in found:
            taken |= {key for key, content in new.items() if content == row["content"]}
        else:
            shared = [
                (_shared(content, row["content"]), key)
                for key, content in new.items()
                if key not in taken
            ]
            most, key = max(shared, default=(0, ""))
            if most:
                says = found[key]
                taken.add(key)
        if not same(says, decided[row["id"]]):
            propose(session, ObjectKind.STATEMENT, row["id"], says, extractor)
    return taken


def _forget(session: Session, undecided: Sequence[str]) -> None:
    """What was proposed of a statement, whose review was undone since, the machine may do now."""
    session.execute(
        update(core(ProposalRow))
        .where(
            core(ProposalRow).c.kind == ObjectKind.STATEMENT,
            core(ProposalRow).c.state == ProposalState.OPEN,
            core(ProposalRow).c.object_id.in_(undecided),
        )
        .values(state=ProposalState.TAKEN)
    )


def carry(
    session: Session, replaced: Sequence[str], version: str, text: str, extractor: str
) -> dict[str, str]:
    """Take reviews over from replaced texts to the new one, where their words stand in it.

    The statements' old ids with their new ones. What the machine found in the place of one is
    proposed where it is otherwise. One whose words do not stand there stays where it is, and a
    proposal says so.
    """
    table, places = core(StatementRow), core(PositionRow)
    reviewed = (
        session.execute(
            select(table)
            .where(table.c.version_id.in_(replaced), ~table.c.decided_by.startswith(_MACHINE))
            .order_by(table.c.starts_at, table.c.id)
        )
        .mappings()
        .all()
    )
    if not reviewed:
        return {}
    old_texts = {
        row.id: row.text
        for row in session.execute(
            select(VersionRow.id, VersionRow.text).where(VersionRow.id.in_(replaced))
        )
    }
    moves = {key: _Move(old, text) for key, old in old_texts.items()}
    found = {
        row["id"]: dict(row)
        for row in session.execute(select(table).where(table.c.version_id == version)).mappings()
    }
    said = stored_readings(session, found)
    of: defaultdict[str, list[_Row]] = defaultdict(list)
    ids = [row["id"] for row in reviewed]
    for row in session.execute(
        select(places).where(places.c.statement_id.in_(ids)).order_by(places.c.ordinal)
    ).mappings():
        of[row["statement_id"]].append(dict(row))
    carried: dict[str, str] = {}
    for old in reviewed:
        moved = _moved(dict(old), of[old["id"]], moves[old["version_id"]], text)
        if moved is None:
            if old["state"] is State.LIVE:
                lost = {"lost": True, "version": version}
                propose(session, ObjectKind.STATEMENT, old["id"], lost, extractor)
            continue
        statement, positions = moved
        shared = [
            (_shared(row["content"], statement["content"]), key)
            for key, row in found.items()
            if key not in carried.values()
        ]
        most, key = max(shared, default=(0, ""))
        key = key if most else _free_id(session, version, statement["content"])
        _put(session, key, version, statement, positions, there=key in found)
        _copy_proposals(session, old["id"], key)
        machine = said.get(key, GONE)
        if not same(machine, stored_readings(session, [key])[key]):
            propose(session, ObjectKind.STATEMENT, key, machine, extractor)
        carried[old["id"]] = key
    return carried


def carry_matches(session: Session, replaced: Sequence[str]) -> None:
    """Take what editors joined and parted over to the statements that stand in the old ones' place.

    ``supersede`` says which those are.
    """
    into = {
        row.id: row.replaced_by_id
        for row in session.execute(
            select(StatementRow.id, StatementRow.replaced_by_id).where(
                StatementRow.version_id.in_(replaced), StatementRow.replaced_by_id.is_not(None)
            )
        )
    }
    if not into:
        return
    table = core(MatchRow)
    rows = session.execute(
        select(table).where(
            ~table.c.decided_by.startswith(_MACHINE),
            or_(table.c.one_id.in_(into), table.c.other_id.in_(into)),
        )
    ).mappings()
    new = []
    for row in rows.all():
        one, other = sorted(into.get(row[name], row[name]) for name in ("one_id", "other_id"))
        if one != other:
            new.append({**row, "one_id": one, "other_id": other})
    if new:
        session.execute(insert_either(session, MatchRow).on_conflict_do_nothing(), new)


class _Move:
    """Where words of one text stand in another."""

    def __init__(self, old: str, new: str) -> None:
        self._old, self._new = old, new

    def __call__(self, span: Span) -> Span | None:
        """The same words at the same place of the other text, or the only such words in it."""
        words = _TOKEN.findall(span.of(self._old))
        if not words:
            return None
        first = self._places[0].get(span.start)
        if first is not None:
            last = first + len(words) - 1
            for begins, there, size in self._blocks:
                if begins <= first and last < begins + size:
                    shift = there - begins
                    return self._at(first + shift, last + shift)
        new = self._new_words
        hits = [
            number
            for number in range(len(new) - len(words) + 1)
            if new[number] == words[0] and new[number : number + len(words)] == words
        ]
        if len(hits) == 1:
            return self._at(hits[0], hits[0] + len(words) - 1)
        return None

    def _at(self, first: int, last: int) -> Span:
        return Span(self._tokens[first].start(), self._tokens[last].end())

    @cached_property
    def _places(self) -> tuple[dict[int, int], list[str]]:
        found = list(_TOKEN.finditer(self._old))
        return (
            {match.start(): number for number, match in enumerate(found)},
            [match.group() for match in found],
        )

    @cached_property
    def _tokens(self) -> list[re.Match[str]]:
        return list(_TOKEN.finditer(self._new))

    @cached_property
    def _new_words(self) -> list[str]:
        return [match.group() for match in self._tokens]

    @cached_property
    def _blocks(self) -> list[tuple[int, int, int]]:
        matcher = SequenceMatcher(None, self._places[1], self._new_words, autojunk=False)
        return [(block.a, block.b, block.size) for block in matcher.get_matching_blocks()]


def _moved(
    statement: _Row, positions: Sequence[_Row], move: _Move, text: str
) -> tuple[_Row, list[_Row]] | None:
    """A statement and its positions in the new text; None where words that matter are not there.

    What was said, what it depends on and what decides have to stand there; who is said to have
    said it may be printed otherwise.
    """
    content = [move(Span(*span)) for span in statement["content"]]
    if not content or None in content:
        return None
    spans = sorted(span for span in content if span is not None)
    words = [span.of(text) for span in spans]
    row = statement | {
        "content": [list(span) for span in spans],
        "content_text": words,
        "words": index_words(" ".join(words)),
        "starts_at": spans[0].start,
    }
    for name in ("cue", "source", "antecedent"):
        if row[f"{name}_start"] is not None:
            row |= span_columns(name, move(Span(row[f"{name}_start"], row[f"{name}_end"])), text)
    held = []
    for position in positions:
        evidence = [(one, move(Span(*one["span"]))) for one in position["evidence"]]
        if any(span is None for _, span in evidence):
            return None
        there = position | {
            "evidence": [{**one, "span": list(span)} for one, span in evidence if span is not None],
            # They point to words of the old text, and a model may be asked again.
            "opinions": [{**one, "evidence": None} for one in position["opinions"]],
        }
        if position["condition_start"] is not None:
            span = move(Span(position["condition_start"], position["condition_end"]))
            if span is None:
                return None
            there |= span_columns("condition", span, text)
        held.append(there)
    return row, held


def _put(
    session: Session,
    key: str,
    version: str,
    statement: _Row,
    positions: Sequence[_Row],
    *,
    there: bool,
) -> None:
    """Write a statement that was reviewed in another text, with its positions."""
    table, places = core(StatementRow), core(PositionRow)
    row = statement | {
        "id": key,
        "version_id": version,
        "original_id": key,
        "utterance_id": key,
        "occasion_first": None,
        "occasion_last": None,
        "occasion_told": False,
        "replaced_by_id": None,
    }
    if there:
        session.execute(delete(places).where(places.c.statement_id == key))
        session.execute(update(table).where(table.c.id == key).values(**row))
    else:
        session.execute(insert(table).values(**row))
    slugs = {
        one.id: one.slug
        for actors, ids in (
            (ActorRow, {p[n] for p in positions for n in ("holder_id", "asserted_by_id")}),
            (IssueRow, {p["issue_id"] for p in positions}),
        )
        for one in session.execute(
            select(actors.id, actors.slug).where(actors.id.in_(ids - {None}))
        )
    }
    ties: Counter[str] = Counter()
    for position in positions:
        parts = (
            key,
            slugs[position["issue_id"]],
            slugs[position["holder_id"]],
            slugs.get(position["asserted_by_id"]),
        )
        plain = keys.position_id(*parts)
        identifier = keys.position_id(*parts, ties[plain])
        ties[plain] += 1
        values = position | {"id": identifier, "statement_id": key}
        session.execute(insert(places).values(**values))
    session.expire_all()


def _copy_proposals(session: Session, old: str, new: str) -> None:
    """What was noted of a statement is noted of the one in its place too."""
    rows = session.execute(
        select(core(ProposalRow)).where(
            ProposalRow.kind == ObjectKind.STATEMENT, ProposalRow.object_id == old
        )
    ).mappings()
    for row in rows.all():
        if "lost" not in row["says"]:
            propose(
                session,
                ObjectKind.STATEMENT,
                new,
                row["says"],
                row["extractor"],
                at=row["at"],
                state=row["state"],
            )


def _free_id(session: Session, version: str, content: Sequence[Sequence[int]]) -> str:
    spans = [Span(*span) for span in content]
    tie = 0
    while True:
        identifier = keys.statement_id(version, spans, tie)
        here = StatementRow.id == identifier
        if session.scalar(select(StatementRow.id).where(here)) is None:
            return identifier
        tie += 1


def _shared(one: Sequence[Sequence[int]], other: Sequence[Sequence[int]]) -> int:
    """How many characters two contents share."""
    return sum(
        max(0, min(end, last) - max(start, first)) for start, end in one for first, last in other
    )
