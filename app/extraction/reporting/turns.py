"""Turns: what is said in a transcript or an interview, where no quotation marks are printed.

Three forms are read:

- a label before each turn: "LIND: ...", "Q: ... A: ...";
- a dash before each question and each answer;
- questions and answers as paragraphs of their own, told apart by the question mark.

A question by the outlet is nobody's statement. Who asks is told by the label (QUESTION,
Moderator), else by asking: of two speakers the one whose turns end in questions.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.domain.articles import ZoneRole
from app.domain.spans import Span
from app.domain.statements import SpeakerBasis
from app.extraction.reporting import confidence
from app.extraction.reporting.drafts import Draft
from app.extraction.reporting.interviews import (
    FIRST_PERSON,
    Part,
    asks,
    is_bold,
    read_parts,
    speaks,
)
from app.extraction.reporting.speakers import is_speaker_noun
from app.extraction.turns import is_answering, is_asking, key_of, labels_of, read_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc

    from app.extraction.parsing import ParsedText

_LEAST_QUESTIONS = 3
_DASH = re.compile(r"[-–—]\s+")
_ASIDE = re.compile(r"[(\[][^()\[\]]{1,80}[)\]][.]?")  # (LAUGHTER)
_OUTLET = re.compile(
    r"\b(?:news|times|post|review|radio|tv|television|magazine|journal|herald|gazette|press|daily"
    r"|weekly|tribune|telegraph|guardian|agency|courier|chronicle|observer)\b",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?:q|questions?|interviewer)(?: ?#?\d+)?\.?", re.IGNORECASE)
_MOSTLY = 0.5
_LEAST_SPACES = 3  # a shorter line between turns calls somebody by name: "John. John."
_LONGEST_NAME = 5  # tokens
_OPENING_WORDS = 3


@dataclass
class Turn:
    """One turn: its words, paragraph by paragraph, who speaks, and whether it is the outlet."""

    words: list[Span]
    source: Span | None
    asks: bool
    label: str = ""
    paragraphs: list[Span] = field(default_factory=list)

    @property
    def reports(self) -> bool:
        """Whether it may report what others said: a presenter's does, a bare question does not."""
        bare = _BARE.fullmatch(self.label) is not None or _OUTLET.search(self.label) is not None
        return self.asks and bool(self.label) and not bare


def find_turns(parsed: ParsedText) -> list[Turn]:
    """The turns of a transcript or an interview, in order; none in another text."""
    text = parsed.text.text
    spans = [zone.span for zone in parsed.text.zones if zone.role is ZoneRole.BODY]
    words = [span.of(text) for span in spans]
    turns = _labelled(spans, words, parsed)
    if turns:
        return turns
    # Short questions look like headings: "Will there be a third?"
    lines = {ZoneRole.HEADING, ZoneRole.HEADLINE}
    spans = [
        zone.span
        for number, zone in enumerate(parsed.text.zones)
        if zone.role is ZoneRole.BODY
        or (number and zone.role in lines and _may_ask(zone.span.of(text)))
    ]
    words = [span.of(text) for span in spans]
    return _dashed(spans, words, parsed) or _by_questions(spans, words, parsed)


def _may_ask(heading: str) -> bool:
    return asks(heading) or is_bold(heading)


def turn_drafts(turns: list[Turn], text: str) -> Iterator[Draft]:
    """The statements of the turns whose speaker is not the outlet."""
    for turn in turns:
        if turn.asks or not turn.words or turn.source is None:
            continue
        if len(turn.words) == 1 and _ASIDE.fullmatch(turn.words[0].of(text)):
            continue
        basis, sure = SpeakerBasis.NAMED, confidence.NAME_AND_COLON
        name = turn.source.of(text)
        reason = f"It is a turn of “{name}”, whose name stands before it."
        if turn.source.end > turn.words[0].start or not turn.label or is_answering(turn.label):
            basis, sure = SpeakerBasis.CARRIED, confidence.ANSWER
            reason = f"It is an answer in an interview; “{name}” is taken for who is interviewed."
        yield Draft(
            list(turn.words),
            None,
            turn.source,
            sure,
            [reason],
            turn.words[0].start,
            basis,
            turn=True,
        )


# -- labels ----------------------------------------------------------------------------------------


def _labelled(spans: list[Span], words: list[str], parsed: ParsedText) -> list[Turn]:
    labels = labels_of(words)
    if not labels:
        return []
    turns: list[Turn] = []
    last = max(labels)
    for number in range(min(labels), len(spans)):
        label, span = labels.get(number), spans[number]
        if label is not None:
            source = Span(span.start + label.start, span.start + label.end)
            turn = Turn([], source, is_asking(label.name), label.name, [span])
            if label.words_start < span.length:
                turn.words.append(Span(span.start + label.words_start, span.end))
            turns.append(turn)
        elif not _ASIDE.fullmatch(words[number]) and words[number].count(" ") >= _LEAST_SPACES:
            own = speaks(words[number])
            if number > last and not own:
                break
            if not own and _tells_of(words[number], turns):
                continue
            turns[-1].words.append(span)
            turns[-1].paragraphs.append(span)
    text = parsed.text.text
    asking = _who_asks(turns, text) | {key_of(turn.label) for turn in turns if turn.asks}
    answering = None
    for turn in turns:
        turn.asks = turn.asks or key_of(turn.label) in asking
        if is_answering(turn.label):
            answering = answering or _interviewed(parsed, turns[0].paragraphs[0].start)
            turn.source = answering
    return turns


def _tells_of(paragraph: str, turns: list[Turn]) -> bool:
    """Whether a paragraph begins with the name of one who speaks: the outlet tells something."""
    opening = {word.strip(".,").casefold() for word in paragraph.split()[:_OPENING_WORDS]}
    return any(key_of(turn.label) in opening for turn in turns if len(key_of(turn.label)) > 1)


def _who_asks(turns: list[Turn], text: str) -> set[str]:
    """The labels of those whose turns are mostly questions, or that are an outlet's name."""
    asked: dict[str, list[bool]] = {}
    for turn in turns:
        if turn.words and not is_answering(turn.label):
            ends = asks(turn.words[-1].of(text))
            asked.setdefault(key_of(turn.label), []).append(ends)
    shares = {name: sum(ends) / len(ends) for name, ends in asked.items()}
    most = max(shares.values(), default=0.0)
    found = {name for name, share in shares.items() if share >= _MOSTLY and share == most}
    found |= {key_of(turn.label) for turn in turns if _OUTLET.search(turn.label)}
    return found if len(found) < len(shares) else set()


# -- dashes ----------------------------------------------------------------------------------------


def _dashed(spans: list[Span], words: list[str], parsed: ParsedText) -> list[Turn]:
    dashed = [number for number, said in enumerate(words) if _DASH.match(said)]
    asking = [number for number in dashed if asks(words[number])]
    if len(asking) < _LEAST_QUESTIONS - 1 or len(dashed) < 2 * len(asking):
        return []
    source = _interviewed(parsed, spans[dashed[0]].start)
    turns: list[Turn] = []
    for number in range(asking[0], len(spans)):
        span, dash = spans[number], _DASH.match(words[number])
        if dash is not None:
            outlet = number in asking or (bool(turns) and not turns[-1].asks)
            said = Span(span.start + dash.end(), span.end)
            turns.append(Turn([said], source, outlet, "", [span]))
        elif number < dashed[-1] or FIRST_PERSON.search(words[number]):
            turns[-1].words.append(span)
            turns[-1].paragraphs.append(span)
    return turns


# -- questions and answers as paragraphs -----------------------------------------------------------


def _by_questions(spans: list[Span], words: list[str], parsed: ParsedText) -> list[Turn]:
    parts = read_parts(words)
    if Part.ANSWER not in parts:
        return []
    answered = [n for n, part in enumerate(parts) if part is Part.ANSWER]
    own = [(n, label) for n in answered if (label := read_label(words[n])) is not None]
    source = _interviewed(parsed, spans[answered[0]].start)
    if own:
        number, label = own[0]  # the answers after the first are often printed without
        start = spans[number].start
        source = Span(start + label.start, start + label.end)
    if source is None:
        return []
    labelled = {number: label.words_start for number, label in own}
    turns: list[Turn] = []
    for number, (span, part) in enumerate(zip(spans, parts, strict=True)):
        if part is Part.TELLING:
            continue
        said = Span(span.start + labelled.get(number, 0), span.end)
        if part is Part.ANSWER and parts[number - 1] is part:
            turns[-1].words.append(said)
            turns[-1].paragraphs.append(span)
        else:
            asks_here = part is Part.QUESTION
            turns.append(Turn([said], source, asks=asks_here, paragraphs=[span]))
    return turns


# -- who is interviewed ----------------------------------------------------------------------------


def _interviewed(parsed: ParsedText, before: int) -> Span | None:
    """The full name that the lines before the first question name most often."""
    text = parsed.text.text
    heads = (ZoneRole.HEADLINE, ZoneRole.HEADING)
    title = (parsed.text.title or "") + " ".join(
        zone.span.of(text) for zone in parsed.text.zones if zone.role in heads
    )
    counts: Counter[str] = Counter()
    first: dict[str, Span] = {}
    for place in _names(parsed, before):
        name = place.of(text).split()
        counts[name[-1]] += 1
        if len(name) > 1:
            first.setdefault(name[-1], place)
    best = max(first, key=lambda key: (key in title, counts[key]), default=None)
    return first[best] if best is not None else None


def _is_name_part(doc: Doc, number: int, start: int) -> bool:
    """Whether a token is of a name, or the hyphen of one: Anna Lind-Holm."""
    if doc[number].text == "-" and start < number + 1 < len(doc):
        number += 1
    return doc[number].pos_ == "PROPN" and (number > start or doc[number].text != "-")


def _names(parsed: ParsedText, before: int) -> Iterator[Span]:
    """The proper names of the prose before a place, in order."""
    for zone in parsed.zones:
        if not len(zone.doc) or zone.starts[0] >= before:
            return
        number = 0
        while number < len(zone.doc):
            last = number
            while last < len(zone.doc) and _is_name_part(zone.doc, last, number):
                last += 1
            if number < last <= number + _LONGEST_NAME and not is_speaker_noun(
                zone.doc[last - 1].lower_
            ):
                yield zone.tokens_span(zone.doc[number], zone.doc[last - 1])
            number = last + 1
