"""Announced: who a paragraph that ends with a colon says will speak in the one below."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.domain.spans import Span
from app.extraction.reporting import confidence
from app.extraction.reporting.cues import cue_tokens, find_cue
from app.extraction.reporting.drafts import Places, source_span
from app.extraction.reporting.speakers import can_speak, find_speaker
from app.extraction.reporting.utterances import Speech

if TYPE_CHECKING:
    from app.extraction.parsing import ParsedZone

_LONGEST_HEAD = 110  # characters
_WORDS = r"[A-Z][\w.'’-]*(?: (?:[A-Z][\w.'’-]*|of|the|for|and|de|van|von|der))"
_HEAD = re.compile(
    rf"{_WORDS}{{1,9}}(?:, [^.!?]{{3,80}}| ?\([^()]{{2,40}}\)):?"  # Anna Lind (Greens)
    rf"|{_WORDS}{{0,4}}(?:, [^.!?:]{{2,80}})?:"  # Lind: on a line of its own
    rf"|(?:Sen|Rep|Gov|Mr|Mrs|Ms|Dr|Gen|Prof|President|Senator|Chancellor)\.? {_WORDS}{{0,4}}:?"
)
_PUT_OUT = re.compile(r"(?:full )?(?:statement|remarks|comments?) (?:by|from|of) ", re.IGNORECASE)
_STATEMENT = re.compile(
    rf"{_PUT_OUT.pattern}(?-i:{_WORDS}{{1,9}})(?:,\s[^.!?]{{3,80}})?:?", re.IGNORECASE
)


def head_name(line: Span, text: str) -> Span | None:
    """The name in a line that holds a name, what is told of it and perhaps a colon, else None."""
    words = line.of(text)
    if len(words) > _LONGEST_HEAD or words.isupper():
        return None
    if _HEAD.fullmatch(words) is None and _STATEMENT.fullmatch(words) is None:
        return None
    start = match.end() if (match := _PUT_OUT.match(words)) is not None else 0
    name = re.split(r",\s| ?\(|:", words[start:], maxsplit=1)[0]
    return Span(line.start + start, line.start + start + len(name))


def announced_speech(zone: ParsedZone, places: Places, *, told: bool = False) -> Speech | None:
    """Who speaks below a paragraph that ends with a colon after a cue or a name.

    ``told``: only where a verb of saying says so, as no quotation marks follow.
    """
    words = [t for t in zone.doc if not t.is_space]
    if len(words) < 2 or words[-1].text != ":":
        return None
    sentence = words[-1].sent
    if not any(t.pos_ in {"VERB", "AUX"} for t in sentence):
        if not any(t.pos_ == "PROPN" for t in sentence):
            return None
        where = zone.tokens_span(sentence[0], words[-2])
        reason = f"“{where.of(places.text)}” and a colon stand above the quotation."
        return Speech(None, where, confidence.NAME_AND_COLON, reason)
    for token in reversed(list(sentence)):
        cue = find_cue(token)
        plain = token.i == sentence.root.i and not told
        if not plain and (cue is None or "quote" not in cue.builds):
            continue
        source = find_speaker(token)
        if source is None or not can_speak(source, strict=False):
            continue
        place = zone.tokens_span(*cue_tokens(cue)) if cue else zone.token_span(token)
        where = source_span(zone, source)
        reason = (
            f"The paragraph above ends with a colon after “{where.of(places.text)}” and "
            f"“{place.of(places.text)}”."
        )
        return Speech(place, where, confidence.NEXT_PARAGRAPH, reason)
    name = head_name(zone.zone.span, places.text)
    if name is None:
        return None
    reason = f"“{name.of(places.text)}” and a colon stand above the quotation."
    return Speech(None, name, confidence.NAME_AND_COLON, reason)
