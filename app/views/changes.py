"""ChangesPage: who possibly changed position on an issue between two days, with both statements.

What differs and cannot be compared stands apart, with the reasons; silence is no change.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING

from app.domain.queries import DEFAULT_ISSUE, ComparisonQuery
from app.utterances.lines import Unfit, line_of
from app.views.dates import show_range
from app.views.line import ChangeView, notes_on, tale_of, what_differs
from app.views.links import Link, actor_address
from app.views.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from app.domain.records import ActorSummary, IssueRecord, LineRecords
    from app.utterances.lines import Line
    from app.views.line import Tale
    from app.views.line_entries import LineEntry

PATH = "/changes"
# Overlooked to find what was said otherwise; it is never called a possible change.
_DESPITE = frozenset({Unfit.OPEN, Unfit.NOT_DIRECT, Unfit.HEDGED})
# So many pairs of one actor stand on the page; all are in the data and on the actor's line.
_CHANGES, _OTHERWISE = 3, 1
_RUNS = 8


class Standing(StrEnum):
    """What can be said of an actor's positions between two days; the order is that of the page."""

    CHANGED = "possible change"
    OTHERWISE = "said otherwise, not compared"
    SAME = "the same"
    NOTHING = "nothing to compare"


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
    standing: Standing
    pairs: tuple[Pair, ...]
    runs: tuple[Run, ...]
    line: str  # address of the actor's line in the same range
    actor: str

    @property
    def newest(self) -> tuple[Pair, ...]:
        """The pairs that stand on the page, the newest first."""
        shown = _CHANGES if self.standing is Standing.CHANGED else _OTHERWISE
        return self.pairs[: -shown - 1 : -1]

    @property
    def more(self) -> int:
        """How many do not."""
        return len(self.pairs) - len(self.newest)


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """All that /changes shows. Each actor with a position on the issue stands in one part."""

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
    address: str
    json: str
    csv: str


def changes_of(found: Iterable[LineRecords], query: ComparisonQuery) -> Iterator[ActorChanges]:
    """What can be said of each actor in the range of ``query``, in the order given."""
    return (_actor(one, query) for one in found)


def changes_page(
    found: Sequence[ActorChanges],
    known: Iterable[ActorSummary],
    query: ComparisonQuery,
    issue: IssueRecord,
    issues: Iterable[IssueRecord],
) -> ChangesPage:
    """The page; ``known`` are all actors on the issue, ``issues`` all that are stored."""
    by: dict[Standing, list[ActorChanges]] = defaultdict(list)
    for one in found:
        by[one.standing].append(one)
    told = {one.slug for one in found if one.standing is not Standing.NOTHING}
    names = {one.slug: one.name for one in by[Standing.NOTHING]}
    names |= {one.ref.slug: one.ref.name for one in known if one.on_issue}
    nothing = tuple(
        Link(_line_address(slug, query), name)
        for name, slug in sorted((name, slug) for slug, name in names.items())
        if slug not in told
    )
    return ChangesPage(
        title=f"Possible changes: {issue.issue.title}",
        sentence=_sentence(by, len(nothing), query),
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
        changed=tuple(by[Standing.CHANGED]),
        otherwise=tuple(by[Standing.OTHERWISE]),
        same=tuple(by[Standing.SAME]),
        nothing=nothing,
        address=query.address(PATH),
        json=query.address(f"{PATH}.json"),
        csv=query.address(f"{PATH}.csv"),
    )


def _actor(records: LineRecords, query: ComparisonQuery) -> ActorChanges:
    tale = tale_of(records, query)
    loosely = line_of(tale.line.positions, despite=_DESPITE)
    fit = [one for one in tale.entries if one.id not in loosely.unfit]
    pairs = tuple(Pair(one, ()) for one in tale.changes) or tuple(_otherwise(tale, loosely))
    shown = {one.id for one in tale.entries}
    unclear = any(shown.issuperset(ids) for ids in loosely.together)
    runs: tuple[Run, ...] = ()
    if tale.changes:
        standing = Standing.CHANGED
    elif pairs:
        standing = Standing.OTHERWISE
    elif not unclear and (runs := tuple(_longest(fit))):
        standing = Standing.SAME
    else:
        standing = Standing.NOTHING
    if pairs:
        scope = pairs[-1].change.after.position.scope
        runs = tuple(_runs(one for one in fit if one.position.scope is scope))[-_RUNS:]
    return ActorChanges(
        slug=records.actor.slug,
        name=records.actor.name,
        standing=standing,
        pairs=pairs,
        runs=runs,
        line=_line_address(records.actor.slug, query),
        actor=actor_address(records.actor.slug),
    )


def _otherwise(tale: Tale, loosely: Line) -> Iterator[Pair]:
    """Positions in the range that differ, with why they cannot be compared."""
    shown = {one.id: one for one in tale.entries}
    differing = [one for one in loosely.changes if one.before in shown and one.after in shown]
    for number, one in enumerate(differing, start=1):
        before, after = shown[one.before], shown[one.after]
        because = [
            f"{word}: {'; '.join(entry.unfit)}"
            for word, entry in (("Before", before), ("After", after))
            if entry.unfit
        ]
        yield Pair(
            ChangeView(
                number=number,
                id=f"otherwise-{number}",
                kind=one.kind,
                what=what_differs(one.kind, before, after),
                before=before,
                after=after,
                notes=tuple(notes_on(before, after)),
            ),
            tuple(because) or ("other positions of the same days do not agree",),
        )


def _runs(entries: Iterable[LineEntry]) -> Iterator[Run]:
    for _, group in groupby(entries, key=lambda one: one.position.stance):
        run = list(group)
        yield Run(run[0], run[-1], len(run))


def _longest(fit: Iterable[LineEntry]) -> Iterator[Run]:
    """The one run of the scope with most positions, if they are of more than one time."""
    by_scope: dict[str, list[LineEntry]] = defaultdict(list)
    for one in fit:
        by_scope[one.position.scope].append(one)
    most = max(by_scope.values(), key=len, default=[])
    days = [one.days for one in most if one.days]
    if days and max(first for first, _ in days) > min(last for _, last in days):
        yield from _runs(most)


def _line_address(slug: str, query: ComparisonQuery) -> str:
    return query.address(f"{actor_address(slug)}/timeline")


def _sentence(by: dict[Standing, list[ActorChanges]], nothing: int, query: ComparisonQuery) -> str:
    """The figures, each with what it counts."""
    changes = sum(len(one.pairs) for one in by[Standing.CHANGED])
    possible = "no possible change"
    if changes:
        actors = counted(len(by[Standing.CHANGED]), "actor")
        possible = f"{counted(changes, 'possible change')} of {actors}"
    parts = [possible]
    if by[Standing.OTHERWISE]:
        actors = counted(len(by[Standing.OTHERWISE]), "actor")
        parts.append(f"{actors} said otherwise than before in words that are not compared")
    if by[Standing.SAME]:
        parts.append(f"{counted(len(by[Standing.SAME]), 'actor')} said the same")
    if nothing:
        parts.append(f"of {counted(nothing, 'actor')} there is nothing to compare")
    words = show_range(query.first, query.last) or "in all articles read"
    return f"{words[:1].upper()}{words[1:]}: {'; '.join(parts)}."
