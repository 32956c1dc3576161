"""SearchPage: what is found, with the words that were looked for marked where they stand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.queries import DEFAULT_ISSUE, ComparisonQuery
from app.domain.search import Group, HitOrder
from app.views.cards import StatementCard, show_card
from app.views.dates import DateView, show_date
from app.views.fragments import original_address
from app.views.links import Link, actor_address, article_address
from app.views.search_passages import marked, marked_name, passage_address, passage_of, pieces
from app.views.stances import PositionView, show_position
from app.views.wording import ACTOR_KIND, counted, reported

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.domain.records import StatementRecord
    from app.domain.search import (
        ActorHit,
        ArticleHit,
        ArticleHits,
        SearchQuery,
        SearchRecords,
        StatementHits,
    )
    from app.views.search_passages import Marked


@dataclass(frozen=True, slots=True)
class StatementEntry:
    """A statement that was found; ``positions`` with their issue's title, "" if it was asked."""

    card: StatementCard
    words: Marked
    positions: tuple[tuple[PositionView, str], ...]


@dataclass(frozen=True, slots=True)
class ActorEntry:
    """An actor that was found; ``otherwise`` are other names and roles with the words in them."""

    actor: Link
    name: Marked
    about: Marked  # the role, else the kind
    otherwise: tuple[Marked, ...]
    statements: str
    compare: str


@dataclass(frozen=True, slots=True)
class ArticleEntry:
    """An article that was found. ``address`` leads to the passage, where there is one."""

    address: str
    title: Marked
    outlet: str
    published: DateView
    language: str | None
    passage: Marked
    cut_before: bool
    cut_after: bool
    facts: str
    original: str | None


@dataclass(frozen=True, slots=True)
class GroupView:
    """What was found of one kind: a sentence, some of it, where more is."""

    key: str
    heading: str
    sentence: str
    statements: tuple[StatementEntry, ...]
    actors: tuple[ActorEntry, ...]
    articles: tuple[ArticleEntry, ...]
    all: Link | None  # where this group stands alone, when there is more of it
    newer: Link | None  # the page before, the page after
    older: Link | None


@dataclass(frozen=True, slots=True)
class OptionView:
    """A value that can be chosen."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class SearchPage:
    """All that /search shows."""

    title: str
    words: str
    group: str  # "" all
    issues: tuple[OptionView, ...]
    orders: tuple[OptionView, ...]
    tabs: tuple[tuple[Link, bool], ...]
    sentence: str
    help: bool
    groups: tuple[GroupView, ...]
    comparisons: tuple[Link, ...]  # the same words as a filter, by issue
    alone: tuple[Link, ...]  # each word by itself, when all together are nowhere
    loosened: Link | None  # without quotation marks
    elsewhere: Link | None  # on all subjects, or in all three
    near: tuple[Link, ...]  # actors of a similar name
    address: str
    json: str
    csv: str


@dataclass(frozen=True, slots=True)
class Help:
    """What may help who found nothing."""

    phrases: tuple[tuple[str, int], ...] = ()  # as written, and how often each is found by itself
    near: tuple[Link, ...] = ()


HEADINGS = {
    Group.STATEMENTS: "Statements",
    Group.ACTORS: "Actors",
    Group.ARTICLES: "Articles",
}
_QUOTES = frozenset('"“”„')
_ORDERS = {HitOrder.BEST: "best match first", HitOrder.NEWEST: "newest first"}


def search_page(
    query: SearchQuery, found: SearchRecords, titles: Mapping[str, str], nothing: Help
) -> SearchPage:
    """The page of a search. ``titles`` are those of all issues by their slugs."""
    groups = tuple(
        one
        for one in (
            _statements(query, found, titles),
            _actors(query, found),
            _articles(query, found),
        )
        if one is not None
    )
    total = total_of(found)
    title = _cited(query.words) if query.words else "Search"
    if query.group and query.words:
        title = f"{title} in {query.group.value}"
    quoted = query.words.translate(dict.fromkeys(map(ord, _QUOTES), " "))
    plain = replace(query, words=" ".join(quoted.split()), page=1)
    return SearchPage(
        title=title,
        words=query.words,
        group=query.group.value if query.group else "",
        issues=(
            OptionView("", "any subject", not query.issue),
            *(OptionView(slug, name, slug == query.issue) for slug, name in titles.items()),
        ),
        orders=tuple(
            OptionView("" if one is HitOrder.BEST else one.value, words, one is query.order)
            for one, words in _ORDERS.items()
        ),
        tabs=_tabs(query, found),
        sentence=_sentence(query, found, titles),
        help=not query.words,
        groups=tuple(one for one in groups if one.statements or one.actors or one.articles),
        comparisons=_comparisons(query, found),
        alone=tuple(
            Link(replace(query, words=words, page=1).address(), words, f"{number:,}")
            for words, number in nothing.phrases
        ),
        loosened=Link(plain.address(), plain.words) if _several_quoted(query) else None,
        elsewhere=None if total or not query.words else _elsewhere(query),
        near=nothing.near,
        address=query.address(),
        json=query.address("/search.json"),
        csv=query.address("/search.csv"),
    )


def total_of(found: SearchRecords) -> int:
    """How much is found in all groups together."""
    return sum(part.count for part in (found.statements, found.actors, found.articles) if part)


def _several_quoted(query: SearchQuery) -> bool:
    """Whether a phrase in quotation marks has several words."""
    return bool(_QUOTES & set(query.words)) and any(" " in phrase for phrase in query.wanted)


def _elsewhere(query: SearchQuery) -> Link | None:
    """The same words where more is looked through, if they are looked for in a part only."""
    if query.issue:
        return Link(replace(query, issue="", page=1).address(), "On any subject")
    if query.group:
        return Link(replace(query, group=None, page=1).address(), "In everything")
    return None


def _tabs(query: SearchQuery, found: SearchRecords) -> tuple[tuple[Link, bool], ...]:
    """Where all groups and each alone are; how much each has, where it is known."""
    if not query.wanted:
        return ()
    parts = {
        Group.STATEMENTS: found.statements,
        Group.ACTORS: found.actors,
        Group.ARTICLES: found.articles,
    }
    tabs = [(Link(replace(query, group=None, page=1).address(), "All"), query.group is None)]
    for group, part in parts.items():
        address = replace(query, group=group, page=1).address()
        note = f"{part.count:,}" if part else ""
        tabs.append((Link(address, HEADINGS[group], note), group is query.group))
    return tuple(tabs)


def _sentence(query: SearchQuery, found: SearchRecords, titles: Mapping[str, str]) -> str:
    if not query.words:
        return ""
    on = f" on {titles[query.issue]}" if query.issue else ""
    if not query.wanted:
        return f"“{query.words}” has no words in it, and only words can be looked for."
    if not total_of(found):
        what = query.group.value if query.group else "statement, no actor and no article"
        what = what.removesuffix("s") if query.group else what
        every = "all these words" if len(query.wanted) > 1 else _cited(query.words)
        return f"No {what}{on} was found with {every}."
    parts = [
        counted(part.count, one)
        for part, one in (
            (found.statements, "statement"),
            (found.actors, "actor"),
            (found.articles, "article"),
        )
        if part and part.count
    ]
    told = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    return f"{told}{on} found for {_cited(query.words)}."


def _cited(words: str) -> str:
    """In quotation marks, unless they have some already."""
    return words if _QUOTES & set(words) else f"“{words}”"


def _comparisons(query: SearchQuery, found: SearchRecords) -> tuple[Link, ...]:
    """The comparisons that these words would filter, with how many statements each would show."""
    if not found.statements:
        return ()
    return tuple(
        Link(
            ComparisonQuery(issue=one.value, words=query.words).address(),
            one.label,
            f"{one.count:,}",
        )
        for one in found.statements.issues
        if query.issue in ("", one.value)
    )


def _group(query: SearchQuery, group: Group, count: int, shown: int, sentence: str) -> GroupView:
    alone = replace(query, group=group, page=1)
    last = query.offset + shown
    newer = older = None
    if query.group:
        if query.page > 1:
            newer = Link(replace(query, page=query.page - 1).address(), "The page before")
        if last < count:
            older = Link(replace(query, page=query.page + 1).address(), "The next page")
        if query.page > 1 or last < count:
            sentence = f"{sentence} Here: {query.offset + 1:,} to {last:,}."
    return GroupView(
        key=group.value,
        heading=HEADINGS[group],
        sentence=sentence,
        statements=(),
        actors=(),
        articles=(),
        all=Link(alone.address(), f"All {count:,} {group.value}")
        if not query.group and shown < count
        else None,
        newer=newer,
        older=older,
    )


def _statements(
    query: SearchQuery, found: SearchRecords, titles: Mapping[str, str]
) -> GroupView | None:
    part = found.statements
    if part is None:
        return None
    told = f"{reported(part.count, part.reports)}.{_weighed(query, part)}"
    return replace(
        _group(query, Group.STATEMENTS, part.count, len(part.found), told),
        statements=tuple(_statement(one, query, titles) for one in part.found),
    )


def _statement(
    one: StatementRecord, query: SearchQuery, titles: Mapping[str, str]
) -> StatementEntry:
    card = show_card(one, query.issue or DEFAULT_ISSUE)
    return StatementEntry(
        card=card,
        words=marked(card.words, query.wanted),
        positions=tuple(
            (
                show_position(position, one.confidence),
                "" if query.issue else titles.get(position.issue, position.issue),
            )
            for position in one.positions
            if query.issue in ("", position.issue)
        ),
    )


def _weighed(query: SearchQuery, part: StatementHits | ArticleHits) -> str:
    """What is told where too many are found to put all of them in order by their words."""
    if part.weighed == part.count or query.order is not HitOrder.BEST:
        return ""
    return f" The latest {part.weighed:,} come first, best match first; the others follow by day."


def _actors(query: SearchQuery, found: SearchRecords) -> GroupView | None:
    part = found.actors
    if part is None:
        return None
    told = f"{counted(part.count, 'actor')}, by name, alias or role."
    return replace(
        _group(query, Group.ACTORS, part.count, len(part.found), told),
        actors=tuple(_actor(one, query) for one in part.found),
    )


def _actor(one: ActorHit, query: SearchQuery) -> ActorEntry:
    wanted, issue = query.wanted, query.issue or DEFAULT_ISSUE
    return ActorEntry(
        actor=Link(actor_address(one.ref.slug), one.ref.name),
        name=marked_name(one.ref.name, wanted),
        about=marked_name(one.role or ACTOR_KIND[one.ref.kind], wanted if one.role else ()),
        otherwise=tuple(marked_name(name, wanted) for name in one.otherwise),
        statements=counted(one.statements, "statement")
        + (" on the issue" if query.issue else "" if one.statements else " here"),
        compare=ComparisonQuery(issue=issue, actors=(one.ref.slug,)).address()
        if one.statements
        else "",
    )


def _articles(query: SearchQuery, found: SearchRecords) -> GroupView | None:
    part = found.articles
    if part is None:
        return None
    told = f"{counted(part.count, 'article')}."
    if part.printings > part.count:
        told = f"{counted(part.count, 'article')}, in {part.printings:,} printings with copies."
    told += _weighed(query, part)
    return replace(
        _group(query, Group.ARTICLES, part.count, len(part.found), told),
        articles=tuple(_article(one, query.wanted) for one in part.found),
    )


def _article(one: ArticleHit, wanted: tuple[str, ...]) -> ArticleEntry:
    place = passage_of(one, wanted)
    facts = [counted(one.statements, "statement")]
    if one.copies:
        facts.append(f"+{counted(one.copies, 'copy', 'copies')}")
    address = article_address(one.ref.id)
    ref = one.ref
    return ArticleEntry(
        address=passage_address(one, place) if place and place.marks else address,
        title=marked(ref.title, wanted),
        outlet=ref.outlet.name,
        published=show_date(ref.published, ref.published_note),
        language=ref.language,
        passage=pieces(one.text, place.span, place.marks) if place else (),
        cut_before=bool(place and place.cut_before),
        cut_after=bool(place and place.cut_after),
        facts=", ".join(facts),
        original=original_address(
            ref.address, (place.span.of(one.text),) if place and place.marks else ()
        ),
    )
