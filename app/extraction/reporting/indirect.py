"""Indirect and mixed speech: content in the outlet's words, by the dependency parse.

Only sentences with a cue outside quotation marks are looked at. For each cue: its content
(contents.py), where that really starts and ends (boundaries.py), whose it is (reporters.py), and
whether such a one can speak (speakers.py). Then the reports that stand aside (asides.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.extraction.reporting import confidence
from app.extraction.reporting.asides import aside_drafts
from app.extraction.reporting.boundaries import trimmed, with_tail
from app.extraction.reporting.contents import find_content
from app.extraction.reporting.cues import (
    Cue,
    cue_tokens,
    denying_head,
    find_cue,
    is_denied,
    is_unsaid,
    withholds,
    word_list,
)
from app.extraction.reporting.drafts import Draft, source_span
from app.extraction.reporting.further import goes_on
from app.extraction.reporting.parentheses import parenthetical
from app.extraction.reporting.reporters import reporter_of
from app.extraction.reporting.speakers import NounPhrase, can_speak
from app.extraction.reporting.unanswered import unanswered_drafts
from app.extraction.syntax import child_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from app.extraction.reporting.paragraph import Paragraph


_RULING = frozenset({"reject", "dismiss", "deny", "turn_down", "uphold", "dispute", "rule_out"})
_CONDITIONS = frozenset({"if", "unless", "provided", "because", "until"})
_COURTS = frozenset({"court", "judge", "tribunal", "panel", "jury", "magistrate"})


def indirect_drafts(paragraph: Paragraph) -> Iterator[Draft]:
    """The statements found, in the order of their cues."""
    taken: dict[int, tuple[int, int]] = {}  # cue token number -> its content's tokens
    for number, cue in paragraph.cues.items():
        if cue.verb.dep_ in {"csubj", "csubjpass"}:
            continue  # "Pushing for a vote is right": nobody is said to push
        content = find_content(paragraph, cue)
        if content is None or _denies_saying(cue, content.first):
            continue
        if parenthetical(paragraph, cue) is not None:
            continue  # one of the asides
        construction, first, last = content
        if construction not in {"that", "to", "person"}:
            last = with_tail(paragraph, cue, last)
        first, last = trimmed(paragraph, cue, construction, first, last)
        if first.i > last.i or is_unsaid(cue.verb):
            continue
        if any(begin <= cue.verb.i <= end for begin, end in taken.values()):
            continue  # what a speaker says that another says is the speaker's statement
        if _is_hearsay(paragraph, cue) or _passes_on(paragraph, cue):
            continue
        draft = _draft(paragraph, cue, construction, first, last)
        if draft is not None:
            taken[number] = (first.i, last.i)
            yield draft
    yield from aside_drafts(paragraph)
    yield from unanswered_drafts(paragraph)


def _is_hearsay(paragraph: Paragraph, cue: Cue) -> bool:
    """Whether a cue stands in a clause that is reported of nobody who can speak.

    "It was claimed that Lind had proposed a truce" does not make Lind propose one. Where the one
    who claims it is found, the whole clause is a statement of that one.
    """
    if goes_on(paragraph, cue, "that"):
        return False
    below = cue.verb
    for above in cue.verb.ancestors:
        other = paragraph.cues.get(above.i)
        reported = below.dep_ == "ccomp" and other is not None and "that" in other.builds
        if reported and other is not None and other.lemma == "report":
            return False  # what is passed on from somebody named is that one's
        if reported and other is not None and above.i < below.left_edge.i:
            source = reporter_of(paragraph, other)
            return source is None or not can_speak(source, strict=other.strict("that"))
        below = above
    return False


def _passes_on(paragraph: Paragraph, cue: Cue) -> bool:
    """Whether a cue only passes on what somebody named said: "The Herald reports Lind said ..."."""
    if is_denied(cue.verb) or not (cue.lemma == "report" or _is_of_medium(paragraph, cue)):
        return False
    for child in cue.verb.rights:
        inner = paragraph.cues.get(child.i) if child.dep_ == "ccomp" else None
        if inner is None or "quote" not in inner.builds or is_unsaid(inner.verb):
            continue
        subject = child_of(child, {"nsubj"})
        if subject is None or subject.pos_ != "PROPN":
            continue
        return find_content(paragraph, inner) is not None
    return False


def _is_of_medium(paragraph: Paragraph, cue: Cue) -> bool:
    """Whether a clause is reported by a newspaper, an agency and the like, by name or kind."""
    if "that" not in cue.builds:
        return False
    source = reporter_of(paragraph, cue)
    if source is None:
        return False
    beside = [source.head, *(child for child in source.head.rights if child.dep_ == "appos")]
    kinds, names = word_list("passing_on"), word_list("media_names")
    return source.head.lower_ in names or any(noun.lemma_.lower() in kinds for noun in beside)


def _denies_saying(cue: Cue, first: Token) -> bool:
    """Whether a cue only withholds another, or all: "refused" in "refused to say whether"."""
    if cue.lemma == "elaborate" and is_denied(cue.verb):
        return True  # "did not elaborate on what he meant": no question left open
    if cue.verb.lemma_.lower() not in word_list("denying_heads"):
        return False
    said = next((child for child in cue.verb.rights if child.dep_ == "xcomp"), None)
    return said is not None and said.left_edge.i == first.i and find_cue(said) is not None


def _draft(
    paragraph: Paragraph, cue: Cue, construction: str, first: Token, last: Token
) -> Draft | None:
    source = reporter_of(paragraph, cue)
    if source is None or source.head.i in paragraph.zone.collapsed:
        return None
    if source.head.i < cue.verb.i <= source.last.i:
        source = NounPhrase(source.first, source.head, source.head)  # the object apposed to it
    misparsed = source.first.i <= cue.verb.i <= source.last.i  # its object taken for its subject
    if misparsed or first.i <= source.head.i <= last.i or paragraph.said(source.head):
        return None
    if not _may_say(cue, source, construction):
        return None
    zone = paragraph.zone
    begin, end = _shown(cue, construction, first)
    cue_place = zone.tokens_span(begin, end)
    source_place = source_span(zone, source)
    if _is_turned(cue, construction, first, last) and begin.i < first.i and withholds(cue, first):
        # The negation stays with the statement: "flatly denied that there was a rift".
        first = _with_adverb(begin)
    content = [paragraph.content_span(first, last)]
    condition = _condition_after(paragraph, cue, source) if last.i < cue.verb.i else None
    if condition is not None:
        content.append(paragraph.content_span(*condition))
    sure = confidence.for_construction(construction, named=source.head.pos_ == "PROPN")
    if source.head.i > cue.verb.i:
        sure -= confidence.INVERTED_LOSS
    return Draft(
        content,
        cue_place,
        source_place,
        sure,
        _reasons(paragraph, cue, construction, source),
        cue_place.start,
    )


def _condition_after(
    paragraph: Paragraph, cue: Cue, source: NounPhrase
) -> tuple[Token, Token] | None:
    """On what condition it is: "The trial would go ahead, he said, | if the council agreed"."""
    doc, last = paragraph.doc, cue.verb.sent[-1]
    comma = max(cue.tokens[-1].i, source.last.i) + 1
    while last.is_punct and last.i > comma:
        last = last.nbor(-1)
    if comma + 1 >= last.i or doc[comma].text != "," or doc[comma + 1].lower_ not in _CONDITIONS:
        return None
    inside = doc[comma + 1 : last.i + 1]
    plain = not any(map(paragraph.placeholder, inside))
    return (inside[0], last) if plain else None


def _may_say(cue: Cue, source: NounPhrase, construction: str) -> bool:
    """Whether who is found can be the one who says such a content."""
    word = source.head.lower_
    if word in {"i", "we", "you"}:
        return False  # the writer speaks, or somebody whose quotation marks are lost
    if (word == "it" and _is_impersonal(cue, source)) or _is_nobody(cue, source):
        return False
    if cue.lemma == "find" and construction != "that" and not _is_poll(source):
        return False
    if construction == "object" and cue.lemma in _RULING and _is_court(source):
        return False  # a ruling is a deed
    if cue.lemma == "hear" and source.head.lemma_.lower() not in word_list("hearing"):
        return False
    spoken = cue.spoken or (construction in {"pred", "object"} and cue.lemma == "describe")
    strict = cue.strict(construction) and not (word == "it" and spoken)
    return can_speak(source, strict=strict)


def _is_poll(source: NounPhrase) -> bool:
    """Whether who finds is a poll: what it shows of whom is its finding."""
    return source.head.lemma_.lower() in word_list("polls")


def _is_nobody(cue: Cue, source: NounPhrase) -> bool:
    """Whether it is the outlet itself, who asks for it, or not everybody: "this article argues"."""
    first, noun = source.first.lower_, source.head.lemma_.lower()
    if first == "this" and noun in word_list("own_writings"):
        return True
    named = source.head.doc[source.first.i : source.head.i + 1]
    asking = any(token.lemma_.lower() in word_list("interviewers") for token in named)
    if asking and cue.lemma in word_list("questioning"):
        return True
    return first in {"not", "few", "nobody", "no"} and cue.lemma in word_list("wishing")


def _is_court(source: NounPhrase) -> bool:
    """Whether who judges is a court or sits in one."""
    return source.head.lemma_.lower() in _COURTS


def _shown(cue: Cue, construction: str, first: Token) -> tuple[Token, Token]:
    """The first and last token of a cue with its preposition or noun: "called for"."""
    begin, end = cue_tokens(cue)
    if construction == "prep" and first.i == end.i + 2:
        return begin, first.nbor(-1)
    noun = child_of(cue.verb, {"dobj"})
    if construction == "that" and noun is not None and end.i < noun.i == first.i - 2:
        viewed = noun.lemma_.lower() in word_list("views")
        return begin, noun if viewed else end  # "expressed confidence"
    return begin, end


def _is_turned(cue: Cue, construction: str, first: Token, last: Token) -> bool:
    """Whether a content without its cue would say what is denied or was not said."""
    if construction == "that" or is_denied(cue.verb) or denying_head(cue.verb) is not None:
        return True
    if cue.lemma in word_list("denying"):
        return True
    return first.i == last.i and cue.lemma in word_list("denying_it")


def _with_adverb(begin: Token) -> Token:
    """The adverb right before a cue, when it is one of manner: "flatly denied"."""
    before = begin.nbor(-1) if begin.i else begin
    return before if before.tag_ == "RB" and before.lower_.endswith("ly") else begin


def _is_impersonal(cue: Cue, source: NounPhrase) -> bool:
    """Whether "it" stands for nobody: "it is worth noting", "it took a day to say"."""
    above = source.head.head
    if above.i == cue.verb.i:
        return cue.lemma in word_list("impersonal")  # "It was not clear whether": to nobody
    return above.pos_ == "AUX" or above.lemma_.lower() in {"be", "seem", "appear", "take", "make"}


def _reasons(paragraph: Paragraph, cue: Cue, construction: str, source: NounPhrase) -> list[str]:
    text, zone = paragraph.text, paragraph.zone
    said = zone.tokens_span(*cue_tokens(cue)).of(text)
    name = source_span(zone, source).of(text)
    own = child_of(cue.verb, {"nsubj"}) is not None
    subject = "its subject is" if own else "the subject it shares is"
    reasons = [f"“{said}” reports {confidence.WHAT[construction]}; {subject} “{name}”."]
    if is_denied(cue.verb) or denying_head(cue.verb) is not None:
        reasons.append("It is denied or declined: the words tell what was not said.")
    return reasons
