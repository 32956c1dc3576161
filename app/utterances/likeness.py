"""Likeness: how much of what one report prints stands in another, and which are taken for one.

Two reports of one actor, of days that may be the same, are compared by their words. Each word of
one finds its best partner in the other: the same word (by its stem), or one of like meaning
(vectors.py). The words count by how much they say. *Covered* is the share of a report's words that
found a partner; the likeness of two texts is the mean of both shares, so that it is low where one
says much that the other does not. Where a report has several sentences, up to three of them in a
row are compared as well, and the score is the mean of the likeness of the whole and of the best
passage: what one outlet prints whole another may cut.

They match

- as *same words* where the shorter one's words stand in the longer one in their order;
- as *near words* where the score is high;
- as a *variant* (a translation, a paraphrase) where it is middling, but each is the best partner
  of the other among all that its actor says in the other's article.

What two reports are to each other depends on what the actor says in these two articles alone,
never on others, so that it is the same whenever they came. How the thresholds were chosen:
docs/utterances.md.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz.distance import LCSseq

from app.domain.utterances import Match, MatchKind, Occasion, Report
from app.utterances.tokens import tokens
from app.utterances.vectors import vectors_of, weights_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from app.utterances.tokens import Token
    from app.utterances.vectors import Floats

# So much of the shorter one stands in the longer one, in its order, ...
_SAME = 0.95
# ... and the shorter one has so many words: "will not" alone is nobody's.
_SAME_WORDS = 4
_NEAR = 0.5
_VARIANT = 0.3
# Of a single word more must be the same.
_ONE_WORD = 0.8
# Two statements in one article are two as a rule; a headline and the words it is made of are not.
_IN_ONE_ARTICLE = 0.55
_PASSAGE = 3  # sentences
_SENTENCE_END = re.compile(r"[.!?…;—]|--")
# A partner of like meaning is no partner below.
_LIKE = 0.5


@dataclass(frozen=True, slots=True)
class _Said:
    """The words of a report that say what it is about."""

    stems: tuple[str, ...]
    ids: np.ndarray[tuple[int], np.dtype[np.int64]]  # of the stems
    vectors: Floats
    weights: Floats
    weight: float
    passages: tuple[slice, ...]  # up to three sentences in a row, where there are several


@dataclass(frozen=True, slots=True)
class _Pair:
    one: Report
    other: Report
    score: float
    same: bool  # the shorter one's words stand in the longer one


def matches(reports: Iterable[Report], of: Container[str] | None = None) -> Iterator[Match]:
    """All matches among these reports, or those with at least one of the reports ``of`` (ids).

    Who asks for the matches of some gives all that their actors say in the same articles as well,
    and all that these actors say elsewhere on overlapping occasions. Only reports that share a
    stem or a word of like meaning are compared; memory is that of one actor's reports.
    """
    by_actor: defaultdict[str, list[Report]] = defaultdict(list)
    for report in reports:
        if report.occasion is not None:
            by_actor[report.actor].append(report)
    for said in by_actor.values():
        yield from _matches(said, of)


def _matches(said: Sequence[Report], of: Container[str] | None) -> Iterator[Match]:
    pairs = [pair for one, other in _near(said, of) if (pair := _compared(one, other)) is not None]
    best: defaultdict[tuple[str, str], float] = defaultdict(float)
    for pair in pairs:
        for key in ((pair.one.id, pair.other.article), (pair.other.id, pair.one.article)):
            best[key] = max(best[key], pair.score)
    for pair in pairs:
        kind = _kind(pair, best)
        if kind is not None:
            one, other = sorted((pair.one.id, pair.other.id))
            yield Match(one, other, kind, pair.score)


def _kind(pair: _Pair, best: dict[tuple[str, str], float]) -> MatchKind | None:
    """Why the two are taken for one; None: they are not."""
    if pair.same:
        return MatchKind.SAME_WORDS
    one, other = pair.one, pair.other
    if min(len(_said(one.words).stems), len(_said(other.words).stems)) == 1:
        return MatchKind.NEAR_WORDS if pair.score >= _ONE_WORD else None
    if one.article == other.article:
        return MatchKind.NEAR_WORDS if pair.score >= _IN_ONE_ARTICLE else None
    if pair.score >= _NEAR:
        return MatchKind.NEAR_WORDS
    theirs = pair.score >= max(best[one.id, other.article], best[other.id, one.article])
    return MatchKind.VARIANT if theirs and pair.score >= _VARIANT else None


def _near(said: Sequence[Report], of: Container[str] | None) -> Iterator[tuple[Report, Report]]:
    """The pairs of one actor's reports whose occasions overlap: a sweep over the days."""
    ordered = sorted(said, key=lambda report: (_occasion(report).first, report.id))
    open_ones: list[Report] = []
    for report in ordered:
        occasion = _occasion(report)
        open_ones = [one for one in open_ones if _occasion(one).last >= occasion.first]
        for one in open_ones:
            if (of is None or one.id in of or report.id in of) and occasion.overlaps(
                _occasion(one)
            ):
                yield one, report
        open_ones.append(report)


def _compared(one: Report, other: Report) -> _Pair | None:
    """How like two reports are; None where that is too little to matter."""
    first, second = _said(one.words), _said(other.words)
    if not first.stems or not second.stems:
        return None
    like = first.vectors @ second.vectors.T
    like[like < _LIKE] = 0
    like[first.ids[:, None] == second.ids] = 1
    covered = (
        float(like.max(axis=1) @ first.weights) / first.weight,
        float(like.max(axis=0) @ second.weights) / second.weight,
    )
    whole = sum(covered) / 2
    best = whole
    if whole >= _VARIANT / 2:  # no passage can make up for less
        passages = [
            *(_likeness(like[:, part], first, second.weights[part]) for part in second.passages),
            *(_likeness(like[part].T, second, first.weights[part]) for part in first.passages),
        ]
        best = max([whole, *passages])
    score = round((whole + best) / 2, 4)  # another machine's last digit decides nothing
    shorter = min(len(first.stems), len(second.stems))
    same = (
        shorter >= _SAME_WORDS
        and max(covered) >= _SAME
        and LCSseq.similarity(first.stems, second.stems) >= _SAME * shorter
    )
    return _Pair(one, other, score, same) if same or score >= _VARIANT else None


def _likeness(like: Floats, whole: _Said, passage: Floats) -> float:
    """How like a report is to a passage of another; ``passage`` are the weights of its words."""
    found = float(like.max(axis=1) @ whole.weights) / whole.weight
    return (found + float(like.max(axis=0) @ passage) / float(passage.sum())) / 2


@lru_cache(maxsize=8_192)
def _said(words: str) -> _Said:
    found = [token for token in tokens(words) if token.content]
    forms, stems = [token.form for token in found], [token.stem for token in found]
    weights = weights_of(forms, stems)
    return _Said(
        stems=tuple(stems),
        ids=np.array([hash(stem) for stem in stems], dtype=np.int64),
        vectors=vectors_of(forms),
        weights=weights,
        weight=float(weights.sum()),
        passages=tuple(_passages(words, found)),
    )


def _passages(words: str, found: Sequence[Token]) -> Iterator[slice]:
    """The runs of up to three of a report's sentences, as places in its words."""
    begins = [0] if found else []
    for place, (before, after) in enumerate(pairwise(found), start=1):
        if _SENTENCE_END.search(words, before.span.end, after.span.start):
            begins.append(place)
    ends = [*begins[1:], len(found)]
    for first in range(len(begins)):
        for last in range(first, min(first + _PASSAGE, len(begins))):
            run = slice(begins[first], ends[last])
            if 1 < run.stop - run.start < len(found):
                yield run


def _occasion(report: Report) -> Occasion:
    assert report.occasion is not None  # noqa: S101 - those without are left out
    return report.occasion
