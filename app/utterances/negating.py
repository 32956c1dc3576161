"""Dropped negations: what one report negates and another prints without the negation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.spans import Span
from app.utterances.clauses import word_set
from app.utterances.conditions import conditions
from app.utterances.opposites import NEGATED
from app.utterances.polarity import polarities
from app.utterances.tokens import NEGATIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.utterances.polarity import Negation, Reading

# So much of the shorter clause stands in the longer one when both are of one passage.
_SAME_PASSAGE = 0.5
_BEFORE = word_set("before until till")
# So many words are shown after a negation.
_FOLLOWING = 2


def dropped_negation(one: str, other: str) -> tuple[Span, Span] | None:
    """Where the one negates words that the other has without negation; None: nowhere.

    The spans are those of the negation with the words it bears on, and of these in the other.
    """
    first, second = polarities(one), polarities(other)
    for negation in first.negations:
        found = _bare(first, second, negation, (one, other))
        if found:
            return _shown(first, negation), _reach(second, found)
    return _unprefixed(first, second, (one, other))


def _unprefixed(one: Reading, other: Reading, texts: tuple[str, str]) -> tuple[Span, Span] | None:
    """As "impossible" beside "possible", "closed" beside "open": the word is the negation."""
    for at, key in one.flipped:
        sentence = one.words[at].sentence
        gated = any(condition.sentence == sentence for condition in conditions(texts[0]))
        if gated and one.words[at].stem in NEGATED:
            continue  # "stay shut until" tells when it opens
        if all(flipped for _, flipped in other.places.get(key, ())):
            continue
        found = _disagreeing(one, other, at, key, texts)
        if found is not None:
            return one.words[at].span, other.words[found].span
    return None


def _shown(reading: Reading, negation: Negation) -> Span:
    """The negation with the words it bears on, or with the two that follow where it has more."""
    places = list(range(negation.start, negation.end))
    if negation.backward:
        places.extend(negation.heads)
    else:
        clause = reading.words[negation.start].clause
        following = [
            word.at
            for word in reading.words
            if word.content and word.clause == clause and word.at >= negation.end
        ]
        places.extend(following[: max(_FOLLOWING, len(negation.heads))])
    return _reach(reading, places)


def _reach(reading: Reading, places: Sequence[int]) -> Span:
    """From the first of some words to the last, as far as they are of the first one's clause."""
    clause = reading.words[places[0]].clause
    own = [at for at in places if reading.words[at].clause == clause]
    return Span(reading.words[min(own)].span.start, reading.words[max(own)].span.end)


def _bare(one: Reading, other: Reading, negation: Negation, texts: tuple[str, str]) -> list[int]:
    """The words in the other report that stand without the negation; none: they do not.

    Of several words that a negation bears on, all that are found have to.
    """
    found: list[int] = []
    for head in negation.heads:
        key = one.words[head].stem
        if key not in other.places:
            continue
        bare = _disagreeing(one, other, head, key, texts)
        if bare is not None:
            found.append(bare)
        elif _is_of_passage(one, other, head, key):
            return []
    return found


def _is_of_passage(one: Reading, other: Reading, head: int, key: str) -> bool:
    return any(_share(one, head, other, at) is not None for at, _ in other.places[key])


def _disagreeing(
    one: Reading, other: Reading, head: int, key: str, texts: tuple[str, str]
) -> int | None:
    """Where the other has the same word of the same passage with the other polarity."""
    best = _nearest(one, head, other, key)
    if not best:
        return None
    flip = next((flipped for stem, flipped in one.keys[head] if stem == key), 0)
    polarity = (one.polarity[head] + flip) % 2
    for at, flipped in best:
        if (other.polarity[at] + flipped) % 2 == polarity:
            return None
        if _is_earliest(one, head, other, at):
            return None
        if other.leaning[at] - _leaning(one, head) or _is_lost(other, at):
            return None
    at = best[0][0]
    # The word of this report that is nearest to what was found must be the negated one.
    for back, flipped in _nearest(other, at, one, key):
        if (one.polarity[back] + flipped) % 2 != polarity:
            return None
    return None if _gated(texts, one, head, other, at) else at


def _is_earliest(one: Reading, head: int, other: Reading, at: int) -> bool:
    """Whether "not before 1 May" stands beside "on 1 May"."""
    first = [word for word in one.words if word.sentence == one.words[head].sentence]
    before = next((word.at for word in first if word.form in _BEFORE and word.at > head), None)
    there = [word for word in other.words if word.sentence == other.words[at].sentence]
    if before is None or any(word.form in _BEFORE for word in there):
        return False
    days = {word.stem for word in first if word.at > before and word.content}
    own = {word.stem for word in first if word.at < before}
    return bool((days - own) & {word.stem for word in there})


def _leaning(reading: Reading, at: int) -> frozenset[str]:
    """What may negate a word, with a "without" that stands apart as a condition."""
    sentence = reading.words[at].sentence
    without = {
        word.stem for word in reading.words if word.form == "without" and word.sentence == sentence
    }
    return reading.leaning[at] | without


def _is_lost(reading: Reading, at: int) -> bool:
    """Whether a word stands alone in its clause, and something in its sentence is negated."""
    word = reading.words[at]
    if len(reading.clauses[word.clause]) > 1:
        return False
    return any(reading.words[one.start].sentence == word.sentence for one in reading.negations)


def _nearest(one: Reading, at: int, other: Reading, key: str) -> list[tuple[int, int]]:
    """The places of a word in the other report whose clauses are most like the word's own."""
    rated = [
        (share, place)
        for place in other.places.get(key, ())
        for share in [_share(one, at, other, place[0])]
        if share is not None
    ]
    if not rated:
        return []
    most = max(share for share, _ in rated)
    return [place for share, place in rated if share == most]


def _share(one: Reading, at: int, other: Reading, there: int) -> float | None:
    """How much the clauses of two words share; None: not enough to be of one passage."""
    first, second = one.passage(at), other.passage(there)
    shorter = min(len(first), len(second))
    shared = len(first & second)
    if not shorter or shared < min(2, shorter) or shared / shorter < _SAME_PASSAGE:
        return None
    # Of equally good ones the one that is more alike as a whole.
    return shared / shorter + shared / (1 + len(first | second))


def _gated(texts: tuple[str, str], one: Reading, head: int, other: Reading, at: int) -> bool:
    """Whether both say that it depends: "not until there is one" beside "once there is one"."""
    first, second = _gate(texts[0], one, head), _gate(texts[1], other, at)
    return first is not None and second is not None and first != second


def _gate(text: str, reading: Reading, at: int) -> bool | None:
    """How a sentence says what has to be first: True "not until", False "once"; None: not."""
    sentence = reading.words[at].sentence
    found = [one for one in conditions(text) if one.sentence == sentence]
    if not found:
        return None
    inside = {at for one in found for at in range(one.start, one.end)}
    negated = sum(
        1
        for one in reading.negations
        if reading.words[one.start].sentence == sentence and one.start not in inside
    )
    opening = {reading.words[one.start].form for one in found} & NEGATIONS  # "not until"
    negative = bool(negated % 2) or bool(opening)
    if negative and any(one.negative for one in found):
        return True
    if not negative and not any(one.negative for one in found):
        return False
    return None
