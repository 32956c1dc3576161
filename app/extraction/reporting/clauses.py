"""Clauses: reported clauses that the parse shows badly, found by the order of the words.

Long subjects, names the parser does not know and quoted words in the middle make it hang a
reported clause anywhere. But after a verb of saying "that" can hardly do anything else than
begin one, and neither can a subject with its verb right behind it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.extraction.reporting.cues import denying_head, is_denied, needs_that, word_list
from app.extraction.syntax import WH_WORDS

if TYPE_CHECKING:
    from spacy.tokens import Token

    from app.extraction.reporting.cues import Cue
    from app.extraction.reporting.paragraph import Paragraph

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_NOUN_PHRASE = frozenset({"DET", "ADJ", "NOUN", "PROPN", "PRON", "NUM", "ADV", "PART", "SYM"})
_BETWEEN = _NOUN_PHRASE | {"ADP", "PUNCT"}
_FURTHEST_THAT = 14  # tokens: "told reporters after a meeting in the capital on Friday that"
_FURTHEST_QUESTION = 5  # tokens: "declined to say outside court if"
_LONGEST_SUBJECT = 12  # tokens
_LONGEST_BESIDE = 18  # tokens of a subject past who is told
_STARTS = frozenset(
    {"DT", "PRP", "PRP$", "NNP", "NNPS", "NN", "NNS", "JJ", "JJR", "JJS", "EX", "CD", "PDT"}
)
_OF_WHICH = frozenset({"NOUN", "PROPN", "ADJ", "NUM"})
_OPENS_SUBJECT = frozenset({"DT", "PDT", "PRP", "PRP$", "EX"})
_JOINING = frozenset({"and", "but", "or"})
_CONDITIONS = frozenset({"if", "unless", "until", "provided", "lest"})
_AHEAD = frozenset({"to", "person"})
_INVERTED = frozenset({"had", "were", "should"})
_TAKES_PART = frozenset({"relcl", "acl", "advcl", "csubj", "pcomp"})
_WITHIN_NOUN = frozenset({"det", "poss", "amod", "compound", "nmod", "nummod"})
_LONGEST_CUT = 40  # tokens of what the parser took for the next sentence


def worded_clause(paragraph: Paragraph, cue: Cue) -> tuple[Token, Token] | None:
    """The clause after a cue by the words alone; None where they do not plainly begin one."""
    first = _after_that(paragraph, cue) or _question(paragraph, cue)
    if first is None and not needs_that(cue):
        first = _bare(paragraph, cue)
    if first is None:
        first = _subjectless(paragraph, cue)
    if first is None:
        return None
    last = _end(paragraph, cue, first)
    return (first, last) if last.i > first.i else None


def _after_that(paragraph: Paragraph, cue: Cue) -> Token | None:
    """The first token of a clause that "that" begins, a time or an addressee before it at most."""
    doc = paragraph.doc
    begin, end = _past_source(cue), cue.verb.sent.end
    for number in range(begin, min(end - 2, begin + _FURTHEST_THAT)):
        token = doc[number]
        if paragraph.quoted(token):
            return None
        if token.lower_ == "that" and token.tag_ == "IN" and token.dep_ in {"mark", "nsubj"}:
            clause = any(t.tag_ in _FINITE for t in doc[number + 1 : end])
            return doc[number + 1] if clause else None
        told = token.text.istitle() and doc[number - 1].lower_ == "to"  # a name taken for a verb
        given = token.tag_ == "VBN" and token.dep_ == "acl"  # "in an interview published by"
        if not (token.pos_ in _BETWEEN or told or given) or token.text in {";", ":"}:
            return None
        if token.dep_ == "dobj" and not _is_addressee(token):
            return None  # "voiced the fear that", "rejected the claim that"
    return None


def _past_source(cue: Cue) -> int:
    """Where a clause may begin, past where it is from: "reported, citing two officials, | that"."""
    doc, begin = cue.verb.doc, cue.tokens[-1].i + 1
    for number in range(begin, min(cue.verb.sent.end - 1, begin + 3)):
        if doc[number].text == "," and doc[number + 1].lower_ == "citing":
            after = (n for n in range(number + 2, cue.verb.sent.end - 1) if doc[n].text == ",")
            return next(after, begin - 1) + 1
    return begin


def _question(paragraph: Paragraph, cue: Cue) -> Token | None:
    """The first token of a question that somebody asks or leaves open: "did not say which"."""
    open_ = is_denied(cue.verb) or denying_head(cue.verb) is not None
    if not open_ and cue.lemma not in word_list("wondering"):
        return None
    doc, begin = paragraph.doc, cue.tokens[-1].i + 1
    for token in doc[begin : min(cue.verb.sent.end - 1, begin + _FURTHEST_QUESTION)]:
        if paragraph.quoted(token) or token.text in {",", ";", ":"}:
            return None
        if token.lower_ in WH_WORDS:
            return token
        if token.pos_ in {"VERB", "AUX"}:
            return None
    return None


def _is_addressee(token: Token) -> bool:
    return token.pos_ in {"PROPN", "PRON"} or token.tag_ == "NNS"


def _bare(paragraph: Paragraph, cue: Cue) -> Token | None:
    """The first token of a clause without "that": a subject and its verb right after the cue."""
    doc, begin = paragraph.doc, cue.tokens[-1].i + 1
    end = min(cue.verb.sent.end, begin + _LONGEST_SUBJECT)
    if begin >= end - 1 or doc[begin].tag_ not in _STARTS or paragraph.placeholder(doc[begin]):
        return None
    enclosed = False
    for number in range(begin, end):
        token = doc[number]
        if token.text == ",":
            enclosed = not enclosed
            continue
        if enclosed:
            continue
        if token.tag_ in _FINITE:
            joined = doc[number - 1].dep_ == "cc"  # "says Mass and leaves"
            return doc[begin] if number > begin and not joined else None
        if token.pos_ not in _NOUN_PHRASE and token.pos_ not in {"ADP", "PUNCT", "CCONJ"}:
            return None
    return None


def past_addressee(paragraph: Paragraph, cue: Cue) -> tuple[Token, Token] | None:
    """The clause that begins with an article or a pronoun right after who is told."""
    doc, begin = paragraph.doc, cue.tokens[-1].i + 1
    end = min(cue.verb.sent.end, begin + _LONGEST_SUBJECT)
    for number in range(begin, end):
        token = doc[number]
        if paragraph.quoted(token) or token.pos_ not in _NOUN_PHRASE:
            return None
        opens = number > begin and token.tag_ in _OPENS_SUBJECT
        if not opens or doc[number - 1].pos_ not in {"NOUN", "PROPN", "PRON"}:
            continue
        subject = doc[number + 1 : number + _LONGEST_BESIDE]
        rest = (t for t in subject if t.tag_ in _FINITE or t.pos_ not in _BETWEEN)
        verb = next((t for t in rest if t.lower_ != "including"), None)
        if verb is None or verb.tag_ not in _FINITE:
            return None
        last = _end(paragraph, cue, token)
        return (token, last) if last.i > verb.i else None
    return None


def _subjectless(paragraph: Paragraph, cue: Cue) -> Token | None:
    """What is said of what the relative clause around a cue describes.

    "a plan that officials said would fail", "which they argued could have passed".
    """
    doc, begin = paragraph.doc, cue.tokens[-1].i + 1
    if begin + 1 >= cue.verb.sent.end or doc[begin].tag_ not in _FINITE:
        return None
    if paragraph.quoted(doc[begin]) or doc[begin].i in paragraph.cues:
        return None
    opening = doc[max(cue.verb.sent.start, cue.verb.i - _LONGEST_SUBJECT) : cue.verb.i]
    relative = any(t.lower_ in {"that", "which", "what", "who"} for t in opening)
    # "a truce it hopes will hold": the pronoun right after what it speaks of.
    bare = len(opening) > 1 and opening[-1].tag_ == "PRP" and opening[-2].pos_ in _OF_WHICH
    return doc[begin] if (relative or bare) and opening[-1].text != "," else None


def _end(paragraph: Paragraph, cue: Cue, first: Token) -> Token:
    """The end of a clause: that of its sentence, or of the relative clause that the cue is in."""
    doc, sentence = paragraph.doc, cue.verb.sent
    last = _sentence_end(paragraph, cue) - 1
    inside = any(up.dep_ == "relcl" for up in (cue.verb, *cue.verb.ancestors))
    if inside:
        for number in range(first.i + 1, sentence.end):
            if doc[number].text == "," and not paragraph.quoted(doc[number]):
                last = number - 1
                break
    while last > first.i and doc[last].is_punct and not paragraph.quoted(doc[last]):
        last -= 1
    return doc[last]


def continued(paragraph: Paragraph, cue: Cue, first: Token, last: Token, *, joined: bool) -> Token:
    """The last token of a clause that goes on where the parser ended it too early.

    ``joined``: the cue goes on from another, wherever the parser hung it.
    """
    doc, end = paragraph.doc, _sentence_end(paragraph, cue)
    if _is_inside(cue) and not joined:
        return last  # the sentence goes on after the clause
    number = last.i + 1
    if number >= end - 1 or last.i < cue.verb.i:
        return last
    if last.i == cue.verb.sent.end - 1:
        return _close(paragraph, first, end)
    further = next((n for n in range(number, end) if _joins_that(paragraph, n)), None)
    told = further is not None and not _somebody_speaks(paragraph, number, further)
    if told or _is_broken(paragraph, number):
        return _close(paragraph, first, end)
    condition = doc[number + 1 if doc[number].text == "," else number]
    if condition.lower_ == "even" and condition.i + 1 < end:
        condition = condition.nbor(1)
    if condition.lower_ in _CONDITIONS and condition.dep_ == "mark":
        return condition.head.right_edge if condition.head.i > condition.i else last
    return last


def with_terms(paragraph: Paragraph, cue: Cue, construction: str, last: Token) -> Token:
    """The last token of a content with the terms and figures after it that the parser hung higher.

    "vowed to stay | if it is shut", "was 71 per cent, | up six points", "close, | subject to ...".
    """
    doc, end = paragraph.doc, _sentence_end(paragraph, cue)
    number = last.i + 1
    if _is_inside(cue) or number >= end - 2:
        return last
    comma = doc[number].text == ","
    term = doc[number + 1 if comma else number]
    if paragraph.quoted(term):
        return last
    if construction in _AHEAD and term.lower_ in _CONDITIONS and term.dep_ == "mark":
        return term.head.right_edge if term.head.i > term.i else last
    after = doc[term.i + 1]
    figure = term.lower_ in {"up", "down"} and (after.like_num or after.lower_ in {"from", "by"})
    counted = (term.like_num or term.lower_ in {"most", "some", "many"}) and after.lower_ == "of"
    owing = term.lower_ in {"subject", "thanks", "provided"} and after.dep_ in {"prep", "mark"}
    if comma and (figure or counted or owing):
        return _close(paragraph, last, end)
    return last


def _is_inside(cue: Cue) -> bool:
    """Whether a cue stands in a clause after which its sentence may go on."""
    above = [cue.verb, *cue.verb.ancestors]
    if cue.verb.tag_ == "VBG" and cue.verb.i and cue.verb.head.i < cue.verb.i:
        before = cue.verb.nbor(-1)
        if before.text in {",", "—", "–"} or before.dep_ == "cc":
            above = above[1:] if cue.verb.dep_ in {"advcl", "conj"} else above
    return any(up.dep_ in _TAKES_PART for up in above)


def _sentence_end(paragraph: Paragraph, cue: Cue) -> int:
    """The end of a cue's sentence, past a break that the parser saw where no full stop is."""
    doc, end = paragraph.doc, cue.verb.sent.end
    furthest = end + _LONGEST_CUT
    while 0 < end < len(doc) and not _closes(paragraph, end - 1):
        following = doc[end].sent.end
        if doc[end].i in paragraph.zone.collapsed or following > furthest:
            break
        end = following
    return end


def _closes(paragraph: Paragraph, number: int) -> bool:
    token = paragraph.doc[number]
    return token.is_space or number in paragraph.zone.collapsed or token.text[-1] in ".?!…:;"


def _joins_that(paragraph: Paragraph, number: int) -> bool:
    """Whether "and that" stands here, of a further clause that is reported."""
    doc = paragraph.doc
    if doc[number].lower_ not in _JOINING or number + 2 >= len(doc):
        return False
    that = doc[number + 1]
    return that.lower_ == "that" and that.tag_ == "IN" and not paragraph.quoted(that)


def _somebody_speaks(paragraph: Paragraph, start: int, end: int) -> bool:
    """Whether another report begins in between."""
    return any(n in paragraph.cues for n in range(start, end))


def _is_broken(paragraph: Paragraph, number: int) -> bool:
    """Whether what follows a clause can only belong to it: a verb whose subject it is.

    "it was possible | the minister was ill", "no trial | had he not stood".
    """
    doc = paragraph.doc
    token = doc[number]
    if paragraph.quoted(token) or number in paragraph.cues:
        return False
    after = doc[number + 1]
    if token.text == "," and after.tag_ in {"VBD", "VBZ", "MD"}:
        return number + 1 not in paragraph.cues and doc[number - 1].text != ","
    if token.tag_ in {"VBD", "VBZ", "VBP", "MD"}:
        return True
    inverted = token.lower_ in _INVERTED and after.pos_ in {"PRON", "PROPN", "DET"}
    noun = token
    while noun.dep_ in _WITHIN_NOUN and noun.head.i > noun.i:
        noun = noun.head
    subject = noun.dep_ in {"nsubj", "nsubjpass"}
    return inverted or (subject and token.tag_ in _STARTS and token.lower_ not in WH_WORDS)


def _close(paragraph: Paragraph, first: Token, end: int) -> Token:
    doc, last = paragraph.doc, end - 1
    while last > first.i and doc[last].is_punct and not paragraph.quoted(doc[last]):
        last -= 1
    return doc[last]
