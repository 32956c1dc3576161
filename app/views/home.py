"""HomePage: one issue at a glance: who, how many statements, which way, when."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.positions import Stance
from app.domain.queries import ComparisonQuery
from app.views.cards import StatementCard, show_card
from app.views.compare import articles_of
from app.views.dates import DateView, latest_of, show_date
from app.views.links import Link, actor_address
from app.views.stances import StanceView, Tally, show_stance, tally
from app.views.timeline import Scale, Strip, scale_of, strip_of
from app.views.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.domain.records import ComparisonRecords, IssueRecord, StatementRecord

NEWEST = 9


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
    strip: Strip | None
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
    scale: Scale | None
    newest: tuple[StatementCard, ...]
    undated: int
    compare: str
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
    records: ComparisonRecords,
    default: str,
    issues: Iterable[IssueRecord] = (),
) -> HomePage:
    """The page of an issue, from all statements on it; it leads to the others of ``issues``."""
    slug = issue.issue.slug
    query = ComparisonQuery(issue=slug)
    everything = (*records.dated, *records.undated)
    by_actor: dict[str, list[StatementRecord]] = defaultdict(list)
    for statement in everything:
        by_actor[statement.actor.slug].append(statement)
    scale = scale_of(records.dated)
    lines = [_line(found, query, scale) for found in by_actor.values()]
    return HomePage(
        title=issue.issue.title,
        proposition=issue.issue.proposition,
        description=issue.issue.description,
        sentence=(
            f"{_counted(len(everything), records)} by "
            f"{counted(len(by_actor), 'actor')}, found in {len(articles_of(everything))} of "
            f"{counted(records.articles_read, 'article')} read."
        ),
        counts=issue.issue.counts,
        does_not_count=issue.issue.does_not_count,
        meanings=tuple(
            StanceMeaning(show_stance(stance, 1.0), wording.sentence)
            for stance, wording in sorted(
                issue.issue.stances.items(), key=lambda item: list(Stance).index(item[0])
            )
        ),
        actors=tuple(sorted(lines, key=lambda line: (-line.number, line.actor.text))),
        scale=scale,
        newest=tuple(show_card(statement, slug) for statement in records.dated[:NEWEST]),
        undated=len(records.undated),
        compare=query.address(),
        empty=not everything,
        articles_read=records.articles_read,
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


def _counted(statements: int, records: ComparisonRecords) -> str:
    """'9 statements on this issue, in 12 reports,'."""
    reports = records.reports + records.undated_reports
    found = f"{counted(statements, 'statement')} on this issue"
    return f"{found}, in {counted(reports, 'report')}," if reports > statements else found


def _line(
    statements: list[StatementRecord], query: ComparisonQuery, scale: Scale | None
) -> ActorLine:
    """One actor's line; its statements come newest first, undated last."""
    ref = statements[0].actor
    known = [statement for statement in statements if statement.said_on.known]
    latest = latest_of(statement.said_on for statement in known)
    roles = [statement.role for statement in statements if statement.role]
    return ActorLine(
        slug=ref.slug,
        actor=Link(query.address(actor_address(ref.slug)), ref.name),
        role=roles[0] if roles else None,
        number=len(statements),
        tally=tally(statements, query.issue),
        latest=show_date(latest) if latest else None,
        undated=len(statements) - len(known),
        strip=strip_of(known, query.issue, scale) if scale and known else None,
        compare=replace(query, actors=(ref.slug,)).address(),
    )
