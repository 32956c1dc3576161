"""A verb that brings the thing about: "will send", "must not be deployed"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.extraction.stances.grammar import is_imperative, modality, negation, subject
from app.extraction.stances.signals import MIDDLE, WEAK

if TYPE_CHECKING:
    from spacy.tokens import Token

    from app.extraction.stances.climbing import Climb


def movement(state: Climb, verb: Token) -> None:  # noqa: C901, PLR0912 - ordered cases, each one line of its class table
    """A verb that brings the thing about: its modal says whether it is wanted, refused or open."""
    denied = negation(verb)
    if denied is not None and state.negated_thing and denied in state.words:
        denied = None
    mood, modal = modality(verb)
    if verb.dep_ == "xcomp" and mood == "must" and modal is not None:
        denied = denied or negation(modal)
        if modal.lemma_ in {"be", "go"} and modal.lemma_ == "be" and verb.head.pos_ == "VERB":
            mood = "plain"
    doer = subject(verb)
    passive = any(child.dep_ in {"nsubjpass", "auxpass"} for child in verb.children)
    obliged = modal is not None and modal.lemma_.lower() in {
        "should",
        "must",
        "ought",
        "need",
        "have",
    }
    if not passive and not obliged and doer is not None and doer.i != state.target.i:
        state.bearer = doer
        state.own = True
    if state.decided:
        if denied is not None:
            state.sign = -state.sign
            state.words.insert(0, denied)
        return
    turned = denied is not None
    if turned:
        state.sign = -state.sign
    fired = [*([modal] if modal else []), *([denied] if denied else []), verb]
    negative = turned or state.negated_thing
    if is_imperative(verb) and not (verb.i and verb.nbor(-1).lower_ == "to"):
        state.fire([*([denied] if denied else []), verb], "call", MIDDLE)
    elif mood == "must":
        state.fire(fired, "refusal" if negative else "commitment", MIDDLE)
    elif mood == "would":
        state.fire(fired, "refusal" if negative else "commitment", WEAK if not negative else MIDDLE)
    elif mood == "may":
        if negative:
            state.fire(
                fired,
                "refusal",
                MIDDLE
                if modal is not None and modal.lower_ in {"can", "ca", "could", "may"}
                else WEAK,
            )
    elif negative and verb.dep_ not in {"xcomp", "advcl", "acl", "pcomp"}:
        state.fire(fired, "refusal", WEAK)
    elif negative:
        # 'not to send': the order or advice above it decides which way; alone it refuses.
        state.words.extend(fired)
    elif (
        verb.tag_ in {"VBZ", "VBP", "VBG"}
        and doer is not None
        and verb.dep_ in {"ROOT", "ccomp", "conj"}
    ):
        state.fire(fired, "commitment", WEAK)
