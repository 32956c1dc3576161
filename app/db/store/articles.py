"""Articles, their versions, and the statements and positions found in them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from app.db import keys
from app.db.columns import storable
from app.db.search import index_words
from app.db.store.actors import save_actors
from app.db.store.inserting import (
    check_slugs,
    date_columns,
    insert,
    replace,
    span_columns,
)
from app.db.tables import (
    ArticleRow,
    IssueRow,
    OutletRow,
    PositionRow,
    State,
    StatementRow,
    VersionRow,
)
from app.domain.actors import slugify
from app.domain.runs import Outcome
from app.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy.orm import Session

    from app.domain.articles import Article
    from app.domain.extraction import Extraction
    from app.domain.positions import Position
    from app.domain.statements import Statement

_NO_OUTLET = "Unknown outlet"


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of saving one article."""

    outcome: Outcome  # stored, unchanged or new_version
    article: str  # id
    version: str  # id
    statements: int  # in the version, as it is stored now
    positions: int


def is_stored(session: Session, article: Article, text: str) -> bool:
    """Whether an article with this clean text is there, so that it need not be read again."""
    identity = keys.article_identity(article.address, text)
    version = keys.version_id(keys.article_id(identity), text)
    return session.scalar(select(VersionRow.id).where(VersionRow.id == version)) is not None


def save(session: Session, extraction: Extraction) -> Saved:
    """Store an article and all that was found in it; never commits.

    Saving the same text of the same article again changes nothing, even where a title, outlet,
    date or extractor has changed: to read a stored text again is a task of its own. Another text
    at its address makes a new version, and the statements of the old one stay on the old one.
    Processes that save the same article at once store it once. Raises InputError on a position on
    an issue that was never stored (``sync_directory`` first), and on two things with one id.
    """
    text = storable(extraction.text.text)
    identity = keys.article_identity(extraction.article.address, text)
    article = keys.article_id(identity)
    version = keys.version_id(article, text)
    if _already(session, version, extraction):
        return _saved(session, Outcome.UNCHANGED, article, version)
    outlet = _save_outlet(session, extraction.article)
    save_actors(session, _actors(extraction.statements))
    about = _about(extraction, outlet)
    row = {"id": article, "identity": identity, "address": extraction.article.address or None}
    session.execute(insert(session, ArticleRow).on_conflict_do_nothing(), [{**row, **about}])
    # From here on this process alone writes to this article.
    stored = session.scalar(
        select(ArticleRow.identity).where(ArticleRow.id == article).with_for_update()
    )
    if stored != identity:
        raise InputError(f"'{identity}' and '{stored}' would get the same id.")
    if _already(session, version, extraction):
        return _saved(session, Outcome.UNCHANGED, article, version)
    older = update(VersionRow).where(VersionRow.article_id == article, VersionRow.newest)
    replaced = session.execute(older.values(newest=False).returning(VersionRow.id)).all()
    if replaced:
        session.execute(update(ArticleRow).where(ArticleRow.id == article).values(**about))
    try:
        session.execute(insert(session, VersionRow), [_version(extraction, article, version, text)])
        _save_statements(session, version, text, extraction)
    except IntegrityError as error:
        cause = str(error.orig).partition("\n")[0]
        raise InputError(
            f"{extraction.article.file}: what was found does not fit the tables ({cause})."
        ) from error
    outcome = Outcome.NEW_VERSION if replaced else Outcome.STORED
    return _saved(session, outcome, article, version)


def _already(session: Session, version: str, extraction: Extraction) -> bool:
    """Whether the version is there.

    The same text may be read from several files; the first in the alphabet is named, so that
    their order does not matter.
    """
    file = session.scalar(select(VersionRow.file).where(VersionRow.id == version))
    if file is None:
        return False
    name = storable(extraction.article.file)
    if name < file:
        session.execute(update(VersionRow).where(VersionRow.id == version).values(file=name))
    return True


def _saved(session: Session, outcome: Outcome, article: str, version: str) -> Saved:
    of_version = StatementRow.version_id == version
    counts = session.execute(
        select(
            select(func.count()).select_from(StatementRow).where(of_version).scalar_subquery(),
            select(func.count())
            .select_from(PositionRow)
            .join(StatementRow, StatementRow.id == PositionRow.statement_id)
            .where(of_version)
            .scalar_subquery(),
        )
    ).one()
    return Saved(outcome, article, version, *counts)


def _save_outlet(session: Session, article: Article) -> str:
    """The id of the article's outlet: as given, else the host of its address, else unknown."""
    host = (urlsplit(article.address).hostname or "") if article.address else ""
    name = article.outlet or host.removeprefix("www.") or _NO_OUTLET
    row = {"id": keys.outlet_id(slugify(name)), "slug": slugify(name), "name": storable(name)}
    found = session.scalar(select(OutletRow.name).where(OutletRow.slug == row["slug"]))
    if found is None or row["name"] < found:
        # One slug may be spelt "CNN" and "Cnn": the first in the alphabet, in whatever order.
        replace(session, OutletRow, [row], where=lambda new, old: new.name < old.name)
        check_slugs(session, OutletRow, [row])
    return row["id"]


def _about(extraction: Extraction, outlet: str) -> dict[str, Any]:
    """What a version says of its article."""
    article, text = extraction.article, extraction.text
    published = text.published if text.published.known else article.published
    return {
        "title": text.title or article.title or None,
        "outlet_id": outlet,
        **date_columns("published", published),
        "published_note": article.published_note,
        "language": text.language or article.language,
    }


def _version(extraction: Extraction, article: str, version: str, text: str) -> dict[str, Any]:
    return {
        "id": version,
        "article_id": article,
        "sha256": keys.text_hash(text),
        "newest": True,
        "text": text,
        "zones": [[*zone.span, zone.role.value] for zone in extraction.text.zones],
        "file": extraction.article.file,
        "read_at": datetime.now(UTC),
        "extractor": extraction.extractor,
        "notes": list(extraction.notes),
    }


def _save_statements(session: Session, version: str, text: str, extraction: Extraction) -> None:
    decided_by = f"machine {extraction.extractor}"
    statements: list[dict[str, Any]] = []
    positions: list[dict[str, Any]] = []
    ties: Counter[str] = Counter()
    for statement in extraction.statements:
        plain = keys.statement_id(version, statement.content, 0)
        identifier = keys.statement_id(version, statement.content, ties[plain])
        ties[plain] += 1
        row = _statement(statement, text)
        statements.append(
            {"id": identifier, "version_id": version, "decided_by": decided_by, **row}
        )
        positions += [
            {**position, "decided_by": decided_by}
            for position in _positions(statement.positions, identifier, text)
        ]
    if statements:
        session.execute(insert(session, StatementRow), statements)
    if positions:
        _check_issues(session, {str(row["issue"]) for row in positions})
        rows = [{key: row[key] for key in row if key != "issue"} for row in positions]
        session.execute(insert(session, PositionRow), rows)


def _statement(statement: Statement, text: str) -> dict[str, Any]:
    words = [span.of(text) for span in statement.content]
    return {
        "actor_id": keys.actor_id(statement.actor.slug),
        "kind": statement.kind,
        "starts_at": min((span.start for span in statement.content), default=0),
        "content": [list(span) for span in statement.content],
        "content_text": words,
        "words": index_words(" ".join(words)),
        **span_columns("cue", statement.cue, text),
        **span_columns("source", statement.source, text),
        **span_columns("antecedent", statement.antecedent, text),
        "basis": statement.basis,
        **date_columns("said", statement.said_on),
        "confidence": statement.confidence,
        "reasons": list(statement.reasons),
        "state": State.LIVE,
        "withdrawn_reason": None,
    }


def _positions(
    positions: Iterable[Position], statement: str, text: str
) -> Iterator[dict[str, Any]]:
    ties: Counter[str] = Counter()
    for number, position in enumerate(positions):
        asserted_by = position.asserted_by.slug if position.asserted_by else None
        parts = (statement, position.issue, position.holder.slug, asserted_by)
        plain = keys.position_id(*parts)
        yield {
            "id": keys.position_id(*parts, ties[plain]),
            "statement_id": statement,
            "issue": position.issue,
            "issue_id": keys.issue_id(position.issue),
            "holder_id": keys.actor_id(position.holder.slug),
            "asserted_by_id": keys.actor_id(asserted_by) if asserted_by else None,
            "ordinal": number,
            "stance": position.stance,
            "scope": position.scope,
            **span_columns("condition", position.condition, text),
            "evidence": [
                {
                    "span": list(deciding.span),
                    "rule": deciding.rule,
                    "stance": deciding.stance.value,
                }
                for deciding in position.evidence
            ],
            "confidence": position.confidence,
            "review": list(position.review),
        }
        ties[plain] += 1


def _check_issues(session: Session, slugs: set[str]) -> None:
    missing = slugs - set(session.scalars(select(IssueRow.slug).where(IssueRow.slug.in_(slugs))))
    if missing:
        names = ", ".join(sorted(missing))
        raise InputError(f"There are positions on issues that are not stored: {names}.")


def _actors(statements: Iterable[Statement]) -> Iterator[Any]:
    for statement in statements:
        yield statement.actor
        for position in statement.positions:
            yield position.holder
            if position.asserted_by:
                yield position.asserted_by
