"""Conditions: on what a report makes its sentence depend, by the words that begin a condition."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from app.domain.spans import Span
from app.utterances.clauses import AUXILIARIES, DETERMINERS, REPORTING, read, word_set
from app.utterances.condition_words import condition_starts
from app.utterances.tokens import NEGATIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.utterances.clauses import Word


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition: its words from and to, what depends on it, and which way it goes."""

    start: int  # index of its first word
    end: int  # index after its last
    sentence: int
    stems: frozenset[str]  # of the condition
    passage: frozenset[str]  # stems of what depends on it
    forms: tuple[str, ...]  # its words
    negative: bool  # it names what must not be: unless, until, "as long as there is no"
    parts: int = 1  # "if A and B" are two
    alone: bool = False  # the report has one clause beside its conditions

    def span(self, words: Sequence[Word]) -> Span:
        """Where it stands in the report."""
        last = self.end - 1
        while last > self.start and words[last].form in {"and", "or", "but"}:
            last -= 1
        return Span(words[self.start].span.start, words[last].span.end)


_NEGATIVE = word_set("unless until till before without failing barring absence")


@lru_cache(maxsize=4_096)
def conditions(text: str) -> tuple[Condition, ...]:
    """The conditions of a report in their order."""
    words = read(text)
    starts = dict(condition_starts(words))
    found = (_condition(words, start, length, starts) for start, length in sorted(starts.items()))
    return tuple(one for one in found if one.stems)


def _condition(words: Sequence[Word], start: int, length: int, starts: dict[int, int]) -> Condition:
    """The condition that begins here, with what depends on it."""
    stretch = [word for word in words if word.stretch == words[start].stretch]
    own = [word for word in stretch if word.at >= start]
    later = [at for at in starts if at > start and at <= own[-1].at]
    end = min(later) if later else own[-1].at + 1
    before = [word for word in stretch if word.at < start]
    fronted = not any(word.content and word.stem not in REPORTING for word in before)
    sentence = [word for word in words if word.sentence == words[start].sentence]
    before_all = [word for word in sentence if word.at < start]
    after_all = [word for word in sentence if word.at >= end]
    if fronted and not after_all and not _content(before_all, starts):
        end = _turn(words, start + length, end)
        after_all = [word for word in sentence if word.at >= end]
    inside = words[start:end]
    forms = {word.form for word in inside}
    if not fronted:
        governed = before
    elif before_all and _content(before_all, starts) and not (after_all and _hangs(before_all)):
        last = [w for w in before_all if w.content][-1].stretch
        governed = [word for word in before_all if word.stretch == last]
        if after_all and _stretch_is_condition(governed, starts):
            governed = after_all
    else:
        governed = [*before_all, *after_all]
    negative = bool(forms & _NEGATIVE) or bool(
        {word.form for word in inside[length:]} & (NEGATIONS - {"nor"})
    )
    held = _content(inside[length:], {})
    parts = 1 + sum(1 for word in inside[length + 1 : -1] if word.form == "and")
    passage = [word for word in governed if not _inside(word.at, start, end)]
    beside = {word.clause for word in words if word.at not in range(start, end)}
    own_clause = {word.clause for word in passage}
    return Condition(
        start,
        end,
        words[start].sentence,
        held,
        _content(passage, {}),
        tuple(word.form for word in passage if word.content and word.stem not in REPORTING),
        negative,
        parts,
        alone=beside <= own_clause,
    )


def _inside(at: int, start: int, end: int) -> bool:
    return start <= at < end


def _hangs(before: Sequence[Word]) -> bool:
    """Whether what stands before waits for what follows: "Poland will, if need be, send"."""
    return before[-1].form in AUXILIARIES | NEGATIONS | {"that", "and", "but", "to"}


def _stretch_is_condition(words: Sequence[Word], starts: dict[int, int]) -> bool:
    return bool(words) and words[0].at in starts


def _turn(words: Sequence[Word], start: int, end: int) -> int:
    """Where the condition ends that no comma ends: before the subject of the last auxiliary."""
    modals = [at for at in range(start + 2, end) if words[at].form in AUXILIARIES]
    if not modals:
        return end
    at = modals[-1]
    turn = at - 1
    # "the European allies will": back to the determiner.
    while turn > start + 1 and words[turn].content and words[turn - 1].form in DETERMINERS:
        turn -= 1
    return turn


def _content(words: Sequence[Word], starts: dict[int, int]) -> frozenset[str]:
    return frozenset(
        word.stem
        for word in words
        if word.content and word.stem not in REPORTING and word.at not in starts
    )
