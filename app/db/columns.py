"""Kinds of column that every table shares: ids, words, times, enumerations, JSON."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, BigInteger, DateTime, Enum, Integer, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

from app.domain.ids import from_number, to_number

if TYPE_CHECKING:
    from enum import StrEnum

    from sqlalchemy import Dialect

# SQLite makes a key its own row number, without an index beside it, only if it says INTEGER.
BigKey = BigInteger().with_variant(Integer(), "sqlite")
Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")

# UTF-8 has no lone surrogates (file names that are not UTF-8 come with them) and PostgreSQL no NUL.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_REPLACEMENT = "\ufffd"


class PublicId(TypeDecorator[str]):
    """The 13 characters of app/domain/ids.py outside, the number behind them in the database."""

    impl = BigKey
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """The number behind an id. Raises ValueError on what is not one."""
        if value is None:
            return None
        number = to_number(value)
        if number is None:
            raise ValueError(f"'{value}' is not an id.")
        return number

    def process_result_value(self, value: int | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """The id for a number."""
        return None if value is None else from_number(value)


class PlainText(TypeDecorator[str]):
    """Text that both databases can store; what they cannot becomes U+FFFD, so offsets hold.

    PostgreSQL compares and sorts it by code points, as SQLite does.
    """

    impl = Text().with_variant(Text(collation="C"), "postgresql")
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """The text with every character storable."""
        return None if value is None else storable(value)


class UtcTime(TypeDecorator[datetime]):
    """A moment in UTC; SQLite forgets the zone, which is put back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """The moment in UTC."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """The moment in UTC, with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def enumeration(values: type[StrEnum], name: str) -> Enum:
    """A column that holds one of these values, as words, with a CHECK constraint of that name."""
    return Enum(
        values,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=20,  # the same for all, so that a new value changes the constraint alone
        values_callable=lambda members: [member.value for member in members],
    )


def storable(text: str) -> str:
    """The text with U+FFFD for each character that a database cannot hold; no offset moves."""
    return _UNSTORABLE.sub(_REPLACEMENT, text)


def to_json(value: Any) -> str:  # noqa: ANN401 - whatever JSON can say
    """Compact JSON in UTF-8 that both databases can store."""
    return json.dumps(_storable_leaves(value), ensure_ascii=False, separators=(",", ":"))


def _storable_leaves(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {storable(key): _storable_leaves(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_storable_leaves(item) for item in value]
    return value
