"""Dating: when a page was published, by the order of trust.

1. its metadata: JSON-LD ``datePublished``, then meta tags, then ``time`` elements that say so;
2. its address: /2025/09/04/, 2025-09-04, 20250904, or only /2025/09/;
3. a date that is printed in full at its top ("Published 4 September 2025");
4. what htmldate finds elsewhere in the page: a guess, shown with "?".

A date of change is no date of publication. A day is taken as it is written, in the outlet's own
time zone. What is no day of the calendar, lies after the day on which the page was fetched, or is
what programs write for "none" (0001-01-01, 1970-01-01) is not believed, and a note says so. Where
metadata and address differ, the metadata is taken and a note tells of the other. Never is today's
date taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from app.domain.dates import UNKNOWN_DATE, DateBasis, UncertainDate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_FIRST_YEAR, _LAST_YEAR = 1700, 2100
_NONE = frozenset({date(1970, 1, 1)})  # what programs print for a time that was never set
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            *("jan january", "feb february", "mar march", "apr april", "may may", "jun june"),
            *("jul july", "aug august", "sep sept september", "oct october", "nov november"),
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = r"(?P<month>[A-Za-z]{3,9})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_END = r"(?![\d])"
# The forms in which a date is written; each is tried at the start of the words.
_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})" + _END,  # ISO 8601
        r"(?P<year>\d{4})[/.](?P<month>\d{1,2})[/.](?P<day>\d{1,2})" + _END,
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?:T?\d{4,6}Z?)?" + _END,
        rf"(?:[A-Za-z]{{3,9}},?\s+)?{_DAY}(?:\s+of)?[\s-]+{_MONTH},?[\s-]+{_YEAR}"
        + _END,  # RFC 2822
        rf"(?:[A-Za-z]{{3,9}},?\s+)?{_MONTH}\s+{_DAY},?\s+{_YEAR}" + _END,  # September 4, 2025
        rf"[A-Za-z]{{3}}\s+{_MONTH}\s+{_DAY}\s+[\d:]{{5,8}}\s+(?:[A-Z]{{1,5}}\s+)?{_YEAR}" + _END,
        r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})" + _END,
        r"(?P<either>\d{1,2})[/-](?P<other>\d{1,2})[/-](?P<year>\d{4})" + _END,
    )
)
_MONTH_ONLY = (
    re.compile(r"(?P<year>\d{4})[-/](?P<month>\d{1,2})\Z"),
    re.compile(rf"{_MONTH}\s+{_YEAR}\Z"),
)
_YEAR_ONLY = re.compile(r"(?P<year>\d{4})\Z")
_STAMP = re.compile(r"(\d{10})(?:\.\d+|\d{3})?\Z")  # seconds or milliseconds since 1970

_PRINTED = re.compile(
    r"(?<![\w/-])(?:"
    r"\d{1,2}(?:st|nd|rd|th)?(?: of)? [A-Z][a-z]{2,8}\.?,? \d{4}"
    r"|[A-Z][a-z]{2,8}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}"
    r"|[A-Z]{3,9}\.? \d{1,2}, \d{4}"
    r"|\d{4}-\d{2}-\d{2}"
    r")(?![\w/-])"
)
_PUBLISHED = re.compile(
    r"\b(?:published|posted|issued|first (?:published|posted)|publi[ée])\b", re.IGNORECASE
)
_CHANGED = re.compile(
    r"\b(?:updated?|modified|edited|changed|corrected|last|amended)\b", re.IGNORECASE
)
_LONGEST_DATELINE = 120  # characters of a line that says when, or of what stands before a dash

_ADDRESS_DAY = (
    re.compile(r"(?<!\d)(?P<year>\d{4})/(?P<month>\d{1,2}|[a-z]{3,9})/(?P<day>\d{1,2})(?![\d])"),
    re.compile(r"(?<!\d)(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?!\d)"),
    re.compile(r"(?<![\d\w])(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})(?![\d\w])"),
)
_ADDRESS_MONTH = re.compile(r"/(?P<year>\d{4})[/-](?P<month>\d{2}|[a-z]{3,9})/")
_FIRST_ADDRESS_YEAR = 1990  # there was no Web before
_APART = timedelta(days=2)  # time zones and nights make a day's difference


@dataclass(frozen=True, slots=True)
class Dated:
    """When something was published, why we think so, and what else there was to say."""

    published: UncertainDate = UNKNOWN_DATE
    note: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clues:
    """All that a page gives for its date."""

    metadata: Sequence[tuple[str, str]]  # where it stands, and the words; the most trusted first
    address: str | None
    lines: Sequence[str]  # what is printed at its top, in order
    guess: Callable[[], str | None]  # ISO 8601; asked for only if there is nothing else
    captured_at: datetime | None


def date_page(clues: Clues) -> Dated:
    """The date of publication, in the order of trust above."""
    notes: list[str] = []
    in_address = date_of_address(clues.address)
    for where, words in clues.metadata:
        found = parse_date(words)
        doubt = _doubt(found, clues.captured_at)
        if doubt:
            notes.append(f"Its metadata ({where}) gives '{words[:40]}', which {doubt}.")
            continue
        if _apart(found, in_address):
            notes.append(f"Its metadata says {found.edtf}, but its address {in_address.edtf}.")
        return Dated(found, f"Its metadata ({where}) gives it.", tuple(notes))
    if in_address.known and not _doubt(in_address, clues.captured_at):
        note = "Its address contains it."
        if in_address.exact:
            return Dated(in_address, note, tuple(notes))
    printed, words = date_of_lines(clues.lines)
    if printed.known and not _doubt(printed, clues.captured_at):
        return Dated(printed, f"It is printed at the top: “{words}”.", tuple(notes))
    if in_address.known and not _doubt(in_address, clues.captured_at):
        return Dated(in_address, note, tuple(notes))
    guessed = parse_date(clues.guess() or "")
    if _doubt(guessed, clues.captured_at):
        return Dated(notes=tuple(notes))
    uncertain = UncertainDate.parse(f"{guessed.edtf}?", DateBasis.INFERRED)
    return Dated(uncertain, "Guessed from a date somewhere in the page.", tuple(notes))


def parse_date(words: str | None, basis: DateBasis = DateBasis.METADATA) -> UncertainDate:
    """The day, month or year that some words begin with; the unknown date for anything else.

    ISO 8601, RFC 2822, "4 September 2025", "September 4, 2025", 04.09.2025, 20250904, seconds
    since 1970. Of 04/09/2025 nobody can tell which is the month: unknown. The time of day is
    passed over.
    """
    text = " ".join((words or "").split())[:80]
    stamp = _STAMP.match(text)
    if stamp:
        seconds = int(stamp.group(1))
        return _believed(datetime.fromtimestamp(seconds, UTC).date(), basis)
    for form in _FORMS:
        match = form.match(text)
        if match:
            return _of_fields(match.groupdict(), basis)
    for form in (*_MONTH_ONLY, _YEAR_ONLY):
        match = form.match(text)
        if match:
            return _of_fields(match.groupdict(), basis)
    return UNKNOWN_DATE


def date_of_address(address: str | None) -> UncertainDate:
    """The day or the month in an address; the unknown date where there is none."""
    try:
        path = urlsplit(address or "").path.lower()
    except ValueError:
        return UNKNOWN_DATE
    for form in (*_ADDRESS_DAY, _ADDRESS_MONTH):
        for match in form.finditer(path):
            found = _of_fields(match.groupdict(), DateBasis.METADATA)
            if found.first and found.first.year >= _FIRST_ADDRESS_YEAR:
                return found
    return UNKNOWN_DATE


def date_of_lines(lines: Iterable[str]) -> tuple[UncertainDate, str]:
    """The first date of publication that is printed in full in short lines, and its words.

    A long line is a paragraph; of it only what stands before the dash of a dateline is looked at.
    """
    for line in lines:
        head = line if len(line) <= _LONGEST_DATELINE else _before_dash(line)
        for match in _PRINTED.finditer(head):
            before = head[: match.start()]
            published = _PUBLISHED.search(before)
            changed = _CHANGED.search(before, published.end() if published else 0)
            found = parse_date(match.group().capitalize(), DateBasis.STATED)
            if found.known and not changed and (published or _alone(head, match)):
                return found, " ".join(head.split())
    return UNKNOWN_DATE, ""


def _before_dash(line: str) -> str:
    """Such as "KYIV, September 4, 2025 (The Wire)" of a paragraph that so begins."""
    dash = re.search(r"\s*[—–]\s*|\s--?\s", line[:_LONGEST_DATELINE])
    return line[: dash.start()] if dash else ""


def _alone(line: str, match: re.Match[str]) -> bool:
    """Whether a line says little but the date: a weekday, a time, a name, a place."""
    rest = (line[: match.start()] + line[match.end() :]).split()
    return len(rest) <= 8 and not line.rstrip().endswith((".", "?", "!", "”"))


def _of_fields(fields: dict[str, str | None], basis: DateBasis) -> UncertainDate:
    """The date that the parts of a form name; the unknown date for a 30 February."""
    year = int(fields["year"] or 0)
    if fields.get("either"):
        one, other = int(fields["either"] or 0), int(fields["other"] or 0)
        if (one > 12) == (other > 12) and one != other:
            return UNKNOWN_DATE
        return _of_numbers(year, min(one, other), max(one, other), basis)
    if not fields.get("month"):
        return _of_numbers(year, None, None, basis)
    words = fields["month"] or ""
    named = _MONTHS.get(words.lower())
    month = int(words) if words.isascii() and words.isdecimal() else (named or 0)
    day = fields.get("day")
    return _of_numbers(year, month, int(day) if day else None, basis)


def _of_numbers(year: int, month: int | None, day: int | None, basis: DateBasis) -> UncertainDate:
    edtf = f"{year:04}"
    if month is not None:
        edtf += f"-{month:02}"
    if day is not None:
        edtf += f"-{day:02}"
    try:
        found = UncertainDate.parse(edtf, basis)
    except ValueError:
        return UNKNOWN_DATE
    assert found.first is not None  # noqa: S101 - it was parsed
    believable = _FIRST_YEAR <= year <= _LAST_YEAR and not (found.exact and found.first in _NONE)
    return found if believable else UNKNOWN_DATE


def _believed(day: date, basis: DateBasis) -> UncertainDate:
    return _of_numbers(day.year, day.month, day.day, basis)


def _doubt(found: UncertainDate, captured_at: datetime | None) -> str:
    """Why a date is not believed; empty when it is."""
    if found.first is None:
        return "is no date"
    if captured_at is not None and found.first > captured_at.date() + timedelta(days=1):
        return "lies after the day on which it was fetched"
    return ""


def _apart(one: UncertainDate, other: UncertainDate) -> bool:
    """Whether two dates cannot be the same."""
    if None in {one.first, one.last, other.first, other.last}:
        return False
    return one.first - _APART > other.last or other.first - _APART > one.last  # type: ignore[operator]
