"""LinePage: an actor's positions on an issue in time, and where they possibly changed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.queries import DEFAULT_ISSUE, ComparisonQuery
from app.utterances.lines import ChangeKind, Line, Unfit, line_of
from app.views.dates import show_range
from app.views.line_entries import UNFIT, LineEntry, compared, entries_of
from app.views.line_picture import ORDER, TallPicture, WidePicture, tall_picture, wide_picture
from app.views.links import Link, actor_address
from app.views.wording import STANCE, counted, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from app.domain.records import IssueRecord, LineRecords


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A possible change with both positions."""

    number: int
    id: str
    kind: ChangeKind
    what: str
    before: LineEntry
    after: LineEntry
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Together:
    """Positions of overlapping days that do not agree."""

    when: str
    entries: tuple[LineEntry, ...]


@dataclass(frozen=True, slots=True)
class RowGroup:
    """The rows of one year, or of no known day."""

    id: str
    heading: str
    entries: tuple[LineEntry, ...]


@dataclass(frozen=True, slots=True)
class Tale:
    """The line of an actor as values: what the page, the JSON and the CSV tell."""

    entries: tuple[LineEntry, ...]  # in time order, undated ones last
    changes: tuple[ChangeView, ...]
    together: tuple[Together, ...]
    second_hand: tuple[LineEntry, ...]
    line: Line  # without a range: of all positions
    outside: int  # positions that may fall in the range or outside of it
    changes_outside: int  # possible changes of which only one position falls in the range


@dataclass(frozen=True, slots=True)
class LinePage:
    """All that /actors/{slug}/timeline shows."""

    title: str
    name: str
    actor: Link
    issue: Link
    issue_slug: str | None  # None: the default, which stands in no address
    others: tuple[Link, ...]  # the line on other issues
    sentence: str
    office: str  # whose words count for an institution, and what was left out; or nothing
    summary: str
    first: str  # of the range asked for, as a day, empty when it is open
    last: str
    outside: str
    whole: str  # address without a range
    path: str  # of the form
    wide: WidePicture | None
    tall: TallPicture | None
    changes: tuple[ChangeView, ...]
    together: tuple[Together, ...]
    fit: str
    unfit: tuple[tuple[str, int], ...]
    groups: tuple[RowGroup, ...]
    undated: tuple[LineEntry, ...]
    second_hand: tuple[LineEntry, ...]
    compare: str
    address: str
    json: str
    csv: str


def tale_of(records: LineRecords, query: ComparisonQuery) -> Tale:
    """The line on the issue of ``query`` in its range.

    What can be compared is decided among all positions, so that a range makes no change and hides
    none between two positions that it holds.
    """
    slug, issue = records.actor.slug, query.issue
    every = own_entries(records, issue)
    line = line_of(compared(entry) for entry in every.values())
    numbered = [
        one
        for one in line.changes
        if _within(every[one.before], query) and _within(every[one.after], query)
    ]
    cut = sum(
        _within(every[one.before], query) != _within(every[one.after], query)
        for one in line.changes
    )
    links: dict[str, list[Link]] = {}
    for number, one in enumerate(numbered, start=1):
        for end, note in ((one.before, "begins"), (one.after, "ends")):
            links.setdefault(end, []).append(Link(f"#change-{number}", str(number), note))
    entries = [
        replace(
            every[one.id],
            unfit=tuple(UNFIT[reason] for reason in line.unfit.get(one.id, ())),
            changes=tuple(links.get(one.id, ())),
        )
        for one in line.positions
    ]
    shown = [entry for entry in entries if not query.ranged or _within(entry, query)]
    by_id = {entry.id: entry for entry in entries}
    in_range = {entry.id for entry in shown}
    by_office = {one.id for one, _ in records.by_office}
    asserted = [
        entry
        for one in records.said_of
        if one.id not in by_office
        for entry in entries_of(one, issue, said_on=records.days.get(one.id), of=slug)
    ]
    return Tale(
        entries=tuple(shown),
        changes=tuple(
            ChangeView(
                number=number,
                id=f"change-{number}",
                kind=one.kind,
                what=what_differs(one.kind, by_id[one.before], by_id[one.after]),
                before=by_id[one.before],
                after=by_id[one.after],
                notes=tuple(notes_on(by_id[one.before], by_id[one.after])),
            )
            for number, one in enumerate(numbered, start=1)
        ),
        together=tuple(
            Together(_when([by_id[one] for one in ids]), tuple(by_id[one] for one in ids))
            for ids in line.together
            if in_range.issuperset(ids)
        ),
        second_hand=tuple(
            sorted(
                (entry for entry in asserted if not query.ranged or _within(entry, query)),
                key=_by_day,
            )
        ),
        line=line,
        outside=sum(
            entry.said_on.may_fall_within(query.first, query.last) and entry.id not in in_range
            for entry in entries
        ),
        changes_outside=cut,
    )


def own_entries(records: LineRecords, issue: str) -> dict[str, LineEntry]:
    """The positions of an actor by id: its own, and those said for it in office."""
    own = [(one, None, "") for one in records.own]
    by_office = [(one, role, records.actor.slug) for one, role in records.by_office]
    return {
        entry.id: entry
        for one, role, institution in (*own, *by_office)
        for entry in entries_of(
            one, issue, said_on=records.days.get(one.id), role=role, institution=institution
        )
    }


def line_page(
    records: LineRecords,
    query: ComparisonQuery,
    issue: IssueRecord,
    issues: Iterable[IssueRecord],
) -> LinePage:
    """The page of an actor's line on an issue; ``issues`` are all that are stored."""
    tale, name = tale_of(records, query), records.actor.name
    address = actor_address(records.actor.slug)
    path = f"{address}/timeline"
    joins = [(f"possible change {one.number}", one.before.id, one.after.id) for one in tale.changes]
    dated = [entry for entry in tale.entries if entry.days]
    return LinePage(
        title=f"{name}: line over time",
        name=name,
        actor=Link(ComparisonQuery(issue=query.issue).address(address), name),
        issue=Link(ComparisonQuery(issue=query.issue).address("/"), issue.issue.title),
        issue_slug=None if query.issue == DEFAULT_ISSUE else query.issue,
        others=tuple(
            Link(replace(query, issue=one.issue.slug).address(path), one.issue.title)
            for one in issues
            if one.issue.slug != query.issue
        ),
        sentence=_sentence(tale, query),
        office=_office(records, tale),
        summary=_summary(tale, name, issue.issue.title),
        first=query.first.isoformat() if query.first else "",
        last=query.last.isoformat() if query.last else "",
        outside=_outside(tale),
        whole=ComparisonQuery(issue=query.issue).address(path),
        path=path,
        wide=wide_picture(tale.entries, joins),
        tall=tall_picture(tale.entries, joins),
        changes=tale.changes,
        together=tale.together,
        fit=_fit(tale),
        unfit=_unfit(tale),
        groups=_groups(dated),
        undated=tuple(entry for entry in tale.entries if not entry.days),
        second_hand=tale.second_hand,
        compare=ComparisonQuery(
            issue=query.issue, actors=(records.actor.slug,), first=query.first, last=query.last
        ).address(),
        address=query.address(path),
        json=query.address(f"{path}.json"),
        csv=query.address(f"{path}.csv"),
    )


def _within(entry: LineEntry, query: ComparisonQuery) -> bool:
    """Whether it was certainly said in the range; without a range all is in it."""
    return not query.ranged or entry.said_on.within(query.first, query.last)


def _by_day(entry: LineEntry) -> tuple[bool, tuple[date, date] | tuple[()], str]:
    return entry.days is None, entry.days or (), entry.id


def what_differs(kind: ChangeKind, before: LineEntry, after: LineEntry) -> str:
    """What differs between two positions, in words."""
    if kind is ChangeKind.CONDITION_ADDED:
        return "a condition added"
    if kind is ChangeKind.CONDITION_DROPPED:
        return "a condition dropped"
    return f"from “{STANCE[before.position.stance]}” to “{STANCE[after.position.stance]}”"


def notes_on(before: LineEntry, after: LineEntry) -> Iterator[str]:
    """What to know about a possible change beside its two positions."""
    if before.scope:
        yield f"Both are {before.scope}."
    guessed = [entry.day.text for entry in (before, after) if entry.day.guessed]
    if guessed:
        verb = "is a guess" if len(guessed) == 1 else "are guesses"
        yield f"The {'day' if len(guessed) == 1 else 'days'} {listed(guessed)} {verb}."
    voices = {entry.speaker.text: entry.speaks_as for entry in (before, after)}
    if len(voices) > 1:
        yield f"Not said by the same speaker: {listed(list(voices))}."


def _when(entries: Sequence[LineEntry]) -> str:
    days = [entry.days for entry in entries if entry.days]
    words = show_range(min(first for first, _ in days), max(last for _, last in days))
    return words[:1].upper() + words[1:]


def _sentence(tale: Tale, query: ComparisonQuery) -> str:
    """The figures, each with what it counts."""
    range_words = show_range(query.first, query.last)
    if not tale.entries:
        return f"no own position on this issue {range_words or 'in the articles read'}."
    utterances = {entry.statement.id for entry in tale.entries}
    outlets = {outlet for entry in tale.entries for outlet in entry.outlets}
    days = [entry.days for entry in tale.entries if entry.days]
    parts = [f"{counted(len(tale.entries), 'position')} in {counted(len(utterances), 'statement')}"]
    if range_words:
        parts.append(f" {range_words}")
    elif days:  # years, because no day that is only possible is to look like the first or the last
        years = sorted({day.year for stretch in days for day in stretch})
        parts.append(f" in {years[0]}" if len(years) == 1 else f" from {years[0]} to {years[-1]}")
    parts.append(f", printed by {counted(len(outlets), 'outlet')}")
    undated = len(tale.entries) - len(days)
    if undated:
        parts.append(f"; the day of {undated:,} is not known")
    changes = len(tale.changes)
    parts.append(f"; {counted(changes, 'possible change') if changes else 'no possible change'}")
    return f"{''.join(parts)}."


def _office(records: LineRecords, tale: Tale) -> str:
    said = sum(entry.speaks_as is not None for entry in tale.entries)
    parts = []
    if said:
        voices = sorted({entry.speaker.text for entry in tale.entries if entry.speaks_as})
        parts.append(
            f"{said:,} of these {counted(len(tale.entries), 'position').partition(' ')[2]} "
            f"{'was' if said == 1 else 'were'} said for {records.actor.name} by "
            f"{listed(voices)}, in office as spokesperson that day."
        )
    if records.office_unplaced:
        more = counted(records.office_unplaced, "utterance")
        parts.append(
            f"{more} of its spokespersons {'is' if records.office_unplaced == 1 else 'are'} not "
            "shown: whether they were in office on the day is not known."
        )
    return " ".join(parts)


def _summary(tale: Tale, name: str, issue: str) -> str:
    """What the picture shows, in a sentence."""
    numbers = Counter(entry.position.stance for entry in tale.entries if entry.days)
    stances = ", ".join(
        f"{STANCE[stance]} {numbers[stance]}" for stance in ORDER if numbers[stance]
    )
    changes = counted(len(tale.changes), "possible change")
    return f"{name} on {issue} in time: {stances}; {changes}. The table below says the same."


def _outside(tale: Tale) -> str:
    parts = []
    if tale.outside:
        parts.append(
            f"{counted(tale.outside, 'position')} that may or may not fall in this range "
            f"{'is' if tale.outside == 1 else 'are'} left out."
        )
    if tale.changes_outside:
        parts.append(
            f"{counted(tale.changes_outside, 'possible change')} with only one of its positions in "
            f"this range {'is' if tale.changes_outside == 1 else 'are'} left out."
        )
    return " ".join(parts)


def _fit(tale: Tale) -> str:
    """How many can be compared."""
    fit = sum(not entry.unfit for entry in tale.entries)
    return f"{fit:,} of {counted(len(tale.entries), 'position')} can be compared"


def _unfit(tale: Tale) -> tuple[tuple[str, int], ...]:
    """Why the others cannot, and how many each reason holds for."""
    numbers = Counter(reason for entry in tale.entries for reason in entry.unfit)
    return tuple((UNFIT[one], numbers[UNFIT[one]]) for one in Unfit if numbers[UNFIT[one]])


def _groups(entries: Iterable[LineEntry]) -> tuple[RowGroup, ...]:
    years: dict[int, list[LineEntry]] = {}
    for entry in entries:
        if entry.days:
            years.setdefault(entry.days[0].year, []).append(entry)
    return tuple(RowGroup(f"year-{year}", str(year), tuple(years[year])) for year in sorted(years))
