"""Watch files: which feeds, sitemaps and pages are asked, and how often.

every: 15 minutes            # for all that say nothing else; left out: one hour
sources:
- https://news.example/feed.xml
- address: https://paper.example/sitemap.xml
  every: 6 hours
  outlet: The Paper          # of all that is found there, whatever its pages say
  language: en
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from app.readers.entries import Entry, load_yaml

if TYPE_CHECKING:
    from pathlib import Path

_TOP = frozenset({"every", "sources"})
_FIELDS = frozenset({"address", "every", "outlet", "language"})
_ADDRESS = re.compile(r"https?://[^\s/?#]+\S*", re.IGNORECASE)
_EVERY = re.compile(r"(\d{1,5}(?:\.\d+)?)\s*([a-z]+)", re.IGNORECASE)
_UNITS = {
    "minute": timedelta(minutes=1), "min": timedelta(minutes=1), "m": timedelta(minutes=1),
    "hour": timedelta(hours=1), "h": timedelta(hours=1),
    "day": timedelta(days=1), "d": timedelta(days=1),
    "week": timedelta(weeks=1), "w": timedelta(weeks=1),
}  # fmt: skip
_SHORTEST, _LONGEST = timedelta(minutes=1), timedelta(days=31)
_DEFAULT = timedelta(hours=1)
_FORM = "a time from 1 minute to 31 days such as '15 minutes', '6 hours' or '1 day'"


@dataclass(frozen=True, slots=True)
class Watched:
    """An address that is asked again and again; ``outlet`` and ``language`` as the person says."""

    address: str
    every: timedelta
    outlet: str | None = None
    language: str | None = None


def load_watched(path: Path) -> tuple[Watched, ...]:
    """The sources of a watch file, in its order.

    Raises InvalidDefinition, which names the file, the entry and the field, when one is not of
    its form, an address is given twice, or there is none.
    """
    top = Entry.of(path, "top level", load_yaml(path) or {}, _TOP)
    every = _every(top, _DEFAULT)
    values = top.fields.get("sources")
    if not isinstance(values, list) or not values:
        top.fail("sources", "must be a list of addresses, one at least")
    found: dict[str, tuple[Entry, Watched]] = {}
    for number, value in enumerate(values, start=1):
        entry = _entry(path, number, value)
        source = _source(entry, every)
        if source.address in found:
            entry.fail("address", f"is already given by {found[source.address][0].label}")
        found[source.address] = (entry, source)
    return tuple(source for _, source in found.values())


def _entry(path: Path, number: int, value: object) -> Entry:
    fields = {"address": value} if isinstance(value, str) else value
    address = fields.get("address") if isinstance(fields, dict) else None
    name = f" ({address})" if isinstance(address, str) else ""
    return Entry.of(path, f"source {number}{name}", fields, _FIELDS)


def _source(entry: Entry, every: timedelta) -> Watched:
    address = entry.text("address")
    if not _ADDRESS.fullmatch(address):
        entry.fail("address", f"must begin with http:// or https://, not '{address}'")
    return Watched(
        address=address,
        every=_every(entry, every),
        outlet=entry.optional("outlet"),
        language=entry.matching(
            "language", "[a-z]{2,3}(?:-[A-Za-z0-9]+)*", "a language code such as en or en-GB"
        ),
    )


def _every(entry: Entry, default: timedelta) -> timedelta:
    written = entry.optional("every")
    if written is None:
        return default
    parts = _EVERY.fullmatch(written)
    unit = parts.group(2).lower() if parts else ""
    size = _UNITS.get(unit) or _UNITS.get(unit.removesuffix("s"))
    if parts is None or size is None:
        entry.fail("every", f"must be {_FORM}, not '{written}'")
    found = float(parts.group(1)) * size
    if not _SHORTEST <= found <= _LONGEST:
        entry.fail("every", f"must be {_FORM}, not '{written}'")
    return found
