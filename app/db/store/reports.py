"""Stored statements as reports: what decides of which utterance each is one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import aliased

from app.db.queries.statements import SHOWN
from app.db.store.inserting import core
from app.db.tables import (
    ActorRow,
    ArticleRow,
    IssueRow,
    PositionRow,
    State,
    StatementRow,
    VersionRow,
)
from app.domain.dates import UncertainDate
from app.domain.statements import BREAK
from app.domain.utterances import Occasion, Report
from app.utterances.differences import Printed, PrintedPosition
from app.utterances.occasions import occasion_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

# So many ids in one statement to the database; SQLite allows 32,766.
_AT_ONCE = 1_000
# How many days an occasion spans at most (app/utterances/occasions.py), so that the index over the
# first days finds all that reach into others.
WIDEST = 17


@dataclass(frozen=True, slots=True)
class Stored:
    """A statement that is stored. ``report.occasion`` is None too where it is not shown."""

    report: Report
    order: tuple[date, date, str, int, str]  # the earliest report is the first
    shown: bool
    original: str
    utterance: str
    written: Occasion | None  # as the database has it

    @property
    def id(self) -> str:
        """Of the statement."""
        return self.report.id

    @property
    def unit(self) -> bool:
        """Whether it is a report of its own: shown, and no copy."""
        return self.shown and self.original == self.id


def chunks(ids: Iterable[str]) -> Iterator[list[str]]:
    """The ids in sorted order, as many at once as a statement to the database takes."""
    ordered = sorted(set(ids))
    for start in range(0, len(ordered), _AT_ONCE):
        yield ordered[start : start + _AT_ONCE]


def load(session: Session, ids: Iterable[str]) -> list[Stored]:
    """The statements with these ids, shown or not, each with its occasion as it is now."""
    return [
        stored(row)
        for some in chunks(ids)
        for row in session.execute(chosen().where(StatementRow.id.in_(some)))
    ]


def said_in(session: Session, places: Iterable[tuple[str, str]]) -> list[Stored]:
    """What actors say in the newest texts of articles; ``places`` are pairs of their ids."""
    actors: defaultdict[str, set[str]] = defaultdict(set)
    for actor, article in places:
        actors[article].add(actor)
    found = []
    for some in chunks(actors):
        of_articles = chosen().where(VersionRow.article_id.in_(some), *SHOWN)
        found += [stored(row) for row in session.execute(of_articles)]
    return [one for one in found if one.report.actor in actors[one.report.article]]


def chosen() -> Select[*tuple[Any, ...]]:
    """A select of what ``stored`` needs."""
    return (
        select(
            StatementRow.id,
            StatementRow.actor_id,
            StatementRow.kind,
            StatementRow.content_text,
            StatementRow.starts_at,
            StatementRow.state,
            StatementRow.said_edtf,
            StatementRow.said_first,
            StatementRow.said_last,
            StatementRow.said_basis,
            StatementRow.original_id,
            StatementRow.utterance_id,
            StatementRow.occasion_first,
            StatementRow.occasion_last,
            StatementRow.occasion_told,
            VersionRow.newest,
            VersionRow.article_id,
            ArticleRow.published_edtf,
            ArticleRow.published_first,
            ArticleRow.published_last,
            ArticleRow.published_basis,
        )
        .join(VersionRow, VersionRow.id == StatementRow.version_id)
        .join(ArticleRow, ArticleRow.id == VersionRow.article_id)
    )


def stored(row: Row[*tuple[Any, ...]]) -> Stored:
    """What a row of ``chosen`` says."""
    shown = row.newest and row.state is State.LIVE
    occasion = None
    if shown:
        said = UncertainDate(row.said_edtf, row.said_first, row.said_last, row.said_basis)
        published = UncertainDate(
            row.published_edtf, row.published_first, row.published_last, row.published_basis
        )
        occasion = occasion_of(said, published)
    written = None
    if row.occasion_first is not None:
        written = Occasion(row.occasion_first, row.occasion_last, row.occasion_told)
    return Stored(
        report=Report(
            id=row.id,
            actor=row.actor_id,
            words=words_of(row.content_text),
            kind=row.kind,
            occasion=occasion,
            article=row.article_id,
        ),
        order=(
            row.published_first or date.max,
            row.published_last or date.max,
            row.article_id,
            row.starts_at,
            row.id,
        ),
        shown=shown,
        original=row.original_id,
        utterance=row.utterance_id,
        written=written,
    )


def words_of(parts: Sequence[str]) -> str:
    """The content of a statement as a card shows it."""
    return BREAK.join(parts)


def near(session: Session, actor: str, first: date, last: date) -> list[Report]:
    """The reports of an actor that may be of one of these days."""
    earliest = date.fromordinal(max(first.toordinal() - WIDEST, 1))
    found = session.execute(
        select(
            StatementRow.id,
            StatementRow.kind,
            StatementRow.content_text,
            StatementRow.occasion_first,
            StatementRow.occasion_last,
            StatementRow.occasion_told,
            VersionRow.article_id,
        )
        .join(VersionRow, VersionRow.id == StatementRow.version_id)
        .where(
            StatementRow.actor_id == actor,
            StatementRow.occasion_first.between(earliest, last),
            StatementRow.occasion_last >= first,
            StatementRow.original_id == StatementRow.id,
            *SHOWN,
        )
    )
    return [
        Report(
            id=row.id,
            actor=actor,
            words=words_of(row.content_text),
            kind=row.kind,
            occasion=Occasion(row.occasion_first, row.occasion_last, row.occasion_told),
            article=row.article_id,
        )
        for row in found
    ]


def write_occasions(session: Session, statements: Iterable[Stored]) -> None:
    """Write the days on which each statement may have been said, where they are others now."""
    table = core(StatementRow)
    changed = [one for one in statements if one.report.occasion != one.written]
    if changed:
        session.execute(
            update(table)
            .where(table.c.id == bindparam("key"))
            .values(
                occasion_first=bindparam("first"),
                occasion_last=bindparam("last"),
                occasion_told=bindparam("told"),
            ),
            [{"key": one.id, **_days(one.report.occasion)} for one in changed],
        )


def _days(occasion: Occasion | None) -> dict[str, Any]:
    if occasion is None:
        return {"first": None, "last": None, "told": False}
    return {"first": occasion.first, "last": occasion.last, "told": occasion.told}


def printed(session: Session, reports: Iterable[Report]) -> dict[str, Printed]:
    """By id: the reports with their positions, in which they may differ."""
    by_id = {report.id: report for report in reports}
    positions = _positions(session, by_id)
    cues = _cues(session, by_id)
    return {
        key: Printed(
            key,
            report.words,
            report.kind,
            tuple(positions.get(key, ())),
            article=report.article,
            cue=cues.get(key, ""),
        )
        for key, report in by_id.items()
    }


def _cues(session: Session, ids: Iterable[str]) -> Mapping[str, str]:
    return {
        row.id: row.cue_text
        for some in chunks(ids)
        for row in session.execute(
            select(StatementRow.id, StatementRow.cue_text).where(
                StatementRow.id.in_(some), StatementRow.cue_text.is_not(None)
            )
        )
    }


def _positions(session: Session, ids: Iterable[str]) -> Mapping[str, list[PrintedPosition]]:
    holder, teller = aliased(ActorRow), aliased(ActorRow)
    found: defaultdict[str, list[PrintedPosition]] = defaultdict(list)
    for some in chunks(ids):
        for row in session.execute(
            select(
                PositionRow.statement_id,
                IssueRow.slug,
                holder.slug.label("holder"),
                teller.slug.label("teller"),
                PositionRow.stance,
                PositionRow.scope,
                PositionRow.condition_text,
                PositionRow.review,
            )
            .join(IssueRow, IssueRow.id == PositionRow.issue_id)
            .join(holder, holder.id == PositionRow.holder_id)
            .outerjoin(teller, teller.id == PositionRow.asserted_by_id)
            .where(PositionRow.statement_id.in_(some))
            .order_by(PositionRow.ordinal, PositionRow.id)
        ):
            found[row.statement_id].append(
                PrintedPosition(
                    issue=row.slug,
                    holder=row.holder,
                    asserted_by=row.teller,
                    stance=row.stance,
                    scope=row.scope,
                    condition=row.condition_text,
                    certain=not row.review,
                )
            )
    return found
