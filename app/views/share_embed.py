"""EmbedStatementPage and EmbedComparePage: the small pages that others show in a frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.views.cards import StatementCard, show_card
from app.views.share_choice import standing_tally
from app.views.wording import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.domain.queries import ComparisonQuery
    from app.domain.records import IssueRecord, OverviewRecords, StatementRecord
    from app.views.stances import Tally

ROWS = 6


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
    found: OverviewRecords,
    latest: Mapping[str, StatementRecord],
    issue: IssueRecord,
    heading: tuple[str, str],
) -> EmbedComparePage:
    """The small page of a comparison: the actors with most statements, their latest words.

    ``latest`` has those to show, by the actor's slug, in their order; ``heading`` a title and a
    sentence.
    """
    rows = {row.actor.slug: row for row in found.rows}
    rest = len(found.rows) - len(latest)
    return EmbedComparePage(
        title=heading[0],
        proposition=issue.issue.proposition,
        sentence=heading[1],
        rows=tuple(
            EmbedRow(
                rows[slug].actor.name,
                rows[slug].role,
                counted(rows[slug].utterances, "statement"),
                standing_tally(rows[slug]),
                show_card(one, query.issue),
            )
            for slug, one in latest.items()
        ),
        more=f"{counted(rest, 'more actor')} on the page" if rest > 0 else "",
        address=query.address(),
    )
