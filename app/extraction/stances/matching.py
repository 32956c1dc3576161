"""Matching: which of the defined issues a bare proposition asks about, when it plainly is one.

"Ukraine should join NATO" is the question of seeds/issues/ukraine-nato-membership.yaml, whose
words were chosen with care; those that a program finds for a sentence are poorer. A proposition
is taken for an issue only when all of its words belong to the issue's and it says the same thing
the same way round. The place may be another one: its name then stands for the issue's.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.positions import Issue, Timing, Whose
from app.extraction.lexicons import load_lexicon
from app.extraction.stances.wording import (
    function_words,
    light_words,
    names_in,
    rough_lemmas,
    words_in,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

_AGAINST = re.compile(
    r"\b(?:not|no|never|without|cannot|against|refuse|oppose|stop|prevent|neither|nor)\b|n't\b",
    re.IGNORECASE,
)
_BEFORE = r"\b(?:before|prior to|ahead of|precede[sd]?|until)\b"
_AFTER = r"\b(?:after|once|following|follow[s]?|when)\b"
_REQUIRED = r"\b(?:pre-?condition|prerequisite|condition|first)\b"
_ENDING = r"\b(?:stop|end|cease|be over|fall silent|be silent)"
_MEANWHILE = r"\b(?:during|while|whilst|under|amid|despite|in|even though|as)\b"


def same_question(text: str, issues: Iterable[Issue]) -> Issue | None:
    """The issue of which ``text`` is the proposition in other words; None when it is of none.

    Where only the place differs, the issue comes back with that place.
    """
    if _AGAINST.search(text):
        return None
    for issue in issues:
        found = _matched(text, issue)
        if found is not None:
            return found
    return None


def _matched(text: str, issue: Issue) -> Issue | None:
    lists = {
        "things": _words(*issue.things, *issue.certain),
        "around": _words(*issue.acts, *issue.kinds, *issue.states, *issue.events, *issue.implying),
        "place": _words(*issue.place),
    }
    names = [name for name in names_in(text) if not _in(name, *lists.values())]
    plain = function_words() | light_words()
    words = [
        word
        for word in words_in(text)
        if word not in names and plain.isdisjoint(rough_lemmas(word))
    ]
    known = all(_in(word, *lists.values()) for word in words)
    if not (known and _has_phrase(text, (*issue.things, *issue.certain))):
        return None
    if _contrary(text, issue) or not _is_timed(text, issue):
        return None
    kinds = _words(*issue.kinds)
    if kinds and issue.whose is not Whose.OTHERS and not any(_in(w, kinds) for w in words):
        return None
    if not issue.place:
        return None if names else issue
    placed = any(_in(word, lists["place"]) for word in words)
    if names and not placed:
        return _elsewhere(issue, names)
    return issue if placed and not names else None


def _elsewhere(issue: Issue, names: list[str]) -> Issue:
    """The same question about another place: what names the issue's own place is left out."""
    everywhere = load_lexicon("stance_propositions")["general_places"]
    general = tuple(phrase for phrase in issue.place if phrase in everywhere)
    # "Ukrainian" begins like "ukraine" without its last letter.
    own = tuple({name[:-1] for name in issue.place if " " not in name and name not in everywhere})

    def _free(phrases: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(
            phrase for phrase in phrases if not any(word.startswith(own) for word in phrase.split())
        )

    return replace(
        issue,
        slug=f"{issue.slug}-{'-'.join(names)}",
        place=(*names, *general),
        certain=_free(issue.certain),
        exclusions=_free(issue.exclusions),
    )


def _has_phrase(text: str, phrases: Iterable[str]) -> bool:
    """Whether one of the phrases stands in a text, in any inflection."""
    forms = [rough_lemmas(word) for word in words_in(text)]
    for phrase in phrases:
        parts = phrase.casefold().split()
        for start in range(len(forms) - len(parts) + 1):
            if all(part in forms[start + place] for place, part in enumerate(parts)):
                return True
    return False


def _contrary(text: str, issue: Issue) -> bool:
    lower = text.lower()
    return any(re.search(rf"\b{re.escape(phrase)}", lower) for phrase in issue.contrary)


def _is_timed(text: str, issue: Issue) -> bool:
    """Whether a proposition puts the thing and the events in the order of the issue's."""
    if issue.timing is Timing.ANY:
        return True
    lower = text.lower()
    things, events = _found(issue.things, lower), _found(issue.events, lower)
    states = _found(issue.states, lower)
    if issue.timing is Timing.BEFORE:
        if _joined(things, _AFTER, "|".join(filter(None, (events, states))), lower):
            return False
        return (_joined(things, _MEANWHILE, states, lower) and not events) or _joined(
            things, _BEFORE, events, lower
        )
    return (
        _joined(events, _BEFORE, things, lower)
        or _joined(states, rf"{_ENDING}.*{_BEFORE}", things, lower)
        or _joined(things, _AFTER, events, lower)
        or (bool(things and events) and bool(re.search(_REQUIRED, lower)))
    )


def _joined(first: str, joining: str, second: str, text: str) -> bool:
    return bool(
        first and second and re.search(rf"(?:{first})\w*\b.*{joining}.*\b(?:{second})", text)
    )


def _found(phrases: Iterable[str], text: str) -> str:
    """A pattern of the phrases that are in a text."""
    held = [phrase for phrase in phrases if re.search(rf"\b{re.escape(phrase)}", text)]
    return "|".join(re.escape(phrase) for phrase in held)


def _words(*phrases: str) -> frozenset[str]:
    return frozenset(word for phrase in phrases for word in phrase.casefold().split())


def _in(word: str, *lists: frozenset[str]) -> bool:
    forms = rough_lemmas(word)
    return any(form in words for words in lists for form in forms)
