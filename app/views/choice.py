"""A visitor's choice in words, as chips that drop one part of it, and as a form to change it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from app.domain.positions import Scope
from app.domain.queries import ComparisonView
from app.domain.statements import StatementKind
from app.views.dates import show_day, show_range
from app.views.links import Link
from app.views.wording import ACTOR_KIND, KIND, SCOPE_OFFERED, STANCE, counted, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from app.domain.positions import Issue
    from app.domain.queries import ComparisonQuery
    from app.domain.records import ActorRef, Facet, Facets, OutletRef

COMPARE = "/compare"
REVIEWED = "checked by a person"
_NOWHERE = ComparisonView()
# A page stays small: those with fewest are found by typing their name.
_MOST_BOXES = 60
_MOST_NAMES = 240
_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Option:
    """One box to tick; ``number`` is how many statements choosing it would show."""

    value: str
    label: str
    number: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A link to a choice that many make; of one that is made, to the same without it."""

    address: str
    text: str
    number: int
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """One list of boxes: the parameter they set and its name on pages."""

    name: str
    legend: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class FilterForm:
    """What the filter form offers, and what is chosen now.

    ``hidden`` says how the page is shown. ``names`` are what may be typed for a speaker, each with
    the name on pages of who is meant.
    """

    filters: tuple[Filter, ...]
    issues: tuple[Option, ...]
    names: tuple[tuple[str, str], ...]
    first: str
    last: str
    words: str
    undated: bool
    reviewed: Option
    shortcuts: tuple[Shortcut, ...]
    hidden: tuple[tuple[str, str], ...]
    active: int


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to choose from on one issue, and who and what is chosen, by name.

    ``aliases`` are further names of speakers, by slug; ``shortcuts`` ranges of days with their
    counts (app/views/shortcuts.py).
    """

    facets: Facets
    actors: tuple[ActorRef, ...]
    outlets: tuple[OutletRef, ...]
    issues: tuple[Issue, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    ranges: tuple[Shortcut, ...] = ()

    def actor_names(self) -> dict[str, str]:
        """The name of each actor that is chosen or can be."""
        known = {facet.value: facet.label for facet in self.facets.actors}
        return known | {ref.slug: ref.name for ref in self.actors}

    def outlet_names(self) -> dict[str, str]:
        """The name of each outlet that is chosen or can be."""
        known = {facet.value: facet.label for facet in self.facets.outlets}
        return known | {outlet.slug: outlet.name for outlet in self.outlets}

    def side_name(self, side: str) -> str:
        """The name of a country or a body; of one that nobody on the issue belongs to its code."""
        names = {facet.value: facet.label for facet in self.facets.sides}
        return names.get(side, side.upper() if len(side) == 2 else side)


def filter_form(
    query: ComparisonQuery, choices: Choices, view: ComparisonView = _NOWHERE
) -> FilterForm:
    """The form for a choice; what is chosen but is nowhere on the issue stands first."""
    facets = choices.facets
    names = choices.actor_names()
    sides = {side: choices.side_name(side) for side in query.sides}
    return FilterForm(
        filters=tuple(
            Filter(name, legend, options)
            for name, legend, options in (
                ("actor", "Speakers", _options(facets.actors, names, query.actors)),
                ("side", "Side or country", _options(facets.sides, sides, query.sides)),
                ("stance", "Stance", _options(facets.stances, STANCE, query.stances)),
                ("kind", "Wording", _options(facets.kinds, KIND, query.kinds)),
                ("who", "Kind of speaker", _options(facets.who, ACTOR_KIND, query.who)),
                ("scope", "About whose part", _options(facets.scopes, SCOPE_OFFERED, query.scopes)),
                (
                    "outlet",
                    "Outlet",
                    _options(facets.outlets, choices.outlet_names(), query.outlets),
                ),
            )
            if options
        ),
        issues=tuple(
            Option(one.slug, one.title, 0, chosen=one.slug == query.issue) for one in choices.issues
        ),
        names=tuple(
            (written, names[slug])
            for slug, written in choices.aliases[:_MOST_NAMES]
            if slug in names
        ),
        first=query.first.isoformat() if query.first else "",
        last=query.last.isoformat() if query.last else "",
        words=query.words,
        undated=query.undated,
        reviewed=Option("only", REVIEWED, facets.reviewed, chosen=query.reviewed),
        shortcuts=(*choices.ranges, *_plain_shortcuts(query, facets, view)),
        hidden=tuple(pair for pair in view.parameters() if pair[0] != "before"),
        active=len(chips(query, choices)),
    )


def _plain_shortcuts(
    query: ComparisonQuery, facets: Facets, view: ComparisonView
) -> Iterable[Shortcut]:
    direct = next((one.count for one in facets.kinds if one.value == StatementKind.DIRECT), 0)
    only = query.kinds == (StatementKind.DIRECT,)
    kinds = () if only else (StatementKind.DIRECT,)
    if direct:
        spoken = replace(query, kinds=kinds).address(COMPARE, anew(view))
        yield Shortcut(spoken, "direct speech only", direct, chosen=only)
    if facets.reviewed:
        checked = replace(query, reviewed=not query.reviewed).address(COMPARE, anew(view))
        yield Shortcut(checked, f"only what is {REVIEWED}", facets.reviewed, chosen=query.reviewed)


def anew(view: ComparisonView) -> ComparisonView:
    """How another choice is shown: in the same way, from its beginning."""
    return replace(view, before="")


def _options(
    facets: Sequence[Facet], labels: Mapping[Any, str], chosen: Sequence[str]
) -> tuple[Option, ...]:
    """The boxes of one filter with their names on pages; of very many the first and the chosen."""
    facets = [
        facet for place, facet in enumerate(facets) if place < _MOST_BOXES or facet.value in chosen
    ]
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


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a choice: what it is, in words, and the choice without it."""

    note: str
    text: str
    rest: ComparisonQuery


def parts(query: ComparisonQuery, choices: Choices) -> tuple[Part, ...]:
    """The parts of a choice, each with what is left without it."""
    actors, outlets = choices.actor_names(), choices.outlet_names()
    query = query.canonical()
    found = [
        Part("speaker", actors.get(slug, slug), replace(query, actors=_without(query.actors, slug)))
        for slug in query.actors
    ]
    found += [
        Part("side", choices.side_name(side), replace(query, sides=_without(query.sides, side)))
        for side in query.sides
    ]
    found += [
        Part("kind of speaker", ACTOR_KIND[kind], replace(query, who=_without(query.who, kind)))
        for kind in query.who
    ]
    if query.first:
        found.append(Part("said", f"from {show_day(query.first)}", replace(query, first=None)))
    if query.last:
        found.append(Part("said", f"to {show_day(query.last)}", replace(query, last=None)))
    found += [
        Part("stance", STANCE[stance], replace(query, stances=_without(query.stances, stance)))
        for stance in query.stances
    ]
    found += [
        Part("about", SCOPE_OFFERED[one], replace(query, scopes=_without(query.scopes, one)))
        for one in query.scopes
    ]
    found += [
        Part("wording", KIND[kind], replace(query, kinds=_without(query.kinds, kind)))
        for kind in query.kinds
    ]
    found += [
        Part("outlet", outlets.get(one, one), replace(query, outlets=_without(query.outlets, one)))
        for one in query.outlets
    ]
    if query.words:
        found.append(Part("words", f"“{query.words}”", replace(query, words="")))
    if query.reviewed:
        found.append(Part("only", REVIEWED, replace(query, reviewed=False)))
    if query.undated:
        found.append(Part("day not certain", "listed apart", replace(query, undated=False)))
    return tuple(found)


def chips(
    query: ComparisonQuery, choices: Choices, view: ComparisonView = _NOWHERE
) -> tuple[Link, ...]:
    """One link for each part of a choice, leading to the same choice without it."""
    return tuple(
        Link(part.rest.address(COMPARE, anew(view)), part.text, part.note)
        for part in parts(query, choices)
    )


def choice_words(query: ComparisonQuery, choices: Choices) -> str:
    """A choice in words, to follow 'statements': 'by A and B, said in February 2025'."""
    query = query.canonical()
    actors = choices.actor_names()
    found = []
    if query.actors:
        found.append(f"by {listed([actors.get(slug, slug) for slug in query.actors], 'or')}")
    if query.first or query.last:
        found.append(f"said {show_range(query.first, query.last)}")
    return ", ".join((*found, *filter_words(query, choices)))


def filter_words(query: ComparisonQuery, choices: Choices) -> tuple[str, ...]:
    """The filters of a choice in words, speakers and days left out."""
    outlets = choices.outlet_names()
    found = []
    if query.sides:
        found.append(f"of the side {listed([choices.side_name(one) for one in query.sides], 'or')}")
    if query.who:
        found.append(
            f"by a speaker of the kind {listed([ACTOR_KIND[one] for one in query.who], 'or')}"
        )
    if query.stances:
        found.append(f"stance {listed([STANCE[stance] for stance in query.stances], 'or')}")
    if query.scopes:
        found.append(f"about {listed([_ABOUT[scope] for scope in query.scopes], 'or')}")
    if query.kinds:
        found.append(listed([KIND[kind] for kind in query.kinds], "or"))
    if query.outlets:
        found.append(f"in {listed([outlets.get(slug, slug) for slug in query.outlets], 'or')}")
    if query.words:
        found.append(f"with “{query.words}”")
    if query.reviewed:
        found.append(REVIEWED)
    return tuple(found)


_ABOUT: Mapping[Scope, str] = {
    Scope.GENERAL: "the matter in general",
    Scope.OWN: "what their own side would do",
    Scope.OTHER: "what one other country would do",
}


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
