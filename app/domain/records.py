"""Records: what the database knows, as pages read it. Made in app/db/queries/ only.

Ids are strings of 13 characters (see app/domain/ids.py), the same in addresses, JSON and CSV.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, datetime

    from app.domain.actors import Actor, ActorKind, Role
    from app.domain.articles import Zone
    from app.domain.dates import UncertainDate
    from app.domain.placed import PlacedLine
    from app.domain.positions import Evidence, Issue, Opinion, Scope, Stance
    from app.domain.spans import Span
    from app.domain.statements import SpeakerBasis, StatementKind
    from app.domain.utterances import Difference, Match


@dataclass(frozen=True, slots=True)
class ActorRef:
    """Just enough of an actor to name it and link to it."""

    slug: str
    name: str
    kind: ActorKind
    country: str | None
    in_directory: bool


@dataclass(frozen=True, slots=True)
class OutletRef:
    """Just enough of an outlet to name it and filter by it."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class ArticleRef:
    """An article as cards and lists show it."""

    id: str
    title: str
    outlet: OutletRef
    address: str | None
    published: UncertainDate
    published_note: str
    language: str | None


@dataclass(frozen=True, slots=True)
class PositionRecord:
    """A position with its actors as references and its condition in words."""

    issue: str
    stance: Stance
    scope: Scope
    holder: ActorRef
    asserted_by: ActorRef | None
    condition: Span | None
    condition_text: str | None
    evidence: tuple[Evidence, ...]
    confidence: float
    review: tuple[str, ...]
    opinions: tuple[Opinion, ...] = ()

    @property
    def second_hand(self) -> bool:
        """Whether somebody else than the holder asserts it."""
        return self.asserted_by is not None


@dataclass(frozen=True, slots=True)
class CopyRef:
    """The same words of the same speaker in another article: a copy of this one, or a report."""

    id: str  # of the statement there
    article: ArticleRef
    words: tuple[str, ...] = ()  # as printed there; given for reports only


@dataclass(frozen=True, slots=True)
class StatementRecord:
    """A statement with all that a card shows. Spans are into its version's clean text."""

    id: str
    kind: StatementKind
    content: tuple[Span, ...]
    content_text: tuple[str, ...]
    cue: Span | None
    cue_text: str | None
    source: Span | None
    source_text: str | None
    antecedent: Span | None
    antecedent_text: str | None
    actor: ActorRef
    role: str | None  # as printed, the role held on the day it was said, from the directory
    basis: SpeakerBasis
    said_on: UncertainDate
    confidence: float
    reasons: tuple[str, ...]
    decided_by: str  # "machine <version>" or an editor
    positions: tuple[PositionRecord, ...]
    article: ArticleRef
    role_when_reported: bool = False  # the role is that on the report's day, said-on being unknown
    original: str = (
        ""  # id of the same words in the earliest copy of the article; as a rule its own
    )
    copies: tuple[CopyRef, ...] = ()  # in other articles, the earliest first
    replaced_by: str | None = None  # id of what stands in its place, in a newer text or reading
    utterance: str = ""  # id of the utterance that it reports
    reports: tuple[CopyRef, ...] = ()  # the other reports of it, without copies, the earliest first
    differences: tuple[Difference, ...] = ()  # in what the reports of its utterance differ

    @property
    def reported_on(self) -> UncertainDate:
        """When the outlet published it: a date of its own, never taken for the day it was said."""
        return self.article.published


@dataclass(frozen=True, slots=True)
class UtteranceRecord:
    """An utterance with all its reports. Copies of one article stand with the first of them."""

    id: str
    representative: StatementRecord  # the longest direct report, else the longest
    reports: tuple[StatementRecord, ...]  # the earliest first, the representative among them
    matches: tuple[Match, ...]  # why they are taken for one
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """A position of the holder's own, or of who speaks for it, near a claim about the holder."""

    statement: StatementRecord
    position: PositionRecord
    speaks_as: str | None  # the office, as printed, of who speaks for it; None: the holder itself
    days: int  # between the claim and this; 0 when they may be of one day


@dataclass(frozen=True, slots=True)
class ChainRecord:
    """A second-hand position and what the holder itself said on the issue about that time."""

    statement: str  # id of the one that asserts it
    position: PositionRecord
    first: date | None  # the first and the last day looked at; None when the claim has no days
    last: date | None
    answers: tuple[AnswerRecord, ...]  # the nearest first


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """An article with its clean text and every statement found in it, in the order of the text."""

    ref: ArticleRef
    file: str
    text: str
    zones: tuple[Zone, ...]
    sha256: str  # of the clean text in UTF-8
    read_at: datetime  # UTC
    extractor: str
    notes: tuple[str, ...]
    statements: tuple[StatementRecord, ...]
    newest: bool = True  # False: the text at that address has changed since
    copies: tuple[ArticleRef, ...] = ()  # articles that print the same text, the earliest first


@dataclass(frozen=True, slots=True)
class ArticleSummary:
    """An article and how much was found in it."""

    ref: ArticleRef
    statements: int  # all statements
    on_issue: int  # those with a position on the issue asked for
    originals: int  # those that no earlier copy of the article prints
    copy_of: str | None = None  # id of the earliest article of the same text; None: it is that one


@dataclass(frozen=True, slots=True)
class ArticleTotals:
    """The size of the list of all articles."""

    articles: int
    copies: int  # articles that print the text of an earlier one
    statements: int  # in all of them; what copies repeat counts once


@dataclass(frozen=True, slots=True)
class ActorSummary:
    """An actor and how often which stance was taken, first-hand only, on one issue.

    What several articles report counts once.
    """

    ref: ActorRef
    role: str | None  # the latest role known, as printed
    statements: int  # all statements on any subject
    on_issue: int  # statements with a position on the issue, second-hand ones included
    stances: tuple[tuple[Stance, int], ...]  # own positions only, in the order of Stance
    second_hand: int  # positions this actor asserts of somebody else
    latest: UncertainDate | None  # the latest day something on the issue was said


@dataclass(frozen=True, slots=True)
class ActorRecord:
    """An actor with everything known about it."""

    actor: Actor
    statements: tuple[StatementRecord, ...]  # spoken by it, newest first, undated last
    said_of: tuple[StatementRecord, ...]  # where others assert a position of it


@dataclass(frozen=True, slots=True)
class LineRecords:
    """What stands on an actor's line on one issue, and beside it."""

    actor: Actor
    own: tuple[StatementRecord, ...]  # spoken by it
    # of an institution: spoken by who was its spokesperson that day, in that office
    by_office: tuple[tuple[StatementRecord, Role], ...]
    office_unplaced: int  # by its spokespersons, on days not known to lie in their time of office
    said_of: tuple[StatementRecord, ...]  # where others assert a position of it
    # By statement of an utterance with several reports: its day as the surest of them tells it.
    days: Mapping[str, UncertainDate] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class IssueRecord:
    """An issue and the size of what is stored on it; what several articles report counts once."""

    issue: Issue
    statements: int  # statements on the issue
    actors: int  # actors who speak in them
    articles: int  # articles in which they stand
    articles_read: int  # articles looked through


@dataclass(frozen=True, slots=True)
class UtterancesListed:
    """How many utterances a choice lists, and these, to be read once."""

    count: int
    reports: int
    undated: int  # of these: of no certain day in the range
    statements: Iterator[tuple[StatementRecord, bool]]  # and whether it is certainly in the range


@dataclass(frozen=True, slots=True)
class ComparisonRecords:
    """What a comparison asks for: dated statements in the range, and those that may fall in it.

    Folded, one stands for all reports of an utterance that are asked for: among the dated where
    one of them is certainly in the range. The counts of reports are what unfolded lists hold.
    """

    dated: tuple[StatementRecord, ...]  # by day said, newest first
    undated: tuple[StatementRecord, ...]  # day unknown, or only possibly in the range
    articles_read: int
    reports: int = 0  # how many reports asked for are certainly in the range
    undated_reports: int = 0  # how many are not


@dataclass(frozen=True, slots=True)
class StanceCount:
    """In how many utterances an actor takes a stance of its own, surely and not surely."""

    stance: Stance
    certain: int
    uncertain: int


class MonthCount(NamedTuple):
    """As StanceCount, of one month; of those whose month is certain."""

    month: date  # its first day
    stance: Stance
    certain: int
    uncertain: int


@dataclass(frozen=True, slots=True)
class MonthTotal:
    """How many utterances on an issue are certainly of one month."""

    month: date  # its first day
    utterances: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How one actor stands in a choice, counted. What several articles report counts once.

    ``utterances`` are those listed: the dated, and the undated where the choice lists them; all
    other counts are of the same. An utterance with several positions counts in several stances.
    """

    actor: ActorRef
    role: str | None  # the latest role known, as printed
    sides: tuple[str, ...]  # its country first
    utterances: int
    undated: int  # of no known day, or not certainly in the range; whether they are listed or not
    reports: int
    stances: tuple[StanceCount, ...]  # in the order of Stance, zeros left out
    second_hand: int
    months: tuple[MonthCount, ...]  # by month, then in the order of Stance
    first: date | None  # the first and the last day on which something listed may have been said
    last: date | None


@dataclass(frozen=True, slots=True)
class Counted:
    """How much a choice lists. Utterances count what several articles report once."""

    utterances: int
    reports: int  # copies of one article once
    actors: int
    articles: int  # that report it, copies once
    articles_read: int  # looked through: all, or those of the chosen outlets; copies once
    undated: int  # utterances of no known day, or not certainly in the range; listed or not
    unknown: int  # of these, how many are of no known day
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class OverviewRecords:
    """Who stands where: every speaker of a choice, most utterances first."""

    counted: Counted
    rows: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class PlacedRecord:
    """One utterance on the timeline of a comparison: enough to draw it and lead to its card."""

    statement: str  # id of the report that is shown
    actor: str  # slug
    first: date | None  # None, None: no day is known
    last: date | None
    guessed: bool
    stances: tuple[tuple[Stance, bool], ...]  # its own positions, and whether each is certain
    second_hand: bool  # it asserts a position of somebody else


@dataclass(frozen=True, slots=True)
class ColumnsRecords:
    """One page of the words of some actors, all over the same stretch of time.

    The statements of all columns stand in one order, the latest day first, the undated last; a
    page ends where one column has as many as it holds, so that nothing in between is missing.
    """

    counted: Counted
    columns: tuple[Standing, ...]  # as asked for
    dated: tuple[StatementRecord, ...]  # of this page
    undated: tuple[StatementRecord, ...]  # of this page
    before: int  # how many utterances stand on the pages before this one
    newer: str | None  # where the page before this one begins; "" the first; None: this is it
    older: str | None  # where the next page begins; None: there is none
    # Of all pages: what the timeline over the top shows.
    line: PlacedLine | tuple[PlacedRecord, ...]
    # Where only some of this page were read: all of it in its order, the dated first, and how many
    # these are. ``dated`` and ``undated`` then hold those that were read.
    page: tuple[PlacedRecord, ...] | None = None
    page_dated: int = 0

    @property
    def shown(self) -> tuple[str, ...]:
        """The ids of what stands on this page."""
        if self.page is not None:
            return tuple(one.statement for one in self.page)
        return tuple(one.id for one in (*self.dated, *self.undated))


@dataclass(frozen=True, slots=True)
class GlanceRecords:
    """A choice at one glance: who stands where, when each thing was said, and the newest words."""

    overview: OverviewRecords
    # Speaker by speaker, the latest first, the undated last; of who says much the latest alone.
    line: tuple[PlacedRecord, ...]
    newest: tuple[StatementRecord, ...]  # of the dated


class Facet(NamedTuple):
    """One value that a filter offers, and how many statements are shown if it is chosen."""

    value: str  # as in the address: a slug, a stance, a kind
    label: str  # a name; for stances and kinds the value itself
    count: int  # type: ignore[assignment]  # and not what tuples have by that name


@dataclass(frozen=True, slots=True)
class Facets:
    """What the filters of a comparison offer: every value there is on the issue, zeros included.

    Each count leaves the filter it belongs to out and keeps all others, so that it says what
    choosing that value would show.
    """

    actors: tuple[Facet, ...]  # speakers, most statements on the issue first
    outlets: tuple[Facet, ...]
    stances: tuple[Facet, ...]  # in the order of Stance
    kinds: tuple[Facet, ...]
    sides: tuple[Facet, ...] = ()  # countries and bodies, most statements first
    who: tuple[Facet, ...] = ()  # in the order of ActorKind
    scopes: tuple[Facet, ...] = ()  # in the order of Scope
    reviewed: int = 0  # how many choosing "only what a person has checked" would show
    total: int = 0  # how many the choice lists


@dataclass(frozen=True, slots=True)
class Renewed:
    """A statement, and when it was read or, later, changed by a person (UTC)."""

    statement: StatementRecord
    at: datetime


@dataclass(frozen=True, slots=True)
class FeedRecords:
    """One page of a feed: what was read or changed last first; whether there is a next page."""

    entries: tuple[Renewed, ...]
    more: bool
