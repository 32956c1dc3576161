"""What an editor says of a statement, before it is checked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from app.domain.positions import Scope

if TYPE_CHECKING:
    from app.domain.actors import Actor
    from app.domain.dates import UncertainDate
    from app.domain.positions import Stance
    from app.domain.spans import Span
    from app.domain.statements import StatementKind


class Unset(Enum):
    """That nothing is said of a field, which None would not tell from 'there is none'."""

    UNSET = "unset"


UNSET: Final = Unset.UNSET


@dataclass(frozen=True, slots=True)
class PositionDraft:
    """A position as an editor gives it."""

    issue: str  # slug
    stance: Stance
    scope: Scope = Scope.GENERAL
    holder: str | Actor | None = None  # slug, or a new actor; None: the speaker
    asserted_by: str | Actor | None = None  # None: the holder speaks
    condition: Span | None = None
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """What an editor says of a statement; what is not given stays as it is."""

    actor: str | Actor | None = None  # slug, or a new actor
    kind: StatementKind | None = None
    content: tuple[Span, ...] | None = None
    cue: Span | Unset | None = UNSET
    source: Span | Unset | None = UNSET
    said_on: UncertainDate | None = None  # the unknown date says that it is not known
    positions: tuple[PositionDraft, ...] | None = None  # all of them
