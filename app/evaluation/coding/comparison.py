"""CodingComparison: a coding set beside the rows that people coded."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.evaluation.coding.alpha import alpha
from app.evaluation.coding.rows import STANCES, Code, CodedRow, Label
from app.evaluation.reliability import Reliability
from app.evaluation.shares import Figures, Share

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_SIDES = {Label.SUPPORTS, Label.OPPOSES}
_ARTICLE = re.compile(r"^(?:the|a|an|this|that|these|those|our|my|their|his|her)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Compared:
    """A row and the answer that is compared with it."""

    row: CodedRow
    answer: Code

    @property
    def right(self) -> bool:
        """Whether the label is right, and of a stance the holder too."""
        code = self.row.code
        if self.answer.label is not code.label:
            return False
        return not code.on_issue or self.right_holder

    @property
    def right_holder(self) -> bool:
        """Whether both give one holder; articles and capitals do not count."""
        return _plain(self.row.code.holder) == _plain(self.answer.holder)

    @property
    def inverted(self) -> bool:
        """Whether supports was taken for opposes, or opposes for supports."""
        both = {self.row.code.label, self.answer.label}
        return both == _SIDES


@dataclass(frozen=True, slots=True)
class CodingComparison:
    """All figures of one comparison.

    ``macro_f1`` is the mean F1 of the four stances over all rows: a row off the issue that is
    given a stance counts against that stance's precision. ``decided``: rows for which no review
    is asked; ``stances_decided``: those of them that are given a stance.
    """

    compared: tuple[Compared, ...]
    confusion: Mapping[tuple[Label, Label], int]
    by_stance: tuple[tuple[Label, Figures], ...]
    topic: Figures
    inversions: Share
    inversions_decided: Share
    holder: Share
    scope: Share
    condition: Share
    decided: Share
    covered: Share
    stances_decided: Share
    stances_covered: Share
    reliability: Reliability
    alpha: float | None
    by_issue: tuple[tuple[str, float], ...]
    by_construction: tuple[tuple[str, Share], ...]

    @property
    def macro_f1(self) -> float:
        """The mean F1 of the four stances, each counting the same."""
        return _mean(self.by_stance)


def compare(rows: Sequence[CodedRow], answers: Sequence[Code]) -> CodingComparison:
    """The figures for answers given to rows, one answer to each, in their order."""
    compared = tuple(Compared(*pair) for pair in zip(rows, answers, strict=True))
    both = [one for one in compared if one.row.code.on_issue and one.answer.on_issue]
    decided = [one for one in compared if not one.answer.review]
    given = [one for one in compared if one.answer.label in STANCES]
    given_decided = [one for one in given if not one.answer.review]
    on_issue = [one for one in compared if one.row.code.on_issue]
    return CodingComparison(
        compared,
        Counter((one.row.code.label, one.answer.label) for one in compared),
        _by_stance(compared),
        _figures(
            sum(one.row.code.on_issue for one in compared),
            sum(one.answer.on_issue for one in compared),
            len(both),
        ),
        Share.of_all(one.inverted for one in on_issue),
        Share.of_all(one.inverted for one in on_issue if not one.answer.review),
        Share.of_all(one.right_holder for one in both),
        Share.of_all(one.row.code.scope == one.answer.scope for one in both),
        Share.of_all(
            _plain(one.row.code.condition) == _plain(one.answer.condition)
            for one in both
            if one.row.code.condition
        ),
        Share.of_all(one.right for one in decided),
        Share(len(decided), len(compared)),
        Share.of_all(one.right for one in given_decided),
        Share(sum(one.row.code.on_issue for one in given_decided), len(on_issue)),
        Reliability.of([(one.answer.confidence, one.right) for one in given]),
        alpha((one.row.code.label, one.answer.label) for one in compared),
        tuple(
            (issue, _mean(_by_stance([one for one in compared if one.row.issue == issue])))
            for issue in dict.fromkeys(row.issue for row in rows)
        ),
        tuple(
            (name, Share.of_all(one.right for one in compared if one.row.construction == name))
            for name in sorted({row.construction for row in rows} - {""})
        ),
    )


def _by_stance(compared: Iterable[Compared]) -> tuple[tuple[Label, Figures], ...]:
    pairs = [(one.row.code.label, one.answer.label) for one in compared]
    return tuple(
        (
            stance,
            _figures(
                sum(marked is stance for marked, _ in pairs),
                sum(given is stance for _, given in pairs),
                sum(marked is given is stance for marked, given in pairs),
            ),
        )
        for stance in STANCES
    )


def _figures(marked: int, given: int, matches: int) -> Figures:
    return Figures.of_matches(matches, given, marked)


def _mean(by_stance: Sequence[tuple[Label, Figures]]) -> float:
    """A stance that neither side ever gives has nothing to be right about and is left out."""
    values = [figures.f1 for _, figures in by_stance if figures.f1 is not None]
    return sum(values) / len(values) if values else 0.0


def _plain(text: str | None) -> str:
    return _ARTICLE.sub("", " ".join((text or "").casefold().replace("’", "'").split()))
