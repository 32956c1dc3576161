"""Zoning: what each paragraph of a page is, told by its position, length, and signs.

The cascade, for each paragraph in order:

1. a line without words, or one that pages print (a time, an address, a byline): boilerplate;
2. a line that opens the readers' comments, with prose above it: comments from there on;
3. a line that opens a section of the page's own: all below it is the page's, until two paragraphs
   of plain prose in a row come after an appeal, or one after a box or a list of links;
4. an address to the reader: boilerplate;
5. a photograph's caption, by its credit;
6. the title, however often it is printed: headline; other short lines without a full stop:
   headings;
7. all else: body.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.domain.articles import Zone, ZoneRole
from app.domain.spans import Span
from app.extraction.lexicons import load_pattern
from app.extraction.turns import labels_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST_LINE = 300  # characters; a longer paragraph is never a single piece of page furniture
_LONGEST_HEADING = 140
_SHORTEST_REPEATED = 25
_MOST_HEADING_WORDS = 22
_LONGEST_CAPTION_WORDS = 60
_SHORT_ADDRESS_WORDS = 14  # an imperative without a site word counts only in so short a line
_SHORTEST_PROSE = 100  # characters; a shorter paragraph does not close an open section
# Paragraphs of plain prose in a row that close an open section.
_PROSE_TO_CLOSE = {"appeals": 2, "boxes": 1}

_WORD = re.compile(r"[^\W\d_]{2,}")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]*’(?![^\W_])|«[^»]*»|„[^“”]*[“”]")
_QUOTED_SENTENCE = re.compile(  # a pull quotation, perhaps signed
    r"[“\"‘«„`].{12,}[.!?,](?:[”\"’»]| ?'')"
)
# A pull quotation without a full stop: “Six homes, six victims” — Anna Lind, closing for the Crown
_SIGNED = re.compile(r"[“\"‘«„'][^“”\"«»„]{12,}[”\"’»'“] ?(?:[—–―-]|--) ?[A-Z]")
# Lind said: “we will never go”; a headline has the present tense or no verb.
_ANNOUNCED = re.compile(
    r"\b(?:said|told|wrote|added|asked|replied|answered|warned|tweeted|posted|stated|declared"
    r"|insisted|continued|explained)\b[^.!?]{0,60}[:,] ?[“\"‘«„]"
    r"|\b\w{3,}ed: ?[“\"‘«„]"  # texted: "so be it"
    r"|^[^“”\"‘’«»]+ (?:said|told|added)\b[^“”\"«»]*[“\"«]"  # said it was "promising"
)
# Anna Lind: "I see no way to win"
_NAMED = re.compile(r"(?:[A-Z][\w.’-]+ ){0,3}[A-Z][\w.’-]+: (?:“[^”]+”|\"[^\"]+\")")
_LEAST_WORDS_NAMED = 6
_READER = re.compile(r"\b(?:you|your|yours|yourself)\b", re.IGNORECASE)
_WE = re.compile(r"\b(?:we|us|our|ours)\b", re.IGNORECASE)
_MONEY_ASKED = re.compile(
    r"(?:[$€£¥₴₹]\s?\d|\d\s?(?:euros?|dollars?|pounds?)\b).*\b(?:month|year|week|donat\w*|support)"
    r"|\b(?:donat\w*|support|contribut\w*|subscri\w*)\b.*(?:[$€£¥₴₹]\s?\d)",
    re.IGNORECASE | re.DOTALL,
)
_WEB_ADDRESS = re.compile(r"https?://\S+|www\.\S+")
_SENTENCE_END = re.compile(r"[.!?…:;][\s'\"”’»)\]]*$|[”\"»]$")
_GOES_ON = re.compile(r"[\w-]")  # "Follow-up talks", "Sharepoint": no order after all
_GAPS = frozenset({"...", "…"})
_NOT_LETTERS = re.compile(r"[\W_]+")


def find_zones(text: str, paragraphs: Sequence[Span], title: str | None) -> list[Zone]:
    """A zone for each paragraph, in order; ``paragraphs`` are in order and do not overlap."""
    return _Zoning(text, paragraphs, title).zones()


class _Zoning:
    def __init__(self, text: str, paragraphs: Sequence[Span], title: str | None) -> None:
        self._paragraphs = paragraphs
        between = zip([Span(0, 0), *paragraphs], paragraphs, strict=False)
        self._on_line = ["\n" not in text[one.end : other.start] for one, other in between]
        self._words = [span.of(text) for span in paragraphs]
        self._plain = [_QUOTED.sub(" ", words[:2_000]) for words in self._words]
        self._turns = labels_of(self._words)
        self._headline = _key(title) if title else ""
        self._last_prose = max(
            (number for number in range(len(paragraphs)) if self._is_prose(number)), default=-1
        )
        if not self._headline and paragraphs and self._is_repeated_below(self._words[0]):
            self._headline = _key(self._words[0])

    def zones(self) -> list[Zone]:
        """The zones, in order."""
        roles: list[ZoneRole] = []
        section: ZoneRole | None = None  # the open section, if any
        closing = 0  # the paragraphs of prose that close it
        prose_seen = False
        number = 0
        while number < len(self._paragraphs):
            if prose_seen and self._matches(number, "comment_openers"):
                section = ZoneRole.COMMENT
            elif section is not ZoneRole.COMMENT and (opened := self._opens_section(number)):
                section, closing = ZoneRole.BOILERPLATE, max(opened, closing if section else 0)
            elif section is ZoneRole.BOILERPLATE and self._prose_resumes(number, closing):
                section = None
            role = section or self._role(number, prose_seen=prose_seen)
            if role is ZoneRole.BODY and self._goes_on_with_page(number, roles):
                role = ZoneRole.BOILERPLATE
            if role is ZoneRole.HEADLINE and not self._headline:
                self._headline = _key(self._words[number])
            prose_seen = prose_seen or (role is ZoneRole.BODY and self._is_prose(number))
            roles.append(role)
            number += 1
        return [Zone(span, role) for span, role in zip(self._paragraphs, roles, strict=True)]

    def _role(self, number: int, *, prose_seen: bool) -> ZoneRole:
        """What a paragraph is by itself, outside any open section."""
        words = self._words[number]
        if self._headline and _key(words) == self._headline:
            # A title printed again as the first sentence, now with its full stop, is that.
            above = self._words[0] if number == 1 else ""
            lead = words[-1] == "." and above[-1:] != "." and _key(above) == self._headline
            return ZoneRole.BODY if lead else ZoneRole.HEADLINE
        if number in self._turns:
            return ZoneRole.BODY
        if self._belongs_to_page(number):
            return ZoneRole.BOILERPLATE
        if self._is_caption(number):
            return ZoneRole.CAPTION
        if self._is_heading(number):
            first = not prose_seen and not self._headline
            return ZoneRole.HEADLINE if first else ZoneRole.HEADING
        return ZoneRole.BODY

    def _goes_on_with_page(self, number: int, roles: list[ZoneRole]) -> bool:
        """Whether the page, past a gap on the same line, goes on to speak of itself: "We ..."."""
        above = number - 1
        if above < 1 or not self._on_line[number] or self._words[above] not in _GAPS:
            return False
        ours = _WE.search(self._plain[number]) or _READER.search(self._plain[number])
        return bool(ours) and self._on_line[above] and roles[above - 1] is ZoneRole.BOILERPLATE

    def _is_repeated_below(self, words: str) -> bool:
        """Whether the first line is a title that the line below it begins with."""
        if len(self._words) < 2 or not _SHORTEST_REPEATED <= len(words) <= _LONGEST_LINE:
            return False
        if words[-1] == ".":
            return False  # a sentence that is printed twice
        return _key(self._words[1][: len(words) + _LONGEST_HEADING]).startswith(_key(words))

    def _matches(self, number: int, entry: str) -> bool:
        words = self._words[number]
        if len(words) > _LONGEST_LINE:
            return False
        return load_pattern("boilerplate", entry).fullmatch(words) is not None

    def _opens_section(self, number: int) -> int:
        """How many paragraphs of prose close the section opened here; 0 when none is."""
        # A sentence that happens to begin like an opener is longer than a heading.
        if len(self._words[number].split()) > _MOST_HEADING_WORDS:
            return 0
        found = (count for kind, count in _PROSE_TO_CLOSE.items() if self._matches(number, kind))
        return next(found, 0)

    def _prose_resumes(self, number: int, count: int) -> bool:
        following = range(number, min(number + count, self._last_prose + 1))
        return len(following) == count and all(map(self._is_news_prose, following))

    def _is_prose(self, number: int) -> bool:
        words = self._words[number]
        return len(words) >= _SHORTEST_PROSE and bool(_SENTENCE_END.search(words[-5:]))

    def _is_news_prose(self, number: int) -> bool:
        plain = self._plain[number]
        addressed = _READER.search(plain) or _WE.search(plain)
        return self._is_prose(number) and not addressed and not self._belongs_to_page(number)

    def _belongs_to_page(self, number: int) -> bool:
        words, plain = self._words[number], self._plain[number]
        if not _WORD.search(words) or self._matches(number, "whole_lines"):
            return True
        order = load_pattern("boilerplate", "imperatives").match(plain)
        imperative = order is not None and not _GOES_ON.match(plain, order.end())
        short = len(words.split()) <= _SHORT_ADDRESS_WORDS
        linked = _WEB_ADDRESS.search(words) is not None
        reader, we = _READER.search(plain) is not None, _WE.search(plain) is not None
        if (reader or imperative) and _MONEY_ASKED.search(plain):
            return True
        may_ask = reader or imperative or we or len(words) <= _LONGEST_LINE // 2
        site_words = _site_words(plain) if may_ask else 0  # looking for them takes longest
        if site_words and (reader or imperative):
            return True
        if site_words > 1 and (we or len(words) <= _LONGEST_LINE // 2):
            return True
        if imperative and (linked or (short and words[-1] not in ".?")):
            return not self._is_prose(number)
        return False

    def _is_caption(self, number: int) -> bool:
        words = self._words[number]
        if len(words.split()) > _LONGEST_CAPTION_WORDS or _QUOTED.search(words):
            return False
        if load_pattern("boilerplate", "caption_labels").fullmatch(words):
            return True
        tail = words[-120:]
        pattern = load_pattern("boilerplate", "caption_ends")
        return any(match.end() == len(tail) for match in pattern.finditer(tail))

    def _breaks_off(self, number: int) -> bool:
        """Whether something is left out after a paragraph, on the same line."""
        below = number + 1
        if below >= len(self._words) or not self._on_line[below]:
            return False
        return self._words[below] in _GAPS

    def _is_heading(self, number: int) -> bool:
        words = self._words[number]
        most = _SHORT_ADDRESS_WORDS if self._breaks_off(number) else _MOST_HEADING_WORDS
        if len(words) > _LONGEST_HEADING or len(words.split()) > most:
            return False
        if words[0].islower() or _QUOTED_SENTENCE.search(words) or _SIGNED.match(words):
            return False
        if _ANNOUNCED.search(words) or (words[0] == "“" and "”" not in words):
            return False
        if _NAMED.fullmatch(words) and len(words.split()) >= _LEAST_WORDS_NAMED:
            return not self._headline
        if words.endswith("?") and not _QUOTED.search(words):
            return True  # "Elections next year?"
        ends_quoted = words.endswith(("’", "”", "'", '"')) and words[-2:-1] not in set(",.!?…")
        return ends_quoted or not _SENTENCE_END.search(words)


def _site_words(plain: str) -> int:
    """How many different words of a website a paragraph has."""
    pattern = load_pattern("boilerplate", "site_words", lower=True)
    return len(set(pattern.findall(plain.lower())))


def _key(words: str) -> str:
    """A line without case, spaces and punctuation, for telling that it is printed twice."""
    return _NOT_LETTERS.sub("", words.casefold())
