"""ArticleListPage and ArticlePage: what was read, and where in it somebody speaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from app.domain.articles import Zone, ZoneRole
from app.domain.queries import ComparisonQuery
from app.views.cards import StatementCard, show_card
from app.views.dates import DateView, show_date, show_moment
from app.views.fragments import original_address
from app.views.links import Link, article_address, file_name, paragraph_anchor
from app.views.passages import Mark, Piece, cut, gaps
from app.views.wording import ZONE, counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.domain.records import ArticleRecord, ArticleSummary, ArticleTotals, IssueRecord


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
    part: str  # what of the list this page holds; empty: all of it
    articles: tuple[ArticleEntry, ...]
    newer: str | None  # addresses of the pages beside this one
    older: str | None
    first: str | None  # of the first page, where this is another
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


def article_list_page(
    shown: Sequence[ArticleSummary],
    totals: ArticleTotals,
    titles: Mapping[str, tuple[str, str]],
    issue: IssueRecord,
    ways: ListWays,
) -> ArticleListPage:
    """A page of the list, in the order in which its articles come.

    ``titles`` has those of the articles that some of them are copies of, with their outlets.
    """
    entries = tuple(
        ArticleEntry(
            article=Link(article_address(one.ref.id), one.ref.title),
            outlet=one.ref.outlet.name,
            published=show_date(one.ref.published, one.ref.published_note),
            statements=one.statements,
            on_issue=one.on_issue,
            original=original_address(one.ref.address, ()),
            language=_foreign(one.ref.language),
            copy_of=_original(one, titles),
        )
        for one in shown
    )
    copies = totals.copies
    once = f", {copies:,} of them {'a copy of another' if copies == 1 else 'copies of others'}"
    query = ComparisonQuery(issue=issue.issue.slug)
    address = query.address("/articles")
    return ArticleListPage(
        title="Articles",
        issue=Link(query.address("/"), issue.issue.title),
        sentence=(
            f"{counted(totals.articles, 'article')} read{once if copies else ''}, with "
            f"{counted(totals.statements, 'statement')} on any subject"
            f"{'; what copies repeat counts once' if copies else ''}."
        ),
        part=_part(entries, totals.articles),
        articles=entries,
        newer=_way(address, "before", ways.newer) if ways.newer else None,
        older=_way(address, "after", ways.older) if ways.older else None,
        first=address if ways.newer else None,
        address=_way(address, *ways.own) if ways.own else address,
        json=query.address("/articles.json"),
        csv=query.address("/articles.csv"),
    )


class ListWays(NamedTuple):
    """Where a page of a list lies between others."""

    newer: str | None  # the id of its first entry, where there are others before it
    older: str | None  # the id of its last, where there are others after it
    own: tuple[str, str] | None  # its parameter and the id that it was asked for by; None: first


def _way(address: str, name: str, identifier: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}{name}={identifier}"


def _original(one: ArticleSummary, titles: Mapping[str, tuple[str, str]]) -> Link | None:
    if one.copy_of is None or one.copy_of not in titles:
        return None
    title, outlet = titles[one.copy_of]
    return Link(article_address(one.copy_of), f"{title} ({outlet})")


def _part(entries: Sequence[ArticleEntry], number: int) -> str:
    """How many stand on the page, and from when to when they were published."""
    if len(entries) == number:
        return ""
    known = [entry.published.text for entry in entries if entry.published.known]
    days = ""
    if known:
        days = f", published {known[0]}" + (f" to {known[-1]}" if known[-1] != known[0] else "")
    return f"On this page: {len(entries):,}{days}, the newest first."


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
