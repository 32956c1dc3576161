"""ReaderReport: what a reader says is wrong with a statement, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

LONGEST = 2_000  # characters of what a reader writes


class Wrong(StrEnum):
    """What is said to be wrong."""

    SPEAKER = "speaker"
    WORDS = "words"
    DATE = "date"
    STANCE = "stance"
    OFF_ISSUE = "off the issue"
    OTHER = "other"


class ReportState(StrEnum):
    """What became of it."""

    OPEN = "open"
    TAKEN_UP = "taken up"  # something was changed
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class ReaderReport:
    """A reader's report. Nothing of who sent it is kept with it."""

    id: str  # random: who has the address may read what came of it
    statement: str  # id
    wrong: Wrong
    words: str  # what the reader wrote, at most LONGEST characters, shown as text only
    sent_at: datetime  # UTC
    state: ReportState = ReportState.OPEN
    closed_at: datetime | None = None
    closed_by: str | None = None  # the editor's name
    outcome: str = ""  # what was changed, or why nothing was, in the editor's words
    # The one that closed it. Where that was taken back the report is open again and keeps both.
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class OpenReports:
    """The reports of one statement that nobody has answered."""

    statement: str  # id
    count: int
    first: datetime
    last: datetime
    wrong: tuple[Wrong, ...]  # what they say is wrong, each once, in the order of Wrong
