"""Neighbours: words for the thing that stand for another one of its kind.

"A tax on second homes" is no tax on fortunes, "tax data" no tax, "the second reactor" none that is
to be built, "recognise that we failed" no recognition of a state. What makes another thing of it is
what fills its slots (the complement of the noun, the object of the verb: Fillmore's frame
elements), the noun it describes, and words by which it is there already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.extraction.stances.grammar import SUBJECTS
from app.extraction.stances.holder import can_hold
from app.extraction.stances.lexicon import stance_lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Token

    from app.extraction.stances.topic import TopicGate

_OBJECTS = frozenset({"dobj", "obj", "nsubjpass"})
_DIRECTED = frozenset({"on", "against"})
_NOMINAL = frozenset({"NOUN", "PROPN"})
_DEFINITE = frozenset({"the", "its", "our", "their", "this", "that"})
_OWN = frozenset({"amod", "compound", "poss", "nummod", "nmod", "conj", "appos"})


def is_neighbour(head: Token, gate: TopicGate) -> bool:
    """Whether a word for the thing stands for another thing than the issue's."""
    if head.pos_ == "VERB":
        return _acts_on_another(head, gate)
    return (
        _is_directed_elsewhere(head, gate)
        or _only_describes(head, gate)
        or _is_predicated(head, gate)
        or _is_of_a_rule(head)
        or _is_got_by_another(head, gate)
    )


def is_there_already(head: Token) -> bool:
    """'The existing reactors', 'the second one': not what is still to be made."""
    if any(word.lower_ == "new" for word in head.sent):
        return False
    topics = stance_lexicon().topics
    if head.pos_ == "VERB":
        objects = [child for child in head.children if child.dep_ in _OBJECTS]
        return bool(objects) and all(map(is_there_already, objects))
    node = head
    while node.dep_ in {"compound", "amod", "nmod"} and node.head.i != node.i:
        node = node.head
    words = {child.lower_ for child in node.subtree if child.dep_ in {"amod", "compound", "nmod"}}
    definite = any(child.lower_ in _DEFINITE for child in node.children)
    return bool(words & topics["existing"] or (definite and words & topics["ordinals"]))


def is_bygone(head: Token) -> bool:
    """'The old mission', 'our last two elections': one of the past."""
    bygone = stance_lexicon().topics["bygone"]
    return head.pos_ == "NOUN" and any(
        child.lower_ in bygone and child.dep_ == "amod" for child in head.children
    )


def is_past(head: Token) -> bool:
    """'Our last elections', 'was chosen in a free vote', 'we joined twenty years ago'."""
    if head.pos_ == "VERB":
        helped = {child.lower_ for child in head.children if child.dep_ in {"aux", "mark", "neg"}}
        return head.tag_ == "VBD" and not helped
    if is_bygone(head):
        return True
    outcomes = stance_lexicon().topics["outcomes"]
    link = head.head
    if head.dep_ != "pobj" or link.lower_ not in {"in", "at", "by", "after"}:
        return False
    return link.head.lemma_.lower() in outcomes or _is_told_as_past(link)


def _is_told_as_past(link: Token) -> bool:
    """'In our election a third of the votes were cast': an occasion, of what has happened."""
    verb = link.head
    tenses = {verb.tag_, *(c.tag_ for c in verb.children if c.dep_ in {"aux", "auxpass"})}
    return link.i < verb.i and verb.pos_ == "VERB" and "VBD" in tenses and "MD" not in tenses


def is_idiom(verb: Token) -> bool:
    """'Strike a balance': of the object alone one knows what is done."""
    struck = stance_lexicon().topics["struck"]
    return verb.lemma_ == "strike" and any(
        child.dep_ in _OBJECTS and child.lemma_.lower() in struck for child in verb.children
    )


def _acts_on_another(verb: Token, gate: TopicGate) -> bool:
    """'Lifted the blockade', 'recognise that we failed', of an issue on another object."""
    if verb.dep_ in {"acl", "relcl"} and verb.tag_ == "VBN":
        fillers = [verb.head]
    else:
        fillers = [child for child in verb.children if child.dep_ in _OBJECTS]
        if not fillers and verb.tag_ == "VBN" and verb.dep_ == "ccomp":
            # "Have their diplomas recognised".
            fillers = [child for child in verb.children if child.dep_ == "nsubj"]
    if not fillers:
        clauses = [child for child in verb.children if child.dep_ == "ccomp"]
        return any(child.lower_ == "that" for clause in clauses for child in clause.children)
    return all(_is_another(filler, gate) for filler in fillers)


def _is_directed_elsewhere(noun: Token, gate: TopicGate) -> bool:
    """'A tax on second homes', 'inheritance tax', 'anti-doping sanctions'."""
    if noun.lemma_.lower() not in stance_lexicon().topics["directed"]:
        return False
    before = [child for child in noun.children if child.i < noun.i]
    if any(child.lower_.startswith("anti") for child in before):
        return True
    fillers = list(_directed_at(noun))
    if fillers:
        return all(_is_another(filler, gate) for filler in fillers)
    neutral = stance_lexicon().topics["neutral_modifiers"]
    return any(
        child.dep_ == "compound"
        and child.pos_ == "NOUN"
        and child.lemma_.lower() not in neutral
        and not gate.belongs([child])
        and not gate.is_phrase(list(noun.doc[child.i : noun.i + 1]))
        for child in before
    )


def _directed_at(noun: Token) -> Iterator[Token]:
    """What a burden lies on: 'a tax on fortunes', 'sanctions imposed on the state'."""
    for child in noun.children:
        links = [child]
        if child.dep_ in {"acl", "relcl"}:
            links = list(child.children)
        for link in links:
            if link.dep_ == "prep" and link.lower_ in _DIRECTED:
                yield from (below for below in link.children if below.dep_ in {"pobj", "pcomp"})


def _only_describes(noun: Token, gate: TopicGate) -> bool:
    """'Tax data', 'nuclear weapons': the thing only tells what kind something else is."""
    if noun.dep_ not in {"compound", "amod"} or noun.head.pos_ != "NOUN":
        return False
    described = noun.head
    if described.lemma_.lower() in stance_lexicon().topics["policy_nouns"]:
        return False
    return not gate.belongs([described])


def _is_predicated(noun: Token, gate: TopicGate) -> bool:
    """'Our volunteers are our greatest asset': what something else is called."""
    if noun.dep_ != "attr" or any(gate.has_kind([child]) for child in noun.subtree):
        return False
    first = next((child for child in noun.head.children if child.dep_ in SUBJECTS), None)
    return first is not None and first.i < noun.i and _is_another(first, gate)


def _is_of_a_rule(noun: Token) -> bool:
    """'In breach of the sanctions', 'to evade the tax': a rule that is in force is broken."""
    complying = stance_lexicon().topics["complying"]
    above = noun.head
    if noun.dep_ == "pobj" and above.lower_ in {"of", "with"}:
        above = above.head
        return above.lemma_.lower() in complying
    return noun.dep_ == "dobj" and above.lemma_.lower() in complying


def _is_got_by_another(noun: Token, gate: TopicGate) -> bool:
    """'The film got the recognition it deserved'."""
    if noun.dep_ != "dobj" or noun.head.lemma_ not in stance_lexicon().topics["getting"]:
        return False
    first = next((child for child in noun.head.children if child.dep_ in SUBJECTS), None)
    return first is not None and gate.is_for_place and _is_another(first, gate)


def _is_another(filler: Token, gate: TopicGate) -> bool:
    """Whether what fills a slot is a thing of its own and none of the issue's."""
    if filler.pos_ not in _NOMINAL:
        return False
    near = _near(filler)
    if can_hold(filler):
        # "Sanctions on the government of Darvan", of an issue on another place.
        names = any(word.pos_ == "PROPN" and word.ent_type_ != "PERSON" for word in near)
        return bool(gate.place) and names and not gate.belongs(near)
    topics = stance_lexicon().topics
    lemma = filler.lemma_.lower()
    if lemma in topics["plain_nouns"] | topics["resuming"] | topics["acts"] | topics["about_nouns"]:
        return False
    if lemma in topics["general_nouns"] and any(c.lower_ in _DEFINITE for c in filler.children):
        return False
    return not gate.belongs(near) or _is_directed_elsewhere(filler, gate)


def _near(filler: Token) -> Sequence[Token]:
    """A filler with what belongs to it closely: 'Russian banks', 'owners of large fortunes'."""
    found = [filler]
    for child in filler.children:
        if child.dep_ in _OWN:
            found += [child, *(below for below in child.children if below.dep_ in _OWN)]
        if child.dep_ == "prep" and child.lower_ in {
            "of",
            "in",
            "from",
            "over",
            "above",
            "for",
            "to",
        }:
            for below in child.children:
                if below.dep_ == "pobj":
                    found += [below, *(each for each in below.children if each.dep_ in _OWN)]
    return sorted(found, key=lambda token: token.i)
