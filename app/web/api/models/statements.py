"""Statements, utterances, and the claims and answers between them."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from app.domain.actors import ActorKind
from app.domain.positions import Scope, Stance
from app.domain.statements import SpeakerBasis, StatementKind
from app.domain.utterances import Difference, MatchKind
from app.utterances.chains import Answer as Told
from app.utterances.chains import Outcome
from app.web.api.models.basics import (
    ActorRef,
    Address,
    Answer,
    ArticleRef,
    Count,
    Id,
    Model,
    Page,
    Share,
    Slug,
    Span,
    UncertainDate,
)


class Evidence(Model):
    """Words by which a stance was judged."""

    span: Span
    rule: str
    """The rule that reads them so."""
    stance: Stance


class Opinion(Model):
    """What one of several readers judged by itself."""

    by: str
    stance: Stance
    holder: str | None
    """Whose position it takes it for, where it says so."""
    evidence: Span | None


class Position(Model):
    """Where somebody stands on an issue, by this statement."""

    issue: Slug
    stance: Stance
    """`undetermined`: the machine found no deciding words."""
    scope: Scope
    """`own`: only the holder's own country or body; `other`: only another one's."""
    holder: ActorRef
    """Whose position it is."""
    asserted_by: ActorRef | None
    """Who says so, if that is somebody else than the holder: the position is second-hand."""
    condition: Span | None
    condition_text: str | None
    """The words of a condition."""
    evidence: list[Evidence]
    confidence: Share
    """How sure the machine is of it."""
    review: list[str]
    """Why a person should look at it."""
    opinions: list[Opinion]


class Copy(Model):
    """The same words in a copy of the same article; it counts once."""

    id: Id
    article: ArticleRef


class Report(Model):
    """Another article's printing of the same utterance."""

    id: Id
    url: Address
    content_text: list[str]
    """The words as they are printed there."""
    article: ArticleRef


class Statement(Model):
    """One report: what one article prints of what somebody said once, with all that checks it."""

    id: Id
    url: Address
    """Its page."""
    place: Address
    """Its place in the article here."""
    kind: StatementKind
    """`direct`: whole in quotation marks; `mixed`: in part; `indirect`: in the outlet's words."""
    content: list[Span]
    content_text: list[str]
    """The words; several stretches where something else stands between them."""
    cue: Span | None
    cue_text: str | None
    """The words that report it: said, according to."""
    source: Span | None
    source_text: str | None
    """Who it is ascribed to, as printed."""
    antecedent: Span | None
    antecedent_text: str | None
    """The name that a pronoun or a role in `source` stands for."""
    actor: ActorRef
    """Who said it."""
    role: str | None
    """The office held on that day."""
    basis: SpeakerBasis
    """How it is known who speaks."""
    said_on: UncertainDate
    """When it was said."""
    reported_on: UncertainDate
    """When the article was published; never taken for the day on which it was said."""
    confidence: Share
    """How sure the machine is of the speaker."""
    reasons: list[str]
    decided_by: str
    """`machine` with its version, or the person who decided last."""
    positions: list[Position]
    article: ArticleRef
    original: Id
    """The same words in the earliest copy of the article; as a rule its own id."""
    copies: list[Copy]
    replaced_by: Id | None
    """What stands in its place, in a newer text or reading."""
    utterance: Id
    """What was said; the same in all reports of it."""
    utterance_url: Address
    reports: list[Report]
    """The other reports of the utterance."""
    differences: list[Difference]
    """In what the reports of the utterance differ."""


class Query(Model):
    """A choice of statements, by the names of its parameters."""

    issue: Slug
    actor: list[Slug]
    first: date | None = Field(alias="from")
    last: date | None = Field(alias="to")
    stance: list[Stance]
    kind: list[StatementKind]
    outlet: list[Slug]
    q: str
    undated: Literal["show"] | None
    side: list[str] = Field(default=[])
    who: list[ActorKind] = Field(default=[])
    scope: list[Scope] = Field(default=[])
    reviewed: Literal["only"] | None = None


class StatementList(Page):
    """A page of the reports that a choice lists: the latest day first, the undated last."""

    query: Query
    url: Address
    """The page that shows the same choice."""
    statements: list[Statement]
    """Those certainly said in the range asked for; without a range, those of a known day."""
    undated: list[Statement]
    """The others, after all of the former: of no known day, or not certainly in the range. With
    a range they are listed only with `undated=show`."""


class ChainAnswer(Model):
    """What the holder of a claimed position said itself, or somebody who speaks for it."""

    answer: Told
    certain: bool
    days_apart: Count
    speaks_as: str | None
    """The office of who speaks for the holder; null: the holder itself."""
    position: Position
    statement: Statement


class Chain(Model):
    """A second-hand position, and what its holder said within 30 days."""

    statement: Id
    """The one that asserts it."""
    position: Position
    first: date | None = Field(alias="from")
    """The days looked at."""
    last: date | None = Field(alias="to")
    outcome: Outcome
    """What all answers come to."""
    answers: list[ChainAnswer]


class Version(Model):
    """The text of the article that the spans are into."""

    id: Id
    """Of the article."""
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    """Of the clean text in UTF-8."""
    read_at: datetime
    extractor: str


class StatementAnswer(Answer):
    """One statement."""

    statement: Statement
    version: Version
    chain: list[Chain]


class Piece(Model):
    """A piece of an alignment of a report with the representative of its utterance."""

    kind: Literal["same", "omitted", "added", "changed"]
    text: str
    """As this report prints it."""
    was: str
    """As the representative does."""


class UtteranceReport(Statement):
    """A report, with its words laid against the representative's."""

    alignment: list[Piece]


class Explained(Model):
    """Where two reports differ: `one` has what `other` has not."""

    kind: Difference
    one: Id
    other: Id
    one_words: Span | None
    """Into the words of the report, its stretches joined by ` … `."""
    other_words: Span | None


class Match(Model):
    """Why two reports are taken for one utterance."""

    one: Id
    other: Id
    kind: MatchKind
    score: float


class Utterance(Model):
    """What somebody said once, with every report of it."""

    id: Id
    """The id of its earliest report."""
    url: Address
    actor: ActorRef
    representative: Id
    """The report that pages show."""
    count: Count
    """How many reports there are."""
    outlets: Count
    articles: Count
    copies: Count
    differences: list[Difference]
    explained: list[Explained]
    reports: list[UtteranceReport]
    matches: list[Match]


class UtteranceAnswer(Answer):
    """One utterance."""

    utterance: Utterance
    chain: list[Chain]
