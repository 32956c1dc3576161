"""Reviewed: what the machine had said of a statement that a person has looked at, and what stands.

A statement is reviewed when a person decided it last. What the person left as it was, the machine
had right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.domain.dates import UncertainDate
    from app.domain.positions import Evidence, Stance
    from app.domain.records import ArticleRecord, OutletRef
    from app.domain.spans import Span
    from app.domain.statements import StatementKind

# Bands of confidence, finer where readers rely on it: a band holds its lower bound, the last one
# holds 1 too.
EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
EDITOR = "editor "  # how ``decided_by`` begins of what a person decided


@dataclass(frozen=True, slots=True)
class SaidPosition:
    """A position as it was given; actors by slug, those that were merged by what they are now."""

    issue: str
    stance: Stance
    holder: str
    asserted_by: str | None
    confidence: float
    evidence: tuple[Evidence, ...]
    review: tuple[str, ...]

    @property
    def code(self) -> tuple[str, Stance, str, str | None]:
        """What of it is right or wrong."""
        return self.issue, self.stance, self.holder, self.asserted_by


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as it was given at some time."""

    actor: str  # slug
    kind: StatementKind
    content: tuple[Span, ...]
    said_on: str | None  # EDTF
    confidence: float
    positions: tuple[SaidPosition, ...]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A reviewed statement. ``machine`` is None of one that a person added."""

    statement: str  # id
    article: str  # id
    outlet: OutletRef
    published: UncertainDate
    machine: Said | None
    now: Said
    withdrawn: bool  # by a person: it is nobody's statement

    @property
    def right(self) -> bool:
        """Whether the machine had speaker, words and kind as they stand."""
        said, now = self.machine, self.now
        return (
            said is not None
            and not self.withdrawn
            and (said.actor, said.content, said.kind) == (now.actor, now.content, now.kind)
        )

    def is_right(self, position: SaidPosition) -> bool:
        """Whether a position that the machine gave stands: issue, stance, holder and teller."""
        return not self.withdrawn and any(position.code == one.code for one in self.now.positions)

    def is_on(self, issue: str) -> bool:
        """Whether the statement is on an issue, as it stands."""
        return not self.withdrawn and any(one.issue == issue for one in self.now.positions)


@dataclass(frozen=True, slots=True)
class ReviewedArticle:
    """An article of which people have reviewed statements."""

    record: ArticleRecord
    withdrawn: tuple[str, ...]  # words that people took for nobody's statement
    taken_away: tuple[tuple[str, str], ...]  # statement and issue that the machine had it on

    @property
    def complete(self) -> bool:
        """Whether every statement that is shown in it has been reviewed."""
        return all(one.decided_by.startswith(EDITOR) for one in self.record.statements)
