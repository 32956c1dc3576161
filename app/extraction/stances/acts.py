"""Acts: what a proposition wants done, as a class of words with its contrary.

The classes are in lexicon/stance_propositions.yaml. A verb of no class is a class of its own: the
verb and the nouns that English derives from verbs like it (Bauer, Lieber and Plag, The Oxford
Reference Guide to English Morphology, 2013, chapter 10). Not all of these are words; those that
are not stand in no text.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from app.extraction.lexicons import load_lexicon
from app.extraction.stances.concepts import flat

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Act:
    """A class of acts and its contrary."""

    words: tuple[str, ...]
    contrary: tuple[str, ...]
    removing: bool = False  # it wants the thing gone or less
    existing: bool = False  # whether the thing is to be at all is disputed
    permits: bool = False  # what is permitted matters, not that it is: "allowed to strike"
    joins: bool = False  # somebody becomes a member
    leaves: bool = False  # somebody stops being one
    noun: bool = False  # its nouns may be imposed and lifted: "the ban on it"
    events: bool = False  # an event is to take place
    deed: bool = False  # what is judged is the act alone: "regulate", "move"

    def turned(self) -> Act:
        """What is wanted by who does not want this: 'should not be allowed'."""
        if self.deed:
            ban = act_of("ban")
            return Act(ban.words if ban is not None else (), self.words, deed=True)
        other = act_of("ban") if self.permits else act_of("allow") if self.noun else None
        if other is not None and other.removing is not self.removing:
            words, contrary = (*other.words, *self.contrary), (*other.contrary, *self.words)
            return replace(other, words=flat([words]), contrary=flat([contrary]))
        words = self.contrary or self.words
        return replace(self, words=words, contrary=self.words, removing=not self.removing)


def act_of(word: str) -> Act | None:
    """The first class that a word or phrase in its basic form belongs to."""
    return _index().get(word)


def leaving() -> Act | None:
    """The class of going out of something: 'withdraw from the pact', not 'withdraw the bill'."""
    return next((act for act in _acts() if act.leaves), None)


def own_act(*forms: str) -> Act:
    """A class of its own for a verb that is in none, by the forms that may be its basic one."""
    nouns = flat(derived_nouns(form) for form in forms)
    return Act(flat([forms, nouns]), (), deed=True)


def removal_of(act: Act) -> Act:
    """What is the removal of a thing, of an act that is also a going: 'withdraw the troops'."""
    ending = act_of("abolish")
    kept = ending.contrary if ending is not None else ()
    return replace(
        act, contrary=flat([act.contrary, kept]), removing=True, existing=True, leaves=False
    )


def derived_nouns(verb: str) -> tuple[str, ...]:
    """The nouns that may be made of a verb: 'vaccinate', 'vaccination', 'vaccinating'."""
    stem = verb.removesuffix("e")
    found = (*load_lexicon("stance_propositions")["irregular_nouns"].get(verb, ()), *_gerunds(verb))
    for ending, nouns in _DERIVED:
        if verb.endswith(ending):
            base = verb[: len(verb) - len(ending)]
            return (*found, *(base + noun for noun in nouns))
    return (*found, f"{verb}ment", f"{stem}ation", f"{stem}al", f"{stem}ance", f"{stem}age")


def past_of(verb: str) -> str:
    """The regular participle: "assisted"."""
    return f"{verb}d" if verb.endswith("e") else f"{verb}ed"


def _gerunds(verb: str) -> tuple[str, ...]:
    found = (f"{verb.removesuffix('e')}ing",)
    if verb[-1:] not in _NEVER_DOUBLED and verb[-2:-1] in _VOWELS:
        return (*found, f"{verb}{verb[-1]}ing")
    return found


def _with_gerunds(words: Iterable[str]) -> tuple[str, ...]:
    """Words and their gerunds: the noun "culling" has no verb as its lemma."""
    given = tuple(words)
    return flat(
        [given, *(_gerunds(word) for word in given if word.isalpha() and not _is_noun(word))]
    )


def _is_noun(word: str) -> bool:
    return word.endswith(("ing", "ion", "ment", "ship", "ence", "ance", "ity", "al", "ure"))


_VOWELS = frozenset("aeiou")
_NEVER_DOUBLED = frozenset("aeiouwxy")
_DERIVED = (
    ("ify", ("ification",)),
    ("ise", ("isation", "ization")),
    ("ize", ("isation", "ization")),
    ("ate", ("ation",)),
    ("uce", ("uction",)),
    ("ibe", ("iption",)),
    ("pose", ("position", "posal")),
    ("de", ("sion",)),
    ("ct", ("ction",)),
    ("pt", ("ption", "ptation")),
    ("ss", ("ssion", "ssment")),
    ("mit", ("mission",)),
    ("vert", ("version",)),
    ("end", ("ension", "endment")),
    ("ve", ("val", "vement", "vation")),
    ("y", ("ication", "iance", "yment")),
)


@lru_cache(maxsize=1)
def _acts() -> tuple[Act, ...]:
    return tuple(
        Act(
            _with_gerunds(one["words"]),
            _with_gerunds(one["contrary"]),
            **{
                name: bool(one.get(name))
                for name in (
                    "removing",
                    "existing",
                    "permits",
                    "joins",
                    "leaves",
                    "noun",
                    "events",
                    "deed",
                )
            },
        )
        for one in load_lexicon("stance_propositions")["acts"]
    )


@lru_cache(maxsize=1)
def _index() -> dict[str, Act]:
    found: dict[str, Act] = {}
    for act in _acts():
        for word in act.words:
            found.setdefault(word, act)
    return found
