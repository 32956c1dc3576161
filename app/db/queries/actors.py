"""Actors, and how often they took which stance."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sqlalchemy import case, func, select

from app.db.queries import making
from app.db.queries.statements import EARLIEST, ORIGINAL, SHOWN, on_issue, roles, statement_records
from app.db.tables import (
    ActorRow,
    AliasRow,
    ArticleRow,
    IssueRow,
    PositionRow,
    RoleRow,
    StatementRow,
    UtteranceRow,
    VersionRow,
)
from app.domain.dates import DateBasis, UncertainDate
from app.domain.positions import Stance
from app.domain.records import ActorRecord, ActorRef, ActorSummary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Subquery
    from sqlalchemy.orm import Session


def known_actors(session: Session, slugs: Iterable[str]) -> tuple[ActorRef, ...]:
    """Those of these slugs that are actors, by name; of one that was merged the one that it is."""
    wanted = sorted(set(slugs))
    rows = session.scalars(select(ActorRow).where(ActorRow.slug.in_(wanted))).all()
    while into := {row.merged_into_id for row in rows if row.merged_into_id is not None}:
        kept = {row.id: row for row in rows if row.merged_into_id is None}
        others = session.scalars(select(ActorRow).where(ActorRow.id.in_(into - kept.keys())))
        rows = [*kept.values(), *others]
    rows = sorted(rows, key=lambda row: (row.name, row.slug))
    return tuple(making.actor_ref(row) for row in rows)


# What UncertainDate.guessed says, and how far a basis is trusted, to order by: the surest first.
_GUESSED = case(
    (StatementRow.said_basis == DateBasis.INFERRED, 1),
    *((StatementRow.said_edtf.endswith(mark, autoescape=True), 1) for mark in "?~%"),
    else_=0,
)
_TRUST = case({basis: rank for rank, basis in enumerate(DateBasis)}, value=StatementRow.said_basis)


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


def actors_on(session: Session, issue: str, *, everyone: bool = False) -> tuple[ActorSummary, ...]:
    """Who speaks on an issue, most statements first.

    With ``everyone`` also those who speak on other things only, or of whom only others speak.
    """
    spoken = (
        select(
            StatementRow.actor_id,
            func.count(StatementRow.utterance_id.distinct()).label("statements"),
            func.count(case((on_issue(issue), StatementRow.utterance_id)).distinct()).label(
                "on_issue"
            ),
        )
        .join(VersionRow, VersionRow.id == StatementRow.version_id)
        .where(*SHOWN, ORIGINAL)
        .group_by(StatementRow.actor_id)
        .subquery()
    )
    latest = _latest(issue)
    stances, second_hand = _stances(session, issue)
    held_by = select(PositionRow.holder_id)
    who = (
        ActorRow.id.in_(held_by) | (spoken.c.statements > 0) if everyone else spoken.c.on_issue > 0
    )
    chosen = (
        select(ActorRow, spoken.c.statements, spoken.c.on_issue, latest)
        .outerjoin(spoken, spoken.c.actor_id == ActorRow.id)
        .outerjoin(latest, latest.c.actor_id == ActorRow.id)
        .where(who)
    )
    rows = session.execute(chosen).all()
    held = roles(session, chosen.with_only_columns(ActorRow.id))
    summaries = []
    for row in rows:
        found = row[0]
        role = making.latest_role(held.get(found.id, ()))
        said = (row.said_edtf, row.said_first, row.said_last, row.said_basis)
        summaries.append(
            ActorSummary(
                ref=making.actor_ref(found),
                role=role.printed if role else None,
                statements=row.statements or 0,
                on_issue=row.on_issue or 0,
                stances=tuple((stance, stances[found.id, stance]) for stance in Stance),
                second_hand=second_hand[found.id],
                latest=UncertainDate(*said) if row.said_first else None,
            )
        )
    summaries.sort(key=lambda one: (-one.on_issue, -one.statements, one.ref.name, one.ref.slug))
    return tuple(summaries)


def _latest(issue: str) -> Subquery:
    """Of each speaker on the issue: the last known day of a statement.

    Of several dates for the same days the surest: a day that somebody printed is not to look like
    a guess because a guess fell on it too.
    """
    ranked = (
        select(
            StatementRow.actor_id,
            StatementRow.said_edtf,
            StatementRow.said_first,
            StatementRow.said_last,
            StatementRow.said_basis,
            func.row_number()
            .over(
                partition_by=StatementRow.actor_id,
                order_by=(
                    StatementRow.said_last.desc().nulls_last(),
                    StatementRow.said_first.desc().nulls_last(),
                    _GUESSED,
                    _TRUST,
                    StatementRow.id,
                ),
            )
            .label("rank"),
        )
        .join(VersionRow, VersionRow.id == StatementRow.version_id)
        .where(*SHOWN, ORIGINAL, on_issue(issue))
        .subquery()
    )
    return select(ranked).where(ranked.c.rank == 1).subquery()


def _stances(session: Session, issue: str) -> tuple[Counter[tuple[str, Stance]], Counter[str]]:
    """Each actor's own positions by stance, and how many it asserts of somebody else.

    Of an utterance the own positions of one report count: the representative's, if it speaks on
    the issue, else the earliest's that does.
    """
    chosen = (
        select(
            StatementRow.id,
            func.row_number()
            .over(
                partition_by=StatementRow.utterance_id,
                order_by=(
                    UtteranceRow.representative_id.is_distinct_from(StatementRow.id),
                    *EARLIEST,
                ),
            )
            .label("rank"),
        )
        .join(VersionRow, VersionRow.id == StatementRow.version_id)
        .join(ArticleRow, ArticleRow.id == VersionRow.article_id)
        .outerjoin(UtteranceRow, UtteranceRow.id == StatementRow.utterance_id)
        .where(*SHOWN, ORIGINAL, on_issue(issue))
        .subquery()
    )
    rows = session.execute(
        select(
            PositionRow.holder_id,
            PositionRow.asserted_by_id,
            PositionRow.stance,
            func.count(),
            func.count().filter(chosen.c.rank == 1),
        )
        .join(IssueRow, IssueRow.id == PositionRow.issue_id)
        .join(chosen, chosen.c.id == PositionRow.statement_id)
        .where(IssueRow.slug == issue)
        .group_by(PositionRow.holder_id, PositionRow.asserted_by_id, PositionRow.stance)
    )
    own: Counter[tuple[str, Stance]] = Counter()
    asserted: Counter[str] = Counter()
    for holder, asserted_by, stance, reports, utterances in rows:
        if asserted_by is None:
            own[holder, stance] += utterances
        else:
            asserted[asserted_by] += reports
    return own, asserted
