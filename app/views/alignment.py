"""How an alignment is shown: pieces of text for a template that marks them."""

from __future__ import annotations

from dataclasses import dataclass

from app.utterances.alignment import align


@dataclass(frozen=True, slots=True)
class ShownPiece:
    """A stretch of the alignment of a variant with the representative."""

    kind: str  # same | omitted | added | changed
    text: str  # as the variant prints it; '' when omitted
    was: str  # as the representative prints it; '' when added


def show_alignment(one: str, other: str) -> tuple[ShownPiece, ...]:
    """The pieces of the alignment of the representative (one) with a variant (other).

    All ``was`` in a row are the representative's words, all ``text`` the variant's.
    """
    return tuple(
        ShownPiece(
            kind=piece.kind.value,
            text=piece.other.of(other) if piece.other else "",
            was=piece.one.of(one) if piece.one else "",
        )
        for piece in align(one, other)
    )
