"""Small questions to a dependency parse: negation, subjects, modals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.extraction.syntax import child_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
_NOBODY = frozenset({"nobody", "none", "nothing", "neither", "no-one"})
_SCARCELY = frozenset({"hardly", "scarcely", "barely", "never", "neither", "nor", "nowhere"})
_OBLIGING = frozenset({"will", "shall", "'ll", "’ll", "must", "should", "ought", "wo", "sha"})
_POSSIBLE = frozenset({"may", "might", "could", "can", "ca"})


def negation(token: Token) -> Token | None:
    """The word that negates a verb or adjective: not, never, a subject 'nobody' or 'no ally'."""
    for child in token.children:
        if is_set_apart(child):
            continue
        if child.dep_ == "neg" or (child.dep_ == "advmod" and child.lower_ in _SCARCELY):
            return child
        if child.lower_ == "longer" and any(below.lower_ == "no" for below in child.children):
            return child  # "is no longer willing"
        if child.dep_ in {"nsubj", "nsubjpass"}:
            if child.lower_ in _NOBODY:
                if any(below.lower_ == "but" for below in child.children):
                    continue  # "nothing but a tax will help": that alone does
                return child
            denied = noun_negation(child)
            if denied is not None:
                return denied
        if child.dep_ == "preconj" and child.lower_ == "neither":
            return child
    return None


def is_set_apart(word: Token) -> bool:
    """The 'not' of 'a threat, not a guarantee': it denies what follows, not what it hangs on."""
    if word.lower_ != "not" or word.i <= word.head.i or word.i == word.sent.start:
        return False
    before = word.nbor(-1)
    if before.lower_ in {"and", "but"} and word.head.pos_ in {"NOUN", "ADJ", "PROPN"}:
        return True
    return before.lower_ in {",", ";", "–", "—", "-"}


def is_alternative(word: Token) -> bool:
    """Whether a word heads what is set apart: the 'guarantee' of 'a threat, not a guarantee'."""
    first = word.doc[word.left_edge.i]
    return first.i > word.sent.start and is_set_apart(first.nbor(-1))


def noun_negation(noun: Token) -> Token | None:
    """The word that makes a noun none: 'no', 'not one', 'not a single', 'zero'."""
    for child in noun.children:
        if child.lower_ in {"no", "zero", "neither", "none"} and child.dep_ in {"det", "nummod"}:
            return child
        if is_set_apart(child):
            continue
        if child.dep_ == "neg" or (child.dep_ == "preconj" and child.lower_ == "neither"):
            return child
        if child.dep_ in {"det", "nummod", "predet", "quantmod"}:
            for below in child.children:
                if below.dep_ == "neg":
                    return below
    return None


def subject(verb: Token) -> Token | None:
    """The grammatical subject of a verb, looked for up through what it hangs on (control)."""
    node = verb
    for _ in range(6):
        for child in node.children:
            if child.dep_ in SUBJECTS:
                return child
        if node.dep_ in {"xcomp", "conj", "advcl", "aux", "acomp", "attr", "ccomp"} and (
            node.dep_ != "ccomp" or not any(child.dep_ == "mark" for child in node.children)
        ):
            node = node.head
            continue
        if node.dep_ in {"acl", "relcl"}:
            return node.head
        return None
    return None


def modality(verb: Token) -> tuple[str, Token | None]:
    """Which modal a verb stands under: 'must', 'would', 'may', 'to be', 'plain', and its word.

    'must' covers obligation and the future, which both commit.
    """
    auxiliaries = [child for child in verb.children if child.dep_ in {"aux", "auxpass"}]
    for auxiliary in auxiliaries:
        lower = auxiliary.lower_
        if lower in _OBLIGING:
            return "must", auxiliary
        if lower in {"would", "'d", "’d"}:
            return "would", auxiliary
        if lower in _POSSIBLE:
            return "may", auxiliary
    if verb.dep_ == "xcomp" and verb.head.lemma_ in {"need", "have", "be", "go", "ought"}:
        governor = verb.head
        owned = any(child.dep_ in {"dobj", "obj"} for child in governor.children)
        judged = any(
            child.dep_ in {"acomp", "attr", "oprd", "prep"} and child.i < verb.i
            for child in governor.children
        )
        if governor.lemma_ == "have" and owned:
            return "plain", None  # "have the will to send" is no duty
        if not (governor.lemma_ == "be" and judged):  # "it would be wrong to send"
            return "must", governor
    return "plain", None


def is_imperative(verb: Token) -> bool:
    """Whether a verb gives an order: a bare form at the head of its sentence, without subject."""
    if verb.dep_ == "conj" and child_of(verb.head, SUBJECTS) is not None:
        return False  # "they promise it and send them": who does it was said
    return (
        verb.tag_ == "VB"
        and verb.dep_ in {"ROOT", "ccomp", "conj"}
        and not any(child.dep_ in SUBJECTS for child in verb.children)
        and not any(child.dep_ == "aux" and child.lower_ != "do" for child in verb.children)
    )


def own_subject(verb: Token) -> Token | None:
    """The subject among a verb's own children."""
    return child_of(verb, SUBJECTS)


def complements(verb: Token) -> Iterator[Token]:
    """What a copula or a naming verb ascribes: adjectives, nouns, 'as a threat'."""
    for child in verb.children:
        if child.dep_ in {"acomp", "attr", "oprd"}:
            yield child
        elif child.dep_ == "prep" and child.lower_ in {"as", "like"}:
            for below in child.children:
                if below.dep_ in {"pobj", "amod", "pcomp", "acomp"}:
                    yield below
        elif child.dep_ == "advcl" and child.pos_ in {"ADJ", "NOUN"}:
            yield child
