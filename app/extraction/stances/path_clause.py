"""The thing stands in a side clause: "if troops come, there will be war"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.extraction.stances.evaluation_words import Worth, phrase_worth
from app.extraction.stances.grammar import negation, own_subject, subject
from app.extraction.stances.lexicon import stance_lexicon
from app.extraction.stances.path_effects import said_of_clause
from app.extraction.stances.path_nouns import under_noun
from app.extraction.stances.signals import MIDDLE, WEAK, Signal

if TYPE_CHECKING:
    from spacy.tokens import Token

    from app.extraction.stances.climbing import Climb


def under_clause(state: Climb, node: Token, head: Token) -> list[Signal]:  # noqa: C901, PLR0911, PLR0912, PLR0915 - ordered cases, each one line of its class table
    """The thing stands in a side clause of ``head``: 'if troops come, there will be war'."""
    mark = next((child.lower_ for child in node.children if child.dep_ == "mark"), "")
    where = next((child.lower_ for child in node.children if child.dep_ == "advmod"), "")
    planned = own_subject(head)
    if (
        planned is not None
        and planned.pos_ == "NOUN"
        and planned.lemma_.lower() in stance_lexicon().nouns
        and any(child.lower_ == "to" for child in node.children)
    ):
        under_noun(state, node, planned, "to")  # "no plans are in place to send them"
        return []
    said = said_of_clause(node, head)
    if said is not None and not state.decided:
        sign, words, rule, weight = said
        denied = negation(head)
        state.sign *= -sign if denied is not None else sign
        state.fire([*([denied] if denied is not None else []), *words], rule, weight)
        return []
    inverted = any(
        child.dep_ == "aux"
        and child.lower_ in {"had", "were", "should"}
        and child.i == node.left_edge.i
        for child in node.children
    )
    if mark in {"when", "while", "as", "before", "after", "until", "once"} or where in {
        "when",
        "once",
    }:
        if state.open:
            state.third = True  # the time at which it will be talked of: no position
        return []
    if mark in {"because", "since"} and not state.decided:
        worth = phrase_worth(head, [node])
        if worth.sign:
            no = negation(head)
            state.sign *= -worth.sign if no is not None else worth.sign
            state.fire([*([no] if no else []), *worth.words], "evaluation", MIDDLE)
        return []
    if mark in {"because", "since"} and state.weight < MIDDLE:
        state.third = True  # "voted against because it would have allowed it": a ground alone
        return []
    if mark == "if" or where == "if" or inverted:
        worth = phrase_worth(head, [node])
        for child in head.children:
            if not worth.sign and child.dep_ in {"attr", "dobj", "obj"}:
                worth = phrase_worth(child)  # "there will be war"
        if not worth.sign and head.lemma_.lower() in stance_lexicon().reprisals:
            worth = Worth(-1, (head,))
        state.decided, state.open = False, False
        ready = _readiness(head)
        if ready is not None and not worth.sign:
            state.words, state.sign = [], 1
            state.fire([ready], "commitment", MIDDLE)
            state.bearer, state.own = subject(head), True
            return []
        denied = negation(head)
        if worth.sign:
            sign = -worth.sign if denied is not None else worth.sign
            state.sign = (-1 if state.sign < 0 else 1) * sign
            state.words = []
            state.fire(list(worth.words), "threat of consequences", MIDDLE)
            state.bearer = None
        else:
            state.words = []
        return []
    aimed = mark == "" and any(child.lower_ == "to" for child in node.children)
    denied = negation(head)
    if aimed and state.decided and denied is not None and denied not in state.words:
        state.sign = -state.sign  # "will not be sent to take part": the aim falls with the act
        state.words.insert(0, denied)
        return []
    if node.pos_ == "VERB" and mark in {"to", ""} and state.decided is False:
        state.purpose = True
    if mark in {"although", "though", "while", "whereas"} and state.decided:
        state.weight = min(state.weight, WEAK)
    return []


def _readiness(head: Token) -> Token | None:
    """The 'ready' of 'if troops are needed, we are ready'."""
    for child in head.children:
        attitude = stance_lexicon().adjectives.get(child.lemma_.lower())
        if child.dep_ == "acomp" and attitude is not None and attitude.rule == "commitment":
            return child if negation(head) is None else None
    return None
