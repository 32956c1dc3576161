"""Phrases: contents that are no clauses: who is to do what, whom what is laid to, things judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.extraction.reporting.cues import is_denied, word_list
from app.extraction.reporting.speakers import is_person_noun, is_speaker_noun, is_time
from app.extraction.syntax import child_of, has_to

if TYPE_CHECKING:
    from spacy.tokens import Token

    from app.extraction.reporting.cues import Cue

_NOMINAL = frozenset({"NOUN", "PROPN"})
_GERUNDS = frozenset({"xcomp", "ccomp", "dobj", "advcl", "pcomp"})  # "ruled out sending"
_COMPLEMENTS = frozenset({"prep", "acl", "ccomp", "nmod", "xcomp"})
_CALLING = frozenset({"call", "demand", "appeal", "plea", "request", "push"})
_CHARGING = {
    "accuse": {"of"},
    "suspect": {"of"},
    "credit": {"for", "with"},
    "congratulate": {"on", "for"},
    "condition": {"on", "upon"},
}
_CHARGED = frozenset({"on", "from", "with", "to", "against", "into", "over", "by"})
_PROMISING = frozenset({"promise", "pledge", "offer", "guarantee"})
_FIELDS = frozenset({"in", "on", "towards", "toward", "between", "against"})
_STANCES = frozenset({"position", "stance", "view", "opinion"})
_TOPICAL = frozenset({"on", "about", "over", "regarding", "concerning", "towards", "toward"})
_QUERIES = frozenset({"question", "questions", "doubts"})
_STRIKING = frozenset({"lash_out", "hit_out"})
_NEUTERS = frozenset({"it", "this", "that", "these", "those"})
_TIME_PREPOSITIONS = frozenset({"in", "at", "on", "during", "by", "after", "before"})


def to_do(cue: Cue) -> tuple[Token, Token] | None:
    """Somebody who is to do something: "urged the council to wait"."""
    verb = cue.verb
    for child in verb.rights:
        if not has_to(child) or child.dep_ not in {"ccomp", "xcomp"}:
            continue
        if child.lemma_.lower() in word_list("answering") and cue.lemma != "urge":
            return None  # a journalist's question
        if child.dep_ == "ccomp":
            return child.left_edge, child.right_edge
        person = child_of(verb, {"dobj", "dative"}) or _prepositional_object(cue)
        if person is not None and person.i < child.i:
            return person.left_edge, child.right_edge
    for person in (_prepositional_object(cue), child_of(verb, {"dobj"})):
        inner = child_of(person, {"acl", "relcl"}) if person is not None else None
        if person is not None and inner is not None and has_to(inner):
            return person.left_edge, inner.right_edge
    return None


def _prepositional_object(cue: Cue) -> Token | None:
    """What stands after the particle of a phrasal cue: "the council" in "called on the council"."""
    for token in cue.tokens[1:]:
        found = child_of(token, {"pobj"})
        if found is not None:
            return found
    return None


def charge(cue: Cue) -> tuple[Token, Token] | None:
    """Somebody and what is laid to their charge: "accused them of delay"."""
    thing = child_of(cue.verb, {"dobj"})
    if thing is None:
        return None
    if thing.i < cue.verb.i:
        # "Holm, whom prosecutors accuse of theft": the charge alone.
        charge = next((c for c in cue.verb.rights if c.lower_ in {"of", "for"}), None)
        inner = child_of(charge, {"pobj", "pcomp"}) if charge is not None else None
        return (inner.left_edge, inner.right_edge) if inner is not None else None
    wanted = _CHARGING.get(cue.lemma, {"for"})
    for child in (*cue.verb.children, *thing.rights):
        if child.dep_ == "prep" and child.lower_ in wanted and child.i > thing.i:
            last = child.right_edge
            if last.i + 1 < len(last.doc) and last.nbor(1).lower_ == "than":
                last = last.nbor(1).right_edge  # "of caring more for them than for us"
            for tail in cue.verb.rights:
                # "of preying | on players": hung on the cue.
                if tail.i == last.i + 1 and tail.lower_ in _CHARGED and not is_time(tail):
                    last = tail.right_edge
            return thing.left_edge, last
    return None


def judged(cue: Cue) -> tuple[Token, Token] | None:
    """The object, a thing judged or proposed; or what somebody judges or proposes to do."""
    near = cue.tokens[-1].i + 2
    for child in cue.verb.rights:
        first = child.left_edge
        apart = first.nbor(-1).text == ","  # "she declared, answering the critics"
        if _is_gerund(child) and child.dep_ in _GERUNDS and first.i <= near and not apart:
            return child.left_edge, child.right_edge
    thing = child_of(cue.verb, {"dobj"}) or child_of(cue.tokens[-1], {"pobj"})
    if thing is None or thing.i < cue.verb.i:
        return _struck(cue)
    if cue.lemma in _PROMISING and thing.pos_ == "PROPN":
        given = next((c for c in cue.verb.rights if c.dep_ == "dobj" and c.i > thing.i), thing)
        if given.left_edge.i == thing.right_edge.i + 1:
            thing = given  # "pledged the north more planes"
    done = next((c for c in cue.verb.rights if c.i == thing.right_edge.i + 1), None)
    if done is not None and done.tag_ == "VBG" and done.dep_ in _GERUNDS:
        return thing.left_edge, done.right_edge  # "ruled out the ally sending planes"
    pointed = word_list("denying_it") | word_list("rejecting")
    if thing.lower_ in _NEUTERS and cue.lemma in pointed:
        last = max(thing, cue.tokens[-1], key=lambda t: t.i) if is_denied(cue.verb) else thing
        return thing, last  # "denied it", "did not rule it out" are shown with their cue
    return (thing.left_edge, _end_of(cue, thing)) if says_enough(cue, thing) else None


def _struck(cue: Cue) -> tuple[Token, Token] | None:
    """What somebody lashes out at, when it is no mere person."""
    at = next((c for c in cue.verb.rights if c.lower_ == "at" and c.dep_ == "prep"), None)
    thing = child_of(at, {"pobj"}) if at is not None else None
    if thing is None or cue.lemma not in _STRIKING:
        return None
    last, after = thing.right_edge, thing.right_edge.i + 1
    if last.tag_ == "POS" and after < cue.verb.sent.end:
        whole = max((c.right_edge for c in cue.verb.rights if not c.is_punct), key=lambda t: t.i)
        return (thing.left_edge, whole) if whole.i > last.i else None  # "at Lind's “stalling”"
    return (thing.left_edge, last) if says_enough(cue, thing) else None


def says_enough(cue: Cue, thing: Token) -> bool:
    """Whether an object tells what was judged or proposed, and not only whom or that."""
    if thing.lower_ in word_list("not_content") or thing.tag_ in {"PRP", "WP", "DT"}:
        return False
    noun = thing.lemma_.lower()
    others = word_list("speech_nouns") | word_list("documents") | word_list("writings")
    if cue.lemma == "cite" and (cue.verb.tag_ == "VBG" or noun in others):
        return False  # "..., citing an official", "cited a comment Holm made": where it is from
    if "of" in cue.builds and (thing.pos_ == "PROPN" or is_person_noun(noun)):
        return False  # somebody was praised or attacked; of what, is not said
    if cue.lemma in word_list("weighing") and names_somebody(thing):
        return False  # "backed the candidate", "cited two officials"
    placed = noun not in _judged_nouns() or (noun == "position" and thing.tag_ == "NNS")
    if cue.lemma in word_list("of_conduct") and placed:
        return False  # "defended the town", "defended its positions"
    proposed = cue.lemma in word_list("proposing") and thing.left_edge.lower_ in {"a", "an"}
    # "welcomed the effort", "urged caution": what of it, is not said
    told = not is_bare(thing) or proposed or cue.lemma in word_list("rejecting")
    return told or _hung_field(cue, thing) is not None


def names_somebody(thing: Token) -> bool:
    """Whether a noun names a person or a body, and nothing that is written or planned."""
    noun = thing.lemma_.lower()
    if thing.pos_ in {"PROPN", "PRON"}:
        return True
    return is_speaker_noun(noun) and noun not in word_list("documents") | _judged_nouns()


def _judged_nouns() -> frozenset[str]:
    """The nouns of what is judged in words: what people say, think, plan and do."""
    said = word_list("speech_nouns") | word_list("requests") | word_list("views")
    said |= word_list("writings")
    return said | word_list("conduct") | word_list("plans")


def _hung_field(cue: Cue, thing: Token) -> Token | None:
    """In what a bare thing is, hung on the cue: "welcomed progress | in the talks"."""
    for child in cue.verb.rights:
        noun = child_of(child, {"pobj"})
        if child.i != thing.i + 1 or child.lower_ not in _FIELDS or noun is None:
            continue
        placed = noun.pos_ == "PROPN" or noun.lemma_.lower() in word_list("writings")
        if not any(thing.children) and not placed and not is_time(child):
            return child
    return None


def _end_of(cue: Cue, thing: Token) -> Token:
    """The last token of an object, with what the parser hung on the cue instead."""
    field = _hung_field(cue, thing)
    last = thing.right_edge if field is None else field.right_edge
    for child in cue.verb.rights:
        row = child.dep_ == "dobj" and child.left_edge.i == last.i + 2
        if row and last.nbor(1).text == ",":
            last = child.right_edge  # "wants a clause, a cap and a plan"
        # "rejected calls from the left to wait": hung on the verb instead.
        wanted = child.dep_ in {"xcomp", "advcl"} and has_to(child)
        if wanted and child.left_edge.i == last.i + 1 and thing.lemma_.lower() in _of_deeds():
            last = child.right_edge
        absolute = child.dep_ == "advcl" and child.tag_ == "VBG" and child.i > last.i
        if absolute and child_of(child, {"nsubj"}) is not None:
            last = child.right_edge  # "set out terms, the other side leaving first"
    return last


def _of_deeds() -> frozenset[str]:
    """The nouns after which an infinitive tells what of: calls to wait, an offer to help."""
    return word_list("views") | word_list("speech_nouns") | word_list("plans")


def is_bare(noun: Token) -> bool:
    """Whether a noun stands alone, but for an article or a pronoun."""
    return all(
        child.dep_ in {"det", "poss", "punct", "predet"} and child.pos_ not in _NOMINAL
        for child in noun.children
    )


def _is_gerund(verb: Token) -> bool:
    """Whether it is a gerund: "sending troops", "having sent troops"."""
    helper = next((child for child in verb.lefts if child.dep_ in {"aux", "auxpass"}), None)
    return (helper or verb).tag_ == "VBG"


def view(cue: Cue) -> tuple[Token, Token] | None:
    """An object that is a view, with something said of it: "its stance on the plan"."""
    thing = child_of(cue.verb, {"dobj"})
    if thing is None or thing.i < cue.verb.i:
        return None
    heads = [thing, *(c for c in thing.conjuncts if c.i > thing.i)]
    if not any(head.lemma_.lower() in word_list("views") for head in heads):
        return None
    if thing.lemma_.lower() in _STANCES and _is_only_about(thing):
        return None
    return _called_for(cue, thing) or _with_complement(cue, thing, heads)


def _is_only_about(stance: Token) -> bool:
    """Whether it is told on what somebody has a position, and not which."""
    after = stance.nbor(1) if stance.i + 1 < len(stance.doc) else stance
    bare = all(c.dep_ in {"det", "poss"} for c in stance.lefts)
    return bare and after.lower_ in _TOPICAL


def raised(cue: Cue) -> tuple[Token, Token] | None:
    """What somebody raises questions or doubts about."""
    thing = child_of(cue.verb, {"dobj"})
    if cue.lemma != "raise" or thing is None or thing.lower_ not in _QUERIES:
        return None
    for child in (*thing.rights, *cue.verb.rights):
        near = child.dep_ == "prep" and child.i == thing.i + 1
        if near and child.lower_ in _TOPICAL and child.right_edge.i > child.i:
            return child.nbor(1), child.right_edge
    return None


def _called_for(cue: Cue, call: Token) -> tuple[Token, Token] | None:
    """What a call is for: "renewed his call for the two to meet"."""
    doc = call.doc
    if call.lemma_.lower() not in _CALLING or call.i + 2 >= len(doc):
        return None
    if call.nbor(1).lower_ != "for":
        return None
    end = max((c.right_edge for c in (*call.rights, *cue.verb.rights)), key=lambda t: t.i)
    return call.nbor(2), end


def _with_complement(cue: Cue, thing: Token, heads: list[Token]) -> tuple[Token, Token] | None:
    """A view with what it is about, hung on it or on the cue."""
    if any(child.dep_ in _COMPLEMENTS for head in heads for child in head.rights):
        return thing.left_edge, thing.right_edge
    for child in cue.verb.rights:
        # "gave assurances that ...", "voiced concern about ...": hung on the verb instead.
        if child.dep_ == "ccomp" and thing.left_edge.i == thing.right_edge.i == thing.i:
            mark = child_of(child, {"mark"})  # "expressed confidence that": a verb in two words
            if mark is not None and mark.i == thing.i + 1 and mark.lower_ == "that":
                return mark.nbor(1), child.right_edge
        aim = child.dep_ in {"xcomp", "advcl"} and has_to(child)
        if aim and child.left_edge.i == thing.right_edge.i + 1:
            return thing.left_edge, child.right_edge  # "sought commitments | to support it"
        near = child.dep_ == "prep" and child.i == thing.right_edge.i + 1
        if child.dep_ == "ccomp" or (near and child.lower_ not in _TIME_PREPOSITIONS):
            return thing.left_edge, child.right_edge
    return None
