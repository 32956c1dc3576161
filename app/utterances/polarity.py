"""Polarity: which words of a report are negated, as far as the order of words in a clause tells.

A negation bears on what follows it in its clause, or, where nothing follows, on what is before it
("is ruled out"). Two make none: "cannot rule out". Where the order does not decide, a word has both
polarities, and nothing is said of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from app.utterances.clauses import (
    AUXILIARIES,
    BE,
    LIGHT,
    MODALS,
    REPORTING,
    read,
    stem_of,
    word_set,
)
from app.utterances.condition_words import DATES
from app.utterances.conditions import conditions
from app.utterances.opposites import LIKE, NEGATED
from app.utterances.tokens import NEGATIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from app.utterances.clauses import Word


@dataclass(frozen=True, slots=True)
class Negation:
    """A negation: its words from and to, and the words that it bears on most of all."""

    start: int
    end: int
    heads: tuple[int, ...]  # indexes; of "no plans to send": plans, send
    until: int  # index after the last word that it bears on
    backward: bool  # it bears on what is before it


@dataclass(frozen=True, slots=True)
class Reading:
    """A report with what is negated in it."""

    words: tuple[Word, ...]
    negations: tuple[Negation, ...]
    polarity: tuple[int, ...]  # of each word: 0 as it stands, 1 negated
    leaning: tuple[frozenset[str], ...]  # of each word: what in its clause may negate it as well
    keys: tuple[
        tuple[tuple[str, int], ...], ...
    ]  # of each word: stem, and whether a prefix negates
    places: dict[str, tuple[tuple[int, int], ...]]  # stem to index and whether a prefix negates
    flipped: tuple[tuple[int, str], ...]  # words with a negative prefix, by the form without it
    clauses: dict[int, frozenset[str]]  # content stems

    def passage(self, at: int) -> frozenset[str]:
        """The content stems of a word's clause; of its sentence where the clause has but one."""
        word = self.words[at]
        own = self.clauses[word.clause]
        if len(own) > 1:
            return own
        beside = {one.clause for one in self.words if one.sentence == word.sentence}
        return own.union(*(self.clauses[clause] for clause in beside))


def _stems(text: str) -> frozenset[str]:
    return frozenset(map(stem_of, text.split()))


# Verbs, nouns and adjectives that negate what follows them, by the stems of all their forms.
_NEGATING = _stems(
    "refuse refusal reject rejection deny denial decline fail failure lack exclude oppose "
    "opposition opposed refute forbid forbade forbidden ban prohibit veto renounce reluctant "
    "reluctance unable unwilling inability unwillingness impossible unlikely unacceptable "
    "inadmissible unthinkable inconceivable unprepared unready absence impossibility forgo abstain "
    "baseless groundless untenable premature rebuff repudiate spurn disavow disown preclude "
    "outlaw boycott cancel abandon scrap shelve"
)
# Words that may say the same as a negation; nothing is said of what is beside them.
_LEANING = _stems(
    "stop end avoid prevent block halt drop withhold refrain resist against instead "
    "rather away off few little least mistake wrong stay cease dismiss shun "
    "skip delay postpone freeze suspend contrary close shut bar avert restrict curb"
)
# These say so of what follows them only.
_LEANING_ON = word_set("unless until till before without")
_PHRASES = (
    ("rule", "out"), ("rules", "out"), ("ruled", "out"), ("ruling", "out"),
    ("out", "of", "the", "question"), ("off", "the", "table"), ("far", "from"),
    ("no", "longer"), ("turn", "down"), ("turns", "down"), ("turned", "down"),
    ("voted", "down"), ("keep", "out"), ("kept", "out"), ("anything", "but"),
    ("in", "no", "way"), ("by", "no", "means"), ("under", "no", "circumstances"),
    ("on", "no", "account"), ("at", "no", "point"), ("no", "one"), ("yet", "to"),
    ("remains", "to", "be"), ("remained", "to", "be"), ("short", "of"), ("nowhere", "near"),
    ("devoid", "of"), ("free", "of"), ("steer", "clear", "of"), ("shy", "away", "from"),
)  # fmt: skip
# What makes "against" a position: "is against", "nothing against", "not against it but against".
_BEFORE_AGAINST = word_set("not nothing vote voted votes voting firmly strictly strongly but and")
# These are the subject of what follows, and with nothing to follow they negate nothing.
_SUBJECTS = word_set("nobody none nothing no nowhere")
_BACKWARD = {("out", "of", "the", "question"), ("off", "the", "table")}
# "not only", "no doubt", "no matter": nothing is negated.
_NOTHING = {
    "not": word_set("only just merely simply least necessarily"),
    "no": word_set("doubt matter later less fewer sooner more"),
    "nothing": word_set("but"),
}
# Adverbs that all but negate, before anything but a number: "barely", not "barely ten".
_ALMOST = word_set("barely rarely seldom")
# Verbs that deny when they are what somebody does with what is reported.
_DENYING = _stems(
    "dismiss dispute contradict rebut debunk discount doubt question quash scotch resist challenge"
)
_CLAIMS = _stems("claim report suggestion idea talk fear allegation accusation rumour rumor notion")
# When something is; with nothing else to bear on, a negation bears on what is before it.
_WHEN = DATES | word_set(
    "next last coming either yet anymore soon ever days weeks months years hours early later "
    "sooner altogether"
)
# "un-" and "non-" go before any word; before which others a prefix negates is a closed list, by
# what the words begin with.
_FREE = ("un", "non")
_UNPREFIXED = ("union", "unit", "unif", "univ", "uniq", "until", "under", "unanim", "uncle")
_BOUND = {
    "im": "possib probab practic proper perfect matur moral partial patien prudent mobil permissib "
    "plausib measurab balance",
    "in": "admissib adequa capab complet compatib consisten correct credib decisi defini direct "
    "effecti efficien flexib formal secur sensitiv separab sincer stab sufficien tolera valid "
    "visib volunt conceivab dependen abilit justic equal solven",
    "ir": "reversib responsib relevan regular rational replaceab resistib refutab reconcilab",
    "il": "legal legitim liberal logic litera",
    "dis": "agree approv continu satisf similar obey allow prove trust advantag honest order unit "
    "loyal respect",
}
_BOUND_BASES = {prefix: tuple(bases.split()) for prefix, bases in _BOUND.items()}


@lru_cache(maxsize=4_096)
def polarities(text: str) -> Reading:
    """What is negated in a report."""
    words = _with_conditions_apart(text)
    by_clause: dict[int, list[Word]] = {}
    for word in words:
        by_clause.setdefault(word.clause, []).append(word)
    spans = list(_markers(words))
    marked = {at for start, end in spans for at in range(start, end)}
    negations = tuple(
        _negation(words, by_clause[words[start].clause], start, end, marked)
        for start, end in spans
        if not _repeats(words, by_clause, start, spans)
    )
    keys = tuple(tuple(_keys(word)) if word.content else () for word in words)
    places: dict[str, list[tuple[int, int]]] = {}
    for word in words:
        for key, flipped in keys[word.at]:
            places.setdefault(key, []).append((word.at, flipped))
    return Reading(
        words,
        negations,
        tuple(_polarity(word, by_clause[word.clause], negations) for word in words),
        tuple(_leaning(word, by_clause[word.clause], negations, marked) for word in words),
        keys,
        {key: tuple(found) for key, found in places.items()},
        tuple(
            (word.at, form_key(base))
            for word in words
            for base in [_base(word.form) if word.content else ""]
            if base
        )
        + tuple((word.at, NEGATED[word.stem]) for word in words if word.stem in NEGATED),
        {
            clause: frozenset(
                _keys_of(word)
                for word in found
                if word.content and word.at not in marked and word.stem not in REPORTING
            )
            for clause, found in by_clause.items()
        },
    )


def _with_conditions_apart(text: str) -> tuple[Word, ...]:
    """The words of a report; a condition is a clause of its own, wherever it stands."""
    inside = {
        at: number
        for number, one in enumerate(conditions(text))
        for at in range(one.start, one.end)
    }
    places = [(word.clause, inside.get(word.at, -1)) for word in read(text)]
    numbers = {place: number for number, place in enumerate(dict.fromkeys(places))}
    return tuple(
        replace(word, clause=numbers[place]) for word, place in zip(read(text), places, strict=True)
    )


def is_negation(cue: str) -> bool:
    """Whether words negate what follows them in any sentence."""
    return len(list(_markers(read(cue)))) % 2 == 1


def is_negating(cue: str) -> bool:
    """Whether words like "denied", "ruled out", "warned against" negate what they report."""
    words = read(cue)
    spans = list(_markers(words))
    marked = {at for start, end in spans for at in range(start, end)}
    denying = sum(
        word.at not in marked
        and (word.stem in _DENYING or word.form == "against")
        and words[word.at - 1].form not in {"no", "without"}
        for word in words
    )
    return (len(spans) + denying) % 2 == 1


def _markers(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(words):
        length = _length(words, at)
        if length:
            yield at, at + length
        at += max(length, 1)


def _length(words: Sequence[Word], at: int) -> int:
    """How many words of a negation begin here."""
    word = words[at]
    for phrase in _PHRASES:
        found = words[at : at + len(phrase)]
        if word.form == phrase[0] and tuple(one.form for one in found) == phrase:
            return len(phrase)
    if word.form in NEGATIONS:
        if _is_nothing(words, at) or _is_superlative(words, at):
            return 0
        before = words[at - 1].form if at else ""
        # "whether or not", "with or without": whatever may be.
        return int(not (before == "or" and word.form in {"not", "without"}))
    check = _CHECKS.get(word.form)
    if check is not None:
        return check(words, at)
    if word.stem == _DISMISS:
        return int(any(one.stem in _CLAIMS for one in words[at + 1 : at + 4]))
    return int(word.stem in _NEGATING)


def _against(words: Sequence[Word], at: int) -> int:
    return int(at > 0 and words[at - 1].form in BE | _BEFORE_AGAINST)


def _almost(words: Sequence[Word], at: int) -> int:
    return int(at + 1 < len(words) and not _is_number(words[at + 1].form))


def _opposition(words: Sequence[Word], at: int) -> int:
    """As in "opposition to it", not "the opposition will"."""
    return int(at + 1 < len(words) and words[at + 1].form == "to")


def _is_nothing(words: Sequence[Word], at: int) -> bool:
    """As in "not only", "no doubt"; "we cannot just take it" negates where no "but" follows."""
    following = words[at + 1].form if at + 1 < len(words) else ""
    if following not in _NOTHING.get(words[at].form, ()):
        return False
    if at == 0 or words[at - 1].form not in MODALS or following not in {"just", "simply"}:
        return True
    rest = [one.form for one in words[at + 1 :] if one.sentence == words[at].sentence]
    return bool({"but", "also"} & {*rest})


_DISMISS = stem_of("dismiss")


def _is_number(form: str) -> bool:
    return form[0].isdigit() or form in {"one", "two", "three", "four", "five", "six", "ten", "a"}


def _scarce(words: Sequence[Word], at: int) -> int:
    """As in "few of them will", "did little to help", "there is little hope"; not "a few"."""
    first = at == 0 or words[at - 1].clause != words[at].clause
    before = words[at - 1].form if at else ""
    if words[at].form == "few":
        return int(first or before == "very")
    return int(before in BE | {"very", "do", "does", "did", "done"})


def _too(words: Sequence[Word], at: int) -> int:
    """As in "too weak to carry lorries", not "too close to the border"."""
    before = words[at - 1].form if at else ""
    rest = words[at + 1 : at + 4]
    return 3 * (
        len(rest) == 3
        and before not in {"not", "never", "none"}
        and rest[0].content
        and rest[1].form == "to"
        and (rest[2].content or rest[2].form in {"be", "have", "do"})
        and all(one.stretch == words[at].stretch for one in rest)
    )


def _is_superlative(words: Sequence[Word], at: int) -> bool:
    """As in "nothing is more important than that"."""
    if words[at].form not in {"nothing", "nobody", "no", "none", "never"}:
        return False
    rest = [word.form for word in words[at + 1 : at + 10] if word.clause == words[at].clause]
    return "than" in rest and bool({"more", "less", "better", "worse", "greater"} & {*rest})


def _repeats(
    words: Sequence[Word],
    by_clause: dict[int, list[Word]],
    start: int,
    spans: Sequence[tuple[int, int]],
) -> bool:
    """Whether a negation opens a clause of few words to repeat one: ", not for one night"."""
    word = words[start]
    own = by_clause[word.clause]
    if word.form not in {"not", "nor", "neither", "never"} or own[0].at != start:
        return False
    if any(one.form in BE or one.form.endswith("ed") for one in own) or len(own) > 6:
        return False
    before = [s for s, _ in spans if s < start and words[s].sentence == word.sentence]
    return bool(before)


def _negation(
    words: Sequence[Word], clause: Sequence[Word], start: int, end: int, marked: set[int]
) -> Negation:
    contents = [word for word in clause if word.content and word.at not in marked]
    right = [word for word in contents if word.at >= end]
    if end < len(words) and words[end].stretch > words[start].stretch:
        # "will not, under any circumstances, send": after what is put in between.
        right = [word for word in right if word.stretch > words[end].stretch] or right
    if all(word.form in _WHEN or word.form[0].isdigit() for word in right):
        right = []
    phrase = tuple(word.form for word in words[start:end])
    before = words[start - 1].form if start else ""
    after = words[end].form if end < len(words) else ""
    passive = (
        words[start].stem in _NEGATING
        and after not in {"to", "that"}
        and any(form in BE for form in _near(words, start))
        and not words[start].form.endswith("ing")
    ) or (phrase[0] == "ruled" and (before in BE or _near(words, start)[-1:] == ["be"]))
    if phrase[0] == "without":
        right = [word for word in right if word.at < _phrase_end(clause, end)]
    if not right and phrase[0] in _SUBJECTS:
        return Negation(start, end, (), _end(clause, start, end), backward=False)
    if phrase in _BACKWARD or passive or not right:
        left = [word.at for word in contents if word.at < start]
        return Negation(start, end, tuple(left), _end(clause, start, end), backward=True)
    heads = []
    for word in right:
        if word.form.endswith("ly") and len(right) > 1 and word is not right[-1]:
            continue
        heads.append(word.at)
        if word.stem not in LIGHT:
            break
    return Negation(start, end, tuple(heads), _end(clause, start, end), backward=False)


def _end(clause: Sequence[Word], start: int, end: int) -> int:
    """Where a negation ceases to bear: "without" before the next verb, others with the clause."""
    without = any(word.at == start and word.form == "without" for word in clause)
    return _phrase_end(clause, end) if without else clause[-1].at + 1


def _phrase_end(clause: Sequence[Word], end: int) -> int:
    """The next auxiliary: "without a mandate Italy does not take part"."""
    return next(
        (word.at for word in clause if word.at > end and word.form in AUXILIARIES),
        clause[-1].at + 1,
    )


def _near(words: Sequence[Word], start: int) -> list[str]:
    """The forms of the two words before, of the same clause."""
    return [
        word.form for word in words[max(0, start - 2) : start] if word.clause == words[start].clause
    ]


def _polarity(word: Word, clause: Sequence[Word], negations: Sequence[Negation]) -> int:
    """1 when an odd number of negations bears on a word."""
    first, last = clause[0].at, clause[-1].at
    inside = (one for one in negations if first <= one.start <= last)
    return (
        sum(
            one.end <= word.at < one.until or (one.backward and not one.start <= word.at < one.end)
            for one in inside
        )
        % 2
    )


def _leaning(
    word: Word, clause: Sequence[Word], negations: Sequence[Negation], marked: set[int]
) -> frozenset[str]:
    """The words that may negate a word although the order does not say so.

    Negations after it that bear on what follows them ("sending them is not an option"), verbs that
    come near to a negation, and other words with a negative prefix.
    """
    backward = {at for one in negations if one.backward for at in range(one.start, one.end)}
    counted = {at for one in negations for at in range(one.start, one.end)}
    return frozenset(
        other.stem
        for other in clause
        if (other.at in marked - backward and other.at > word.at)
        or (other.at in marked - counted)
        or (other.at != word.at and other.stem in _LEANING)
        or (other.at < word.at and other.form in _LEANING_ON)
        or (other.at > word.at and other.content and _base(other.form))
        or (other.at != word.at and other.stem in NEGATED)
    )


def _keys(word: Word) -> Iterator[tuple[str, int]]:
    """Under what a word is found: its stem, its form, and those of what its prefix negates."""
    yield word.stem, 0
    yield form_key(word.form), 0
    base = _base(word.form)
    if base:
        yield stem_of(base), 1
        yield form_key(base), 1
    if word.stem in NEGATED:
        yield NEGATED[word.stem], 1
    elif word.stem in LIKE:
        yield LIKE[word.stem], 0


def form_key(form: str) -> str:
    """Under what a word is found by its form and not by its stem."""
    return f"={form}"


def _keys_of(word: Word) -> str:
    base = _base(word.form)
    stem = stem_of(base) if base else word.stem
    return NEGATED.get(stem) or LIKE.get(stem, stem)


@lru_cache(maxsize=16_384)
def _base(form: str) -> str:
    """What a negative prefix negates: "possible" of "impossible"; '' without one."""
    for prefix in _FREE:
        rest = form.removeprefix(prefix)
        if rest != form and len(rest) > 3 and not form.startswith(_UNPREFIXED):
            return rest
    for prefix, bases in _BOUND_BASES.items():
        rest = form.removeprefix(prefix)
        if rest != form and rest.startswith(bases):
            return rest
    return ""


_CHECKS: dict[str, Callable[[Sequence[Word], int], int]] = {
    "against": _against,
    "few": _scarce,
    "little": _scarce,
    "too": _too,
    "opposition": _opposition,
    **dict.fromkeys(_ALMOST, _almost),
}
