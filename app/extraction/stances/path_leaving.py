"""A verb of leaving, which undoes the thing: "must go home", "bring them back", "get out of"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.extraction.stances.grammar import is_imperative, modality, negation, own_subject, subject
from app.extraction.stances.lexicon import stance_lexicon
from app.extraction.stances.signals import MIDDLE

if TYPE_CHECKING:
    from spacy.tokens import Token

    from app.extraction.stances.climbing import Climb

# Particles that turn a verb of motion ("go", "bring") into one of leaving.
_AWAY = frozenset({"home", "away", "back", "out", "off"})
_GOALS = frozenset({"to", "into", "in", "there", "onto", "toward", "towards", "ahead", "on"})
_HOMES = frozenset({"home", "base", "barrack", "barracks", "country", "family", "where"})
_DUTY = frozenset({"should", "must", "ought", "need", "have"})


def is_leaving(verb: Token, *, carried: bool) -> bool:
    """Whether a verb takes the troops away.

    ``carried``: they are its object ("bring them home"), not its subject ("must go").
    """
    topics = stance_lexicon().topics
    lemma = verb.lemma_.lower()
    if carried:
        return lemma in topics["carrying"] and _goes_away(verb, by_itself=False)
    if lemma in topics["leaving"]:
        return _leaves_a_place(verb)
    return lemma in topics["going"] and _goes_away(verb, by_itself=lemma == "go")


def duty(verb: Token) -> Token | None:
    """The word by which leaving is asked for ("must"); none for what only happens or will."""
    mood, modal = modality(verb)
    if mood != "must" or modal is None or modal.lemma_.lower() not in _DUTY:
        return None
    return modal


def carry_away(state: Climb, verb: Token) -> None:
    """The troops are the object of a verb that takes them away: it is turned, and may ask for it.

    With no word that asks for it the sign alone turns, so that a verb above ("demand") decides.
    """
    modal, denied = duty(verb), negation(verb)
    state.sign = state.sign if denied is not None else -state.sign
    if modal is not None or is_imperative(verb):
        fired = [word for word in (modal, denied, verb) if word is not None]
        state.fire(fired, "leaving", MIDDLE)


def told_to_leave(verb: Token, node: Token) -> Token | None:
    """The verb of leaving below one that has the troops as its object: 'told them to leave'."""
    if node.dep_ not in {"dobj", "obj", "dative", "prep", "nsubjpass"}:
        return None
    for child in verb.children:
        if child.dep_ == "xcomp" and own_subject(child) is None and child.i > node.i:
            leaves = is_leaving(child, carried=False)
            return child if leaves and negation(child) is None else None
    return None


def _goes_away(verb: Token, *, by_itself: bool) -> bool:
    below = [*verb.children]
    below += [part for child in below if child.lower_ in _AWAY for part in child.children]
    below = [child for child in below if child.dep_ in {"advmod", "prt", "prep", "npadvmod"}]
    away = {child.lower_ for child in below} & _AWAY
    if away <= {"out", "off"} and away:
        # "Get out of Varvia", "must get out", but "send out", which deploys.
        away = {
            child.lower_
            for child in below
            if child.lower_ in away
            and (by_itself or _from(child) or verb.lemma_ in {"get", "pull", "want"})
        }
    goals = [child for child in below if child.lower_ in _GOALS and child.lower_ not in away]
    if any(not _is_home(goal) for goal in goals):
        return False  # "go back to Varvia"
    bare = _told_to_go(verb, by_itself=by_itself) and not any(
        child.dep_ in {"prep", "prt", "acomp", "oprd", "dobj", "xcomp", "advcl"}
        or (child.dep_ == "advmod" and child.i > verb.i and child.lower_ not in _NOW)
        for child in verb.children
    )
    return bool(away or goals) or bare


_NOW = frozenset({"now", "immediately", "soon", "today", "tomorrow", "at", "once", "first"})


def _told_to_go(verb: Token, *, by_itself: bool) -> bool:
    """'They must go' asks them to leave; 'let them go' and 'our troops must go' may send them."""
    goer = subject(verb)
    ours = goer is not None and any(child.lower_ in {"our", "my"} for child in goer.children)
    first = goer is not None and goer.lower_ in {"we", "i"}
    return by_itself and duty(verb) is not None and not ours and not first


def _from(particle: Token) -> bool:
    return any(child.lower_ in {"of", "from"} for child in particle.children)


def _is_home(goal: Token) -> bool:
    """'Back to base', 'to their own countries', 'to where they came from'."""
    return any(part.lemma_.lower() in _HOMES for part in goal.subtree)


def _leaves_a_place(verb: Token) -> bool:
    """'Must leave', 'leave Varvia', 'leave the country'; not 'leave no doubt'."""
    for child in verb.children:
        if child.dep_ in {"dobj", "obj"}:
            place = child.lemma_.lower() in {"country", "territory", "soil", "region", "area", "it"}
            return place or child.pos_ == "PROPN"
        if child.dep_ == "xcomp":
            return False
    return True
