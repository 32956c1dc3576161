"""LineEntry: one position on an actor's line, as its row in the table and its mark show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from app.domain.statements import BREAK, StatementKind
from app.own_words import decided_in_own_words
from app.utterances.lines import LinePosition, Unfit
from app.views.dates import DateView, show_date
from app.views.links import (
    Link,
    actor_address,
    place_address,
    statement_address,
    utterance_address,
)
from app.views.stances import StanceView, show_stance
from app.views.wording import KIND, SCOPE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from app.domain.actors import Role
    from app.domain.dates import UncertainDate
    from app.domain.records import PositionRecord, StatementRecord

UNFIT: Mapping[Unfit, str] = {
    Unfit.SECOND_HAND: "said by somebody else",
    Unfit.UNDETERMINED: "no deciding words found",
    Unfit.OPEN: "takes no side",
    Unfit.NOT_DIRECT: "deciding words not in quotation marks",
    Unfit.NOT_CERTAIN: "not certain",
    Unfit.HEDGED: "a doubt is noted",
    Unfit.REPORTS_DIFFER: "its reports differ",
    Unfit.OTHERS_PART: "about one other country’s part",
    Unfit.UNDATED: "day not known",
    Unfit.ORDER: "its place among the others is not known",
}
_GUESS_MAY_BE_OFF = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LineEntry:
    """One position. ``id`` is its place in the page; ``unfit`` says why it is not compared."""

    id: str
    statement: StatementRecord
    position: PositionRecord
    said_on: UncertainDate  # as the surest report of the utterance tells it
    stance: StanceView
    day: DateView
    words: str
    quoted: bool
    language: str | None
    kind: str
    scope: str
    condition: str | None
    speaker: Link  # of a second-hand one: who asserts it
    speaks_as: str | None  # the office, as printed, of who speaks for an institution
    outlets: tuple[str, ...]
    address: str
    reports: str | None  # address of the utterance, where it has several
    place: str
    unfit: tuple[str, ...] = ()
    changes: tuple[Link, ...] = ()  # the possible changes that it begins or ends

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and the last day on which it may have been said, as printed."""
        when = self.said_on
        return (when.first, when.last) if when.first and when.last else None

    @property
    def label(self) -> str:
        """The day and the stance in words, and who speaks where that is not the actor."""
        day = f"{self.day.text}{'?' if self.day.guessed else ''}"
        by = f", by {self.speaker.text}" if self.speaks_as else ""
        return f"{day}: {self.stance.word}{by}"


def entries_of(
    statement: StatementRecord,
    issue: str,
    *,
    said_on: UncertainDate | None = None,
    role: Role | None = None,
    institution: str = "",
    of: str = "",
) -> Iterator[LineEntry]:
    """The speaker's own positions on the issue that a statement takes.

    ``said_on`` is the day of the utterance where another report tells it more surely. With
    ``role`` it is said for ``institution`` (a slug): then what it asserts of the institution is the
    institution's own too. With ``of`` (a slug) only what it asserts of that actor.
    """
    number = 0
    for position in statement.positions:
        own = not position.second_hand or (institution and position.holder.slug == institution)
        chosen = position.second_hand and position.holder.slug == of if of else own
        if position.issue != issue or not chosen:
            continue
        number += 1
        yield _entry(statement, position, number, said_on or statement.said_on, role)


def _entry(
    statement: StatementRecord,
    position: PositionRecord,
    number: int,
    said_on: UncertainDate,
    role: Role | None,
) -> LineEntry:
    article = statement.article
    printed = (article, *(copy.article for copy in (*statement.reports, *statement.copies)))
    return LineEntry(
        id=f"p-{statement.id}" + (f"-{number}" if number > 1 else ""),
        statement=statement,
        position=position,
        stance=show_stance(position.stance, position.confidence, statement.confidence),
        said_on=said_on,
        day=show_date(said_on),
        words=BREAK.join(statement.content_text),
        quoted=statement.kind is StatementKind.DIRECT,
        language=article.language,
        kind=KIND[statement.kind],
        scope=SCOPE[position.scope],
        condition=position.condition_text,
        speaker=Link(actor_address(statement.actor.slug), statement.actor.name),
        speaks_as=role.printed if role else None,
        outlets=tuple(dict.fromkeys(one.outlet.name for one in printed)),
        address=statement_address(statement.id),
        reports=utterance_address(statement.utterance) if statement.reports else None,
        place=place_address(article.id, statement.id),
    )


def compared(entry: LineEntry) -> LinePosition:
    """What of a position decides whether it can be compared with those before and after it."""
    statement, position = entry.statement, entry.position
    return LinePosition(
        id=entry.id,
        stance=position.stance,
        days=_days(entry),
        scope=position.scope,
        kind=statement.kind,
        condition=position.condition_text,
        direct=decided_in_own_words(statement, position),
        certain=entry.stance.certain,
        hedged=bool(position.review),
        reviewed=reviewed(statement),
        guessed=entry.said_on.guessed,
        second_hand=position.second_hand and entry.speaks_as is None,
        by_office=entry.speaks_as is not None,
        differences=frozenset(statement.differences),
    )


def reviewed(statement: StatementRecord) -> bool:
    """Whether a person decided last."""
    return not statement.decided_by.startswith("machine")


def _days(entry: LineEntry) -> tuple[date, date] | None:
    """The days to compare; a guessed day may be a day off."""
    if entry.days is None:
        return None
    first, last = entry.days
    if not entry.said_on.guessed:
        return first, last
    try:
        return first - _GUESS_MAY_BE_OFF, last + _GUESS_MAY_BE_OFF
    except OverflowError:
        return first, last
