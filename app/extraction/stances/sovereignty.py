"""Sovereignty: sentences on who decides about a thing, and on who has no say in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.extraction.stances.evaluation_words import word_worth
from app.extraction.stances.grammar import SUBJECTS, negation, noun_negation, subject
from app.extraction.stances.lexicon import stance_lexicon
from app.extraction.syntax import child_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Sovereignty:
    """Somebody is said to be, or not to be, the one who decides."""

    words: tuple[Token, ...]
    decider: Token | None
    denied: bool
    veto: bool  # a veto or a say is denied


def find_sovereignty(tokens: Sequence[Token]) -> list[Sovereignty]:
    """Sentences on who decides: 'it is X's decision', 'for X to decide', 'X has no veto'."""
    found = []
    for token in tokens:
        one = (
            _contrasted(token) or _matter(token) or _left_to(token) or _up_to(token) or _veto(token)
        )
        if one is not None:
            found.append(one)
    return found


def _said(denied: Token | None, decider: Token | None, *words: Token | None) -> Sovereignty:
    return Sovereignty(_kept(denied, decider, *words), decider, denied is not None, veto=False)


# What 'a matter of' or 'a subject for' brings when nobody decides.
_NOBODY = frozenset({"discussion", "time", "concern", "negotiation", "debate", "principle", "fact"})
# Verbs of deciding, and verbs that decide only when the right to them is denied.
_DECIDING = frozenset({"decide", "determine", "choose", "settle", "say", "sort", "judge", "answer"})
_RULING = frozenset({"accept", "approve", "dictate"})


def _contrasted(token: Token) -> Sovereignty | None:
    """'For the allies, and not for Grandia, to decide': one is denied the say that others have."""
    if token.lower_ != "not" or token.i + 2 >= len(token.doc):
        return None
    link = token.nbor(1)
    if link.lower_ not in {"for", "in", "by", "with", "to"} or link.pos_ != "ADP":
        return None
    decider = next((child for child in link.children if child.dep_ == "pobj"), None)
    if decider is None or decider.pos_ not in {"PROPN", "NOUN"}:
        return None
    spoken = any(word.lemma_.lower() in _DECIDING and word.pos_ == "VERB" for word in token.sent)
    same = any(word.lower_ == link.lower_ and word.i < token.i for word in token.sent)
    return (
        Sovereignty((token, link, decider), decider, denied=True, veto=True)
        if spoken and same
        else None
    )


def _matter(token: Token) -> Sovereignty | None:
    """'It is Ukraine's decision', 'the decision belongs to Ukraine', 'a matter for Ukraine'."""
    conditions = stance_lexicon().conditions
    if token.pos_ != "NOUN" or token.lemma_.lower() not in conditions["sovereignty"]:
        return None
    verb = token.head
    if token.dep_ == "attr" and verb.lemma_ == "be":
        owner = child_of(token, {"poss"})
        if owner is not None:
            return _said(negation(verb), owner, token)
        for child in token.children:
            decider = next(iter(child.children), None)
            if child.dep_ != "prep" or child.lower_ not in {"for", "of"} or decider is None:
                continue
            if _can_decide(decider) and decider.lemma_ not in _NOBODY:
                return _said(negation(verb), decider, token, child)
    elif token.dep_ in SUBJECTS and verb.lemma_ in conditions["sovereign_verbs"]:
        for child in verb.children:
            if child.dep_ == "prep" and child.lower_ in {"to", "with", "in", "on"}:
                return _said(negation(verb), next(iter(child.children), None), verb, child)
    return None


def _can_decide(decider: Token) -> bool:
    """Not 'a matter of fairness': a thing that decides nothing; 'of' brings a quality as often.

    Nor 'there is no question of our halting it': that is ruled out.
    """
    matter = decider.head.head
    if matter.pos_ == "NOUN" and noun_negation(matter) is not None:
        return False
    if decider.pos_ not in {"PROPN", "NOUN"}:
        return False
    return word_worth(decider) == 0


def _left_to(token: Token) -> Sovereignty | None:
    """'For Ukraine to decide', 'not something for Moscow to accept or not'."""
    lemma = token.lemma_.lower()
    if token.pos_ != "VERB" or lemma not in _DECIDING | _RULING:
        return None
    decider = _for_subject(token)
    if decider is None:
        return None
    verb = token.head
    if verb.pos_ in {"NOUN", "PRON", "ADJ"}:
        verb = verb.head
    denied = negation(verb) if verb.pos_ in {"AUX", "VERB"} else None
    if denied is None and lemma in _RULING:
        return None
    return _said(denied, decider, token)


def _up_to(token: Token) -> Sovereignty | None:
    """'It is up to Ukraine'."""
    if token.lower_ != "up" or token.head.lemma_ != "be":
        return None
    around = (*token.children, *token.head.children)
    to = next((child for child in around if child.lower_ == "to" and child.dep_ == "prep"), None)
    decider = next(iter(to.children), None) if to is not None else None
    return _said(negation(token.head), decider, token, to) if decider is not None else None


def _veto(token: Token) -> Sovereignty | None:
    """'Russia has no veto', 'no right to veto'."""
    lemma = token.lemma_.lower()
    noun = token if token.pos_ == "NOUN" else token.head
    if token.pos_ == "NOUN":
        if lemma not in stance_lexicon().conditions["veto"]:
            return None
    elif (
        lemma not in {"veto", "block", "decide", "dictate", "determine", "interfere", "object"}
        or token.pos_ != "VERB"
        or token.dep_ not in {"acl", "xcomp"}
        or noun.lemma_ not in {"right", "power", "authority", "able", "allow"}
    ):
        return None
    denied = noun_negation(noun) or negation(noun)
    if denied is None and noun.dep_ in {"dobj", "attr"}:
        denied = negation(noun.head)
    if denied is None:
        return None
    owner = subject(noun.head) if noun.head.pos_ in {"VERB", "AUX"} else None
    return Sovereignty(_kept(denied, noun, token), owner, denied=True, veto=True)


def _kept(*words: Token | None) -> tuple[Token, ...]:
    return tuple(sorted({word for word in words if word is not None}, key=lambda word: word.i))


def _for_subject(verb: Token) -> Token | None:
    """X of 'for X to decide', wherever the parser hangs the 'for'."""
    for child in verb.children:
        if child.dep_ in SUBJECTS and child.i < verb.i:
            mark = [c for c in verb.children if c.lower_ == "for"]
            if mark and mark[0].i < child.i:
                return child
    governor = verb.head
    for child in (*governor.children, *(b for c in governor.children for b in c.children)):
        if child.lower_ == "for" and child.i < verb.i and child.pos_ in {"ADP", "SCONJ"}:
            below = child_of(child, {"pobj"})
            if below is not None and any(part.lower_ == "to" for part in verb.children):
                return below
    return None
