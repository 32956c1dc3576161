"""Groups as the program makes them beside the utterances as people marked them.

- B-cubed precision and recall (A. Bagga, B. Baldwin, "Entity-based cross-document coreferencing
  using the vector space model", 1998): of each report, how many of those grouped with it belong
  with it, and how many that belong with it are grouped with it; the mean over the reports.
- Pairs of one actor: how many of those grouped are of one utterance; how many of those that could
  be mixed up (two utterances with two words in common) are kept apart, and of these those that
  were said on two days.
- In what the reports of one utterance differ, with the utterances as they are marked.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from statistics import fmean
from typing import TYPE_CHECKING

from app.domain.utterances import Difference
from app.evaluation.shares import Figures, Share
from app.utterances.differences import Printed, differences
from app.utterances.grouping import grouped
from app.utterances.likeness import matches
from app.utterances.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from app.evaluation.grouping.marked import MarkedReport, MarkedReports


@dataclass(frozen=True, slots=True)
class GroupingComparison:
    """How well reports were grouped."""

    articles: int
    reports: int
    utterances: int
    several: int  # utterances with several reports
    precision: float  # B-cubed
    recall: float
    joined: Share  # grouped pairs: of one utterance
    kept_apart: Share  # pairs that could be mixed up
    days_apart: Share  # those of them that were said on two days
    by_printing: Sequence[tuple[str, Share]]  # reports that found one of their own, where some are
    by_difference: Sequence[tuple[Difference, Figures]]
    wrong: Sequence[tuple[MarkedReport, MarkedReport]]
    missed: Sequence[tuple[MarkedReport, MarkedReport]]

    @property
    def f1(self) -> float:
        """The harmonic mean of B-cubed precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def compare(marked: MarkedReports) -> GroupingComparison:
    """The reports grouped by the program, and how well."""
    reports = [one.report for one in marked.reports]
    groups = grouped(reports, matches(reports))
    group = {member: members for members in groups for member in members}
    belong: defaultdict[str, set[str]] = defaultdict(set)
    for one in marked.reports:
        belong[one.utterance].add(one.report.id)
    right = {
        one.report.id: len(group[one.report.id] & belong[one.utterance]) for one in marked.reports
    }
    printings: defaultdict[str, list[bool]] = defaultdict(list)
    for one in marked.reports:
        if len(belong[one.utterance]) > 1:
            printings[one.printed].append(right[one.report.id] > 1)
    pairs = [
        (one, other, other.report.id in group[one.report.id])
        for one, other in _pairs(marked.reports)
    ]
    mixable = [
        (joined, _on_two_days(one, other, _days(marked.reports)))
        for one, other, joined in pairs
        if one.utterance != other.utterance and _alike(one, other)
    ]
    return GroupingComparison(
        articles=len({one.file for one in marked.reports}),
        reports=len(reports),
        utterances=len(belong),
        several=sum(len(ids) > 1 for ids in belong.values()),
        precision=fmean(right[key] / len(group[key]) for key in right),
        recall=fmean(right[one.report.id] / len(belong[one.utterance]) for one in marked.reports),
        joined=Share.of_all(
            one.utterance == other.utterance for one, other, joined in pairs if joined
        ),
        kept_apart=Share.of_all(not joined for joined, _ in mixable),
        days_apart=Share.of_all(not joined for joined, two_days in mixable if two_days),
        by_printing=[(name, Share.of_all(found)) for name, found in sorted(printings.items())],
        by_difference=list(_differences(marked)),
        wrong=[
            (one, other)
            for one, other, joined in pairs
            if joined and one.utterance != other.utterance
        ],
        missed=[
            (one, other)
            for one, other, joined in pairs
            if not joined and one.utterance == other.utterance
        ],
    )


def _pairs(marked: Iterable[MarkedReport]) -> Iterator[tuple[MarkedReport, MarkedReport]]:
    """All pairs of one actor."""
    by_actor: defaultdict[str, list[MarkedReport]] = defaultdict(list)
    for one in marked:
        by_actor[one.report.actor].append(one)
    for said in by_actor.values():
        yield from combinations(said, 2)


def _alike(one: MarkedReport, other: MarkedReport) -> bool:
    """Whether two reports could be mixed up: they share two words that say what they are about."""
    stems = [
        {token.stem for token in tokens(each.report.words) if token.content}
        for each in (one, other)
    ]
    return len(stems[0] & stems[1]) >= 2


def _days(marked: Iterable[MarkedReport]) -> Mapping[str, set[str]]:
    """The days that the reports of each utterance tell."""
    days: defaultdict[str, set[str]] = defaultdict(set)
    for one in marked:
        if one.day is not None:
            days[one.utterance].add(one.day)
    return days


def _on_two_days(one: MarkedReport, other: MarkedReport, days: Mapping[str, set[str]]) -> bool:
    first, second = days.get(one.utterance), days.get(other.utterance)
    return bool(first and second and first.isdisjoint(second))


def _differences(marked: MarkedReports) -> Iterator[tuple[Difference, Figures]]:
    """How often each difference that needs no position is found in the marked utterances.

    The reports of the earliest article first: who quotes what the first did not is a difference.
    """
    printed: defaultdict[str, list[Printed]] = defaultdict(list)
    for one in sorted(marked.reports, key=lambda one: one.published.first or date.max):
        report = one.report
        printed[one.utterance].append(
            Printed(report.id, report.words, report.kind, article=report.article)
        )
    found = {key: set(differences(reports)) for key, reports in printed.items() if len(reports) > 1}
    for kind in Difference:
        if kind is Difference.STANCE:  # positions are not marked
            continue
        given = {key for key, kinds in found.items() if kind in kinds}
        wanted = {key for key, kinds in marked.differences.items() if kind in kinds}
        yield kind, Figures.of_matches(len(given & wanted), len(given), len(wanted))
