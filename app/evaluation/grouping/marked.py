"""Articles in which people marked which statements report one utterance: a folder of YAML files.

Each file but utterances.yaml is an article: its text, outlet and day, and its statements with
words, speaker, day said, kind, and the key of the utterance that each reports. utterances.yaml
says for some keys in what their reports differ. The form: corpus/utterances/README.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from app.domain.actors import slugify
from app.domain.dates import DateBasis, UncertainDate
from app.domain.ids import make_id
from app.domain.statements import BREAK, StatementKind
from app.domain.utterances import Difference, Report
from app.errors import InvalidDefinition
from app.utterances.occasions import occasion_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_DIFFERENCES = "utterances.yaml"


@dataclass(frozen=True, slots=True)
class MarkedReport:
    """A statement of a marked article, and the utterance that it reports."""

    report: Report
    utterance: str  # the key
    printed: str  # how the article prints it: verbatim, cut, translation, ...
    day: str | None  # on which it was said (EDTF), where the article tells
    published: UncertainDate  # the article
    file: str


@dataclass(frozen=True, slots=True)
class MarkedReports:
    """All statements of a folder, in the order of its files, and how utterances differ."""

    reports: tuple[MarkedReport, ...]
    differences: Mapping[str, frozenset[Difference]]  # by key; none for those left out


def load_reports(folder: Path) -> MarkedReports:
    """The marked statements of a folder.

    Raises InvalidDefinition, with a sentence, on a file that is not of the form above.
    """
    reports: list[MarkedReport] = []
    differences: dict[str, frozenset[Difference]] = {}
    for path in sorted(folder.glob("*.yaml")):
        try:
            content = yaml.safe_load(path.read_text(encoding="utf-8"))
            if path.name == _DIFFERENCES:
                differences = {
                    key: frozenset(Difference(name) for name in names)
                    for key, names in (content or {}).items()
                }
            else:
                reports += _reports(path.name, content)
        except (KeyError, TypeError, ValueError, yaml.YAMLError) as error:
            raise InvalidDefinition(f"{path}: {error}") from error
    if not reports:
        raise InvalidDefinition(f"{folder} holds no marked articles.")
    unknown = differences.keys() - {one.utterance for one in reports}
    if unknown:
        raise InvalidDefinition(f"{folder / _DIFFERENCES}: no statement has {min(unknown)}.")
    return MarkedReports(tuple(reports), differences)


def _reports(file: str, article: Mapping[str, Any]) -> Iterator[MarkedReport]:
    published = UncertainDate.parse(str(article["published"]), DateBasis.METADATA)
    for number, one in enumerate(article["statements"]):
        for words in one["words"]:
            if words not in article["text"]:
                raise ValueError(f"its text does not have “{words}”.")
        day = str(one["said_on"]) if one["said_on"] else None
        report = Report(
            id=make_id("marked", file, str(number)),
            actor=slugify(one["speaker"]),
            words=BREAK.join(one["words"]),
            kind=StatementKind(one["kind"]),
            occasion=occasion_of(UncertainDate.parse(day, DateBasis.STATED), published),
            article=file,
        )
        yield MarkedReport(report, one["utterance"], one["printed"], day, published, file)
