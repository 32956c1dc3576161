"""Actors with their counts, each with the surest date of the last day it spoke."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from app.db import queries
from app.domain.queries import ComparisonQuery
from app.views.dates import latest_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.domain.dates import UncertainDate
    from app.domain.records import ActorSummary


def actor_summaries(
    session: Session, issue: str, *, everyone: bool = False
) -> tuple[ActorSummary, ...]:
    """queries.actors_on, where of several dates of one last day the surest is the latest."""
    said: dict[str, list[UncertainDate]] = defaultdict(list)
    for one in queries.comparison(session, ComparisonQuery(issue=issue)).dated:
        said[one.actor.slug].append(one.said_on)
    return tuple(
        replace(one, latest=latest_of(said[one.ref.slug]))
        for one in queries.actors_on(session, issue, everyone=everyone)
    )
