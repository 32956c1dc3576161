"""Grouping: reports and their matches to utterances, the same for any order in which they came.

The best matches are taken first. Two groups become one when all their reports may be of one
occasion, enough pairs of them match, no article quotes the two groups apart, and no editor has put
any two of them apart.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from app.domain.statements import StatementKind
from app.domain.utterances import Match, MatchKind, Occasion, Report

# Two groups are one where so many of the pairs between them match ...
_SHARE = 0.2
# ... or one pair does for a reason that needs no other.
_ENOUGH = {MatchKind.SAME_WORDS, MatchKind.JOINED}

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def grouped(reports: Iterable[Report], matches: Iterable[Match]) -> list[frozenset[str]]:
    """The ids of reports by utterance; each report is in one group, alone as a rule.

    The order is that of the smallest id in each. Matches with a report that is not given are left
    out. Whoever gives all reports that hang together by matches gets what grouping everything
    would give.
    """
    by_id = {report.id: report for report in reports}
    group: dict[str, _Group] = {key: _Group({key}, one.occasion) for key, one in by_id.items()}
    known = [match for match in matches if match.one in by_id and match.other in by_id]
    apart = [match for match in known if match.kind is MatchKind.APART]
    beside: defaultdict[str, set[str]] = defaultdict(set)
    for match in known:
        if match.kind is not MatchKind.APART:
            beside[match.one].add(match.other)
            beside[match.other].add(match.one)
    for match in apart:
        group[match.one].apart.add(match.other)
        group[match.other].apart.add(match.one)
    for match in sorted(known, key=lambda match: _rank(match, by_id)):
        one, other = group[match.one], group[match.other]
        if match.kind is MatchKind.APART or one is other:
            continue
        if one.apart & other.members or not (
            match.kind in _ENOUGH or _hang_together(one, other, beside, by_id)
        ):
            continue
        occasion = _common(one.occasion, other.occasion)
        if occasion is None and match.kind is not MatchKind.JOINED:
            continue
        joined = _Group(
            one.members | other.members, occasion or one.occasion, one.apart | other.apart
        )
        for member in joined.members:
            group[member] = joined
    unique = {id(found): frozenset(found.members) for found in group.values()}
    return sorted(unique.values(), key=min)


class _Group:
    """Reports that are one so far."""

    __slots__ = ("apart", "members", "occasion")

    def __init__(
        self, members: set[str], occasion: Occasion | None, apart: set[str] | None = None
    ) -> None:
        self.members = members
        self.occasion = occasion
        self.apart = apart if apart is not None else set()


def _hang_together(
    one: _Group,
    other: _Group,
    beside: Mapping[str, set[str]],
    reports: Mapping[str, Report],
) -> bool:
    """Whether two groups are one by more than a chain of single pairs.

    What one article quotes as two sayings is two, unless these match.
    """
    pairs = sum(len(beside[member] & other.members) for member in one.members)
    if pairs < _SHARE * len(one.members) * len(other.members):
        return False
    quoted: defaultdict[str, set[str]] = defaultdict(set)
    for member in _quotations(one, reports):
        quoted[reports[member].article].add(member)
    return all(
        quoted[reports[member].article] <= beside[member] for member in _quotations(other, reports)
    )


def _quotations(group: _Group, reports: Mapping[str, Report]) -> list[str]:
    return [key for key in group.members if reports[key].kind is StatementKind.DIRECT]


def _rank(match: Match, reports: Mapping[str, Report]) -> tuple[object, ...]:
    """An editor's word first, then the best; of equal ones those whose days lie nearest."""
    one, other = reports[match.one].occasion, reports[match.other].occasion
    gap = abs((one.last - other.last).days) if one and other else 0
    return (match.kind is not MatchKind.JOINED, -match.score, gap, match.one, match.other)


def _common(one: Occasion | None, other: Occasion | None) -> Occasion | None:
    """The days that two occasions share; None when there are none, or nothing is known of one."""
    if one is None or other is None or not one.overlaps(other):
        return None
    told = one.told or other.told
    return Occasion(max(one.first, other.first), min(one.last, other.last), told=told)
