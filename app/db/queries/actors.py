"""Actors, and how often they took which stance."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import select

from app.db.queries import making
from app.db.queries.actor_lists import actor_summaries, by_issue, listed_actors
from app.db.queries.actor_lists import on_issue as on_issue_by_actor
from app.db.queries.asserted import asserted_on
from app.db.queries.field import SCOPES, STANCES, bit
from app.db.queries.field_keeping import field_of, kept_each
from app.db.queries.once import once
from app.db.queries.spoken import one_report_each
from app.db.queries.statements import ORIGINAL, SHOWN, statement_records
from app.db.tables import ActorRow, AliasRow, PositionRow, RoleRow, StatementRow
from app.domain.positions import Stance
from app.domain.records import ActorRecord, ActorRef, ActorSummary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session


def known_actors(session: Session, slugs: Iterable[str]) -> tuple[ActorRef, ...]:
    """Those of these slugs that are actors, by name; of one that was merged the one that it is."""
    wanted = sorted(set(slugs))
    known = kept_each(session, "actors")  # by slug, without those that were merged
    refs: list[ActorRef] = [known[slug] for slug in wanted if slug in known]
    if len(refs) == len(wanted):
        return tuple(sorted(refs, key=lambda ref: (ref.name, ref.slug)))
    rows = session.scalars(select(ActorRow).where(ActorRow.slug.in_(wanted))).all()
    known.update({row.slug: making.actor_ref(row) for row in rows if row.merged_into_id is None})
    while into := {row.merged_into_id for row in rows if row.merged_into_id is not None}:
        kept = {row.id: row for row in rows if row.merged_into_id is None}
        others = session.scalars(select(ActorRow).where(ActorRow.id.in_(into - kept.keys())))
        rows = [*kept.values(), *others]
    rows = sorted(rows, key=lambda row: (row.name, row.slug))
    return tuple(making.actor_ref(row) for row in rows)


def actor(session: Session, slug: str, *, folded: bool = True) -> ActorRecord | None:
    """The actor with that slug, what it said, and what others say of its positions.

    What several articles report is one statement, or with ``folded`` False one each; what copies of
    one article print is one in both.
    """
    row = session.scalar(select(ActorRow).where(ActorRow.slug == slug))
    if row is None:
        return None
    aliases = session.scalars(select(AliasRow).where(AliasRow.actor_id == row.id)).all()
    held = session.scalars(select(RoleRow).where(RoleRow.actor_id == row.id)).all()
    asserted = select(PositionRow.statement_id).where(
        PositionRow.holder_id == row.id, PositionRow.asserted_by_id.is_not(None)
    )
    said, said_of = (
        statement_records(session, *SHOWN, ORIGINAL, condition, folded=folded)
        for condition in (StatementRow.actor_id == row.id, StatementRow.id.in_(asserted))
    )
    return ActorRecord(actor=making.actor(row, aliases, held), statements=said, said_of=said_of)


def actors_on(
    session: Session, issue: str, *, everyone: bool = False, stances: bool = True
) -> tuple[ActorSummary, ...]:
    """Who speaks on an issue, most statements first.

    With ``everyone`` also those who speak on other things only, or of whom only others speak.
    Without ``stances`` no position is counted: that alone reads all on the issue.
    """
    listed = listed_actors(session)
    if not everyone:
        spoken = on_issue_by_actor(session, issue)
        listed = tuple(one for one in listed if one.id in spoken)
    found = actor_summaries(session, issue, listed)
    if stances:
        own, second_hand = once(session, ("stances", issue), lambda: _stances(session, issue))
        found = tuple(
            replace(
                one,
                stances=tuple((stance, own[of.id, stance]) for stance in Stance),
                second_hand=second_hand[of.id],
            )
            for of, one in zip(listed, found, strict=True)
        )
    return tuple(by_issue(found))


def _stances(session: Session, issue: str) -> tuple[Counter[tuple[str, Stance]], Counter[str]]:
    """Each actor's own positions by stance, and how many it asserts of somebody else.

    Of an utterance the own positions of one report count, that which stands for it in lists.
    """
    field = field_of(session, issue)
    places = np.flatnonzero(field.first_of_original).astype(np.int32)
    places = one_report_each(field, places)
    speaker, takes = field.speaker[places], field.takes[places]
    bits = field.own_certain[places] | field.own_uncertain[places]
    alone = ~field.second_hand[places]
    ids = [one.id for one in field.speakers]
    own: Counter[tuple[str, Stance]] = Counter()
    for number, stance in enumerate(STANCES):
        # One for each scope; of who asserts something too the field does not tell these apart.
        scopes = sum((takes & bit(stance, scope) != 0).astype(np.int8) for scope in SCOPES)
        of_each = np.where(bits >> number & 1, np.where(alone, scopes, 1), 0)
        counts = np.bincount(speaker, of_each, minlength=len(ids)).astype(int).tolist()
        own.update({(one, stance): count for one, count in zip(ids, counts, strict=True)})
    told = np.bincount(field.speaker[asserted_on(session, issue).places], minlength=len(ids))
    return own, Counter(dict(zip(ids, told.tolist(), strict=True)))
