"""Constructions above the thing that take a side with no word of attitude or worth.

"No alternative to it", "meets the requirements for it", "cannot see how it would help", "no peace
without it", "its place is there", "the time for it has come", "nothing that speaks against it",
"neither the money nor the people for it". The idea is construction grammar (Goldberg,
Constructions, 1995): the pattern takes the side; the classes of words that fill it stand in
lexicon/stance_frames.yaml.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.extraction.stances.evaluation_words import phrase_worth, word_worth
from app.extraction.stances.grammar import modality, negation, noun_negation, own_subject
from app.extraction.stances.lexicon import stance_lexicon
from app.extraction.stances.path_effects import pair_worth
from app.extraction.stances.path_means import (
    by_means,
    irreplaceable,
    kept_up,
    off_table,
    profits_from,
)
from app.extraction.stances.path_movement import movement
from app.extraction.stances.signals import MIDDLE, STRONG
from app.extraction.syntax import child_of

if TYPE_CHECKING:
    from spacy.tokens import Token

    from app.extraction.stances.climbing import Climb

_OBJECTS = frozenset({"dobj", "obj", "attr", "nsubjpass"})
_DONE = frozenset({"do"})
_VERBAL = frozenset({"VERB", "AUX"})
_NONE = frozenset({"nothing", "nobody", "none", "little", "nowhere"})


def constructed(state: Climb, node: Token, head: Token, via: str) -> bool:
    """Whether one of the constructions stands at ``head``; it has then been noted in ``state``."""
    if head.lower_ in _NONE and node.dep_ == "relcl" and state.decided:
        state.sign = -state.sign  # "there is nothing that speaks against it"
        state.words.insert(0, head)
        return True
    if _warranting(state, node, head):
        return True
    if state.decided or state.open:
        return False
    if head.pos_ in {"NOUN", "PRON"}:
        return (
            _no_alternative(state, node, head, via)
            or _fits(state, head, via)
            or _nothing_without(state, head, via)
            or _its_time(state, head, via)
            or _neither(state, head, via)
            or _no_good(state, node, head)
            or _no_excuse(state, head, via)
            or _nothing_to_do_with(state, node, head)
            or _reason_for(state, node, head)
            or _danger_that(state, node, head)
            or _courage_to(state, node, head)
        )
    if head.pos_ in _VERBAL:
        return (
            off_table(state, node, head)
            or by_means(state, node, head, via)
            or profits_from(state, node, head, via)
            or irreplaceable(state, node, head)
            or kept_up(state, node, head)
            or _does(state, node, head)
            or _lacks_them(state, node, head)
            or _stays_out(state, node, head)
            or _sees_in(state, node, head, via)
            or _placed(state, node, head)
            or _cannot_see(state, node, head)
            or _high_time(state, node, head)
            or _paid_for(state, node, head, via)
            or _takes(state, node, head)
            or _leads_through(state, node, head, via)
        )
    return False


def _warranting(state: Climb, node: Token, noun: Token) -> bool:
    """'Nothing has changed that would justify it': what there is not, is no ground for it."""
    if node.dep_ != "relcl" or node.lemma_ not in {"justify", "warrant", "merit"}:
        return False
    if not state.decided or noun.pos_ not in {"NOUN", "PRON"}:
        return False
    verb = noun
    while verb.pos_ not in _VERBAL and verb.head.i != verb.i:
        verb = verb.head
    denied = noun_negation(noun) or (negation(verb) if verb.pos_ in _VERBAL else None)
    if denied is not None:
        state.sign = -state.sign
        state.words.insert(0, denied)
    return True


def _no_alternative(state: Climb, node: Token, noun: Token, via: str) -> bool:
    """'No alternative to it', 'no way around it', 'no choice but to do it'."""
    lemma = noun.lemma_.lower()
    around = lemma == "way" and via in {"around", "round", "past"}
    instead = lemma in stance_lexicon().frames["alternatives"] and (
        via in {"to", "for", "but"} or (lemma == "alternative" and node.dep_ == "acl")
    )
    denied = noun_negation(noun) or (negation(noun.head) if noun.dep_ in _OBJECTS else None)
    if denied is None or not (around or instead):
        return False
    state.fire([denied, noun], "necessity", MIDDLE)
    return True


def _fits(state: Climb, noun: Token, via: str) -> bool:
    """'Meets the requirements for it', 'does not fulfil the criteria': fit for it, or not."""
    frames = stance_lexicon().frames
    verb = noun.head
    if noun.lemma_.lower() not in frames["requirements"] or via not in {"for", "of", "to"}:
        return False
    if noun.dep_ not in _OBJECTS or verb.lemma_.lower() not in frames["meeting"]:
        return False
    mood, _ = modality(verb)
    denied = negation(verb)
    if mood != "plain":
        return False  # "must meet the conditions": what is asked, and no fitness
    if denied is not None:
        state.sign = -state.sign
    state.fire([*([denied] if denied is not None else []), verb, noun], "capability", MIDDLE)
    return True


def _nothing_without(state: Climb, noun: Token, via: str) -> bool:
    """'No lasting peace without them': what cannot be without the thing."""
    if via != "without" or not state.absent:
        return False
    denied = noun_negation(noun) or (
        negation(noun.head) if noun.dep_ in _OBJECTS and noun.head.pos_ in _VERBAL else None
    )
    if denied is None:
        return False
    state.sign = 1
    state.fire([denied, noun], "necessity", MIDDLE)
    return True


def _its_time(state: Climb, noun: Token, via: str) -> bool:
    """'The time for it has come', 'the moment for it is now'."""
    verb = noun.head
    if noun.lemma_.lower() not in {"time", "moment", "hour"} or via != "for":
        return False
    it = own_subject(verb) if verb.pos_ in _VERBAL else None
    if noun.dep_ == "attr" and it is not None and it.lower_ == "it":
        denied = negation(verb)
        if denied is None and verb.tag_ in {"VBZ", "VBP"}:
            state.fire([noun], "necessity", MIDDLE)  # "it is time for elections"
        return denied is None
    if noun.dep_ != "nsubj" or verb.pos_ not in _VERBAL:
        return False
    come = verb.lemma_ in {"come", "arrive"} and verb.tag_ == "VBN"
    ripe = verb.lemma_ == "be" and any(
        child.lower_ in {"ripe", "right", "now", "here"} for child in verb.children
    )
    past = verb.lemma_ == "be" and any(
        child.lower_ in {"over", "past", "gone"} for child in verb.children
    )
    denied = negation(verb)
    if past or (come and denied is None) or (ripe and denied is None):
        state.sign = -state.sign if past and denied is None else state.sign
        state.fire([noun, verb], "necessity", MIDDLE)
        return True
    return False


def _neither(state: Climb, noun: Token, via: str) -> bool:
    """'Neither the soldiers nor the equipment for it': means that are lacking."""
    attitude = stance_lexicon().nouns.get(noun.lemma_.lower())
    first = noun.head if noun.dep_ == "conj" else noun
    neither = next((c for c in first.children if c.lower_ == "neither"), None)
    if neither is None or via not in {"for", "to", ""} or first.dep_ not in _OBJECTS:
        return False
    if attitude is None or attitude.rule not in {"capability", "intention", "design"}:
        return False
    state.sign = -state.sign
    state.fire([neither, noun], attitude.rule, MIDDLE)
    return True


def _no_good(state: Climb, node: Token, noun: Token) -> bool:
    """'We see no benefit in them joining': the good of it that is not seen."""
    verb = noun.head
    if node.dep_ not in {"acl", "relcl", "advcl"} or noun.dep_ not in {"dobj", "obj", "attr"}:
        return False
    if verb.lemma_ not in {"see", "find", "have", "be"} or node.tag_ != "VBG":
        return False
    denied = noun_negation(noun) or negation(verb)
    frames = stance_lexicon().frames
    lemma = noun.lemma_.lower()
    if denied is None or not (
        lemma in frames["assets"] | frames["lacking"] or word_worth(noun) > 0
    ):
        return False
    state.sign = -state.sign
    state.fire([denied, noun], "evaluation", MIDDLE)
    return True


def _nothing_to_do_with(state: Climb, node: Token, noun: Token) -> bool:
    """'We want nothing to do with it'; not 'it has nothing to do with it'."""
    verb = noun.head
    if noun.lower_ != "nothing" or node.lemma_ != "do" or verb.pos_ not in _VERBAL:
        return False
    wished = verb.lemma_ == "want" or modality(verb)[0] in {"must", "would"}
    if verb.lemma_ not in {"have", "want"} or not wished:
        return False
    state.sign = -state.sign
    state.fire([verb, noun, node], "refusal", STRONG)
    state.bearer, state.own = own_subject(verb), True
    return True


def _reason_for(state: Climb, node: Token, noun: Token) -> bool:
    """'We have every reason to do it', 'there are good reasons for it'."""
    if noun.lemma_ not in {"reason", "ground", "argument", "case"} or noun.dep_ not in _OBJECTS:
        return False
    good = next(
        (
            child
            for child in noun.children
            if child.lower_ in {"every", "good", "strong", "excellent", "compelling", "best"}
        ),
        None,
    )
    verb = noun.head
    if good is None or verb.lemma_ not in {"have", "be", "see"} or negation(verb) is not None:
        return False
    against = any(child.lower_ in {"not", "against"} for child in (*noun.children, *node.children))
    both = (
        sum(word.lemma_ == noun.lemma_ for word in noun.sent) > 1
    )  # "and good ones for the other"
    if against or both or node.dep_ not in {"acl", "relcl", "prep"}:
        return False
    state.fire([good, noun], "no grounds", MIDDLE)
    state.rule = "evaluation"
    return True


def _danger_that(state: Climb, node: Token, noun: Token) -> bool:
    """'There is a danger that they would be drawn in': a harm that is foretold of the thing."""
    if noun.lemma_ not in {"danger", "risk", "threat"} or noun.dep_ not in _OBJECTS:
        return False
    that = any(c.lower_ == "that" and c.dep_ == "mark" for c in node.children)
    if not that or noun.head.lemma_ not in {"be", "see", "carry", "bear", "pose"}:
        return False
    if negation(node) is not None or phrase_worth(node).sign > 0:
        return False
    denied = noun_negation(noun) or negation(noun.head)
    state.sign = state.sign if denied is not None else -state.sign
    state.fire([*([denied] if denied is not None else []), noun], "evaluation", MIDDLE)
    return True


def _courage_to(state: Climb, node: Token, noun: Token) -> bool:
    """'Must have the courage to do it', 'lacks the will to do it': a virtue that is asked for."""
    verb = noun.head
    if noun.lemma_ not in _VIRTUES or node.dep_ not in {"acl", "relcl"} or node.tag_ != "VB":
        return False
    if noun.dep_ not in {"dobj", "obj"} or verb.lemma_ not in {"have", "find", "show", "lack"}:
        return False
    asked = modality(verb)[0] == "must" and negation(verb) is None
    if not asked and verb.lemma_ != "lack":
        return False
    if negation(node) is not None:
        state.sign = -state.sign
    state.fire([verb, noun], "call", MIDDLE)
    return True


_VIRTUES = frozenset(
    {"courage", "gut", "guts", "nerve", "foresight", "decency", "wisdom", "backbone"}
)


def _no_excuse(state: Climb, noun: Token, via: str) -> bool:
    """'There is no excuse for putting it off'."""
    if via != "for" or noun.lemma_ not in {"excuse", "alibi", "pretext"}:
        return False
    denied = noun_negation(noun)
    if denied is None and noun.dep_ == "pobj" and noun.head.lower_ == "as":
        verb = noun.head.head  # "must not serve as a pretext for it"
        denied = negation(verb) if verb.pos_ in _VERBAL else None
    if denied is None:
        return False
    state.sign = -state.sign
    state.fire([denied, noun], "no grounds", MIDDLE)
    return True


def _does(state: Climb, node: Token, verb: Token) -> bool:
    """'We are going to do it', 'do not do that': the act that was spoken of."""
    if node.i != state.target.i or node.pos_ != "PRON" or node.dep_ not in {"dobj", "obj"}:
        return False
    if verb.lemma_ not in _DONE or node.lower_ not in {"it", "this", "that"}:
        return False
    movement(state, verb)
    return True


def _lacks_them(state: Climb, node: Token, verb: Token) -> bool:
    """'Does not have the people for a mission': the thing itself is what is lacking."""
    if verb.lemma_ != "have":
        return False
    means = child_of(verb, {"dobj", "obj"})
    people = stance_lexicon().topic_classes["forces"]
    if node.dep_ == "prep" and node.lower_ == "for" and means is not None:
        denied = negation(verb) or noun_negation(means)
        if denied is None or means.lemma_.lower() not in people:
            return False
        state.sign = -state.sign
        state.fire([denied, verb, means], "capability", MIDDLE)
        state.bearer = own_subject(verb)
        return True
    if node.i != state.target.i or node.dep_ not in {"dobj", "obj"}:
        return False
    denied = negation(verb) or noun_negation(node)
    aim = any(
        (child.dep_ == "prep" and child.lower_ == "for")
        or (child.dep_ in {"acl", "relcl"} and any(c.lower_ == "to" for c in child.children))
        for child in (*node.children, *verb.children)
        if child.i > node.i
    )
    if denied is None or not aim:
        return False
    state.sign = -1
    state.fire([denied, verb, node], "capability", MIDDLE)
    state.bearer = own_subject(verb)
    return True


def _stays_out(state: Climb, node: Token, verb: Token) -> bool:
    """'Would stay out of any mission': who keeps away from the thing."""
    if node.dep_ not in {"prep", "advmod"} or verb.lemma_ not in {"stay", "remain", "keep", "be"}:
        return False
    away = {"out", "away", "outside", "aside", "clear"} - (
        {"out"} if verb.lemma_ == "be" else set()
    )
    if node.i == state.target.i or node.lower_ not in away:
        return False
    denied = negation(verb)
    state.sign = state.sign if denied is not None else -state.sign
    state.fire([*([denied] if denied is not None else []), verb, node], "refusal", MIDDLE)
    state.bearer, state.own = own_subject(verb), True
    return True


def _sees_in(state: Climb, node: Token, verb: Token, via: str) -> bool:
    """'We do not see any sense in it', 'sees great value in it': what is found in the thing."""
    if node.dep_ != "prep" or via not in {"in", "to", "for"}:
        return False
    if verb.lemma_ not in {"see", "find", "have", "hold", "bring", "recognise", "recognize"}:
        return False
    object_ = child_of(verb, {"dobj", "obj"})
    if object_ is None or object_.i > node.i or object_.lower_ in _NONE:
        return False
    if object_.lemma_.lower() in stance_lexicon().nouns:
        return False
    frames = stance_lexicon().frames
    denied = negation(verb) or noun_negation(object_)
    lacked = denied is not None and object_.lemma_.lower() in frames["lacking"] | frames["assets"]
    worth = 1 if lacked else phrase_worth(object_).sign * (-1 if noun_negation(object_) else 1)
    if not worth or via != "in":
        return False
    state.sign *= -worth if denied is not None else worth
    state.fire([*([denied] if denied is not None else []), verb, object_], "evaluation", MIDDLE)
    state.bearer = own_subject(verb)
    return True


def _placed(state: Climb, node: Token, verb: Token) -> bool:
    """'Should be in it', 'its place is in it', 'its future lies in it'."""
    if node.i != state.target.i or node.dep_ != "prep" or node.lower_ not in {"in", "inside"}:
        return False
    if verb.lemma_ not in {"be", "lie", "remain", "earn", "deserve"}:
        return False
    first = own_subject(verb)
    denied = negation(verb)
    place = first
    if verb.lemma_ in {"earn", "deserve"}:
        place = child_of(verb, {"dobj", "obj"})
    if place is not None and place.lemma_.lower() in stance_lexicon().frames["belonging"]:
        state.sign = -state.sign if denied is not None else state.sign
        state.fire([*([denied] if denied is not None else []), place, verb], "evaluation", MIDDLE)
        return True
    if verb.lemma_ == "be" and modality(verb)[0] == "must":
        movement(state, verb)
        return True
    return False


def _cannot_see(state: Climb, node: Token, verb: Token) -> bool:
    """'Cannot see how it would help', 'fail to see what it would achieve'."""
    if verb.lemma_ not in {"see", "imagine", "understand", "fathom", "comprehend", "grasp"}:
        return False
    if node.dep_ != "ccomp" or node.i < verb.i:
        return False
    asked = next(
        (
            word
            for word in node.doc[verb.i + 1 : node.i]
            if word.lower_ in {"how", "what"} and word.head.i == node.i
        ),
        None,
    )
    failed = verb.head if verb.dep_ == "xcomp" and verb.head.lemma_ == "fail" else None
    denied = negation(verb) or failed
    first = own_subject(verb) or (own_subject(failed) if failed is not None else None)
    if asked is None or denied is None or first is None:
        return False
    if first.lower_ not in {"i", "we", "nobody", "no-one", "one", "he", "she", "they"}:
        return False
    if negation(node) is not None or phrase_worth(node).sign < 0:
        return False  # "cannot see how it would not help", "how it would harm"
    state.sign = -1
    state.fire([denied, verb, asked], "doubt", STRONG)
    state.bearer = first
    return True


def _high_time(state: Climb, node: Token, verb: Token) -> bool:
    """'It is high time they voted', 'it is about time that it is done'."""
    if verb.lemma_ != "be" or node.dep_ not in {"ccomp", "relcl", "advcl", "acl"}:
        return False
    it = own_subject(verb)
    time = next(
        (
            word
            for child in verb.children
            for word in (child, *child.children)
            if word.lower_ == "time" and word.dep_ in {"attr", "pobj"}
        ),
        None,
    )
    if it is None or it.lower_ != "it" or time is None or time.i > node.i:
        return False
    high = time.dep_ == "pobj" or any(c.lower_ in {"high", "past"} for c in time.children)
    if not high or negation(verb) is not None:
        return False
    state.sign = -state.sign if negation(node) is not None else state.sign
    state.fire([time], "necessity", MIDDLE)
    return True


def _paid_for(state: Climb, node: Token, verb: Token, via: str) -> bool:
    """'Consumers would foot the bill for it': who pays for the thing."""
    if node.dep_ != "prep" or node.lower_ not in {"for", "of", "with"} or via != node.lower_:
        return False
    said = pair_worth(verb)
    if said is None or said[0] > 0:
        return False
    _, words, rule, weight = said
    denied = negation(verb)
    state.sign = state.sign if denied is not None else -state.sign
    state.fire([*([denied] if denied is not None else []), *words], rule, weight)
    return True


def _leads_through(state: Climb, node: Token, verb: Token, via: str) -> bool:
    """'The way to peace leads through it'."""
    first = own_subject(verb)
    if verb.lemma_ not in {"lead", "run", "go"} or via not in {"through", "via", "past"}:
        return False
    if node.dep_ != "prep" or first is None or first.lemma_ not in {"way", "path", "road"}:
        return False
    denied = negation(verb) or noun_negation(first)
    past = via == "past"  # "no way leads past it"
    state.sign = state.sign if (denied is None) != past else -state.sign
    state.fire([first, verb, node], "necessity", MIDDLE)
    return True


def _takes(state: Climb, node: Token, verb: Token) -> bool:
    """'It takes soldiers to secure a peace': what something good takes."""
    it = own_subject(verb)
    if verb.lemma_ not in {"take", "require"} or node.dep_ not in {"dobj", "obj"}:
        return False
    aim = child_of(verb, {"xcomp", "advcl"})
    if it is None or it.lower_ != "it" or aim is None or negation(verb) is not None:
        return False
    if phrase_worth(aim).sign <= 0:
        return False
    state.fire([verb, aim], "necessity", MIDDLE)
    return True
