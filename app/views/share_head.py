"""Head: what a page says of itself to those who show a link to it, in its <head>."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.certainty import speaker_certain
from app.domain.statements import BREAK, StatementKind
from app.views.cards import SPEAKER_DOUBT
from app.views.dates import show_date
from app.views.links import actor_address, statement_address
from app.views.share_quotation import Quotation
from app.views.stances import show_position
from app.views.wording import KIND

if TYPE_CHECKING:
    from app.domain.queries import ComparisonQuery
    from app.domain.records import StatementRecord

# Who shows a link shows about so much of what it says.
_DESCRIBED = 300
_COMPARE = "/compare"


@dataclass(frozen=True, slots=True)
class Head:
    """What OpenGraph, oEmbed, feed readers and search engines are told. Addresses are paths.

    ``kind`` is OpenGraph's: article, profile or website. ``embed`` is the page that oEmbed is
    asked about, None where there is nothing to embed.
    """

    kind: str
    title: str
    description: str
    picture: str
    picture_says: str
    embed: str | None = None
    share: str | None = None  # the page that tells how to pass it on
    follow: str | None = None
    feed: str | None = None
    feed_title: str = ""
    annotation: str | None = None
    quotation: Quotation | None = None


def statement_head(statement: StatementRecord, issue: str) -> Head:
    """What the page of a statement says of itself."""
    address = statement_address(statement.id)
    return Head(
        kind="article",
        title=statement_title(statement),
        description=_described(statement, issue),
        picture=f"{address}/picture.png",
        picture_says=_picture_says(statement),
        embed=address,
        share=f"{address}/share",
        annotation=f"{address}/annotation.json",
        # Who speaks is what it says; there is no word for a doubt about it.
        quotation=Quotation(statement) if speaker_certain(statement.confidence) else None,
    )


def utterance_head(representative: StatementRecord, issue: str, reported: str) -> Head:
    """What the page of an utterance says of itself; ``reported`` says by whom."""
    shown = statement_address(representative.id)
    return Head(
        kind="article",
        title=statement_title(representative),
        description=_cut(f"{_described(representative, issue)} {reported}".strip()),
        picture=f"{shown}/picture.png",
        picture_says=_picture_says(representative),
    )


def actor_head(slug: str, name: str, sentence: str, query: ComparisonQuery) -> Head:
    """What the page of an actor says of itself; its feed is of the issue that it shows."""
    address = actor_address(slug)
    return Head(
        kind="profile",
        title=name,
        description=_cut(sentence),
        picture=query.address(f"{address}/picture.png"),
        picture_says=f"{name}. {sentence}",
        feed=f"{address}.atom",
        feed_title=f"What {name} said",
    )


def comparison_head(query: ComparisonQuery, title: str, sentence: str) -> Head:
    """What a comparison says of itself."""
    return Head(
        kind="website",
        title=title,
        description=_cut(sentence),
        picture=query.address(f"{_COMPARE}/picture.png"),
        picture_says=f"{title}. {sentence}",
        embed=query.address(_COMPARE),
        share=query.address(f"{_COMPARE}/share"),
        follow=query.address(f"{_COMPARE}/follow"),
        feed=query.address(f"{_COMPARE}.atom"),
        feed_title=title,
    )


def snapshot_head(address: str, title: str, sentence: str) -> Head:
    """What a snapshot says of itself. Its picture shows what was frozen, so it never changes."""
    return Head(
        kind="article",
        title=title,
        description=_cut(sentence),
        picture=f"{address}/picture.png",
        picture_says=f"{title}. {sentence}",
    )


def statement_title(statement: StatementRecord) -> str:
    """Who said it and when: 'Ada Moreau, 10 Feb 2025?'."""
    said = show_date(statement.said_on)
    return f"{statement.actor.name}, {said.text}{'?' if said.guessed else ''}"


def _described(statement: StatementRecord, issue: str) -> str:
    """The words and the stance; paraphrases are said to be the outlet's."""
    words = _cut(" ".join(BREAK.join(statement.content_text).split()))
    if statement.kind is not StatementKind.DIRECT:
        words = f"{KIND[statement.kind].capitalize()} by {statement.article.outlet.name}: {words}"
    stances = [
        shown.second_hand or shown.stance.word
        for position in statement.positions
        if position.issue == issue
        and (shown := show_position(position, statement.confidence)) is not None
    ]
    if not speaker_certain(statement.confidence):
        stances.append(SPEAKER_DOUBT)
    return f"{words} ({'; '.join(stances)})" if stances else words


def _picture_says(statement: StatementRecord) -> str:
    words = " ".join(BREAK.join(statement.content_text).split())
    return f"{statement_title(statement)}: {_cut(words)}"


def _cut(text: str, most: int = _DESCRIBED) -> str:
    """A text cut at a word, with an ellipsis where it goes on."""
    if len(text) <= most:
        return text
    return f"{text[: most + 1].rpartition(' ')[0] or text[:most]} …"
