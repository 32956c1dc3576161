"""A verb that only tells what belongs to a thing: "the plan includes them", "is meant to"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.extraction.stances.evaluation_words import phrase_worth
from app.extraction.stances.grammar import own_subject
from app.extraction.stances.lexicon import stance_lexicon
from app.extraction.stances.path_leaving import duty
from app.extraction.stances.signals import WEAK

if TYPE_CHECKING:
    from spacy.tokens import Token

    from app.extraction.stances.climbing import Climb


def only_describes(verb: Token) -> bool:
    """Whether an affirmed verb describes and asks for nothing ("must include")."""
    described = verb.lemma_.lower() in stance_lexicon().topics["describing"]
    return described and duty(verb) is None and not _means_to(verb)


def good_purpose(state: Climb, verb: Token) -> None:
    """'Is meant to give stronger assurances': who tells a good purpose leans to the thing."""
    for child in verb.children:
        worth = phrase_worth(child) if child.dep_ == "xcomp" else None
        if worth is not None and worth.sign:
            state.sign *= worth.sign
            state.fire([verb, *worth.words], "purpose", WEAK)
            return


def _means_to(verb: Token) -> bool:
    """'We mean to send them': an intention of people, not the sense of a thing."""
    doer = own_subject(verb)
    aimed = any(child.dep_ == "xcomp" for child in verb.children)
    return (
        verb.lemma_ == "mean"
        and aimed
        and doer is not None
        and doer.dep_ == "nsubj"
        and doer.pos_ in {"PRON", "PROPN"}
        and doer.lower_ not in {"it", "this", "that", "which"}
    )
