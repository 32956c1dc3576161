"""Statement records made again from their data (app/views/data.py), as a snapshot keeps them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from app.domain.actors import ActorKind
from app.domain.dates import DateBasis, UncertainDate
from app.domain.positions import Evidence, Opinion, Scope, Stance
from app.domain.records import (
    ActorRef,
    ArticleRef,
    CopyRef,
    OutletRef,
    PositionRecord,
    StatementRecord,
)
from app.domain.spans import Span
from app.domain.statements import SpeakerBasis, StatementKind
from app.domain.utterances import Difference

if TYPE_CHECKING:
    from collections.abc import Mapping

    Data = Mapping[str, Any]


def read_statement(data: Data) -> StatementRecord:
    """The record of which ``statement_data`` made these data."""
    return StatementRecord(
        id=data["id"],
        kind=StatementKind(data["kind"]),
        content=tuple(Span(start, end) for start, end in data["content"]),
        content_text=tuple(data["content_text"]),
        cue=_span(data["cue"]),
        cue_text=data["cue_text"],
        source=_span(data["source"]),
        source_text=data["source_text"],
        antecedent=_span(data["antecedent"]),
        antecedent_text=data["antecedent_text"],
        actor=read_actor(data["actor"]),
        role=data["role"],
        basis=SpeakerBasis(data["basis"]),
        said_on=read_date(data["said_on"]),
        confidence=data["confidence"],
        reasons=tuple(data["reasons"]),
        decided_by=data["decided_by"],
        positions=tuple(_position(one) for one in data["positions"]),
        article=_article(data["article"]),
        original=data["original"],
        copies=tuple(CopyRef(one["id"], _article(one["article"])) for one in data["copies"]),
        replaced_by=data["replaced_by"],
        utterance=data["utterance"],
        reports=tuple(
            CopyRef(one["id"], _article(one["article"]), tuple(one["content_text"]))
            for one in data["reports"]
        ),
        differences=tuple(Difference(one) for one in data["differences"]),
    )


def read_date(data: Data) -> UncertainDate:
    """The date of which ``date_data`` made these data."""
    return UncertainDate(
        data["edtf"], _day(data["first"]), _day(data["last"]), DateBasis(data["basis"])
    )


def read_actor(data: Data) -> ActorRef:
    """The reference of which ``actor_ref_data`` made these data."""
    return ActorRef(
        data["slug"], data["name"], ActorKind(data["kind"]), data["country"], data["in_directory"]
    )


def _article(data: Data) -> ArticleRef:
    return ArticleRef(
        id=data["id"],
        title=data["title"],
        outlet=OutletRef(data["outlet"]["slug"], data["outlet"]["name"]),
        address=data["address"],
        published=read_date(data["published"]),
        published_note=data["published"]["note"],
        language=data["language"],
    )


def _position(data: Data) -> PositionRecord:
    return PositionRecord(
        issue=data["issue"],
        stance=Stance(data["stance"]),
        scope=Scope(data["scope"]),
        holder=read_actor(data["holder"]),
        asserted_by=read_actor(data["asserted_by"]) if data["asserted_by"] else None,
        condition=_span(data["condition"]),
        condition_text=data["condition_text"],
        evidence=tuple(
            Evidence(Span(*one["span"]), one["rule"], Stance(one["stance"]))
            for one in data["evidence"]
        ),
        confidence=data["confidence"],
        review=tuple(data["review"]),
        opinions=tuple(
            Opinion(one["by"], Stance(one["stance"]), one["holder"], _span(one["evidence"]))
            for one in data["opinions"]
        ),
    )


def _span(pair: list[int] | None) -> Span | None:
    return None if pair is None else Span(*pair)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
