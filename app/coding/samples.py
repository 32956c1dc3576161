"""Sample: statements that two people code, and how far they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from app.coding.codes import Answer, Passage
    from app.coding.sampling import Strata
    from app.domain.articles import Zone

CODERS = 2
LARGEST = 5_000  # statements in a sample; two people code some hundreds


@dataclass(frozen=True, slots=True)
class Coder:
    """One of the two, and how many statements they have coded."""

    number: int  # 1 or 2
    name: str
    account: int | None  # None: somebody whose codings come in files
    done: int


@dataclass(frozen=True, slots=True)
class Sample:
    """A frozen list of statements with all that is needed to draw it again."""

    id: int
    name: str
    issue: str  # slug
    query: str  # the canonical address of the choice that it was drawn from
    asked: int  # how many were asked for
    seed: int
    strata: Strata
    candidates: int  # how many there were to draw from
    codebook: str  # as it was when the sample was drawn, in Markdown
    codebook_version: str
    made_by: str
    made_at: datetime
    size: int  # statements in it
    coders: tuple[Coder, ...]
    decided: int  # statements on which an editor has decided

    @property
    def finished(self) -> bool:
        """Whether both have coded all of it: from then on nothing of it changes."""
        return all(coder.done >= self.size for coder in self.coders)

    def coder_of(self, account: int) -> Coder | None:
        """The coder that somebody with this account is."""
        return next((one for one in self.coders if one.account == account), None)


@dataclass(frozen=True, slots=True)
class Item:
    """A statement of a sample with the text that it stands in, and nothing made of it."""

    number: int  # from 1
    passage: Passage
    text: str
    zones: tuple[Zone, ...]
    language: str | None


@dataclass(frozen=True, slots=True)
class Compared:
    """What both answered of a statement, and what was decided."""

    number: int
    passage: Passage
    one: Answer
    other: Answer
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class Decision:
    """What an editor decided where two differed; its note is the reason."""

    answer: Answer
    decided_by: str
    decided_at: datetime
    revision: int | None  # what it changed of the statement; None: nothing, or not yet
