"""Labels: what a marked article says of each token of its parse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.extraction.labelling import OUTSIDE, Part

if TYPE_CHECKING:
    from app.domain.spans import Span
    from app.evaluation.gold import GoldArticle
    from app.extraction.parsing import ParsedText, ParsedZone


def labels_of(article: GoldArticle, parsed: ParsedText) -> list[list[str]]:
    """For each paragraph of the parse the labels of its tokens: O, or B- and I- with a part.

    Contents first, the longest first, so that a report inside another's words stays a part of
    them; then cues and sources that stand outside the content of their own statement.
    """
    contents = sorted(
        (span for statement in article.statements for span in statement.content),
        key=lambda span: -span.length,
    )
    beside: list[tuple[Part, Span]] = []
    for statement in article.statements:
        for part, span in ((Part.SOURCE, statement.source), (Part.CUE, statement.cue)):
            if span is not None and not any(each.contains(span) for each in statement.content):
                beside.append((part, span))
    return [_labels(zone, contents, beside) for zone in parsed.zones]


def _labels(zone: ParsedZone, contents: list[Span], beside: list[tuple[Part, Span]]) -> list[str]:
    places = [zone.token_span(token) for token in zone.doc]
    labels = [OUTSIDE] * len(places)
    for content in contents:
        inside = _inside(zone, places, content)
        if all(labels[number] == OUTSIDE for number in inside):
            _put(labels, inside, Part.CONTENT)
    for part, span in beside:
        _put(labels, _inside(zone, places, span), part)
    return labels


def _inside(zone: ParsedZone, places: list[Span], span: Span) -> list[int]:
    return [
        number
        for number, place in enumerate(places)
        if span.contains(place) or (number in zone.collapsed and span.overlaps(place))
    ]


def _put(labels: list[str], numbers: list[int], part: Part) -> None:
    before = -2
    for number in numbers:
        labels[number] = f"{'I' if number == before + 1 else 'B'}-{part}"
        before = number
