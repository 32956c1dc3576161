"""Repairs: parses that no sentence can have, put right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.extraction.stances.evaluation_words import word_worth
from app.extraction.stances.grammar import SUBJECTS, noun_negation
from app.extraction.syntax import child_of

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
    """The same doc without two parses that English does not have.

    No common verb is the auxiliary of a gerund: of "we oppose lowering it" the model at times makes
    a form of "lower", as of "we are lowering it". And what stands after "before" is not the subject
    of the verb of the sentence: "a truce before talks would be wrong" has no clause "before talks
    would be wrong", which leaves the sentence without a verb.
    """
    for token in doc:
        if _is_no_auxiliary(token):
            _raise(token, token.head)
        elif token.dep_ == "mark" and token.lower_ in _OF_TIME and _is_no_clause(token):
            _lower(token, token.head)
    return doc


def _is_no_clause(mark: Token) -> bool:  # noqa: PLR0911 - ordered cases, each a reason why not
    """Whether a verb after 'before' or 'until' is the verb of the sentence, and has no clause.

    The sentence has no other verb, and the one it has stands under "would", does not agree with
    the noun before it ("before talks is"), or judges ("until after the war was right").
    """
    verb, root = mark.head, mark.sent.root
    if verb.dep_ not in {"advcl", "pcomp"} or root.i > mark.i:
        return False
    if root.pos_ not in {"NOUN", "PROPN", "VERB"}:
        return False
    if root.pos_ == "VERB" and root.tag_ != "VBG":
        return False
    if child_of(root, SUBJECTS | {"aux", "neg", "cop"}) is not None or noun_negation(root):
        return False
    first = child_of(verb, {"nsubj", "nsubjpass"})
    if first is None or first.pos_ not in {"NOUN", "PROPN"}:
        return False
    between = verb.doc[mark.i + 1 : first.left_edge.i]
    if any(token.dep_ != "mark" for token in between):
        return False
    if any(child.dep_ == "aux" and child.lower_ in _AHEAD for child in verb.children):
        return True
    finite = next((c for c in verb.children if c.dep_ in {"aux", "auxpass"}), verb)
    if first.tag_ == "NNS" and (finite.tag_ == "VBZ" or finite.lower_ == "was"):
        return True
    judged = child_of(verb, {"acomp", "attr"}) if verb.lemma_ == "be" else None
    return judged is not None and word_worth(judged) != 0


_OF_TIME = frozenset({"before", "until", "after", "till"})
_AHEAD = frozenset({"will", "would", "'d", "'ll", "wo", "must", "should"})


def _lower(mark: Token, verb: Token) -> None:
    """Makes the verb the root, the old root its subject, and the word of time a preposition."""
    root = mark.sent.root
    first = next(child for child in verb.children if child.dep_ in {"nsubj", "nsubjpass"})
    passive = first.dep_ == "nsubjpass"
    above = verb.head
    marks = [child for child in verb.children if child.dep_ == "mark" and child.i < first.i]
    for child in list(root.children):
        if child.i > verb.i:
            child.head = verb
    verb.head, verb.dep_ = verb, "ROOT"
    link = above
    for word in marks:
        word.head, word.dep_, word.pos_ = link, "prep", "ADP"
        link = word
    first.head, first.dep_ = link, "pobj"
    root.head = verb
    root.dep_ = ("csubj" if root.pos_ == "VERB" else "nsubj") + ("pass" if passive else "")


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
