"""A choice of what agreement is shown, in words, as chips and as a form to change it."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from app.domain.queries import AgreementQuery, By
from app.views.choice import Option
from app.views.dates import show_day, show_range
from app.views.links import Link

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.domain.records import ActorRef
    from app.utterances.agreement import Standings


AGREEMENT = "/agreement"


@dataclass(frozen=True, slots=True)
class Titles:
    """The names of what a choice speaks of: issues and actors by slug."""

    issues: Mapping[str, str]
    actors: Mapping[str, ActorRef]

    def unit(self, query: AgreementQuery, unit: str) -> str:
        """A unit in words: an issue's title, or 'February 2025'."""
        if query.unit is By.ISSUE:
            return self.issues.get(unit, unit)
        return show_range(*month_days(unit)).removeprefix("in ")

    def actor(self, slug: str) -> str:
        """An actor's name."""
        return self.actors[slug].name if slug in self.actors else slug


@dataclass(frozen=True, slots=True)
class AgreementForm:
    """What the filter form offers, and what is chosen now."""

    units: tuple[Option, ...]
    issues: tuple[Option, ...]
    actors: tuple[Option, ...]
    first: str
    last: str
    least: int
    active: int


def month_days(month: str) -> tuple[date, date]:
    """The first and the last day of a month like 2025-02."""
    first = date.fromisoformat(f"{month}-01")
    return first, first.replace(day=monthrange(first.year, first.month)[1])


def agreement_form(query: AgreementQuery, found: Standings, titles: Titles) -> AgreementForm:
    """The form for a choice; the actors with most units first, and those chosen among them."""
    units: dict[str, int] = {}
    for one in found.stood:
        units[one.actor] = units.get(one.actor, 0) + 1
    slugs = sorted(
        {*units, *query.actors}, key=lambda slug: (-units.get(slug, 0), titles.actor(slug))
    )
    fits = query.by is None
    return AgreementForm(
        units=(
            Option("", "issues or months, as fits", 0, fits),
            Option("issue", "issues", 0, query.by is By.ISSUE),
            Option("month", "months of the issue", 0, query.by is By.MONTH),
        ),
        issues=(
            Option("", "all issues", 0, query.issue is None),
            *(Option(slug, title, 0, slug == query.issue) for slug, title in titles.issues.items()),
        ),
        actors=tuple(
            Option(slug, titles.actor(slug), units.get(slug, 0), slug in query.actors)
            for slug in slugs
        ),
        first=query.first.isoformat() if query.first else "",
        last=query.last.isoformat() if query.last else "",
        least=query.least,
        active=len(agreement_chips(query, titles)),
    )


def agreement_chips(query: AgreementQuery, titles: Titles) -> tuple[Link, ...]:
    """One link for each part of a choice, leading to the same choice without it."""
    found: list[tuple[str, str, AgreementQuery]] = [
        (
            titles.actor(slug),
            "actor",
            replace(query, actors=tuple(other for other in query.actors if other != slug)),
        )
        for slug in query.actors
    ]
    if query.issue:
        title = titles.issues.get(query.issue, query.issue)
        found.append((title, "issue", replace(query, issue=None, by=None)))
    if query.by:
        found.append((f"{query.by.value}s", "by", replace(query, by=None)))
    if query.first:
        found.append((f"from {show_day(query.first)}", "said", replace(query, first=None)))
    if query.last:
        found.append((f"to {show_day(query.last)}", "said", replace(query, last=None)))
    if query.least > 1:
        found.append((f"at least {query.least}", "in common", replace(query, least=1)))
    return tuple(Link(rest.address(AGREEMENT), text, note) for text, note, rest in found)
