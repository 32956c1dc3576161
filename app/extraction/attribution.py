"""Attribution: every statement of a text, with its cue and the words that name its source.

Direct speech first (direct.py), then indirect and mixed speech (indirect.py); what both found is
kept once, the direct reading winning, and all is put in the order of the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.statements import Attribution, StatementKind
from app.extraction.direct import direct_drafts
from app.extraction.drafts import Draft, Places
from app.extraction.indirect import indirect_drafts
from app.extraction.paragraph import Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.domain.spans import Span
    from app.extraction.parsing import ParsedText

_SAME = 0.5  # the share of a content that, covered by another of the same cue, makes it the same


def attribute(parsed: ParsedText) -> tuple[Attribution, ...]:
    """The statements of a text's prose, in the order of their content.

    Each has one or more content spans that do not overlap, and reasons for people. A content that
    is one whole quotation is direct and includes its marks. Takes any parse; raises nothing.
    """
    places = Places(parsed)
    kept = direct_drafts(parsed.zones, places, parsed.quotations)
    for above, zone in zip((None, *parsed.zones), parsed.zones, strict=False):
        for draft in indirect_drafts(Paragraph.read(zone, above, places)):
            if not any(_repeats(draft, other) for other in kept):
                kept.append(draft)
    kept = [draft for draft in kept if not _only_passes_on(draft, kept, places.text)]
    kept = [draft for draft in kept if not _told_within(draft, kept)]
    kept.sort(key=lambda draft: (draft.content[0].start, draft.content[-1].end))
    return tuple(_finished(draft, places) for draft in kept)


def _finished(draft: Draft, places: Places) -> Attribution:
    content = tuple(sorted(draft.content))
    kind = StatementKind.DIRECT if draft.quotations else places.kind(list(content))
    return Attribution(
        kind=kind,
        content=content,
        cue=draft.cue,
        source=draft.source,
        confidence=round(max(draft.confidence, 0.05), 2),
        basis=draft.basis,
        reasons=tuple(draft.reasons),
    )


def _repeats(draft: Draft, other: Draft) -> bool:
    """Whether a draft gives words again that another gives already."""
    if draft.cue is not None and draft.cue == other.cue:
        return _covered(draft.content, other.content) > 0
    same_words = _covered(draft.content, other.content)
    return same_words > _SAME * sum(span.length for span in draft.content) and bool(
        other.quotations
    )


def _only_passes_on(draft: Draft, kept: Iterable[Draft], text: str) -> bool:
    """Whether a draft only wraps another's report: "..., X said, Agency reports".

    The wrapping cue stands after its content. It is dropped when it is an outlet's "reports" or
    when both name the same speaker; else who reports whom matters, and it stays.
    """
    if draft.cue is None or draft.source is None or draft.cue.start < draft.content[-1].end:
        return False
    passing = draft.cue.of(text).startswith("report")
    for other in kept:
        if other is draft or other.cue is None or other.source is None:
            continue
        if not any(span.contains(other.cue) for span in draft.content):
            continue
        if passing or draft.source.of(text).split()[-1] in other.source.of(text).split():
            return True
    return False


def _told_within(draft: Draft, kept: Iterable[Draft]) -> bool:
    """Whether a report stands inside what somebody else is reported to say.

    "Lind said that Holm rejected the plan" is Lind's statement; a quotation inside it is not lost,
    as direct drafts stay.
    """
    if draft.quotations or draft.cue is None:
        return False
    cue = draft.cue
    return any(
        span.contains(cue)
        for other in kept
        if other is not draft and not other.quotations
        for span in other.content
    )


def _covered(spans: Iterable[Span], others: Iterable[Span]) -> int:
    return sum(
        max(0, min(span.end, other.end) - max(span.start, other.start))
        for span in spans
        for other in others
    )
