"""Articles: who printed one, when, and under which title."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Unpack

from sqlalchemy import insert, select, update

from app.db import keys
from app.db.columns import storable
from app.db.store import proposals
from app.db.store.editing.turns import How, settle_reports, turn
from app.db.store.inserting import check_slugs, core, date_columns
from app.db.store.reviewed import READ_AGAIN
from app.db.store.words import index_articles
from app.db.tables import ArticleRow, OutletRow, VersionRow
from app.db.tables_revisions import ProposalRow
from app.domain.actors import slugify
from app.domain.ids import to_number
from app.domain.revisions import ObjectKind, ProposalState
from app.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.db.store.revisions import Recorder
    from app.domain.accounts import By
    from app.domain.dates import DateBasis, UncertainDate
    from app.domain.revisions import Revision


def edit_article(
    session: Session,
    by: By,
    article: str,
    *,
    outlet: str | None = None,
    published: UncertainDate | None = None,
    basis: DateBasis | None = None,
    title: str | None = None,
    note: str | None = None,
    **how: Unpack[How],
) -> Revision:
    """Write an article's outlet (by name), date, title; what is not given stays.

    ``note`` says in words how the date is known. Where the date is another, its copies and its
    utterances are worked out again at once, and the days of its statements that hang on it by the
    next ``onrecord reprocess``. Readings that say otherwise are not followed any more.
    """
    key = (ObjectKind.ARTICLE, article)
    with turn(session, by, "edit", of=key, articles=[article], **how) as written:
        row = session.get(ArticleRow, article) if to_number(article) is not None else None
        if row is None:
            raise NotFoundError(f"There is no article '{article}'.")
        recorder = written.recorder
        recorder.watch(ArticleRow, ArticleRow.id == article)
        values: dict[str, Any] = {}
        if outlet is not None:
            values["outlet_id"] = _outlet(session, recorder, outlet)
        if title is not None:
            values["title"] = " ".join(storable(title).split()) or None
        if published is not None or basis is not None:
            when = row.published if published is None else published
            if basis is not None and when.known:
                when = replace(when, basis=basis)
            values |= date_columns("published", when)
            values["published_note"] = f"As {by.name} found." if note is None else note
        elif note is not None:
            values["published_note"] = note
        if all(getattr(row, name) == value for name, value in values.items()):
            raise InputError("Nothing would be another than it is.")
        if any(getattr(row, name) != values.get(name, getattr(row, name)) for name in _DATED):
            _read_again(session, recorder, article)
        _note(session, recorder, row)
        table = core(ArticleRow)
        session.execute(
            update(table).where(table.c.id == article).values(**values, decided_by=by.decided_by)
        )
        index_articles(session, [article])
        settle_reports(session, (), [article])
    return written.revision


_DATED = ("published_edtf", "published_first", "published_last")


def _outlet(session: Session, recorder: Recorder, name: str) -> str:
    """The id of the outlet with that name, which may be new."""
    plain = " ".join(storable(name).split())
    if not plain:
        raise InputError("An outlet needs a name.")
    slug = slugify(plain)
    row = {"id": keys.outlet_id(slug), "slug": slug, "name": plain}
    check_slugs(session, OutletRow, [row])
    recorder.watch(OutletRow, OutletRow.id == row["id"])
    if session.scalar(select(OutletRow.id).where(OutletRow.id == row["id"])) is None:
        session.execute(insert(core(OutletRow)).values(**row))
    return row["id"]


def _note(session: Session, recorder: Recorder, row: ArticleRow) -> None:
    """Keep what a reading said of the article, where no editor wrote it yet."""
    if row.decided_by is not None:
        return
    recorder.watch(
        ProposalRow,
        (ProposalRow.kind == ObjectKind.ARTICLE) & (ProposalRow.object_id == row.id),
    )
    outlet = session.scalars(select(OutletRow.name).where(OutletRow.id == row.outlet_id)).one()
    said = {"title": row.title, "outlet": outlet, "date": row.published_edtf}
    proposals.note(
        session, ObjectKind.ARTICLE, row.id, said, "reading", state=ProposalState.DISMISSED
    )


def _read_again(session: Session, recorder: Recorder, article: str) -> None:
    recorder.watch(VersionRow, (VersionRow.article_id == article) & VersionRow.newest)
    table = core(VersionRow)
    session.execute(
        update(table)
        .where(table.c.article_id == article, table.c.newest)
        .values(definitions=READ_AGAIN)
    )
