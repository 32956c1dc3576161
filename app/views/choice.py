"""A visitor's choice in words, as chips that drop one part of it, and as a form to change it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from app.domain.queries import DEFAULT_ISSUE
from app.views.dates import show_day, show_range
from app.views.links import Link
from app.views.wording import KIND, STANCE, counted, listed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.domain.queries import ComparisonQuery
    from app.domain.records import ActorRef, Facet, Facets, OutletRef

COMPARE = "/compare"
_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Option:
    """One box to tick; ``number`` is how many statements choosing it would show."""

    value: str
    label: str
    number: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class FilterForm:
    """What the filter form offers, and what is chosen now."""

    speakers: tuple[Option, ...]
    stances: tuple[Option, ...]
    kinds: tuple[Option, ...]
    outlets: tuple[Option, ...]
    first: str
    last: str
    words: str
    undated: bool
    issue: str | None  # None: the default, which stands in no address
    active: int


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to choose from on one issue, and who and what is chosen, by name."""

    facets: Facets
    actors: tuple[ActorRef, ...]
    outlets: tuple[OutletRef, ...]

    def actor_names(self) -> dict[str, str]:
        """The name of each actor that is chosen or can be."""
        known = {facet.value: facet.label for facet in self.facets.actors}
        return known | {ref.slug: ref.name for ref in self.actors}

    def outlet_names(self) -> dict[str, str]:
        """The name of each outlet that is chosen or can be."""
        known = {facet.value: facet.label for facet in self.facets.outlets}
        return known | {outlet.slug: outlet.name for outlet in self.outlets}


def filter_form(query: ComparisonQuery, choices: Choices) -> FilterForm:
    """The form for a choice; what is chosen but is nowhere on the issue stands first."""
    facets = choices.facets
    return FilterForm(
        speakers=_options(facets.actors, choices.actor_names(), query.actors),
        stances=_options(facets.stances, STANCE, query.stances),
        kinds=_options(facets.kinds, KIND, query.kinds),
        outlets=_options(facets.outlets, choices.outlet_names(), query.outlets),
        first=query.first.isoformat() if query.first else "",
        last=query.last.isoformat() if query.last else "",
        words=query.words,
        undated=query.undated,
        issue=None if query.issue == DEFAULT_ISSUE else query.issue,
        active=len(chips(query, choices)),
    )


def _options(
    facets: Sequence[Facet], labels: Mapping[Any, str], chosen: Sequence[str]
) -> tuple[Option, ...]:
    """The boxes of one filter, each with its name on pages."""
    offered = {facet.value for facet in facets}
    silent = [
        Option(str(value), labels.get(value, value), 0, chosen=True)
        for value in chosen
        if value not in offered
    ]
    return (
        *silent,
        *(
            Option(
                facet.value,
                labels.get(facet.value, facet.label),
                facet.count,
                chosen=facet.value in chosen,
            )
            for facet in facets
        ),
    )


def chips(query: ComparisonQuery, choices: Choices) -> tuple[Link, ...]:
    """One link for each part of a choice, leading to the same choice without it."""
    actors, outlets = choices.actor_names(), choices.outlet_names()
    query = query.canonical()
    found: list[tuple[str, str, ComparisonQuery]] = [
        (actors.get(slug, slug), "speaker", replace(query, actors=_without(query.actors, slug)))
        for slug in query.actors
    ]
    if query.first:
        found.append((f"from {show_day(query.first)}", "said", replace(query, first=None)))
    if query.last:
        found.append((f"to {show_day(query.last)}", "said", replace(query, last=None)))
    found += [
        (STANCE[stance], "stance", replace(query, stances=_without(query.stances, stance)))
        for stance in query.stances
    ]
    found += [
        (KIND[kind], "wording", replace(query, kinds=_without(query.kinds, kind)))
        for kind in query.kinds
    ]
    found += [
        (outlets.get(slug, slug), "outlet", replace(query, outlets=_without(query.outlets, slug)))
        for slug in query.outlets
    ]
    if query.words:
        found.append((f"“{query.words}”", "words", replace(query, words="")))
    if query.undated:
        found.append(("listed apart", "day not certain", replace(query, undated=False)))
    return tuple(Link(rest.address(COMPARE), text, note) for text, note, rest in found)


def choice_words(query: ComparisonQuery, choices: Choices) -> str:
    """A choice in words, to follow 'statements': 'by A and B, said in February 2025'."""
    query = query.canonical()
    actors, outlets = choices.actor_names(), choices.outlet_names()
    parts: list[str] = []
    if query.actors:
        parts.append(f"by {listed([actors.get(slug, slug) for slug in query.actors], 'or')}")
    if query.first or query.last:
        parts.append(f"said {show_range(query.first, query.last)}")
    if query.stances:
        parts.append(f"stance {listed([STANCE[stance] for stance in query.stances], 'or')}")
    if query.kinds:
        parts.append(listed([KIND[kind] for kind in query.kinds], "or"))
    if query.outlets:
        parts.append(f"in {listed([outlets.get(slug, slug) for slug in query.outlets], 'or')}")
    if query.words:
        parts.append(f"with “{query.words}”")
    return ", ".join(parts)


def nothing_found(
    query: ComparisonQuery, choices: Choices, articles_read: int, what: str = "statement"
) -> str:
    """What was looked for and through: 'No statement by Mark Rutte in 5 articles'."""
    words = choice_words(query, choices)
    if ", " in words:
        words += ","
    looked = counted(articles_read, "article")
    return f"No {what}{' ' + words if words else ' on this issue'} in {looked}."


def _without(items: Sequence[_Item], item: _Item) -> tuple[_Item, ...]:
    return tuple(other for other in items if other != item)
