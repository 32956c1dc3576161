"""EmbedStatementPage and EmbedComparePage: the small pages that others show in a frame."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.views.cards import StatementCard, show_card
from app.views.stances import Tally, tally
from app.views.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.domain.queries import ComparisonQuery
    from app.domain.records import IssueRecord, StatementRecord

_MOST_ROWS = 6


@dataclass(frozen=True, slots=True)
class EmbedStatementPage:
    """All that /embed/statements/{id} shows."""

    title: str
    card: StatementCard
    proposition: str
    reviewed_by: str
    superseded: bool
    address: str  # of the page that it leads back to


@dataclass(frozen=True, slots=True)
class EmbedRow:
    """One actor: its positions counted, and the latest of its words."""

    name: str
    role: str | None
    number: str
    tally: Tally
    latest: StatementCard


@dataclass(frozen=True, slots=True)
class EmbedComparePage:
    """All that /embed/compare shows."""

    title: str
    proposition: str
    sentence: str
    rows: tuple[EmbedRow, ...]
    more: str
    address: str


@dataclass(frozen=True, slots=True)
class EmbedProblemPage:
    """What a frame shows where there is nothing to show: withdrawn, or not there."""

    title: str
    message: str
    address: str


def embed_statement(
    statement: StatementRecord, title: str, issue: IssueRecord, *, newest: bool
) -> EmbedStatementPage:
    """The small page of a statement."""
    card = show_card(statement, issue.issue.slug)
    return EmbedStatementPage(
        title=title,
        card=card,
        proposition=issue.issue.proposition,
        reviewed_by=card.checked_by,
        superseded=not newest,
        address=card.address,
    )


def embed_compare(
    query: ComparisonQuery,
    statements: Iterable[StatementRecord],
    issue: IssueRecord,
    title: str,
    sentence: str,
) -> EmbedComparePage:
    """The small page of a comparison: the actors with most statements, their latest words."""
    by_actor: dict[str, list[StatementRecord]] = defaultdict(list)
    for one in statements:
        by_actor[one.actor.slug].append(one)
    ranked = sorted(by_actor.values(), key=lambda found: (-len(found), found[0].actor.name))
    rest = len(ranked) - _MOST_ROWS
    return EmbedComparePage(
        title=title,
        proposition=issue.issue.proposition,
        sentence=sentence,
        rows=tuple(
            EmbedRow(
                found[0].actor.name,
                found[0].role,
                counted(len(found), "statement"),
                tally(found, query.issue),
                show_card(found[0], query.issue),
            )
            for found in ranked[:_MOST_ROWS]
        ),
        more=f"{counted(rest, 'more actor')} on the page" if rest > 0 else "",
        address=query.address(),
    )
