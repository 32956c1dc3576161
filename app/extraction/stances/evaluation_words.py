"""Whether a phrase calls a thing good or bad."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.extraction.stances.grammar import is_alternative, noun_negation
from app.extraction.stances.lexicon import stance_lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Token

_PARTS = {
    "ADJ": "adjectives",
    "NOUN": "nouns",
    "PROPN": "nouns",
    "VERB": "verbs",
    "ADV": "adverbs",
    "ADP": "adverbs",
}
_FIXED = frozenset({"know", "document", "establish", "understand", "publicise", "publicize"})
_DEEP = 3  # how far below the head of a phrase its words still describe it


@dataclass(frozen=True, slots=True)
class Worth:
    """A judgement and the words that make it; sign 0 when there is none."""

    sign: int
    words: tuple[Token, ...] = ()


NO_WORTH = Worth(0)


def word_worth(token: Token) -> int:
    """The sign of one word, by its part of speech, or by any when its own part knows nothing.

    The tagger takes 'threatening' or 'unacceptable' now for a verb, now for an adjective.
    """
    lexicon = stance_lexicon()
    lemma, lower = token.lemma_.lower(), token.lower_
    part = _PARTS.get(token.pos_)
    if part is None:
        return 0
    if part == "adverbs" and token.head.tag_ == "VBN" and token.head.lemma_ in _FIXED:
        return 0  # "well known", "better understood": of a fact, not of a merit
    if part == "nouns" and token.i and not token.is_sent_start:
        pair = lexicon.evaluate(part, f"{token.nbor(-1).lower_} {lemma}")
        if pair:
            return pair  # "red line", "dead end"
    found = lexicon.evaluate(part, lemma) or lexicon.evaluate(part, lower)
    if found == 0:
        found = _compound_worth(token, lower) or _compared_worth(lower)
    if found == 0 and part in {"adjectives", "verbs", "nouns"}:
        found = lexicon.evaluate("adjectives", lower) or (
            lexicon.evaluate("nouns", lemma) if token.pos_ != "VERB" else 0
        )
    return found


def _compound_worth(token: Token, lower: str) -> int:
    """The sign of a word that the tokenizer cuts at its hyphens: 'non-starter', 'ill-advised'."""
    if token.i < token.sent.start + 2 or token.nbor(-1).text != "-":
        return 0
    lexicon = stance_lexicon()
    whole = f"{token.nbor(-2).lower_}-{lower}"
    return lexicon.evaluate("nouns", whole) or lexicon.evaluate("adjectives", whole)


def _compared_worth(lower: str) -> int:
    """The sign of a comparative or superlative that the lemmatizer leaves as it is: 'fairer'."""
    lexicon = stance_lexicon()
    for end in ("ier", "iest", "er", "est"):
        if len(lower) > len(end) + 2 and lower.endswith(end):
            stem = lower[: -len(end)]
            for form in (f"{stem}y",) if end[0] == "i" else (stem, f"{stem}e", stem[:-1]):
                sign = lexicon.evaluate("adjectives", form)
                if sign:
                    return sign
    return 0


def phrase_worth(  # noqa: C901, PLR0911 - ordered cases, each one line of its class table
    head: Token, skip: Iterable[Token] = ()
) -> Worth:
    """The judgement in a phrase: its head's, turned by what negates or turns it.

    A head that is good or bad only with a describing word ("a step") leaves it to that word. When
    the head says nothing, the words below it are asked, the nearest first.
    """
    lexicon = stance_lexicon()
    skipped = {token.i for token in skip}
    inner = _named_after(head)
    if inner is not None and inner.i not in skipped:
        if head.lower_ == "part" and inner.lemma_ in {"answer", "solution", "problem"}:
            return Worth(word_worth(inner), (head, inner))  # said of the thing, it judges
        return phrase_worth(inner, skip)
    if any(child.lower_ == "one" and is_alternative(child) for child in head.children):
        return NO_WORTH  # "a technical problem, not a moral one": of what kind, not of what worth
    own = word_worth(head) or _joining_war(head) or _source_worth(head)
    bleached = head.lemma_.lower() in lexicon.bleached
    words: list[Token] = [head]
    describing = [
        (child, word_worth(child) * (-1 if noun_negation(child) is not None else 1))
        for child in head.children
        if child.dep_ in {"amod", "compound", "acomp", "conj"}
        and child.i not in skipped
        and not is_alternative(child)
    ]
    described = next(((child, sign) for child, sign in describing if sign), None)
    if own and not bleached:
        # "legitimate target", "good threat": the noun's worth stands, not the adjective's.
        sign = own
    elif described is not None:
        sign = described[1]
        words = [described[0], head] if head.pos_ in {"NOUN", "PROPN"} else [described[0]]
    elif own and head.pos_ in {"ADJ", "ADV"}:
        sign = own
    else:
        below = _below(head, skipped)
        if not below.sign:
            only = any(child.lower_ in {"only", "sole"} for child in head.children)
            if own > 0 and only:
                return Worth(own, (head,))  # "the only way"
            # "Means war" judges; "is a point" does not.
            return Worth(own, (head,)) if own < 0 else NO_WORTH
        sign, words = below.sign, list(below.words)
        if head.lemma_.lower() in lexicon.turning:
            sign, words = -sign, [head, *words]
    denied = noun_negation(head)
    instead = _but_rather(head)
    if instead is not None:
        # "No solution but a problem": what is denied is turned above, what it is instead is not.
        sign, words = -word_worth(instead), [instead]
    if denied is not None:
        return Worth(-sign, (denied, *words))
    return Worth(sign, tuple(words))


def _but_rather(head: Token) -> Token | None:
    """The 'problem' of 'is not a solution but a problem'."""
    verb = head.head
    denied = noun_negation(head) is not None or any(c.dep_ == "neg" for c in verb.children)
    but = any(child.dep_ == "cc" and child.lower_ == "but" for child in head.children)
    if not (denied and but):
        return None
    return next((c for c in head.children if c.dep_ == "conj" and word_worth(c)), None)


def _named_after(head: Token) -> Token | None:
    """The noun of 'one of the main causes', 'a kind of insurance', 'a piece of blackmail'."""
    if head.lower_ not in stance_lexicon().frames["partitives"]:
        return None
    if any(child.dep_ == "amod" and word_worth(child) for child in head.children):
        return None  # "a necessary part of a settlement"
    of = next((c for c in head.children if c.lower_ == "of" and c.dep_ == "prep"), None)
    inner = next((c for c in of.children if c.dep_ == "pobj"), None) if of is not None else None
    if inner is None or inner.pos_ != "NOUN":
        return None
    lexicon = stance_lexicon()
    told = lexicon.topics["grounds"] | (lexicon.topics["motives"] - lexicon.frames["sources"])
    return None if inner.lemma_.lower() in told else inner  # "one of the reasons for the invasion"


def _source_worth(noun: Token) -> int:
    """-1 for 'a cause of the war', 1 for 'a source of stability': what it is the source of."""
    lexicon = stance_lexicon()
    if noun.pos_ != "NOUN" or noun.lemma_.lower() not in lexicon.frames["sources"]:
        return 0
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in {"of", "for", "behind", "to"}:
            for below in child.children:
                sign = word_worth(below) if below.dep_ == "pobj" else 0
                if sign:
                    return -sign if noun_negation(below) is not None else sign
    return 0


def lacks(head: Token) -> Token | None:
    """The 'without' of a predicate that is what lacks its use: 'a cheque without a signature'."""
    for child in head.children:
        if child.dep_ == "prep" and child.lower_ == "without" and child.i > head.i:
            return child
    return None


def _joining_war(noun: Token) -> int:
    """-1 for 'involvement in the conflict', 'entry into the war'."""
    if noun.lemma_.lower() not in {
        "involvement",
        "participation",
        "entry",
        "party",
        "entanglement",
    }:
        return 0
    events = stance_lexicon().topics["events"] | {"hostility", "fighting"}
    near = noun.doc[noun.i + 1 : min(noun.i + 8, noun.sent.end)]
    joined = any(
        below.lemma_.lower() in events
        for link in near
        if link.dep_ == "prep" and link.lower_ in {"in", "into", "to"}
        for below in link.children
    )
    return -1 if joined else 0


def _below(head: Token, skipped: set[int]) -> Worth:
    """The first judging word under a head, breadth first, to a small depth."""
    lexicon = stance_lexicon()
    level = [c for c in head.children if c.i not in skipped and not is_alternative(c)]
    turned = 1
    for _ in range(_DEEP):
        for token in level:
            sign = word_worth(token)
            if sign and token.lemma_.lower() not in lexicon.bleached:
                if token.dep_ in {"advcl", "relcl"} or token.pos_ == "ADV":
                    continue
                parent = token.head
                while parent.i not in (head.i, parent.head.i):
                    if parent.lemma_.lower() in lexicon.turning:
                        turned = -1
                    parent = parent.head
                denied = noun_negation(token)
                return Worth(-sign * turned if denied else sign * turned, (token,))
        level = [
            child
            for token in level
            if token.dep_ not in {"advcl", "relcl", "ccomp"}
            for child in token.children
            if child.i not in skipped
        ]
    return NO_WORTH
