"""Quoted objects: what a verb of saying or judging has for its object, with words of it quoted.

"blamed “chronic” underpayment", "offered the families his “unqualified sorrow”": the quotation
marks show that it is the speaker's own wording, which a plain object of such a verb does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.extraction.reporting import confidence
from app.extraction.reporting.boundaries import trimmed, with_tail
from app.extraction.reporting.cues import cue_tokens, is_denied, is_unsaid, word_list
from app.extraction.reporting.drafts import Draft, source_span
from app.extraction.reporting.reporters import reporter_of
from app.extraction.reporting.speakers import can_speak

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from app.extraction.reporting.cues import Cue
    from app.extraction.reporting.paragraph import Paragraph
    from app.extraction.reporting.speakers import NounPhrase

_DEEPEST = 12  # heads
# What leads from quoted words to the object that they stand in, and what such an object is.
_WITHIN = frozenset(
    {
        *("amod", "compound", "det", "poss", "nmod", "nummod", "appos", "conj", "pobj", "prep"),
        *("pcomp", "acl", "advmod", "punct", "npadvmod", "dobj", "oprd", "attr", "acomp", "dative"),
    }
)
_OBJECTS = frozenset({"dobj", "oprd", "attr", "acomp", "dative"})
_ABOUT = frozenset({"of", "about", "after", "against"})
_AT_ARMS_LENGTH = frozenset({"called", "known", "named", "dubbed", "styled", "termed"})


def quoted_object(paragraph: Paragraph, first: int, drafts: Sequence[Draft]) -> Draft | None:
    """The statement that the object around a quotation is; None where there is no such object.

    ``first``: the quotation's first token; ``drafts``: what else the paragraph was found to say.
    """
    found = _object_around(paragraph, first)
    source = third_speaker(paragraph, found[0]) if found is not None else None
    if found is None or source is None:
        return None
    cue, token = found
    before = [each for each in cue.verb.rights if _is_object(cue, each) and each.i <= token.i]
    begin = before[0].nbor(1) if before[0].dep_ == "prep" else before[0].left_edge
    last = with_tail(paragraph, cue, token.right_edge)
    begin, last = trimmed(paragraph, cue, "object", begin, last)
    if not cue.tokens[-1].i < begin.i <= first <= last.i:
        return None
    content = paragraph.content_span(begin, last)
    if any(content.overlaps(span) for draft in drafts for span in draft.content):
        return None
    place = paragraph.zone.tokens_span(*cue_tokens(cue))
    where = source_span(paragraph.zone, source)
    reason = (
        f"“{place.of(paragraph.text)}” has quoted words within its object; its subject is "
        f"“{where.of(paragraph.text)}”."
    )
    return Draft([content], place, where, confidence.QUOTED_OBJECT, [reason], content.start)


def third_speaker(paragraph: Paragraph, cue: Cue) -> NounPhrase | None:
    """Who says what a cue reports, where that is a third person who can speak."""
    source = reporter_of(paragraph, cue)
    if source is None or not can_speak(source, strict=True) or paragraph.said(source.head):
        return None
    return None if source.head.lower_ in {"i", "we", "you"} else source


def _object_around(paragraph: Paragraph, first: int) -> tuple[Cue, Token] | None:
    """The verb in whose object a token stands, and the object."""
    token = paragraph.doc[first]
    if first and paragraph.doc[first - 1].lower_ in _AT_ARMS_LENGTH:
        return None  # the so-called “ring of friends”
    for _ in range(_DEEPEST):
        above = token.head
        if above.i in paragraph.cues or above.i == token.i or token.dep_ not in _WITHIN:
            break
        token = above
    cue = paragraph.cues.get(token.head.i)
    if cue is None or not _is_object(cue, token) or not cue.verb.i < first or not _says(cue):
        return None
    return cue, token


def _says(cue: Cue) -> bool:
    """Whether a cue says or judges what its object names, rather than hands it over."""
    says = cue.spoken or bool(cue.builds & {"object", "pred", "of"})
    handed = cue.lemma in word_list("moved") | word_list("issuing")
    return says and not (handed or is_unsaid(cue.verb) or is_denied(cue.verb))


def _is_object(cue: Cue, token: Token) -> bool:
    """Whether a dependent of a cue is what is said, and not where or to whom."""
    if token.dep_ == "prep":
        return token.lower_ in cue.prepositions or token.lower_ in _ABOUT
    return token.dep_ in _OBJECTS
