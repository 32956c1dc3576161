"""Likeness: how much of what one report prints stands in another."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from rapidfuzz.distance import LCSseq

from app.domain.utterances import Match, MatchKind
from app.utterances.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from app.domain.utterances import Occasion, Report

# Thresholds: docs/utterances.md.
_SAME = 0.95
_NEAR = 0.6


def match(one: Report, other: Report) -> Match | None:
    """Whether two reports are of one utterance, as far as the two alone can tell; None: no.

    Of one actor, of days that may be the same, with words that are the same or nearly so.
    """
    if one.actor != other.actor or one.id == other.id:
        return None
    if one.occasion is None or other.occasion is None or not one.occasion.overlaps(other.occasion):
        return None
    first, second = sorted((one, other), key=lambda report: report.id)
    stems = [[t.stem for t in tokens(report.words) if t.content] for report in (first, second)]
    shorter = min(map(len, stems))
    if not shorter:
        return None
    score = LCSseq.similarity(*stems) / shorter
    if score >= _SAME:
        return Match(first.id, second.id, MatchKind.SAME_WORDS, score)
    if score >= _NEAR:
        return Match(first.id, second.id, MatchKind.NEAR_WORDS, score)
    return None


def matches(reports: Iterable[Report]) -> Iterator[Match]:
    """All matches among these reports, as ``match`` gives them, without comparing all with all.

    Only reports of one actor whose occasions overlap and that share a word are compared. Memory
    is that of one actor's reports of some days.
    """
    by_actor: defaultdict[str, list[Report]] = defaultdict(list)
    for report in reports:
        if report.occasion is not None:
            by_actor[report.actor].append(report)
    for said in by_actor.values():
        yield from _matches(said)


def _matches(said: Sequence[Report]) -> Iterator[Match]:
    """All matches among reports of one actor: a sweep over the days, with an index of the words."""
    index: defaultdict[str, list[int]] = defaultdict(list)  # stem -> places in ``ordered``
    ordered = sorted(said, key=lambda report: (_occasion(report).first, report.id))
    for place, report in enumerate(ordered):
        near: set[int] = set()
        first = _occasion(report).first
        for stem in shared_by(report):
            places = index[stem]
            # What was over before this began is so for all that come later.
            if places and _occasion(ordered[places[0]]).last < first:
                places[:] = [at for at in places if _occasion(ordered[at]).last >= first]
            near.update(places)
            places.append(place)
        for at in sorted(near):
            found = match(ordered[at], report)
            if found is not None:
                yield found


def shared_by(report: Report) -> frozenset[str]:
    """The stems of which two reports must share one to be compared at all."""
    return frozenset(token.stem for token in tokens(report.words) if token.content)


def _occasion(report: Report) -> Occasion:
    assert report.occasion is not None  # noqa: S101 - those without are left out
    return report.occasion
