"""A verb that brings the thing about: "will send", "must not be deployed"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.extraction.stances.grammar import is_imperative, modality, negation, subject
from app.extraction.stances.lexicon import stance_lexicon
from app.extraction.stances.signals import MIDDLE, WEAK

if TYPE_CHECKING:
    from spacy.tokens import Token

    from app.extraction.stances.climbing import Climb


def is_done(target: Token, node: Token, verb: Token) -> bool:
    """'Take such a step', 'make this move': the act pointed back to is the verb's object."""
    return (
        node.i == target.i
        and node.pos_ in {"NOUN", "PRON"}
        and any(child.lower_ in {"such", "this", "that", "the"} for child in node.children)
        and node.lemma_.lower() in {"step", "move", "action", "decision"}
        and verb.lemma_ in {"take", "make", "undertake", "do"}
    )


_UNDOING = frozenset({"off", "away", "aside", "down"})


def limits_role(verb: Token) -> Token | None:
    """The word that makes a refusal one of a part only: 'will not be sent to the front line'."""
    limits = stance_lexicon().topics["role_limits"]
    if verb.lemma_.lower() in limits:
        return verb
    for child in verb.children:
        if child.dep_ in {"prep", "xcomp", "advcl"}:
            for below in child.subtree:
                if below.lemma_.lower() in limits:
                    return below
    return None


def _told(verb: Token) -> Token | None:
    """Who is to do it in 'allow the allies to send them', 'urged governments to send them'."""
    if verb.dep_ not in {"xcomp", "advcl"} or verb.head.lemma_ == "promise":
        return None
    for child in verb.head.children:
        if child.i > verb.i or child.i < verb.head.i:
            continue
        if child.dep_ in {"dobj", "obj", "dative"}:
            return child
        if child.dep_ == "prep" and child.lower_ in {"on", "to"}:
            return next((below for below in child.children if below.dep_ == "pobj"), None)
    return None


def _is_abstract(noun: Token) -> bool:
    """Whether a noun on which an infinitive hangs does nothing itself: 'a reason to send'."""
    lexicon = stance_lexicon()
    lemma = noun.lemma_.lower()
    return lemma in lexicon.nouns or lemma in lexicon.topics["grounds"]


def is_called_for(verb: Token) -> bool:
    """'The allies to send them': what is left of 'urged the allies to send them' without its verb.

    The infinitive stands at the head of what was said, or hangs on the noun that does.
    """
    if verb.tag_ != "VB" or not any(child.lower_ == "to" for child in verb.children):
        return False
    first = verb.sent.start
    if verb.dep_ == "ROOT":
        return verb.left_edge.i == first
    head = verb.head
    asked = verb.dep_ in {"acl", "relcl"} and head.dep_ == "ROOT" and head.pos_ in {"NOUN", "PROPN"}
    return asked and head.left_edge.i == first and head.lemma_.lower() not in stance_lexicon().nouns


def _has_done(verb: Token, doer: Token | None) -> bool:
    """'We extended them by six months', 'we have sent two hundred': an act of the speaker's own."""
    if doer is None or doer.lower_ not in {"we", "i"} or verb.dep_ not in {"ROOT", "ccomp", "conj"}:
        return False
    perfect = any(child.dep_ == "aux" and child.lemma_ == "have" for child in verb.children)
    return verb.tag_ == "VBD" or (verb.tag_ == "VBN" and perfect)


def movement(state: Climb, verb: Token) -> None:  # noqa: C901, PLR0912 - ordered cases, each one line of its class table
    """A verb that brings the thing about: its modal says whether it is wanted, refused or open."""
    denied = negation(verb)
    mood, modal = modality(verb)
    if verb.dep_ == "xcomp" and mood == "must" and modal is not None:
        denied = denied or negation(modal)
        if modal.lemma_ in {"be", "go"} and modal.lemma_ == "be" and verb.head.pos_ == "VERB":
            mood = "plain"
    if denied is not None and denied in state.words:
        denied = None  # counted already: "not going to send" is one refusal, not two
    doer = _told(verb) or subject(verb)
    if doer is not None and doer.i == verb.head.i and _is_abstract(doer):
        doer = None  # "no reason to stop it": whose reason is told elsewhere
    passive = any(child.dep_ in {"nsubjpass", "auxpass"} for child in verb.children)
    obliged = modal is not None and modal.lemma_.lower() in {
        "should",
        "must",
        "ought",
        "need",
        "have",
    }
    if not passive and not obliged and doer is not None and doer.i != state.target.i:
        state.bearer = state.doer = doer
        state.own = True
    if state.decided:
        if denied is not None:
            state.sign = -state.sign
            state.words.insert(0, denied)
        return
    undone = any(child.dep_ == "prt" and child.lower_ in _UNDOING for child in verb.children)
    if undone and verb.i != state.target.i:
        state.third = True  # "should be taken off the table": undone, in a word no class has
        return
    if denied is not None and limits_role(verb) is not None:
        state.third = True  # only where or what for is refused, not the thing
        return
    turned = denied is not None
    if turned:
        state.sign = -state.sign
    fired = [*([modal] if modal else []), *([denied] if denied else []), verb]
    negative = turned or state.negated_thing
    ordered = is_imperative(verb) and not (verb.i and verb.nbor(-1).lower_ == "to")
    if ordered or is_called_for(verb):
        state.fire([*([denied] if denied else []), verb], "call", MIDDLE)
        state.bearer, state.own = None, False
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
    elif negative and verb.dep_ not in {"xcomp", "advcl", "acl", "pcomp", "csubj", "csubjpass"}:
        state.fire(fired, "refusal", WEAK)
    elif negative:
        # 'not to send': the order or advice above it decides which way; alone it refuses.
        state.words.extend(fired)
    elif _has_done(verb, doer) or (
        verb.tag_ in {"VBZ", "VBP", "VBG"}
        and doer is not None
        and verb.dep_ in {"ROOT", "ccomp", "conj"}
    ):
        state.fire(fired, "commitment", WEAK)
