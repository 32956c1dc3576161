"""Doubts: why a statement that was taken to be off an issue may be on it after all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.extraction.stances.gates import topic_gate

if TYPE_CHECKING:
    from app.domain.positions import Issue
    from app.extraction.stances.passage import Passage

EXCLUDED = "Words of the issue are there, but seem to be about something else."
POINTING = "It may point back to the issue, which the words around it name."


def off_doubts(passage: Passage, issue: Issue) -> tuple[str, ...]:
    """Why a person should look at a passage without a position; none where it is plainly off.

    Words for the thing were there, in or around what names the place, and were not taken for it;
    or a word points back and the issue is named before.
    """
    gate = topic_gate(issue)
    around = (*passage.before, *passage.title)
    for sentence in passage.sentences:
        inside = [token for token in sentence if token.i in passage.inside]
        if gate.in_place(list(sentence)) and gate.has_things(inside):
            return (EXCLUDED,)
    points = any(
        token.i in passage.inside
        for sentence in passage.sentences
        for token in gate.pointing(sentence)
    )
    named = any(gate.named(sentence, place_known=True, kinds_known=True) for sentence in around)
    return (POINTING,) if points and named else ()
