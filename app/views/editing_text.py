"""EditText: an article's text to choose words in, and finding words that somebody wrote down."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.articles import Zone, ZoneRole
from app.domain.spans import Span
from app.errors import InputError
from app.views.passages import Mark, cut, gaps

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.domain.records import ArticleRecord

_MOST = 40  # stretches of one statement
_LONGEST = 20_000  # characters of what is written in one field
_QUOTES = {"'": "['‘’]", "‘": "['‘’]", "’": "['‘’]"} | dict.fromkeys('"“”„«»', '["“”„«»]')
_DASHES = dict.fromkeys("-‐‑–—", "[-‐‑–—]")


@dataclass(frozen=True, slots=True)
class TextPiece:
    """Words and where they begin, in code points; ``said`` tells that a statement covers them."""

    at: int
    text: str
    said: bool


@dataclass(frozen=True, slots=True)
class TextParagraph:
    """One paragraph of the clean text."""

    aside: bool
    heading: bool
    pieces: tuple[TextPiece, ...]


def edit_text(record: ArticleRecord) -> tuple[TextParagraph, ...]:
    """The whole text in paragraphs, each piece with its offset, so that no script has to count."""
    marks = [Mark(span, one.id) for one in record.statements for span in one.content]
    stray = [
        Zone(span, ZoneRole.BODY)
        for span in gaps([zone.span for zone in record.zones], len(record.text))
        if span.of(record.text).strip()
    ]
    found = []
    for zone in sorted([*record.zones, *stray], key=lambda one: one.span):
        pieces, at = [], max(0, zone.span.start)
        for piece in cut(record.text, zone.span, marks):
            pieces.append(TextPiece(at, piece.text, bool(piece.marks)))
            at += len(piece.text)
        aside = zone.role in (ZoneRole.BOILERPLATE, ZoneRole.COMMENT, ZoneRole.CAPTION)
        heading = zone.role in (ZoneRole.HEADING, ZoneRole.HEADLINE)
        found.append(TextParagraph(aside, heading, tuple(pieces)))
    return tuple(found)


def chosen_spans(
    text: str, words: str, at: str = "", *, nth: int | None = None, what: str = "the words"
) -> tuple[Span, ...]:
    """Where in ``text`` the words stand that somebody selected or wrote, a stretch each line.

    ``at`` are the places that were selected ("12-40;55-60"); they count where these words stand
    there. Otherwise the words are looked for, and ``nth`` tells which where they stand several
    times. Raises InputError, in words, when they are not in the text or it is not clear which.
    """
    lines = [line for line in words.splitlines() if line.strip()]
    if not lines:
        return ()
    if len(words) > _LONGEST or len(lines) > _MOST:
        raise InputError(f"That is too much for {what}.")
    selected = _selected(text, at)
    if selected and [_plain(one.of(text)) for one in selected] == [_plain(one) for one in lines]:
        return selected
    found: list[Span] = []
    start = 0
    for number, line in enumerate(lines):
        places = [Span(*one.span()) for one in _pattern(line).finditer(text, start)]
        if not places:
            where = " after the words before" if number else ""
            raise InputError(
                f"“{_cut(line)}” ({what}) does not stand in the article{where}; give the words"
                " exactly as they are printed there."
            )
        place = places[0] if number else _which(places, nth, line, what)
        found.append(place)
        start = place.end
    return tuple(found)


def nearest_span(text: str, words: str, at: str, content: Sequence[Span], what: str) -> Span | None:
    """Where words stand that go with a statement: where they were selected, or nearest to it."""
    plain = " ".join(words.split())
    if not plain:
        return None
    selected = _selected(text, at)
    if len(selected) == 1 and _plain(selected[0].of(text)) == _plain(plain):
        return selected[0]
    places = [Span(*one.span()) for one in _pattern(plain).finditer(text)]
    if not places:
        raise InputError(
            f"“{_cut(plain)}” ({what}) does not stand in the article; give the words exactly as"
            " they are printed there."
        )
    return min(places, key=lambda one: (_distance(one, content), one.start))


def nearest_spans(
    text: str, words: str, at: str, content: Sequence[Span], what: str
) -> tuple[Span, ...]:
    """``nearest_span`` for several, a line each."""
    selected = at.split(";") if at else []
    lines = [line for line in words.splitlines() if line.strip()]
    if len(lines) > _MOST:
        raise InputError(f"That is too much for {what}.")
    found = []
    for number, line in enumerate(lines):
        place = selected[number] if len(selected) == len(lines) else ""
        span = nearest_span(text, line, place, content, what)
        if span is not None and span not in found:
            found.append(span)
    return tuple(found)


def _which(places: Sequence[Span], nth: int | None, line: str, what: str) -> Span:
    if len(places) == 1 and nth in (None, 1):
        return places[0]
    if nth is None:
        raise InputError(
            f"“{_cut(line)}” ({what}) stands {len(places)} times in the article; say which of"
            " them is meant, counted from its beginning."
        )
    if not 1 <= nth <= len(places):
        times = "once" if len(places) == 1 else f"{len(places)} times"
        raise InputError(f"“{_cut(line)}” ({what}) stands only {times} in the article.")
    return places[nth - 1]


def _selected(text: str, at: str) -> tuple[Span, ...]:
    """The places of "12-40;55-60" that lie in the text; none where it is of another form."""
    found = []
    for part in at.split(";")[:_MOST] if at else ():
        match = re.fullmatch(r"([0-9]{1,9})-([0-9]{1,9})", part.strip())
        if match is None:
            return ()
        span = Span(int(match[1]), int(match[2]))
        if not 0 <= span.start < span.end <= len(text):
            return ()
        found.append(span)
    return tuple(found)


def _pattern(line: str) -> re.Pattern[str]:
    """Words as they may be printed: other spaces, other forms of quotation marks and dashes."""
    words = (
        "".join(_QUOTES.get(mark) or _DASHES.get(mark) or re.escape(mark) for mark in word)
        for word in line.split()
    )
    return re.compile(r"\s+".join(words))


def _plain(words: str) -> str:
    return " ".join(words.split())


def _cut(words: str) -> str:
    plain = _plain(words)
    return plain if len(plain) <= 80 else f"{plain[:79]}…"


def _distance(span: Span, content: Iterable[Span]) -> int:
    return min(
        (max(0, one.start - span.end, span.start - one.end) for one in content), default=span.start
    )
