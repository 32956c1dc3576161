"""ActorListPage and ActorPage: who is on record, and all that one of them said."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.queries import DEFAULT_ISSUE, ComparisonQuery
from app.views.cards import StatementCard, show_card
from app.views.chains import ChainView, show_chains
from app.views.dates import DateView, show_date
from app.views.links import Link, actor_address
from app.views.share_head import Head, actor_head
from app.views.wording import ACTOR_KIND, counted, reported

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from app.domain.actors import Actor, Role
    from app.domain.records import (
        ActorSummary,
        ChainRecord,
        IssueRecord,
        StatementRecord,
    )
    from app.views.stances import Tally


@dataclass(frozen=True, slots=True)
class ActorEntry:
    """One actor in the list. ``statements`` counts all, ``on_issue`` those on the issue."""

    slug: str
    actor: Link
    kind: str
    role: str | None
    statements: int
    on_issue: int
    latest: DateView | None


@dataclass(frozen=True, slots=True)
class ActorListPage:
    """All that /actors shows: those who speak, and below them those who are only known."""

    title: str
    issue: Link
    sentence: str
    part: str  # which of them stand on this page; empty: all
    speaking: tuple[ActorEntry, ...]
    silent: tuple[Link, ...]
    compare_path: str
    issue_slug: str | None  # None: the default, which stands in no address
    newer: str | None  # addresses of the pages beside this one
    older: str | None
    address: str
    json: str
    csv: str


@dataclass(frozen=True, slots=True)
class RoleLine:
    """An office and when it was held, in words."""

    title: str
    held: str


@dataclass(frozen=True, slots=True)
class ActorPage:
    """All that /actors/{slug} shows."""

    title: str
    name: str
    kind: str
    aliases: tuple[str, ...]
    roles: tuple[RoleLine, ...]
    belongs_to: tuple[Link, ...]
    wikidata: str | None
    in_directory: bool
    issue: Link
    sentence: str
    tally: Tally
    on_issue: tuple[StatementCard, ...]
    on_issue_undated: tuple[StatementCard, ...]
    more_on_issue: Link | None  # where all are, if the page holds only the newest
    other: tuple[StatementCard, ...]
    other_first: str | None  # addresses of pages of what was said on other subjects
    other_older: str | None
    said_of: tuple[StatementCard, ...]
    more_said_of: Link | None
    chains: tuple[ChainView, ...]
    compare: str
    timeline: str
    address: str
    json: str
    csv: str
    head: Head


@dataclass(frozen=True, slots=True)
class ActorListPart:
    """What of the list of all who speak stands on one page."""

    shown: Sequence[ActorSummary]
    first: int  # the number of the first of them in the list, from 1
    actors: int  # in the whole list
    statements: int  # of them all, on any subject
    after: str | None  # the slug behind which this page begins; None: the first
    before: str | None  # that of the page before; empty: it is the first; None: there is none
    following: str | None  # that of the page after it


def actor_list_page(
    part: ActorListPart,
    silent: Mapping[str, str],
    directory: Iterable[Actor],
    speaking: Collection[str],
    issue: IssueRecord,
) -> ActorListPage:
    """A page of the list, in its order; below, by slug, who is known and said nothing.

    ``speaking`` are the slugs of all who said something.
    """
    query = ComparisonQuery(issue=issue.issue.slug)
    unheard = dict(silent)
    unheard |= {actor.slug: actor.name for actor in directory if actor.slug not in speaking}
    address = query.address("/actors")
    last = part.first + len(part.shown) - 1
    whole = len(part.shown) == part.actors
    return ActorListPage(
        title="Actors",
        issue=Link(ComparisonQuery(issue=issue.issue.slug).address("/"), issue.issue.title),
        sentence=(
            f"{counted(part.actors, 'actor')} with "
            f"{counted(part.statements, 'statement')} on any subject in "
            f"{counted(issue.articles_read, 'article')}."
        ),
        part=""
        if whole
        else f"On this page: {part.first:,} to {last:,} of them, most statements first.",
        speaking=tuple(_entry(one) for one in part.shown),
        silent=tuple(
            Link(actor_address(slug), name)
            for slug, name in sorted(unheard.items(), key=lambda item: item[1].casefold())
        ),
        compare_path="/compare",
        issue_slug=None if query.issue == DEFAULT_ISSUE else query.issue,
        newer=_after(address, part.before),
        older=_after(address, part.following),
        address=_after(address, part.after) or address,
        json=query.address("/actors.json"),
        csv=query.address("/actors.csv"),
    )


def _after(address: str, slug: str | None) -> str | None:
    """The page behind an actor, the first where no slug is given."""
    if not slug:
        return None if slug is None else address
    return f"{address}{'&' if '?' in address else '?'}after={slug}"


def _entry(summary: ActorSummary) -> ActorEntry:
    latest = summary.latest
    return ActorEntry(
        slug=summary.ref.slug,
        actor=Link(actor_address(summary.ref.slug), summary.ref.name),
        kind=ACTOR_KIND[summary.ref.kind],
        role=summary.role,
        statements=summary.statements,
        on_issue=summary.on_issue,
        latest=show_date(latest) if latest and latest.known else None,
    )


@dataclass(frozen=True, slots=True)
class ActorParts:
    """What stands on one page of an actor, and how much there is of each of its parts."""

    actor: Actor
    utterances: int  # on any subject
    reports: int
    articles: int | None  # None: not counted
    tally: Tally  # of all on the issue
    number_on_issue: int
    on_issue: Sequence[StatementRecord]
    other: Sequence[StatementRecord]
    other_follows: bool  # there is more on other subjects
    other_after: str | None  # the id behind which the page begins; None: the first page
    said_of: Sequence[StatementRecord]
    number_said_of: int


def actor_page(
    parts: ActorParts,
    issue: IssueRecord,
    names: dict[str, str],
    chains: Iterable[ChainRecord] = (),
) -> ActorPage:
    """One actor's page. ``names`` gives the names of the actors it may belong to.

    ``chains`` are those of what others say of its position.
    """
    actor, slug = parts.actor, issue.issue.slug
    query = ComparisonQuery(issue=slug)
    address = actor_address(actor.slug)
    claims = {found.id: found for found in parts.said_of}
    articles = "" if parts.articles is None else f" in {counted(parts.articles, 'article')}"
    uncounted = " Of so many reports the articles are not counted." if not articles else ""
    sentence = (
        f"{reported(parts.utterances, parts.reports)}{articles}; "
        f"{parts.number_on_issue:,} on this issue.{uncounted}"
    )
    own = query.address(address)
    after = "&after=" if "?" in own else "?after="
    compare = ComparisonQuery(issue=slug, actors=(actor.slug,)).address()
    return ActorPage(
        title=actor.name,
        name=actor.name,
        kind=ACTOR_KIND[actor.kind],
        aliases=tuple(dict.fromkeys(name for name in actor.aliases if name != actor.name)),
        roles=tuple(RoleLine(role.title, _held(role)) for role in actor.roles),
        belongs_to=tuple(
            Link(actor_address(other_slug), names.get(other_slug, other_slug))
            for other_slug in actor.belongs_to
        ),
        wikidata=f"https://www.wikidata.org/wiki/{actor.wikidata}" if actor.wikidata else None,
        in_directory=actor.in_directory,
        issue=Link(ComparisonQuery(issue=issue.issue.slug).address("/"), issue.issue.title),
        sentence=sentence,
        tally=parts.tally,
        on_issue=tuple(show_card(found, slug) for found in parts.on_issue if found.said_on.known),
        on_issue_undated=tuple(
            show_card(found, slug) for found in parts.on_issue if not found.said_on.known
        ),
        more_on_issue=_more(parts.number_on_issue, len(parts.on_issue), compare, "statement"),
        other=tuple(show_card(found, slug) for found in parts.other),
        other_first=own if parts.other_after else None,
        other_older=f"{own}{after}{parts.other[-1].id}#other" if parts.other_follows else None,
        said_of=tuple(show_card(_about(found, actor.slug), slug) for found in parts.said_of),
        more_said_of=_more(
            parts.number_said_of, len(parts.said_of), query.address(f"{address}.json"), "of them"
        ),
        chains=show_chains(
            (one for one in chains if one.position.holder.slug == actor.slug), claims
        ),
        compare=compare,
        timeline=query.address(f"{address}/timeline"),
        address=f"{own}{after}{parts.other_after}" if parts.other_after else own,
        json=query.address(f"{address}.json"),
        csv=query.address(f"{address}.csv"),
        head=actor_head(actor.slug, actor.name, sentence, query),
    )


def _more(number: int, shown: int, address: str, what: str) -> Link | None:
    """To all of them, where the page holds only the newest."""
    if number <= shown:
        return None
    kind = "statements on this issue" if what == "statement" else "of them as JSON"
    return Link(address, f"The newest {shown:,} stand here: all {number:,} {kind}")


def _about(statement: StatementRecord, slug: str) -> StatementRecord:
    """The statement with only the positions that it asserts of that actor."""
    about = tuple(one for one in statement.positions if one.second_hand and one.holder.slug == slug)
    return replace(statement, positions=about)


def _held(role: Role) -> str:
    """When an office was held, in words; open ends are said to be open."""
    start, end = show_date(role.held_from), show_date(role.held_to)
    if start.known and end.known:
        return f"{start.text} – {end.text}"
    if start.known:
        return f"since {start.text}"
    return f"until {end.text}" if end.known else "dates not known"
