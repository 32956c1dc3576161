"""OpinionView: what another reader than the rules makes of a statement, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.views.stances import StanceView, show_stance
from app.views.wording import OPINION_KIND

if TYPE_CHECKING:
    from app.domain.positions import Opinion


@dataclass(frozen=True, slots=True)
class OpinionView:
    """An opinion that stands beside the rules' label and never decides.

    ``stance`` is never certain: it reads "leans opposed?". ``sureness`` and ``words`` are empty
    where the reader gives none.
    """

    reader: str
    stance: StanceView
    holder: str
    sureness: str
    words: str


def show_opinion(opinion: Opinion, text: str) -> OpinionView:
    """The view of an opinion on a statement of that article's text."""
    sure = opinion.confidence
    return OpinionView(
        reader=OPINION_KIND[opinion.kind].format(by=opinion.by),
        stance=show_stance(opinion.stance, 0.0),
        holder=opinion.holder or "",
        sureness="" if sure is None else f"{sure:.2f}",
        words=opinion.evidence.of(text) if opinion.evidence else "",
    )
