"""Requirements: conditions that no conjunction begins.

"It needs the consent of the council", "the price of a truce is the bridge", "the guns must fall
silent before we talk", "no guarantees, no signature", "only a doctor may open it".
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from app.utterances.clauses import (
    AUXILIARIES,
    BE,
    DETERMINERS,
    MODALS,
    PRONOUNS,
    REPORTING,
    stem_of,
    word_set,
)
from app.utterances.condition_words import is_permission
from app.utterances.tokens import NEGATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.utterances.clauses import Word


class Requirement(NamedTuple):
    """A condition: its words from and to, and what depends on it."""

    start: int
    end: int  # index after its last word
    governed: tuple[int, ...]  # indexes


_NEEDS = word_set("need needs needed require requires required await awaits awaited lack")
_NEEDED = word_set("needed required necessary essential indispensable vital")
_CONDITIONS = word_set("condition conditions precondition prerequisite price requirement proviso")
# Acts by which somebody permits a thing.
_PERMITTING = frozenset(
    map(stem_of, word_set("approve ratify agree consent authorise authorize sign endorse permit"))
)
_GETTING = word_set("get win obtain secure have receive seek ask await gain")
_OBLIGED = word_set("must has have had need needs needed")
_NUMBERS = word_set("one two three four five six seven eight nine ten a an few half")
# A sentence that begins with one of these tells somebody to do it: "lift the embargo and we will".
_IMPERATIVES = word_set(
    "give show let stop lift withdraw send pay sign open free release end drop leave bring "
    "put make take hold keep accept recognise recognize remove cut raise grant deliver return "
    "pull call guarantee promise find close vote"
)
# So many content words a stretch may have to be one half of "no A, no B".
_SHORT = 4


def requirements(words: Sequence[Word]) -> tuple[Requirement, ...]:
    """The requirements in a report in their order, those alone that name what depends on them."""
    sentences: dict[int, list[Word]] = {}
    for word in words:
        sentences.setdefault(word.sentence, []).append(word)
    found = [
        one
        for number, sentence in sentences.items()
        for one in _in_sentence(sentence, sentences.get(number - 1, []))
    ]
    return tuple(one for one in found if any(words[at].content for at in one.governed))


def _in_sentence(sentence: Sequence[Word], before: Sequence[Word]) -> Iterator[Requirement]:
    for place, word in enumerate(sentence):
        if word.form in _NEEDS:
            yield from _need(sentence, place, before)
        if word.form in _NEEDED:
            yield from _needed(sentence, place)
        if word.form in _CONDITIONS:
            yield from _named(sentence, place, before)
        if word.form in _OBLIGED:
            yield from _obliged(sentence, place, before)
        if word.form == "only":
            yield from _only(sentence, place)
    yield from _paired(sentence)
    yield from _told(sentence)


def _at(words: Sequence[Word]) -> tuple[int, ...]:
    return tuple(word.at for word in words)


def _content(words: Sequence[Word]) -> list[Word]:
    return [word for word in words if word.content and word.stem not in REPORTING]


def _stretch(sentence: Sequence[Word], place: int) -> tuple[list[Word], list[Word]]:
    """What of its stretch stands before and after a word."""
    number = sentence[place].stretch
    return (
        [word for word in sentence[:place] if word.stretch == number],
        [word for word in sentence[place + 1 :] if word.stretch == number],
    )


def _is_denied(before: Sequence[Word], after: Sequence[Word]) -> bool:
    return any(word.form in NEGATIONS for word in [*before[-3:], *after[:1]])


def _is_first(words: Sequence[Word], n: int) -> bool:
    """Whether "first" tells an order: "must first agree", not "the first round"."""
    before = words[n - 1].form if n else ""
    return words[n].form == "first" and before not in DETERMINERS | {"at", "s", "for"}


def _need(sentence: Sequence[Word], place: int, previous: Sequence[Word]) -> Iterator[Requirement]:
    """As in "Any deployment would need the approval of the senate"."""
    before, after = _stretch(sentence, place)
    if _is_denied(before, after) or not after or after[0].form == "to":
        return
    if any(word.form in BE for word in before[-2:]):
        return
    first = any(_is_first(after, n) for n in range(len(after)))
    if not first and not _is_given(sentence, after[:8]):
        return
    given_for = _tail(sentence, after)
    end = given_for[0].at if given_for else after[-1].at + 1
    rest = [word for word in sentence if word.at < before[0].at] if before else sentence[:place]
    governed = [*before, *given_for]
    if not _content(governed):
        governed = list(rest) if _content(rest) else list(previous)
    yield Requirement(sentence[place].at, end, _at(governed))


def _tail(sentence: Sequence[Word], after: Sequence[Word]) -> list[Word]:
    """For what a permission is: "the approval of the senate for any deployment"."""
    first = sentence[0].at
    given = next((n for n, w in enumerate(after) if is_permission(sentence, w.at - first)), 0)
    start = next(
        (n for n in range(given + 1, len(after)) if after[n].form in {"for", "before", "to"}),
        len(after),
    )
    return list(after[start:])


def _is_given(sentence: Sequence[Word], near: Sequence[Word]) -> bool:
    """Whether a permission is among some words."""
    first = sentence[0].at
    return any(is_permission(sentence, word.at - first) for word in near)


def _needed(sentence: Sequence[Word], place: int) -> Iterator[Requirement]:
    """As in "a mandate is needed for any deployment", "money is required before it can open"."""
    before, after = _stretch(sentence, place)
    if _is_denied(before, after) or len(after) < 2 or not any(w.form in BE for w in before[-3:]):
        return
    if after[0].form in {"for", "before"} and _content(before):
        yield Requirement(before[0].at, sentence[place].at + 1, _at(after[1:]))


def _named(sentence: Sequence[Word], place: int, previous: Sequence[Word]) -> Iterator[Requirement]:
    """As in "The price of a truce is the bridge", "the bridge is a condition for a truce"."""
    before, after = _stretch(sentence, place)
    yield from _laid_down(sentence, place, previous)
    if not after or after[0].form not in {"of", "for", "to"} or _is_denied(before, after):
        return
    verb = next((n for n, word in enumerate(after) if word.form in BE), None)
    if verb is not None and verb + 1 < len(after):
        if after[verb + 1].form not in DETERMINERS | {"that"}:
            return  # "the price of bread is rising"
        start, end = after[verb + 1].at, after[-1].at + 1
        rest = [word for word in sentence if not start <= word.at < end]
        yield Requirement(start, end, _at([word for word in rest if word not in before]))
        return
    linked = next((n for n, word in enumerate(before) if word.form in BE | {"as"}), None)
    if linked:
        yield Requirement(before[0].at, sentence[place].at, _at(after[1:]))


def _laid_down(
    sentence: Sequence[Word], place: int, previous: Sequence[Word]
) -> Iterator[Requirement]:
    """As in "there will be a truce, but the price is the bridge", "it has a price: the bridge"."""
    before, after = _stretch(sentence, place)
    if before and after and before[-1].form in DETERMINERS and after[0].form in BE:
        if len(after) < 2 or after[1].form not in DETERMINERS | {"that"}:
            return
        rest = [word for word in sentence if word.stretch != sentence[place].stretch]
        governed = rest if _content(rest) else list(previous)
        yield Requirement(after[1].at, after[-1].at + 1, _at(governed))
    later = sentence[place + 1 :]
    if not after and later and any(word.form in {"has", "have", "at"} for word in before[-3:]):
        end = [word for word in later if word.stretch == later[0].stretch][-1].at + 1
        yield Requirement(later[0].at, end, _at(before))


def _permitting(parts: Sequence[Sequence[Word]]) -> Iterator[Requirement]:
    """As in "weather permitting"."""
    for part in parts:
        if 1 < len(part) <= _SHORT and part[-1].form in {"permitting", "allowing"}:
            rest = [word for other in parts if other is not part for word in other]
            yield Requirement(part[0].at, part[-1].at + 1, _at(rest))


def _obliged(
    sentence: Sequence[Word], place: int, previous: Sequence[Word]
) -> Iterator[Requirement]:
    """As in "The council must agree first", "the guns have to fall silent before we talk"."""
    before, after = _stretch(sentence, place)
    if not after or _is_denied(before, after):
        return
    if sentence[place].form != "must":
        to = next((n for n, word in enumerate(after[:2]) if word.form == "to"), None)
        if to is None:
            return
    earlier = next((n for n, word in enumerate(after) if word.form == "before"), None)
    if earlier is not None and _content(after[earlier + 1 :]) and _content(before):
        later = after[earlier + 1 :]
        if any(word.form in AUXILIARIES or word.form.endswith("ing") for word in later):
            yield Requirement(before[0].at, after[earlier].at, _at(later))
    near = after[:3]
    if any(word.form in _GETTING for word in near) and _is_given(sentence, after[:8]):
        given_for = _tail(sentence, after)
        end = given_for[0].at if given_for else after[-1].at + 1
        yield Requirement(sentence[place].at, end, _at([*before, *given_for]))
        return
    around = [*before, *after]
    first = any(_is_first(around, n) for n in range(len(around))) or sentence[0].form == "first"
    act = next((n for n in range(min(4, len(after))) if _permits(after, n)), None)
    if act is None and not first:
        return
    passive = act is not None and any(word.form in BE for word in after[:act])
    if passive:
        yield Requirement(sentence[place].at, after[-1].at + 1, _at(before))
        return
    clause = [word for word in sentence if word.clause == sentence[place].clause]
    rest = [word for word in sentence if word not in clause]
    governed = rest if len(_content(rest)) > 1 else list(previous) if first else []
    yield Requirement(clause[0].at, clause[-1].at + 1, _at(governed))


def _permits(after: Sequence[Word], n: int) -> bool:
    """Whether a verb permits: "must agree", not "must agree to a truce"."""
    following = after[n + 1].form if n + 1 < len(after) else ""
    agreed = after[n].form == "agree" and following in {"on", "with", "a", "an"} | {"to", "that"}
    return after[n].stem in _PERMITTING and not agreed


def _only(sentence: Sequence[Word], place: int) -> Iterator[Requirement]:
    """As in "Only a full withdrawal can end the siege"."""
    before, after = _stretch(sentence, place)
    if before and before[-1].form not in {"that", "and", "but"}:
        return
    verb = next((n for n, word in enumerate(after[:8]) if word.form in AUXILIARIES), None)
    if not verb or after[verb].form not in MODALS | BE or after[0].form[0].isdigit():
        return
    if after[0].form in _NUMBERS - {"a", "an"} | {"then", "if", "when", "after", "once", "with"}:
        return
    if after[verb].form in {"was", "were"} or not _content(after[:verb]):
        return
    yield Requirement(sentence[place].at, after[verb].at, _at(after[verb + 1 :]))


def _paired(sentence: Sequence[Word]) -> Iterator[Requirement]:
    """As in "No guarantees, no signature" and "first the guns fall silent, then we talk"."""
    stretches: dict[int, list[Word]] = {}
    for word in sentence:
        stretches.setdefault(word.stretch, []).append(word)
    parts = list(stretches.values())
    yield from _permitting(parts)
    for one, other in pairwise(parts):
        short = max(len(_content(one)), len(_content(other))) <= _SHORT
        verbs = any(word.form in AUXILIARIES for word in [*one, *other])
        if one[0].form == other[0].form == "no" and short and not verbs and _content(one):
            yield Requirement(one[0].at, one[-1].at + 1, _at(other))
        then = other[1:] if other[0].form in {"and", "only"} else other
        if one[0].form == "first" and _content(one) and then and then[0].form == "then":
            yield Requirement(one[0].at, one[-1].at + 1, _at(then))


def _told(sentence: Sequence[Word]) -> Iterator[Requirement]:
    """As in "Lift the embargo and we will talk"."""
    if sentence[0].form not in _IMPERATIVES:
        return
    for place in range(1, len(sentence) - 2):
        word, subject, verb = sentence[place : place + 3]
        if word.form == "and" and subject.form in PRONOUNS and (verb.modal or subject.modal):
            yield Requirement(sentence[0].at, word.at, _at(sentence[place + 1 :]))
            return
