"""What a picture to share says: of a statement, an actor, a comparison or a snapshot."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from app.domain.statements import BREAK
from app.pictures.plates import RowsPlate, Sign, WordsPlate
from app.views.dates import DateView, show_date
from app.views.stances import Tally, show_position, tally
from app.views.wording import KIND, reported

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.domain.records import StatementRecord

_MOST_ROWS = 6


def statement_plate(statement: StatementRecord, issue: str) -> WordsPlate:
    """The picture of a statement: the words, who said them and when, which way they go."""
    signs = []
    for position in statement.positions:
        if position.issue == issue:
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
        note=KIND[statement.kind],
        name=statement.actor.name,
        role=statement.role or "",
        dates=dates,
        outlet=statement.article.outlet.name,
    )


def actor_plate(
    name: str, role: str, statements: Sequence[StatementRecord], issue: str, issue_title: str
) -> RowsPlate:
    """The picture of an actor: its own positions on an issue, counted."""
    own = [one for one in statements if any(found.issue == issue for found in one.positions)]
    reports = sum(len(one.reports) + 1 for one in own)
    about = f"{role}. " if role else ""
    return RowsPlate(
        heading=name,
        sentence=f"{about}{reported(len(own), reports)} on {issue_title}",
        rows=(("Own positions", _signs(tally(own, issue))),) if own else (),
        more=0,
    )


def comparison_plate(
    title: str, sentence: str, statements: Iterable[StatementRecord], issue: str
) -> RowsPlate:
    """The picture of a comparison: the actors with most statements, their positions counted."""
    by_actor: dict[str, list[StatementRecord]] = defaultdict(list)
    for one in statements:
        by_actor[one.actor.slug].append(one)
    ranked = sorted(by_actor.values(), key=lambda found: (-len(found), found[0].actor.name))
    return RowsPlate(
        heading=title,
        sentence=sentence,
        rows=tuple(
            (found[0].actor.name, _signs(tally(found, issue))) for found in ranked[:_MOST_ROWS]
        ),
        more=max(0, len(ranked) - _MOST_ROWS),
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
