"""Revisions: what people changed, row by row. The database itself refuses to change or delete them.

The triggers that refuse it are in the migration (0007) alone: a table made by
``metadata.create_all`` would have none.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.db.columns import BigKey, Json, PublicId, enumeration
from app.db.tables import Table
from app.domain.accounts import Interface
from app.domain.revisions import ObjectKind, ProposalState


class RevisionRow(Table):
    """One change by one person."""

    __tablename__ = "revision"
    __table_args__ = (Index(None, "batch"), Index(None, "undoes"), Index(None, "user_id"))

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    batch: Mapped[str]  # the same for all that was done in one go
    at: Mapped[datetime]
    user_id: Mapped[int | None] = mapped_column(BigKey)  # no foreign key: it outlives the account
    by: Mapped[str]
    interface: Mapped[Interface] = mapped_column(enumeration(Interface, "interface"))
    action: Mapped[str]
    reason: Mapped[str]
    undoes: Mapped[int | None] = mapped_column(BigKey)


class RevisionObjectRow(Table):
    """What a revision is of."""

    __tablename__ = "revision_object"
    __table_args__ = (Index(None, "kind", "object_id", "revision_id"),)

    revision_id: Mapped[int] = mapped_column(
        BigKey, ForeignKey("revision.id", ondelete="RESTRICT"), primary_key=True
    )
    kind: Mapped[ObjectKind] = mapped_column(enumeration(ObjectKind, "kind"), primary_key=True)
    object_id: Mapped[str] = mapped_column(primary_key=True)  # of actors and issues the slug


class RevisionChangeRow(Table):
    """A row before and after: the columns that differ, or all of one that came or went."""

    __tablename__ = "revision_change"

    revision_id: Mapped[int] = mapped_column(
        BigKey, ForeignKey("revision.id", ondelete="RESTRICT"), primary_key=True
    )
    table: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    before: Mapped[dict[str, Any] | None] = mapped_column(Json)
    after: Mapped[dict[str, Any] | None] = mapped_column(Json)


class ProposalRow(Table):
    """What the machine says of something that a person decided."""

    __tablename__ = "proposal"
    __table_args__ = (Index(None, "kind", "object_id"), Index(None, "state"))

    id: Mapped[str] = mapped_column(PublicId, primary_key=True)  # of the object and of what is said
    kind: Mapped[ObjectKind] = mapped_column(enumeration(ObjectKind, "kind"))
    object_id: Mapped[str]  # as in revision_object
    says: Mapped[dict[str, Any]] = mapped_column(Json)
    extractor: Mapped[str]
    at: Mapped[datetime]
    state: Mapped[ProposalState] = mapped_column(enumeration(ProposalState, "state"))
