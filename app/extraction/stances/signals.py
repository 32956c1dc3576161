"""Signal: deciding words found by one rule, before they are weighed against others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.positions import Stance

if TYPE_CHECKING:
    from spacy.tokens import Token

# Weights order the rules when they disagree. They are ranks, not probabilities: a word that takes
# a side on the very thing (refuse, support) outranks a judgement of it (dangerous), which outranks
# a plan or a bare modal; words that only dodge never outvote a side taken in the same clause.
STRONG = 3.0
MIDDLE = 2.0
WEAK = 1.0
FAINT = 0.5  # a bare "may": counts only where nothing else was found


@dataclass(frozen=True, slots=True)
class Signal:
    """Words that point one way.

    ``bearer`` is the word for whose attitude it is, None when it is whoever speaks.
    """

    words: tuple[Token, ...]
    rule: str
    stance: Stance
    weight: float
    bearer: Token | None = None
    target: Token | None = None
    own: bool = False  # only the bearer's own part is meant: "will not send its troops"
    condition: tuple[Token, ...] = ()

    @property
    def place(self) -> int:
        """Where its first word stands, for ordering."""
        return min(word.i for word in self.words)


def toward(sign: int) -> Stance:
    """The stance a sign stands for; 0 leaves it open."""
    return {1: Stance.SUPPORTS, -1: Stance.OPPOSES}.get(sign, Stance.NONCOMMITTAL)


def turned(signal: Signal) -> Signal:
    """The signal of a word that stands for the contrary of the proposition."""
    other = {Stance.SUPPORTS: Stance.OPPOSES, Stance.OPPOSES: Stance.SUPPORTS}
    return replace(signal, stance=other.get(signal.stance, signal.stance))
