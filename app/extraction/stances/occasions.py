"""Occasions: where a thing is only what a meeting, a paper or a person is about.

"The committee will hear the general on the force", "the survey on sending troops appears on Sunday"
and "the colonel who may lead the force was born here" say nothing of the force.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.extraction.stances.grammar import SUBJECTS
from app.extraction.stances.lexicon import stance_lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token

_ABOUT = frozenset({"on", "about", "of", "for", "over", "into", "regarding", "concerning"})
_REACH = 8


def is_on_agenda(head: Token) -> bool:
    """Whether a thing stands only for what is met, heard, published or moved to a date."""
    topics = stance_lexicon().topics
    node, about = head, False
    for _ in range(_REACH):
        above = node.head
        if above.i == node.i:
            return False
        lemma = above.lemma_.lower()
        if node.dep_ == "prep" and node.lower_ in _ABOUT:
            about = True
            if above.pos_ == "NOUN" and lemma in topics["papers"]:
                return _is_scheduled(above)
            if above.lemma_ == "stock" and above.dep_ == "dobj":
                return _is_purpose_of_meeting(above.head)  # "to take stock of the plans"
        if about and above.pos_ == "VERB":
            return lemma in topics["hearing"] or (
                node.dep_ == "prep" and lemma in topics["scheduling"] and _has_paper(above)
            )
        if node.dep_ in {"dobj", "nsubjpass"} and lemma in topics["reviewing"]:
            return _is_purpose_of_meeting(above)
        node = above
    return False


def is_put_to(head: Token) -> bool:
    """'Put it to the house for a vote', 'put it to the vote': a body's, on another thing."""
    link = head.head
    if head.dep_ != "pobj" or link.lower_ not in {"to", "for"}:
        return False
    verb = link.head if link.head.pos_ == "VERB" else link.head.head.head
    return verb.lemma_ in {"put", "submit", "bring", "take"}


def is_counted(head: Token) -> bool:
    """'By 312 votes', 'with two thirds of the votes': those cast, and no occasion to vote."""
    if head.tag_ != "NNS" or head.lemma_ != "vote":
        return False
    parts = stance_lexicon().topics["parts"]
    share = head.dep_ == "pobj" and head.head.head.lemma_.lower() in parts
    return share or any(child.dep_ == "nummod" for child in head.children)


def is_of_members(head: Token) -> bool:
    """'Our partners in NATO', 'officials in the alliance': who they are."""
    if head.pos_ != "ADP" or head.head.pos_ != "NOUN":
        return False
    lexicon = stance_lexicon()
    persons = lexicon.topics["holders"] | lexicon.frames["persons"] | lexicon.topics["members"]
    return head.head.lemma_.lower() in persons


def is_of_person(head: Token) -> bool:
    """'The colonel who may lead the contingent was born here': it tells who somebody is."""
    topics, frames = stance_lexicon().topics, stance_lexicon().frames
    node = head
    for _ in range(_REACH):
        if node.dep_ == "relcl" or node.head.i == node.i:
            break
        node = node.head
    person = node.head
    known = topics["holders"] | frames["persons"] | topics["ranks"]
    if node.dep_ != "relcl" or person.lemma_.lower() not in known or person.tag_ != "NN":
        return False
    definite = any(child.lower_ == "the" for child in person.children)
    return definite and person.dep_ in SUBJECTS and person.head.lemma_ in topics["biography"]


def _is_scheduled(noun: Token) -> bool:
    """Whether a meeting or paper is only said to be held, printed, moved, signed."""
    scheduling = stance_lexicon().topics["scheduling"]
    if noun.dep_ == "pobj":
        noun = noun.head.head if noun.head.head.pos_ == "NOUN" else noun.head
    verb = noun.head
    return verb.pos_ in {"VERB", "AUX"} and verb.lemma_.lower() in scheduling


def _is_purpose_of_meeting(verb: Token) -> bool:
    """'Will meet to discuss', 'on Wednesday, when it is discussed'."""
    scheduling = stance_lexicon().topics["scheduling"]
    if any(child.lower_ == "when" for child in verb.children):
        return verb.dep_ in {"relcl", "advcl"} and any(
            token.ent_type_ in {"DATE", "TIME"} for token in verb.sent if token.i < verb.i
        )
    to = any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children)
    node = verb.head
    meets = node.pos_ == "VERB" and node.lemma_.lower() in scheduling
    return (
        to and meets and (_has_paper(node) or node.lemma_.lower() in {"meet", "convene", "gather"})
    )


def _has_paper(verb: Token) -> bool:
    """Whether a meeting or paper is the object of a verb: 'hold a conference'."""
    papers = stance_lexicon().topics["papers"]
    return any(child.dep_ == "dobj" and child.lemma_.lower() in papers for child in verb.children)
