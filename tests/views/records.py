"""Records as the database gives them, made by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime

from app.domain.actors import ActorKind
from app.domain.articles import Zone, ZoneRole
from app.domain.dates import DateBasis, UncertainDate
from app.domain.ids import make_id
from app.domain.positions import Evidence, Opinion, Scope, Stance
from app.domain.queries import DEFAULT_ISSUE
from app.domain.records import (
    ActorRef,
    ArticleRecord,
    ArticleRef,
    Counted,
    IssueRecord,
    MonthCount,
    OutletRef,
    PlacedRecord,
    PositionRecord,
    StanceCount,
    Standing,
    StatementRecord,
)
from app.domain.spans import Span
from app.domain.statements import SpeakerBasis, StatementKind
from tests.factories import make_issue

TEXT = (
    "It rained. The minister arrived late. “No troops,” she said, “not now.” He left. It is over."
)


def ref(name: str) -> ActorRef:
    return ActorRef(name.lower().replace(" ", "-"), name, ActorKind.PERSON, None, in_directory=True)


def position(
    stance: Stance = Stance.OPPOSES,
    confidence: float = 0.9,
    holder: str = "Ada Moreau",
    asserted_by: str | None = None,
    *,
    evidence: tuple[Evidence, ...] = (),
    opinions: tuple[Opinion, ...] = (),
) -> PositionRecord:
    return PositionRecord(
        issue=DEFAULT_ISSUE,
        stance=stance,
        scope=Scope.GENERAL,
        holder=ref(holder),
        asserted_by=ref(asserted_by) if asserted_by else None,
        condition=None,
        condition_text=None,
        evidence=evidence,
        confidence=confidence,
        review=(),
        opinions=opinions,
    )


ARTICLE = ArticleRef(
    id=make_id("article"),
    title="A title",
    outlet=OutletRef("the-paper", "The Paper"),
    address="https://paper.example/a",
    published=UncertainDate.parse("2025-03-01", DateBasis.METADATA),
    published_note="",
    language="en",
)


def statement(
    said_on: str | None = "2025-02-10",
    *positions: PositionRecord,
    actor: str = "Ada Moreau",
    basis: DateBasis = DateBasis.STATED,
    content: tuple[Span, ...] = (Span(38, 50), Span(61, 71)),
    name: str = "",
) -> StatementRecord:
    return StatementRecord(
        id=make_id("statement", actor, str(said_on), name),
        kind=StatementKind.DIRECT,
        content=content,
        content_text=tuple(span.of(TEXT) for span in content),
        cue=Span(55, 59),
        cue_text="said",
        source=Span(51, 54),
        source_text="she",
        antecedent=Span(11, 23),
        antecedent_text="The minister",
        actor=ref(actor),
        role=None,
        basis=SpeakerBasis.PRONOUN,
        said_on=UncertainDate.parse(said_on, basis),
        confidence=0.9,
        reasons=(),
        decided_by="machine test 1",
        positions=positions or (position(),),
        article=ARTICLE,
    )


def article(*statements: StatementRecord, text: str = TEXT) -> ArticleRecord:
    return ArticleRecord(
        ref=ARTICLE,
        file="a.txt",
        text=text,
        zones=(Zone(Span(0, len(text)), ZoneRole.BODY),),
        sha256="0" * 64,
        read_at=datetime(2026, 1, 2, 3, 4, tzinfo=UTC),
        extractor="test 1",
        notes=(),
        statements=statements,
    )


def standing(
    name: str,
    *stances: StanceCount,
    months: tuple[MonthCount, ...] = (),
    utterances: int = 1,
    undated: int = 0,
    second_hand: int = 0,
    sides: tuple[str, ...] = (),
    last: date | None = None,
) -> Standing:
    return Standing(
        actor=ref(name),
        role=None,
        sides=sides,
        utterances=utterances,
        undated=undated,
        reports=utterances,
        stances=stances,
        second_hand=second_hand,
        months=months,
        first=last,
        last=last,
    )


def amount(
    utterances: int = 1,
    *,
    reports: int = 0,
    actors: int = 1,
    undated: int = 0,
    unknown: int = 0,
    days: tuple[date, date] | None = None,
) -> Counted:
    return Counted(
        utterances=utterances,
        reports=reports or utterances,
        actors=actors,
        articles=min(utterances, 3),
        articles_read=5,
        undated=undated,
        unknown=unknown,
        first=days[0] if days else None,
        last=days[1] if days else None,
    )


def placed(
    one: StatementRecord, *stances: tuple[Stance, bool], second_hand: bool = False
) -> PlacedRecord:
    return PlacedRecord(
        statement=one.id,
        actor=one.actor.slug,
        first=one.said_on.first,
        last=one.said_on.last,
        guessed=one.said_on.guessed,
        stances=stances or (() if second_hand else ((Stance.OPPOSES, True),)),
        second_hand=second_hand,
    )


def issue() -> IssueRecord:
    return IssueRecord(make_issue(), statements=1, actors=1, articles=1, articles_read=5)
