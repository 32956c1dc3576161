"""Words of things: what a word that may stand for the thing hangs on and brings with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.extraction.months import MONTHS, WEEKDAYS
from app.extraction.stances.grammar import SUBJECTS
from app.extraction.stances.lexicon import stance_lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Span, Token

DATES = frozenset(form for name in (*WEEKDAYS, *MONTHS) for form in (name, name[:3]))
_DETERMINING = frozenset({"det", "mark", "advmod", "predet"})
_REACH = 4  # heads up from the troops to the verb that moves them


def is_of_its_own(head: Token) -> bool:
    """'Discuss the details': not talks as such, but of what stands with them."""
    return head.lemma_ == "discuss" and any(
        child.dep_ in {"dobj", "npadvmod", "ccomp"} for child in head.children
    )


def is_set_aside(token: Token) -> bool:
    """'Rather than admitting Varvia', 'instead of a vote'."""
    marks = [token.head, *token.children]
    return any(
        mark.lower_ in {"than", "of"}
        and mark.i
        and mark.i < token.i
        and mark.nbor(-1).lower_ in {"rather", "instead"}
        for mark in marks
    )


def is_built_up(head: Token) -> bool:
    """'Build the strongest army of the continent': what a country does with its own."""
    building = stance_lexicon().topics["building_up"]
    return head.dep_ == "dobj" and head.head.lemma_.lower() in building


def makes_up(head: Token) -> list[Token]:
    """What many of one kind make up: 'an army of accountants'; nothing for other nouns."""
    for child in head.children:
        if child.dep_ == "prep" and child.lower_ == "of":
            for below in child.children:
                if below.dep_ == "pobj" and below.pos_ == "NOUN" and below.tag_ == "NNS":
                    return list(below.subtree)
    return []


def is_judged(sentence: Span) -> bool:
    """Whether a sentence has a word of an attitude, of worth or of a will: no mere report."""
    lexicon = stance_lexicon()
    for token in sentence:
        lemma = token.lemma_.lower()
        if token.tag_ == "MD" or lemma in {"need", "want"}:
            return True
        words = {"VERB": lexicon.verbs, "NOUN": lexicon.nouns, "ADJ": lexicon.adjectives}
        part = {"VERB": "verbs", "NOUN": "nouns", "ADJ": "adjectives"}.get(token.pos_, "")
        if lemma in words.get(token.pos_, {}) or lexicon.evaluate(part, lemma):
            return True
    return False


def is_for_time(word: Token) -> bool:
    """'Has not voted for a long time', 'by Sunday': the preposition brings no object."""
    return word.pos_ == "ADP" and any(
        child.dep_ == "pobj" and (child.ent_type_ in {"DATE", "TIME"} or child.lemma_ == "time")
        for child in word.children
    )


def is_of_next(word: Token) -> bool:
    """'Allow a vote to go ahead': the 'to' is that of a verb of which the vote is the subject."""
    return (
        word.lower_ == "to"
        and word.i > 0
        and word.nbor(-1).dep_ in SUBJECTS
        and word.nbor(-1).head == word.head
    )


def is_month(head: Token) -> bool:
    """'March' is no word for marching."""
    return head.text[:1].isupper() and head.lower_ in DATES and head.pos_ != "VERB"


def is_describing(head: Token, words: int) -> bool:
    """'Military assistance': one word before a noun that is not the thing."""
    return words == 1 and head.dep_ == "amod" and head.pos_ == "ADJ"


def heads_above(token: Token) -> list[Token]:
    """The words that a word hangs on, the nearest first, as far as its act may stand."""
    found: list[Token] = []
    node = token
    while node.head.i != node.i and len(found) < _REACH:
        node = node.head
        found.append(node)
    return found


def heads_in_clause(token: Token) -> list[Token]:
    """The words that a word hangs on, up to the clause that only describes it."""
    found = []
    node = token
    while node.head.i != node.i and node.dep_ not in {"relcl", "acl", "conj", "advcl", "parataxis"}:
        node = node.head
        found.append(node)
    return found


def is_ours(head: Token) -> bool:
    """'Our troops', 'troops of ours'."""
    return any(
        child.lower_ in {"our", "my"}
        or (child.lower_ == "of" and any(part.lower_ == "ours" for part in child.children))
        for child in head.children
    )


def is_name(token: Token) -> bool:
    """A name of a country, or its adjective: "Hungarian" is tagged as an adjective."""
    return token.text[:1].isupper() and (token.pos_ in {"PROPN", "ADJ"}) and not token.is_upper


def head_of(words: Sequence[Token]) -> Token:
    """The word of a phrase on which its others hang."""
    inside = {word.i for word in words}
    tops = (word for word in words if word.head.i not in inside or word.head.i == word.i)
    return next(tops, words[-1])


def takes_part(token: Token) -> bool:
    """'Would not participate': in what, was said before."""
    return (
        token.pos_ == "VERB"
        and token.lemma_.lower() in {"participate", "partake"}
        and not any(child.dep_ in {"prep", "dobj"} for child in token.children)
    )


def can_point(head: Token) -> bool:
    """Whether a matched word stands as an argument: no determiner, no expletive 'it'."""
    if head.dep_ in _DETERMINING or head.tag_ == "WDT" or head.dep_ == "expl":
        return False
    if head.lower_ == "such" or (
        head.lower_ in {"this", "that"}
        and head.head.pos_ in {"ADV", "ADJ"}
        and head.head.i > head.i
    ):
        return False  # "this strongly"
    if head.lower_ == "it" and head.head.lemma_ == "take" and head.head.dep_ in {"advcl", "ccomp"}:
        return False  # "for as long as it takes"
    return not (head.lower_ == "it" and (is_expletive(head) or is_followed(head)))


def is_expletive(it: Token) -> bool:
    """'It' of 'it is dangerous to go there', 'it is your decision who comes'."""
    if it.dep_ not in {"nsubj", "nsubjpass"}:
        return False
    verb = it.head
    clauses = {"xcomp", "ccomp", "csubj", "advcl", "acl", "relcl"}
    below = [*verb.children]
    below += [
        part
        for child in verb.children
        if child.dep_ in {"acomp", "attr"}
        for part in child.children
    ]
    return verb.lemma_ in {"be", "seem", "become", "remain", "make"} and any(
        part.dep_ in clauses and part.i > verb.i for part in below
    )


def is_followed(it: Token) -> bool:
    """'It was "unlikely" Varvia would join': a clause without a word that joins it follows."""
    words = [word for word in it.sent if word.i > it.i and not word.is_quote]
    if len(words) < 3 or words[0].lemma_ != "be" or words[1].pos_ != "ADJ":
        return False
    return words[2].pos_ in {"PROPN", "DET", "PRON"} and any(
        word.pos_ in {"VERB", "AUX"} for word in words[3:]
    )
