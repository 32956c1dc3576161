"""A comparison in a title and a sentence, where its page is shared, followed or framed."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from app.domain.records import Facets
from app.views.choice import Choices, choice_words
from app.views.compare import what_is_shown
from app.views.stances import Count, Tally, show_stance, tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.domain.queries import ComparisonQuery
    from app.domain.records import (
        ActorRef,
        Counted,
        IssueRecord,
        OutletRef,
        Standing,
        StatementRecord,
    )

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
    counts: Counted,
    issue: IssueRecord,
    actors: tuple[ActorRef, ...],
    outlets: tuple[OutletRef, ...],
) -> str:
    """What a choice lists, counted, in the sentence of its page."""
    return what_is_shown(query, counts, issue.issue, Choices(_NO_FACETS, actors, outlets))


def standing_tally(standing: Standing) -> Tally:
    """What an actor stands for in a choice, counted as on its pages."""
    return Tally(
        certain=tuple(
            Count(show_stance(one.stance, 1.0), one.certain)
            for one in standing.stances
            if one.certain
        ),
        uncertain=sum(one.uncertain for one in standing.stances),
        second_hand=standing.second_hand,
    )


def tallies(statements: Iterable[StatementRecord], issue: str) -> list[tuple[str, Tally]]:
    """The speakers of some statements, most statements first, their positions counted."""
    by_actor: dict[str, list[StatementRecord]] = defaultdict(list)
    for one in statements:
        by_actor[one.actor.slug].append(one)
    ranked = sorted(by_actor.values(), key=lambda found: (-len(found), found[0].actor.name))
    return [(found[0].actor.name, tally(found, issue)) for found in ranked]
