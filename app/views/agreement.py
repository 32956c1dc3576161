"""AgreementPage: which actors say the same, as a matrix, as pairs, and unit by unit."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from app.domain.queries import AgreementQuery, By, ComparisonQuery
from app.utterances.agreement import Apart, busiest, leaning, pairs
from app.views.choice import COMPARE, Option
from app.views.dates import show_day, show_range
from app.views.links import Link, actor_address
from app.views.stances import StanceView, show_stance
from app.views.wording import counted, listed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.domain.records import ActorRef
    from app.utterances.agreement import Pair, Standings, Stood

AGREEMENT = "/agreement"
# More rows and columns than this cannot be taken in at once.
ACTORS_UNASKED = 12
_SHADES = 4  # the shade of a cell is its share in so many steps, and none for a share of 0
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


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """Two actors' agreement in the matrix. ``level`` names its shade.

    It is 'self' where a row meets its own column (``text`` is then the actor's number of units),
    'none' where the two share no unit, 'few' where they share fewer than asked for.
    """

    level: str
    text: str
    opposed: int
    address: str | None
    again: bool  # it stands on the other side of the diagonal too


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One actor's row."""

    actor: Link
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True)
class PairLine:
    """Two actors' agreement as a line of a list; ``words`` say what the share does not."""

    one: str
    other: str
    level: str
    text: str
    words: str
    address: str


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
    met = pairs(chosen.stood, shown)
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
        form=_form(query, found, titles),
        chips=_chips(query, titles),
        clear=AGREEMENT,
        unit_word=word,
        matrix=_matrix(query, shown, met, chosen, titles) if len(shown) > 1 else (),
        pairs=tuple(_line(query, pair, titles) for pair in most_first),
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


def month_days(month: str) -> tuple[date, date]:
    """The first and the last day of a month like 2025-02."""
    first = date.fromisoformat(f"{month}-01")
    return first, first.replace(day=monthrange(first.year, first.month)[1])


def statements_address(query: AgreementQuery, issue: str, unit: str, actors: Sequence[str]) -> str:
    """Where the statements behind standings of these actors in a unit are compared."""
    first, last = query.first, query.last
    if query.unit is By.MONTH:
        start, end = month_days(unit)
        first, last = max(first or start, start), min(last or end, end)
    chosen = ComparisonQuery(issue=issue, actors=tuple(actors), first=first, last=last)
    return chosen.address(COMPARE)


def pair_address(query: AgreementQuery, pair: Pair) -> str:
    """The page of these two actors alone."""
    return replace(query, actors=(pair.one, pair.other)).address(AGREEMENT)


def share_words(pair: Pair) -> str:
    """A share that never stands without its number: '3 of 4'."""
    return f"{len(pair.alike)} of {pair.common}"


def _sentence(query: AgreementQuery, found: Standings, shown: Sequence[str]) -> str:
    speaking = len({one.actor for one in found.stood})
    number = sum(one.number for one in found.stood)
    word = query.unit.value
    units = f"{word}s"
    within = f", said {show_range(query.first, query.last)}" if query.first or query.last else ""
    what = (
        f"How often two actors took the same stance, of the {units} {_in(word)} which both took "
        "one."
    )
    count = (
        f"Counted: {counted(number, 'position')} of {counted(speaking, 'actor')}{within}, "
        f"first-hand and certain, each utterance once, {_in(word)} "
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
        f"{times} an actor took several stances {_in(word)} one {word}: none is picked, and that "
        f"{word} is left out of the actor’s shares."
    )


def _form(query: AgreementQuery, found: Standings, titles: Titles) -> AgreementForm:
    units: dict[str, int] = {}
    for one in found.stood:
        units[one.actor] = units.get(one.actor, 0) + 1
    slugs = sorted(
        {*units, *query.actors}, key=lambda slug: (-units.get(slug, 0), titles.actor(slug))
    )
    fits = query.by is None
    return AgreementForm(
        units=(
            Option("", "what fits: issues, or months of one issue", 0, fits),
            Option("issue", "issues", 0, query.by is By.ISSUE),
            Option("month", "months of the issue chosen", 0, query.by is By.MONTH),
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
        active=len(_chips(query, titles)),
    )


def _chips(query: AgreementQuery, titles: Titles) -> tuple[Link, ...]:
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


def _level(query: AgreementQuery, pair: Pair) -> str:
    if pair.share is None:
        return "none"
    if pair.common < query.least:
        return "few"
    # Any agreement has a shade, and only full agreement the darkest.
    return str(0 if not pair.alike else max(1, int(pair.share * _SHADES)))


def _matrix(
    query: AgreementQuery,
    shown: Sequence[str],
    met: Sequence[Pair],
    chosen: Standings,
    titles: Titles,
) -> tuple[MatrixRow, ...]:
    of = {frozenset((pair.one, pair.other)): pair for pair in met}
    units = {slug: sum(one.actor == slug for one in chosen.stood) for slug in shown}

    def cell(row: int, column: int) -> MatrixCell:
        if row == column:
            return MatrixCell("self", str(units[shown[row]]), 0, None, again=False)
        pair = of.get(frozenset((shown[row], shown[column])))
        if pair is None or not pair.common:
            return MatrixCell("none", "", 0, None, again=column > row)
        return MatrixCell(
            _level(query, pair),
            share_words(pair),
            len(pair.opposed),
            pair_address(query, pair),
            again=column > row,
        )

    numbers = range(len(shown))
    return tuple(
        MatrixRow(
            Link(actor_address(slug), titles.actor(slug)),
            tuple(cell(row, column) for column in numbers),
        )
        for row, slug in enumerate(shown)
    )


def _line(query: AgreementQuery, pair: Pair, titles: Titles) -> PairLine:
    word = query.unit.value
    words = []
    if pair.opposed:
        words.append(f"opposed {_in(word)} {len(pair.opposed)}")
    if not pair.common:
        words.append(f"no {word} {_in(word)} which each took one stance")
    elif pair.common < query.least:
        words.append(f"fewer than {query.least} {word}s in common")
    if pair.several:
        words.append(f"{counted(len(pair.several), word)} left out: several stances taken")
    return PairLine(
        titles.actor(pair.one),
        titles.actor(pair.other),
        _level(query, pair),
        share_words(pair) if pair.common else "–",
        "; ".join(words),
        pair_address(query, pair),
    )


def _alone(
    query: AgreementQuery, shown: Sequence[str], met: Sequence[Pair], titles: Titles
) -> str | None:
    """Why there is nothing to compare, where there is not."""
    if len(shown) == 1:
        return f"{titles.actor(shown[0])} alone agrees with nobody: choose a second actor."
    if shown and not met:
        word = query.unit.value
        return f"No two of these actors took a stance {_in(word)} the same {word}."
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


def _in(word: str) -> str:
    return "in" if word == "month" else "on"
