"""Capture and Link: what stands before an article is read."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from app.domain.dates import UNKNOWN_DATE, UncertainDate

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Capture:
    """Bytes as they were found, before anybody read them.

    They are kept, so that an article can be read again by a later program when its source is gone.
    """

    data: bytes
    address: str | None = None  # where they were in the end, after all redirects
    media_type: str | None = None  # as declared, in lower case: a hint, for the content decides
    charset: str | None = None  # as declared
    captured_at: datetime | None = None  # when they were fetched, UTC; None: not known

    @property
    def sha256(self) -> str:
        """What they are addressed by, in hexadecimal."""
        return sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Link:
    """An article that a list (a feed, a sitemap, a table) names and does not hold."""

    address: str
    found_in: str  # the list: a path or an address, for people
    title: str | None = None
    outlet: str | None = None
    published: UncertainDate = UNKNOWN_DATE
    published_note: str = ""
    language: str | None = None
