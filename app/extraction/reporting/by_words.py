"""Contents that the order of the words shows rather than the parse, and those of other phrases."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from app.extraction.reporting.clauses import past_addressee, worded_clause
from app.extraction.reporting.cues import denying_head, is_denied, needs_that, word_list
from app.extraction.reporting.phrases import is_bare, names_somebody
from app.extraction.reporting.predicates import naming
from app.extraction.syntax import child_of, has_to

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from app.extraction.reporting.cues import Cue
    from app.extraction.reporting.paragraph import Paragraph

_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_SAYING = frozenset({"VBD", "VBZ", "VBP", "VBG", "VBN"})
_ABOUT = frozenset({"of", "about", "to"})
_NOT_MADE = frozenset({"mention", "reference", "promise", "promises", "commitment"})
_WITH_PREPOSITION = frozenset({"complain", "argue"})  # what of, what for
_LONGEST_OCCASION = 9  # tokens: "when she took the chair"
_LONGEST_NAMED = 16  # tokens: what is called something


class Content(NamedTuple):
    """What a cue reports: the construction, and the first and last token."""

    construction: str
    first: Token
    last: Token


def withheld(cue: Cue) -> Content | None:
    """What somebody does not confirm or mention: "declined to confirm the figure"."""
    thing = child_of(cue.verb, {"dobj"})
    if thing is None or thing.i < cue.verb.i:
        return None
    if cue.lemma == "make" and thing.nbor(-1).lower_ == "no" and thing.lower_ in _NOT_MADE:
        return Content("object", cue.verb, thing.right_edge)  # "made no mention of it"
    if cue.lemma not in word_list("withholding"):
        return None
    if not is_denied(cue.verb) and denying_head(cue.verb) is None:
        return None
    return Content("object", thing.left_edge, thing.right_edge)


def by_words(paragraph: Paragraph, cue: Cue) -> Content | None:
    """A content that the order of the words shows rather than the parse."""
    return (
        _later_infinitive(paragraph, cue)
        or _past_addressee(paragraph, cue)
        or _prepositional(paragraph, cue)
        or _quoted_words(paragraph, cue)
        or _named_by_quotation(paragraph, cue)
        or _worded(paragraph, cue)
    )


def _later_infinitive(paragraph: Paragraph, cue: Cue) -> Content | None:
    """What somebody is to do, past when or how it is said: "pledged for the first time to help"."""
    if cue.lemma not in word_list("pledging") or child_of(cue.verb, {"dobj"}) is not None:
        return None
    doc, begin = paragraph.doc, cue.tokens[-1].i + 1
    for to in doc[begin : min(cue.verb.sent.end, begin + _LONGEST_OCCASION)]:
        if to.is_punct or doc[begin].tag_ not in {"IN", "WRB", "RB"}:
            return None
        if to.lower_ == "to" and to.dep_ == "aux" and to.head.left_edge.i == to.i:
            return Content("to", to, to.head.right_edge)
    return None


def _past_addressee(paragraph: Paragraph, cue: Cue) -> Content | None:
    """A clause right after who is told: "told reporters neither one would budge"."""
    found = past_addressee(paragraph, cue) if cue.lemma in word_list("telling") else None
    return Content("that", *found) if found is not None else None


def _quoted_words(paragraph: Paragraph, cue: Cue) -> Content | None:
    """What somebody spoke of, when words of it are quoted: "spoke of a “conversation”"."""
    if "words" not in cue.builds:
        return None
    for child in cue.verb.rights:
        thing = child_of(child, {"pobj"}) if child.lower_ in _ABOUT else None
        if thing is None:
            continue
        inside = paragraph.doc[thing.left_edge.i : child.right_edge.i + 1]
        quoted = any(map(paragraph.said, inside)) and not any(map(paragraph.placeholder, inside))
        if quoted:
            return Content("words", inside[0], inside[-1])
    return None


def _named_by_quotation(paragraph: Paragraph, cue: Cue) -> Content | None:
    """A thing and the quoted name for it, taken for one noun: "called the offer “a coupon”"."""
    if cue.lemma not in naming():
        return None
    doc, begin = paragraph.doc, cue.verb.i + 1
    end = min(cue.verb.sent.end, begin + _LONGEST_NAMED)
    opening = next((n for n in range(begin, end) if paragraph.quoted(doc[n])), end)
    between = doc[begin:opening]
    if opening == end or not len(between) or any(_ends_phrase(token) for token in between):
        return None
    last = opening
    while last + 1 < cue.verb.sent.end and paragraph.quoted(doc[last + 1]):
        last += 1
    return Content("pred", doc[begin], doc[last])


def _ends_phrase(token: Token) -> bool:
    return token.is_punct or token.tag_ in {"VBD", "VBZ", "VBP", "MD", "CC", "TO"}


def before_verb(paragraph: Paragraph, cue: Cue) -> Content | None:
    """A clause whose subject the parser took for the cue's object."""
    if "that" not in cue.builds or not _has_verb_behind(paragraph, cue):
        return None
    return _worded(paragraph, cue)


def _has_verb_behind(paragraph: Paragraph, cue: Cue) -> bool:
    """Whether what was taken for an object is the subject of the verb right behind it.

    "warning floods and fires prevent the repair": nobody warned the floods.
    """
    thing = child_of(cue.verb, {"dobj"})
    if thing is None or needs_that(cue) or thing.left_edge.i != cue.tokens[-1].i + 1:
        return False
    after = thing.right_edge.i + 1
    if after >= len(paragraph.doc) or after in paragraph.cues:
        return False
    verb = paragraph.doc[after]
    return verb.tag_ in _FINITE | {"MD"} and verb.head.i != thing.i


def _worded(paragraph: Paragraph, cue: Cue) -> Content | None:
    """A clause that only the order of the words shows."""
    withheld = is_denied(cue.verb) or denying_head(cue.verb) is not None
    if "that" not in cue.builds or not (withheld or cue.verb.tag_ in _SAYING):
        return None
    if cue.verb.tag_ == "VBN" and child_of(cue.verb, {"aux"}) is None:
        return None
    found = worded_clause(paragraph, cue)
    return Content("that", *found) if found is not None else None


def _prepositional(paragraph: Paragraph, cue: Cue) -> Content | None:
    for child in _hung_on(cue):
        if cue.lemma in word_list("asking_for") and child_of(cue.verb, {"dobj"}) is not None:
            return None  # "pressed the minister for it": a deed
        wanted = child_of(child, {"mark"}) if child.dep_ in {"advcl", "ccomp"} else None
        if wanted is not None and wanted.lower_ in cue.prepositions and has_to(child):
            return Content("prep", wanted.nbor(1), child.right_edge)  # "called for it to be shut"
        if child.dep_ in {"prep", "prt", "advmod"} and child.lower_ in cue.prepositions:
            last = child.right_edge
            bare = last.i == child.i + 1 and last.lower_ in word_list("not_content")
            if last.i > child.i and not bare and not paragraph.quoted(child):
                if _is_of_somebody(cue, child):
                    return None
                # What is called for is the phrase; "against it" without its word says the contrary.
                own = child.lower_ == "against" or cue.lemma in _WITH_PREPOSITION
                return Content("prep", child if own else child.nbor(1), _with_purpose(cue, last))
    return None


def _hung_on(cue: Cue) -> Iterator[Token]:
    """What follows a verb and, of an idiom, its noun: "left the door open | to it"."""
    yield from cue.verb.rights
    for token in cue.tokens[1:]:
        yield from token.rights
        for child in token.rights:
            yield from child.rights


def _is_of_somebody(cue: Cue, preposition: Token) -> bool:
    """Whether an idiom of judging names only whom: "took aim at Lind", "sided with the council"."""
    idiom = len(cue.tokens) > 1 or cue.lemma in {"side", "distance"}
    thing = child_of(preposition, {"pobj"})
    if not idiom or thing is None:
        return False
    if (cue.lemma.endswith("_door") or cue.lemma == "distance") and is_bare(thing):
        return True  # "opened the door to the hall", "distanced himself from the plan"
    return names_somebody(thing)


def _with_purpose(cue: Cue, last: Token) -> Token:
    """The last token with an infinitive after it: "called for a halt to save the harvest"."""
    for child in cue.verb.rights:
        if child.dep_ in {"advcl", "xcomp"} and has_to(child) and child.left_edge.i == last.i + 1:
            last = child.right_edge
    number = last.i + (1 if last.dep_ == "cc" else 2)
    if number < len(last.doc) and last.doc[number - 1].dep_ == "cc":
        joined = last.doc[number]  # "called for a vote and for a report"
        if joined.dep_ in {"prep", "conj"} and joined.lower_ in cue.prepositions:
            last = joined.right_edge
    return last
