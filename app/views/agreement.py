"""AgreementPage: which actors say the same, as a matrix, as pairs, and unit by unit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.queries import AgreementQuery, By, ComparisonQuery
from app.utterances.agreement import Apart, busiest, leaning, pairs
from app.views.agreement_choice import (
    AGREEMENT,
    AgreementForm,
    Titles,
    agreement_chips,
    agreement_form,
    month_days,
)
from app.views.agreement_pairs import MatrixRow, PairLine, in_word, line_of, matrix_of
from app.views.choice import COMPARE
from app.views.dates import show_range
from app.views.links import Link, actor_address
from app.views.stances import StanceView, show_stance
from app.views.wording import counted, listed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.utterances.agreement import Pair, Standings, Stood


# More rows and columns than this cannot be taken in at once.
ACTORS_UNASKED = 12


_APART: Mapping[Apart, str] = {
    Apart.UNCERTAIN: "uncertain",
    Apart.SECOND_HAND: "second-hand",
    Apart.PART: "only about what one country would do itself",
    Apart.DIFFERING: "to which outlets give different stances",
    Apart.UNDATED: "whose day is not certain enough",
}


# The files beside CSV's pairs and GraphML's congruence network, and what each is.
FILES: tuple[tuple[str, str, str, str], ...] = (
    ("csv", "", "Pairs (CSV)", "two actors a row, with their counts"),
    ("csv", "matrix", "Matrix (CSV)", "actor by actor, the units in which they stood alike"),
    ("csv", "two-mode", "Standings (CSV)", "actor by unit, the stance in words"),
    ("csv", "signed", "Signed standings (CSV)", "actor by unit: 1, -1, 0 or empty"),
    (
        "csv",
        "events",
        "Event list (CSV)",
        "one position a row, as Discourse Network Analyzer has it",
    ),
    ("graphml", "", "Congruence network (GraphML)", "actors joined by what they agree on"),
    ("graphml", "conflict", "Conflict network (GraphML)", "actors joined by what they oppose on"),
    ("graphml", "two-mode", "Two-mode network (GraphML)", "actors joined to units by a stance"),
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A stance, and in how many utterances it was taken."""

    stance: StanceView
    number: int


@dataclass(frozen=True, slots=True)
class UnitCell:
    """Where an actor stood in a unit; ``several`` stances were taken there, so that none counts."""

    unit: str
    marks: tuple[Mark, ...]
    several: bool
    address: str | None


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One actor's standings."""

    actor: Link
    cells: tuple[UnitCell, ...]


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """All that /agreement shows."""

    title: str
    heading: str
    sentence: str
    apart: str
    several: str
    order: str
    form: AgreementForm
    chips: tuple[Link, ...]
    clear: str
    unit_word: str
    matrix: tuple[MatrixRow, ...]
    pairs: tuple[PairLine, ...]
    alone: str | None
    heads: tuple[Link, ...]
    rows: tuple[UnitRow, ...]
    empty: str | None
    files: tuple[Link, ...]
    address: str
    json: str
    csv: str


def agreement_page(query: AgreementQuery, found: Standings, titles: Titles) -> AgreementPage:
    """The page for a choice, from all standings that it counts."""
    query = query.canonical()
    shown = shown_actors(query, found, titles, ACTORS_UNASKED)
    chosen = found.of(shown)
    met = tuple(pairs(chosen.stood, shown))
    most_first = sorted(met, key=lambda pair: (-pair.common, -(pair.share or 0)))
    word = query.unit.value
    title = "Agreement"
    if query.issue:
        title += f": {titles.issues.get(query.issue, query.issue)}"
    return AgreementPage(
        title=title,
        heading=title,
        sentence=_sentence(query, found, shown),
        apart=_apart(found),
        several=_several(query, chosen),
        order=(
            "Actors are in order from those who support most often to those who oppose most "
            "often, then by name, so that those who say the same stand together."
        ),
        form=agreement_form(query, found, titles),
        chips=agreement_chips(query, titles),
        clear=AGREEMENT,
        unit_word=word,
        matrix=matrix_of(query, shown, met, chosen, titles) if len(shown) > 1 else (),
        pairs=tuple(line_of(query, pair, titles) for pair in most_first),
        alone=_alone(query, shown, met, titles),
        heads=tuple(_head(query, unit, shown, titles) for unit in _by_title(query, chosen, titles)),
        rows=_rows(query, shown, chosen, titles),
        empty=None if found.stood else _nothing(query, titles),
        files=tuple(
            Link(query.address(f"{AGREEMENT}.{suffix}", form), text, note)
            for suffix, form, text, note in FILES
        ),
        address=query.address(AGREEMENT),
        json=query.address(f"{AGREEMENT}.json"),
        csv=query.address(f"{AGREEMENT}.csv"),
    )


def shown_actors(
    query: AgreementQuery, found: Standings, titles: Titles, most: int | None = None
) -> tuple[str, ...]:
    """The actors chosen, or the ``most`` with most units, in the order in which they stand."""
    chosen = query.actors or busiest(found.stood)[:most]
    points = leaning(found.of(chosen).stood)

    def place(slug: str) -> tuple[bool, float, str, str]:
        return slug not in points, -points.get(slug, 0), titles.actor(slug), slug

    return tuple(sorted(chosen, key=place))


def statements_address(query: AgreementQuery, issue: str, unit: str, actors: Sequence[str]) -> str:
    """Where the statements behind standings of these actors in a unit are compared."""
    first, last = query.first, query.last
    if query.unit is By.MONTH:
        start, end = month_days(unit)
        first, last = max(first or start, start), min(last or end, end)
    chosen = ComparisonQuery(issue=issue, actors=tuple(actors), first=first, last=last)
    return chosen.address(COMPARE)


def _sentence(query: AgreementQuery, found: Standings, shown: Sequence[str]) -> str:
    speaking = len({one.actor for one in found.stood})
    number = sum(one.number for one in found.stood)
    word = query.unit.value
    units = f"{word}s"
    within = f", said {show_range(query.first, query.last)}" if query.first or query.last else ""
    what = (
        f"How often two actors took the same stance, of the {units} {in_word(word)} which both "
        "took one."
    )
    count = (
        f"Counted: {counted(number, 'position')} of {counted(speaking, 'actor')}{within}, "
        f"first-hand and certain, each statement once, {in_word(word)} "
        f"{counted(len(found.units), word)}."
    )
    rest = len({one.actor for one in found.stood} - set(shown))
    if not rest:
        return f"{what} {count}"
    which = "chosen" if query.actors else f"with most {units}"
    are = "are" if len(shown) != 1 else "is"
    return f"{what} {count} The {len(shown)} {which} {are} shown; the files hold " + (
        "these." if query.actors else "all."
    )


def _apart(found: Standings) -> str:
    """What is not counted: 'Not counted: 3 uncertain, 1 second-hand.'; empty when all is."""
    parts = [f"{found.apart[why]:,} {words}" for why, words in _APART.items() if found.apart[why]]
    return f"Positions not counted: {', '.join(parts)}." if parts else ""


def _several(query: AgreementQuery, chosen: Standings) -> str:
    """How many standings are none because several stances were taken."""
    number = sum(one.stance is None for one in chosen.stood)
    if not number:
        return ""
    word = query.unit.value
    times = "Once" if number == 1 else f"{number:,} times"
    return (
        f"{times} an actor took several stances {in_word(word)} one {word}: none is picked, and "
        f"that {word} is left out of the actor’s shares."
    )


def _alone(
    query: AgreementQuery, shown: Sequence[str], met: Sequence[Pair], titles: Titles
) -> str | None:
    """Why there is nothing to compare, where there is not."""
    if len(shown) == 1:
        return f"{titles.actor(shown[0])} alone agrees with nobody: choose a second actor."
    if shown and not met:
        word = query.unit.value
        return f"No two of these actors took a stance {in_word(word)} the same {word}."
    return None


def _by_title(query: AgreementQuery, chosen: Standings, titles: Titles) -> tuple[str, ...]:
    """The units in the order of the columns: months in time, issues by title."""
    if query.unit is By.MONTH:
        return chosen.units
    return tuple(sorted(chosen.units, key=lambda unit: (titles.unit(query, unit), unit)))


def _head(query: AgreementQuery, unit: str, shown: Sequence[str], titles: Titles) -> Link:
    """A unit, leading to an issue's months or to what these actors said in a month."""
    if query.unit is By.ISSUE:
        address = replace(query, by=None, issue=unit).address(AGREEMENT)
    else:
        address = statements_address(query, query.issue or "", unit, shown)
    return Link(address, titles.unit(query, unit))


def _rows(
    query: AgreementQuery, shown: Sequence[str], chosen: Standings, titles: Titles
) -> tuple[UnitRow, ...]:
    of = {(one.actor, one.unit): one for one in chosen.stood}
    units = _by_title(query, chosen, titles)
    return tuple(
        UnitRow(
            Link(actor_address(slug), titles.actor(slug)),
            tuple(_unit_cell(query, unit, of.get((slug, unit)), titles) for unit in units),
        )
        for slug in shown
    )


def _unit_cell(query: AgreementQuery, unit: str, one: Stood | None, titles: Titles) -> UnitCell:
    if one is None:
        return UnitCell(titles.unit(query, unit), (), several=False, address=None)
    return UnitCell(
        titles.unit(query, unit),
        tuple(Mark(show_stance(stance, 1.0), number) for stance, number in one.counts),
        one.stance is None,
        statements_address(query, one.issue, unit, (one.actor,)),
    )


def _nothing(query: AgreementQuery, titles: Titles) -> str:
    """What was looked for and not found."""
    where = f"on {titles.issues.get(query.issue, query.issue)}" if query.issue else "on any issue"
    parts = [f"No certain first-hand position {where}"]
    if query.actors:
        parts.append(f"by {listed([titles.actor(slug) for slug in query.actors], 'or')}")
    if query.first or query.last:
        parts.append(f"certainly said {show_range(query.first, query.last)}")
    return f"{' '.join(parts)}."
