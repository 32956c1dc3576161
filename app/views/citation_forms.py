"""Sources in the forms that reference managers read: CSL-JSON, RIS and BibTeX."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from app.views.citation import SourceKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from app.domain.dates import UncertainDate
    from app.views.citation import Source

    Data = dict[str, Any]

GUESSED = "date guessed"
_RIS = {SourceKind.ARTICLE: "NEWS", SourceKind.PAGE: "ELEC", SourceKind.SNAPSHOT: "DATA"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# What TeX would take for a command. Braces as commands too: BibTeX counts bare ones even after
# a backslash, so that one alone would end the field.
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
_IN_ADDRESS = {"\\": "%5C", "{": "%7B", "}": "%7D"}
# Nobody can see them, and readers of these forms stop at some of them.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def csl(sources: Iterable[Source]) -> list[Data]:
    """The sources as CSL-JSON (1.0.2)."""
    return [
        {
            key: value
            for key, value in {
                "id": one.id,
                "type": one.kind.value,
                "title": tidy(one.title),
                "container-title": tidy(one.container),
                "author": [{"literal": tidy(name)} for name in one.organisations],
                "publisher": tidy(one.container) if one.kind is SourceKind.SNAPSHOT else "",
                "issued": issued(one.issued),
                "accessed": {"date-parts": [_parts(one.accessed)]},
                "URL": tidy(one.address),
                "language": one.language,
                "archive": one.archive,
                "archive_location": one.archive_address,
                "note": tidy(one.note),
                "custom": dict(one.details),
            }.items()
            if value
        }
        for one in sources
    ]


def issued(when: UncertainDate) -> Data:
    """A date in CSL: as much of it as is certain, two days for a stretch, a guess marked."""
    first, last = when.first, when.last
    if first is None or last is None:
        return {}
    parts = [_parts(first)] if first == last else [_parts(first), _parts(last)]
    named = _named(when)
    if named:
        parts = [named]
    return {"date-parts": parts} | ({"circa": True} if when.guessed else {})


def _parts(day: date) -> list[int]:
    return [day.year, day.month, day.day]


def _named(when: UncertainDate) -> list[int]:
    """Year, month and day as far as the date is one year, month or day; empty for a stretch."""
    edtf = (when.edtf or "").rstrip("?~%")
    return [] if "/" in edtf else [int(part) for part in edtf.split("-") if part]


def ris(sources: Iterable[Source]) -> str:
    """The sources as RIS: a tag a line, lines ended as the format says."""
    return "".join("".join(f"{tag}  - {value}\r\n" for tag, value in _tags(one)) for one in sources)


def _tags(one: Source) -> Iterator[tuple[str, str]]:
    yield "TY", _RIS[one.kind]
    for tag, value in (
        ("TI", one.title),
        *(("AU", name) for name in one.organisations),
        ("T2", one.container),
        *_ris_issued(one.issued),
        ("Y2", f"{one.accessed:%Y/%m/%d}/"),
        ("UR", one.address),
        ("LA", one.language),
        ("DB", one.archive),
        ("N1", one.note),
        ("ID", one.id),
    ):
        if value := tidy(value):
            yield tag, value
    yield "ER", ""


def _ris_issued(when: UncertainDate) -> Iterator[tuple[str, str]]:
    """The format has a place for words after the day: there a guess says that it is one."""
    if when.first is None or when.last is None:
        return
    words = GUESSED if when.guessed else ""
    year, month, day = (*_named(when), 0, 0, 0)[:3]
    if not year:
        year = when.first.year if when.first.year == when.last.year else 0
        words = f"between {when.first} and {when.last}{f', {words}' if words else ''}"
    if year:
        yield "PY", f"{year:04}///{words}" if words else f"{year:04}"
    filled = (f"{number:02}" if number else "" for number in (month, day))
    yield "DA", f"{f'{year:04}' if year else ''}/{'/'.join(filled)}/{words}"


def bibtex(sources: Sequence[Source]) -> str:
    """The sources as BibTeX in UTF-8, with the dates of biblatex beside the older fields."""
    return "\n".join(_entry(one) for one in sources)


def _entry(one: Source) -> str:
    article = one.kind is SourceKind.ARTICLE
    fields = [
        ("author", " and ".join(f"{{{_tex(name)}}}" for name in one.organisations)),
        # Twice in braces: styles change no capital in it.
        ("title", f"{{{_tex(one.title)}}}" if one.title else ""),
        ("journal" if article else "organization", f"{{{_tex(one.container)}}}"),
        *_bibtex_issued(one.issued),
        ("url", _address(one.address)),
        ("urldate", one.accessed.isoformat()),
        ("langid", _tex(one.language)),
        ("note", _tex(one.note)),
    ]
    if article:
        fields.insert(3, ("entrysubtype", "newspaper"))
    lines = [
        f"  {name} = {value if name == 'month' else f'{{{value}}}'},"
        for name, value in fields
        if value.strip("{}")
    ]
    key = one.id.replace("-", "_")
    return "\n".join((f"@{'article' if article else 'misc'}{{{key},", *lines, "}", ""))


def _bibtex_issued(when: UncertainDate) -> Iterator[tuple[str, str]]:
    if when.first is None or when.last is None:
        return
    named = _named(when)
    day = "-".join(f"{number:02}" for number in named) or f"{when.first}/{when.last}"
    if when.guessed:
        day = "/".join(f"{part}~" for part in day.split("/"))
    yield "date", day
    if when.first.year == when.last.year:
        yield "year", f"[{when.first.year}?]" if when.guessed else f"{when.first.year}"
    if len(named) > 1 and not when.guessed:
        yield "month", _MONTHS[named[1] - 1]


def _tex(text: str) -> str:
    return "".join(_TEX.get(sign, sign) for sign in tidy(text))


def _address(address: str) -> str:
    """An address as BibTeX keeps it, to the letter but for what would end the field."""
    return "".join(_IN_ADDRESS.get(sign, sign) for sign in tidy(address).replace(" ", "%20"))


def tidy(text: str) -> str:
    """The text in one line, without what nobody can see."""
    return " ".join(_UNSEEN.sub(" ", text).split())
