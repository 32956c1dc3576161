"""Predicates: a thing and what is said of it: "called the plan premature", "put it at nine"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.extraction.reporting.cues import find_cue, word_list
from app.extraction.syntax import child_of, has_to, is_finite

if TYPE_CHECKING:
    from spacy.tokens import Token

    from app.extraction.reporting.cues import Cue

_PREDICATES = frozenset({"oprd", "ccomp", "dobj", "acomp", "xcomp", "attr"})
_RELATIVES = frozenset({"which", "whom", "that"})
# "saw the plan as a threat" characterises it; "saw the plan fail" and "cited a plan late" do not.
_ONLY_WITH_AS = frozenset({"see", "view", "cite", "present", "regard", "perceive"})
_FIGURING = frozenset({"put", "estimate"})
_LONGEST_NAMED = 16  # tokens: what is called something


def predicate(cue: Cue) -> tuple[Token, Token] | None:
    """An object and what is said of it: "called the plan premature", "... as premature"."""
    verb = cue.verb
    if verb.dep_ in {"relcl", "acl"} and any(c.lower_ in _RELATIVES for c in verb.lefts):
        return _of_antecedent(verb)
    thing = child_of(verb, {"dobj"})
    given = child_of(verb, {"dative"})
    if given is not None and thing is not None and cue.lemma in naming() and given.i < thing.i:
        return given.left_edge, thing.right_edge  # "pronounced him a fool"
    if cue.lemma in _FIGURING:
        return _figure(cue, thing)
    found = _likened(cue, thing) or _beside(cue, thing)
    return found or _with_adjective(cue, thing) or _as_worded(cue)


def _of_antecedent(verb: Token) -> tuple[Token, Token] | None:
    """What is said of what a relative clause describes: "a plan that he called late"."""
    for said in verb.rights:
        if said.dep_ in _PREDICATES:
            return said.left_edge, said.right_edge
        thing = child_of(said, {"pobj", "amod", "pcomp"}) if said.lower_ == "as" else None
        if thing is not None:
            return thing.left_edge, said.right_edge
    return None


def _beside(cue: Cue, thing: Token | None) -> tuple[Token, Token] | None:
    """A thing and what the parse shows beside it as said of it."""
    verb = cue.verb
    for child in verb.rights:
        if _is_predicate(cue, child, thing):
            start = thing.left_edge if thing is not None and thing.i < child.i else child.left_edge
            return start, child.right_edge
    for child in thing.rights if thing is not None else ():
        # The parser hung it on the object: "described the plan as late", "called it late".
        hung = child.lower_ == "as" if child.dep_ == "prep" else child.dep_ == "amod"
        if thing is not None and hung and (child.dep_ == "prep" or cue.lemma in naming()):
            return thing.left_edge, child.right_edge
    return None


def _figure(cue: Cue, thing: Token | None) -> tuple[Token, Token] | None:
    """A thing and its number: "put the dead at 31, nine of them children"."""
    at = next((c for c in cue.verb.rights if c.lower_ == "at" and c.dep_ == "prep"), None)
    if thing is None or at is None or thing.i > at.i:
        return None
    if not any(token.like_num for token in at.subtree):
        return None
    return thing.left_edge, at.right_edge


def _as_worded(cue: Cue) -> tuple[Token, Token] | None:
    """A thing and its quality after "as", wherever the parser hung it."""
    doc, begin = cue.verb.doc, cue.tokens[-1].i + 1
    for token in doc[begin : min(cue.verb.sent.end, begin + _LONGEST_NAMED)]:
        if token.lower_ == "as" and token.i > begin and token.dep_ in {"prep", "mark", "advmod"}:
            last = token.right_edge
            if last.i == token.i and token.dep_ == "mark" and token.head.pos_ != "VERB":
                last = token.head.right_edge
            return (doc[begin], last) if last.i > token.i else None
        if token.is_punct or token.tag_ in {"VBD", "VBZ", "VBP", "MD"}:
            return None
    return None


def _likened(cue: Cue, thing: Token | None) -> tuple[Token, Token] | None:
    """What is compared to what: "likened the talks to a play"."""
    if thing is None or thing.i < cue.verb.i or cue.lemma not in word_list("likening"):
        return None
    to = [t for t in cue.verb.subtree if t.lower_ == "to" and t.dep_ == "prep" and t.i > thing.i]
    return (thing.left_edge, to[-1].right_edge) if to else None


def _with_adjective(cue: Cue, thing: Token | None) -> tuple[Token, Token] | None:
    """A thing with what is said of it, hung on a noun: "called the offer to them unacceptable"."""
    if thing is None or thing.i < cue.verb.i or cue.lemma not in naming():
        return None
    for token in cue.verb.subtree:
        after = token.dep_ == "amod" and token.head.i < token.i and token.i > thing.i
        if after and token.tag_ == "JJ" and token.left_edge.i > token.head.i:
            return thing.left_edge, token.right_edge
    return None


def _is_predicate(cue: Cue, child: Token, thing: Token | None) -> bool:
    """Whether a dependent says something of the cue's object."""
    if child.dep_ in {"ccomp", "xcomp"}:
        bare = not has_to(child) and not is_finite(child)
        return bare and cue.lemma not in _ONLY_WITH_AS and child.tag_ not in {"VBG", "VB"}
    if child.dep_ == "oprd":
        return True
    if thing is None or child.i < thing.i:
        return False
    if child.dep_ == "dobj":  # "branded the minister a coward"
        return child.i != thing.i and cue.lemma in naming()
    if child.dep_ == "prep":  # but "cited officials as saying": their words, not a quality
        saying = child_of(child, {"pcomp"})
        quoted = cue.lemma in {"cite", "quote"} or (saying is not None and find_cue(saying))
        return child.lower_ == "as" and (saying is None or not quoted)
    return child.dep_ == "advcl" and any(c.lower_ == "as" for c in child.lefts)


def naming() -> frozenset[str]:
    """The verbs that give a thing a name or a quality without "as"."""
    return word_list("naming")
