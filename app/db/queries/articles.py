"""Single articles with what was found in them, single statements, and outlets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from app.db.queries import making
from app.db.queries.article_lists import each_article
from app.db.queries.statements import BY_PLACE, statement_records
from app.db.tables import ArticleRow, OutletRow, State, StatementRow, VersionRow
from app.domain.articles import Zone, ZoneRole
from app.domain.ids import to_number
from app.domain.records import ArticleRecord, OutletRef
from app.domain.spans import Span
from app.errors import GoneError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Select, SQLColumnExpression
    from sqlalchemy.orm import Session

    from app.domain.records import ArticleRef, ArticleSummary, StatementRecord


def articles(session: Session, issue: str) -> tuple[ArticleSummary, ...]:
    """All articles, newest first, with how many statements they hold, and how many on an issue."""
    return tuple(each_article(session, issue))


def article(session: Session, identifier: str) -> ArticleRecord | None:
    """The newest version of an article; None when nothing has that id."""
    if to_number(identifier) is None:
        return None
    return _article(session, ArticleRow.id == identifier, VersionRow.newest)


def statement(session: Session, identifier: str) -> tuple[StatementRecord, ArticleRecord] | None:
    """A statement and the version of the article that it was found in.

    None when nothing has that id; raises GoneError, with the reason, when it was withdrawn.
    """
    if to_number(identifier) is None:
        return None
    found = session.get(StatementRow, identifier)
    if found is None:
        return None
    if found.state is State.WITHDRAWN:
        reason = f"This statement was withdrawn: {found.withdrawn_reason}"
        raise GoneError(reason, found.replaced_by_id)
    record = _article(session, VersionRow.id == found.version_id)
    assert record is not None  # noqa: S101 - its foreign key says so
    return next(one for one in record.statements if one.id == identifier), record


def outlets(session: Session) -> tuple[OutletRef, ...]:
    """All outlets, by name."""
    return _outlets(session, select(OutletRow))


def known_outlets(session: Session, slugs: Iterable[str]) -> tuple[OutletRef, ...]:
    """Those of these slugs that are outlets, by name."""
    return _outlets(session, select(OutletRow).where(OutletRow.slug.in_(sorted(set(slugs)))))


def _outlets(session: Session, chosen: Select[OutletRow]) -> tuple[OutletRef, ...]:
    rows = session.scalars(chosen.order_by(OutletRow.name, OutletRow.slug))
    return tuple(making.outlet_ref(row) for row in rows)


def _article(session: Session, *conditions: SQLColumnExpression[bool]) -> ArticleRecord | None:
    chosen: Select[*tuple[Any, ...]] = (
        select(ArticleRow, OutletRow, VersionRow)
        .join(OutletRow, OutletRow.id == ArticleRow.outlet_id)
        .join(VersionRow, VersionRow.article_id == ArticleRow.id)
        .where(*conditions)
    )
    found = session.execute(chosen).one_or_none()
    if found is None:
        return None
    row, outlet, version = found
    live = StatementRow.state == State.LIVE
    return ArticleRecord(
        ref=making.article_ref(row, outlet, version.file),
        file=version.file,
        text=version.text,
        zones=tuple(Zone(Span(start, end), ZoneRole(role)) for start, end, role in version.zones),
        sha256=version.sha256,
        read_at=version.read_at,
        extractor=version.extractor,
        notes=tuple(version.notes),
        statements=statement_records(
            session, live, StatementRow.version_id == version.id, order=BY_PLACE
        ),
        newest=version.newest,
        copies=_copies(session, row),
    )


def _copies(session: Session, article: ArticleRow) -> tuple[ArticleRef, ...]:
    rows = session.execute(
        select(ArticleRow, OutletRow, VersionRow.file)
        .join(OutletRow, OutletRow.id == ArticleRow.outlet_id)
        .join(VersionRow, VersionRow.article_id == ArticleRow.id)
        .where(
            VersionRow.newest,
            ArticleRow.head_id == article.head_id,
            ArticleRow.id != article.id,
        )
        .order_by(
            ArticleRow.published_first.nulls_last(),
            ArticleRow.published_last.nulls_last(),
            ArticleRow.id,
        )
    )
    return tuple(making.article_ref(row, outlet, file) for row, outlet, file in rows)
