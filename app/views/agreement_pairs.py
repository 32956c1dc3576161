"""Two actors' agreement: a cell of the matrix, and a line of the list of pairs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.views.agreement_choice import AGREEMENT
from app.views.links import Link, actor_address
from app.views.wording import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.queries import AgreementQuery
    from app.utterances.agreement import Pair, Standings
    from app.views.agreement_choice import Titles


_SHADES = 4  # the shade of a cell is its share in so many steps, and none for a share of 0


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


def pair_address(query: AgreementQuery, pair: Pair) -> str:
    """The page of these two actors alone."""
    return replace(query, actors=(pair.one, pair.other)).address(AGREEMENT)


def share_words(pair: Pair) -> str:
    """A share that never stands without its number: '3 of 4'."""
    return f"{len(pair.alike)} of {pair.common}"


def matrix_of(
    query: AgreementQuery,
    shown: Sequence[str],
    met: Sequence[Pair],
    chosen: Standings,
    titles: Titles,
) -> tuple[MatrixRow, ...]:
    """The whole matrix, both its halves: a row for each actor, in the order of ``shown``."""
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


def line_of(query: AgreementQuery, pair: Pair, titles: Titles) -> PairLine:
    """The line of a pair."""
    word = query.unit.value
    words = []
    if pair.opposed:
        words.append(f"opposed {in_word(word)} {len(pair.opposed)}")
    if not pair.common:
        words.append(f"no {word} {in_word(word)} which each took one stance")
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


def _level(query: AgreementQuery, pair: Pair) -> str:
    if pair.share is None:
        return "none"
    if pair.common < query.least:
        return "few"
    # Any agreement has a shade, and only full agreement the darkest.
    return str(0 if not pair.alike else max(1, int(pair.share * _SHADES)))


def in_word(word: str) -> str:
    """The preposition of a unit: 'in' a month, 'on' an issue."""
    return "in" if word == "month" else "on"
