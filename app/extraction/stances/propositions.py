"""Propositions: a minimal issue made from a bare sentence, for issues that nobody has defined."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.actors import slugify
from app.domain.positions import Issue, Stance, StanceWording, Whose
from app.extraction.stances.lexicon import stance_lexicon
from app.extraction.stances.matching import same_question

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORDS = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_MODAL = re.compile(
    r"\b(?:should|must|may|shall|will|would|can|could|ought to|needs? to|ha(?:s|ve) to)\b",
    re.IGNORECASE,
)
_FUNCTION = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "to",
        "for",
        "in",
        "on",
        "at",
        "by",
        "with",
        "and",
        "or",
        "be",
        "been",
        "is",
        "are",
        "was",
        "were",
        "now",
        "not",
        "no",
        "it",
        "its",
        "their",
        "this",
        "that",
        "these",
        "those",
        "from",
        "as",
        "into",
        "before",
        "after",
        "during",
        "under",
        "over",
        "only",
        "own",
        "all",
        "any",
    ]
)


def issue_from_proposition(text: str, known: Iterable[Issue] = ()) -> Issue:
    """The issue of a bare sentence like "Foreign troops should be deployed in Varvia".

    One of those that are ``known``, when it plainly is the same question; else one is made.

    What stands before the modal verb is the thing, the verb after it the act, names (capitals
    inside the sentence) the place; each word that belongs to a synonym class of
    lexicon/stance_topics.yaml brings the whole class. Any text gives an issue.
    """
    same = same_question(text, known)
    if same is not None:
        return replace(same, title=text, proposition=text)
    classes = stance_lexicon().topic_classes
    modal = _MODAL.search(text)
    before = text[: modal.start()] if modal else text
    after = text[modal.end() :] if modal else ""
    things = _content_words(before)
    acts = _content_words(after)
    place = _names(text)
    troops = set(classes["forces"]) & set(things)
    foreign: tuple[str, ...] = ()
    if troops:
        forces, movements, foreign = classes["forces"], classes["movements"], classes["foreign"]
        if not place:
            place = ["there"]
    else:
        thing_words = _with_classes(word for word in things if word not in place)
        act_words = _with_classes(acts)
        known = any(word in words for word in things for words in classes.values())
        if place and not known and act_words:
            forces, movements = act_words, ()
        else:
            forces, movements = thing_words or act_words, act_words if thing_words else ()
    return Issue(
        slug=slugify(text)[:60].strip("-") if text.strip() else "issue",
        title=text,
        proposition=text,
        description="",
        counts=(),
        does_not_count=(),
        things=forces,
        acts=movements,
        kinds=foreign,
        certain=classes["inherently_foreign"] if troops else (),
        implying=tuple(sorted(stance_lexicon().topics["strong_movements"])) if troops else (),
        vague=classes["vague_people"] if troops else (),
        whose=Whose.OTHERS if troops else Whose.ANYONE,
        place=tuple(dict.fromkeys(place)),
        pointing=(),
        exclusions=(),
        stances={stance: StanceWording(stance.value, "") for stance in Stance},
    )


def _content_words(text: str) -> list[str]:
    """The words of a text that mean something, as rough lemmas in lower case."""
    return [
        _rough_lemma(word)
        for word in (found.lower() for found in _WORDS.findall(text))
        if word not in _FUNCTION
    ]


def _rough_lemma(word: str) -> str:
    """A lemma without a parser: plural and participle endings, undone when a class knows it."""
    known = {entry for words in stance_lexicon().topic_classes.values() for entry in words}
    candidates = [word]
    for ending, put in (
        ("s", ""),
        ("es", ""),
        ("ies", "y"),
        ("ed", ""),
        ("d", ""),
        ("ed", "e"),
        ("ing", ""),
        ("ing", "e"),
    ):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            candidates.append(word[: -len(ending)] + put)
    known_form = next((form for form in candidates if form in known), None)
    if known_form:
        return known_form
    return candidates[1] if word.endswith("s") and len(candidates) > 1 else word


def _names(text: str) -> list[str]:
    found = list(_WORDS.finditer(text))
    return [
        match.group().lower()
        for index, match in enumerate(found)
        if index and match.group()[0].isupper()
    ]


def _with_classes(words: Iterable[str]) -> tuple[str, ...]:
    lexicon = stance_lexicon().topic_classes
    all_words: dict[str, None] = {}
    for word in words:
        all_words[word] = None
        for members in lexicon.values():
            if word in members:
                all_words.update(dict.fromkeys(members))
    return tuple(all_words)
