"""In what the reports of an utterance differ, with the words in question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.statements import BREAK
from app.utterances.differences import Printed, PrintedPosition, explained

if TYPE_CHECKING:
    from app.domain.records import StatementRecord, UtteranceRecord
    from app.utterances.differences import Explained


def differences_of(record: UtteranceRecord) -> tuple[Explained, ...]:
    """Each pair of reports that differs in a kind that the record names, with the words.

    Spans are into the words as a card shows them.
    """
    if not record.differences:
        return ()
    found = explained([_printed(one) for one in record.reports])
    return tuple(one for one in found if one.kind in record.differences)


def _printed(one: StatementRecord) -> Printed:
    return Printed(
        one.id,
        BREAK.join(one.content_text),
        one.kind,
        tuple(
            PrintedPosition(
                position.issue,
                position.holder.slug,
                position.asserted_by.slug if position.asserted_by else None,
                position.stance,
                position.scope,
                position.condition_text,
                certain=not position.review,
            )
            for position in one.positions
        ),
        article=one.article.id,
        cue=one.cue_text or "",
    )
