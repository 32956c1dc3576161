"""Conditions: on what a report makes its sentence depend, by the words that begin a condition."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from app.domain.spans import Span
from app.utterances.clauses import (
    AUXILIARIES,
    DETERMINERS,
    MODALS,
    REPORTING,
    read,
    stem_of,
    word_set,
)
from app.utterances.condition_words import condition_starts
from app.utterances.requirements import requirements
from app.utterances.tokens import NEGATIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.utterances.clauses import Word
    from app.utterances.requirements import Requirement


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


# "Everything depends on it": on that the rest of the sentence depends.
_EVERYTHING = frozenset(map(stem_of, word_set("everything much all lot this it")))
_POINTERS = word_set("it they he she that this those these")
_POINTING = frozenset({"case", "event", "happen", "occur"})
_DO = word_set("do does did")
_NEGATIVE = word_set("unless until till before without failing barring absence")


@lru_cache(maxsize=4_096)
def conditions(text: str) -> tuple[Condition, ...]:
    """The conditions of a report in their order."""
    words = read(text)
    starts = dict(condition_starts(words))
    found = [_condition(words, start, length, starts) for start, length in sorted(starts.items())]
    for one in requirements(words):
        if not any(
            one.start < known.end and known.start < one.end and known.passage for known in found
        ):
            found.append(_required(words, one))
    resolved = [_resolved(one, words, found) for one in found]
    return tuple(sorted((one for one in resolved if one.stems), key=lambda one: one.start))


def _required(words: Sequence[Word], found: Requirement) -> Condition:
    """The condition that a requirement is."""
    inside = words[found.start : found.end]
    governed = [words[at] for at in found.governed]
    own_clauses = {word.clause for word in governed}
    return Condition(
        found.start,
        found.end,
        governed[0].sentence,
        _content(inside, {}),
        _content(governed, {}),
        tuple(word.form for word in governed if word.content and word.stem not in REPORTING),
        negative=any(word.form in NEGATIONS for word in inside),
        alone={word.clause for word in words if word not in inside} <= own_clauses,
    )


def _resolved(one: Condition, words: Sequence[Word], found: Sequence[Condition]) -> Condition:
    """A condition whose words only point back ("if it does", "with it") has what was said there.

    "With it" points to what was a condition there; others to all that the sentence before says.
    """
    forms = tuple(word.form for word in words[one.start : one.end])
    if one.stems - _POINTING or not _points_back(forms):
        return one
    before = [word for word in words if word.sentence == one.sentence - 1]
    stems = frozenset[str]().union(*(c.stems for c in found if c.sentence == one.sentence - 1))
    return replace(one, stems=stems if forms[0] == "with" else stems or _content(before, {}))


def _points_back(forms: tuple[str, ...]) -> bool:
    if forms[0] in {"with", "in", "then", "only"} or forms[:2] == ("if", "so"):
        return True
    # "if it does", "once that happens", not "if I may".
    return len(forms) > 2 and forms[1] in _POINTERS


def _condition(words: Sequence[Word], start: int, length: int, starts: dict[int, int]) -> Condition:
    """The condition that begins here, with what depends on it."""
    stretch = [word for word in words if word.stretch == words[start].stretch]
    own = [word for word in stretch if word.at >= start]
    if own[-1].at < start + length and not words[start].form.startswith(("in", "with")):
        # "if, as we hope, the council agrees": the condition goes on after what is put in between.
        own = [*own, *_after_insertion(words, own[-1])]
    later = [at for at in starts if at > start and at <= own[-1].at]
    end = min(later) if later else own[-1].at + 1
    # "It depends on the council whether": what depends on it follows.
    end = next((w.at for w in own if start + length < w.at < end and w.form == "whether"), end)
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
        said = [w for w in before_all if w.content and w.stem not in REPORTING]
        # Of one word the last stretch is an apposition or an afterthought.
        near = [w.stretch for w in said[-2:]]
        governed = [word for word in before_all if word.stretch >= near[0]]
        if after_all and _stretch_is_condition(governed, starts):
            governed = after_all
    else:
        governed = [*before_all, *after_all]
    if {word.stem for word in governed if word.content} <= _EVERYTHING:
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


def _after_insertion(words: Sequence[Word], last: Word) -> list[Word]:
    """The words of the two stretches that follow in the sentence."""
    return [
        word
        for word in words
        if word.sentence == last.sentence and last.stretch < word.stretch <= last.stretch + 2
    ]


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
    if words[start - 1].form in {"after", "if", "when", "once"} and words[start - 2].form == "only":
        # "Only after the vote will he go": the verb comes first.
        return max((one for one in modals if words[one].form in MODALS | _DO), default=at)
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
