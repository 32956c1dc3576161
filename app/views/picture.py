"""What a picture to share says: of a statement, an actor, a comparison or a snapshot."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.certainty import speaker_certain
from app.domain.statements import BREAK
from app.pictures.plates import RowsPlate, Sign, WordsPlate
from app.views.cards import SPEAKER_DOUBT
from app.views.dates import DateView, show_date
from app.views.stances import Tally, show_position
from app.views.wording import KIND

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.positions import Issue
    from app.domain.records import StatementRecord


def statement_plate(statement: StatementRecord, issue: Issue) -> WordsPlate:
    """The picture of a statement: the words, who said them and when, which way they go."""
    signs = []
    for position in statement.positions:
        if position.issue == issue.slug:
            shown = show_position(position, statement.confidence)
            holder = f"says of {position.holder.name}:" if position.second_hand else ""
            signs.append(Sign(shown.stance.key, shown.stance.word, shown.stance.certain, holder))
    said, told = show_date(statement.said_on), show_date(statement.reported_on)
    dates = f"Said {_day(said)}" if said.known else "Day said not known"
    if told.known:
        dates += f", reported {_day(told)}"
    return WordsPlate(
        words=BREAK.join(statement.content_text),
        signs=tuple(signs),
        about=f"on “{issue.title}”" if signs else "",
        note=KIND[statement.kind],
        name=statement.actor.name,
        doubt="" if speaker_certain(statement.confidence) else SPEAKER_DOUBT,
        role=statement.role or "",
        dates=dates,
        outlet=statement.article.outlet.name,
    )


def actor_plate(
    name: str, sentence: str, rows: Sequence[tuple[str, Tally]], latest: StatementRecord | None
) -> RowsPlate:
    """The picture of an actor: its own positions counted, and what it said last."""
    plate = rows_plate(name, sentence, rows)
    if latest is None:
        return plate
    said = show_date(latest.said_on)
    parts = [f"said {_day(said)}" if said.known else "day said not known"]
    parts += [latest.article.outlet.name, KIND[latest.kind]]
    parts += [f"second-hand, of {one.holder.name}" for one in latest.positions if one.second_hand]
    if not speaker_certain(latest.confidence):
        parts.append(SPEAKER_DOUBT)
    return replace(
        plate, words=BREAK.join(latest.content_text), words_note=f"Latest: {', '.join(parts)}"
    )


def rows_plate(
    title: str, sentence: str, rows: Sequence[tuple[str, Tally]], more: int = 0
) -> RowsPlate:
    """The picture of an actor or a comparison: positions of some, counted, ``more`` left out."""
    return RowsPlate(
        heading=title,
        sentence=sentence,
        rows=tuple((name, _signs(counts)) for name, counts in rows),
        more=more,
    )


def _signs(counts: Tally) -> tuple[Sign, ...]:
    """Certain positions by stance; then those that are not, and what is said of others."""
    signs = [
        Sign(count.stance.key, f"{count.stance.word} {count.number}", certain=True)
        for count in counts.certain
    ]
    if counts.uncertain:
        signs.append(Sign("undetermined", f"{counts.uncertain} uncertain", certain=False))
    if counts.second_hand:
        signs.append(Sign("", f"{counts.second_hand} second-hand", certain=False))
    return tuple(signs)


def _day(when: DateView) -> str:
    return f"{when.text}{'?' if when.guessed else ''}"
