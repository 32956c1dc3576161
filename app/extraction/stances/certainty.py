"""Certainty: what besides the deciding words makes a position doubtful, and the reason to give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.positions import Stance
from app.extraction.stances.grammar import negation, noun_negation
from app.extraction.stances.lexicon import stance_lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from spacy.tokens import Token

    from app.extraction.stances.passage import Passage
    from app.extraction.stances.signals import Signal

# The most confidence of a position that is doubtful for a reason outside its deciding words: under
# 0.6, from which on a position may be shown without a warning.
DOUBTFUL = 0.55
HEARSAY = "It is passed on as hearsay."
GROUND = "A ground or a history is given, not a position in words of its own."
_SIDED = frozenset({Stance.SUPPORTS, Stance.OPPOSES})


def hearsay_doubt(passage: Passage, signals: Sequence[Signal]) -> str | None:
    """Why a position is doubtful when its clause, or the one that reports it, is hearsay."""
    deciding = {word.i: word for signal in signals for word in signal.words}
    deciding.update({word.i: word for word in passage.cue})
    for sentence in passage.sentences:
        for token in sentence:
            clause = _passed_on(token)
            if clause is not None and any(_is_under(word, clause) for word in deciding.values()):
                return HEARSAY
    return None


def ground_doubt(signals: Sequence[Signal]) -> str | None:
    """Why a position is doubtful when all that takes a side stands in what is called a ground."""
    sided = [signal for signal in signals if signal.stance in _SIDED]
    if sided and all(_is_ground(signal) for signal in sided):
        return GROUND
    return None


def _passed_on(token: Token) -> Token | None:
    """The verb of a clause that a word marks as hearsay: 'reportedly', 'is said to have'."""
    hedges = stance_lexicon().hedges
    if token.lower_ in hedges["hearsay_adverbs"]:
        return _clause(token)
    lemma = token.lemma_.lower()
    if token.tag_ == "VBN" and lemma in hedges["hearsay_verbs"]:
        passive = any(child.dep_ == "auxpass" for child in token.children)
        told = any(
            child.dep_ == "xcomp" or (child.dep_ == "ccomp" and child.i > token.i)
            for child in token.children
        )
        named = any(child.dep_ == "agent" for child in token.children)
        return token if passive and told and not named else None
    if token.lower_ == "according":
        words = [part for child in token.children for part in child.children]
        below = {word for part in words for word in (part.lemma_.lower(), part.lower_)}
        return _clause(token) if below & hedges["hearsay_sources"] else None
    return None


def _clause(token: Token) -> Token:
    """The verb of the clause in which a word stands."""
    for above in token.ancestors:
        if above.pos_ in {"VERB", "AUX"}:
            return above
    return token.sent.root


def _is_under(word: Token, verb: Token) -> bool:
    """Whether a word belongs to the clause of a verb, or to the verb's own chain upwards."""
    return word.i == verb.i or verb.is_ancestor(word)


def _is_ground(signal: Signal) -> bool:
    """'Preventing it was one of the reasons': the deciding words are the subject of a ground."""
    word = signal.words[-1]
    return any(
        above.lemma_ == "be" and negation(above) is None and _names_ground(above.children, word)
        for above in word.ancestors
    )


def _names_ground(children: Iterable[Token], word: Token) -> bool:
    grounds = stance_lexicon().topics["grounds"] | stance_lexicon().topics["motives"]
    known = list(children)
    told = any(c.dep_ == "attr" and (c.i == word.i or c.is_ancestor(word)) for c in known)
    for child in known:
        # "The promise was one of the causes", and "one of the causes was the promise".
        if child.dep_ not in ({"nsubj"} if told else {"attr"}) or noun_negation(child) is not None:
            continue
        if child.i == word.i or child.is_ancestor(word):
            continue  # "that is the reason to reject it": the ground is for the position
        of = [part for below in child.children if below.lower_ == "of" for part in below.children]
        if any(one.lemma_.lower() in grounds for one in (child, *of)):
            return True
    return False
