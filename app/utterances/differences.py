"""Differences: in what the reports of one utterance differ so that a reader should see them all.

Each kind is looked for between two reports at a time (of DIRECT, against all others). What is
taken for a difference, and what is not: docs/utterances.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from app.domain.positions import Stance
from app.domain.spans import Span
from app.domain.statements import StatementKind
from app.domain.utterances import Difference
from app.utterances.condition_words import condition_of
from app.utterances.conditioning import dropped_condition
from app.utterances.conditions import conditions
from app.utterances.negating import dropped_negation
from app.utterances.polarity import is_negating, is_negation
from app.utterances.quoting import quoted_alone

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.domain.positions import Scope


@dataclass(frozen=True, slots=True)
class PrintedPosition:
    """A position of a report, as far as it decides whether reports differ."""

    issue: str  # slug
    holder: str  # slug
    asserted_by: str | None  # slug; None: the holder speaks
    stance: Stance
    scope: Scope
    condition: str | None  # its words
    certain: bool  # False: a person should look first


@dataclass(frozen=True, slots=True)
class Printed:
    """A report as far as it decides in what it differs from another."""

    id: str  # of the statement
    words: str  # as a card shows them, with the marks of quotation
    kind: StatementKind
    positions: tuple[PrintedPosition, ...] = ()
    article: str = ""  # id; '' where it is not known: then each report is of its own
    cue: str = ""  # the words that report it: who "denied that" he would go negates what follows


@dataclass(frozen=True, slots=True)
class Explained:
    """A difference with the reports and the words that make it.

    ``one`` has what ``other`` has not; of stances both have one, and ``one`` comes first. A span
    is None where the difference lies in no words of the report, as with stances.
    """

    kind: Difference
    one: str  # id of the report that has it
    other: str  # id of the report that has it not
    one_words: Span | None
    other_words: Span | None


def differences(reports: Sequence[Printed]) -> tuple[Difference, ...]:
    """The kinds of difference between the reports, each once, in the order of the enumeration.

    The reports are given the earliest first, as for ``explained``.
    """
    found: set[Difference] = set()
    for one, other in combinations(reports, 2):
        found.update(case.kind for case in _between(one, other, found))
    if Difference.DIRECT not in found and any(True for _ in _direct(reports)):
        found.add(Difference.DIRECT)
    return tuple(kind for kind in Difference if kind in found)


def explained(reports: Sequence[Printed]) -> tuple[Explained, ...]:
    """Each difference once per kind and pair of reports, with its words.

    In the order of the enumeration; the reports are given the earliest first.
    """
    found = [
        case for one, other in combinations(reports, 2) for case in _between(one, other, set())
    ]
    found.extend(_direct(reports))
    return tuple(case for kind in Difference for case in found if case.kind is kind)


def _between(one: Printed, other: Printed, known: set[Difference]) -> Iterator[Explained]:
    """The differences of two reports, but for the kinds that are known already."""
    if Difference.STANCE not in known and _opposed(one, other):
        yield Explained(Difference.STANCE, one.id, other.id, None, None)
    same = _told(one) == _told(other)
    if Difference.NEGATION not in known and not same:
        yield from _either(Difference.NEGATION, dropped_negation, one, other)
    if Difference.CONDITION not in known:
        cases = [] if same else list(_either(Difference.CONDITION, dropped_condition, one, other))
        yield from cases or _conditional(one, other)


def _either(
    kind: Difference, dropped: _Dropped, one: Printed, other: Printed
) -> Iterator[Explained]:
    for first, second in ((one, other), (other, one)):
        found = dropped(_told(first), _told(second))
        if found:
            words = (_in_words(first, found[0]), _in_words(second, found[1]))
            yield Explained(kind, first.id, second.id, *words)
            return


def _told(report: Printed) -> str:
    """The words, after the cue where it negates them or makes them depend on something.

    Whoever is quoted speaks for himself.
    """
    before, after = _around(report)
    return f"{before}{report.words}{after}"


def _around(report: Printed) -> tuple[str, str]:
    """What is told before and after the words."""
    cue = report.cue
    if report.kind is StatementKind.DIRECT:
        return "", ""
    if is_negating(cue):
        # "Dismissed", "warned against": what negates as a cue alone is told in plain words.
        return f"{cue if is_negation(cue) else 'denied'} that ", ""
    condition = condition_of(cue)
    return "", f", {condition}" if condition else ""


def _in_words(report: Printed, span: Span) -> Span:
    """A place in what is told as a place in the words; of the cue alone, all that it reports."""
    before = len(_around(report)[0])
    start, end = max(0, span.start - before), min(span.end - before, len(report.words))
    return Span(start, end) if end > start else Span(0, len(report.words))


_Key = tuple[str, str, str | None, str]


def _stances(report: Printed) -> dict[_Key, set[Stance]]:
    found: dict[_Key, set[Stance]] = {}
    for one in report.positions:
        if one.certain and one.stance is not Stance.UNDETERMINED:
            key = (one.issue, one.holder, one.asserted_by, one.scope.value)
            found.setdefault(key, set()).add(one.stance)
    return found


# A condition on what else is supported is a difference of its own kind.
_GIVEN = {Stance.SUPPORTS, Stance.CONDITIONAL}


def _opposed(one: Printed, other: Printed) -> bool:
    """Whether two reports take certain positions that no stance has in common."""
    first, second = _stances(one), _stances(other)
    return any(
        not first[key] & second[key] and not first[key] | second[key] <= _GIVEN
        for key in first.keys() & second.keys()
    )


def _conditional(one: Printed, other: Printed) -> Iterator[Explained]:
    """Where the positions say that a condition is missing, and the words of the other have none."""
    for first, second in ((one, other), (other, one)):
        if _is_bare(first, second) and not conditions(second.words):
            yield Explained(Difference.CONDITION, first.id, second.id, None, None)
            return


def _is_bare(one: Printed, other: Printed) -> bool:
    """Whether the one's position has a condition and the other's of the same issue has none."""
    for given in one.positions:
        if not given.certain or (not given.condition and given.stance is not Stance.CONDITIONAL):
            continue
        same = [
            bare
            for bare in other.positions
            if bare.certain
            and (bare.issue, bare.holder, bare.asserted_by, bare.scope)
            == (given.issue, given.holder, given.asserted_by, given.scope)
            and bare.stance is not Stance.UNDETERMINED
        ]
        if same and not any(bare.condition or bare.stance is Stance.CONDITIONAL for bare in same):
            return True
    return False


def _direct(reports: Sequence[Printed]) -> Iterator[Explained]:
    """Reports later than the first that put into marks what no other does.

    Of the article that came first none may quote it, and its report prints it without marks.
    """
    if len(reports) < 2:
        return
    first = reports[0]
    for report in reports[1:]:
        if report.article and report.article == first.article:
            continue
        others = [one.words for one in reports if one is not report]
        found = quoted_alone(report.words, first.words, others)
        if found:
            yield Explained(Difference.DIRECT, report.id, first.id, *found)


if TYPE_CHECKING:
    from collections.abc import Callable

    _Dropped = Callable[[str, str], tuple[Span, Span] | None]
