"""Own words: whether a report prints the words that decide a position in quotation marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.positions import Stance
from app.domain.statements import StatementKind
from app.utterances.quoted import quoted_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.records import PositionRecord, StatementRecord
    from app.domain.spans import Span


def in_own_words(
    kind: StatementKind,
    content: Sequence[Span],
    content_text: Sequence[str],
    stance: Stance,
    evidence: Sequence[tuple[Stance, Span]],
    *,
    condition: Span | None,
) -> bool:
    """Whether words that decide a position, and its condition, stand in quotation marks.

    ``evidence`` are deciding words, each with the stance to which it points.
    """
    if kind is StatementKind.DIRECT:
        quoted = content
    elif kind is StatementKind.MIXED:
        quoted = quoted_spans(content, content_text)
    else:
        return False
    pointing = [span for points_to, span in evidence if points_to is stance]
    if stance is Stance.CONDITIONAL and not pointing:
        pointing = [span for _, span in evidence]
    deciding = [[span] for span in pointing]
    if condition is not None:
        deciding = [[*spans, condition] for spans in deciding or [[]]]
    if not deciding:  # none is told: the whole statement decides
        return kind is StatementKind.DIRECT
    return any(
        all(any(part.contains(span) for part in quoted) for span in spans) for spans in deciding
    )


def decided_in_own_words(statement: StatementRecord, position: PositionRecord) -> bool:
    """The same of a position of a statement."""
    return in_own_words(
        statement.kind,
        statement.content,
        statement.content_text,
        position.stance,
        [(one.stance, one.span) for one in position.evidence],
        condition=position.condition,
    )
