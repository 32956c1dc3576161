"""ChangesPage: who possibly changed position on an issue between two days, with both statements.

What differs and cannot be compared stands apart, with the reasons; silence is no change.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from app.domain.changes import Standing
from app.domain.positions import Stance
from app.domain.queries import DEFAULT_ISSUE, ComparisonQuery
from app.utterances.lines import ChangeKind, Unfit, line_of
from app.views.dates import show_range
from app.views.line import ChangeView, notes_on, own_entries, what_differs
from app.views.line_entries import UNFIT, compared
from app.views.links import Link, actor_address
from app.views.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from app.domain.changes import Pairs, Place, RunOfPlaces, Stood
    from app.domain.records import ActorSummary, IssueRecord, LineRecords
    from app.views.line_entries import LineEntry

PATH = "/changes"
# So many pairs of one actor stand on the page; all are in the data and on the actor's line.
_CHANGES, _OTHERWISE = 3, 1
# So many actors stand on one page, in the order of Standing, then by name.
ACTORS = 24


@dataclass(frozen=True, slots=True)
class Pair:
    """Two positions, one after the other, and why they are not called a possible change."""

    change: ChangeView
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """Positions of one stance, one after the other."""

    first: LineEntry
    last: LineEntry
    number: int


@dataclass(frozen=True, slots=True)
class ActorChanges:
    """What can be said of one actor's positions; ``runs`` are those of the newest pair's scope."""

    slug: str
    name: str
    newest: tuple[Pair, ...]  # the pairs that stand on the page, the newest first
    more: int  # how many do not
    runs: tuple[Run, ...]
    line: str  # address of the actor's line in the same range
    actor: str


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """All that /changes shows. Each actor with a position on the issue stands in one part.

    Where there are very many, ``further`` leads to the next of them; who has nothing to compare
    stands behind all others.
    """

    title: str
    sentence: str
    issue: Link
    issue_slug: str | None  # None: the default, which stands in no address
    others: tuple[Link, ...]
    first: str
    last: str
    whole: str
    path: str
    changed: tuple[ActorChanges, ...]
    otherwise: tuple[ActorChanges, ...]
    same: tuple[ActorChanges, ...]
    nothing: tuple[Link, ...]  # to their lines
    further: Link | None
    beginning: str  # address of the first page, where this is a later one
    address: str
    json: str
    csv: str


def shown_pairs(stood: Stood) -> int:
    """How many of an actor's pairs stand on the page, the newest of them."""
    return {Standing.CHANGED: _CHANGES, Standing.OTHERWISE: _OTHERWISE}.get(stood.standing, 0)


def in_order(stood: Iterable[Stood]) -> list[Stood]:
    """Those of whom there is anything to say, in the order of the page."""
    order = list(Standing)
    told = (one for one in stood if one.standing is not Standing.NOTHING)
    return sorted(told, key=lambda one: order.index(one.standing))


def actor_changes(
    stood: Stood,
    newest: Pairs,
    runs: Sequence[RunOfPlaces],
    records: LineRecords,
    query: ComparisonQuery,
) -> ActorChanges:
    """An actor as it stands on the page; ``records`` has the statements of all these places."""
    entries = own_entries(records, query.issue)
    return ActorChanges(
        slug=stood.slug,
        name=stood.name,
        newest=tuple(reversed([*pairs_of(stood, newest, records, query)])),
        more=stood.pairs - len(newest.pairs),
        runs=tuple(Run(entries[one.first.id], entries[one.last.id], one.number) for one in runs),
        line=line_address(stood.slug, query),
        actor=actor_address(stood.slug),
    )


def pairs_of(
    stood: Stood, pairs: Pairs, records: LineRecords, query: ComparisonQuery
) -> Iterator[Pair]:
    """The pairs with both positions, in the order given."""
    entries = own_entries(records, query.issue)
    name = "change" if stood.standing is Standing.CHANGED else "otherwise"
    for number, places in enumerate(pairs.pairs, start=pairs.first):
        before, after = (_with_reasons(entries[place.id], place) for place in places)
        because: tuple[str, ...] = ()
        if stood.standing is Standing.OTHERWISE:
            because = tuple(
                f"{word}: {'; '.join(entry.unfit)}"
                for word, entry in (("Before", before), ("After", after))
                if entry.unfit
            ) or ("other positions of the same days do not agree",)
        kind = _kind(before.position.stance, after.position.stance)
        yield Pair(
            ChangeView(
                number=number,
                id=f"{name}-{number}",
                kind=kind,
                what=what_differs(kind, before, after),
                before=before,
                after=after,
                notes=tuple(notes_on(before, after)),
            ),
            because,
        )


def changes_page(
    found: Sequence[Stood],
    shown: Mapping[str, ActorChanges],
    query: ComparisonQuery,
    issue: IssueRecord,
    *,
    known: Iterable[ActorSummary],
    issues: Iterable[IssueRecord],
    start: int = 0,
) -> ChangesPage:
    """The page of ``ACTORS`` actors from one place on, of all in order.

    ``shown`` are these by slug, ``known`` all actors on the issue, ``issues`` all that are stored.
    """
    ordered = in_order(found)
    stop = start + ACTORS
    by = {
        standing: tuple(shown[one.slug] for one in ordered[start:stop] if one.standing is standing)
        for standing in Standing
    }
    told = {one.slug for one in ordered}
    names = {one.slug: one.name for one in found if one.slug not in told}
    names |= {one.ref.slug: one.ref.name for one in known if one.on_issue}
    nothing = tuple(
        Link(line_address(slug, query), name)
        for name, slug in sorted((name, slug) for slug, name in names.items())
        if slug not in told
    )
    address = query.address(PATH)
    further = None
    if stop < len(ordered):
        left = len(ordered) - stop
        text = f"The next {min(left, ACTORS)} of {counted(left, 'more actor')}"
        further = Link(after_address(address, ordered[stop - 1].slug), text)
    return ChangesPage(
        title=f"Possible changes: {issue.issue.title}",
        sentence=_sentence(ordered, len(nothing), query),
        issue=Link(ComparisonQuery(issue=query.issue).address("/"), issue.issue.title),
        issue_slug=None if query.issue == DEFAULT_ISSUE else query.issue,
        others=tuple(
            Link(replace(query, issue=one.issue.slug).address(PATH), one.issue.title)
            for one in issues
            if one.issue.slug != query.issue
        ),
        first=query.first.isoformat() if query.first else "",
        last=query.last.isoformat() if query.last else "",
        whole=ComparisonQuery(issue=query.issue).address(PATH),
        path=PATH,
        changed=by[Standing.CHANGED],
        otherwise=by[Standing.OTHERWISE],
        same=by[Standing.SAME],
        nothing=() if further else nothing,
        further=further,
        beginning=address if start else "",
        address=address,
        json=query.address(f"{PATH}.json"),
        csv=query.address(f"{PATH}.csv"),
    )


def after_address(address: str, slug: str) -> str:
    """The address of the page that begins after an actor."""
    return f"{address}{'&' if '?' in address else '?'}{urlencode({'after': slug})}"


def _with_reasons(entry: LineEntry, place: Place) -> LineEntry:
    """The position with why it is not compared."""
    reasons = line_of([compared(entry)]).unfit.get(entry.id, ())
    if not reasons and place.among_others:
        reasons = (Unfit.ORDER,)
    return replace(entry, unfit=tuple(UNFIT[one] for one in reasons))


def _kind(before: Stance, after: Stance) -> ChangeKind:
    match before, after:
        case Stance.SUPPORTS, Stance.CONDITIONAL:
            return ChangeKind.CONDITION_ADDED
        case Stance.CONDITIONAL, Stance.SUPPORTS:
            return ChangeKind.CONDITION_DROPPED
        case _:
            return ChangeKind.TURNED


def line_address(slug: str, query: ComparisonQuery) -> str:
    """The address of an actor's line in the same range."""
    return query.address(f"{actor_address(slug)}/timeline")


def _sentence(ordered: Sequence[Stood], nothing: int, query: ComparisonQuery) -> str:
    """The figures, each with what it counts."""
    number = Counter(one.standing for one in ordered)
    changes = sum(one.pairs for one in ordered if one.standing is Standing.CHANGED)
    possible = "no possible change"
    if changes:
        actors = counted(number[Standing.CHANGED], "actor")
        possible = f"{counted(changes, 'possible change')} of {actors}"
    parts = [possible]
    if number[Standing.OTHERWISE]:
        actors = counted(number[Standing.OTHERWISE], "actor")
        parts.append(f"{actors} said otherwise than before in words that are not compared")
    if number[Standing.SAME]:
        parts.append(f"{counted(number[Standing.SAME], 'actor')} said the same")
    if nothing:
        parts.append(f"of {counted(nothing, 'actor')} there is nothing to compare")
    words = show_range(query.first, query.last) or "in all articles read"
    return f"{words[:1].upper()}{words[1:]}: {'; '.join(parts)}."
