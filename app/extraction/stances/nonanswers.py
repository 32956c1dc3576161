"""Non-answers: what is put off, noted, awaited or handed to others, and so is no side.

The classes follow the non-answers of political interviews (Bull & Mayer, How not to answer
questions in political interviews, Political Psychology 14, 1993): declining to answer, stating
that the question is premature, pointing to others who decide, acknowledging without answering.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.positions import Stance
from app.extraction.stances.grammar import (
    SUBJECTS,
    modality,
    negation,
    noun_negation,
    own_subject,
    subject,
)
from app.extraction.stances.lexicon import stance_lexicon
from app.extraction.stances.signals import MIDDLE, Signal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

_FIRST = frozenset({"i", "we"})
_OBJECTS = frozenset({"dobj", "obj", "nsubjpass"})
_ASKING = frozenset({"whether", "if", "which", "who", "what", "how", "when"})
_NOW = frozenset({"present", "now", "currently", "today", "yet", "moment", "stage", "point"})
_MOST_LINKS = 6
# Links from a verb up to the one of wanting, or to the noun, that is negated.
_LINKS = frozenset({"xcomp", "relcl", "acl", "pcomp", "prep", "pobj", "ccomp"})


def find_nonanswers(tokens: Sequence[Token]) -> list[Signal]:
    """The non-answers among the tokens of a statement; the words include what is negated."""
    found = []
    for token in tokens:
        if token.pos_ == "VERB":
            words = _declined(token) or _unsaid(token) or _noted(token) or _awaited(token)
            rule = "non-answer"
            if not words:
                words, rule = _put_off(token), "deferral"
            if not words:
                words, rule = _others_decide(token), "handing over"
        elif token.pos_ == "NOUN":
            words, rule = _for_later(token), "deferral"
            if not words:
                words, rule = _not_the_day(token), "non-answer"
        elif token.lemma_ == "be":
            words, rule = _is_for_others(token), "handing over"
        else:
            continue
        if words:
            kept = tuple(sorted(set(words), key=lambda word: word.i))
            found.append(Signal(kept, rule, Stance.NONCOMMITTAL, MIDDLE))
    return found


def _declined(verb: Token) -> list[Token]:
    """'Does not want to get ahead of', 'saw no reason to comment', 'not in a position to tell'."""
    hedges = stance_lexicon().hedges
    lemma = verb.lemma_.lower()
    after = {child.lower_ for child in verb.children}
    evading = lemma in hedges["evading"] or (lemma == "get" and "ahead" in after)
    evading = evading or (lemma == "draw" and verb.tag_ == "VBN" and bool(after & {"on", "into"}))
    if lemma in {"talk", "speak"}:
        evading = any(part.lower_ in {"whether", "which"} for part in verb.subtree)
    if lemma in {"engage", "indulge", "enter"}:
        below = {part.lemma_.lower() for part in verb.subtree}
        evading = not below.isdisjoint(hedges["evaded"])
    if not evading and lemma not in hedges["answering"]:
        return []
    node, words = verb, [verb]
    for step in range(_MOST_LINKS):
        denied = noun_negation(node) if node.pos_ == "NOUN" else negation(node)
        if denied is not None:
            # "Nobody could explain", "they should not speculate": no answer of the speaker's.
            if denied.dep_ in SUBJECTS or _is_asked_of_others(node):
                return []
            return [denied, *words] if evading or step else []
        claimed = node.dep_ == "ccomp" and node.head.lemma_ not in {"think", "believe"}
        if claimed or node.dep_ not in _LINKS:
            return []
        node = node.head
        if node.pos_ in {"VERB", "AUX", "NOUN"}:
            known = hedges["wanting"] | hedges["occasions"] | {"be"}
            if node.lemma_.lower() not in known:
                return []
        words.append(node)
    return []


def _is_asked_of_others(verb: Token) -> bool:
    doer = subject(verb)
    asked = any(child.lower_ in {"should", "must", "ought"} for child in verb.children)
    return asked and (doer is None or doer.lower_ not in _FIRST)


def _unsaid(verb: Token) -> list[Token]:
    """'Without saying which it preferred', 'before I say anything'."""
    hedges = stance_lexicon().hedges
    if verb.lemma_.lower() not in hedges["answering"] | hedges["deciding"] | hedges["evading"]:
        return []
    if verb.dep_ == "pcomp" and verb.head.lower_ == "without":
        asked = any(part.lower_ in _ASKING for part in verb.subtree)
        return [verb.head, verb] if asked else []
    if verb.dep_ == "advcl":
        mark = next((child for child in verb.children if child.lower_ == "before"), None)
        doer = own_subject(verb)
        if mark is not None and doer is not None and doer.lower_ in _FIRST:
            return [mark, doer, verb]
    return []


def _noted(verb: Token) -> list[Token]:
    """'Has received the proposal', 'took note of the plan': a paper of somebody else's."""
    hedges = stance_lexicon().hedges
    if negation(verb) is not None or modality(verb)[0] == "must":
        return []
    for child in verb.children:
        paper: Token | None = child
        words = [verb, child]
        if verb.lemma_ == "take" and child.lemma_ == "note":
            below = (*child.children, *verb.children)
            of = next((link for link in below if link.lower_ == "of"), None)
            paper = None if of is None else next(iter(of.children), None)
        elif verb.lemma_.lower() not in hedges["noting"]:
            continue
        if child.dep_ in _OBJECTS and paper is not None and paper.lemma_ in hedges["papers"]:
            return [*words, paper]
    return []


def _awaited(verb: Token) -> list[Token]:
    """'Is waiting for instructions', 'the report is still awaited', 'will look at the text'."""
    hedges = stance_lexicon().hedges
    lemma = verb.lemma_.lower()
    if negation(verb) is not None or any(c.lower_ in {"should", "must"} for c in verb.children):
        return []
    waiting = lemma in {"await", "wait"}
    looking = lemma in {"look", "go"} and modality(verb)[0] in {"must", "would"}
    if not (waiting or looking):
        return []
    objects = [child for child in verb.children if child.dep_ in _OBJECTS]
    links = {"for", "on"} if waiting else {"at", "into", "through"}
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ in links:
            objects += [below for below in child.children if below.dep_ == "pobj"]
    wanted = hedges["awaited"] if waiting else hedges["papers"]
    return next(([verb, noun] for noun in objects if noun.lemma_.lower() in wanted), [])


def _put_off(verb: Token) -> list[Token]:
    """'Has not yet made up its mind', 'will take its position when', 'does not arise'."""
    hedges = stance_lexicon().hedges
    lemma = verb.lemma_.lower()
    denied = negation(verb)
    if lemma == "make":
        mind = next((c for c in verb.children if c.lemma_ == "mind" and c.dep_ == "dobj"), None)
        yet = verb.dep_ == "xcomp" and any(c.lower_ == "yet" for c in verb.head.children)
        if mind is not None and (denied is not None or yet):
            return [*([denied] if denied is not None else [verb.head]), verb, mind]
    if lemma in {"arise", "pose", "present"} and denied is not None:
        doer = own_subject(verb)
        now = any(part.lower_ in _NOW for part in verb.subtree)
        if now and doer is not None and doer.lemma_.lower() in hedges["items"]:
            return [doer, denied, verb]
    if lemma in {"take", "make", "reach", "form", "define", "adopt", "set"} and denied is None:
        object_ = next((c for c in verb.children if c.dep_ == "dobj"), None)
        own = object_ is not None and object_.lemma_.lower() in hedges["own_decisions"]
        later = any(
            child.dep_ in {"advcl", "prep", "advmod"}
            and any(part.lower_ in hedges["later"] for part in (child, *child.children))
            for child in verb.children
        )
        if own and later and object_ is not None and modality(verb)[0] in {"must", "would"}:
            return [verb, object_]
    return []


def _for_later(noun: Token) -> list[Token]:
    """'That is a conversation for the time after the war'."""
    hedges = stance_lexicon().hedges
    attribute = noun.dep_ == "attr" and noun.head.lemma_ == "be" and negation(noun.head) is None
    if not attribute or noun.lemma_.lower() not in hedges["items"] | hedges["deliberations"]:
        return []
    for child in noun.children:
        below = next(iter(child.children), None) if child.lower_ == "for" else None
        if below is not None and below.lemma_.lower() in hedges["times"]:
            return [noun, child, below]
    return []


def _not_the_day(noun: Token) -> list[Token]:
    """'Today is not the day to settle it', 'this is not the place to discuss it'."""
    if noun.lemma_.lower() not in {"day", "moment", "place", "occasion", "forum"}:
        return []
    denied = negation(noun.head) if noun.dep_ == "attr" and noun.head.lemma_ == "be" else None
    if denied is None:
        return []
    hedges = stance_lexicon().hedges
    spoken = hedges["answering"] | hedges["deciding"] | hedges["evading"] | {"debate"}
    return next(
        (
            [denied, noun, child]
            for child in noun.children
            if child.dep_ in {"relcl", "acl"} and child.lemma_.lower() in spoken
        ),
        [],
    )


def _others_decide(verb: Token) -> list[Token]:
    """'Something the parties have to settle', 'the choice has to be made by parliament'."""
    hedges = stance_lexicon().hedges
    lemma = verb.lemma_.lower()
    duty = verb.head if verb.dep_ == "xcomp" and verb.head.lemma_ in {"have", "need"} else verb
    bound = duty.i != verb.i or any(c.lower_ in {"must", "will"} for c in verb.children)
    if not bound or negation(duty) is not None or negation(verb) is not None:
        return []
    doer = own_subject(duty)
    if doer is None:
        return []
    if duty.dep_ in {"relcl", "acl"} and lemma in hedges["deciding"] - {"see"}:
        told = duty.head.lemma_.lower() in hedges["items"] | {"something", "thing"}
        own = doer.lower_ in {*_FIRST, "that", "which", "who"}
        return [duty.head, doer, verb] if told and not own else []
    agent = next((child for child in verb.children if child.dep_ == "agent"), None)
    by = next(iter(agent.children), None) if agent is not None else None
    if agent is None or by is None or by.lower_ in {"us", "me"}:
        return []
    before = {word.lemma_.lower() for word in verb.sent if word.i < verb.i}
    made = lemma in {"make", "take", "decide", "settle", "determine"}
    choice = doer.lemma_.lower() in hedges["choices"] or (
        doer.lower_ in {"it", "that", "this"} and not before.isdisjoint(hedges["choices"])
    )
    return [verb, agent, by] if made and choice else []


def _is_for_others(verb: Token) -> list[Token]:
    """'The decision is for the member states', 'whether it stops is for the parties to agree'."""
    hedges = stance_lexicon().hedges
    if negation(verb) is not None:
        return []
    doer = own_subject(verb)
    asked = any(
        child.dep_ in {"csubj", "advcl", "ccomp"}
        and any(c.lower_ == "whether" for c in child.subtree)
        for child in verb.children
    )
    if not asked and (doer is None or doer.lemma_.lower() not in hedges["choices"]):
        return []
    for child in verb.children:
        link = child
        decider = next((b for b in child.children if b.dep_ == "pobj"), None)
        if child.dep_ == "advcl" and child.lemma_.lower() in hedges["deciding"]:
            marks = [c for c in child.children if c.lower_ == "for"]
            link, decider = (marks[0], own_subject(child)) if marks else (child, None)
        if link.lower_ == "for" and decider is not None and decider.lower_ not in {"us", "me"}:
            return [verb, link, decider]
    return []
