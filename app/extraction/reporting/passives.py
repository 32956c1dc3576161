"""Passives: what is reported where it is told by whom: "It was announced by the team that ..."."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.extraction.reporting.cues import word_list
from app.extraction.reporting.phrases import says_enough
from app.extraction.syntax import child_of, is_clause

if TYPE_CHECKING:
    from spacy.tokens import Token

    from app.extraction.reporting.cues import Cue


def in_passive(cue: Cue) -> tuple[str, Token, Token] | None:
    """The construction and the first and last token of what a passive cue reports."""
    found = _clause(cue) or _charge(cue) or _subject(cue)
    return found or _convinced(cue) or _opposed(cue)


def _convinced(cue: Cue) -> tuple[str, Token, Token] | None:
    """What somebody is convinced of, when the parser takes the state for a passive."""
    clause = child_of(cue.verb, {"ccomp"})
    if cue.lemma not in word_list("states") or clause is None or clause.i < cue.verb.i:
        return None
    return ("that", clause.left_edge, clause.right_edge) if is_clause(clause) else None


def _opposed(cue: Cue) -> tuple[str, Token, Token] | None:
    """What somebody is opposed to: a state too, unless it is told by whom."""
    to = next((c for c in cue.verb.rights if c.dep_ == "prep" and c.lower_ == "to"), None)
    if cue.lemma != "oppose" or to is None or child_of(cue.verb, {"agent"}) is not None:
        return None
    return ("prep", to.nbor(1), to.right_edge) if to.right_edge.i > to.i else None


def _clause(cue: Cue) -> tuple[str, Token, Token] | None:
    """What was said, when it is told by whom: "It was announced by the team that ..."."""
    subject = child_of(cue.verb, {"nsubjpass", "expl"})
    if subject is None or subject.lower_ != "it" or child_of(cue.verb, {"agent"}) is None:
        return None
    if "that" not in cue.builds:
        return None
    for child in cue.verb.subtree:
        # Whatever the parser makes of "that": after "it was announced by" nothing else follows.
        that = child.left_edge
        if (
            child.dep_ in {"ccomp", "acl", "relcl"}
            and that.lower_ == "that"
            and that.i > cue.verb.i
        ):
            return ("that", that.nbor(1), child.right_edge)
    return None


def _charge(cue: Cue) -> tuple[str, Token, Token] | None:
    """What is laid to somebody's charge, by whom is told: "was accused by Lind of delay"."""
    agent = child_of(cue.verb, {"agent"})
    if agent is None or cue.lemma != "accuse":
        return None
    for child in cue.verb.rights:
        if child.dep_ == "prep" and child.lower_ == "of" and child.right_edge.i > child.i:
            before = child.i < agent.i < child.right_edge.i
            return ("of", child.nbor(1), agent.nbor(-1) if before else child.right_edge)
    return None


def _subject(cue: Cue) -> tuple[str, Token, Token] | None:
    """What somebody judged, when it is told who: "The sale of arms was rejected by Lind"."""
    subject = child_of(cue.verb, {"nsubjpass"})
    if subject is None or child_of(cue.verb, {"agent"}) is None or "object" not in cue.builds:
        return None
    return ("object", subject.left_edge, subject.right_edge) if says_enough(cue, subject) else None
