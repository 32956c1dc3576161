"""Lines: an actor's positions on an issue in time, and where they possibly changed.

A possible change lies between two positions that can be compared, with none that can between them:
first-hand, in the speaker's own words, certain or reviewed, without a doubt, of the same scope and
of days that do not overlap. Silence is no change, and neither is leaving a thing open.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from app.domain.positions import Scope, Stance
from app.domain.statements import StatementKind
from app.domain.utterances import Difference

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

# A date no more exact than this many days has a place among the others only where none of them
# falls among its days; otherwise one "in 2025" would stand beside all of that year.
_WIDEST = timedelta(days=10)


class ChangeKind(StrEnum):
    """What possibly changed."""

    TURNED = "turned"  # another side
    CONDITION_ADDED = "condition added"  # from yes to yes, if
    CONDITION_DROPPED = "condition dropped"


class Unfit(StrEnum):
    """Why a position is not compared with those before and after it; the order is that of pages."""

    SECOND_HAND = "second-hand"
    UNDETERMINED = "undetermined"
    OPEN = "noncommittal"
    NOT_DIRECT = "not direct"  # the deciding words do not stand in quotation marks
    NOT_CERTAIN = "not certain"
    HEDGED = "hedged"  # a reason stands with it why a person should look first
    REPORTS_DIFFER = "reports differ"
    OTHERS_PART = "others' part"  # about one other country, and which is not recorded
    UNDATED = "undated"
    ORDER = "order"  # other positions fall among the days on which it may have been said


@dataclass(frozen=True, slots=True)
class LinePosition:
    """One position in one utterance, as far as it decides what can be compared."""

    id: str  # of the position on the page, unique in a line
    stance: Stance
    days: tuple[date, date] | None  # the first and the last on which it may have been said
    scope: Scope = Scope.GENERAL
    kind: StatementKind = StatementKind.DIRECT
    condition: str | None = None
    direct: bool = True  # the deciding words stand in quotation marks
    certain: bool = True  # which way, and who speaks
    hedged: bool = False
    reviewed: bool = False  # by a person
    guessed: bool = False  # the days are
    second_hand: bool = False
    by_office: bool = False  # a spokesperson says it for the institution
    differences: frozenset[Difference] = frozenset()


@dataclass(frozen=True, slots=True)
class Change:
    """A possible change, by the ids of the positions before and after it."""

    kind: ChangeKind
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """Positions in time order, undated ones last, and what follows from them.

    ``unfit`` says of each that is not compared why; ``together`` are those of overlapping days that
    do not agree, so that nothing is said of a change from or to them.
    """

    positions: tuple[LinePosition, ...]
    unfit: dict[str, tuple[Unfit, ...]]
    changes: tuple[Change, ...]
    together: tuple[tuple[str, ...], ...]


def line_of(positions: Iterable[LinePosition], *, despite: frozenset[Unfit] = frozenset()) -> Line:
    """The line of these positions of one actor, or one institution, on one issue.

    ``despite`` are reasons that keep nothing from being compared. What then differs is said
    otherwise, and may not be called a possible change.
    """
    ordered = tuple(sorted(positions, key=_place))
    unfit = {
        one.id: reasons
        for one in ordered
        if (reasons := tuple(reason for reason in _reasons(one) if reason not in despite))
    }
    by_scope: dict[Scope, list[LinePosition]] = defaultdict(list)
    for one in ordered:
        if one.id not in unfit:
            by_scope[one.scope].append(one)
    changes: list[Change] = []
    together: list[tuple[str, ...]] = []
    for compared in by_scope.values():
        placed = [one for one in compared if not _among_others(one, compared)]
        kept = {one.id for one in placed}
        unfit |= {one.id: (Unfit.ORDER,) for one in compared if one.id not in kept}
        groups = _groups(placed)
        together.extend(
            tuple(one.id for one in group) for group in groups if _stance(group) is None
        )
        for before, after in pairwise(groups):
            kind = _change(_stance(before), _stance(after))
            if kind is not None:
                latest = max(before, key=lambda one: (_days(one)[1], _days(one)[0], one.id))
                changes.append(Change(kind, latest.id, after[0].id))
    rank = {one.id: number for number, one in enumerate(ordered)}
    return Line(
        ordered,
        unfit,
        tuple(sorted(changes, key=lambda one: (rank[one.after], rank[one.before]))),
        tuple(sorted(together, key=lambda ids: rank[ids[0]])),
    )


def _reasons(one: LinePosition) -> Iterator[Unfit]:
    """All reasons why a position is not compared; what a person reviewed is taken as certain."""
    if one.second_hand:
        yield Unfit.SECOND_HAND
    if one.stance is Stance.UNDETERMINED:
        yield Unfit.UNDETERMINED
    if one.stance is Stance.NONCOMMITTAL:
        yield Unfit.OPEN
    if one.kind is StatementKind.INDIRECT or not one.direct:
        yield Unfit.NOT_DIRECT
    if not (one.certain or one.reviewed):
        yield Unfit.NOT_CERTAIN
    if one.hedged and not one.reviewed:
        yield Unfit.HEDGED
    if one.differences & {Difference.STANCE, Difference.NEGATION, Difference.CONDITION}:
        yield Unfit.REPORTS_DIFFER
    if one.scope is Scope.OTHER:
        yield Unfit.OTHERS_PART
    if one.days is None:
        yield Unfit.UNDATED


def _groups(positions: Sequence[LinePosition]) -> list[list[LinePosition]]:
    """Positions in time order, those together whose days overlap."""
    groups: list[list[LinePosition]] = []
    last: date | None = None
    for one in positions:
        first, end = _days(one)
        if last is not None and first <= last:
            groups[-1].append(one)
            last = max(last, end)
        else:
            groups.append([one])
            last = end
    return groups


def _among_others(one: LinePosition, positions: Iterable[LinePosition]) -> bool:
    """Whether its days are so many that others fall among them, and its place is not known."""
    first, last = _days(one)
    return last - first > _WIDEST and any(
        _days(other)[0] <= last and first <= _days(other)[1]
        for other in positions
        if other is not one
    )


def _stance(group: Sequence[LinePosition]) -> Stance | None:
    """The stance on which all of a group agree; None when they do not."""
    stances = {one.stance for one in group}
    return stances.pop() if len(stances) == 1 else None


def _change(before: Stance | None, after: Stance | None) -> ChangeKind | None:
    if before is None or after is None or before is after:
        return None
    match before, after:
        case Stance.SUPPORTS, Stance.CONDITIONAL:
            return ChangeKind.CONDITION_ADDED
        case Stance.CONDITIONAL, Stance.SUPPORTS:
            return ChangeKind.CONDITION_DROPPED
        case _:
            return ChangeKind.TURNED


def _days(one: LinePosition) -> tuple[date, date]:
    assert one.days is not None  # noqa: S101 - undated ones are not compared
    return one.days


def _place(one: LinePosition) -> tuple[bool, int, int, str]:
    """Where it stands in the line: by the first day, then the last; undated ones at the end."""
    if one.days is None:
        return True, 0, 0, one.id
    return False, one.days[0].toordinal(), one.days[1].toordinal(), one.id
