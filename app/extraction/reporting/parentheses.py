"""Parentheses: a report between two commas of the sentence that it reports, by the words alone.

"The robber, Holm pointed out on Friday, is still out there", "There is no raise, as the speaker
has noted, only a new name": the parser seldom finds the sentence around such words again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.extraction.reporting import confidence
from app.extraction.reporting.contents import find_content
from app.extraction.reporting.cues import cue_tokens, is_denied, is_unsaid, needs_that
from app.extraction.reporting.drafts import Draft, source_span
from app.extraction.reporting.endings import segment, tells_occasion
from app.extraction.reporting.speakers import NounPhrase, can_speak, noun_phrase
from app.extraction.syntax import WH_WORDS, child_of

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

    from app.domain.spans import Span
    from app.extraction.reporting.cues import Cue
    from app.extraction.reporting.paragraph import Paragraph

_LONGEST = 16  # tokens between the commas
_TENSES = frozenset({"VBD", "VBZ", "VBP"})
_OPENING = frozenset({"and", "but", "or", "while", "when", "if", "because", "who", "which", "that"})
_NEAR = range(-3, 4)  # tokens between a quotation and a cue of its own
_STRAY = frozenset({'"', "”", "''"})  # the closing mark of a quotation that nothing opened
_FIRST_LETTERS = 4  # a quotation mark, perhaps a space, and a letter
ADJUNCT = frozenset({"IN", "WRB", "VBN", "VBG", "RB", "TO", "CC"})
_JOINING = frozenset({"and", "but"})
_FINITE = _TENSES | {"MD"}
_HELPERS = frozenset({"had", "has", "have", "was", "were", "is", "are", "will", "would", "could"})
_NOUNS = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
_HELPING = frozenset({"AUX", "ADV", "PART"})


def parenthetical(paragraph: Paragraph, cue: Cue) -> Draft | None:
    """The sentence around a cue and its subject that stand between two commas."""
    commas = _commas(paragraph, cue) if _is_told(cue) else None
    source = _subject(paragraph, cue, *commas) if commas is not None else None
    if commas is None or source is None or not can_speak(source, strict=True):
        return None
    (start, end), (opening, closing) = segment(cue.verb), commas
    parts = ((start, opening - 1), (closing + 1, end - 1))
    rest = quoted_rest(paragraph, *parts[1])
    parted = "that" in cue.builds and _is_parted(paragraph, *parts)
    if not (is_begun(paragraph, *parts[0]) if rest else parted or _is_plain(paragraph, cue)):
        return None
    spans = [_span(paragraph, *parts[0]), rest or _span(paragraph, *parts[1])]
    if not parted and tells_occasion(paragraph.doc, *parts[1]):
        spans.pop()
    if any(span is None for span in spans):
        return None
    return draft_aside(paragraph, cue, source, [span for span in spans if span is not None])


def _is_plain(paragraph: Paragraph, cue: Cue) -> bool:
    """Whether a cue has no content of its own in the parse and may have the sentence's."""
    content = find_content(paragraph, cue)
    return content is None and "that" in cue.builds and not needs_that(cue)


def _is_parted(paragraph: Paragraph, before: tuple[int, int], after: tuple[int, int]) -> bool:
    """Whether a subject and its verb stand on the two sides: "The plan, he said, was late"."""
    doc = paragraph.doc
    side = doc[before[0] : before[1] + 1]
    if not len(side) or side[0].tag_ in ADJUNCT or after[0] > after[1]:
        return False
    verbs = [t for t in side if t.tag_ in _FINITE and "relcl" not in {t.dep_, t.head.dep_}]
    first = doc[after[0]]
    if first.tag_ == "RB" and after[0] < after[1]:
        first = first.nbor(1)
    if verbs:
        helped = verbs == [side[-1]] and side[-1].lower_ in _HELPERS
        return helped and first.tag_ in {"VB", "VBN", "VBG"}  # "There had, she said, been"
    return side[-1].pos_ in _NOUNS and first.tag_ in _FINITE


def closing(paragraph: Paragraph, cue: Cue) -> Draft | None:
    """The sentence before a cue and its subject, when only some words of it are quoted.

    "The council is late and “nobody minds”, the paper added": what no clause is to the parser.
    """
    doc, verb = paragraph.doc, cue.verb
    subject = child_of(verb, {"nsubj"})
    if subject is None or subject.tag_ in {"WP", "WDT"} or needs_that(cue) or not _is_told(cue):
        return None  # "a word that Lind, who speaks for the farmers, ..."
    source = noun_phrase(subject)
    start, end = segment(verb)
    stop = min(source.first.i, cue.tokens[0].i)
    last = stop - 1
    while last > start and doc[last].text == "," and not paragraph.quoted(doc[last]):
        last -= 1
    if last == stop - 1 and not paragraph.quoted(doc[last]):
        return None
    side = doc[start : last + 1]
    behind = [token for token in doc[verb.i + 1 : end] if paragraph.quoted(token)]
    if last <= start or behind or not _is_half_quoted(paragraph, side):
        return None
    if not can_speak(source, strict=False) or paragraph.quoted(subject):
        return None
    return draft_aside(paragraph, cue, source, [paragraph.content_span(side[0], side[-1])])


def _is_told(cue: Cue) -> bool:
    """Whether a cue that a quotation may stand beside says that something was said."""
    verb = cue.verb
    has = verb.i > 0 and verb.tag_ == "VBN" and verb.nbor(-1).lower_ in {"has", "have", "had"}
    told = (verb.tag_ in _TENSES or has) and "quote" in cue.builds
    return told and not is_unsaid(verb) and not is_denied(verb)


def _is_half_quoted(paragraph: Paragraph, side: Tokens) -> bool:
    """Whether a side of a sentence has quoted words that its own words lead to or go on from.

    Not "When asked, “I cannot say”" nor "Holm said “yes”": there nobody else says the whole.
    """
    doc, start = paragraph.doc, side[0].i
    plain = [token for token in side if not paragraph.quoted(token)]
    words = [token for token in plain if not token.is_punct]
    half = len(words) > 0 and (len(plain) < len(side) or side[-1].text in _STRAY)
    if not half or side[0].tag_ in ADJUNCT:
        return False
    for token in side:
        if not paragraph.quoted(token) or (token.i > start and paragraph.quoted(doc[token.i - 1])):
            continue
        before = doc[token.i - 1] if token.i > start else None
        if before is not None and before.is_punct and paragraph.placeholder(token):
            return False  # a sentence of its own
    # Whoever else speaks there stands beside the quoted words.
    near = {n + d for n in range(start, side[-1].i + 1) if paragraph.quoted(doc[n]) for d in _NEAR}
    return not any(token.i in near and token.i in paragraph.cues for token in plain)


def draft_aside(paragraph: Paragraph, cue: Cue, source: NounPhrase, content: list[Span]) -> Draft:
    """The draft of what is said by a cue and its subject that stand aside in the sentence."""
    cue_place = paragraph.zone.tokens_span(*cue_tokens(cue))
    place = source_span(paragraph.zone, source)
    reason = (
        f"“{cue_place.of(paragraph.text)}” stands aside in the sentence; its subject is "
        f"“{place.of(paragraph.text)}”."
    )
    return Draft(content, cue_place, place, confidence.ASIDE, [reason], cue_place.start)


def is_begun(paragraph: Paragraph, start: int, end: int) -> bool:
    """Whether a sentence begins in the outlet's words: "It was not, he says, “quite ready”"."""
    doc = paragraph.doc
    side = doc[start + 1 if doc[start].tag_ == "CC" else start : end + 1]
    if not len(side) or side[0].tag_ in ADJUNCT:
        return False  # "When they met, Lind said, “...”"
    if paragraph.quoted(side[0]) or any(map(paragraph.placeholder, side)):
        return False
    return any(t.dep_ in {"nsubj", "nsubjpass", "expl"} for t in side)


def quoted_rest(paragraph: Paragraph, start: int, end: int) -> Span | None:
    """The quotation that begins a side of the sentence, and after which nothing more is said."""
    doc = paragraph.doc
    if start <= end and doc[start].lower_ in _JOINING:
        start += 1  # "There was “support”, he said, and “even greater unity”"
    last = start
    while last <= end and paragraph.quoted(doc[last]):
        last += 1
    if last == start or not _is_closed(paragraph, last, end):
        return None
    place = paragraph.content_span(doc[start], doc[last - 1])
    words = paragraph.text[place.start : place.start + _FIRST_LETTERS]
    return place if words.lstrip("“‘\"'„«» ")[:1].islower() else None


def _is_closed(paragraph: Paragraph, number: int, end: int) -> bool:
    """Whether a sentence ends here, or goes on with another report: ", adding that ..."."""
    doc = paragraph.doc
    while number <= end and doc[number].is_punct and not paragraph.quoted(doc[number]):
        number += 1
    if number <= end and doc[number].lower_ in _JOINING:
        number += 1
    return number > end or number in paragraph.cues


def _span(paragraph: Paragraph, start: int, end: int) -> Span | None:
    """A side of the sentence; None where it is empty, quoted speech or tells who says it."""
    doc = paragraph.doc
    while end > start and (doc[end].is_punct or doc[end].is_space):
        end -= 1
    side = doc[start : end + 1]
    if end < start or all(map(paragraph.quoted, side)) or any(map(paragraph.placeholder, side)):
        return None
    if any(token.i in paragraph.cues and token.tag_ in _TENSES for token in side):
        return None
    return paragraph.content_span(doc[start], doc[end])


def _commas(paragraph: Paragraph, cue: Cue) -> tuple[int, int] | None:
    """The commas around a cue in its sentence, past a relative clause on its subject."""
    doc, number = paragraph.doc, cue.verb.i
    start, end = segment(cue.verb)
    opening = next((n for n in range(number, start, -1) if doc[n].text == ","), None)
    after = [n for n in range(cue.tokens[-1].i, end - 1) if doc[n].text == ","]
    behind = cue.tokens[-1].i + 1
    if behind < end and paragraph.quoted(doc[behind]):
        after.insert(0, behind - 1)  # "There was support, he said “and more”"
    if opening is None or not after or number - opening > _LONGEST:
        return None
    closing = after[0]
    if len(after) > 1 and doc[closing + 1].lower_ in {"who", "whose", "a", "an", "the"}:
        closing = after[1]  # "notes Holm, who sells them, ..."
    inside = doc[opening + 1 : closing + 1]
    plain = closing - opening <= _LONGEST and not any(map(paragraph.quoted, inside))
    return (opening, closing) if plain else None


def _subject(paragraph: Paragraph, cue: Cue, opening: int, closing: int) -> NounPhrase | None:
    """Who says it: what stands between the comma and the cue, or right after the cue."""
    doc, first = paragraph.doc, cue.tokens[0].i
    begin = opening + 1
    if doc[begin].lower_ == "as":
        begin += 1
    if doc[begin].lower_ in _OPENING | WH_WORDS:
        return None
    if begin == first:
        after = doc[cue.tokens[-1].i + 1 : closing]
        nouns = [t for t in after if t.pos_ in {"PROPN", "NOUN"} and t.dep_ != "compound"]
        name = nouns[0] if nouns else None
        return noun_phrase(name) if name is not None and _heads(name, after) else None
    end = first - 1
    while end > begin and doc[end].pos_ in _HELPING:
        end -= 1
    name = doc[end]
    if name.tag_ in {"WP", "WDT"} or name.lower_ == "that":
        return None
    if name.pos_ not in {"PROPN", "NOUN", "PRON"} or doc[begin].pos_ in {"ADP", "SCONJ", "VERB"}:
        return None
    return NounPhrase(doc[begin], name, name)


def _heads(name: Token, after: Tokens) -> bool:
    """Whether only parts of a name stand before it."""
    return all(t.pos_ in {"PROPN", "DET", "ADJ", "NOUN"} for t in after if t.i < name.i)
