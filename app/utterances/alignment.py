"""Alignment: two reports of an utterance laid beside each other, word by word."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.domain.spans import Span


class PieceKind(StrEnum):
    """What became of a stretch of the one text in the other."""

    SAME = "same"
    OMITTED = "omitted"  # only the one has it
    ADDED = "added"  # only the other has it
    CHANGED = "changed"  # other words stand in its place


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one or both texts; spans in code points."""

    kind: PieceKind
    one: Span | None  # None: added
    other: Span | None  # None: omitted


def align(one: str, other: str) -> tuple[Piece, ...]:
    """Pieces that together cover the whole of both texts, in their order."""
    raise NotImplementedError
