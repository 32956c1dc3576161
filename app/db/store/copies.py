"""Copies: articles that print one text with few changes, and the statements they share.

Copies hang together in clusters: an article belongs to that of every article it is a copy of, so
that a cluster is what can be reached from copy to copy. Its head is the earliest, by the first day
it may have been published on, then the last, then its id. Of the statements in a cluster those
that print the same words of the same speaker are one: the original is that of the first article,
in the same order, that has it. All of this depends on what is stored alone, never on the order in
which it came.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import aliased

from app.db.store.inserting import insert
from app.db.tables import (
    ArticleRow,
    BandRow,
    SignatureRow,
    State,
    StatementRow,
    VersionRow,
)
from app.domain.likeness import SCHEME, are_copies, bands

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlalchemy.orm import Session

# Any number that no other program on the same server takes for a lock of its own: "onr copy".
_COPIES = int.from_bytes(b"onr copy", "big")


@dataclass(frozen=True, slots=True)
class Placed:
    """What came of looking for an article's copies."""

    # Another article in its cluster, the head if it is not the head itself; None: it has no copies.
    copy_of: str | None = None
    moved: frozenset[str] = frozenset()  # ids of statements whose original is another one now


def alone(session: Session) -> None:
    """Let no other process look for copies or group reports until this transaction ends.

    Two that store copies of each other, or reports of one utterance, at once would miss them.
    Whoever changes statements that are stored already comes here first: the one that looks for
    copies writes to statements of any article, and two would wait for each other (a deadlock).
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_COPIES)))


def place(session: Session, article: str, signature: bytes | None, *, new: bool = False) -> Placed:
    """Find the copies of an article that was stored or changed.

    ``signature`` is that of its newest text; ``new`` tells that the article was stored just now.
    Comes late in a transaction: ``alone`` holds from here on.
    """
    alone(session)
    if new:
        if signature is None:
            return Placed()
        _sign(session, article, signature)
        copies = _copied(session, article, signature)
        if not copies:
            return Placed()
        groups = [{article, *_members(session, copies)}]
    else:
        others = _members(session, [article]) - {article}
        if _is_signed(session, article, signature):
            groups = [{article, *others}]
        else:
            _unsign(session, article)
            if signature is not None:
                _sign(session, article, signature)
            # It may have been what held the others together.
            groups = _grouped(session, {article, *others})
    moved: set[str] = set()
    heads = {_lead(session, group, moved): group for group in groups}
    head, cluster = next(found for found in heads.items() if article in found[1])
    copy_of = head if head != article else min(cluster - {article}, default=None)
    return Placed(copy_of, frozenset(moved))


def lead_again(session: Session, article: str) -> frozenset[str]:
    """Find anew which of an article's copies is the earliest, and which statements they share.

    For when its date, or who speaks in it, is another; its text is not. The ids of statements
    whose original is another one now.
    """
    alone(session)
    moved: set[str] = set()
    _lead(session, _members(session, [article]) | {article}, moved)
    return frozenset(moved)


def _is_signed(session: Session, article: str, signature: bytes | None) -> bool:
    """Whether that signature is stored already."""
    known = session.get(SignatureRow, article)
    if known is None or signature is None:
        return known is None and signature is None
    return (known.scheme, known.signature) == (SCHEME, signature)


def _unsign(session: Session, article: str) -> None:
    for table in (BandRow, SignatureRow):
        session.execute(
            delete(table).where(table.article_id == article),
            execution_options={"synchronize_session": False},
        )
    session.expire_all()


def _sign(session: Session, article: str, signature: bytes) -> None:
    """Store the signature of an article that has none."""
    row = {"article_id": article, "scheme": SCHEME, "signature": signature}
    session.execute(insert(session, SignatureRow), [row])
    keys = sorted(set(bands(signature)))
    session.execute(insert(session, BandRow), [{"key": key, "article_id": article} for key in keys])


def _grouped(session: Session, articles: set[str]) -> list[set[str]]:
    """The clusters that these articles belong to, members of other clusters included."""
    groups: list[set[str]] = []
    for article in sorted(articles):
        own = session.get(SignatureRow, article)
        joined = {article, *(_copied(session, article, own.signature) if own else ())}
        # A cluster that is not looked at anew is joined as a whole.
        joined |= _members(session, joined - articles)
        apart = []
        for group in groups:
            if group.isdisjoint(joined):
                apart.append(group)
            else:
                joined |= group
        groups = [*apart, joined]
    return groups


def _copied(session: Session, article: str, signature: bytes) -> set[str]:
    """The articles that this one is a copy of; of a cluster whose head is one, no other."""
    here, there = aliased(BandRow), aliased(BandRow)
    near = session.execute(
        select(ArticleRow.id, ArticleRow.head_id)
        .join(there, there.article_id == ArticleRow.id)
        .join(here, here.key == there.key)
        .where(here.article_id == article, there.article_id != article)
        .distinct()
    ).all()
    by_head: defaultdict[str, list[str]] = defaultdict(list)
    for found, head in sorted(near):
        by_head[head].append(found)
    copies: set[str] = set()
    for head, members in by_head.items():
        # The head first: it is the copy as a rule, and one copy in a cluster is enough.
        for candidate in sorted(members, key=lambda one: (one != head, one)):
            other = session.get(SignatureRow, candidate)
            if other is None or other.scheme != SCHEME:
                continue
            if are_copies(signature, other.signature):
                copies.add(candidate)
                break
    return copies


def _members(session: Session, articles: Iterable[str]) -> set[str]:
    """All articles in the clusters of these."""
    wanted = sorted(articles)
    if not wanted:
        return set()
    heads = select(ArticleRow.head_id).where(ArticleRow.id.in_(wanted))
    return set(session.scalars(select(ArticleRow.id).where(ArticleRow.head_id.in_(heads))))


def _lead(session: Session, group: Collection[str], moved: set[str]) -> str:
    """Write down the head of a cluster, and which of its statements are the same; the head.

    Statements that have another original now are added to ``moved``.
    """
    rows = session.execute(
        select(
            ArticleRow.id, ArticleRow.published_first, ArticleRow.published_last, ArticleRow.head_id
        ).where(ArticleRow.id.in_(group))
    ).all()
    ordered = sorted(rows, key=lambda row: (row[1] or date.max, row[2] or date.max, row[0]))
    head = ordered[0].id
    others = [row.id for row in rows if row.head_id != head]
    if others:
        session.execute(update(ArticleRow).where(ArticleRow.id.in_(others)).values(head_id=head))
    moved |= _originals(session, [row.id for row in ordered])
    return str(head)


def _originals(session: Session, articles: list[str]) -> set[str]:
    """Point each statement of a cluster's newest texts to the first that prints its words.

    The ids of those that pointed to another one. A speaker who says the same twice in one article
    said it twice.
    """
    place_of = {article: number for number, article in enumerate(articles)}
    found = session.execute(
        select(
            StatementRow.id,
            VersionRow.article_id,
            StatementRow.actor_id,
            StatementRow.words,
            StatementRow.original_id,
        )
        .join(VersionRow, VersionRow.id == StatementRow.version_id)
        .where(
            VersionRow.article_id.in_(articles),
            VersionRow.newest,
            StatementRow.state == State.LIVE,
        )
        .order_by(StatementRow.starts_at, StatementRow.id)
    ).all()
    originals: dict[tuple[str, str, int], str] = {}
    times: defaultdict[tuple[str, str, str], int] = defaultdict(int)
    changed: defaultdict[str, list[str]] = defaultdict(list)
    for row in sorted(found, key=lambda one: place_of[one.article_id]):  # stable: keeps the rest
        said = (row.article_id, row.actor_id, row.words)
        original = originals.setdefault((row.actor_id, row.words, times[said]), row.id)
        times[said] += 1
        if row.original_id != original:
            changed[original].append(row.id)
    for original, copies in changed.items():
        session.execute(
            update(StatementRow)
            .where(StatementRow.id.in_(copies))
            .values(original_id=original)
            .execution_options(synchronize_session=False)
        )
    return {copy for copies in changed.values() for copy in copies}
