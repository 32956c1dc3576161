"""The tables. Their records, as pages read them, are in app/domain/records.py.

Ids come from content (app/db/keys.py), so any order of reading, any number of processes and a
run that was killed and repeated give the same rows. Spans are code points into the clean text of
the article's version. What is said of a date is four columns: EDTF, first day, last day, basis.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, composite, mapped_column

from app.db.columns import BigKey, Json, PlainText, PublicId, UtcTime, enumeration
from app.domain.actors import ActorKind, Gender
from app.domain.dates import DateBasis, UncertainDate
from app.domain.positions import Scope, Stance
from app.domain.runs import Outcome, RunState
from app.domain.statements import SpeakerBasis, StatementKind
from app.domain.utterances import MatchKind

# What a person has decided; a query that says it in these words is answered by an index.
REVIEWED = text("substr(decided_by, 1, 7) = 'editor '")


class State(StrEnum):
    """Whether something is shown."""

    LIVE = "live"
    WITHDRAWN = "withdrawn"


class Table(DeclarativeBase):
    """What all tables share: names of constraints that migrations can rely on."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {str: PlainText, datetime: UtcTime}  # noqa: RUF012 - as SQLAlchemy has it


def _ordered(*spans: str) -> list[CheckConstraint]:
    """Both ends of a span or neither, and the end not before the start."""
    return [
        CheckConstraint(
            f"({span}_start IS NULL) = ({span}_end IS NULL)"
            f" AND ({span}_start IS NULL OR ({span}_start >= 0 AND {span}_end >= {span}_start))",
            name=f"{span}_span",
        )
        for span in spans
    ]


def _ordered_days(first: str, last: str) -> CheckConstraint:
    return CheckConstraint(
        f"({first} IS NULL) = ({last} IS NULL) AND ({first} IS NULL OR {first} <= {last})",
        name=f"{first}_{last}",
    )


class OutletRow(Table):
    """Who printed an article."""

    __tablename__ = "outlet"

    id: Mapped[str] = mapped_column(PublicId, primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]


class ArticleRow(Table):
    """An article, with what its newest version says of itself."""

    __tablename__ = "article"
    __table_args__ = (
        Index(None, "outlet_id"),
        Index(None, "published_first"),
        Index(None, "published_last", "published_first"),
        Index(None, "head_id"),
        _ordered_days("published_first", "published_last"),
    )

    id: Mapped[str] = mapped_column(PublicId, primary_key=True)
    # What made it this article when it was stored: its address or, without one, the SHA-256 of its
    # clean text and its outlet where that was known (docs/decisions/0004-ids-from-content.md).
    identity: Mapped[str] = mapped_column(unique=True)
    address: Mapped[str | None]
    title: Mapped[str | None]
    outlet_id: Mapped[str] = mapped_column(PublicId, ForeignKey("outlet.id", ondelete="RESTRICT"))
    # The earliest of the articles that print one text, with few changes: its own id as a rule.
    head_id: Mapped[str] = mapped_column(PublicId)
    published_edtf: Mapped[str | None]
    published_first: Mapped[date | None]
    published_last: Mapped[date | None]
    published_basis: Mapped[DateBasis] = mapped_column(enumeration(DateBasis, "published_basis"))
    published_note: Mapped[str]
    language: Mapped[str | None]
    # The editor whose title, outlet and date these are; None: they are as read.
    decided_by: Mapped[str | None]

    published: Mapped[UncertainDate] = composite(
        "published_edtf", "published_first", "published_last", "published_basis"
    )


class VersionRow(Table):
    """One clean text of an article. Statements hang on it, so a span always finds its words."""

    __tablename__ = "article_version"
    __table_args__ = (
        UniqueConstraint("article_id", "sha256"),
        Index(None, "sha256"),
        Index(None, "read_at", "newest", "article_id"),
        Index(
            "uq_article_version_newest",
            "article_id",
            unique=True,
            sqlite_where=text("newest"),
            postgresql_where=text("newest"),
        ),
    )

    id: Mapped[str] = mapped_column(PublicId, primary_key=True)
    article_id: Mapped[str] = mapped_column(PublicId, ForeignKey("article.id", ondelete="CASCADE"))
    sha256: Mapped[str]  # of the clean text in UTF-8
    newest: Mapped[bool]  # exactly one of each article
    text: Mapped[str]
    zones: Mapped[list[list[Any]]] = mapped_column(Json)  # [start, end, role]
    file: Mapped[str]
    read_at: Mapped[datetime]
    extractor: Mapped[str]
    definitions: Mapped[str]  # a hash of the actors and issues it was read with
    notes: Mapped[list[str]] = mapped_column(Json)
    # The bytes that the text was read from, and what was known of them.
    capture_sha256: Mapped[str | None] = mapped_column(ForeignKey("capture.sha256"))
    captured_from: Mapped[str | None]  # address
    captured_at: Mapped[datetime | None]
    media_type: Mapped[str | None]
    charset: Mapped[str | None]


class CaptureRow(Table):
    """Bytes as they were found, compressed, addressed by their hash."""

    __tablename__ = "capture"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int]  # of the bytes themselves
    data: Mapped[bytes] = mapped_column(LargeBinary)  # zlib


class SignatureRow(Table):
    """By what copies of an article's newest text are found (app/domain/likeness.py)."""

    __tablename__ = "article_signature"

    article_id: Mapped[str] = mapped_column(
        PublicId, ForeignKey("article.id", ondelete="CASCADE"), primary_key=True
    )
    scheme: Mapped[str]
    signature: Mapped[bytes] = mapped_column(LargeBinary)


class BandRow(Table):
    """A part of a signature; articles that share one may be copies."""

    __tablename__ = "signature_band"
    __table_args__ = (Index(None, "article_id"),)

    key: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    article_id: Mapped[str] = mapped_column(
        PublicId, ForeignKey("article.id", ondelete="CASCADE"), primary_key=True
    )


class ActorRow(Table):
    """Somebody who speaks or holds a position."""

    __tablename__ = "actor"

    id: Mapped[str] = mapped_column(PublicId, primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[ActorKind] = mapped_column(enumeration(ActorKind, "kind"))
    country: Mapped[str | None]
    gender: Mapped[Gender | None] = mapped_column(enumeration(Gender, "gender"))
    demonyms: Mapped[list[str]] = mapped_column(Json)
    belongs_to: Mapped[list[str]] = mapped_column(Json)  # slugs
    wikidata: Mapped[str | None]
    in_directory: Mapped[bool]
    # The actor that this one was found to be. Its own row stays, for its address.
    merged_into_id: Mapped[str | None] = mapped_column(PublicId)
    # The editor who wrote what is said of it; None: the directory or a text did.
    decided_by: Mapped[str | None]


class AliasRow(Table):
    """Another name of an actor."""

    __tablename__ = "actor_alias"
    __table_args__ = (Index(None, "actor_id"), Index(None, "folded"))

    id: Mapped[str] = mapped_column(PublicId, primary_key=True)
    actor_id: Mapped[str] = mapped_column(PublicId, ForeignKey("actor.id", ondelete="CASCADE"))
    name: Mapped[str]
    folded: Mapped[str]  # without case and accents, for looking it up
    ordinal: Mapped[int]  # its place in the directory
    decided_by: Mapped[str | None]  # the editor who put it here; None: the directory or a text did


class RoleRow(Table):
    """An office that an actor holds or held."""

    __tablename__ = "actor_role"
    __table_args__ = (Index(None, "actor_id"),)

    id: Mapped[str] = mapped_column(PublicId, primary_key=True)
    actor_id: Mapped[str] = mapped_column(PublicId, ForeignKey("actor.id", ondelete="CASCADE"))
    title: Mapped[str]
    printed: Mapped[str]
    office: Mapped[str]
    of: Mapped[str | None]  # slug
    from_edtf: Mapped[str | None]
    from_first: Mapped[date | None]
    from_last: Mapped[date | None]
    from_basis: Mapped[DateBasis] = mapped_column(enumeration(DateBasis, "from_basis"))
    to_edtf: Mapped[str | None]
    to_first: Mapped[date | None]
    to_last: Mapped[date | None]
    to_basis: Mapped[DateBasis] = mapped_column(enumeration(DateBasis, "to_basis"))
    ordinal: Mapped[int]
    decided_by: Mapped[str | None]  # as of an alias

    held_from: Mapped[UncertainDate] = composite(
        "from_edtf", "from_first", "from_last", "from_basis"
    )
    held_to: Mapped[UncertainDate] = composite("to_edtf", "to_first", "to_last", "to_basis")


class IssueRow(Table):
    """A question on which actors take positions."""

    __tablename__ = "issue"

    id: Mapped[str] = mapped_column(PublicId, primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    proposition: Mapped[str]
    definition: Mapped[dict[str, Any]] = mapped_column(Json)  # all other fields of domain's Issue
    decided_by: Mapped[str | None]  # the editor who wrote it; None: it is as it was given


class StatementRow(Table):
    """What somebody said, in one version of one article."""

    __tablename__ = "statement"
    __table_args__ = (
        Index(None, "actor_id", "said_first"),
        Index(None, "actor_id", "said_last", "said_first"),
        Index(None, "version_id"),
        Index(None, "original_id"),
        Index(None, "utterance_id"),
        Index(None, "actor_id", "occasion_first"),
        # Of what people have looked at, which is little beside the rest.
        Index("ix_statement_reviewed", "id", sqlite_where=REVIEWED, postgresql_where=REVIEWED),
        *_ordered("cue", "source", "antecedent"),
        _ordered_days("said_first", "said_last"),
        CheckConstraint("confidence BETWEEN 0 AND 1", name="confidence"),
        CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_reason IS NOT NULL)", name="withdrawn_reason"
        ),
    )

    id: Mapped[str] = mapped_column(PublicId, primary_key=True)
    version_id: Mapped[str] = mapped_column(
        PublicId, ForeignKey("article_version.id", ondelete="CASCADE")
    )
    actor_id: Mapped[str] = mapped_column(PublicId, ForeignKey("actor.id", ondelete="RESTRICT"))
    # The same words of the same speaker in the earliest copy of the article: its own id as a rule.
    # What is counted are originals.
    original_id: Mapped[str] = mapped_column(PublicId)
    # The earliest report of what was said once: its own id as a rule, of a copy its original's.
    utterance_id: Mapped[str] = mapped_column(PublicId)
    # The days on which it may have been said (app/utterances/occasions.py); of what is shown only.
    occasion_first: Mapped[date | None]
    occasion_last: Mapped[date | None]
    occasion_told: Mapped[bool]
    kind: Mapped[StatementKind] = mapped_column(enumeration(StatementKind, "kind"))
    starts_at: Mapped[int]  # where the content begins: the order of the text
    content: Mapped[list[list[int]]] = mapped_column(Json)  # [start, end]
    # The words at the spans are kept beside them: a list of cards reads no article's text.
    content_text: Mapped[list[str]] = mapped_column(Json)
    words: Mapped[str]  # the content as app/db/search.py indexes it
    cue_start: Mapped[int | None]
    cue_end: Mapped[int | None]
    cue_text: Mapped[str | None]
    source_start: Mapped[int | None]
    source_end: Mapped[int | None]
    source_text: Mapped[str | None]
    antecedent_start: Mapped[int | None]
    antecedent_end: Mapped[int | None]
    antecedent_text: Mapped[str | None]
    basis: Mapped[SpeakerBasis] = mapped_column(enumeration(SpeakerBasis, "basis"))
    said_edtf: Mapped[str | None]
    said_first: Mapped[date | None]
    said_last: Mapped[date | None]
    said_basis: Mapped[DateBasis] = mapped_column(enumeration(DateBasis, "said_basis"))
    confidence: Mapped[float]
    reasons: Mapped[list[str]] = mapped_column(Json)
    decided_by: Mapped[str]  # "machine <version>" or an editor
    state: Mapped[State] = mapped_column(enumeration(State, "state"))
    withdrawn_reason: Mapped[str | None]
    # The statement that stands in its place: in a newer version, or found by a later program.
    replaced_by_id: Mapped[str | None] = mapped_column(PublicId)

    said_on: Mapped[UncertainDate] = composite("said_edtf", "said_first", "said_last", "said_basis")


class MatchRow(Table):
    """Two reports that are taken for one utterance, or that an editor has put apart."""

    __tablename__ = "utterance_match"
    __table_args__ = (
        Index(None, "other_id"),
        CheckConstraint("one_id < other_id", name="order"),
        CheckConstraint("score BETWEEN 0 AND 1", name="score"),
    )

    one_id: Mapped[str] = mapped_column(
        PublicId, ForeignKey("statement.id", ondelete="CASCADE"), primary_key=True
    )
    other_id: Mapped[str] = mapped_column(
        PublicId, ForeignKey("statement.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[MatchKind] = mapped_column(enumeration(MatchKind, "kind"))
    score: Mapped[float]
    decided_by: Mapped[str]  # "machine" or an editor


class UtteranceRow(Table):
    """What was said once and several articles report; what one alone reports has no row."""

    __tablename__ = "utterance"

    id: Mapped[str] = mapped_column(PublicId, primary_key=True)  # of its earliest report
    representative_id: Mapped[str] = mapped_column(PublicId)
    differences: Mapped[list[str]] = mapped_column(Json)  # Difference, in its order


class GroupingRow(Table):
    """By which rules all that is stored was grouped; no row: never, or not to the end."""

    __tablename__ = "grouping_scheme"

    scheme: Mapped[str] = mapped_column(primary_key=True)


class DataVersionRow(Table):
    """One row with a number that every change of what is shown moves (app/db/data_version.py)."""

    __tablename__ = "data_version"

    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)


class RowChangeRow(Table):
    """With which number of the data a row changed; triggers note it, of what is kept elsewhere."""

    __tablename__ = "row_change"
    __table_args__ = (Index(None, "number"), {"sqlite_with_rowid": False})

    kind: Mapped[str] = mapped_column(primary_key=True)  # statement, actor or outlet
    row_id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    number: Mapped[int | None] = mapped_column(BigInteger)  # None: of a change that is not ended


class PositionRow(Table):
    """What a statement means for an issue."""

    __tablename__ = "position"
    __table_args__ = (
        Index(None, "issue_id", "stance"),
        Index(None, "statement_id"),
        Index(None, "holder_id"),
        Index(None, "asserted_by_id"),
        # Of second-hand ones alone, with all that is asked of these.
        Index(
            "ix_position_asserted",
            *("issue_id", "statement_id", "holder_id", "asserted_by_id"),
            sqlite_where=text("asserted_by_id IS NOT NULL"),
            postgresql_where=text("asserted_by_id IS NOT NULL"),
        ),
        *_ordered("condition"),
        CheckConstraint("confidence BETWEEN 0 AND 1", name="confidence"),
    )

    id: Mapped[str] = mapped_column(PublicId, primary_key=True)
    statement_id: Mapped[str] = mapped_column(
        PublicId, ForeignKey("statement.id", ondelete="CASCADE")
    )
    issue_id: Mapped[str] = mapped_column(PublicId, ForeignKey("issue.id", ondelete="RESTRICT"))
    holder_id: Mapped[str] = mapped_column(PublicId, ForeignKey("actor.id", ondelete="RESTRICT"))
    asserted_by_id: Mapped[str | None] = mapped_column(
        PublicId, ForeignKey("actor.id", ondelete="RESTRICT")
    )
    ordinal: Mapped[int]  # its place among the statement's positions
    stance: Mapped[Stance] = mapped_column(enumeration(Stance, "stance"))
    scope: Mapped[Scope] = mapped_column(enumeration(Scope, "scope"))
    condition_start: Mapped[int | None]
    condition_end: Mapped[int | None]
    condition_text: Mapped[str | None]
    evidence: Mapped[list[dict[str, Any]]] = mapped_column(Json)  # span, rule, stance
    confidence: Mapped[float]
    review: Mapped[list[str]] = mapped_column(Json)
    opinions: Mapped[list[dict[str, Any]]] = mapped_column(Json)  # of language models
    decided_by: Mapped[str]


class RunRow(Table):
    """One run of the ingest job."""

    __tablename__ = "ingest_run"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]  # when it last said something
    finished_at: Mapped[datetime | None]
    state: Mapped[RunState] = mapped_column(enumeration(RunState, "state"))
    host: Mapped[str]
    process: Mapped[int]
    extractor: Mapped[str]
    command: Mapped[str]  # "ingest", "retry", "watch", "reprocess"


class ItemRow(Table):
    """What became of one thing that a run was given."""

    __tablename__ = "ingest_item"
    __table_args__ = (Index(None, "run_id", "outcome"), Index(None, "article_id"))

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    run_id: Mapped[int] = mapped_column(BigKey, ForeignKey("ingest_run.id", ondelete="CASCADE"))
    source: Mapped[str]
    origin: Mapped[str]  # the path or address to read again: of a part of an archive the archive's
    outcome: Mapped[Outcome] = mapped_column(enumeration(Outcome, "outcome"))
    reason: Mapped[str]
    article_id: Mapped[str | None] = mapped_column(
        PublicId, ForeignKey("article.id", ondelete="SET NULL")
    )
    recorded_at: Mapped[datetime]


class FetchRow(Table):
    """When an address was last asked for, and what it answered."""

    __tablename__ = "fetch"

    address: Mapped[str] = mapped_column(primary_key=True)  # as it was asked for
    fetched_at: Mapped[datetime]
    status: Mapped[str]  # "200", "304", "list", or why there was no answer
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    failures: Mapped[int]  # in a row


# The tables of one concern each, which add themselves to the same metadata.
from app.db import (  # noqa: E402
    tables_accounts,  # noqa: F401
    tables_coding,  # noqa: F401
    tables_queue,  # noqa: F401
    tables_reports,  # noqa: F401
    tables_revisions,  # noqa: F401
    tables_search,  # noqa: F401
    tables_snapshots,  # noqa: F401
    tables_tally,  # noqa: F401
)
