"""Utterances: which of the stored reports are of one, kept right with every article.

What is written depends on what is stored alone: all pairs of reports that match, and the groups
that ``grouped`` makes of them. A change of a few reports changes the pairs that they are in and
the groups that hang together with them by pairs, and nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, or_, select, tuple_, update
from sqlalchemy.orm import aliased

from app.db.queries.statements import SHOWN
from app.db.store.inserting import core, insert, upsert
from app.db.store.reports import (
    chunks,
    load,
    near,
    printed,
    said_in,
    write_occasions,
)
from app.db.tables import MatchRow, StatementRow, UtteranceRow, VersionRow
from app.domain.utterances import Match, Occasion
from app.utterances.differences import differences
from app.utterances.grouping import grouped
from app.utterances.likeness import matches
from app.utterances.representative import representative

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from app.db.store.reports import Stored
    from app.domain.utterances import Report

# Who decided a match; the names of editors do not begin so.
MACHINE = "machine"

_Pair = tuple[str, str]


def group(session: Session, changed: Iterable[str], former: Iterable[str] = ()) -> None:
    """Put the reports of one utterance together again after some statements changed.

    ``changed`` are the ids of statements that are new, or whose speaker, words, kind, date or
    positions are others, or that are not shown any more, or that began or ceased to be copies.
    ``former`` are the ids of the utterances of which deleted ones were reports. On PostgreSQL
    the lock of ``copies`` is held: two that store reports of one utterance at once would miss
    each other.
    """
    ids = set(changed)
    before = set(former)
    if not ids and not before:
        return
    statements = load(session, ids)
    before |= {one.utterance for one in statements}
    let_go(session, [one for one in statements if not one.shown])
    write_occasions(session, statements)
    # What a report is to another depends on all that its actor says in their two articles.
    units = {one.id: one for one in statements if one.unit}
    beside = {(one.report.actor, one.report.article) for one in statements}
    units |= {one.id: one for one in said_in(session, beside) if one.unit}
    pairs = stored_pairs(session, ids | units.keys())
    rematch(session, pairs, _matches(session, list(units.values())))
    seeds = {one.original for one in statements if one.shown} | units.keys()
    seeds.update(key for pair in pairs for key in pair)
    seeds |= _reports_of(session, before)
    settle(session, seeds, before, {**units, **{one.id: one for one in statements}})
    session.expire_all()  # a session that has read them before must not show the old ones


def settle(
    session: Session,
    seeds: Iterable[str],
    before: Collection[str],
    known: Mapping[str, Stored],
) -> None:
    """Write the groups of these reports and of all that hang together with them by matches.

    ``before`` are the ids of utterances of which a report is another one now, or is no more;
    ``known`` are statements by id that were loaded already.
    """
    asked = set(seeds)
    together = _component(session, asked)
    wanted = {key for found in together for key in (found.one, found.other)} | asked
    units = [one for key, one in known.items() if key in wanted and one.unit]
    units += [one for one in load(session, wanted - known.keys()) if one.unit]
    by_id = {one.id: one for one in units}
    groups = [
        sorted((by_id[key] for key in ids), key=lambda one: one.order)
        for ids in grouped((one.report for one in units), together)
    ]
    _write_ids(session, {one.id: members[0].id for members in groups for one in members})
    stood: defaultdict[str, set[str]] = defaultdict(set)
    for one in units:
        stood[one.utterance].add(one.id)
    # An utterance of the very reports that it had, none of them changed, is told of already.
    told = {
        members[0].id
        for members in groups
        if members[0].id not in before and stood[members[0].id] == {one.id for one in members}
    }
    several = [members for members in groups if len(members) > 1 and members[0].id not in told]
    _write_utterances(session, several, (stood.keys() | before) - told)


def let_go(session: Session, gone: Sequence[Stored]) -> None:
    """What is not shown stands for itself alone."""
    table = core(StatementRow)
    alone = [one.id for one in gone if not one.id == one.original == one.utterance]
    for some in chunks(alone):
        session.execute(
            update(table)
            .where(table.c.id.in_(some))
            .values(original_id=table.c.id, utterance_id=table.c.id)
        )


def _matches(session: Session, units: Sequence[Stored]) -> dict[_Pair, Match]:
    """All matches of one of these reports with any."""
    by_actor: defaultdict[str, list[Report]] = defaultdict(list)
    for one in units:
        by_actor[one.report.actor].append(one.report)
    found: dict[_Pair, Match] = {}
    for actor, own in by_actor.items():
        beside = {report.id: report for report in own}
        for first, last in _stretches(one.occasion for one in own if one.occasion):
            beside |= {report.id: report for report in near(session, actor, first, last)}
        for pair in matches(beside.values(), {report.id for report in own}):
            found[pair.one, pair.other] = pair
    return found


def _stretches(occasions: Iterable[Occasion]) -> list[tuple[date, date]]:
    """The days of all occasions, those that overlap as one stretch."""
    stretches: list[tuple[date, date]] = []
    for occasion in sorted(occasions, key=lambda one: (one.first, one.last)):
        if stretches and occasion.first <= stretches[-1][1]:
            first, last = stretches.pop()
            stretches.append((first, max(last, occasion.last)))
        else:
            stretches.append((occasion.first, occasion.last))
    return stretches


def stored_pairs(session: Session, ids: Iterable[str]) -> dict[_Pair, tuple[Match, str]]:
    """The stored matches of these statements, with who decided them."""
    found: dict[_Pair, tuple[Match, str]] = {}
    for some in chunks(ids):
        of_them = or_(MatchRow.one_id.in_(some), MatchRow.other_id.in_(some))
        for row in session.execute(_SELECT.where(of_them)):
            one = Match(row.one_id, row.other_id, row.kind, row.score)
            found[one.one, one.other] = (one, row.decided_by)
    return found


_SELECT = select(
    MatchRow.one_id, MatchRow.other_id, MatchRow.kind, MatchRow.score, MatchRow.decided_by
)


def rematch(
    session: Session,
    stored: Mapping[_Pair, tuple[Match, str]],
    found: Mapping[_Pair, Match],
) -> None:
    """Make the machine's matches these; what an editor decided of a pair stands."""
    stale = [
        pair
        for pair, (one, decided_by) in stored.items()
        if decided_by.startswith(MACHINE) and found.get(pair) != one
    ]
    for start in range(0, len(stale), 500):
        session.execute(
            delete(MatchRow).where(
                tuple_(MatchRow.one_id, MatchRow.other_id).in_(stale[start : start + 500])
            ),
            execution_options={"synchronize_session": False},
        )
    gone = set(stale)
    new = [one for pair, one in found.items() if pair not in stored or pair in gone]
    if new:
        session.execute(insert(session, MatchRow), [_row(one) for one in new])


def _row(one: Match) -> dict[str, Any]:
    """The columns of a match that the machine found."""
    return {
        "one_id": one.one,
        "other_id": one.other,
        "kind": one.kind,
        "score": one.score,
        "decided_by": MACHINE,
    }


def _reports_of(session: Session, utterances: Iterable[str]) -> set[str]:
    """The reports that are said to be of these utterances."""
    return {
        key
        for some in chunks(utterances)
        for key in session.scalars(
            select(StatementRow.original_id).where(StatementRow.utterance_id.in_(some))
        )
    }


def _component(session: Session, seeds: set[str]) -> list[Match]:
    """The matches among all that can be reached from these reports, from match to match."""
    reached: set[str] = set()
    found: dict[_Pair, Match] = {}
    decided: dict[_Pair, Match] = {}
    edge = seeds
    while edge:
        reached |= edge
        decided |= _decided_of_copies(session, edge)
        for pair, (one, _) in stored_pairs(session, edge).items():
            found[pair] = one
        found |= decided
        edge = {key for pair in found for key in pair} - reached
    return list(found.values())


def _decided_of_copies(session: Session, ids: Iterable[str]) -> dict[_Pair, Match]:
    """What editors decided of reports before an article came that they are copies of.

    As if they had decided it of these reports, their originals.
    """
    own, beside = aliased(StatementRow), aliased(StatementRow)
    a_copy = or_(own.original_id != own.id, beside.original_id != beside.id)
    found: dict[_Pair, Match] = {}
    for some in chunks(ids):
        for side, opposite in (
            (MatchRow.one_id, MatchRow.other_id),
            (MatchRow.other_id, MatchRow.one_id),
        ):
            for row in session.execute(
                select(own.original_id, beside.original_id, MatchRow.kind, MatchRow.score)
                .select_from(MatchRow)
                .join(own, own.id == side)
                .join(beside, beside.id == opposite)
                .where(own.original_id.in_(some), ~MatchRow.decided_by.startswith(MACHINE), a_copy)
            ):
                one, other = sorted(row[:2])
                if one != other:
                    found[one, other] = Match(one, other, row.kind, row.score)
    return found


def _write_ids(session: Session, utterance_of: Mapping[str, str]) -> None:
    """Write of which utterance each report is one, and with it its copies."""
    changed: defaultdict[str, list[str]] = defaultdict(list)
    for some in chunks(utterance_of):
        for row in session.execute(
            select(StatementRow.id, StatementRow.original_id, StatementRow.utterance_id)
            .join(VersionRow, VersionRow.id == StatementRow.version_id)
            .where(StatementRow.original_id.in_(some), *SHOWN)
        ):
            wanted = utterance_of[row.original_id]
            if row.utterance_id != wanted:
                changed[wanted].append(row.id)
    for utterance, ids in changed.items():
        for some in chunks(ids):
            session.execute(
                update(StatementRow)
                .where(StatementRow.id.in_(some))
                .values(utterance_id=utterance)
                .execution_options(synchronize_session=False)
            )


def _write_utterances(
    session: Session, groups: Sequence[Sequence[Stored]], before: Collection[str]
) -> None:
    """Write what is said of utterances of several reports, given the earliest first."""
    texts = printed(session, (one.report for members in groups for one in members))
    wanted = {
        members[0].id: (
            representative([one.report for one in members]).id,
            [kind.value for kind in differences([texts[one.id] for one in members])],
        )
        for members in groups
    }
    stored = {
        row.id: (row.representative_id, row.differences)
        for some in chunks({*before, *wanted})
        for row in session.execute(
            select(UtteranceRow.id, UtteranceRow.representative_id, UtteranceRow.differences).where(
                UtteranceRow.id.in_(some)
            )
        )
    }
    for some in chunks(stored.keys() - wanted.keys()):
        session.execute(
            delete(UtteranceRow).where(UtteranceRow.id.in_(some)),
            execution_options={"synchronize_session": False},
        )
    rows = [
        {"id": key, "representative_id": who, "differences": kinds}
        for key, (who, kinds) in sorted(wanted.items())
        if stored.get(key) != (who, kinds)
    ]
    upsert(session, UtteranceRow, rows)
