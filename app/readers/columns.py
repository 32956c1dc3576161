"""Columns: what the fields of a table of articles are called, in the exports of many programs.

Names are compared without regard to case, spaces and punctuation. The names below come from the
exports of Media Cloud (story lists), GDELT (DOC 2.0 article lists), Nexis and ProQuest tables,
news-please, newspaper, trafilatura, WordPress and NewsAPI; the first that a table has and that
holds something in the row is taken. For others there is a mapping file (``load_columns``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.errors import InvalidDefinition
from app.readers.entries import Entry, load_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_KNOWN: Mapping[str, tuple[str, ...]] = {
    "text": (
        *("text", "full_text", "fulltext", "body", "article_text", "article_body", "articlebody"),
        *("maintext", "main_text", "story_text", "story", "body_text", "document_text"),
        *("content", "article_content", "article", "raw_text", "plain_text", "volltext"),
    ),
    "html": ("html", "raw_html", "body_html", "content_html", "article_html", "full_html"),
    "title": (
        *("title", "headline", "article_title", "story_title", "hd", "heading", "document_title"),
        *("name", "subject"),
    ),
    "address": (
        *("url", "link", "address", "article_url", "story_url", "web_url", "weburl", "permalink"),
        *("document_identifier", "document_url", "source_url", "original_url", "page_url"),
        *("canonical_url", "expanded_url", "uri", "href", "source"),
    ),
    "published": (
        *("publish_date", "published", "published_at", "publication_date", "date_published"),
        *("pub_date", "date_publish", "published_date", "published_on", "article_date"),
        *("publish_time", "publication_day", "web_publication_date", "date", "datum", "pd"),
    ),
    # When somebody first saw an article, which is no earlier than its publication.
    "seen": (
        *("seen_date", "first_seen", "indexed_date", "collect_date", "date_download"),
        *("date_downloaded", "load_date", "crawl_date", "date_added", "scraped_at", "fetched_at"),
    ),
    "outlet": (
        *("outlet", "media_name", "publication", "newspaper", "publisher", "publication_name"),
        *("publication_title", "pub_title", "source_name", "source_title", "source_common_name"),
        *("site_name", "sitename", "media_outlet", "medium", "journal", "zeitung", "source"),
        *("site", "website", "source_hostname", "source_domain", "hostname", "domain", "sn"),
    ),
    "language": ("language", "language_code", "lang", "sprache"),
}
FIELDS = tuple(_KNOWN)
_MAPPING_FIELDS = frozenset({*FIELDS, "day_first"})


def plain_name(name: str) -> str:
    """A column's name as names are compared: "Publish Date" and "publish_date" are one."""
    return re.sub(r"[\W_]+", "", name).casefold()


@dataclass(frozen=True, slots=True)
class Columns:
    """The names that each field may have, plain, in the order in which they are preferred."""

    names: Mapping[str, tuple[str, ...]]
    day_first: bool | None = None  # of 03/04/2025: 3 April; None: to be told by the others

    def found(self, header: Iterable[str]) -> dict[str, list[int]]:
        """Where each field may be in a row under that header, the likeliest place first."""
        places: dict[str, int] = {}
        for place, name in enumerate(header):
            places.setdefault(plain_name(name), place)
        found = {
            field: [places[name] for name in names if name in places]
            for field, names in self.names.items()
        }
        if "mobileurl" in places and "published" in found:
            # GDELT's own CSV calls the time when it saw an article "Date".
            found["seen"] = found.pop("published") + found.get("seen", [])
        return {field: each for field, each in found.items() if each}


KNOWN = Columns({field: tuple(map(plain_name, names)) for field, names in _KNOWN.items()})


def load_columns(path: Path) -> Columns:
    """The mapping in a YAML file: a field, and what its column or columns are called.

    Fields that it does not name keep the names that are known. Raises InvalidDefinition, which
    names the file and the field, when it is not of that form.
    """
    content = load_yaml(path)
    if not isinstance(content, dict):
        raise InvalidDefinition(
            f"{path}: expected fields with names of columns: 'text: Full Text'."
        )
    fields = {str(name): value for name, value in content.items()}
    entry = Entry(path, "", fields)
    names = dict(KNOWN.names)
    day_first: bool | None = None
    for field, value in fields.items():
        if field not in _MAPPING_FIELDS:
            entry.fail(field, "is no field; expected one of " + ", ".join(sorted(_MAPPING_FIELDS)))
        if field == "day_first":
            if value not in {"true", "false"}:
                entry.fail(field, "must be true or false")
            day_first = value == "true"
        else:
            given = value if isinstance(value, list) else [value]
            names[field] = tuple(plain_name(str(name)) for name in given)
    return Columns(names, day_first)
