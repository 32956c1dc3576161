"""Metadata: what a page says of itself; each thing from where it is most often right.

- title: the page's only first-level heading where the metadata agrees with it in its words, else
  JSON-LD, og:title, the heading, the title element without the outlet's name;
- outlet: og:site_name, else the publisher of JSON-LD, else other names for the same;
- language: the html element, else metadata;
- canonical: rel=canonical; it is not believed here, for pages declare their front page or another
  outlet's; without one og:url;
- address: where a browser says that it saved the page from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from app.readers.language import language_code
from app.readers.page.blocks import key_of
from app.readers.page.linked import linked_data

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lxml.html import HtmlElement

    from app.readers.page.linked import LinkedData, Thing

# Names of meta tags for the date of publication, the surest first.
_DATES = (
    *("article:published_time", "og:article:published_time", "og:published_time"),
    *("datepublished", "article:published", "parsely-pub-date", "sailthru.date", "publish-date"),
    *("publishdate", "publish_date", "pubdate", "publication_date", "published_time_telegram"),
    *("dc.date.issued", "dcterms.issued", "dc.issued", "citation_publication_date"),
    *(
        "cxenseparse:recs:publishtime",
        "article.published",
        "published-date",
        "original-publish-date",
    ),
    *("dcterms.created", "dc.date.created", "article_date_original", "dc.date", "dcterms.date"),
    *("displaydate", "timestamp", "date", "rnews:datepublished"),
)
_OUTLETS = ("og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "publisher")
_SEPARATOR = re.compile(r"\s+[|·•»«–—-]\s+|\s*\|\s*|\s+::\s+")
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://[^\s<>]+)\s*-->", re.IGNORECASE)
_SINGLE_FILE = re.compile(
    r"<!--\s*Page saved with SingleFile\s*url:\s*(https?://\S+)\s*(?:saved date:\s*([^\n]+))?",
    re.IGNORECASE,
)
_SAVED_DATE = re.compile(r"(\w{3}) (\w{3}) (\d{1,2}) (\d{4}) (\d\d:\d\d:\d\d) GMT([+-]\d{4})")
_WITHIN = 4_000  # characters in which such a comment stands
_LONGEST_TITLE = 400
_LONGEST_ADDRESS = 2_000


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """What a page declares."""

    title: str | None
    outlet: str | None
    language: str | None
    canonical: str | None
    dates: tuple[tuple[str, str], ...]  # where it stands, and the words; the surest first
    body: str | None  # the article's text, as JSON-LD has it
    is_article: bool  # by JSON-LD or OpenGraph
    walled: bool  # whether it says that it is not free to read


def saved_from(text: str) -> tuple[str | None, datetime | None]:
    """Where and when a browser says that it saved a page; None for what it does not say."""
    head = text[:_WITHIN]
    if match := _SAVED_FROM.search(head):
        return match.group(1), None
    if match := _SINGLE_FILE.search(head):
        return match.group(1), _saved_at(match.group(2) or "")
    return None, None


def page_metadata(root: HtmlElement, address: str | None) -> PageMetadata:
    """What a page declares, before anything is taken out of its tree."""
    meta = _meta(root)
    data = linked_data(root)
    headings = [_words(each) for each in root.iter("h1")]
    headings = [heading for heading in headings if heading]
    titled = next((_words(each) for each in root.iter("title")), "")
    canonical = _canonical(root, meta, address)
    shared = [meta[name] for name in ("og:title", "twitter:title") if name in meta]
    article = data.article([*headings, *shared, titled], [canonical or "", address or ""])
    outlet = next((meta[name] for name in _OUTLETS if name in meta), None)
    if "og:site_name" not in meta:
        outlet = data.text(article, "publisher") or outlet
    stated = [data.text(article, "headline"), *shared, data.text(article, "name")]
    return PageMetadata(
        title=_title(headings, [each for each in stated if each], titled, outlet),
        outlet=outlet,
        language=_language(root, meta, data, article),
        canonical=canonical,
        dates=tuple(_dates(root, meta, data, article)),
        body=data.body(article),
        is_article=article is not None or meta.get("og:type", "").lower() == "article",
        walled=str((article or {}).get("isAccessibleForFree", "")).lower() == "false",
    )


def _meta(root: HtmlElement) -> Mapping[str, str]:
    """The first value of each meta tag that has one, by its name in small letters."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        name = name or element.get("http-equiv")
        content = " ".join((element.get("content") or "").split())
        if name and content:
            found.setdefault(name.strip().lower(), content[:_LONGEST_ADDRESS])
    return found


def _dates(
    root: HtmlElement, meta: Mapping[str, str], data: LinkedData, article: Thing | None
) -> Iterator[tuple[str, str]]:
    if words := data.text(article, "datePublished"):
        yield "JSON-LD datePublished", words
    for name in _DATES:
        if name in meta:
            yield f"meta {name}", meta[name]
    if words := data.text(article, "dateCreated"):
        yield "JSON-LD dateCreated", words
    times = list(root.iter("time"))[:200]
    for element in times:
        named = f"{element.get('itemprop') or ''} {element.get('class') or ''}".lower()
        marked = "pubdate" in element.attrib or "publish" in named
        if marked and (words := element.get("datetime") or _words(element)):
            yield "time", words
    for element in root.iter("span", "div", "abbr", "p"):
        if (element.get("itemprop") or "").lower() == "datepublished":
            if words := element.get("content") or element.get("title") or _words(element):
                yield "itemprop datePublished", words
            return
    yield from _only_time(times)


def _only_time(times: Sequence[HtmlElement]) -> Iterator[tuple[str, str]]:
    """The one time of a page that names no other day; a list of articles has many."""
    named = [each for each in times if "modif" not in str(each.attrib).lower()]
    days = {(each.get("datetime") or "")[:10] for each in named} - {""}
    if len(days) == 1:
        yield "time", next(each.get("datetime") or "" for each in named if each.get("datetime"))


def _title(
    headings: Sequence[str], stated: Sequence[str], titled: str, outlet: str | None
) -> str | None:
    bare = _without_outlet(titled, outlet)
    candidates = [*stated, *([bare] if bare else [])]
    candidates += [max(_SEPARATOR.split(each), key=len) for each in stated]
    for heading in headings:
        if any(_alike(heading, each) for each in candidates):
            return heading[:_LONGEST_TITLE]
    if stated:
        return _without_outlet(stated[0], outlet)[:_LONGEST_TITLE]
    # A heading alone is the outlet's sign on many pages.
    proper = [each for each in headings if len(each.split()) > 2 and each != outlet]
    found = proper[0] if len(proper) == 1 else bare or (proper[0] if proper else "")
    return found[:_LONGEST_TITLE] or None


def _alike(one: str, other: str) -> bool:
    """Whether two titles are the same, one perhaps cut short or with a word more."""
    first, second = key_of(one), key_of(other)
    if min(len(first), len(second)) < 10:
        return first == second
    if first.startswith(second[:60]) or second.startswith(first[:60]):
        return True
    words, others = set(one.lower().split()), set(other.lower().split())
    return len(words & others) * 2 > max(len(words), len(others))


def _without_outlet(title: str, outlet: str | None) -> str:
    """A title without the outlet's name at its end or its start."""
    parts = _SEPARATOR.split(title)
    if len(parts) < 2:
        return title
    ends = (parts[-1], parts[0])
    known = key_of(outlet) if outlet else ""
    for end, start in ((ends[0], False), (ends[1], True)):
        if known and key_of(end) and (key_of(end) in known or known in key_of(end)):
            cut = title.find(parts[1]) if start else title.rfind(parts[-1])
            kept = title[cut:] if start else title[:cut]
            return re.sub(r"^[\s|·•»«–—:-]+|[\s|·•»«–—:-]+$", "", kept) or title
    return title


def _language(
    root: HtmlElement, meta: Mapping[str, str], data: LinkedData, article: Thing | None
) -> str | None:
    declared = (
        root.get("lang"),
        root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang"),
        data.text(article, "inLanguage"),
        meta.get("og:locale"),
        meta.get("content-language"),
        meta.get("dc.language"),
        meta.get("language"),
    )
    return next((code for each in declared if (code := language_code(each))), None)


def _canonical(root: HtmlElement, meta: Mapping[str, str], address: str | None) -> str | None:
    """The address that the page declares for itself, whole; None where there is none."""
    for element in root.iter("link"):
        if "canonical" in (element.get("rel") or "").lower().split():
            found = whole_address(element.get("href"), address)
            if found:
                return found
    return whole_address(meta.get("og:url"), address)


def whole_address(found: str | None, base: str | None) -> str | None:
    """An http(s) address, made whole with the one it stands at; None for anything else."""
    if not found or not found.strip():
        return None
    try:
        whole = urljoin(base or "", found.strip())
        parts = urlsplit(whole)
    except ValueError:
        return None
    sound = parts.scheme in {"http", "https"} and parts.hostname and len(whole) < _LONGEST_ADDRESS
    return whole if sound and not re.search(r"\s", whole) else None


def _words(element: HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())[: _LONGEST_TITLE * 2]


def _saved_at(words: str) -> datetime | None:
    """The time of "Thu Sep 04 2025 10:00:00 GMT+0200 (…)", as JavaScript prints it."""
    match = _SAVED_DATE.match(words.strip())
    if match is None:
        return None
    weekday, month, day, year, time, zone = match.groups()
    try:
        return parsedate_to_datetime(f"{weekday}, {day} {month} {year} {time} {zone}").astimezone(
            UTC
        )
    except ValueError:
        return None
