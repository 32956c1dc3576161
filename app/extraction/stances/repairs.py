"""Repairs: parses that no sentence can have, put right."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_AUXILIARIES = frozenset(
    {"be", "have", "do", "get", "will", "would", "can", "could", "may", "might"}
)
_AUXILIARIES |= {
    "shall",
    "should",
    "must",
    "ought",
    "need",
    "dare",
    "let",
    "use",
    "to",
    "go",
    "keep",
}
_FINITE = frozenset({"VBP", "VBZ", "VBD", "VB"})
_TAKEN_OVER = frozenset(
    {"nsubj", "nsubjpass", "expl", "aux", "neg", "advmod", "mark", "cc", "punct"}
)


def repaired(doc: Doc) -> Doc:
    """The same doc, in which no common verb is the auxiliary of a gerund.

    Of "we oppose lowering it" the model at times makes a form of "lower", as of "we are lowering
    it"; English has no such auxiliary.
    """
    for token in doc:
        if _is_no_auxiliary(token):
            _raise(token, token.head)
    return doc


def _is_no_auxiliary(token: Token) -> bool:
    return (
        token.dep_ == "aux"
        and token.tag_ in _FINITE
        and token.lemma_.lower() not in _AUXILIARIES
        and token.head.tag_ == "VBG"
        and token.i < token.head.i
    )


def _raise(verb: Token, gerund: Token) -> None:
    above, label = gerund.head, gerund.dep_
    before = [child for child in gerund.children if child.i < verb.i and child.dep_ in _TAKEN_OVER]
    verb.head = verb if above.i == gerund.i else above
    verb.dep_, verb.pos_ = label, "VERB"
    gerund.head, gerund.dep_ = verb, "xcomp"
    for child in before:
        child.head = verb
