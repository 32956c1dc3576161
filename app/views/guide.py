"""Guide: what the words and marks of all pages mean, for who has never seen them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from app.domain.certainty import CERTAIN_FROM, SPEAKER_CERTAIN_FROM
from app.domain.positions import Stance
from app.views.cards import SPEAKER_DOUBT
from app.views.stances import StanceView, show_stance
from app.views.wording import KIND, KIND_EXPLAINED, STANCE_EXPLAINED

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Guide:
    """Each stance with its meaning, one that is not certain, and each way of quoting."""

    stances: tuple[tuple[StanceView, str], ...]
    leaning: StanceView
    kinds: Mapping[str, str]
    certain_from: str
    speaker_doubt: str
    speaker_certain_from: str


@cache
def guide() -> Guide:
    """The guide; it is the same on every page."""
    return Guide(
        stances=tuple((show_stance(stance, 1.0), STANCE_EXPLAINED[stance]) for stance in Stance),
        leaning=show_stance(Stance.OPPOSES, 0.0),
        kinds={KIND[kind]: KIND_EXPLAINED[kind] for kind in KIND},
        certain_from=f"{CERTAIN_FROM:.2f}",
        speaker_doubt=SPEAKER_DOUBT,
        speaker_certain_from=f"{SPEAKER_CERTAIN_FROM:.2f}",
    )
