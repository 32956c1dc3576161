"""Further reports: where somebody speaks on, or somebody else speaks, in the same sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.extraction.reporting.contents import find_content
from app.extraction.reporting.cues import word_list
from app.extraction.reporting.endings import finite
from app.extraction.reporting.speakers import can_speak, find_speaker
from app.extraction.syntax import WH_WORDS, child_of

if TYPE_CHECKING:
    from spacy.tokens import Token

    from app.extraction.reporting.cues import Cue
    from app.extraction.reporting.paragraph import Paragraph

_MEANWHILE = frozenset({"after", "as", "while", "when"})
_JOINING = frozenset({"while", "whereas", "although", "though", "but", "and", "as"})
_NEXT = 2  # tokens: a colon and a space
_SAID = frozenset({"it", "this", "that", "them"})


def other_speaks(paragraph: Paragraph, other: Cue) -> int | None:
    """Where the clause starts in which somebody else speaks, joined on by a comma."""
    verb, doc = other.verb, paragraph.doc
    subject = child_of(verb, {"nsubj"})
    if subject is None or verb.dep_ not in {"relcl", "advcl", "conj", "ccomp"}:
        return None
    begin = verb.left_edge.i
    closes = _closes_sentence(paragraph, other, subject)
    if closes or _is_meanwhile(paragraph, other):
        return subject.left_edge.i if closes else begin
    if "quote" not in other.builds or verb.left_edge.lower_ == "that":
        return None  # "said that it was late, but that she wanted it"
    comma = begin > 0 and doc[begin - 1].text == ","
    if begin > 1 and doc[begin - 1].lower_ in _JOINING and doc[begin - 2].text == ",":
        begin, comma = begin - 1, True
    opening = doc[begin].lower_
    if not comma or not (opening in _JOINING or (verb.dep_ == "relcl" and opening in WH_WORDS)):
        return None
    phrase = find_speaker(verb)
    if (
        phrase is None
        or not can_speak(phrase, strict=True)
        or find_content(paragraph, other) is None
    ):
        return None
    return begin


def _closes_sentence(paragraph: Paragraph, other: Cue, subject: Token) -> bool:
    """Whether who passes it on stands at a sentence's end: ", the Herald first reported"."""
    verb, doc = other.verb, paragraph.doc
    first = subject.left_edge.i
    after = doc[verb.i + 1] if verb.i + 1 < len(doc) else verb
    if not first or doc[first - 1].text != "," or not (first <= subject.i < verb.i):
        return False
    ended = after.i == verb.i or after.is_sent_start or after.text in {".", "?", "!"}
    if not ended or "quote" not in other.builds or verb.tag_ not in {"VBD", "VBZ"}:
        return False
    phrase = find_speaker(verb)
    return phrase is not None and can_speak(phrase, strict=True)


def _is_meanwhile(paragraph: Paragraph, other: Cue) -> bool:
    """Whether a clause without a comma tells what another said when the first had spoken.

    "said it is late | after the minister ruled out a truce": what is, or may be, has not its time
    in what somebody said once.
    """
    verb = other.verb
    opening = verb.left_edge
    if verb.dep_ != "advcl" or opening.lower_ not in _MEANWHILE or opening.i < 1:
        return False
    if not other.spoken and "quote" not in other.builds:
        return False
    if verb.tag_ != "VBD" or verb.head.i > opening.i or opening.nbor(-1).text == ",":
        return False
    told = finite(verb.head)
    if told.tag_ == "VBD" and (opening.lower_ == "after" or told.i == verb.head.i):
        return False
    phrase = find_speaker(verb)
    if phrase is None or not can_speak(phrase, strict=True):
        return False
    return find_content(paragraph, other) is not None


def goes_on(paragraph: Paragraph, other: Cue, construction: str) -> bool:
    """Whether a later cue begins a new report by the same speaker: ", adding that ..."."""
    verb = other.verb
    doc = paragraph.doc
    before = verb.i - 1
    while before >= 0 and doc[before].dep_ in {"advmod", "aux", "neg"}:
        before -= 1
    if before < 0 or verb.dep_ not in {
        "advcl",
        "conj",
        "acl",
        "ccomp",
        "xcomp",
        "pcomp",
        "dep",
    }:
        return False
    absolute = verb.tag_ == "VBG" and verb.head.tag_ == "VBG"
    inner = absolute or verb.head.dep_ == "advcl"
    if verb.dep_ == "conj" and inner and child_of(verb.head, {"nsubj"}) is not None:
        # "the enemy leaving first and pledging ...": whose subject that is; "went only after
        # Lind came and urged them to": who came urged.
        return False
    if verb.tag_ == "VBG":
        listed = other.lemma in word_list("going_on") or construction != "that"
        joined = doc[before].text == "," or doc[before].lower_ in {"and", "but"}
        joined = joined or paragraph.quoted(doc[before])
        told = listed and joined and not _judges_it(other)
        return told and (
            find_content(paragraph, other) is not None
            or _before_quotation(paragraph, verb)
            or _announces(paragraph, verb)
        )
    if verb.tag_ in {"VBD", "VBZ", "VBP"} and verb.dep_ in {"conj", "ccomp", "dep"}:
        if any(child.dep_ in {"nsubj", "nsubjpass"} for child in verb.children):
            return False
        joined = doc[before].lower_ in {"and", "but", "yet", "while"}
        # "said it was late and asked, “Why?”"
        quoted = "quote" in other.builds and _before_quotation(paragraph, verb)
        clause = "that" in other.builds or _is_later(verb)
        return joined and (quoted or (clause and find_content(paragraph, other) is not None))
    return False


def _judges_it(other: Cue) -> bool:
    """Whether a participle judges, by a pronoun, what a clause before it told.

    "said the talks went on, calling them hard".
    """
    above = (other.verb.head, *other.verb.head.ancestors)
    clause = any(one.dep_ == "ccomp" or child_of(one, {"ccomp"}) is not None for one in above)
    following = other.verb.doc[other.verb.i + 1 : other.verb.i + 2]
    return clause and "pred" in other.builds and any(word.lower_ in _SAID for word in following)


def _announces(paragraph: Paragraph, verb: Token) -> bool:
    """Whether a participle leads to what stands in the next paragraph: ", telling the Post:"."""
    doc = paragraph.doc
    for token in doc[verb.i + 1 :]:
        if token.text == ":":
            return token.i >= len(doc) - _NEXT
        if token.pos_ in {"VERB", "AUX", "PUNCT"}:
            return False
    return False


def _is_later(verb: Token) -> bool:
    """Whether a joined verb is in another tense than the verb it is joined to.

    "said the plan had been dead and accused them of delay": who says it accuses.
    """
    if verb.dep_ == "conj" and verb.tag_ == "VBD" and verb.head.tag_ in {"VBZ", "VBP"}:
        return True  # "said it stands by the plan and welcomed the talks"
    return verb.dep_ == "conj" and verb.head.tag_ in {"VBN", "VBG", "VB"}


def _before_quotation(paragraph: Paragraph, verb: Token) -> bool:
    after = paragraph.doc[verb.i + 1 : verb.i + 4]
    return any(paragraph.placeholder(token) for token in after)
