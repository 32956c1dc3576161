"""Doubts: why a statement that was taken to be off an issue may be on it after all.

They are seen where bare statements are judged (``onrecord positions``). An article's statement
without a position stores none, so that there is nothing that a page could mark for review.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from app.extraction.stances.evaluation_words import word_worth
from app.extraction.stances.gates import topic_gate
from app.extraction.stances.grammar import SUBJECTS, noun_negation
from app.extraction.stances.lexicon import stance_lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from spacy.tokens import Span, Token

    from app.domain.positions import Issue
    from app.extraction.stances.passage import Passage
    from app.extraction.stances.topic import TopicGate

EXCLUDED = "Words of the issue are there, but seem to be about something else."
POINTING = "It may point back to the issue, which the words around it name."
AROUND = "The words around it are about the issue, and it takes a side on something."
_PREDICATES = frozenset({"acomp", "attr", "oprd", "ROOT"})
_CONDITIONS = frozenset({"if", "unless", "once", "only", "provided", "otherwise"})
_ENDINGS = ("ings", "ing", "ed", "es", "s", "e")
_LEAST_STEM = 3
_MOST_STEPS = 8
_SHARED = 2  # words of the proposition that have to be there before it is thought of


def off_doubts(passage: Passage, issue: Issue) -> tuple[str, ...]:
    """Why a person should look at a passage without a position; none where it is plainly off.

    Words for the thing were there, in or around what names the place, and were not taken for it;
    words of its family are what a side is taken on; a word points back and the issue is named
    before; or the words around name it and the passage judges, demands or makes a condition
    without a thing of its own.
    """
    gate = topic_gate(issue)
    around = (*passage.before, *passage.title)
    here = [
        (sentence, [token for token in sentence if token.i in passage.inside])
        for sentence in passage.sentences
    ]
    if any(_is_near(gate, sentence, inside) for sentence, inside in here):
        return (EXCLUDED,)
    named = any(gate.named(sentence, place_known=True, kinds_known=True) for sentence in around)
    if named and any(
        token.i in passage.inside for sentence, _ in here for token in gate.pointing(sentence)
    ):
        return (POINTING,)
    said = list(chain.from_iterable(inside for _, inside in here))
    spoken = named or any(
        gate.speaks_of(list(each)) and not gate.place.is_another(list(each)) for each in around
    )
    if (spoken and _is_judging(said)) or (named and not gate.timed and _is_taking(said)):
        return (AROUND,)
    plain = not (gate.place or gate.timed)
    if plain and _takes_side(said) and _share_words([*said, *_words(around)], issue):
        return (AROUND,)
    return ()


def _is_near(gate: TopicGate, sentence: Span, inside: Sequence[Token]) -> bool:
    """Whether words of the issue are in what was said, and no rule took them for the thing."""
    thing = gate.has_things(inside)
    state = gate.timed and bool(gate.states.find(inside))
    if (thing and gate.in_place(list(sentence))) or gate.named(
        sentence, place_known=True, kinds_known=True
    ):
        return True
    if thing and (state or (gate.place and gate.has_kind(inside))):
        return True
    if gate.place.is_another(inside):
        return False
    if not gate.timed:
        return not gate.place and any(_is_for_kind(token, gate) for token in inside)
    events = gate.events.find(inside)
    pointed = state and bool(gate.pointing(sentence))
    return pointed or any(_is_taken_on(inside[end - 1]) for _, end in events)


def _is_for_kind(token: Token, gate: TopicGate) -> bool:
    """'Pledged not to buy metals from the deep sea': what a side is taken on is of the kind."""
    return _has_side(token) and any(
        child.dep_ not in SUBJECTS and gate.has_kind([*child.subtree]) for child in token.children
    )


def _is_taken_on(word: Token) -> bool:
    """Whether a side is taken, or a judgement passed, above a word: 'an appeal for a truce'."""
    node = word
    for _ in range(_MOST_STEPS):
        if node.head.i == node.i or node.dep_ in {"conj", "advcl"}:
            return False
        node = node.head
        if _has_side(node) or word_worth(node):
            return True
        if any(c.dep_ in _PREDICATES and word_worth(c) for c in node.children):
            return True
    return False


def _has_side(token: Token) -> bool:
    """Whether a word is one of the classes that take a side."""
    lexicon = stance_lexicon()
    known = {"VERB": lexicon.verbs, "NOUN": lexicon.nouns, "ADJ": lexicon.adjectives}
    attitude = known.get(token.pos_, {}).get(token.lemma_.lower())
    return attitude is not None and attitude.sign != 0


def _takes_side(tokens: Iterable[Token]) -> bool:
    return any(map(_has_side, tokens))


def _is_judging(tokens: Iterable[Token]) -> bool:
    """'It is irresponsible', 'was a mistake', 'there is no decision': without a thing in it."""
    decisions = stance_lexicon().hedges["decisions"]
    return any(
        (token.dep_ in _PREDICATES and token.pos_ in {"ADJ", "NOUN"} and bool(word_worth(token)))
        or (token.lemma_.lower() in decisions and noun_negation(token) is not None)
        for token in tokens
    )


def _is_taking(tokens: Sequence[Token]) -> bool:
    """'We are open to', 'we would only go along once': a side or a condition of the speaker's."""
    own = any(token.lower_ in {"we", "i"} and token.dep_ in SUBJECTS for token in tokens)
    return own and (_takes_side(tokens) or any(token.lower_ in _CONDITIONS for token in tokens))


def _words(sentences: Iterable[Span]) -> Iterable[Token]:
    return chain.from_iterable(sentences)


def _share_words(tokens: Iterable[Token], issue: Issue) -> bool:
    """Whether words of the proposition are among some, in any form; a number says most."""
    wanted = {_stem(word) for word in issue.proposition.casefold().strip(" .?").split()}
    shared = wanted & {_stem(part) for token in tokens for part in token.lower_.split("-")}
    shared -= _EMPTY
    return len(shared) >= _SHARED or any(word.isdigit() for word in shared)


_EMPTY = frozenset({*("should", "would", "must", "be", "the", "a", "an", "to", "of", "in", "on")})


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            return word[: -len(ending)]
    return word
