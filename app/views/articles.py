"""ArticleListPage and ArticlePage: what was read, and where in it somebody speaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.articles import Zone, ZoneRole
from app.domain.queries import ComparisonQuery
from app.views.cards import StatementCard, show_card
from app.views.dates import DateView, show_date, show_moment
from app.views.fragments import original_address
from app.views.links import Link, article_address, file_name, paragraph_anchor
from app.views.passages import Mark, Piece, cut, gaps
from app.views.wording import ZONE, counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.domain.records import ArticleRecord, ArticleSummary, IssueRecord


@dataclass(frozen=True, slots=True)
class ArticleEntry:
    """One article in the list."""

    article: Link
    outlet: str
    published: DateView
    statements: int
    on_issue: int
    original: str | None
    language: str | None  # where it is another than English: such articles hold no statements
    copy_of: Link | None


@dataclass(frozen=True, slots=True)
class ArticleListPage:
    """All that /articles shows."""

    title: str
    issue: Link
    sentence: str
    articles: tuple[ArticleEntry, ...]
    address: str
    json: str
    csv: str


@dataclass(frozen=True, slots=True)
class NumberedCard:
    """A statement of an article and the number that stands before its words there."""

    number: int
    card: StatementCard


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of the clean text. ``role`` names the zone; ``aside`` if it is not prose."""

    anchor: str
    role: str
    aside: bool
    pieces: tuple[Piece[NumberedCard], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Neighbouring paragraphs of one role; ``label`` says what they are when not the report."""

    role: str
    label: str
    aside: bool
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class CopyArticle:
    """Another article that prints the same text."""

    article: Link
    outlet: str
    published: DateView


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """All that /articles/{id} shows."""

    title: str
    outlet: str
    original: str | None
    published: DateView
    language: str | None
    file: str
    sha256: str
    read_at: str
    extractor: str
    notes: tuple[str, ...]
    copies: tuple[CopyArticle, ...]
    sentence: str
    issue: Link
    blocks: tuple[Block, ...]
    cards: tuple[NumberedCard, ...]
    address: str
    json: str
    csv: str


def article_list_page(summaries: Iterable[ArticleSummary], issue: IssueRecord) -> ArticleListPage:
    """The list, the newest first, in the order in which they come."""
    found = tuple(summaries)
    titles = {one.ref.id: f"{one.ref.title} ({one.ref.outlet.name})" for one in found}
    entries = tuple(
        ArticleEntry(
            article=Link(article_address(one.ref.id), one.ref.title),
            outlet=one.ref.outlet.name,
            published=show_date(one.ref.published, one.ref.published_note),
            statements=one.statements,
            on_issue=one.on_issue,
            original=original_address(one.ref.address, ()),
            language=_foreign(one.ref.language),
            copy_of=Link(article_address(one.copy_of), titles[one.copy_of])
            if one.copy_of in titles
            else None,
        )
        for one in found
    )
    copies = sum(entry.copy_of is not None for entry in entries)
    once = f", {copies} of them {'a copy of another' if copies == 1 else 'copies of others'}"
    query = ComparisonQuery(issue=issue.issue.slug)
    return ArticleListPage(
        title="Articles",
        issue=Link(query.address("/"), issue.issue.title),
        sentence=(
            f"{counted(len(entries), 'article')} read{once if copies else ''}, with "
            f"{counted(sum(one.originals for one in found), 'statement')} on any subject"
            f"{'; what copies repeat counts once' if copies else ''}."
        ),
        articles=entries,
        address=query.address("/articles"),
        json=query.address("/articles.json"),
        csv=query.address("/articles.csv"),
    )


def _foreign(language: str | None) -> str | None:
    """The code of a language that is not English."""
    code = (language or "en").split("-")[0].lower()
    return None if code in {"en", "eng"} else code


def article_page(record: ArticleRecord, issue: IssueRecord) -> ArticlePage:
    """An article's page: its whole clean text with every statement marked in its place."""
    cards = tuple(
        NumberedCard(number, show_card(statement, issue.issue.slug))
        for number, statement in enumerate(record.statements, start=1)
    )
    marks = [
        Mark(span, numbered)
        for numbered, statement in zip(cards, record.statements, strict=True)
        for span in statement.content
    ]
    address = article_address(record.ref.id)
    query = ComparisonQuery(issue=issue.issue.slug)
    on_issue = sum(numbered.card.on_issue for numbered in cards)
    return ArticlePage(
        title=record.ref.title,
        outlet=record.ref.outlet.name,
        original=original_address(record.ref.address, ()),
        published=show_date(record.ref.published, record.ref.published_note),
        language=record.ref.language,
        file=file_name(record.file),
        sha256=record.sha256,
        read_at=show_moment(record.read_at),
        extractor=record.extractor,
        notes=record.notes,
        copies=tuple(
            CopyArticle(
                Link(article_address(one.id), one.title),
                one.outlet.name,
                show_date(one.published, one.published_note),
            )
            for one in record.copies
        ),
        sentence=f"{counted(len(cards), 'statement')}, {on_issue} of them on",
        issue=Link(query.address("/"), issue.issue.title),
        blocks=_blocks(record, marks),
        cards=cards,
        address=query.address(address),
        json=query.address(f"{address}.json"),
        csv=query.address(f"{address}.csv"),
    )


def _blocks(record: ArticleRecord, marks: Sequence[Mark[NumberedCard]]) -> tuple[Block, ...]:
    """The whole text in blocks; words that no zone covers are shown like the report itself."""
    stray = [
        Zone(span, ZoneRole.BODY)
        for span in gaps([zone.span for zone in record.zones], len(record.text))
        if span.of(record.text).strip()
    ]
    zones = sorted([*record.zones, *stray], key=lambda zone: zone.span)
    blocks: list[Block] = []
    seen: set[str] = set()
    for zone in zones:
        pieces = tuple(_once(piece, seen) for piece in cut(record.text, zone.span, marks))
        is_title = zone.span.of(record.text).split() == record.ref.title.split()
        if zone.role is ZoneRole.HEADLINE and is_title and not any(piece.marks for piece in pieces):
            continue  # the page's own heading says it already
        role, label = zone.role.value, ZONE[zone.role]
        aside = zone.role in (ZoneRole.BOILERPLATE, ZoneRole.COMMENT)
        paragraph = Paragraph(paragraph_anchor(zone.span.start), role, aside, pieces)
        if blocks and blocks[-1].role == role:
            blocks[-1] = Block(role, label, aside, (*blocks[-1].paragraphs, paragraph))
        else:
            blocks.append(Block(role, label, aside, (paragraph,)))
    return tuple(blocks)


def _once(piece: Piece[NumberedCard], seen: set[str]) -> Piece[NumberedCard]:
    """The piece, with a statement's number only where it begins: an id stands once in a page.

    A statement in several stretches, or one that runs on over a paragraph's end, begins once.
    """
    starts = tuple(what for what in piece.marks if what.card.id not in seen)
    seen.update(what.card.id for what in starts)
    return Piece(piece.text, piece.marks, tuple(sorted(starts, key=lambda what: what.number)))
