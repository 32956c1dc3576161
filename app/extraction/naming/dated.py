"""Dated: phrases that say when, and the days they mean for an article of a given date."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from app.domain.dates import UNKNOWN_DATE, DateBasis, UncertainDate
from app.extraction.months import MONTHS, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Iterator

_MONTHS = {
    form: number for number, name in enumerate(MONTHS, start=1) for form in (name, name[:3])
} | {"sept": 9}
_WEEKDAYS = {form: number for number, name in enumerate(WEEKDAYS) for form in (name, name[:3])} | {
    "tues": 1,
    "thurs": 3,
}
_NUMBERS = {
    "a": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "ten": 10,
    "a few": 3,
    "several": 5,
}

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
_WEEKDAY = f"(?:{'|'.join(name.title() for name in WEEKDAYS)})"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])"
_YEAR = r"(?:19|20)\d\d"

# One alternative per form, the longer first. Months and weekdays are matched with their capital,
# as "may", "march" and "sat" are other words too.
_PATTERN = re.compile(
    r"\b(?=[\dACDEFIJLMNOPSTWYacefilmnopsty])(?:"  # what any begins with: a third of the time
    rf"(?P<iso>\b{_YEAR}-\d\d-\d\d\b)"
    rf"|(?P<mdy>\b{_MONTH}\s+{_DAY}(?:st|nd|rd|th)?(?:,?\s+{_YEAR})?\b(?!:))"
    rf"|(?P<dmy>\b{_DAY}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?\b)"
    rf"|(?P<my>\b(?:[Ii]n|[Ss]ince|[Ll]ast|[Ee]arly|[Ll]ate|[Mm]id-?)\s+{_MONTH}(?:\s+(?:of\s+)?{_YEAR})?\b)"
    rf"|(?P<year>\b[Ii]n\s+{_YEAR}\b)"
    rf"|(?P<weekday>\b(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his|[Cc]oming|[Pp]revious)\s+)?{_WEEKDAY}s?\b)"
    r"|(?P<same>\b(?:[Tt]oday|[Tt]onight|[Tt]his\s+(?:morning|afternoon|evening))\b)"
    r"|(?P<yesterday>\b(?:[Yy]esterday|[Ll]ast\s+night|the\s+previous\s+evening)\b)"
    r"|(?P<following>\b(?:[Tt]he\s+(?:following|next)\s+day|(?:[Aa]|[Oo]ne)\s+day\s+(?:later|after)\b))"
    r"|(?P<sameday>\b(?:[Tt]he|[Tt]hat)\s+same\s+day\b|\b[Ll]ater\s+(?:that|the\s+same)\s+day\b)"
    r"|(?P<before>\b(?:[Tt]he\s+(?:previous\s+day|day\s+before)|(?:[Aa]|[Oo]ne)\s+day\s+earlier)\b)"
    r"|(?P<ago>\b(?P<count>\d{1,2}|[Aa](?:\s+few)?|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|"
    r"[Ss]even|[Tt]en|[Ss]everal)\s+(?P<unit>day|week|month|year)s?\s+ago\b)"
    r"|(?P<week>\b(?:[Ee]arlier\s+this|[Ll]ater\s+this|[Tt]his|[Ll]ast|[Pp]ast)\s+(?P<period>week|month|year|weekend)\b"
    r"|\b(?:[Oo]ver|[Aa]t|[Oo]n)\s+the\s+weekend\b))"
)

# One of these stands in all that the pattern finds: without them it need not be tried.
_NEEDED = (
    *(
        "day",
        "night",
        "evening",
        "morning",
        "afternoon",
        "week",
        "month",
        "year",
        "ago",
        "19",
        "20",
    ),
    *(name.title()[:3] for name in MONTHS),
)

# "Wednesday's talks", "ahead of Wednesday": the day of something else, or no day at all.
_OF_ANOTHER = re.compile(r"['’]s?\b")
_BESIDE = re.compile(r"\b(?:ahead of|before|until|till|by|since|after|from|for)\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DatePhrase:
    """A phrase that says when, at a place of a paragraph's parsed text."""

    start: int
    end: int
    form: str
    text: str
    match: re.Match[str]


@dataclass(frozen=True, slots=True)
class Day:
    """The date a phrase means, and in words why."""

    said_on: UncertainDate = UNKNOWN_DATE
    reason: str = ""


def find_dates(text: str) -> Iterator[DatePhrase]:
    """The phrases of a text that say when, in order; a weekday before its date is part of it."""
    if not any(word in text for word in _NEEDED):
        return
    previous: DatePhrase | None = None
    for match in _PATTERN.finditer(text):
        if _OF_ANOTHER.match(text, match.end()) or _BESIDE.search(text[: match.start()][-12:]):
            continue
        phrase = DatePhrase(match.start(), match.end(), match.lastgroup or "", match.group(), match)
        form = next(name for name in _FORMS if match.group(name) is not None)
        phrase = DatePhrase(match.start(), match.end(), form, match.group(), match)
        if previous is not None:
            between = text[previous.end : phrase.start].strip(" ,(")
            if previous.form == "weekday" and form in {"iso", "mdy", "dmy"} and not between:
                phrase = DatePhrase(previous.start, phrase.end, form, phrase.text, match)
                previous = phrase
                continue
            yield previous
        previous = phrase
    if previous is not None:
        yield previous


_FORMS = (
    "iso",
    "mdy",
    "dmy",
    "my",
    "year",
    "weekday",
    "same",
    "yesterday",
    "following",
    "sameday",
    "before",
    "ago",
    "week",
)


def day_of(phrase: DatePhrase, published: UncertainDate, before: UncertainDate) -> Day:
    """The date a phrase means; unknown when it lies ahead or cannot be known.

    ``published`` is the article's date, ``before`` the date meant last in the text, to which
    "the following day" refers.
    """
    if phrase.form in {"iso", "mdy", "dmy", "my", "year"}:
        return _calendar(phrase, published)
    if phrase.form in {"following", "before", "sameday"}:
        return _beside(phrase, before)
    if phrase.form == "weekday":
        return _weekday(phrase, published)
    return _relative(phrase, published)


def _calendar(phrase: DatePhrase, published: UncertainDate) -> Day:
    if phrase.form == "iso":
        return _stated(phrase.text, phrase)
    words = re.findall(r"[A-Za-z]+|\d+", phrase.text)
    numbers = [int(word) for word in words if word.isdigit()]
    month = next((_MONTHS[word.lower()] for word in words if word.lower() in _MONTHS), None)
    year = next((number for number in numbers if number > 31), None)
    if month is None:
        return _stated(str(year), phrase)
    if phrase.form == "my":
        return _month(phrase, month, year, published)
    day = next((number for number in numbers if number <= 31), 1)
    if year is not None:
        return _stated(f"{year:04}-{month:02}-{day:02}", phrase)
    return _without_year(phrase, month, day, published)


def _without_year(phrase: DatePhrase, month: int, day: int, published: UncertainDate) -> Day:
    """A day of the article's own year, or of the one before if it would lie ahead."""
    last = published.last
    for year in (last.year, last.year - 1) if last is not None else ():
        found = _stated(f"{year:04}-{month:02}-{day:02}", phrase)
        if found.said_on.first is not None and last is not None and found.said_on.first <= last:
            return found
    return Day()


def _month(phrase: DatePhrase, month: int, year: int | None, published: UncertainDate) -> Day:
    if phrase.text.lower().startswith("since"):
        return Day()
    if year is None:
        if published.last is None:
            return Day()
        year = published.last.year if month <= published.last.month else published.last.year - 1
    return _stated(f"{year:04}-{month:02}", phrase)


def _stated(edtf: str, phrase: DatePhrase) -> Day:
    try:
        found = UncertainDate.parse(edtf, DateBasis.STATED)
    except ValueError:  # 31 June
        return Day()
    return Day(found, f"The text prints the date: “{phrase.text}”.")


def _weekday(phrase: DatePhrase, published: UncertainDate) -> Day:
    """The last such day up to and including the day of publication."""
    which = (phrase.match.group("which") or "").lower()
    name = phrase.text.split()[-1].lower()
    if which in {"next", "coming"} or name.endswith("s"):
        return Day()  # it lies ahead, or is a habit: "on Mondays"
    number = _WEEKDAYS.get(name)
    if number is None or published.first is None or published.last is None:
        return Day()
    if not published.exact:
        if (published.last - published.first).days > 31:
            return Day()
        edtf = f"{published.first:%Y-%m}?"
        return Day(
            UncertainDate.parse(edtf, DateBasis.INFERRED),
            f"“{phrase.text}” before publication, of which only the month is known.",
        )
    back = (published.last.weekday() - number) % 7
    if which in {"last", "previous"} and back == 0:
        back = 7
    found = published.last - timedelta(days=back)
    return Day(
        UncertainDate.of_day(found, _basis(published)),
        f"“{phrase.text}” is the last one up to the article's date, {published.last.isoformat()}.",
    )


def _basis(published: UncertainDate) -> DateBasis:
    """What is resolved against an inferred date is inferred itself."""
    return DateBasis.INFERRED if published.guessed else DateBasis.WEEKDAY


def _beside(phrase: DatePhrase, before: UncertainDate) -> Day:
    """The day after, before or of the date meant last."""
    reason = f"“{phrase.text}” is counted from the date before it in the text."
    if not before.exact or before.first is None:
        # A month that may be: the day after one of its days may as well.
        return Day(before, reason) if before.guessed else Day()
    step = {"following": 1, "before": -1, "sameday": 0}[phrase.form]
    basis = before.basis if before.basis is DateBasis.INFERRED else DateBasis.WEEKDAY
    return Day(UncertainDate.of_day(before.first + timedelta(days=step), basis), reason)


def _relative(phrase: DatePhrase, published: UncertainDate) -> Day:
    last = published.last
    if last is None or not published.exact:
        return Day()
    reason = f"“{phrase.text}” is counted from the article's date, {last.isoformat()}."
    if phrase.form == "same":
        return Day(UncertainDate.of_day(last, _basis(published)), reason)
    if phrase.form == "yesterday":
        return Day(UncertainDate.of_day(last - timedelta(days=1), _basis(published)), reason)
    if phrase.form == "ago":
        return _ago(phrase, last, reason)
    return _period(phrase, last, reason)


def _ago(phrase: DatePhrase, last: date, reason: str) -> Day:
    count = (phrase.match.group("count") or "1").lower()
    number = int(count) if count.isdigit() else _NUMBERS.get(" ".join(count.split()), 0)
    unit = phrase.match.group("unit")
    vague = count == "several" or "few" in count or not number
    if unit == "day" and not vague:
        found = UncertainDate.of_day(last - timedelta(days=number), DateBasis.INFERRED)
        return Day(found, reason)
    if unit == "week" and not vague:
        middle = last - timedelta(weeks=number)
        return _range(middle - timedelta(days=3), middle + timedelta(days=3), reason)
    return Day()


def _period(phrase: DatePhrase, last: date, reason: str) -> Day:
    words = phrase.text.lower().split()
    back = words[0] in {"last", "past"}
    if words[0] == "later":
        return Day()
    monday = last - timedelta(days=last.weekday())
    month = last.replace(day=1)
    if words[-1] == "weekend":
        saturday = monday + timedelta(days=5 if last.weekday() >= 5 else -2)
        first, end = saturday, min(saturday + timedelta(days=1), last)
    elif words[-1] == "week":
        first, end = (
            (monday - timedelta(days=7), monday - timedelta(days=1)) if back else (monday, last)
        )
    elif words[-1] == "month":
        before = month - timedelta(days=1)
        first, end = (before.replace(day=1), before) if back else (month, last)
    elif back:
        return Day(UncertainDate.parse(str(last.year - 1), DateBasis.INFERRED), reason)
    else:
        first, end = date(last.year, 1, 1), last
    return _range(first, end, reason)


def _range(first: date, last: date, reason: str) -> Day:
    if first > last:
        return Day()
    if first == last:
        return Day(UncertainDate.of_day(first, DateBasis.INFERRED), reason)
    whole_month = first.day == 1 and last.day == monthrange(last.year, last.month)[1]
    if whole_month and (first.year, first.month) == (last.year, last.month):
        return Day(UncertainDate.parse(f"{first:%Y-%m}", DateBasis.INFERRED), reason)
    edtf = f"{first.isoformat()}/{last.isoformat()}"
    return Day(UncertainDate.parse(edtf, DateBasis.INFERRED), reason)
