"""Dropped conditions: what one report makes depend on something and another prints without it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from app.domain.spans import Span
from app.utterances.clauses import REPORTING, read, stem_of, word_set
from app.utterances.conditions import conditions
from app.utterances.vectors import vectors_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.utterances.clauses import Word
    from app.utterances.conditions import Condition

# So much of the shorter passage stands in the longer one when both are one.
_SAME_PASSAGE = 0.5
# Words with vectors of this cosine may stand for each other (likeness.py).
_LIKE = 0.5
# So many of a condition's words elsewhere in a report are the condition in another form.
_SAME_CONDITION = 0.6
# Verbs that say little of what a condition is: "when they come home".
_LIGHT = frozenset(
    map(stem_of, word_set("come go get have make give take happen need require must"))
)


def dropped_condition(one: str, other: str) -> tuple[Span, Span] | None:
    """Where the one has a condition on what the other prints without any; None: nowhere.

    The spans are those of the condition, and of the sentence that lacks it.
    """
    own, others = conditions(one), conditions(other)
    if not own:
        return None
    first, second = read(one), read(other)
    for condition in own:
        found = _bare(condition, own, others, other)
        if found is None or _elsewhere(condition, own, _sentences(one), _sentences(other)[found]):
            continue
        place = [word for word in second if word.sentence == found]
        return condition.span(first), Span(place[0].span.start, place[-1].span.end)
    return None


def _bare(
    condition: Condition,
    own: Sequence[Condition],
    others: Sequence[Condition],
    other: str,
) -> int | None:
    """The sentence of the other report that has the passage and no condition on it."""
    if not condition.passage:
        return None
    best, most = None, 0.0
    second = read(other)
    whole = condition.alone and len({word.clause for word in second}) == 1
    for sentence, stems in _sentences(other).items():
        share = _share(condition.passage, stems, whole=whole)
        if whole and not share:
            share = _like(condition, second)
        if share > most:
            best, most = sentence, share
    if best is None:
        return None
    there = [one for one in others if one.sentence == best]
    everything = frozenset[str]().union(*_sentences(other).values())
    wanted = condition.stems - condition.passage
    wanted = wanted - _LIGHT or wanted
    if wanted and len(wanted & everything) / len(wanted) >= _SAME_CONDITION:
        return None
    if any(condition.stems & one.stems for one in others):
        return None
    if not there:
        return best
    # One of several was dropped when the others are the other's, word by word.
    beside = [one for one in own if one.sentence == condition.sentence and one is not condition]
    kept = [one for one in beside if any(one.stems & found.stems for found in there)]
    dropped = len(beside) + 1 > sum(one.parts for one in there)
    return best if dropped and kept and len(kept) >= len(there) else None


def _elsewhere(
    condition: Condition,
    own: Sequence[Condition],
    first: Mapping[int, frozenset[str]],
    there: frozenset[str],
) -> bool:
    """Whether this report says the same without a condition in another sentence."""
    bound = {one.sentence for one in own}
    best = _alike(first[condition.sentence], there)
    return any(_alike(stems, there) > best for at, stems in first.items() if at not in bound)


@lru_cache(maxsize=4_096)
def _sentences(text: str) -> Mapping[int, frozenset[str]]:
    """The content stems of each sentence of a report."""
    found: dict[int, set[str]] = {}
    for word in read(text):
        stems = found.setdefault(word.sentence, set())
        if word.content and word.stem not in REPORTING:
            stems.add(word.stem)
    return {sentence: frozenset(stems) for sentence, stems in found.items()}


def _share(one: frozenset[str], other: frozenset[str], *, whole: bool) -> float:
    """How much two passages share; 0: not enough to be one.

    Where both reports have no more than one passage, one word is enough: they are of one utterance.
    """
    shorter, shared = min(len(one), len(other)), len(one & other)
    if whole and shared:
        return shared / shorter
    if not shorter or shared < min(2, shorter) or shared / shorter < _SAME_PASSAGE:
        return 0.0
    return shared / shorter


def _like(condition: Condition, second: Sequence[Word]) -> float:
    """The same share where words of like meaning stand for each other."""
    there = [word for word in second if word.content]
    if not there or not condition.forms:
        return 0.0
    products = vectors_of(list(condition.forms)) @ vectors_of([w.form for w in there]).T
    partners = {
        there[partner].at
        for row, partner in enumerate(np.argmax(products, axis=1))
        if products[row, partner] >= _LIKE
    }
    share = len(partners) / min(len(condition.passage), len(there))
    return share if share >= _SAME_PASSAGE else 0.0


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, len(other))
