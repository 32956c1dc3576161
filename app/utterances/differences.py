"""Differences: in what the reports of one utterance differ so that a reader should see them all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.positions import Scope, Stance
    from app.domain.spans import Span
    from app.domain.statements import StatementKind
    from app.domain.utterances import Difference


@dataclass(frozen=True, slots=True)
class PrintedPosition:
    """A position of a report, as far as it decides whether reports differ."""

    issue: str  # slug
    holder: str  # slug
    asserted_by: str | None  # slug; None: the holder speaks
    stance: Stance
    scope: Scope
    condition: str | None  # its words
    certain: bool  # False: a person should look first


@dataclass(frozen=True, slots=True)
class Printed:
    """A report as far as it decides in what it differs from another."""

    id: str  # of the statement
    words: str  # as a card shows them, with the marks of quotation
    kind: StatementKind
    positions: tuple[PrintedPosition, ...] = ()


@dataclass(frozen=True, slots=True)
class Explained:
    """A difference with the reports and the words that make it.

    ``one`` has what ``other`` has not; of stances both have one, and ``one`` comes first. A span
    is None where the difference lies in no words of the report, as with stances.
    """

    kind: Difference
    one: str  # id of the report that has it
    other: str  # id of the report that has it not
    one_words: Span | None
    other_words: Span | None


def differences(reports: Sequence[Printed]) -> tuple[Difference, ...]:
    """The kinds of difference between the reports, each once, in the order of the enumeration."""
    return ()


def explained(reports: Sequence[Printed]) -> tuple[Explained, ...]:
    """Each difference once per kind and pair of reports, with its words."""
    return ()
