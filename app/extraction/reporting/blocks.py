"""Blocks: what is given word for word as a paragraph of its own, without quotation marks.

Two forms are read:

- a paragraph ends with a cue and a colon ("She said:"), and the one below is what was said;
- a line below a paragraph signs it, as embedded posts are ("— Anna Lind (@alind) May 2, 2025")
  or as some agencies print who spoke ("- Lind said.").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.articles import ZoneRole
from app.domain.spans import Span
from app.extraction.reporting import confidence
from app.extraction.reporting.announced import announced_speech
from app.extraction.reporting.drafts import Draft

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.domain.articles import Zone
    from app.extraction.parsing import ParsedText, ParsedZone
    from app.extraction.reporting.drafts import Places

_LEAST_WORDS = 8  # a shorter line below a colon is a heading or an item of a list
_MOST_PARAGRAPHS = 6
_QUOTES = re.compile(r"[\"“”«»„]|``|''")
_ITEM = re.compile(r"[-–—•*▪●◦‣]|\d+[.)] ")
_ENDS = re.compile(r"[.!?…][)\]]?$")
_FIRST_PERSON = re.compile(r"\b(?:I|we|my|our|me|us)\b|\bI[’'](?:m|ve|d|ll)\b")
_NAME = r"(?P<name>[^\W_](?:[^()@:.!?\n](?! [—–-] )){1,60}?)"
_POST = re.compile(rf"[—–-]{{1,2}} ?{_NAME} \(@\w{{2,30}}\)(?: .{{0,40}})?")
_POST_BEHIND = re.compile(rf"\s[—–-]{{1,2}} ?{_NAME} \(@\w{{2,30}}\)(?: [A-Z]\w+ \d\d?, \d{{4}})?$")
_SIGNED = re.compile(
    rf"[—–-]{{1,2}} ?{_NAME} (?P<cue>said|says|wrote|writes|added|noted|stressed|emphasi[sz]ed"
    r"|stated|declared|concluded|explained)\b(?:,? (?:on|in|at|to|during|after)\b[^.!?]{0,60})?\.?"
)


@dataclass(frozen=True, slots=True)
class Block:
    """A statement printed as paragraphs without marks, and the paragraphs that it is made of."""

    draft: Draft
    paragraphs: tuple[Span, ...]


def find_blocks(parsed: ParsedText, places: Places) -> list[Block]:
    """The blocks of a text, in order."""
    found = [*_announced(parsed.zones, places), *_signed(parsed.text.zones, places)]
    found.sort(key=lambda block: block.paragraphs[0])
    return found


def _announced(zones: Sequence[ParsedZone], places: Places) -> Iterator[Block]:
    for number in range(1, len(zones)):
        above, zone = zones[number - 1], zones[number]
        if places.text[above.zone.span.end - 1] != ":":
            continue
        if not _may_be_said(zone.zone.span.of(places.text)):
            continue
        if places.text[above.zone.span.end : zone.zone.span.start].strip():
            continue  # a list stands between
        speech = announced_speech(above, places, told=True)
        if speech is None or speech.cue is None:
            continue
        spans = [zone.zone.span]
        for following in zones[number + 1 : number + _MOST_PARAGRAPHS]:
            words = following.zone.span.of(places.text)
            if not _may_be_said(words) or not _FIRST_PERSON.search(words):
                break
            spans.append(following.zone.span)
        draft = Draft(
            list(spans),
            speech.cue,
            speech.source,
            speech.sure,
            [f"{speech.reason} No marks are printed; the paragraph below is taken whole."],
            spans[0].start,
            turn=True,
        )
        yield Block(draft, tuple(spans))


def _signed(zones: Sequence[Zone], places: Places) -> Iterator[Block]:
    text = places.text
    for number, zone in enumerate(zones):
        words = zone.span.of(text)
        if words[0] in "—–-" and number:
            match = _POST.fullmatch(words) or _SIGNED.fullmatch(words)
            above = zones[number - 1]
            if match is None or above.role not in {ZoneRole.BODY, ZoneRole.HEADING}:
                continue
            if places.quotations_between(above.span.start, above.span.end):
                continue
            yield _block(above.span, match, zone.span.start)
        elif "(@" in words and zone.role is ZoneRole.BODY and not _QUOTES.search(words):
            match = _POST_BEHIND.search(words)
            if match is not None:
                own = Span(zone.span.start, zone.span.start + match.start())
                yield _block(own, match, zone.span.start)


def _block(content: Span, match: re.Match[str], start: int) -> Block:
    source = Span(start + match.start("name"), start + match.end("name"))
    cue = None
    if "cue" in match.groupdict():
        cue = Span(start + match.start("cue"), start + match.end("cue"))
    reason = f"The words are signed with a dash and “{match['name']}”."
    sure = confidence.DASH_AND_NAME
    draft = Draft([content], cue, source, sure, [reason], content.start, turn=True)
    return Block(draft, (content,))


def _may_be_said(words: str) -> bool:
    if len(words.split()) < _LEAST_WORDS or _ITEM.match(words):
        return False
    return _ENDS.search(words) is not None and not _QUOTES.search(words[:2] + words[-2:])
