"""Carrying on: whether a statement without a word for the thing goes on about what came before.

What does so is what texts are tied together by (Halliday and Hasan, Cohesion in English, 1976):
reference ("it", "such a step", "this bill"), substitution ("one", "do so"), ellipsis ("not with
us", "we will take part") and words of the same field. A sentence with subjects and objects of its
own, and none of these, has its own topic.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.extraction.stances.grammar import SUBJECTS
from app.extraction.stances.holder import can_hold
from app.extraction.stances.lexicon import stance_lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Span, Token

    from app.extraction.stances.topic import TopicGate

_DEMONSTRATIVE = frozenset({"this", "that", "these", "those", "such"})
_DEFINITE = _DEMONSTRATIVE | {"the", "our", "my", "its", "their"}
_PLURAL = frozenset({"they", "them", "these", "those", "'em", "’em"})
_CORE = SUBJECTS | {"dobj", "attr", "pobj", "appos", "oprd", "dative"}
_VERBAL = frozenset({"VERB", "AUX"})
_FINITE = frozenset({"VBZ", "VBP", "VBD", "MD", "VB"})
_CLAUSAL = frozenset({"intj", "advmod", "ROOT", "dep"})
_TIMES = frozenset({"DATE", "TIME"})


def is_cataphoric(token: Token) -> bool:
    """'I agree on this: the rate is too high': it points to what follows."""
    for word in token.doc[token.i + 1 : token.sent.end]:
        if word.text == ":":
            return True
        if word.pos_ in _VERBAL:
            return False
    return False


def has_nearer(token: Token, sentences: Sequence[Span]) -> bool:
    """Whether a pronoun more likely stands for another thing of its own statement."""
    if token.pos_ != "PRON" or token.lower_ in {"this", "that"}:
        return False
    plural = token.lower_ in _PLURAL
    return any(
        _is_own_thing(word) and plural == (word.tag_ == "NNS")
        for sentence in sentences
        for word in sentence
        if word.i < token.i and not word.is_ancestor(token)
    )


def carries_on(sentences: Sequence[Span], pointing: Sequence[Token], gate: TopicGate) -> bool:
    """Whether a statement goes on about what the words before it name.

    ``pointing`` are its words that point back and have nothing nearer to point to.
    """
    if pointing:
        return True
    words = [token for sentence in sentences for token in sentence]
    if not words:
        return False
    return (
        _is_elliptic(sentences)
        or any(_resumes(token) for token in words)
        or gate.speaks_of(words)
        or any(_answers(token) for token in words)
        or not any(_is_own_thing(token) for token in words)
    )


def _is_elliptic(sentences: Sequence[Span]) -> bool:
    """'Not with us.', 'Over my dead body.', 'No preconditions, from neither side.'."""
    return not any(token.pos_ in _VERBAL and token.tag_ in _FINITE for token in sentences[0])


def _answers(token: Token) -> bool:
    """'In principle yes', 'no, and we never will': a word that stands for a whole clause."""
    return token.lower_ in {"yes", "no"} and token.dep_ in _CLAUSAL and token.tag_ in {"UH", "RB"}


def _resumes(token: Token) -> bool:
    """'That decision', 'our answer', 'the law', 'take one', 'do so', 'take part'."""
    if is_cataphoric(token):
        return False
    if token.pos_ == "NOUN" and token.dep_ in _CORE:
        if token.lemma_ == "part" and token.head.lemma_ == "take":
            near = (*token.children, *token.head.children)
            return not any(child.dep_ == "prep" for child in near)
        return _is_said_again(token)
    one = token.lower_ == "one" and token.dep_ == "dobj"
    return one or (token.lower_ == "so" and token.head.lemma_ == "do")


def _is_said_again(noun: Token) -> bool:
    """'This technology', 'the ruling', 'our answer'; not 'this week', nor 'the right to vote'."""
    topics = stance_lexicon().topics
    lemma = noun.lemma_.lower()
    if noun.ent_type_ in _TIMES or lemma in topics["plain_nouns"]:
        return False
    fixed = {child.lower_ for child in noun.children if child.dep_ in {"det", "poss", "predet"}}
    if fixed & _DEMONSTRATIVE and lemma not in topics["about_nouns"]:
        return True
    limited = any(child.lower_ in {"of", "on", "to", "for"} for child in noun.children)
    return bool(fixed & _DEFINITE) and lemma in topics["resuming"] and not limited


def _is_own_thing(token: Token) -> bool:
    """Whether a word is a topic of the statement's own."""
    if token.pos_ not in {"NOUN", "PROPN"} or token.dep_ not in _CORE:
        return False
    lemma = token.lemma_.lower()
    topics = stance_lexicon().topics
    if lemma in topics["plain_nouns"] | topics["resuming"] or token.ent_type_ in _TIMES:
        return False
    return not (can_hold(token) or token.pos_ == "PROPN")
