"""The thing is the subject: "troops would be a provocation"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.extraction.evaluation_words import phrase_worth, word_worth
from app.extraction.grammar import SUBJECTS, complements, modality, negation, own_subject
from app.extraction.signals import MIDDLE, STRONG, WEAK, Signal, toward
from app.extraction.stance_lexicon import stance_lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token

    from app.extraction.climbing import Climb

_COPULAS = frozenset({"be", "become", "remain", "seem", "look", "appear", "sound", "stay", "prove"})


def under_subject(state: Climb, node: Token, head: Token, moved: frozenset[int]) -> list[Signal]:
    """The thing is the subject: what is said of it judges it."""
    extra: list[Signal] = []
    verbs = [
        head,
        *(
            other
            for other in head.conjuncts
            if other.pos_ in {"VERB", "AUX"} and other.i > head.i and own_subject(other) is None
        ),
    ]
    start = state.sign
    for verb in verbs:
        worth = _predicate(state, verb, moved)
        if worth is None:
            continue
        sign, words, rule, weight = worth
        if not state.decided:
            state.sign = start * sign
            state.fire(words, rule, weight)
            state.third = False
            state.bearer = None
        elif verb.i == head.i:
            # Already decided lower down ('those who want troops'): the judgement is of them.
            state.sign = (1 if state.sign >= 0 else -1) * sign
            state.fire(words, rule, max(weight, MIDDLE))
            state.bearer, state.third, state.open = None, False, False
        else:
            extra.append(
                Signal(tuple(words), rule, toward(start * sign), weight, None, state.target)
            )
    return extra


def _predicate(
    state: Climb, verb: Token, moved: frozenset[int]
) -> tuple[int, list[Token], str, float] | None:
    """What one predicate says of its subject, the thing: a sign and its words, or None."""
    lexicon = stance_lexicon()
    lemma = verb.lemma_.lower()
    denied = negation(verb)
    if denied is not None and state.negated_thing:
        denied = None  # its own 'no' is counted already
    turn = -1 if denied is not None else 1
    mood, modal = modality(verb)
    fired = [denied] if denied is not None else []
    if lemma in _COPULAS:
        for complement in complements(verb):
            attitude = lexicon.adjectives.get(complement.lemma_.lower())
            worth = phrase_worth(complement)
            if worth.sign:
                return worth.sign * turn, [*fired, *worth.words], "evaluation", STRONG
            if (
                attitude is not None
                and complement.pos_ == "ADJ"
                and attitude.sign
                and not state.third
                and attitude.rule != "commitment"
            ):
                return attitude.sign * turn, [*fired, complement], attitude.rule, STRONG
            if attitude is not None and attitude.sign == 0 and denied is not None:
                return -1, [denied, complement], "refusal", STRONG
            noun = lexicon.nouns.get(complement.lemma_.lower())
            if noun is not None and noun.rule == "deliberation" and denied is not None:
                return -1, [denied, complement], "refusal", STRONG
        for child in verb.children:
            planned = child.lower_ in {"on", "in"} and any(
                below.lemma_.lower() in {"agenda", "table", "card", "plan"}
                for below in child.children
            )
            if child.dep_ == "prep" and planned and denied is not None:
                return -1, [denied, child, *child.children], "refusal", STRONG
            if child.dep_ == "prep" and child.lower_ in {"out", "off", "beyond", "against"}:
                return -1 * turn, [*fired, child, *child.children], "exclusion", STRONG
    if verb.i in moved and verb.i != state.target.i:
        if mood == "plain" and denied is None:
            return None
        if mood == "may" and denied is None:
            return None
        rule = "commitment" if turn > 0 else "refusal"
        return turn, [*([modal] if modal else []), *fired, verb], rule, MIDDLE
    if lemma in lexicon.joining:
        for child in verb.children:
            if lemma == "be" and child.dep_ in {"ccomp", "advcl"}:
                continue
            below = child
            if child.dep_ == "prep" and child.lower_ in {"to", "in", "into", "for", "about"}:
                below = next(iter(child.children), child)
            elif child.dep_ not in {"dobj", "obj", "attr", "oprd", "xcomp", "ccomp", "acomp"}:
                continue
            worth = phrase_worth(below)
            if worth.sign:
                return worth.sign * turn, [*fired, verb, *worth.words], "effect", MIDDLE
    if lemma in lexicon.turning:
        for child in verb.children:
            if child.dep_ in {"dobj", "obj"}:
                worth = phrase_worth(child)
                if worth.sign:
                    return -worth.sign * turn, [*fired, verb, *worth.words], "effect", MIDDLE
    own = word_worth(verb)
    if own and verb.pos_ == "VERB" and lemma not in lexicon.bleached:
        return own * turn, [*fired, verb], "effect", MIDDLE
    worth = phrase_worth(verb, [child for child in verb.children if child.dep_ in SUBJECTS])
    if worth.sign and lemma in {"help", "work", "turn", "come", "go", "run", "stand", "serve"}:
        return worth.sign * turn, [*fired, *worth.words], "effect", WEAK
    return None
