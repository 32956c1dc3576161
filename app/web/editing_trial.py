"""What another definition of an issue would change among stored statements; nothing is stored."""

from __future__ import annotations

from functools import cache
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from sqlalchemy import case, func, select

from app.db import queries
from app.db.tables import IssueRow, PositionRow, State, StatementRow, VersionRow
from app.domain.actors import Actor
from app.domain.articles import CleanText
from app.domain.statements import Statement
from app.views.editing_objects import Trial, trial_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.orm import Session
    from starlette.requests import Request

    from app.domain.actors import ActorDirectory
    from app.domain.positions import Issue, Stance
    from app.domain.records import ArticleRecord, StatementRecord
    from app.extraction.parsing import Parser

_MOST = 40  # articles
_SECONDS = 8.0  # after which no further article is begun
_alone = Lock()  # the parser is one for all threads

_Positions = list[tuple[str, "Stance"]]


def tried(
    request: Request, session: Session, old: Issue, new: Issue, directory: ActorDirectory
) -> Trial:
    """The statements of some articles judged by both definitions, by the same rules.

    Half of the articles have statements on the issue, the others are the last read; so many as
    fit into a few seconds.
    """
    ids = _articles(session, old.slug)
    judged: list[tuple[str, str, _Positions, _Positions]] = []
    read = 0
    with _alone:
        parser = _parser(request.app.state.site.settings.spacy_model)
        until = monotonic() + _SECONDS
        for identifier in ids[:_MOST]:
            if monotonic() > until:
                break
            article = queries.article(session, identifier)
            if article is not None:
                judged += _judged(article, (old, new), directory, parser)
                read += 1
    return trial_of(judged, articles=read, cut_short=read < len(ids))


def _articles(session: Session, issue: str) -> Sequence[str]:
    """The articles to try, those on the issue and the others by turns; one more than are tried."""
    on_it = (
        select(func.count())
        .select_from(PositionRow)
        .join(StatementRow, StatementRow.id == PositionRow.statement_id)
        .join(IssueRow, IssueRow.id == PositionRow.issue_id)
        .where(IssueRow.slug == issue, StatementRow.version_id == VersionRow.id)
        .correlate(VersionRow)
        .scalar_subquery()
    )
    group = case((on_it > 0, 0), else_=1).label("other")
    turn = (
        func.row_number()
        .over(partition_by=group, order_by=(VersionRow.read_at.desc(), VersionRow.id))
        .label("turn")
    )
    has = select(StatementRow.id).where(
        StatementRow.version_id == VersionRow.id, StatementRow.state == State.LIVE
    )
    ranked = (
        select(VersionRow.article_id, group, turn).where(VersionRow.newest, has.exists()).subquery()
    )
    wanted = select(ranked.c.article_id).order_by(ranked.c.turn, ranked.c.other)
    return session.scalars(wanted.limit(_MOST + 1)).all()


def _judged(
    article: ArticleRecord,
    issues: tuple[Issue, Issue],
    directory: ActorDirectory,
    parser: Parser,
) -> Iterator[tuple[str, str, _Positions, _Positions]]:
    # The grammar is loaded with it, which takes a second; only who edits issues pays for that.
    from app.extraction.stance import take_positions  # noqa: PLC0415
    from app.extraction.stances.passages import Passages  # noqa: PLC0415

    ref = article.ref
    text = CleanText(article.text, article.zones, ref.title, ref.published, ref.language)
    # What a person decided stands, whatever the definition.
    records = [one for one in article.statements if not one.decided_by.startswith("editor ")]
    statements = [_statement(one, directory) for one in records]
    found: list[list[_Positions]] = []
    for issue in issues:
        passages = Passages(text, parser)
        passages.expect(statements, (issue,))
        found.append(
            [
                [
                    (position.holder.slug, position.stance)
                    for position in take_positions(passages, one, (issue,), directory)
                ]
                for one in statements
            ]
        )
    for record, was, now in zip(records, *found, strict=True):
        yield record.id, record.actor.name, was, now


def _statement(record: StatementRecord, directory: ActorDirectory) -> Statement:
    ref = record.actor
    actor = directory.by_slug(ref.slug) or Actor(ref.slug, ref.name, ref.kind, ref.country)
    return Statement(
        record.kind,
        record.content,
        record.cue,
        record.source,
        record.antecedent,
        actor,
        record.basis,
        record.said_on,
    )


@cache
def _parser(model: str) -> Parser:
    from app.extraction.parsing import Parser  # noqa: PLC0415 - as above

    return Parser(model)
