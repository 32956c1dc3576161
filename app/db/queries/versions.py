"""Stored texts that another program would read otherwise."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import or_, select, true

from app.db.store.known import NO_OUTLET
from app.db.tables import ArticleRow, CaptureRow, OutletRow, VersionRow
from app.domain.actors import slugify
from app.domain.articles import Article
from app.domain.captures import Capture

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class StoredText:
    """The newest text of an article with what is known of it, as a reader would give it."""

    version: str  # id
    article: Article


def stored_texts(
    session: Session,
    extractor: str,
    definitions: str,
    *,
    after: str | None,
    limit: int,
) -> tuple[StoredText, ...]:
    """The next newest texts after an id that were read by another extractor or definitions.

    In the order of the ids of their versions.
    """
    rows = session.execute(
        select(VersionRow, ArticleRow, OutletRow)
        .join(ArticleRow, ArticleRow.id == VersionRow.article_id)
        .join(OutletRow, OutletRow.id == ArticleRow.outlet_id)
        .where(
            VersionRow.newest,
            VersionRow.id > after if after is not None else true(),
            or_(VersionRow.extractor != extractor, VersionRow.definitions != definitions),
        )
        .order_by(VersionRow.id)
        .limit(limit)
    )
    return tuple(_stored(*row) for row in rows)


def _stored(version: VersionRow, article: ArticleRow, outlet: OutletRow) -> StoredText:
    return StoredText(
        version=version.id,
        article=Article(
            body=version.text,
            file=version.file,
            title=article.title,
            outlet=None if outlet.slug == slugify(NO_OUTLET) else outlet.name,
            address=article.address,
            published=article.published,
            published_note=article.published_note,
            language=article.language,
            notes=tuple(version.notes),
        ),
    )


def kept_captures(
    session: Session, *, after: str | None, before: datetime, limit: int
) -> tuple[tuple[str, str, str | None, Capture], ...]:
    """The next newest texts after an id whose bytes are kept.

    Each with its id, its name for people, the address of its article, and the bytes.

    Of those that were read before a moment, so that a run does not meet what it stores itself.
    """
    rows = session.execute(
        select(VersionRow, ArticleRow.address, CaptureRow)
        .join(ArticleRow, ArticleRow.id == VersionRow.article_id)
        .join(CaptureRow, CaptureRow.sha256 == VersionRow.capture_sha256)
        .where(
            VersionRow.newest,
            VersionRow.read_at < before,
            VersionRow.id > after if after is not None else true(),
        )
        .order_by(VersionRow.id)
        .limit(limit)
    )
    return tuple(
        (
            version.id,
            version.file,
            address,
            Capture(
                data=zlib.decompress(bytes_.data),
                address=version.captured_from,
                media_type=version.media_type,
                charset=version.charset,
                captured_at=version.captured_at,
            ),
        )
        for version, address, bytes_ in rows
    )
