"""Article and its clean text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from app.domain.dates import UNKNOWN_DATE, UncertainDate

if TYPE_CHECKING:
    from app.domain.captures import Capture
    from app.domain.spans import Span


@dataclass(frozen=True, slots=True)
class Article:
    """A text as a reader found it, with what is known about it."""

    body: str  # decoded, not yet cleaned
    file: str  # where it was read from: a path or an address, for people
    title: str | None = None
    outlet: str | None = None
    address: str | None = None
    published: UncertainDate = UNKNOWN_DATE
    published_note: str = ""  # why we think so
    language: str | None = None  # as declared by its source; None: to be recognised
    notes: tuple[str, ...] = ()  # what its reader had to guess, in sentences for people
    canonical: str | None = None  # the address its page declares (rel=canonical): not believed yet
    capture: Capture | None = None  # the bytes it was read from, where its body is not those bytes


class ZoneRole(StrEnum):
    """What a part of an article's text is; only headings and body are read for statements."""

    HEADLINE = "headline"
    HEADING = "heading"  # a heading inside the article
    BODY = "body"
    CAPTION = "caption"
    BOILERPLATE = "boilerplate"  # newsletters, donation appeals, links, bylines
    COMMENT = "comment"  # readers' comments


@dataclass(frozen=True, slots=True)
class Zone:
    """One paragraph (a line or a block between blank lines) and what it is."""

    span: Span
    role: ZoneRole


@dataclass(frozen=True, slots=True)
class CleanText:
    """An article's text made uniform, and what each paragraph of it is.

    ``text`` keeps every word of the article: line ends are LF, characters that nobody can see or
    print are gone, nothing else changes. What is not the article's own prose is marked by its
    zone, never cut out, so that nothing is lost and every offset is an offset into ``text``.
    ``zones`` are in order, do not overlap, and cover all that is not white space.
    """

    text: str
    zones: tuple[Zone, ...]
    title: str | None
    published: UncertainDate
    language: str | None

    @property
    def prose(self) -> tuple[Zone, ...]:
        """The zones in which somebody may be quoted."""
        return tuple(zone for zone in self.zones if zone.role is ZoneRole.BODY)
