"""A comparison in a title and a sentence, where its page is shared, followed or framed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.records import Facets
from app.views.choice import Choices, choice_words
from app.views.wording import counted, reported

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.queries import ComparisonQuery
    from app.domain.records import ActorRef, IssueRecord, OutletRef, StatementRecord

_NO_FACETS = Facets((), (), (), ())


def choice_title(issue: IssueRecord, actors: Sequence[ActorRef]) -> str:
    """'Ada Moreau, Bo Lindqvist on Foreign troops in Ukraine'; without actors only the issue."""
    names = [one.name for one in actors]
    if not names:
        return issue.issue.title
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f"{', '.join(names[:3])}{more} on {issue.issue.title}"


def choice_sentence(
    query: ComparisonQuery, actors: tuple[ActorRef, ...], outlets: tuple[OutletRef, ...]
) -> str:
    """What a choice lists, uncounted: 'Statements by Ada Moreau, said in February 2025'."""
    words = choice_words(query, Choices(_NO_FACETS, actors, outlets))
    return f"Statements {words}." if words else "All statements on this issue."


def counted_sentence(
    query: ComparisonQuery,
    statements: Sequence[StatementRecord],
    reports: int,
    actors: tuple[ActorRef, ...],
    outlets: tuple[OutletRef, ...],
) -> str:
    """The same counted: '9 statements in 12 reports by 3 actors: said in February 2025'."""
    words = choice_words(query, Choices(_NO_FACETS, actors, outlets))
    if not statements:
        return f"No statement {words}.".replace(" .", ".")
    speakers = counted(len({one.actor.slug for one in statements}), "actor")
    found = f"{reported(len(statements), reports)} by {speakers}"
    return f"{found}: {words}." if words else f"{found}."
