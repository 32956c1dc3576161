"""One editor after the other: what an operation does before it changes anything, and afterwards."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, TypedDict, Unpack

from sqlalchemy import select

from app.db.queries import revisions as queries
from app.db.store.copies import alone, lead_again
from app.db.store.inserting import one_at_a_time
from app.db.store.reports import chunks
from app.db.store.revisions import recording
from app.db.store.utterances import group
from app.db.tables import ArticleRow, StatementRow, VersionRow
from app.errors import ConflictError, InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy.orm import Session

    from app.db.store.revisions import Written
    from app.domain.accounts import By
    from app.domain.revisions import ObjectKind, Revision


class Outdated(ConflictError):  # noqa: N818 - a fact, and nobody made a mistake
    """Somebody changed the object since the editor saw it; ``since`` are these revisions."""

    def __init__(self, since: tuple[Revision, ...]) -> None:
        last = since[0]
        super().__init__(
            f"Meanwhile {last.by} changed this ({last.action}). Nothing of yours is stored yet:"
            " look at what is there now, and decide again."
        )
        self.since = since


class How(TypedDict, total=False):
    """What every operation takes beside what it does."""

    reason: str
    seen: int | None  # the last revision of the object that the editor saw; None: does not matter
    batch: str | None  # the name of all that is done in one go


@contextmanager
def turn(
    session: Session,
    by: By,
    action: str,
    *,
    of: tuple[ObjectKind, str],
    articles: Iterable[str] = (),
    **how: Unpack[How],
) -> Iterator[Written]:
    """Let nobody else write meanwhile, see that the editor knows the object, record the block.

    ``articles`` are those whose own rows are written. Raises Outdated when ``seen`` is not the
    object's last revision.
    """
    wait(session, articles)
    reason, seen = checked_reason(how.get("reason", "")), how.get("seen")
    if seen is not None:
        since = queries.history(session, *of, since=seen)
        if since:
            raise Outdated(since)
    with recording(session, by, action, reason, batch=how.get("batch")) as written:
        written.recorder.of(*of)
        yield written


def wait(session: Session, articles: Iterable[str] = ()) -> None:
    """Until this transaction ends nobody else edits or stores; in the order in which all wait."""
    one_at_a_time(session)
    for some in chunks(articles):
        wanted = select(ArticleRow.id).where(ArticleRow.id.in_(some)).order_by(ArticleRow.id)
        session.scalars(wanted.with_for_update()).all()
    alone(session)
    session.expire_all()  # what was read while waiting may be old


def checked_reason(reason: str) -> str:
    """The reason in one line. Raises InputError on one that nobody would read."""
    plain = " ".join(reason.split())
    if len(plain) > 2_000:
        raise InputError("Give the reason in at most 2,000 characters.")
    return plain


def settle_reports(
    session: Session,
    statements: Iterable[str],
    articles: Iterable[str] = (),
    former: Iterable[str] = (),
) -> None:
    """Work out copies and utterances again after these statements changed.

    ``articles`` are further ones of which the date changed or a statement went; ``former`` the
    utterances of statements that are not there any more.
    """
    changed = set(statements)
    touched = set(articles)
    for some in chunks(articles):
        changed |= set(
            session.scalars(
                select(StatementRow.id)
                .join(VersionRow, VersionRow.id == StatementRow.version_id)
                .where(VersionRow.article_id.in_(some))
            )
        )
    for some in chunks(changed):
        touched |= set(
            session.scalars(
                select(VersionRow.article_id)
                .join(StatementRow, StatementRow.version_id == VersionRow.id)
                .where(StatementRow.id.in_(some))
            )
        )
    for article in sorted(touched):
        changed |= lead_again(session, article)
    group(session, changed, former)
