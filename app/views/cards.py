"""StatementCard: a statement as it is shown wherever it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.certainty import speaker_certain
from app.domain.statements import BREAK, StatementKind
from app.views.dates import DateView, show_date
from app.views.fragments import original_address
from app.views.highlight import Stretch, highlighted
from app.views.links import (
    Link,
    actor_address,
    article_address,
    place_address,
    statement_address,
    utterance_address,
)
from app.views.stances import PositionView, show_position
from app.views.wording import DIFFERENCE, KIND, KIND_EXPLAINED, counted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.domain.records import CopyRef, StatementRecord
    from app.domain.utterances import Difference

SPEAKER_DOUBT = "speaker not certain"
_EDITOR = "editor "  # how decided_by begins where a person looked (app/domain/accounts.py)
# A variant on a card is cut after this many words; its own page has all of it.
_SHORT = 30


@dataclass(frozen=True, slots=True)
class CopyView:
    """The same words in another article, which is a copy of this one's."""

    statement: Link  # by the name of the outlet
    article: Link
    reported_on: DateView


@dataclass(frozen=True, slots=True)
class ReportView:
    """How another report prints what was said, in short; no words: in the same."""

    statement: Link  # by the name of the outlet
    words: str
    language: str | None
    reported_on: DateView


@dataclass(frozen=True, slots=True)
class StatementCard:
    """A statement on a card. ``quoted`` says whether all its words are the speaker's own.

    ``speaker_doubt`` leads to the reasons why it is not certain who speaks; None when it is.
    ``pieces`` are its words once more, cut where those looked for stand.
    ``utterance`` leads to all reports of what was said, ``reports`` are the others of them, and
    ``more`` counts them: '+4 outlets'. ``differs`` says in what they differ; empty when in nothing.
    """

    id: str
    address: str
    words: str
    pieces: tuple[Stretch, ...]
    language: str | None
    quoted: bool
    kind: str
    kind_explained: str
    speaker: Link
    speaker_doubt: Link | None
    role: str | None
    positions: tuple[PositionView, ...]
    on_issue: bool
    second_hand: bool
    said_on: DateView
    reported_on: DateView
    outlet: str
    article: Link
    place: str
    original: str | None
    decided_by: str
    copies: tuple[CopyView, ...]
    utterance: Link
    reports: tuple[ReportView, ...]
    more: str
    differs: str

    @property
    def checked_by(self) -> str:
        """The name of the person who looked at it; empty where nobody did."""
        return self.decided_by.removeprefix(_EDITOR) if self.decided_by.startswith(_EDITOR) else ""


@dataclass(frozen=True, slots=True)
class KeptCard:
    """Stands for the card of a statement that was not read, as its HTML is there already."""

    id: str


def show_card(statement: StatementRecord, issue: str, looked_for: str = "") -> StatementCard:
    """The card of a statement, with its positions on one issue; words looked for are marked."""
    article = statement.article
    positions = tuple(
        show_position(position, statement.confidence)
        for position in statement.positions
        if position.issue == issue
    )
    address = statement_address(statement.id)
    certain = speaker_certain(statement.confidence)
    return StatementCard(
        id=statement.id,
        address=address,
        words=BREAK.join(statement.content_text),
        pieces=_pieces(statement.content_text, looked_for),
        language=article.language,
        quoted=statement.kind is StatementKind.DIRECT,
        kind=KIND[statement.kind],
        kind_explained=KIND_EXPLAINED[statement.kind],
        speaker=Link(actor_address(statement.actor.slug), statement.actor.name),
        speaker_doubt=None if certain else Link(f"{address}#who-speaks", SPEAKER_DOUBT),
        role=statement.role,
        positions=positions,
        on_issue=bool(positions),
        second_hand=any(position.second_hand for position in positions),
        said_on=show_date(statement.said_on),
        reported_on=show_date(statement.reported_on, article.published_note),
        outlet=article.outlet.name,
        article=Link(article_address(article.id), article.title),
        place=place_address(article.id, statement.id),
        original=original_address(article.address, statement.content_text),
        decided_by=statement.decided_by,
        copies=tuple(_copy(one) for one in statement.copies),
        utterance=Link(
            utterance_address(statement.utterance or statement.id),
            counted(len(statement.reports) + 1, "report"),
        ),
        reports=tuple(_report(one, statement.content_text) for one in statement.reports),
        more=_more(statement),
        differs=differing(statement.differences),
    )


def _pieces(content: Iterable[str], looked_for: str) -> tuple[Stretch, ...]:
    found: list[Stretch] = []
    for text in content:
        found += [Stretch(BREAK)] if found else []
        found += highlighted(text, looked_for)
    return tuple(found)


def differing(differences: Iterable[Difference]) -> str:
    """In what reports differ, in words: 'they take different positions; one has ...'."""
    return "; ".join(DIFFERENCE[one] for one in differences)


def _more(statement: StatementRecord) -> str:
    """How many other outlets report it; where all are of this outlet, how many other reports."""
    own = statement.article.outlet.slug
    outlets = {one.article.outlet.slug for one in statement.reports} - {own}
    if outlets:
        return f"+{counted(len(outlets), 'outlet')}"
    return f"+{counted(len(statement.reports), 'report')}" if statement.reports else ""


def _report(one: CopyRef, words: tuple[str, ...]) -> ReportView:
    article = one.article
    return ReportView(
        statement=Link(statement_address(one.id), article.outlet.name),
        words="" if one.words == words else shortened(BREAK.join(one.words)),
        language=article.language,
        reported_on=show_date(article.published, article.published_note),
    )


def shortened(words: str, most: int = _SHORT) -> str:
    """The first words of a text, with an ellipsis where it goes on."""
    found = words.split()
    return words if len(found) <= most else f"{' '.join(found[:most])} …"


def _copy(one: CopyRef) -> CopyView:
    article = one.article
    return CopyView(
        statement=Link(statement_address(one.id), article.outlet.name),
        article=Link(article_address(article.id), article.title),
        reported_on=show_date(article.published, article.published_note),
    )
