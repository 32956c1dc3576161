"""Articles and their versions, each with what was found in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from app.db import keys
from app.db.columns import storable
from app.db.store import proposals
from app.db.store.actors import save_actors
from app.db.store.captures import capture_columns
from app.db.store.copies import alone, place
from app.db.store.inserting import check_slugs, date_columns, insert, one_at_a_time
from app.db.store.inserting import replace as replace_rows
from app.db.store.known import NO_OUTLET, Known, Overtaken, facts, known_of, recognise
from app.db.store.reviewed import READ_AGAIN, carry, carry_matches
from app.db.store.statements import (
    reports,
    rewrite_statements,
    save_statements,
    summary,
    supersede,
)
from app.db.store.utterances import group
from app.db.store.words import index_articles
from app.db.tables import ArticleRow, OutletRow, PositionRow, StatementRow, VersionRow
from app.domain.actors import slugify
from app.domain.revisions import ObjectKind
from app.domain.runs import Outcome
from app.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sqlalchemy.orm import Session

    from app.domain.articles import Article
    from app.domain.extraction import Extraction
    from app.domain.statements import Statement


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of saving one article."""

    outcome: Outcome  # all but put_aside
    article: str  # id
    version: str  # id
    statements: int  # in the version, as it is stored now
    positions: int
    changes: tuple[str, ...] = ()  # what is known otherwise now: "date"; of an update only
    copy_of: str | None = None  # id of the article that this new one is a copy of


def save(session: Session, extraction: Extraction, reading: Article | None = None) -> Saved:
    """Store an article and all that was found in it; never commits.

    Saving the same again changes nothing. Where the text is the same but ``reading`` (what was
    read; as a rule the extraction's article) knows something else of the article, its row and
    what the machine found in it are written anew under the same ids. Only what a reading gives
    counts: one that knows less takes nothing away (``Known.completed``), and one of a text that
    was replaced since tells nothing. Another text at its address makes a new version, and the
    statements of the old one stay on the old one. Another extractor alone changes nothing.

    Processes that save the same article at once store it once. Raises Overtaken when the
    extraction was made without something that is known: complete the reading and extract it
    again. Raises InputError on a position on an issue that was never stored (``sync_directory``
    first), and on two things with one id.
    """
    reading = reading or extraction.article
    text = storable(extraction.text.text)
    one_at_a_time(session, keys.text_hash(text))
    known = recognise(session, reading, text)
    if known:
        _propose(session, known.article, known.told_otherwise(reading), extraction.extractor)
    if known and not known.changes(reading):
        return keep(session, known, reading)
    outlet = _save_outlet(session, extraction.article)
    save_actors(session, _actors(extraction.statements))
    about = _about(extraction, outlet)
    if known:
        _lock(session, known.article)
        # Meanwhile another text at its address may have taken its place.
        known = recognise(session, reading, text) or known
        article = known.article
    else:
        identity = keys.article_identity(reading.address, text, reading.outlet)
        article = keys.article_id(reading.address, text, reading.outlet)
        row = {
            "id": article,
            "identity": identity,
            "address": reading.address or None,
            "head_id": article,
        }
        session.execute(insert(session, ArticleRow).on_conflict_do_nothing(), [{**row, **about}])
        # Another process may have stored it meanwhile, by another of its addresses.
        of_identity = select(ArticleRow.id).where(ArticleRow.identity == identity)
        found = session.scalar(of_identity.with_for_update())
        if found is None:
            stored = session.scalar(select(ArticleRow.identity).where(ArticleRow.id == article))
            raise InputError(f"'{identity}' and '{stored}' would get the same id.")
        article = found
    # From here on this process alone writes to this article; nobody stored it meanwhile, for
    # nobody else may write to this text either.
    try:
        if known:
            return _update(session, known, extraction, reading, about)
        return _add(session, article, text, extraction, about)
    except IntegrityError as error:
        cause = str(error.orig).partition("\n")[0]
        raise InputError(
            f"{extraction.article.file}: what was found does not fit the tables ({cause})."
        ) from error


def hash_of(extraction: Extraction) -> str:
    """The hash of an extraction's text as it is stored."""
    return keys.text_hash(storable(extraction.text.text))


def many_at_once(session: Session, hashes: Iterable[str]) -> None:
    """Take the locks that saving texts with these hashes needs, in one order for everybody.

    For a transaction that saves several: two that took them one after the other, each for its
    articles, would wait for each other (a deadlock).
    """
    ordered = sorted(set(hashes))
    for one in ordered:
        one_at_a_time(session, one)
    if ordered:
        one_at_a_time(session)
        alone(session)


def rewrite(session: Session, version: str, extraction: Extraction) -> Saved | None:
    """Put what was found now in a stored newest version in the place of what was found before.

    What is known of the article stays as it is. Ids of statements that are the same stay; what is
    not found any more is withdrawn and points to what stands in its place. The outcome is UPDATED
    when a statement or a position is another, else UNCHANGED. None when meanwhile the version was
    replaced, or read by this very program. Raises InputError when the text is not the stored one.
    """
    text = storable(extraction.text.text)
    one_at_a_time(session, keys.text_hash(text))
    one_at_a_time(session)
    row = session.get(VersionRow, version, populate_existing=True)
    read_now = (extraction.extractor, extraction.definitions)
    if row is None or not row.newest or (row.extractor, row.definitions) == read_now:
        return None
    if row.text != text:
        raise InputError(f"{row.file}: its text would be cleaned otherwise now; read it again.")
    _lock(session, row.article_id)
    before = summary(session, version)
    save_actors(session, _actors(extraction.statements))
    found = _version(extraction, row.article_id, version, text)
    renewed = ("zones", "read_at", "extractor", "definitions", "notes")
    again = {name: found[name] for name in renewed}
    session.execute(update(VersionRow).where(VersionRow.id == version).values(**again))
    alone(session)
    stood = reports(session, version)
    rewrite_statements(session, version, text, extraction)
    placed = place(session, row.article_id, extraction.signature)
    _regroup(session, version, stood, placed.moved)
    after = summary(session, version)
    outcome = Outcome.UNCHANGED if before == after else Outcome.UPDATED
    changes = tuple(
        words
        for words, count in (
            ("new", len(after.keys() - before.keys())),
            ("withdrawn", len(before.keys() - after.keys())),
            ("read otherwise", sum(before[one] != after[one] for one in before.keys() & after)),
        )
        for words in [f"{count} {words}"]
        if count
    )
    return replace(_saved(session, outcome, row.article_id, version), changes=changes)


def keep(session: Session, known: Known, reading: Article) -> Saved:
    """Note that a stored article was read again, without anything new.

    The same text may be read from several files; the first in the alphabet is named, so that
    their order does not matter.
    """
    _name_file(session, known, reading)
    return _saved(session, Outcome.UNCHANGED, known.article, known.version)


def _add(
    session: Session, article: str, text: str, extraction: Extraction, about: dict[str, Any]
) -> Saved:
    """Store a text that is not there yet."""
    version = keys.version_id(article, text)
    decided = _decided(session, article)
    if decided is not None:
        told = decided.told_otherwise(extraction.article)
        _propose(session, article, told, extraction.extractor)
        about = _undecided(about)
    older = update(VersionRow).where(VersionRow.article_id == article, VersionRow.newest)
    replaced = session.scalars(older.values(newest=False).returning(VersionRow.id)).all()
    # Here and not later: two actors may just be merged, and one of them may speak in this text.
    alone(session)
    if replaced:
        session.execute(update(ArticleRow).where(ArticleRow.id == article).values(**about))
    found = _version(extraction, article, version, text)
    if decided is not None:  # it was read with another date, perhaps
        found["definitions"] = READ_AGAIN
    found.update(capture_columns(session, extraction.article.capture))
    session.execute(insert(session, VersionRow), [found])
    index_articles(session, [article])
    counts = save_statements(session, version, text, extraction)
    if replaced:
        carried = carry(session, replaced, version, text, extraction.extractor)
        supersede(session, article, version, carried)
        carry_matches(session, replaced)
    placed = place(session, article, extraction.signature, new=not replaced)
    stood = reports(session, *replaced)
    _regroup(session, version, stood, placed.moved)
    if replaced:
        saved = _saved(session, Outcome.NEW_VERSION, article, version)
        return replace(saved, copy_of=placed.copy_of)
    outcome = Outcome.DUPLICATE if placed.copy_of else Outcome.STORED
    return Saved(outcome, article, version, *counts, copy_of=placed.copy_of)


def _decided(session: Session, article: str) -> Known | None:
    """What is known of an article of which an editor wrote the date; None: as read."""
    row = session.execute(
        select(ArticleRow, VersionRow, OutletRow)
        .join(VersionRow, VersionRow.article_id == ArticleRow.id)
        .join(OutletRow, OutletRow.id == ArticleRow.outlet_id)
        .where(ArticleRow.id == article, VersionRow.newest, ArticleRow.decided_by.is_not(None))
    ).first()
    return None if row is None else known_of(row)


def _undecided(about: dict[str, Any]) -> dict[str, Any]:
    """Without what an editor decides of an article."""
    decided = ("title", "outlet_id", "published")
    return {name: value for name, value in about.items() if not name.startswith(decided)}


def _propose(
    session: Session, article: str, told: Mapping[str, str | None], extractor: str
) -> None:
    """Note what a reading says of an article otherwise than an editor, once."""
    if not told:
        return
    noted = proposals.said_of(session, ObjectKind.ARTICLE, article)
    news = {name: value for name, value in told.items() if (name, value) not in noted}
    if news:
        proposals.propose(session, ObjectKind.ARTICLE, article, news, extractor)


def _update(
    session: Session,
    known: Known,
    extraction: Extraction,
    reading: Article,
    about: dict[str, Any],
) -> Saved:
    """Write anew what is known of an article and what was found in its text."""
    changes = known.changes(reading)
    if not changes:
        return keep(session, known, reading)
    if facts(known.completed(reading)) != facts(extraction.article):
        raise Overtaken(known.article)
    about = _undecided(about) if known.decided else about
    session.execute(update(ArticleRow).where(ArticleRow.id == known.article).values(**about))
    index_articles(session, [known.article])
    found = _version(extraction, known.article, known.version, known.text)
    renewed = ("zones", "read_at", "extractor", "definitions", "notes")
    again = {name: found[name] for name in renewed}
    session.execute(update(VersionRow).where(VersionRow.id == known.version).values(**again))
    _name_file(session, known, reading)
    alone(session)
    stood = reports(session, known.version)
    rewrite_statements(session, known.version, known.text, extraction)
    placed = place(session, known.article, extraction.signature)
    _regroup(session, known.version, stood, placed.moved)
    saved = _saved(session, Outcome.UPDATED, known.article, known.version)
    return replace(saved, changes=changes)


def _regroup(
    session: Session, version: str, stood: Mapping[str, str], moved: Iterable[str]
) -> None:
    """Group what is in a version now and what stood in its place before, as ``reports`` says."""
    group(session, {*reports(session, version), *stood, *moved}, stood.values())


def _lock(session: Session, article: str) -> None:
    """Let nobody else write to an article until this transaction ends."""
    session.scalar(select(ArticleRow.id).where(ArticleRow.id == article).with_for_update())


def _name_file(session: Session, known: Known, reading: Article) -> None:
    name = storable(reading.file)
    if name < known.file:
        # Another process may have named one yet earlier.
        later = (VersionRow.id == known.version) & (VersionRow.file > name)
        session.execute(update(VersionRow).where(later).values(file=name))


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
    name = article.outlet or host.removeprefix("www.") or NO_OUTLET
    row = {"id": keys.outlet_id(slugify(name)), "slug": slugify(name), "name": storable(name)}
    found = session.scalar(select(OutletRow.name).where(OutletRow.slug == row["slug"]))
    if found is None or row["name"] < found:
        # One slug may be spelt "CNN" and "Cnn": the first in the alphabet, in whatever order.
        replace_rows(session, OutletRow, [row], where=lambda new, old: new.name < old.name)
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
        "definitions": extraction.definitions,
        "notes": list(extraction.notes),
    }


def _actors(statements: Iterable[Statement]) -> Iterator[Any]:
    for statement in statements:
        yield statement.actor
        for position in statement.positions:
            yield position.holder
            if position.asserted_by:
                yield position.asserted_by
