"""Lists of revisions, and what the things are called that they name by number."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, cast, func, select, tuple_

from app.db.queries.revisions import revisions
from app.db.tables import (
    ActorRow,
    AliasRow,
    ArticleRow,
    IssueRow,
    OutletRow,
    PositionRow,
    RoleRow,
    State,
    StatementRow,
    VersionRow,
)
from app.db.tables_revisions import RevisionChangeRow, RevisionObjectRow, RevisionRow
from app.domain.ids import to_number
from app.domain.revisions import ObjectKind
from app.domain.statements import BREAK

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session

    from app.domain.revisions import Revision

_AT_ONCE = 500
_Wanted = defaultdict[str, set[str]]
_Called = dict[tuple[str, str], tuple[str, str]]
_ACTORS = frozenset({"actor_id", "holder_id", "asserted_by_id", "merged_into_id"})


@dataclass(frozen=True, slots=True)
class Choice:
    """Which revisions are asked for; what is None leaves that side open."""

    object: tuple[ObjectKind, str] | None = None
    by: str | None = None
    kind: ObjectKind | None = None
    day: date | None = None  # UTC
    batch: str | None = None


def listed(
    session: Session, choice: Choice, *, before: int | None = None, limit: int = 50
) -> tuple[Revision, ...]:
    """The revisions chosen, newest first; ``before`` is the id where the page before ended."""
    wanted = select(RevisionRow.id).order_by(RevisionRow.id.desc()).limit(limit)
    if choice.object is not None:
        kind, key = choice.object
        of_it = (RevisionObjectRow.kind == kind) & (RevisionObjectRow.object_id == key)
        wanted = wanted.where(
            RevisionRow.id.in_(select(RevisionObjectRow.revision_id).where(of_it))
        )
    if choice.kind is not None:
        # Row by row from the newest on: there may be very many of one kind.
        of_kind = select(RevisionObjectRow.revision_id).where(
            RevisionObjectRow.revision_id == RevisionRow.id, RevisionObjectRow.kind == choice.kind
        )
        wanted = wanted.where(of_kind.exists())
    if choice.by is not None:
        wanted = wanted.where(RevisionRow.by == choice.by)
    if choice.batch is not None:
        wanted = wanted.where(RevisionRow.batch == choice.batch)
    if choice.day is not None:
        start = datetime.combine(choice.day, time(), UTC)
        wanted = wanted.where(RevisionRow.at >= start, RevisionRow.at < start + timedelta(days=1))
    if before is not None:
        wanted = wanted.where(RevisionRow.id < before)
    return revisions(session, session.scalars(wanted).all())


def editors(session: Session) -> tuple[str, ...]:
    """The names under which something was changed, in order."""
    return tuple(session.scalars(select(RevisionRow.by).distinct().order_by(RevisionRow.by)))


def in_batch(session: Session, batch: str) -> int:
    """How many revisions were made in one go."""
    return (
        session.scalar(
            select(func.count()).select_from(RevisionRow).where(RevisionRow.batch == batch)
        )
        or 0
    )


def touching(session: Session, rows: Iterable[tuple[str, str]], since: int) -> tuple[Revision, ...]:
    """The revisions after one that changed any of these rows (table, key), newest first."""
    wanted = sorted(set(rows))
    ids: set[int] = set()
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        ids |= set(
            session.scalars(
                select(RevisionChangeRow.revision_id).where(
                    RevisionChangeRow.revision_id > since,
                    tuple_(RevisionChangeRow.table, RevisionChangeRow.key).in_(some),
                )
            )
        )
    return revisions(session, ids)


def names(session: Session, found: Sequence[Revision]) -> _Called:
    """What is called how that these revisions name by number: (table, id) to address and words.

    "actor", "outlet", "issue", "article", "statement"; "actor slug" and "issue slug" by slug;
    "position" gives the id of its issue.
    """
    wanted: _Wanted = defaultdict(set)
    called: _Called = {}
    for revision in found:
        for kind, key in revision.objects:
            wanted[_GROUP.get(kind, kind.value)].add(key)
        for change in revision.changes:
            if change.table == "utterance_match":
                wanted["statement"] |= set(change.key.split("/"))
            else:
                wanted[change.table].add(change.key)
            for values in (change.before, change.after):
                _collect(change.table, values or {}, wanted)
            whole = change.after or change.before or {}
            if change.table in {"actor", "outlet"} and {"slug", "name"} <= set(whole):
                called[change.table, change.key] = (whole["slug"], whole["name"])
    called |= _positions(session, wanted)
    return called | _called(session, wanted) | _titles(session, wanted)


# What the objects of a revision are looked up as.
_GROUP = {ObjectKind.ACTOR: "slug", ObjectKind.ISSUE: "slug", ObjectKind.UTTERANCE: "statement"}


def _positions(session: Session, wanted: _Wanted) -> _Called:
    """The issues of positions; these are looked up too from now on."""
    found: _Called = {}
    for some in _parts(wanted["position"]):
        rows = session.execute(
            select(PositionRow.id, PositionRow.issue_id).where(PositionRow.id.in_(some))
        )
        found |= {("position", one.id): (one.issue_id, "") for one in rows}
    wanted["issue"] |= {issue for issue, _ in found.values()}
    return found


def _called(session: Session, wanted: _Wanted) -> _Called:
    """What has a slug, by its number or by the slug."""
    found: _Called = {}
    for table, group, row, label in (
        ("actor", "actor", ActorRow, ActorRow.name),
        ("outlet", "outlet", OutletRow, OutletRow.name),
        ("issue", "issue", IssueRow, IssueRow.title),
        ("actor slug", "slug", ActorRow, ActorRow.name),
        ("issue slug", "slug", IssueRow, IssueRow.title),
    ):
        key = row.slug if group == "slug" else row.id
        for some in _parts(wanted[group]):
            rows = session.execute(select(key, row.slug, label).where(key.in_(some)))
            found |= {(table, one[0]): (one[1], one[2]) for one in rows}
    return found


def _titles(session: Session, wanted: _Wanted) -> _Called:
    """Articles by their titles, statements by their words."""
    found: _Called = {}
    for some in _parts(wanted["article"]):
        chosen = (
            select(ArticleRow.id, ArticleRow.title, VersionRow.file)
            .join(VersionRow, VersionRow.article_id == ArticleRow.id)
            .where(VersionRow.newest, ArticleRow.id.in_(some))
        )
        for one in session.execute(chosen):
            found["article", one.id] = (one.id, one.title or PurePath(one.file).name)
    for some in _parts(wanted["statement"]):
        rows = session.execute(
            select(StatementRow.id, StatementRow.content_text).where(StatementRow.id.in_(some))
        )
        found |= {("statement", one.id): (one.id, BREAK.join(one.content_text)) for one in rows}
    return found


def _collect(table: str, values: Mapping[str, Any], wanted: _Wanted) -> None:
    for name, value in values.items():
        if value is None:
            continue
        if name in _ACTORS:
            wanted["actor"].add(value)
        elif name == "outlet_id":
            wanted["outlet"].add(value)
        elif name == "issue_id":
            wanted["issue"].add(value)
        elif name == "belongs_to":
            wanted["slug"] |= set(value)
        elif name == "of" and table == "actor_role":
            wanted["slug"].add(value)


def _parts(keys: set[str]) -> Iterable[list[str]]:
    ordered = sorted(keys)
    for start in range(0, len(ordered), _AT_ONCE):
        yield ordered[start : start + _AT_ONCE]


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What is left to tell of a statement that was withdrawn."""

    reason: str
    article: str  # id
    replaced_by: str | None


def tombstone(session: Session, statement: str) -> Tombstone | None:
    """Why a statement is not shown; None where it is, or is not stored."""
    if to_number(statement) is None:
        return None
    row = session.execute(
        select(StatementRow.withdrawn_reason, StatementRow.replaced_by_id, VersionRow.article_id)
        .join(VersionRow, VersionRow.id == StatementRow.version_id)
        .where(StatementRow.id == statement, StatementRow.state == State.WITHDRAWN)
    ).one_or_none()
    if row is None:
        return None
    return Tombstone(row.withdrawn_reason or "", row.article_id, row.replaced_by_id)


def newest_version(session: Session, article: str) -> str | None:
    """The id of an article's newest text."""
    return session.scalar(
        select(VersionRow.id).where(VersionRow.article_id == article, VersionRow.newest)
    )


def actor_names(session: Session, limit: int = 3_000) -> tuple[str, ...]:
    """The names of the actors that stand for themselves, in order, to be offered while typing."""
    wanted = select(ActorRow.name).where(ActorRow.merged_into_id.is_(None)).distinct()
    return tuple(session.scalars(wanted.order_by(ActorRow.name).limit(limit)))


@dataclass(frozen=True, slots=True)
class Belongings:
    """How much hangs on an actor."""

    statements: int  # withdrawn ones and those of older texts too
    held: int  # positions that it holds
    told: int  # positions that it asserts of others
    names: int  # beside its name
    offices: int
    members: int  # actors that belong to it


def belongings(session: Session, slug: str) -> Belongings:
    """What would go to another actor if this one were merged into it."""
    own = select(ActorRow.id).where(ActorRow.slug == slug).scalar_subquery()

    def count(column: Any) -> int:  # noqa: ANN401 - a column of any table
        return session.scalar(select(func.count()).where(column == own)) or 0

    names_it = cast(ActorRow.belongs_to, Text).contains(f'"{slug}"', autoescape=True)
    return Belongings(
        count(StatementRow.actor_id),
        count(PositionRow.holder_id),
        count(PositionRow.asserted_by_id),
        count(AliasRow.actor_id),
        count(RoleRow.actor_id),
        session.scalar(select(func.count()).select_from(ActorRow).where(names_it)) or 0,
    )


def offices(session: Session) -> tuple[str, ...]:
    """The classes of office that are in use, in order."""
    return tuple(session.scalars(select(RoleRow.office).distinct().order_by(RoleRow.office)))
