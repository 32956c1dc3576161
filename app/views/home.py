"""HomePage: one issue at a glance: who, how many statements, which way, when."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.positions import Stance
from app.domain.queries import ComparisonQuery
from app.views.cards import StatementCard, show_card
from app.views.dates import DateView, show_placed
from app.views.links import Link, actor_address
from app.views.months import Bars, bars_of, months_told, tallest_of, width_of
from app.views.stances import StanceView, Tally, show_stance, tally_of
from app.views.timeline import Scale, Strip, scale_between, strip_of
from app.views.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.domain.records import (
        Counted,
        GlanceRecords,
        IssueRecord,
        PlacedRecord,
        Standing,
    )

NEWEST = 9
POINTS = 60  # of one actor, drawn one by one; of who has more bars count them by month
MOST = 15  # actors; a page of all would be long, and the overview has them


@dataclass(frozen=True, slots=True)
class StanceMeaning:
    """A stance of the issue, in a sentence."""

    stance: StanceView
    sentence: str


@dataclass(frozen=True, slots=True)
class ActorLine:
    """One actor in the overview. ``number`` counts its statements on the issue, dated or not."""

    slug: str
    actor: Link
    role: str | None
    number: int
    tally: Tally
    latest: DateView | None
    undated: int
    strip: Strip | None  # a point for each own position
    bars: tuple[Bars, ...]  # or how many there are of each month
    told: str  # the bars in words
    compare: str


@dataclass(frozen=True, slots=True)
class HomePage:
    """All that / shows."""

    title: str
    proposition: str
    description: str
    sentence: str
    counts: tuple[str, ...]
    does_not_count: tuple[str, ...]
    meanings: tuple[StanceMeaning, ...]
    actors: tuple[ActorLine, ...]
    more: Link | None  # to all of them; its note says which are here
    scale: Scale | None
    bar: float  # how wide a month's bar is
    points: int  # of more than these no actor's are drawn one by one
    newest: tuple[StatementCard, ...]
    undated: int
    compare: str
    changes: str  # who possibly changed position
    empty: bool
    articles_read: int
    address: str
    json: str
    csv: str
    issue_slug: str | None
    others: tuple[Link, ...]  # the other issues
    edit: str  # where admins change its definition


def home_page(
    issue: IssueRecord,
    records: GlanceRecords,
    default: str,
    issues: Iterable[IssueRecord] = (),
) -> HomePage:
    """The page of an issue, from all that was said on it; it leads to the others of ``issues``."""
    slug = issue.issue.slug
    query = ComparisonQuery(issue=slug)
    count, rows = records.overview.counted, records.overview.rows
    line: dict[str, list[PlacedRecord]] = defaultdict(list)
    for one in records.line:
        line[one.actor].append(one)
    scale = scale_between(count.first, count.last, 5) if count.first and count.last else None
    tallest = tallest_of(month for row in rows[:MOST] for month in row.months)
    return HomePage(
        title=issue.issue.title,
        proposition=issue.issue.proposition,
        description=issue.issue.description,
        sentence=(
            f"{_counted(count)} by {counted(count.actors, 'actor')}, found in "
            f"{count.articles:,} of {counted(count.articles_read, 'article')} read."
        ),
        counts=issue.issue.counts,
        does_not_count=issue.issue.does_not_count,
        meanings=tuple(
            StanceMeaning(show_stance(stance, 1.0), wording.sentence)
            for stance, wording in sorted(
                issue.issue.stances.items(), key=lambda item: list(Stance).index(item[0])
            )
        ),
        actors=tuple(
            _line(row, line[row.actor.slug], query, scale, tallest) for row in rows[:MOST]
        ),
        more=_more(query, len(rows)),
        scale=scale,
        bar=width_of(scale) if scale else 0,
        points=POINTS,
        newest=tuple(show_card(statement, slug) for statement in records.newest),
        undated=count.undated,
        compare=query.address(),
        changes=query.address("/changes"),
        empty=not count.utterances,
        articles_read=count.articles_read,
        address=query.address("/"),
        json=query.address("/index.json"),
        csv=query.address("/index.csv"),
        issue_slug=None if slug == default else slug,
        others=tuple(
            Link(
                ComparisonQuery(issue=other.issue.slug).address("/"),
                other.issue.title,
                counted(other.statements, "statement"),
            )
            for other in issues
            if other.issue.slug != slug
        ),
        edit=f"/issues/{slug}/edit",
    )


def _counted(count: Counted) -> str:
    """'9 statements on this issue, in 12 reports,'."""
    found = f"{counted(count.utterances, 'statement')} on this issue"
    if count.reports > count.utterances:
        return f"{found}, in {counted(count.reports, 'report')},"
    return found


def _more(query: ComparisonQuery, actors: int) -> Link | None:
    """Where all actors stand, when this page does not list them."""
    if actors <= MOST:
        return None
    return Link(query.address(), f"All {actors:,} actors", f"the {MOST} with most statements")


def _line(
    row: Standing,
    line: Sequence[PlacedRecord],
    query: ComparisonQuery,
    scale: Scale | None,
    tallest: int,
) -> ActorLine:
    """One actor's line; what it said comes newest first, undated last."""
    drawn, single = scale if row.last else None, row.utterances <= POINTS
    latest = next((one for one in line if one.last == row.last), None) if row.last else None
    return ActorLine(
        slug=row.actor.slug,
        actor=Link(query.address(actor_address(row.actor.slug)), row.actor.name),
        role=row.role,
        number=row.utterances,
        tally=tally_of(row),
        latest=show_placed(latest.first, latest.last, guessed=latest.guessed) if latest else None,
        undated=row.undated,
        strip=strip_of(line, drawn) if drawn and single else None,
        bars=bars_of(row.months, drawn, tallest) if drawn and not single else (),
        told=months_told(row.months) if drawn and not single else "",
        compare=replace(query, actors=(row.actor.slug,)).address(),
    )
