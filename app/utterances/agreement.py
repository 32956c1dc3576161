"""Agreement: who stands where in each unit, and which actors stand alike.

A *unit* is an issue, or a month of one issue. An actor's *standing* in it is the stance it took
there, first-hand and certain, on the proposition itself. Whoever took several stances in one unit
has no standing in it: none of them is picked; but leaving it open takes no side, and yields to one
that is taken. Two actors stand *alike* in a unit where both have
the same standing, and *opposed* where one supports and the other opposes. What is left out is
counted apart, by why. The rules and their reasons: docs/utterances.md.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from app.domain.positions import Scope, Stance
from app.domain.queries import By

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

_OPPOSED = frozenset({Stance.SUPPORTS, Stance.OPPOSES})


class Taken(NamedTuple):
    """A position as one report of an utterance gives it."""

    report: int  # the number behind the statement's id (app/domain/ids.py), as all that follow
    utterance: int
    actor: str  # slug of the holder
    issue: str  # slug
    stance: Stance
    scope: Scope
    first_hand: bool
    confidence: float  # in the stance
    speaker: float  # confidence in who says it
    first: date | None  # the days on which it may have been said
    last: date | None
    reported: date | None  # the last day on which it may have been published


class Apart(StrEnum):
    """Why a position counts in nobody's standing."""

    SECOND_HAND = "second-hand"  # somebody else says so of the holder
    UNCERTAIN = "uncertain"  # the stance or the speaker is
    PART = "part"  # about one side's own part only, which is another question
    DIFFERING = "differing"  # its reports give different stances
    UNDATED = "undated"  # not certainly in the range, or in one month


class Stood(NamedTuple):
    """Where an actor stood in a unit: how many utterances took which stance there."""

    actor: str
    unit: str  # slug of an issue, or a month like 2025-02
    issue: str
    counts: tuple[tuple[Stance, int], ...]  # in the order of Stance
    first: date | None  # the earliest and latest day known of any of them
    last: date | None
    said: Iterable[tuple[int, Stance]]  # each utterance, and a stance taken in it; in order

    @property
    def stance(self) -> Stance | None:
        """The one stance it took; None when it took several.

        Leaving it open takes no side, so that it unmakes none that was taken in the same unit.
        """
        taken = [stance for stance, _ in self.counts if stance is not Stance.NONCOMMITTAL]
        if len(taken) > 1:
            return None
        return taken[0] if taken else Stance.NONCOMMITTAL

    @property
    def number(self) -> int:
        """How many positions it took."""
        return sum(number for _, number in self.counts)


@dataclass(frozen=True, slots=True)
class Standings:
    """All standings, by actor and unit; and how many positions are apart, and why."""

    stood: tuple[Stood, ...]
    apart: Mapping[Apart, int]

    @property
    def units(self) -> tuple[str, ...]:
        """The units in which anybody took a stance, in order."""
        return tuple(sorted({one.unit for one in self.stood}))

    def of(self, actors: Iterable[str]) -> Standings:
        """Those of these actors alone; what is apart stays that of all."""
        chosen = frozenset(actors)
        return Standings(tuple(one for one in self.stood if one.actor in chosen), self.apart)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two actors, and the units in which both took a stance."""

    one: str
    other: str
    alike: tuple[str, ...]
    opposed: tuple[str, ...]
    otherwise: tuple[str, ...]  # neither: one for it, the other under a condition
    several: tuple[str, ...]  # at least one of them took several stances there

    @property
    def common(self) -> int:
        """In how many units both had a standing: what the share is a share of."""
        return len(self.alike) + len(self.opposed) + len(self.otherwise)

    @property
    def share(self) -> float | None:
        """The share of the common units in which they stood alike; None without any."""
        return len(self.alike) / self.common if self.common else None


def standings(
    taken: Iterable[Taken],
    by: By,
    sure: Callable[[Stance, float, float], bool],
    first: date | None = None,
    last: date | None = None,
) -> Standings:
    """Where everybody stood in each unit, each utterance counted once.

    ``sure`` says whether a stance given with that confidence, by a speaker known with that one,
    is certain. With a first or last day only what was certainly said between them counts.
    """
    apart: Counter[Apart] = Counter()
    sure = cache(sure)  # few confidences differ
    reports: dict[tuple[int, str, str, bool], list[Taken]] = defaultdict(list)
    for one in taken:
        reports[one.utterance, one.actor, one.issue, one.first_hand].append(one)
    found: dict[tuple[str, str], list[_Said]] = defaultdict(list)
    for (utterance, actor, issue, first_hand), told in reports.items():
        when = _days(told)
        if not _may_fall(when, told, first, last):
            continue
        said = _said(told, sure) if first_hand else Apart.SECOND_HAND
        unit = _unit(by, issue, when, first, last)
        if isinstance(said, Apart):
            apart[said] += 1
        elif unit is None:
            apart[Apart.UNDATED] += 1
        else:
            found[actor, unit].append(_Said(issue, said, when, utterance))
    stood = tuple(_stood(actor, unit, found[actor, unit]) for actor, unit in sorted(found))
    return Standings(stood, {why: apart[why] for why in Apart})


def busiest(stood: Iterable[Stood]) -> tuple[str, ...]:
    """The actors with the most units first, then with the most positions, then by slug."""
    units: Counter[str] = Counter()
    numbers: Counter[str] = Counter()
    for one in stood:
        units[one.actor] += 1
        numbers[one.actor] += one.number
    return tuple(sorted(units, key=lambda actor: (-units[actor], -numbers[actor], actor)))


def leaning(stood: Iterable[Stood]) -> Mapping[str, float]:
    """By actor: from 1, in favour in all its units, to -1, against in all of them."""
    points: dict[str, list[int]] = defaultdict(list)
    for one in stood:
        points[one.actor].append((one.stance is Stance.SUPPORTS) - (one.stance is Stance.OPPOSES))
    return {actor: sum(given) / len(given) for actor, given in points.items()}


def pairs(stood: Iterable[Stood], actors: Sequence[str]) -> Iterator[Pair]:
    """Every two of these actors who took a stance in the same unit, in the order of ``actors``."""
    of: dict[str, dict[str, Stance | None]] = {actor: {} for actor in actors}
    for standing in stood:
        if standing.actor in of:
            of[standing.actor][standing.unit] = standing.stance
    for one, other in combinations(dict.fromkeys(actors), 2):
        common = of[one].keys() & of[other].keys()
        if common:
            yield _pair(one, other, sorted(common), of)


class _Said(NamedTuple):
    """An utterance's position on an issue, as all its reports have it."""

    issue: str
    stances: tuple[Stance, ...]
    when: tuple[date, date] | None
    utterance: int


def _said(
    told: Sequence[Taken], sure: Callable[[Stance, float, float], bool]
) -> tuple[Stance, ...] | Apart:
    """The stances that the reports of an utterance give alike, or why there is none."""
    certain = [one for one in told if sure(one.stance, one.confidence, one.speaker)]
    if not certain:
        return Apart.UNCERTAIN
    general = [one for one in certain if one.scope is Scope.GENERAL]
    if not general:
        return Apart.PART
    if len(general) == 1:
        return (general[0].stance,)
    by_report: dict[int, set[Stance]] = defaultdict(set)
    for one in general:
        by_report[one.report].add(one.stance)
    ways = {frozenset(stances) for stances in by_report.values()}
    if len(ways) > 1:
        return Apart.DIFFERING
    return tuple(sorted(ways.pop()))


def _days(told: Sequence[Taken]) -> tuple[date, date] | None:
    """The fewest days that a report tells, of several the earliest; None when none does."""
    if len(told) == 1:
        first, last = told[0].first, told[0].last
        return (first, last) if first and last else None
    known = [(one.first, one.last) for one in told if one.first and one.last]
    return min(known, key=lambda days: (days[1] - days[0], days), default=None)


def _may_fall(
    when: tuple[date, date] | None, told: Sequence[Taken], first: date | None, last: date | None
) -> bool:
    """Whether something may have been said in the range.

    What was said on a day that nobody knows was still said before it was reported.
    """
    if first is None and last is None:
        return True
    if when:
        return (first is None or when[1] >= first) and (last is None or when[0] <= last)
    reported = [one.reported for one in told if one.reported]
    return first is None or not reported or min(reported) >= first


def _unit(
    by: By,
    issue: str,
    when: tuple[date, date] | None,
    first: date | None,
    last: date | None,
) -> str | None:
    """The unit of something said then; None when it is not certainly in one."""
    if (first or last) and when is None:
        return None
    if when and ((first and when[0] < first) or (last and when[1] > last)):
        return None
    if by is By.ISSUE:
        return issue
    if when is None or (when[0].year, when[0].month) != (when[1].year, when[1].month):
        return None
    return f"{when[0]:%Y-%m}"


def _stood(actor: str, unit: str, said: Sequence[_Said]) -> Stood:
    counts = Counter(stance for one in said for stance in one.stances)
    days = [one.when for one in said if one.when]
    return Stood(
        actor,
        unit,
        said[0].issue,
        tuple((stance, counts[stance]) for stance in Stance if counts[stance]),
        min((when[0] for when in days), default=None),
        max((when[1] for when in days), default=None),
        tuple(sorted((one.utterance, stance) for one in said for stance in one.stances)),
    )


def _pair(
    one: str, other: str, units: Iterable[str], of: Mapping[str, Mapping[str, Stance | None]]
) -> Pair:
    alike, opposed, otherwise, several = [], [], [], []
    for unit in units:
        stances = of[one][unit], of[other][unit]
        if None in stances:
            several.append(unit)
        elif stances[0] is stances[1]:
            alike.append(unit)
        elif _OPPOSED.issuperset(stances):
            opposed.append(unit)
        else:
            otherwise.append(unit)
    return Pair(one, other, tuple(alike), tuple(opposed), tuple(otherwise), tuple(several))
