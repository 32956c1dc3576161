"""Grouping against articles in which people marked which statements report one utterance.

A folder of YAML files, one an article, as corpus/utterances/development: its text, outlet and day,
and its statements with words, speaker, day said, kind, and the key of the utterance that each
reports. Figures:

- B-cubed precision, recall and F1 (A. Bagga, B. Baldwin, "Entity-based cross-document coreferencing
  using the vector space model", 1998): of each report, how many of those grouped with it belong
  with it, and how many that belong with it are grouped with it; the mean over the reports.
- Pairs: of all pairs that are grouped, those of one utterance; of the pairs that could be mixed up
  (one actor, two utterances, words in common), those that are kept apart, and among them those
  that were said on two occasions.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import yaml

from app.domain.actors import slugify
from app.domain.dates import DateBasis, UncertainDate
from app.domain.ids import make_id
from app.domain.statements import StatementKind
from app.domain.utterances import Report
from app.errors import InvalidDefinition
from app.utterances.grouping import grouped
from app.utterances.likeness import matches
from app.utterances.occasions import occasion_of
from app.utterances.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

_BREAK = " … "  # between stretches, as a card has it


@dataclass(frozen=True, slots=True)
class MarkedReport:
    """A statement of a marked article, and the utterance that it reports."""

    report: Report
    utterance: str  # as it is marked
    printed: str  # how the article prints it: verbatim, cut, translation, ...
    day: str | None  # on which it was said, where the article tells
    file: str


@dataclass(frozen=True, slots=True)
class Grouping:
    """How well reports were grouped. Shares are None where there is nothing to share."""

    articles: int
    reports: int
    utterances: int
    several: int  # utterances with several reports
    precision: float
    recall: float
    joined_right: tuple[int, int]  # grouped pairs: of one utterance, and all
    kept_apart: tuple[int, int]  # pairs that could be mixed up: kept apart, and all
    occasions_apart: tuple[int, int]  # those of them that were said on two occasions
    found_by_printing: Mapping[str, tuple[int, int]]  # reports that found a right partner, and all
    wrong: tuple[tuple[MarkedReport, MarkedReport], ...]
    missed: tuple[tuple[MarkedReport, MarkedReport], ...]

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def load_reports(folder: Path) -> list[MarkedReport]:
    """The marked statements of a folder, in the order of its files.

    Raises InvalidDefinition, with a sentence, on a file that is not of the form above.
    """
    found: list[MarkedReport] = []
    for path in sorted(folder.glob("[0-9]*.yaml")):
        article = yaml.safe_load(path.read_text(encoding="utf-8"))
        try:
            found += _reports(path.name, article)
        except (KeyError, TypeError, ValueError) as error:
            raise InvalidDefinition(f"{path}: {error}") from error
    if not found:
        raise InvalidDefinition(f"{folder} holds no marked articles.")
    return found


def _reports(file: str, article: Mapping[str, Any]) -> Iterator[MarkedReport]:
    published = UncertainDate.parse(str(article["published"]), DateBasis.METADATA)
    for number, one in enumerate(article["statements"]):
        for words in one["words"]:
            if words not in article["text"]:
                raise ValueError(f"its text does not have “{words}”.")
        said_on = UncertainDate.parse(
            str(one["said_on"]) if one["said_on"] else None, DateBasis.STATED
        )
        report = Report(
            id=make_id("marked", file, str(number)),
            actor=slugify(one["speaker"]),
            words=_BREAK.join(one["words"]),
            kind=StatementKind(one["kind"]),
            occasion=occasion_of(said_on, published),
            article=file,
        )
        yield MarkedReport(report, one["utterance"], one["printed"], said_on.edtf, file)


def group_again(marked: Sequence[MarkedReport]) -> dict[str, int]:
    """Which group each report (by id) is in when all are grouped."""
    reports = [one.report for one in marked]
    groups = grouped(reports, matches(reports))
    return {member: number for number, group in enumerate(groups) for member in group}


def compare_groups(marked: Sequence[MarkedReport], group: Mapping[str, int]) -> Grouping:
    """Groups as they are beside the utterances as they were marked."""
    by_utterance: dict[str, set[str]] = defaultdict(set)
    by_group: dict[int, set[str]] = defaultdict(set)
    for one in marked:
        by_utterance[one.utterance].add(one.report.id)
        by_group[group[one.report.id]].add(one.report.id)
    days = _days(marked)
    precision = recall = 0.0
    printings: dict[str, list[bool]] = defaultdict(list)
    for one in marked:
        key = one.report.id
        truth, found = by_utterance[one.utterance], by_group[group[key]]
        both = len(truth & found)
        precision += both / len(found)
        recall += both / len(truth)
        if len(truth) > 1:
            printings[one.printed].append(both > 1)
    pairs = list(_pairs(marked, group))
    mixable = [pair for pair in pairs if not pair.one_utterance and _could_be_mixed_up(pair)]
    on_two = [pair for pair in mixable if _on_two_days(pair, days)]
    joined = [pair for pair in pairs if pair.joined]
    return Grouping(
        articles=len({one.file for one in marked}),
        reports=len(marked),
        utterances=len(by_utterance),
        several=sum(len(found) > 1 for found in by_utterance.values()),
        precision=precision / len(marked),
        recall=recall / len(marked),
        joined_right=(sum(pair.one_utterance for pair in joined), len(joined)),
        kept_apart=(sum(not pair.joined for pair in mixable), len(mixable)),
        occasions_apart=(sum(not pair.joined for pair in on_two), len(on_two)),
        found_by_printing={
            name: (sum(found), len(found)) for name, found in sorted(printings.items())
        },
        wrong=tuple((pair.one, pair.other) for pair in joined if not pair.one_utterance),
        missed=tuple(
            (pair.one, pair.other) for pair in pairs if pair.one_utterance and not pair.joined
        ),
    )


@dataclass(frozen=True, slots=True)
class _Pair:
    one: MarkedReport
    other: MarkedReport
    joined: bool

    @property
    def one_utterance(self) -> bool:
        return self.one.utterance == self.other.utterance


def _pairs(marked: Iterable[MarkedReport], group: Mapping[str, int]) -> Iterator[_Pair]:
    """All pairs of one actor."""
    by_actor: dict[str, list[MarkedReport]] = defaultdict(list)
    for one in marked:
        by_actor[one.report.actor].append(one)
    for said in by_actor.values():
        for one, other in combinations(said, 2):
            yield _Pair(one, other, group[one.report.id] == group[other.report.id])


def _days(marked: Iterable[MarkedReport]) -> dict[str, set[str]]:
    """The days that the reports of each utterance tell."""
    days: dict[str, set[str]] = defaultdict(set)
    for one in marked:
        if one.day is not None:
            days[one.utterance].add(one.day)
    return days


def _on_two_days(pair: _Pair, days: Mapping[str, set[str]]) -> bool:
    one, other = days.get(pair.one.utterance), days.get(pair.other.utterance)
    return bool(one and other and one.isdisjoint(other))


def _could_be_mixed_up(pair: _Pair) -> bool:
    """Whether two reports share two words that say what they are about."""
    stems = [
        {token.stem for token in tokens(one.report.words) if token.content}
        for one in (pair.one, pair.other)
    ]
    return len(stems[0] & stems[1]) >= 2
