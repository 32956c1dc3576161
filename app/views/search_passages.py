"""Where the words that were looked for stand: marked in a text, and the passage to show of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.articles import Zone, ZoneRole
from app.domain.spans import Span
from app.domain.words import hits, merged, placed
from app.views.fragments import text_fragment
from app.views.links import article_address, paragraph_anchor
from app.views.passages import Mark, Piece, cut, gaps

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.domain.search import ArticleHit

Marked = tuple[Piece[str], ...]

# A passage begins so many characters before the word that it is shown for, and is so long.
_BEFORE, _LONG = 80, 300
_MOST_HITS = 500
_ASIDE = (ZoneRole.BOILERPLATE, ZoneRole.COMMENT)


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one paragraph of an article, and where in the text the words stand in it."""

    paragraph: Span
    span: Span
    marks: tuple[Span, ...]

    @property
    def cut_before(self) -> bool:
        """Whether the paragraph begins earlier."""
        return self.span.start > self.paragraph.start

    @property
    def cut_after(self) -> bool:
        """Whether the paragraph goes on."""
        return self.span.end < self.paragraph.end


def passage_of(one: ArticleHit, wanted: tuple[str, ...]) -> Passage | None:
    """Where most of the words stand together; where none does, how the report begins.

    Of several such places the first in the report itself, else in its headings or in what stands
    around it. None of a text without words.
    """
    found = hits(one.text, wanted)[:_MOST_HITS]
    best: tuple[tuple[bool, int, bool, int], Span, Span] | None = None
    for zone in _paragraphs(one):
        inside = [hit for hit in found if zone.span.start <= hit[0].start < zone.span.end]
        for number, (span, _) in enumerate(inside):
            end = span.start - _BEFORE + _LONG
            near = {phrase for other, phrase in inside[number : number + 60] if other.end <= end}
            rank = (
                zone.role not in _ASIDE,
                len(near),
                zone.role is not ZoneRole.HEADLINE,
                -span.start,
            )
            if best is None or rank > best[0]:
                best = (rank, zone.span, span)
    if best is None:
        body = next((zone for zone in _paragraphs(one) if zone.role is ZoneRole.BODY), None)
        if body is None:
            return None
        return Passage(body.span, _window(one.text, body.span, body.span.start), ())
    _, paragraph, hit = best
    window = _window(one.text, paragraph, hit.start)
    inside_window = [span for span, _ in found if window.start <= span.start < window.end]
    return Passage(paragraph, window, merged(inside_window))


def passage_address(one: ArticleHit, place: Passage) -> str:
    """The paragraph on the article's page; a browser that can marks the passage too."""
    fragment = text_fragment(place.span.of(one.text))
    anchor = paragraph_anchor(place.paragraph.start)
    return f"{article_address(one.ref.id)}#{anchor}" + (f":~:text={fragment}" if fragment else "")


def _paragraphs(one: ArticleHit) -> list[Zone]:
    """The paragraphs of a text in their order, as its page shows them."""
    stray = [
        Zone(span, ZoneRole.BODY)
        for span in gaps([zone.span for zone in one.zones], len(one.text))
        if span.of(one.text).strip()
    ]
    return sorted([*one.zones, *stray], key=lambda zone: zone.span)


def _window(text: str, paragraph: Span, at: int) -> Span:
    """A stretch of the paragraph about a place in it, of whole words."""
    start = max(paragraph.start, at - _BEFORE)
    end = min(paragraph.end, start + _LONG)
    start = max(paragraph.start, min(start, end - _LONG))
    while paragraph.start < start < at and not text[start - 1].isspace():
        start += 1
    while at < end < paragraph.end and not text[end].isspace():
        end -= 1
    if end <= at:  # one word longer than all that
        end = min(paragraph.end, start + _LONG)
    return Span(start, end)


def marked(text: str, wanted: tuple[str, ...]) -> Marked:
    """A text cut where the words that are looked for begin and end."""
    return pieces(text, Span(0, len(text)), merged([span for span, _ in hits(text, wanted)]))


def marked_name(name: str, wanted: Iterable[str]) -> Marked:
    """The same of a name, in which the beginning of a word is found too."""
    words = placed(name)
    spans = []
    for phrase in wanted:
        *first, last = phrase.split()
        for number in range(len(words) - len(first)):
            stretch = words[number : number + len(first) + 1]
            if [word.text for word in stretch[:-1]] == first and stretch[-1].text.startswith(last):
                spans.append(Span(stretch[0].start, stretch[-1].end))
    return pieces(name, Span(0, len(name)), merged(sorted(spans)))


def pieces(text: str, stretch: Span, spans: Sequence[Span]) -> Marked:
    """A stretch of a text cut where these spans begin and end."""
    return cut(text, stretch, [Mark(span, "found") for span in spans])


def spans_of(words: str, wanted: tuple[str, ...]) -> dict[str, object]:
    """Some words and where in them, in code points, those that are looked for stand: as data."""
    spans = merged([span for span, _ in hits(words, wanted)])
    return {"words": words, "marks": [list(span) for span in spans]}
