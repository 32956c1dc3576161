"""OpinionView: what a language model makes of a statement, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.views.stances import StanceView, show_stance

if TYPE_CHECKING:
    from app.domain.positions import Opinion


@dataclass(frozen=True, slots=True)
class OpinionView:
    """An opinion that stands beside the rules' label and never decides.

    ``stance`` is never certain: it reads "leans opposed?". ``holder`` and ``words`` are empty where
    it is the speaker's own and where the model points to none.
    """

    by: str
    stance: StanceView
    holder: str
    words: str


def show_opinion(opinion: Opinion, text: str) -> OpinionView:
    """The view of an opinion on a statement of that article's text."""
    return OpinionView(
        by=opinion.by,
        stance=show_stance(opinion.stance, 0.0),
        holder=opinion.holder or "",
        words=opinion.evidence.of(text) if opinion.evidence else "",
    )
