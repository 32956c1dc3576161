"""Sureness: how often positions that rest on the same kind of words were right.

A confidence is a probability counted on development rows (lexicon/stance_confidence.yaml, made by
``python -m app.training.sureness``): the share of statements on the issue among those that were
taken for it; times the share of right ones, stance and holder, among the positions whose strongest
deciding words are of the same class and point to the same side, drawn to the share of all by
``PRIOR`` rows as if they had been seen; times, for each circumstance that makes a position
doubtful, the share of right ones in it against that of positions without any.

``rely_on`` has another table be used, which ``onrecord recalibrate`` counted on reviews as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.extraction.lexicons import load_lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from app.domain.positions import Stance
    from app.extraction.stances.signals import Signal

PRIOR = 8
UNDECIDED = 0.2  # of a position without a side, which is no probability
LOWEST = 0.05
HIGHEST = 0.98
# Below this share of right ones a person should look first, whatever else is known.
REVIEW_BELOW = 0.82
RARELY_RIGHT = "Words of this kind were read wrongly too often to rely on."
# Of circumstances that no coded row or too few have: chosen, not counted, so
# that they always lie below REVIEW_BELOW.
CHOSEN = {"title": 0.65, "inherited": 0.75, "principle": 0.8, "comparison": 0.8}
# How the sentence begins that says a position is told by somebody else than its holder.
TOLD = "It is the position of "
# The circumstances that make a position doubtful, and what is said of each.
SENTENCES = {
    "nothing": "No words were found that take a side.",
    "both": "Words for and words against were found, and nothing decides between them.",
    "weak": "The deciding words are weak.",
    "other side": "Words on the other side were found too.",
    "side taken": "Words that take a side were found too.",
    "denied": "Who is denied the decision may change its sense.",
    "context": "The issue is named only in the words around the statement.",
    "title": "The issue is named only in the title.",
    "inherited": "The side is taken by the words that introduce the statement.",
    "unsure": "Whose position it is was not certain.",
    "principle": "It is said to hold in principle, and more follows.",
    "unread verb": "A verb above the thing was not read.",
    "unread negation": "A negation beside the deciding words was not read.",
    "comparison": "A comparison stands beside the deciding words.",
    "contrast": "A 'but' after the deciding words was not read.",
}


def kind_of(stance: Stance, signals: Sequence[Signal]) -> str:
    """The class of the strongest deciding words with the side they point to; '' for none."""
    deciding = [signal for signal in signals if signal.stance is stance]
    if not deciding:
        return ""
    return f"{max(deciding, key=lambda one: one.weight).rule}, {stance.value}"


def confidence_of(
    kind: str, circumstances: Iterable[str], table: Mapping[str, Any] | None = None
) -> float:
    """The probability that a position of this kind, in these circumstances, is right.

    By ``table``, or by the one that is relied on.
    """
    table = table or shares()
    if not kind:
        return UNDECIDED
    right, given = table["kinds"].get(kind, (0, 0))
    plain = _share(table["plain"])
    share: float = _share(table["topic"]) * (right + PRIOR * plain) / (given + PRIOR)
    for circumstance in circumstances:
        share *= factor_of(circumstance, table)
    return min(max(share, LOWEST), HIGHEST)


def factor_of(circumstance: str, table: Mapping[str, Any] | None = None) -> float:
    """What is left of a confidence in a circumstance that makes a position doubtful."""
    table = table or shares()
    plain = _share(table["plain"])
    right, given = table["circumstances"].get(circumstance, (0, 0))
    counted: float = min((right + PRIOR * plain) / (given + PRIOR) / plain, 1.0)
    return CHOSEN.get(circumstance, 1.0) * counted


def _share(counted: Sequence[int]) -> float:
    return counted[0] / max(counted[1], 1)


_relied_on: Mapping[str, Any] | None = None


def rely_on(table: Mapping[str, Any] | None) -> None:
    """Have this process count by another table; None: by the one that is shipped."""
    global _relied_on  # noqa: PLW0603 - of one process, as the lexicons are
    _relied_on = table


def shares() -> Mapping[str, Any]:
    """The table that is relied on."""
    return _relied_on or shipped()


def shipped() -> Mapping[str, Any]:
    """The table that travels with the package."""
    return load_lexicon("stance_confidence")
