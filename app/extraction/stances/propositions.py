"""Propositions: an issue made from a bare sentence, for issues that nobody has defined."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from app.domain.actors import slugify
from app.domain.positions import Issue, Stance, StanceWording, Whose
from app.extraction.lexicons import load_lexicon
from app.extraction.stances.lexicon import stance_lexicon
from app.extraction.stances.matching import same_question
from app.extraction.stances.wording import (
    function_words,
    light_words,
    names_in,
    rough_lemmas,
    words_in,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MODAL = re.compile(
    r"\b(?:should|must|may|shall|will|would|can|could|ought to|needs? to|ha(?:s|ve) to)\b",
    re.IGNORECASE,
)
_BEING = frozenset({"be", "have"})
# Endings of words that only describe; one counts where no concept is known for anything better.
_DESCRIBING = ("ed", "ing", "al", "ive", "ous", "able", "ful", "ic", "ary", "ly")


@dataclass(frozen=True, slots=True)
class _Act:
    """A class of acts, its contrary, and whether it wants the thing gone."""

    words: tuple[str, ...]
    contrary: tuple[str, ...]
    removing: bool
    permitting: bool  # what is permitted matters, not that it is: "allowed to strike"


def issue_from_proposition(text: str, known: Iterable[Issue] = ()) -> Issue:
    """The issue of a bare sentence like "Foreign troops should be deployed in Varvia".

    One of those that are ``known``, when it plainly is the same question; else one is made: what
    stands before the modal verb is the thing, the verb after it the act, names are the place, and
    each word that belongs to a concept of lexicon/stance_propositions.yaml brings the whole
    concept. Of an act that wants the thing gone ("lifted", "banned"), words for the thing are
    words for the contrary. Any text gives an issue.
    """
    same = same_question(text, known)
    if same is not None:
        return replace(same, title=text, proposition=text)
    modal = _MODAL.search(text)
    before, after = (text[: modal.start()], text[modal.end() :]) if modal else (text, "")
    names = [name for name in names_in(text) if not _groups(name)]
    if _is_of_troops(before):
        return _troops(text, names)
    act = _act(after)
    acted = frozenset() if act is None else frozenset((*act.words, *act.contrary))
    subject = [_words_of(word) for word in _content(before, names)]
    rest = [word for word in _content(after, names) if _groups(word) or not _in(word, acted)]
    object_ = [_words_of(word) for word in rest]
    things = subject or object_
    place = tuple(names)
    if not things:
        # Nothing but an act on a name: "Sarmel should be recognised".
        words = act.words if act else tuple(words_in(text))
        return _made(text, things=words, place=place)
    first = things[0]
    kinds = _flat(group for group in things[1:] if len(group) > 1)
    if not kinds and subject:
        kinds = _flat(object_)
        if act is not None and not (act.permitting and kinds):
            # "The assets plan": a plan on the thing is one to do this with it.
            plans = sorted(stance_lexicon().topics["acts"])
            kinds = (*kinds, *act.words, *act.contrary, *_flat(things[1:]), *plans)
    elif not kinds:
        kinds = _flat(things[1:])
    if act is not None and act.removing:
        contrary = (*act.contrary, *first)
        return _made(text, things=act.words, kinds=first, contrary=contrary, place=place)
    if place:
        kinds = _flat(things[1:])
    acts, contrary = (act.words, act.contrary) if act else ((), ())
    return _made(text, things=first, kinds=kinds, acts=acts, contrary=contrary, place=place)


def _made(
    text: str,
    *,
    things: tuple[str, ...],
    kinds: tuple[str, ...] = (),
    acts: tuple[str, ...] = (),
    contrary: tuple[str, ...] = (),
    place: tuple[str, ...] = (),
) -> Issue:
    return Issue(
        slug=slugify(text)[:60].strip("-") if text.strip() else "issue",
        title=text,
        proposition=text,
        description="",
        counts=(),
        does_not_count=(),
        things=tuple(dict.fromkeys(things)),
        kinds=kinds,
        acts=acts,
        contrary=contrary,
        place=(*dict.fromkeys(place), *_capitals(place)),
        stances={stance: StanceWording(stance.value, "") for stance in Stance},
    )


def _troops(text: str, names: Sequence[str]) -> Issue:
    """An issue on foreign troops, whose words have a class of their own."""
    classes = stance_lexicon().topic_classes
    made = _made(
        text,
        things=classes["forces"],
        kinds=classes["foreign"],
        acts=classes["movements"],
        place=tuple(names) or ("there",),
    )
    return replace(
        made,
        certain=classes["inherently_foreign"],
        implying=tuple(sorted(stance_lexicon().topics["strong_movements"])),
        vague=classes["vague_people"],
        whose=Whose.OTHERS,
    )


def _is_of_troops(before: str) -> bool:
    forces = frozenset(stance_lexicon().topic_classes["forces"])
    return any(_in(word, forces) for word in words_in(before))


def _content(text: str, names: Iterable[str]) -> list[str]:
    """The words that say what it is about, the describing ones only where there are no others."""
    plain = function_words() | light_words()
    words = [
        word
        for word in words_in(text)
        if not (plain & set(rough_lemmas(word)))
        and word.removesuffix("'s").removesuffix("’s") not in names
    ]
    telling = [word for word in words if _groups(word) or not word.endswith(_DESCRIBING)]
    return telling or words


def _act(after: str) -> _Act | None:
    """The class of the first act after the modal verb: 'be allowed to strike' is allowing."""
    # "Be lifted" is lifting; "there should be a tax" has no other act than that it is.
    words = words_in(after)
    for word in [*(word for word in words if word not in _BEING), *words]:
        for act in _acts():
            if _in(word, frozenset(act.words)):
                return act
    return None


@lru_cache(maxsize=1)
def _acts() -> tuple[_Act, ...]:
    return tuple(
        _Act(
            tuple(one["words"]),
            tuple(one["contrary"]),
            bool(one.get("removing")),
            "allow" in one["words"],
        )
        for one in load_lexicon("stance_propositions")["acts"]
    )


@lru_cache(maxsize=1)
def _concepts() -> dict[str, tuple[tuple[str, ...], ...]]:
    """The concepts that each word belongs to."""
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for group in load_lexicon("stance_propositions")["concepts"]:
        for word in group:
            found[word] = (*found.get(word, ()), tuple(group))
    return found


def _groups(word: str) -> tuple[tuple[str, ...], ...]:
    """The concepts of a word: those it names first, before those that only hold it."""
    found = next((_concepts()[form] for form in rough_lemmas(word) if form in _concepts()), ())
    forms = rough_lemmas(word)
    naming = tuple(group for group in found if group[0] in forms)
    return naming or found[:1]


def _words_of(word: str) -> tuple[str, ...]:
    """The words that stand for a word of the proposition: its concept's, or its own forms."""
    return _flat(_groups(word)) or rough_lemmas(word)


def _flat(groups: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for group in groups for word in group))


def _capitals(names: Iterable[str]) -> tuple[str, ...]:
    """The capitals that stand for these countries: 'Moscow' for 'Russia'."""
    wanted = set(names)
    found: list[str] = []
    for line in load_lexicon("countries").values():
        country, adjectives, capitals = (
            [each.strip().casefold() for each in part.split(",") if each.strip()]
            for part in (*str(line).split(";"), "", "")[:3]
        )
        if wanted & set(country):
            found += [*adjectives, *capitals]
    return tuple(found)


def _in(word: str, words: frozenset[str]) -> bool:
    return not words.isdisjoint(rough_lemmas(word))
