"""ComparePage: what the chosen actors said, one column each, the same time on the same line."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.queries import ComparisonQuery
from app.views.choice import (
    COMPARE,
    Choices,
    FilterForm,
    chips,
    choice_words,
    filter_form,
    nothing_found,
)
from app.views.links import Link, actor_address
from app.views.rows import Row, rows_of
from app.views.share_head import Head, comparison_head
from app.views.stances import Tally, tally
from app.views.wording import counted, reported

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from app.domain.records import ActorRef, ComparisonRecords, IssueRecord, StatementRecord

# More columns than this cannot be read side by side on a screen.
COLUMNS_UNASKED = 6
_WHERE_UNDATED = "listed at the end, under “Day not known”"


@dataclass(frozen=True, slots=True)
class Column:
    """One actor's column head.

    ``number`` counts the statements in the range; without a range all of them. ``undated_words``
    says how many of these have no known day, or how many more may be in the range.
    """

    slug: str
    actor: Link
    role: str | None
    number: int
    undated_words: str
    tally: Tally
    drop: str | None  # the address without this column; None when nobody chose it


@dataclass(frozen=True, slots=True)
class Undated:
    """Statements that cannot be placed in time, under a heading of their own.

    With a range they are offered (``offer`` says so) and listed when asked for.
    """

    offer: str
    listed: bool
    show: str
    hide: str
    row: Row | None


@dataclass(frozen=True, slots=True)
class ComparePage:
    """All that /compare shows.

    ``counted`` says how many statements are listed and how many reports of them; JSON has both
    counts, and CSV a row for each report.
    """

    title: str
    issue: Link
    proposition: str
    counted: str
    sentence: str
    form: FilterForm
    chips: tuple[Link, ...]
    clear: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    undated: Undated
    others: tuple[Link, ...]
    others_sentence: str
    empty: str | None
    parameters: tuple[tuple[str, str], ...]  # of the canonical address
    address: str
    json: str
    csv: str
    head: Head


def compare_page(
    query: ComparisonQuery, records: ComparisonRecords, issue: IssueRecord, choices: Choices
) -> ComparePage:
    """The page for a choice, from the statements that it selects."""
    query = query.canonical()
    listed = listed_of(query, records)
    shown = _columns_shown(query, _by_actor(listed), choices)
    columns = tuple(_column(ref, query, records) for ref in shown)
    slugs = {ref.slug for ref in shown}
    rows, undated = rows_of(
        records.dated,
        records.undated if query.lists_undated else (),
        _undated_heading(query),
        {column.slug: column.actor for column in columns},
        query.issue,
    )
    rest = tuple(statement for statement in listed if statement.actor.slug not in slugs)
    nothing = not records.dated and not records.undated
    title, sentence = _title(query, issue, choices), _sentence(query, records, choices)
    return ComparePage(
        title=title,
        issue=Link(ComparisonQuery(issue=issue.issue.slug).address("/"), issue.issue.title),
        proposition=issue.issue.proposition,
        counted=reported(len(listed), reports_listed(query, records)),
        sentence=sentence,
        form=filter_form(query, choices),
        chips=chips(query, choices),
        clear=ComparisonQuery(issue=query.issue).address(COMPARE),
        columns=columns,
        rows=rows,
        undated=_undated(query, records, undated),
        others=_others(query, rest),
        others_sentence=_others_sentence(rest, len(columns)),
        empty=nothing_found(query, choices, records.articles_read) if nothing else None,
        parameters=tuple(query.parameters()),
        address=query.address(COMPARE),
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


def _by_actor(statements: Iterable[StatementRecord]) -> dict[str, list[StatementRecord]]:
    found: dict[str, list[StatementRecord]] = defaultdict(list)
    for statement in statements:
        found[statement.actor.slug].append(statement)
    return found


def _columns_shown(
    query: ComparisonQuery, by_actor: dict[str, list[StatementRecord]], choices: Choices
) -> list[ActorRef]:
    """The actors chosen, or those with most statements when nobody is chosen."""
    if query.actors:
        known = {ref.slug: ref for ref in choices.actors}
        return [known[slug] for slug in query.actors if slug in known]
    ranked = sorted(by_actor.values(), key=lambda found: (-len(found), found[0].actor.name))
    return [found[0].actor for found in ranked[:COLUMNS_UNASKED]]


def _column(ref: ActorRef, query: ComparisonQuery, records: ComparisonRecords) -> Column:
    dated = [statement for statement in records.dated if statement.actor.slug == ref.slug]
    undated = [statement for statement in records.undated if statement.actor.slug == ref.slug]
    rest = replace(query, actors=tuple(slug for slug in query.actors if slug != ref.slug))
    roles = [statement.role for statement in (*dated, *undated) if statement.role]
    return Column(
        slug=ref.slug,
        actor=Link(actor_address(ref.slug), ref.name),
        role=roles[0] if roles else None,
        number=len(dated) if query.ranged else len(dated) + len(undated),
        undated_words=_undated_aside(query, len(undated)),
        tally=tally(dated if query.ranged else [*dated, *undated], query.issue),
        drop=rest.address(COMPARE) if ref.slug in query.actors else None,
    )


def _undated_aside(query: ComparisonQuery, number: int) -> str:
    """What follows a count of statements: ' and 2 not certainly in this range'."""
    if not number:
        return ""
    if query.ranged:
        return f" and {number} not certainly in this range"
    return f", {number} without a known day"


def _undated(query: ComparisonQuery, records: ComparisonRecords, row: Row | None) -> Undated:
    return Undated(
        offer=_undated_words(records) if query.ranged else "",
        listed=query.lists_undated,
        show=replace(query, undated=True).address(COMPARE),
        hide=replace(query, undated=False).address(COMPARE),
        row=row,
    )


def _undated_heading(query: ComparisonQuery) -> str:
    if query.ranged:
        return "Day not known, or not certainly in this range"
    return "Day not known"


def _undated_words(records: ComparisonRecords) -> str:
    """'12 statements whose day is not known'; empty when there are none."""
    number = len(records.undated)
    unknown = sum(not statement.said_on.known for statement in records.undated)
    why = ["whose day is not known"] if unknown else []
    if number - unknown:
        why.append("whose day may or may not be in this range")
    return f"{counted(number, 'statement')} {' or '.join(why)}" if number else ""


def _others(query: ComparisonQuery, rest: Sequence[StatementRecord]) -> tuple[Link, ...]:
    """Links to the actors for whom there is no column, those with most statements first."""
    counts = Counter(statement.actor for statement in rest)
    return tuple(
        Link(replace(query, actors=(ref.slug,)).address(COMPARE), ref.name, str(number))
        for ref, number in sorted(counts.items(), key=lambda item: (-item[1], item[0].name))
    )


def _others_sentence(rest: Sequence[StatementRecord], columns: int) -> str:
    if not rest:
        return ""
    actors = len({statement.actor.slug for statement in rest})
    return (
        f"Nobody is chosen, so the {columns} actors with most statements have a column. "
        f"{counted(len(rest), 'more statement')} by {counted(actors, 'other actor')} "
        f"{'is' if len(rest) == 1 else 'are'} not shown below; choose:"
    )


def _sentence(query: ComparisonQuery, records: ComparisonRecords, choices: Choices) -> str:
    """What is shown, counted: '14 statements by 3 actors in 4 of 5 articles; said ...'."""
    counts = records.dated if query.ranged else listed_of(query, records)
    undated = _undated_words(records)
    if not counts:
        what = "dated statement" if undated else "statement"
        nothing = nothing_found(query, choices, records.articles_read, what)
        return f"{nothing} {undated}." if undated else nothing
    reports = records.reports if query.ranged else reports_listed(query, records)
    actors = len({statement.actor.slug for statement in counts})
    articles = len(articles_of(counts, query.outlets))
    words = choice_words(query, choices)
    found = (
        f"{reported(len(counts), reports)} by {counted(actors, 'actor')} "
        f"in {articles} of {counted(records.articles_read, 'article')}"
    )
    found = f"{found}: {words}." if words else f"{found}."
    if not undated or not query.lists_undated:
        return found
    if query.ranged:
        return f"{found} Listed apart: {undated}."
    return f"{found} The day of {len(records.undated)} is not known: {_WHERE_UNDATED}."


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


def _title(query: ComparisonQuery, issue: IssueRecord, choices: Choices) -> str:
    names = choices.actor_names()
    chosen = [names.get(slug, slug) for slug in query.actors]
    if not chosen:
        return f"Compare: {issue.issue.title}"
    more = f" and {len(chosen) - 3} more" if len(chosen) > 3 else ""
    return f"{', '.join(chosen[:3])}{more} on {issue.issue.title}"
