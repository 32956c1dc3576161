"""Reporters: whose words a cue reports, past what the parser attached wrongly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.extraction.reporting.cues import find_cue, word_list
from app.extraction.reporting.further import goes_on
from app.extraction.reporting.speakers import NounPhrase, can_speak, find_speaker, noun_phrase
from app.extraction.syntax import child_of

if TYPE_CHECKING:
    from app.extraction.reporting.cues import Cue
    from app.extraction.reporting.paragraph import Paragraph


def reporter_of(paragraph: Paragraph, cue: Cue) -> NounPhrase | None:
    """The noun phrase of who says what a cue reports, whether or not such a one can speak."""
    outer = _outer(paragraph, cue)
    verb = outer.verb if outer is not None else cue.verb
    found = find_speaker(verb)
    if found is not None and can_speak(found, strict=True):
        return _reported_of(cue, found) or found
    if cue.verb.tag_ == "VBG" and cue.verb.i and paragraph.doc[cue.verb.i - 1].text == ",":
        # Hung on a noun nearby: the participle after a comma is the main subject's.
        for above in cue.verb.ancestors:
            main = find_speaker(above)
            if main is not None and can_speak(main, strict=True):
                return main
    return found


def _reported_of(cue: Cue, outer: NounPhrase) -> NounPhrase | None:
    """The subject of the clause that a participle hangs on, when its teller only passes it on.

    "Reports indicate that Lind would not agree, arguing that ...": Lind argues.
    """
    verb, clause = cue.verb, cue.verb.head
    if outer.head.lemma_.lower() not in word_list("passing_on") or verb.tag_ != "VBG":
        return None
    if verb.dep_ != "advcl" or clause.dep_ != "ccomp" or outer.head.i > clause.left_edge.i:
        return None
    if cue.lemma == "add" and find_cue(clause) is None:
        return None  # the teller goes on: "Media say that Lind left, adding that ..."
    subject = child_of(clause, {"nsubj"})
    inner = noun_phrase(subject) if subject is not None else None
    return inner if inner is not None and can_speak(inner, strict=True) else None


def _outer(paragraph: Paragraph, cue: Cue) -> Cue | None:
    """The cue that a participle or a joined verb goes on from, past a faulty attachment."""
    verb = cue.verb
    if child_of(verb, {"nsubj"}) is not None or verb.dep_ == "relcl":
        return None
    if not goes_on(paragraph, cue, "that"):
        return None
    found = None
    for ancestor in verb.ancestors:
        other = paragraph.cues.get(ancestor.i)
        if other is not None and ancestor.i < verb.i and "quote" in other.builds:
            found = other
    return found
