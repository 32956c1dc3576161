"""Second reading: what the learned labels (labelling.py) add to what the rules found.

A stretch labelled as content becomes a statement when no rule found anything there, the labels
are sure enough, a source stands beside it, and nothing in the sentence turns what it says: a
denial that stands outside the content would be lost, and a report of what may be said is none.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from app.domain.statements import Attribution
from app.extraction.labelling import LabelledZone, Part, Stretch
from app.extraction.reporting.cues import is_unsaid, word_list
from app.extraction.reporting.drafts import Places

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc, Token

    from app.domain.spans import Span
    from app.extraction.parsing import ParsedText, ParsedZone

# On articles that neither rules nor labels knew (corpus/calibration) seven of the nine that are
# added from here on were right; lower thresholds added as many wrong ones as right ones.
_LEAST_PROBABILITY = 0.94
_LEAST_WORDS = 2
_WINDOW = 60  # tokens between a content and its cue: longer than nearly any sentence


def read_again(
    parsed: ParsedText, found: Sequence[Attribution], labelled: Sequence[LabelledZone]
) -> tuple[Attribution, ...]:
    """The attributions that the rules found and those that only the labels show, in order."""
    places = Places(parsed)
    taken = _Taken(found)
    added = [
        attribution
        for zone, labels in zip(parsed.zones, labelled, strict=True)
        for attribution in _additions(zone, labels, places, taken)
    ]
    return tuple(sorted([*found, *added], key=lambda each: min(each.content)))


class _Taken:
    """The contents that the rules found, looked up by place."""

    def __init__(self, found: Sequence[Attribution]) -> None:
        self._spans = sorted(span for attribution in found for span in attribution.content)
        # The furthest end so far: contents may lie within each other.
        self._ends = list(accumulate((span.end for span in self._spans), max))

    def touches(self, span: Span) -> bool:
        """Whether a content overlaps it."""
        before = bisect_left(self._spans, (span.end,))
        return before > 0 and self._ends[before - 1] > span.start


@dataclass(frozen=True, slots=True)
class _Reported:
    """The stretches of content that share a cue, and the source that stands nearest to it."""

    content: tuple[Stretch, ...]
    cue: Stretch | None
    source: Stretch


def _additions(
    zone: ParsedZone, labels: LabelledZone, places: Places, taken: _Taken
) -> Iterator[Attribution]:
    for reported in _reported(zone.doc, labels):
        spans = [_content(zone, places, each) for each in reported.content]
        if any(map(taken.touches, spans)) or _is_turned(zone.doc, reported):
            continue
        source = _place(zone, reported.source)
        cue = _place(zone, reported.cue) if reported.cue else None
        beside = f"“{cue.of(places.text)}” and “" if cue else "“"
        reason = (
            f"No rule found it: beside {beside}{source.of(places.text)}”, words like these "
            "were mostly reported speech in the articles that the machine learned from."
        )
        yield Attribution(
            kind=places.kind(spans),
            content=tuple(spans),
            cue=cue,
            source=source,
            confidence=round(min(each.probability for each in reported.content), 2),
            reasons=(reason,),
            learned=True,
        )


def _reported(doc: Doc, labels: LabelledZone) -> Iterator[_Reported]:
    """The contents that are sure enough, each with its source and its cue, by sentence.

    What stands on both sides of its cue is one content: “I think,” she said, “that ...”.
    """
    if not any(map(_is_sure, labels.stretches)):
        return
    sentences: dict[int, list[Stretch]] = {}
    begins = [token.i for token in doc if token.is_sent_start] or [0]
    for each in labels.stretches:
        sentences.setdefault(bisect_right(begins, each.first), []).append(each)
    for inside in sentences.values():
        cues = [each for each in inside if each.part is Part.CUE]
        sources = [each for each in inside if _is_somebody(doc, each)]
        by_cue: dict[Stretch | None, list[Stretch]] = {}
        for each in filter(_is_sure, inside):
            by_cue.setdefault(_nearest(each, cues), []).append(each)
        for cue, contents in by_cue.items():
            joined = [tuple(contents)] if cue is not None else [(each,) for each in contents]
            for content in joined:
                source = _nearest(cue or content[0], sources)
                if source is not None:
                    yield _Reported(content, cue, source)


def _is_somebody(doc: Doc, stretch: Stretch) -> bool:
    """Whether a stretch names a source and is no heading: "Quote: ...", "Details: ..."."""
    return stretch.part is Part.SOURCE and doc[stretch.end - 1].lower_ not in word_list("headers")


def _is_sure(stretch: Stretch) -> bool:
    return (
        stretch.part is Part.CONTENT
        and stretch.probability >= _LEAST_PROBABILITY
        and stretch.end - stretch.first >= _LEAST_WORDS
    )


def _nearest(to: Stretch, among: Sequence[Stretch]) -> Stretch | None:
    near = [each for each in among if _distance(to, each) < _WINDOW]
    return min(near, key=lambda each: (_distance(to, each), each.first), default=None)


def _distance(left: Stretch, right: Stretch) -> int:
    return max(left.first - right.end, right.first - left.end, 0)


def _is_turned(doc: Doc, reported: _Reported) -> bool:
    """Whether the sentence outside the content says that it was not, or may yet be, said."""
    content = reported.content
    begin, stop = content[0].first, content[-1].end
    verbs = [doc[number] for number in _numbers(reported.cue)]
    if any(is_unsaid(verb) or _may_be(verb) for verb in verbs if verb.pos_ in {"VERB", "AUX"}):
        return True
    first, end = min(begin, reported.source.first), max(stop, reported.source.end)
    said = {number for each in content for number in _numbers(each)}
    outside = [doc[number] for number in range(first, end) if number not in said]
    return any(_denies(token) for token in (*outside, *verbs))


def _may_be(verb: Token) -> bool:
    return any(child.tag_ == "MD" for child in verb.children)


def _numbers(stretch: Stretch | None) -> range:
    return range(stretch.first, stretch.end) if stretch else range(0)


def _denies(token: Token) -> bool:
    lemma = token.lemma_.lower()
    return (
        token.dep_ == "neg"
        or token.lower_ in {"no", "not", "never", "nobody", "none", "without", "neither", "nor"}
        or lemma in word_list("denying_heads")
        or lemma in word_list("abstaining_heads")
        or lemma in word_list("reversing")
    )


def _content(zone: ParsedZone, places: Places, stretch: Stretch) -> Span:
    return places.content_span(zone, zone.doc[stretch.first], zone.doc[stretch.end - 1])


def _place(zone: ParsedZone, stretch: Stretch) -> Span:
    return zone.tokens_span(zone.doc[stretch.first], zone.doc[stretch.end - 1])
