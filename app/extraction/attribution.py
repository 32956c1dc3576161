"""Attribution: every statement of a text, with its cue and the words that name its source.

Direct speech first (direct.py), then indirect and mixed speech (indirect.py), paragraph by
paragraph; what both found is kept once, the direct reading winning, what somebody is said to say
that somebody else said stays one statement, and all is put in the order of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from app.domain.spans import Span
from app.domain.statements import Attribution, StatementKind
from app.extraction.reporting.blocks import find_blocks
from app.extraction.reporting.direct import direct_drafts
from app.extraction.reporting.drafts import Draft, Places, is_title
from app.extraction.reporting.indirect import indirect_drafts
from app.extraction.reporting.orphans import orphan_drafts
from app.extraction.reporting.paragraph import Paragraph
from app.extraction.reporting.turns import find_turns, turn_drafts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.domain.statements import Quotation
    from app.extraction.parsing import ParsedText

# What may stand between who speaks and the quotation that goes on: "in Rome on Monday."
_ENDS = re.compile(r"[^.!?“”\"«»\n]{0,60}\.\s+")
_BEFORE_SPEECH = frozenset(":,—–")
_SAME = 0.5  # the share of a content that, covered by a quotation's statement, makes it the same
_LEAST_CONFIDENCE = 0.05  # nothing found is certainly wrong


def attribute(parsed: ParsedText) -> tuple[Attribution, ...]:
    """The statements of a text's prose, in the order of their content.

    Each has one or more content spans that do not overlap, and reasons for people. A content that
    is one whole quotation is direct and includes its marks. Takes any parse; raises nothing.
    """
    places = Places(parsed)
    turns = find_turns(parsed)
    # A question of an interview is nobody's; what a transcript's presenter reports is reported.
    silent = [turn for turn in turns if not turn.reports]
    spoken = [span for turn in silent for span in turn.paragraphs]
    blocks = find_blocks(parsed, places) if not turns else []
    spoken += [span for block in blocks for span in block.paragraphs]
    direct = direct_drafts(parsed.zones, places, parsed.quotations)
    if blocks:
        direct = [draft for draft in direct if not _stands_in(draft, spoken)]
    if turns:
        printed = [span for turn in turns for span in turn.paragraphs]
        direct = [
            draft
            for draft in direct
            if not _stands_in(draft, spoken if draft.cue is not None else printed)
        ]
    by_zone = _by_zone(parsed, direct)
    kept = [*direct, *turn_drafts(turns, places.text), *(block.draft for block in blocks)]
    taken: set[int] = set()  # the quotations, by identity, that became part of a report
    above = None
    asked = {turn.paragraphs[0].start: turn.words[0].start for turn in turns if turn.words}
    guests = {span.start for span in spoken}
    for number, zone in enumerate(parsed.zones):
        if zone.zone.span.start in guests:
            above = zone
            continue
        paragraph = Paragraph.read(zone, above, places)
        told = list(indirect_drafts(paragraph))
        taken.update(id(each) for each in by_zone[number] if _is_part_of(each, told, places.text))
        near = [draft for draft in by_zone[number] if id(draft) not in taken]
        reported = [draft for draft in told if not any(_repeats(draft, other) for other in near)]
        reported = _without_repeats(reported)
        taken.update(id(_resumed(draft, near, places.text)) for draft in reported)
        near = [draft for draft in near if id(draft) not in taken]
        for draft in reported:
            _leave_out_label(draft, asked.get(zone.zone.span.start, 0))
        around = [*near, *reported]
        reported = [draft for draft in reported if not _only_passes_on(draft, around, places.text)]
        kept.extend(draft for draft in reported if not _told_within(draft, reported))
        left = _left_over(paragraph, [*near, *reported])
        kept.extend(orphan_drafts(paragraph, left, reported))
        above = zone
    kept = [draft for draft in kept if id(draft) not in taken]
    kept.sort(key=lambda draft: (min(draft.content), draft.place))
    return tuple(_finished(draft, places) for draft in kept)


def _stands_in(draft: Draft, paragraphs: list[Span]) -> bool:
    """Whether a draft's content begins in one of some paragraphs, which are in order."""
    start = min(draft.content).start
    number = bisect_right(paragraphs, start, key=lambda span: span.start) - 1
    return number >= 0 and start < paragraphs[number].end


def _by_zone(parsed: ParsedText, drafts: Iterable[Draft]) -> list[list[Draft]]:
    """For each paragraph, the drafts with a content in it."""
    starts = [zone.starts[0] if len(zone.doc) else 0 for zone in parsed.zones]
    found: list[list[Draft]] = [[] for _ in starts]
    for draft in drafts:
        for number in {max(bisect_right(starts, span.start) - 1, 0) for span in draft.content}:
            found[number].append(draft)
    return found


def _leave_out_label(draft: Draft, start: int) -> None:
    """Begin a draft's source and content where a turn's own words begin: not "HOST: the mayor"."""
    if draft.source is not None and draft.source.start < start < draft.source.end:
        draft.source = Span(start, draft.source.end)
    draft.content = [
        Span(start, span.end) if span.start < start < span.end else span for span in draft.content
    ]


def _left_over(paragraph: Paragraph, drafts: list[Draft]) -> list[Quotation]:
    """The quotations of a paragraph of which no draft gives any word."""
    zone = paragraph.zone
    if not len(zone.doc):
        return []
    inside = paragraph.places.quotations_between(zone.starts[0], zone.ends[-1])
    return [
        quotation
        for quotation in inside
        if not any(_covered(draft.content, [quotation.span]) for draft in drafts)
    ]


def _without_repeats(drafts: list[Draft]) -> list[Draft]:
    kept: list[Draft] = []
    for draft in drafts:
        if not any(_repeats(draft, other) for other in kept):
            kept.append(draft)
    return kept


def _finished(draft: Draft, places: Places) -> Attribution:
    content = _apart(draft.content)
    spoken = bool(draft.quotations) or draft.turn
    kind = StatementKind.DIRECT if spoken else places.kind(list(content))
    source, reasons = _whole_source(draft, places), draft.reasons
    if source is not None and draft.source is not None and source != draft.source:
        cut, whole = draft.source.of(places.text), source.of(places.text)
        reasons = [reason.replace(f"“{cut}”", f"“{whole}”") for reason in reasons]
    return Attribution(
        kind=kind,
        content=content,
        cue=draft.cue,
        source=source,
        confidence=round(max(draft.confidence, _LEAST_CONFIDENCE), 2),
        basis=draft.basis,
        reasons=tuple(reasons),
    )


def _apart(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, those that overlap made one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start < found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)


def _whole_source(draft: Draft, places: Places) -> Span | None:
    """A draft's source with both marks of a name in quotation marks that it begins or ends in."""
    source = draft.source
    if source is None or not source.length:
        return source
    for offset in (source.start, source.end - 1):
        quotation = places.quotation_at(offset)
        if quotation is None or not quotation.closed or source.contains(quotation.span):
            continue
        whole = Span(min(source.start, quotation.span.start), max(source.end, quotation.span.end))
        others = [*draft.content, *([draft.cue] if draft.cue else [])]
        if is_title(quotation.words.of(places.text)) and not _covered([whole], others):
            source = whole
    return source


def _repeats(draft: Draft, other: Draft) -> bool:
    """Whether a draft gives words again that another gives already."""
    if draft.cue is not None and draft.cue == other.cue:
        return _covered(draft.content, other.content) > 0
    if not other.quotations:
        return False
    same_words = _covered(draft.content, other.content)
    return same_words > _SAME * sum(span.length for span in draft.content)


def _resumed(draft: Draft, near: Iterable[Draft], text: str) -> Draft | None:
    """The quotation right after a report and its cue, taken into the report: "A, Lind said. “B.”".

    What one cue in one paragraph ascribes to its speaker is one statement, as it is of quotations.
    """
    if draft.cue is None or draft.source is None or draft.cue.start < draft.content[-1].end:
        return None
    if draft.cue.of(text).startswith(("according", "According")):
        return None
    end = max(draft.cue.end, draft.source.end)
    for other in near:
        first = min(other.content)
        if other.cue is not None or other.source != draft.source or first.start < end:
            continue
        if _ENDS.fullmatch(text, end, first.start):
            draft.content.extend(other.content)
            return other
    return None


def _is_part_of(draft: Draft, told: Iterable[Draft], text: str) -> bool:
    """Whether a quotation is only the middle of a clause that its cue reports.

    "saying the force must have “European and other troops” along with a mandate": one content.
    """
    if draft.cue is None or len(draft.content) != 1:
        return False
    (quoted,) = draft.content
    words = text[quoted.start : quoted.end]
    before = text[max(0, quoted.start - 3) : quoted.start].rstrip()[-1:]
    # "the lines, “those we cannot leave”, would be drawn": what begins small after a comma is an
    # apposition if the clause began before it.
    apposed = before == "," and words[1:].lstrip()[:1].islower()
    apart = before != "" and before in _BEFORE_SPEECH and not apposed
    for other in told:
        if other.cue == draft.cue and other.content[-1] == quoted != other.content[0]:
            return True  # "It was not, he says, “quite ready”"
        if apart or len(other.content) != 1 or other.cue is None:
            continue
        whole = other.content[0]
        own = other.cue == draft.cue or whole.contains(draft.cue)
        if own and whole.start < quoted.start and whole.contains(quoted):
            return True
    return False


def _only_passes_on(draft: Draft, around: Iterable[Draft], text: str) -> bool:
    """Whether a draft only wraps another's report: "..., X said, Agency reports".

    The wrapping cue stands after its content. It is dropped when it is an outlet's "reports" or
    when both name the same speaker; else who reports whom matters, and it stays.
    """
    if draft.cue is None or draft.source is None or draft.cue.start < draft.content[-1].end:
        return False
    passing = draft.cue.of(text).startswith("report")
    name = draft.source.of(text).split()[-1]
    for other in around:
        if other is draft or other.cue is None or other.source is None:
            continue
        length = sum(span.length for span in draft.content)
        again = passing and _covered(draft.content, other.content) == length
        if not again and not any(span.contains(other.cue) for span in draft.content):
            continue
        if passing or name in other.source.of(text).split():
            return True
    return False


def _told_within(draft: Draft, reported: Iterable[Draft]) -> bool:
    """Whether a report stands inside what somebody else is reported to say.

    "Lind said that Holm rejected the plan" is Lind's statement.
    """
    for other in reported:
        if other is draft or draft.cue is None or other.cue is None:
            continue
        inside = any(span.contains(draft.cue) for span in other.content)
        around = any(span.contains(other.cue) for span in draft.content)
        if inside and not around:
            return True
    return False


def _covered(spans: Iterable[Span], others: Iterable[Span]) -> int:
    return sum(
        max(0, min(span.end, other.end) - max(span.start, other.start))
        for span in spans
        for other in others
    )
