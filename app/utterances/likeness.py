"""Likeness: how much of what one report prints stands in another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz.distance import LCSseq

from app.domain.utterances import Match, MatchKind
from app.utterances.tokens import tokens

if TYPE_CHECKING:
    from app.domain.utterances import Report

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
