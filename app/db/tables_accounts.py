"""The tables of accounts. No secret is stored, only what proves one."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db.columns import BigKey, enumeration
from app.db.tables import Table
from app.domain.accounts import Role


class AccountRow(Table):
    """Somebody who may come in. It is never deleted: what they decided names them."""

    __tablename__ = "account"
    __table_args__ = (
        UniqueConstraint("issuer", "subject"),
        CheckConstraint("(issuer IS NULL) = (subject IS NULL)", name="subject"),
    )

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    name: Mapped[str]
    folded: Mapped[str] = mapped_column(unique=True)  # the name as people compare it
    role: Mapped[Role] = mapped_column(enumeration(Role, "role"))
    password: Mapped[str | None]  # its argon2 hash; None: nobody comes in by one
    # Who an OpenID provider says that this is. Never matched by name or address of mail.
    issuer: Mapped[str | None]
    subject: Mapped[str | None]
    made_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]


class SessionRow(Table):
    """Somebody who is signed in; no row: they are not."""

    __tablename__ = "account_session"
    __table_args__ = (Index(None, "account_id"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    account_id: Mapped[int] = mapped_column(BigKey, ForeignKey("account.id", ondelete="CASCADE"))
    secret: Mapped[str] = mapped_column(unique=True)  # SHA-256 of the cookie
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    browser: Mapped[str]


class TokenRow(Table):
    """A program that may do something in the name of a user."""

    __tablename__ = "account_token"
    __table_args__ = (Index(None, "account_id"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    account_id: Mapped[int] = mapped_column(BigKey, ForeignKey("account.id", ondelete="CASCADE"))
    name: Mapped[str]
    secret: Mapped[str] = mapped_column(unique=True)  # SHA-256 of the token
    scope: Mapped[Role] = mapped_column(enumeration(Role, "scope"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class AttemptRow(Table):
    """An attempt to sign in that has not succeeded; kept no longer than it counts."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (
        Index(None, "folded", "at"),
        Index(None, "address", "at"),
        Index(None, "at"),
    )

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    folded: Mapped[str]  # the name that was given, whether or not somebody has it
    address: Mapped[str]
    at: Mapped[datetime]


class FlowRow(Table):
    """Somebody who was sent to the OpenID provider and is awaited back, once."""

    __tablename__ = "sign_in_flow"
    __table_args__ = (Index(None, "at"),)

    state: Mapped[str] = mapped_column(primary_key=True)  # SHA-256
    browser: Mapped[str]  # SHA-256 of the cookie of the browser that was sent
    verifier: Mapped[str]  # of PKCE
    nonce: Mapped[str]
    next: Mapped[str]
    at: Mapped[datetime]
