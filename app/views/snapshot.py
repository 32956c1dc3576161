"""SnapshotPage: a comparison as it stood, from what was kept of it and from nothing else."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from app.domain.actors import ActorKind
from app.domain.positions import Scope, Stance
from app.domain.queries import ComparisonQuery
from app.domain.records import Facet, Facets
from app.domain.snapshots import MOST_REPORTS
from app.domain.statements import StatementKind
from app.errors import QueryError
from app.views.cards import StatementCard, show_card
from app.views.choice import Choices, choice_words
from app.views.compare import listed_of
from app.views.data import query_data, statement_data, utterances_in
from app.views.dates import band_of, show_moment
from app.views.links import Link
from app.views.share_head import Head, snapshot_head
from app.views.stored import read_statement
from app.views.wording import counted, reported

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from app.domain.positions import Issue
    from app.domain.records import ActorRef, ComparisonRecords, OutletRef, StatementRecord
    from app.domain.snapshots import Snapshot

    Data = Mapping[str, Any]

FORM = "onrecord snapshot 1"
_UNDATED = "Day not known"
_NOT_IN_RANGE = "Day not known, or not certainly in this range"


@dataclass(frozen=True, slots=True)
class SnapshotSection:
    """Statements of one stretch of time."""

    heading: str
    cards: tuple[StatementCard, ...]


@dataclass(frozen=True, slots=True)
class SnapshotPage:
    """All that /snapshots/{id} shows. ``since`` alone says something of today."""

    title: str
    issue: str
    proposition: str
    sentence: str
    frozen: str
    frozen_machine: str
    sha256: str
    live: Link
    since: str
    difference: str | None  # address; None when nothing differs
    sections: tuple[SnapshotSection, ...]
    counted: str
    address: str
    json: str
    csv: str
    file: str  # of the whole, to keep
    head: Head


def snapshot_address(identifier: str) -> str:
    """The permanent address of a snapshot."""
    return f"/snapshots/{quote(identifier, safe='')}"


def snapshot_data(
    query: ComparisonQuery,
    issue: Issue,
    chosen: tuple[Iterable[ActorRef], Iterable[OutletRef]],
    found: ComparisonRecords,
    shown: ComparisonRecords,
    *,
    newest_revision: int,
    sides: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """All that a comparison lists, as data without a time; addresses are paths of this site.

    ``found`` lists every report, ``shown`` one for each utterance, as the page does; ``sides`` are
    the names of those that were chosen. Raises QueryError when there are more reports than a
    snapshot holds.
    """
    actors, outlets = chosen
    query = query.canonical()
    listed = listed_of(query, found)
    if len(listed) > MOST_REPORTS:
        raise QueryError(
            f"A snapshot holds at most {MOST_REPORTS:,} reports, and this choice lists "
            f"{len(listed):,}. Choose speakers, outlets or days, and freeze that."
        )
    undated = found.undated if query.lists_undated else ()
    return {
        "form": FORM,
        "address": query.address(),
        "query": query_data(query),
        "issue": {"slug": issue.slug, "title": issue.title, "proposition": issue.proposition},
        "chosen": {
            "actors": {ref.slug: ref.name for ref in actors},
            "outlets": {ref.slug: ref.name for ref in outlets},
            "sides": dict(sides or {}),
        },
        "articles_read": found.articles_read,
        "count": len(listed),
        "utterance_count": utterances_in(listed),
        "dated_count": len(found.dated),
        "undated_count": len(found.undated),
        "newest_revision": newest_revision,
        "shown": [one.id for one in listed_of(query, shown)],
        "statements": [statement_data(one, _path) for one in found.dated],
        "undated": [statement_data(one, _path) for one in undated],
    }


def _path(path: str) -> str:
    """The path itself: a site that moves, or has two names, freezes the same."""
    return path


def query_of(data: Data) -> ComparisonQuery:
    """The choice that was frozen."""
    asked = data["query"]
    return ComparisonQuery(
        issue=asked["issue"],
        actors=tuple(asked["actor"]),
        first=date.fromisoformat(asked["from"]) if asked["from"] else None,
        last=date.fromisoformat(asked["to"]) if asked["to"] else None,
        undated=asked["undated"] is not None,
        stances=tuple(Stance(one) for one in asked["stance"]),
        kinds=tuple(StatementKind(one) for one in asked["kind"]),
        outlets=tuple(asked["outlet"]),
        words=asked["q"],
        # What was frozen before there were these filters asks for none of them.
        sides=tuple(asked.get("side", ())),
        who=tuple(ActorKind(one) for one in asked.get("who", ())),
        scopes=tuple(Scope(one) for one in asked.get("scope", ())),
        reviewed=asked.get("reviewed") is not None,
    ).canonical()


def frozen_records(
    data: Data,
) -> tuple[tuple[StatementRecord, ...], tuple[StatementRecord, ...]]:
    """The statements as they stood: every report, the dated and the undated."""
    return (
        tuple(read_statement(one) for one in data["statements"]),
        tuple(read_statement(one) for one in data["undated"]),
    )


def snapshot_page(snapshot: Snapshot, data: Data, since: str, *, differs: bool) -> SnapshotPage:
    """The page of a snapshot; ``since`` says how the live comparison differs from it."""
    address, query = snapshot_address(snapshot.id), query_of(data)
    dated, undated = frozen_records(data)
    shown = set(data["shown"])
    title, sentence = snapshot_told(data)
    return SnapshotPage(
        title=title,
        issue=data["issue"]["title"],
        proposition=data["issue"]["proposition"],
        sentence=sentence,
        frozen=show_moment(snapshot.made_at),
        frozen_machine=snapshot.made_at.isoformat(timespec="seconds"),
        sha256=snapshot.sha256,
        live=Link(snapshot.address, "The comparison as it is now"),
        since=since,
        difference=f"{address}/difference" if differs else None,
        sections=tuple(
            _sections(
                [one for one in dated if one.id in shown],
                [one for one in undated if one.id in shown],
                query,
            )
        ),
        counted=reported(len(shown), data["count"]),
        address=address,
        json=f"{address}.json",
        csv=f"{address}.csv",
        file=f"{address}.html",
        head=snapshot_head(address, title, sentence),
    )


def snapshot_told(data: Data) -> tuple[str, str]:
    """The title of a snapshot, and in a sentence what is in it."""
    title = f"Snapshot: {data['issue']['title']}"
    return title, _sentence(query_of(data), data, len(set(data["shown"])))


def _sections(
    dated: Iterable[StatementRecord], undated: Iterable[StatementRecord], query: ComparisonQuery
) -> Iterable[SnapshotSection]:
    bands = defaultdict(list)
    for one in dated:
        band = band_of(one.said_on)
        if band is not None:
            bands[band].append(show_card(one, query.issue))
    for band in sorted(bands, reverse=True):
        yield SnapshotSection(band.heading, tuple(bands[band]))
    apart = tuple(show_card(one, query.issue) for one in undated)
    # Without a range, a statement of no known day may stand among the dated too.
    known = {card.id for cards in bands.values() for card in cards}
    apart += tuple(
        show_card(one, query.issue)
        for one in dated
        if one.id not in known and band_of(one.said_on) is None
    )
    if apart:
        yield SnapshotSection(_NOT_IN_RANGE if query.ranged else _UNDATED, apart)


def _sentence(query: ComparisonQuery, data: Data, statements: int) -> str:
    """What is in it, counted: '9 statements by A or B; 40 articles looked through'."""
    choice = _choice(query, data)
    what = reported(statements, data["count"]) if statements else "No statement"
    words = f" {choice}" if choice else ""
    return f"{what}{words}; {counted(data['articles_read'], 'article')} looked through."


def cited_as(data: Data) -> tuple[str, str]:
    """What a snapshot is called where it is cited, among others, and what is in it."""
    choice = _choice(query_of(data), data)
    what = f"statements {choice}" if choice else "all statements"
    return f"{data['issue']['title']}: {what} (snapshot)", snapshot_told(data)[1]


def _choice(query: ComparisonQuery, data: Data) -> str:
    """The choice in words, by the names of that time."""
    names = data["chosen"]
    return choice_words(query, _names(names["actors"], names["outlets"], names.get("sides", {})))


def _names(
    actors: Mapping[str, str], outlets: Mapping[str, str], sides: Mapping[str, str]
) -> Choices:
    """Names for ``choice_words``: no facet is counted in a snapshot."""
    return Choices(
        Facets(
            actors=tuple(Facet(slug, name, 0) for slug, name in actors.items()),
            outlets=tuple(Facet(slug, name, 0) for slug, name in outlets.items()),
            stances=(),
            kinds=(),
            sides=tuple(Facet(side, name, 0) for side, name in sides.items()),
        ),
        (),
        (),
    )
