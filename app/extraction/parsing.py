"""Parsing: each prose paragraph as a spaCy Doc, and the way back from its tokens to the text.

The parser never sees quotation marks. A quotation that is a sentence of its own, or more than
one, is replaced by one word, because its sentences would cut the sentence that reports it in
two; a quoted fragment ('called it "premature"') stays, without its marks, as it is part of the
grammar around it.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import spacy

from app.domain.spans import Span
from app.errors import SetupError
from app.extraction.grammar.annotating import Annotator

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.language import Language
    from spacy.tokens import Doc, Token

    from app.domain.articles import CleanText, Zone
    from app.domain.statements import Quotation

# The word that stands for a collapsed quotation. Of nine words tried ("This", "Quote", "Words",
# ...) it alone was never parsed as the subject of the verb of saying or as its root.
PLACEHOLDER = "Yes"

# Recognising entities costs more than half of a reading and nothing here reads them; the
# sentence recogniser of some pipelines does what the parser does.
_UNUSED_PIPES = ("ner", "senter", "entity_linker")

# spaCy refuses texts of a million characters, and one endless line must not fill the memory: a
# longer paragraph is parsed in parts. No paragraph of a newspaper comes near it.
_LONGEST_PART = 5_000
# What has no end of a sentence for so long is no sentence, and is cut at a space: the rules look
# at all of a sentence for each of its words, which must not grow with a text that never stops.
_LONGEST_SENTENCE = 2_500

_SENTENCE_BREAK = re.compile(r"[.!?…][\"'”’»)\]]*\s+[“‘\"'«(\[]?[A-Z0-9]")
# A place, and perhaps a date and an agency, before a dash: no part of the sentence after it.
_DATELINE = re.compile(
    r"[A-Z][\w.’'-]*(?:[ ,/]+(?:[A-Z][\w.’'-]*|\d{1,4}|de|of|the|and)){0,6},? ?"
    r"(?:\([^()\n]{2,40}\))?(?: ?[—–]+ ?| ?-- ?| - )(?=[A-Z“\"'‘])"
)
_LONGEST_DATELINE = 90
_BRACKET = re.compile(r"[\[\]]")
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_ABBREVIATION = re.compile(r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|Gen|Col|Sen|Rep|Gov|St|No|Jr)\.$")
# What stands right before a noun.
_BEFORE_NOUN = re.compile(
    r"\b(?:the|an?|its|his|her|their|our|my|this|these|those|[^\W_]+['’]s|of|so-called) ?$",
    re.IGNORECASE,
)
_UNEVEN = re.compile(r"\s\s|[^\S ]")
_DASHES = str.maketrans("―", "—")  # the model does not know the longer one
_LETTER = re.compile(r".[\u0300-\u036f]*", re.DOTALL)  # with its combining marks
_LEAST_WORDS_COLLAPSED = 3
_LONGEST_NAME = 60  # characters
_LONGEST_FRAGMENT = 600  # characters; longer than any clause, and a bound for what is parsed


@dataclass(frozen=True)
class ParsedZone:
    """A paragraph of prose, or a part of a very long one, with its parse.

    ``starts`` and ``ends`` give, for each character of the doc, where in the clean text the
    characters stand that it was made from.
    """

    zone: Zone
    doc: Doc
    starts: Sequence[int]
    ends: Sequence[int]
    collapsed: dict[int, Quotation]  # by token number: what a placeholder stands for

    def span(self, start_char: int, end_char: int) -> Span:
        """The place in the clean text of the doc's characters from start to before end."""
        if start_char >= end_char:
            place = self.starts[start_char] if start_char < len(self.starts) else self.ends[-1]
            return Span(place, place)
        return Span(self.starts[start_char], self.ends[end_char - 1])

    def token_span(self, token: Token) -> Span:
        """The place in the clean text of one token; the whole quotation for a placeholder."""
        first = token.idx
        return Span(self.starts[first], self.ends[first + len(token) - 1])

    def tokens_span(self, first: Token, last: Token) -> Span:
        """The place in the clean text from the first of two tokens to the end of the last."""
        return self.span(first.idx, last.idx + len(last))

    @cached_property
    def token_starts(self) -> array[int]:
        """Where in the clean text each token starts."""
        return array("i", map(self.starts.__getitem__, self.doc.to_array("IDX").tolist()))

    @cached_property
    def _token_ends(self) -> array[int]:
        places: list[list[int]] = self.doc.to_array(["IDX", "LENGTH"]).tolist()
        return array("i", (self.ends[first + length - 1] for first, length in places))

    def first_token_from(self, offset: int) -> int | None:
        """The number of the first token that ends after an offset of the clean text."""
        number = bisect_right(self._token_ends, offset)
        return number if number < len(self.doc) else None

    def last_token_before(self, offset: int) -> int | None:
        """The number of the last token that starts before an offset of the clean text."""
        number = bisect_left(self.token_starts, offset)
        return number - 1 if number else None

    def token_at(self, offset: int) -> Token | None:
        """The token printed at an offset of the clean text; None when there is none."""
        number = self.first_token_from(offset)
        if number is None or self.token_span(self.doc[number]).start > offset:
            return None
        return self.doc[number]


@dataclass(frozen=True)
class ParsedText:
    """A clean text with its quotations and the parse of its prose, in order."""

    text: CleanText
    quotations: tuple[Quotation, ...]
    zones: tuple[ParsedZone, ...]


class Parser:
    """The spaCy pipeline, loaded once per process."""

    def __init__(self, model: str) -> None:
        """Load the pipeline named ``model``; raises SetupError when it is not installed."""
        try:
            self.nlp: Language = spacy.load(model, exclude=list(_UNUSED_PIPES))
        except OSError as error:
            raise SetupError(
                f"The spaCy pipeline '{model}' is not installed. Install On Record's requirements "
                "again, or set ONRECORD_SPACY_MODEL to one that is."
            ) from error
        self._annotator = Annotator(self.nlp)

    def docs(self, texts: Iterable[str]) -> Iterator[Doc]:
        """The parses of some texts, in order: as ``nlp.pipe`` gives them, in half the time."""
        return self._annotator.docs(texts)

    def doc(self, text: str) -> Doc:
        """The parse of one text."""
        return next(self.docs((text,)))

    def parse(self, text: CleanText, quotations: tuple[Quotation, ...]) -> ParsedText:
        """The prose of a text, parsed; the quotations must be in order and not overlap."""
        parts = list(_parts(text, quotations))
        docs = self.docs(part.take_text() for part in parts)
        zones = tuple(
            ParsedZone(part.zone, doc, *part.take_places(), part.placed(doc))
            for part, doc in zip(parts, docs, strict=True)
        )
        return ParsedText(text, quotations, zones)


def stands_alone(words: str) -> bool:
    """Whether quoted words are sentences of their own and not a part of the sentence around."""
    if len(words) > _LONGEST_FRAGMENT:
        return True
    if len(_WORD.findall(words[:200])) < _LEAST_WORDS_COLLAPSED:
        return False
    stripped = words.strip(" \t\n…[]().")
    if stripped[:1].isupper() or words.rstrip().endswith(("?", "!", "…")):
        return True
    return any(
        not _ABBREVIATION.search(words[: match.start() + 1])
        for match in _SENTENCE_BREAK.finditer(words)
    )


_SENTENCE_ENDS = (".", "!", "?", "…")


@dataclass
class _Part:
    """The text of a doc to be, and where its characters come from."""

    zone: Zone
    pieces: list[str]
    starts: array[int]
    ends: array[int]
    placeholders: list[tuple[int, Quotation]]
    even: bool = True  # whether its characters are one piece of the text as it is

    @classmethod
    def of(cls, zone: Zone) -> _Part:
        return cls(zone, [], array("i"), array("i"), [])

    def take_text(self) -> str:
        """The text, whose pieces are let go: of a long article they are ten times its size."""
        text = "".join(self.pieces)
        self.pieces.clear()
        return text

    def take_places(self) -> tuple[Sequence[int], Sequence[int]]:
        """Where its characters start and end in the clean text, which are let go."""
        starts, ends = self.starts, self.ends
        self.starts = self.ends = array("i")
        if not self.even:
            return starts, ends
        return range(starts[0], ends[-1]), range(starts[0] + 1, ends[-1] + 1)

    def copy(self, text: str, start: int, end: int) -> None:
        """Add text[start:end], runs of white space as one space, letters composed (NFC)."""
        words = text[start:end]
        if (self.pieces or not words[:1].isspace()) and _is_plain(words):
            self.pieces.append(words.translate(_DASHES))
            self.even = self.even and (not self.starts or self.starts[-1] + 1 == start)
            self.starts.extend(range(start, end))
            self.ends.extend(range(start + 1, end + 1))
            return
        self.even = False
        for match in re.finditer(r"\s+|\S+", text[start:end]):
            if match.group().isspace():
                if self.pieces:
                    self.put(" ", start + match.start(), start + match.end())
            elif not unicodedata.is_normalized("NFC", match.group()):
                # A letter and its accent as two characters: the model knows them as one.
                for letter in _LETTER.finditer(match.group()):
                    place = start + match.start() + letter.start()
                    composed = unicodedata.normalize("NFC", letter.group())
                    self.put(composed, place, place + len(letter.group()))
            else:
                self.pieces.append(match.group().translate(_DASHES))
                self.starts.extend(range(start + match.start(), start + match.end()))
                self.ends.extend(range(start + match.start() + 1, start + match.end() + 1))

    def put(self, word: str, start: int, end: int) -> None:
        """Add a word that stands for text[start:end]."""
        self.even = False
        self.pieces.append(word)
        self.starts.extend([start] * len(word))
        self.ends.extend([end] * len(word))

    def placed(self, doc: Doc) -> dict[int, Quotation]:
        """The number of each placeholder's token."""
        if not self.placeholders:
            return {}
        by_character = dict(self.placeholders)
        places: list[int] = doc.to_array("IDX").tolist()
        return {
            number: by_character[place]
            for number, place in enumerate(places)
            if place in by_character
        }


def _is_plain(words: str) -> bool:
    """Whether words need no change of white space or letters."""
    return not _UNEVEN.search(words) and unicodedata.is_normalized("NFC", words)


def _parts(text: CleanText, quotations: tuple[Quotation, ...]) -> Iterator[_Part]:
    upcoming = 0
    for zone in text.prose:
        while upcoming < len(quotations) and quotations[upcoming].span.start < zone.span.start:
            upcoming += 1
        part = _Part.of(zone)
        place = _after_dateline(text.text, zone.span)
        while upcoming < len(quotations) and quotations[upcoming].span.end <= zone.span.end:
            quotation = quotations[upcoming]
            upcoming += 1
            yield from _copied(part, text.text, place, quotation.span.start)
            if len(part.starts) >= _LONGEST_PART:
                yield part
                part = _Part.of(zone)
            _add_quotation(part, text.text, quotation)
            place = quotation.span.end
        yield from _copied(part, text.text, place, zone.span.end)
        if part.starts:
            yield part


def _after_dateline(text: str, span: Span) -> int:
    """Where a paragraph's first sentence starts, past "PARIS, June 3 (Agency) — " before it."""
    match = _DATELINE.match(text, span.start, min(span.end, span.start + _LONGEST_DATELINE))
    return match.end() if match else span.start


def _copied(part: _Part, text: str, start: int, end: int) -> Iterator[_Part]:
    """Copy a stretch into the part, giving out full copies of it when it grows too long.

    A full part ends where a sentence does; only an endless sentence is cut within.
    """
    while end - start > _LONGEST_SENTENCE:
        limit = start + _LONGEST_SENTENCE
        breaks = [match.start() + 1 for match in _SENTENCE_BREAK.finditer(text, start, limit)]
        cut = breaks[-1] if breaks else text.rfind(" ", start + _LONGEST_SENTENCE // 2, limit)
        cut = limit if cut < 0 else cut
        part.copy(text, start, cut)
        start = cut
        if not breaks or len(part.starts) > _LONGEST_PART:
            yield replace(part)
            part.pieces, part.starts, part.ends = [], array("i"), array("i")
            part.placeholders, part.even = [], True
    part.copy(text, start, end)


def _is_short_utterance(part: _Part, words: str) -> bool:
    """Whether one or two quoted words open a sentence and end like one: "Then go," said Holm."""
    before = "".join(part.pieces[-2:]).rstrip(" ")
    opens = not before or before[-1] in ".!?:…"
    return opens and words[:1].isupper() and words.rstrip()[-1:] in set(",.?!…")


def _is_named_thing(part: _Part, words: str) -> bool:
    """Whether quoted words with a capital are a noun of the sentence: the “Northern plan” is."""
    if len(words) > _LONGEST_NAME or not words[-1:].isalnum() or _SENTENCE_BREAK.search(words):
        return False
    return _BEFORE_NOUN.search("".join(part.pieces[-2:])) is not None


def _add_quotation(part: _Part, text: str, quotation: Quotation) -> None:
    words = quotation.words.of(text)
    inside = not stands_alone(words) or _is_named_thing(part, words)
    if inside and not _is_short_utterance(part, words):
        # "solidarity [with Ukraine]": brackets put in by the outlet break the parse.
        start = quotation.words.start
        for bracket in _BRACKET.finditer(text, *quotation.words):
            part.copy(text, start, bracket.start())
            start = bracket.end()
        part.copy(text, start, quotation.words.end)
        return
    if part.pieces and part.pieces[-1][-1:] in _SENTENCE_ENDS:
        # "in 2022.“Many ...": paragraphs run together, which the tokeniser takes for one word.
        part.put(" ", quotation.span.start, quotation.span.start)
    part.placeholders.append((len(part.starts), quotation))
    body = words.rstrip()
    mark = body[-1:] if body[-1:] in {",", ".", "?", "!", ";", ":"} else ""
    part.put(PLACEHOLDER, *quotation.span)
    if not mark:
        return
    # "Really?" he asked. The mark ends the quoted sentence, not the one that reports it.
    following = text[quotation.span.end : quotation.span.end + 3].lstrip()
    if mark in "?!" and following[:1].islower():
        mark = ","
    end = quotation.words.start + len(body)
    part.put(mark, end - 1, end)
