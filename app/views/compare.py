"""ComparePage: who stands where, or the words of some of them side by side."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.queries import ComparisonQuery, ComparisonView
from app.domain.records import ColumnsRecords, OverviewRecords
from app.views.choice import (
    COMPARE,
    Choices,
    FilterForm,
    Shortcut,
    anew,
    chips,
    filter_form,
    filter_words,
    nothing_found,
    parts,
)
from app.views.columns import Columns, show_columns
from app.views.dates import show_days, show_range
from app.views.links import Link
from app.views.overview import MOST_COLUMNS, Overview, show_overview
from app.views.share_head import Head, comparison_head
from app.views.takeaway import forms
from app.views.wording import counted, listed, reported

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from app.domain.positions import Issue
    from app.domain.records import ComparisonRecords, Counted, IssueRecord, StatementRecord

# More names than this are counted instead.
_NAMES = 3


@dataclass(frozen=True, slots=True)
class Undated:
    """What is not certainly in a range: offered, and listed apart when asked for."""

    offer: str
    listed: bool
    change: str  # the address that lists it, or no longer does


@dataclass(frozen=True, slots=True)
class ComparePage:
    """All that /compare shows: an overview or columns.

    ``counted`` says how many statements are listed and how many reports of them; JSON has both
    counts, and CSV a row for each report. ``ways_on`` lead out of a choice that lists nothing.
    """

    title: str
    issue: Link
    proposition: str
    counted: str
    sentence: str
    form: FilterForm
    chips: tuple[Link, ...]
    clear: str
    overview: Overview | None
    columns: Columns | None
    undated: Undated
    empty: str
    ways_on: tuple[Shortcut, ...]
    parameters: tuple[tuple[str, str], ...]  # of the canonical address, the view left out
    files: tuple[Link, ...]  # every form to take it away in
    cite: str
    changes: str  # who possibly changed position in the same days
    address: str
    json: str
    csv: str
    head: Head


def fitting_view(query: ComparisonQuery, view: ComparisonView) -> ComparisonView:
    """The view without what changes nothing for a choice, so that it has one address."""
    few = 0 < len(query.actors) <= MOST_COLUMNS
    if not few or view.overview:
        return ComparisonView(overview=True if few else None, order=view.order, group=view.group)
    return ComparisonView(bands=view.bands, by_actor=view.by_actor, before=view.before)


def shows_overview(query: ComparisonQuery, view: ComparisonView) -> bool:
    """Whether the overview is shown, and not the words."""
    return view.overview is True or not 0 < len(query.actors) <= MOST_COLUMNS


def compare_page(
    query: ComparisonQuery,
    view: ComparisonView,
    records: OverviewRecords | ColumnsRecords,
    issue: IssueRecord,
    choices: Choices,
) -> ComparePage:
    """The page for a choice; ``ways_on`` are to be counted and filled in where it is empty."""
    query = query.canonical()
    view = fitting_view(query, view)
    amount = records.counted
    title = _title(query, issue, choices)
    sentence = what_is_shown(query, amount, issue.issue, choices)
    nothing = not amount.utterances and not (query.actors and amount.undated)
    overview = columns = None
    if isinstance(records, OverviewRecords):
        overview = show_overview(query, view, records, choices) if records.rows else None
    else:
        columns = show_columns(query, view, records, choices)
    return ComparePage(
        title=title,
        issue=Link(ComparisonQuery(issue=issue.issue.slug).address("/"), issue.issue.title),
        proposition=issue.issue.proposition,
        counted=reported(amount.utterances, amount.reports),
        sentence=sentence,
        form=filter_form(query, choices, view),
        chips=chips(query, choices, view),
        clear=ComparisonQuery(issue=query.issue).address(COMPARE),
        overview=overview,
        columns=None if nothing else columns,
        undated=_undated(query, view, amount),
        empty=nothing_found(query, choices, amount.articles_read) if not amount.utterances else "",
        ways_on=(),
        parameters=tuple(query.parameters()),
        files=forms(query),
        cite=query.address(f"{COMPARE}/cite"),
        changes=ComparisonQuery(issue=query.issue, first=query.first, last=query.last).address(
            "/changes"
        ),
        address=query.address(COMPARE, view),
        json=query.address(f"{COMPARE}.json"),
        csv=query.address(f"{COMPARE}.csv"),
        head=comparison_head(query, title, sentence),
    )


def listed_of(query: ComparisonQuery, records: ComparisonRecords) -> tuple[StatementRecord, ...]:
    """The statements that a choice lists: the dated ones, then the others if it lists them."""
    return (*records.dated, *records.undated) if query.lists_undated else records.dated


def reports_listed(query: ComparisonQuery, records: ComparisonRecords) -> int:
    """How many reports there are of the statements that a choice lists."""
    return records.reports + (records.undated_reports if query.lists_undated else 0)


def articles_of(
    statements: Iterable[StatementRecord], outlets: Collection[str] = ()
) -> frozenset[str]:
    """The ids of all articles that report these statements, of these outlets if any are given."""
    found = [
        article
        for statement in statements
        for article in (statement.article, *(one.article for one in statement.reports))
    ]
    return frozenset(one.id for one in found if not outlets or one.outlet.slug in outlets)


def _undated(query: ComparisonQuery, view: ComparisonView, amount: Counted) -> Undated:
    changed = replace(query, undated=not query.undated)
    return Undated(
        offer=_undated_words(amount) if query.ranged else "",
        listed=query.lists_undated,
        change=changed.address(COMPARE, anew(view)),
    )


def _undated_words(amount: Counted) -> str:
    """'12 statements whose day is not known'; empty when there are none."""
    why = ["whose day is not known"] if amount.unknown else []
    if amount.undated - amount.unknown:
        why.append("whose day may or may not be in this range")
    return f"{counted(amount.undated, 'statement')} {' or '.join(why)}" if why else ""


def ways_on(
    query: ComparisonQuery, choices: Choices, remaining: Sequence[int]
) -> tuple[Shortcut, ...]:
    """The choice without each part of it; ``remaining`` says how much each would list."""
    without = parts(query, choices)
    found = [
        Shortcut(part.rest.address(COMPARE), f"{part.note} {part.text}", number)
        for part, number in zip(without, remaining, strict=True)
        if number
    ]
    return tuple(sorted(found, key=lambda one: -one.number))


def what_is_shown(query: ComparisonQuery, amount: Counted, issue: Issue, choices: Choices) -> str:
    """What is shown, counted: 'What 6 actors said about it: 143 reports of 58 utterances ...'."""
    read = f"{counted(amount.articles_read, 'article')} looked through"
    if not amount.utterances:
        nothing = nothing_found(query, choices, amount.articles_read)
        return f"{nothing} {_undated_words(amount)}.".replace(" .", "")
    about = ", ".join((_subject(issue), *_days(query), *filter_words(query, choices)))
    found = (
        f"What {_who(query, amount, choices)} said about {about}: "
        f"{counted(amount.reports, 'report')} of {counted(amount.utterances, 'utterance')} "
        f"in {counted(amount.articles, 'article')}; {read}."
    )
    if not amount.undated or not query.lists_undated:
        return found
    if query.ranged:
        return f"{found} Among them, apart: {_undated_words(amount)}."
    return f"{found} The day of {amount.undated:,} is not known."


def _who(query: ComparisonQuery, amount: Counted, choices: Choices) -> str:
    names = choices.actor_names()
    if 0 < len(query.actors) <= _NAMES:
        return listed([names.get(slug, slug) for slug in query.actors])
    return counted(amount.actors, "actor")


def _subject(issue: Issue) -> str:
    """The title inside a sentence: its first letter small, unless the word is a name."""
    first, _, rest = issue.title.partition(" ")
    small = first.lower()
    text = " ".join((issue.description, issue.proposition, *issue.counts, *issue.kinds))
    known = re.search(rf"\b{re.escape(small)}\b", text)
    if known or small.startswith(tuple(word for word in issue.things if word.islower())):
        first = small
    return f"{first} {rest}".strip()


def _days(query: ComparisonQuery) -> tuple[str, ...]:
    if query.first and query.last:
        return (show_days(query.first, query.last),)
    return (show_range(query.first, query.last),) if query.ranged else ()


def _title(query: ComparisonQuery, issue: IssueRecord, choices: Choices) -> str:
    names = choices.actor_names()
    chosen = [names.get(slug, slug) for slug in query.actors]
    if not chosen:
        return f"Compare: {issue.issue.title}"
    more = f" and {len(chosen) - _NAMES} more" if len(chosen) > _NAMES else ""
    return f"{', '.join(chosen[:_NAMES])}{more} on {issue.issue.title}"
