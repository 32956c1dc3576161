"""Syntax: small questions about a token and its neighbours in a parse, asked in several places."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from spacy.tokens import Token

WH_WORDS = frozenset({"whether", "if", "why", "how", "what", "when", "where", "who", "which"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl", "csubj"})


def child_of(token: Token, labels: Collection[str]) -> Token | None:
    """The first dependent with one of these labels."""
    return next((child for child in token.children if child.dep_ in labels), None)


def is_passive(verb: Token) -> bool:
    """Whether a verb is passive, a participle without "have" included: "when pressed"."""
    if child_of(verb, {"nsubjpass", "auxpass"}) is not None:
        return True
    if verb.tag_ == "VBD" and verb.dep_ == "advcl" and verb.is_sent_start:
        return True  # "Asked about it, she ...": a participle taken for a past tense
    if verb.tag_ != "VBN":
        return False
    if verb.dep_ == "conj" and verb.head.tag_ in {"VBN", "VBD"}:
        return is_passive(verb.head)
    return child_of(verb, {"aux"}) is None and child_of(verb, {"nsubj"}) is None


def has_to(verb: Token) -> bool:
    """Whether it is an infinitive with "to"."""
    return any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children)


def is_finite(verb: Token) -> bool:
    """Whether it has a subject and a tense."""
    if child_of(verb, _SUBJECTS) is None:
        return False
    helped = any(c.dep_ in {"aux", "auxpass"} and c.lower_ != "to" for c in verb.children)
    return helped or verb.tag_ in {"VBD", "VBZ", "VBP", "MD"}


def is_clause(verb: Token) -> bool:
    """Whether a complement is a clause: a verb with a subject, or a question word before it."""
    if verb.pos_ not in {"VERB", "AUX"}:
        return child_of(verb, {"cop", "nsubj"}) is not None
    asked = any(child.lower_ in WH_WORDS for child in verb.lefts)
    return asked or child_of(verb, _SUBJECTS) is not None
