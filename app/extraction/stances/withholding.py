"""Withholding: what somebody would not say is not said: "stopped short of calling it wrong"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.positions import Stance
from app.extraction.stances.grammar import negation, subject
from app.extraction.stances.lexicon import stance_lexicon
from app.extraction.stances.signals import STRONG, Signal

if TYPE_CHECKING:
    from spacy.tokens import Token

_LINKS = frozenset({"pcomp", "prep", "xcomp", "advmod", "acomp", "advcl"})
_MOST_LINKS = 4


def withheld(node: Token, verb: Token) -> Signal | None:
    """The non-answer of a verb of saying or judging that hangs on one of declining.

    ``node`` is what would have been said or judged. None when the verb is no such one.
    """
    hedges = stance_lexicon().hedges
    lemma = verb.lemma_.lower()
    if lemma not in hedges["withheld"] | hedges["answering"] or node.i == verb.i:
        return None
    declining = _declining(verb)
    if declining is None or negation(declining) is not None:
        return None
    words = tuple(token for token in verb.doc[declining.i : verb.i + 1] if not token.is_space)
    bearer = subject(declining)
    return Signal(words, "non-answer", Stance.NONCOMMITTAL, STRONG, bearer, node)


def _declining(verb: Token) -> Token | None:
    """The verb of declining above a verb: 'refused to say', 'stopped short of saying'."""
    hedges = stance_lexicon().hedges
    node, passed = verb, {child.lower_ for child in verb.children}
    for _ in range(_MOST_LINKS):
        if node.dep_ not in _LINKS:
            return None
        node = node.head
        passed.update(child.lower_ for child in node.children)
        if node.pos_ != "VERB":
            continue
        lemma = node.lemma_.lower()
        if lemma in {"stop", "fall", "come"}:
            return node if "short" in passed else None
        return node if lemma in hedges["declining"] else None
    return None
