"""Several: those for whom "they" stands, where two or more are named together just before.

"Ann Smith and Bob Day met on Monday. They said ...": the subject of the sentence before, or of
its own, that "and" joins; and again as long as each following sentence goes on with "they".
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from app.domain.spans import Span
from app.domain.statements import SpeakerBasis
from app.extraction.naming.appositions import AND
from app.extraction.naming.findings import NAMES, Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.extraction.naming.discourse import Discourse
    from app.extraction.naming.entities import Cast
    from app.extraction.naming.mention import Mention

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_SPEAKS = 0.6  # the salience of a subject
_SENTENCES_BACK = 2
_MOST_LOOKED_AT = 40  # mentions: bounds the time
_THEY = frozenset({"they", "both"})


@dataclass(frozen=True, slots=True)
class _Together:
    span: Span  # from the first name to the last
    sentence: int


class Several:
    """Finds for whom together "they" stands, in one text."""

    def __init__(self, cast: Cast, discourse: Discourse) -> None:
        self._cast = cast
        self._discourse = discourse
        self._words = cast.text.parsed.text.text
        self._last: _Together | None = None

    def find(self, word: str, start: int, sentence: int) -> Finding | None:
        """Those named together just before; None where a group is named since then."""
        if word not in _THEY:
            return None
        together = self._before(start, sentence) or self._going_on(sentence)
        if together is None or self._since(together, start):
            return None
        self._last = _Together(together.span, sentence)
        printed = " ".join(together.span.of(self._words).split())
        reason = f"“{word}” stands for {printed}, who are named together before."
        return Finding(None, SpeakerBasis.PRONOUN, together.span, (reason,))

    def _going_on(self, sentence: int) -> _Together | None:
        """Those for whom "they" stood in one of the two sentences before."""
        last = self._last
        return last if last is not None and sentence - last.sentence <= _SENTENCES_BACK else None

    def _before(self, start: int, sentence: int) -> _Together | None:
        """The subject joined by "and" of this sentence or the one before."""
        mentions = self._cast.text.mentions
        place = bisect_left(mentions, start, key=lambda each: each.span.start)
        near = [
            each
            for each in mentions[max(place - _MOST_LOOKED_AT, 0) : place]
            if sentence - each.sentence <= 1 and self._is_named(each)
        ]
        found: list[Mention] = []
        for one, other in pairwise(near):
            joined = self._joined(one, other)
            if joined and found and found[-1] is one:
                found.append(other)
            elif joined and self._is_subject(one):
                found = [one, other]
        if not found or not self._has_and(found):
            return None
        span = Span(found[0].span.start, found[-1].span.end)
        return _Together(span, found[0].sentence)

    def _is_named(self, mention: Mention) -> bool:
        entity = self._cast.of(mention)
        return mention.kind in NAMES and entity is not None and entity.person and entity.named

    def _joined(self, one: Mention, other: Mention) -> bool:
        between = self._words[one.whole.end : other.whole.start]
        return one.zone == other.zone and AND.fullmatch(between) is not None

    def _has_and(self, found: Sequence[Mention]) -> bool:
        last = self._words[found[-2].whole.end : found[-1].whole.start]
        return "and" in last or "&" in last

    def _is_subject(self, mention: Mention) -> bool:
        return self._cast.text.words[mention.zone][mention.last].token.dep_ in _SUBJECTS

    def _since(self, together: _Together, start: int) -> bool:
        """Whether a group acts after those, and before the pronoun."""
        mentions = self._cast.text.mentions
        place = bisect_left(mentions, start, key=lambda each: each.span.start)
        return any(
            each.salience >= _SPEAKS and not self._discourse.in_content(each.span.start)
            for each in mentions[max(place - _MOST_LOOKED_AT, 0) : place]
            if each.plural and each.span.start > together.span.end
        )
