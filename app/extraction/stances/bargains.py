"""Bargains: conditions that are told by a construction and by no conditional connective.

"Complete the reform, and you will have our support" (the pseudo-imperative of Quirk et al., A
Comprehensive Grammar of the English Language, 1985, 11.30), "no agreement without a clause",
"once the requirements are met, and not a day before", "if they agree, then yes; otherwise not".
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.extraction.stances.conditions import Condition
from app.extraction.stances.grammar import (
    SUBJECTS,
    is_imperative,
    negation,
    noun_negation,
    own_subject,
)
from app.extraction.stances.lexicon import stance_lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

_VERBAL = frozenset({"VERB", "AUX"})
_FIRST = frozenset({"we", "i"})
_TEMPORAL = frozenset({"when", "once"})
_READY = frozenset({"acceptance", "support", "commitment", "permission"})


def find_bargains(tokens: Sequence[Token], targets: Sequence[Token]) -> list[Condition]:
    """The conditions that a construction tells; not those on the thing itself."""
    thing = {target.i for target in targets}
    found = [*_done_first(tokens), *_not_without(tokens), *_met(tokens)]
    return [one for one in found if thing.isdisjoint(word.i for word in one.whole)]


def surer(conditions: Sequence[Condition], tokens: Sequence[Token]) -> list[Condition]:
    """The conditions, a bare 'if' as a sure one where a yes or a no is said to hang on it.

    "If they agree, then yes", "if they agree, we can ...; otherwise not", "we would do that, if".
    """
    lower = [token.lower_ for token in tokens]
    turned = any(
        word == "otherwise" and {"not", "no"} & set(lower[max(place - 1, 0) : place + 2])
        for place, word in enumerate(lower)
    )
    known = []
    for one in conditions:
        clause = one.words[0].head
        plain = one.words[0].lower_ == "if" and not one.sure and clause.dep_ == "advcl"
        if plain and (turned or _is_answer(clause)):
            known.append(replace(one, sure=True))
        else:
            known.append(one)
    return known


def _is_answer(clause: Token) -> bool:
    """Whether what hangs on an if-clause is a bare yes, or 'we would do that'."""
    main = clause.head
    if any(child.lower_ == "yes" for child in main.children):
        return True
    doer = own_subject(main) if main.pos_ in _VERBAL else None
    pointing = any(
        child.dep_ in {"dobj", "obj"} and child.lower_ in {"that", "this", "it", "so"}
        for child in main.children
    )
    asked = any(child.dep_ == "aux" and child.lower_ in _OFFERS for child in main.children)
    return doer is not None and doer.lower_ in _FIRST and pointing and asked


_OFFERS = frozenset({"will", "would", "can", "could", "'d", "'ll"})


def _done_first(tokens: Sequence[Token]) -> list[Condition]:
    """'Complete the reform, and you will have our support': an order, and what follows from it."""
    found = []
    for token in tokens:
        if token.dep_ != "ROOT" or not is_imperative(token) or negation(token) is not None:
            continue
        joined = [token, *token.conjuncts]
        for last in joined[1:]:
            doer = own_subject(last)
            will = any(c.dep_ == "aux" and c.lower_ in {"will", "'ll"} for c in last.children)
            ands = [c for other in joined for c in other.children if c.lower_ == "and"]
            before = [c for c in ands if c.i < last.left_edge.i]
            if doer is None or doer.lower_ not in {"you", "we", "i"} or not will or not before:
                continue
            if not _is_ready(last):
                continue
            whole = [t for t in tokens if token.left_edge.i <= t.i < before[-1].i]
            while whole and whole[-1].is_punct:
                whole.pop()
            found.append(Condition((before[-1],), "condition", tuple(whole)))
    return found


def _is_ready(verb: Token) -> bool:
    """Whether a clause gives a yes: 'you will have our support', 'we will agree'."""
    lexicon = stance_lexicon()
    known = [lexicon.verbs.get(verb.lemma_.lower())]
    known += [lexicon.nouns.get(c.lemma_.lower()) for c in verb.children if c.dep_ == "dobj"]
    return any(one is not None and one.sign > 0 and one.rule in _READY for one in known)


def _not_without(tokens: Sequence[Token]) -> list[Condition]:
    """'No agreement from us without a clause', 'we will not sign without a guarantee'."""
    lexicon = stance_lexicon()
    found = []
    for token in tokens:
        if token.lower_ != "without" or token.pos_ not in {"ADP", "SCONJ"}:
            continue
        above = token.head
        lemma = above.lemma_.lower()
        known = lexicon.nouns.get(lemma) if above.pos_ == "NOUN" else lexicon.verbs.get(lemma)
        if known is None or known.sign <= 0 or known.rule not in _READY:
            continue
        denied = noun_negation(above) if above.pos_ == "NOUN" else negation(above)
        whole = tuple(part for part in token.subtree if part.i != token.i)
        if denied is not None and whole:
            found.append(Condition((denied, token), "condition", whole))
    return found


def _met(tokens: Sequence[Token]) -> list[Condition]:
    """'When conditions are met', 'once the allies agree', 'once it is over, and not before'."""
    conditions = stance_lexicon().conditions
    found = []
    for token in tokens:
        if token.lower_ not in _TEMPORAL or token.dep_ not in {"advmod", "mark"}:
            continue
        clause = token.head
        if clause.pos_ not in _VERBAL or clause.dep_ not in {"advcl", "ccomp"}:
            continue
        below = tuple(part for part in clause.subtree if part.i > token.i)
        if _not_before(token, below) or any(
            part.lemma_.lower() in conditions["fulfilling"]
            and any(
                child.lemma_.lower() in conditions["fulfilled"] and child.dep_ in SUBJECTS
                for child in part.children
            )
            for part in (*below, *_joined(clause))
        ):
            end = max((part.i for part in below), default=token.i)
            rest = [t for t in tokens if end < t.i < token.sent.end]
            stop = next((n for n, t in enumerate(rest) if t.is_punct), len(rest))
            found.append(Condition((token,), "condition", (*below, *rest[:stop])))
    return found


def _joined(clause: Token) -> tuple[Token, ...]:
    """What the parser hangs on the main clause with 'and': 'when they agree and terms are met'."""
    return tuple(
        verb
        for above in (clause.head, *clause.head.ancestors)
        for verb in above.conjuncts
        if verb.i > clause.i and not any(t.is_punct for t in clause.doc[clause.i : verb.i])
    )


def _not_before(token: Token, below: Sequence[Token]) -> bool:
    """'..., and not a day before': a word of exclusion after a clause of time."""
    end = max((part.i for part in below), default=token.i)
    words = [t.lower_ for t in token.doc[token.i : min(end + 8, token.sent.end)]]
    return any(
        word == "not" and set(words[place : place + 5]) & {"before", "sooner", "earlier"}
        for place, word in enumerate(words)
    )
