"""Recalibration: how often positions are right, counted on reviews as well as on coded rows.

Each reviewed position is counted as a coded row is (app/training/sureness.py), onto the table that
is shipped. So the shipped counts are the prior: a kind of words that was seldom reviewed keeps
about the confidence that it had, one that was often reviewed gets the share that people found. A
position that is found right can only raise, one that is found wrong only lower, the confidence of
its kind. Confidences themselves are never fitted to confidences, so it can be done any number of
times.

What the new table is worth is measured on articles that it was not counted on: these are dealt
into ``FOLDS`` parts by their ids, and each part is judged by the table of all others.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from app.domain.positions import Stance
from app.errors import InputError
from app.evaluation.reliability import Reliability
from app.extraction.stances.certainty import DOUBTFUL
from app.extraction.stances.sureness import (
    LOWEST,
    RARELY_RIGHT,
    SENTENCES,
    TOLD,
    confidence_of,
    factor_of,
)
from app.training.sureness import Counted, count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from app.domain.reviews import Reviewed, SaidPosition

LEAST = 50  # reviewed positions; of fewer the bands would hold next to nothing
FOLDS = 10
_TELLER = "told"
_NAMES = {sentence: name for name, sentence in SENTENCES.items()}


@dataclass(frozen=True, slots=True)
class Judged:
    """A position that the machine gave and a person has looked at."""

    article: str  # id
    counted: Counted
    held: bool  # for a reason outside the table its confidence is held down

    def confidence(self, table: Mapping[str, Any]) -> float:
        """What the machine would give by a table, as app/extraction/stances/reading.py does it."""
        circumstances = [one for one in self.counted.doubtful if one != _TELLER]
        confidence = confidence_of(self.counted.kind, circumstances, table)
        if self.held or "unsure" in circumstances:
            confidence = min(confidence, DOUBTFUL)
        confidence = max(confidence, LOWEST)
        if _TELLER in self.counted.doubtful:
            confidence = max(confidence * factor_of(_TELLER, table), LOWEST)
        return confidence


@dataclass(frozen=True, slots=True)
class Recalibration:
    """A new table, and how far the old one and it can be relied on."""

    table: Mapping[str, Any]
    reviewed: int
    articles: int
    before: Reliability
    after: Reliability  # by tables that were counted on other articles

    @property
    def better(self) -> bool:
        """Whether the new one errs less on articles that it was not counted on."""
        before, after = self.before.brier, self.after.brier
        return before is not None and after is not None and after < before


def judged(reviews: Iterable[Reviewed]) -> Iterator[Judged]:
    """The positions with a side that the machine gave on reviewed statements."""
    for one in reviews:
        for position in one.machine.positions if one.machine is not None else ():
            if position.stance is not Stance.UNDETERMINED:
                yield _judged(one, position)


def recalibrate(found: Sequence[Judged], shipped: Mapping[str, Any]) -> Recalibration:
    """The table of the shipped counts and these. Raises InputError of fewer than ``LEAST``."""
    if len(found) < LEAST:
        raise InputError(
            f"Confidences are recalibrated from at least {LEAST} reviewed positions; there are "
            f"{len(found)}."
        )
    others = [
        count((one.counted for one in found if _fold(one.article) != fold), shipped)
        for fold in range(FOLDS)
    ]
    return Recalibration(
        table=count((one.counted for one in found), shipped),
        reviewed=len(found),
        articles=len({one.article for one in found}),
        before=Reliability.of([(one.confidence(shipped), one.counted.right) for one in found]),
        after=Reliability.of(
            [(one.confidence(others[_fold(one.article)]), one.counted.right) for one in found]
        ),
    )


def _judged(review: Reviewed, position: SaidPosition) -> Judged:
    known = tuple(_NAMES[why] for why in position.review if why in _NAMES)
    told = any(why.startswith(TOLD) for why in position.review)
    counted = Counted(
        kind=_kind(position),
        doubtful=(*known, _TELLER) if told else known,
        on_issue=review.is_on(position.issue),
        right=review.is_right(position),
    )
    held = any(
        why not in _NAMES and why != RARELY_RIGHT and not why.startswith(TOLD)
        for why in position.review
    )
    return Judged(review.article, counted, held)


def _kind(position: SaidPosition) -> str:
    """The class of the deciding words with their side.

    What is stored does not tell which of several were the strongest; the first stand for them.
    """
    rules = (one.rule for one in position.evidence if one.stance is position.stance)
    rule = next(rules, None)
    return "" if rule is None else f"{rule}, {position.stance.value}"


def _fold(article: str) -> int:
    return blake2b(article.encode(), digest_size=4).digest()[0] % FOLDS
