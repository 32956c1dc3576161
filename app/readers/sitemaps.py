"""Sitemaps: lists of addresses, and lists of such lists (sitemaps.org; Google News sitemaps).

The time of the last change, ``lastmod``, is no date of publication; only a news sitemap gives that.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from lxml import etree

from app.domain.captures import Link
from app.domain.dates import UNKNOWN_DATE
from app.errors import UnreadableSource
from app.readers.dating import parse_date
from app.readers.language import language_code
from app.readers.page.metadata import whole_address

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.readers.material import Limits, Material

_ENTRIES = ("{*}url", "{*}sitemap")
_MOST = 1_000_000  # addresses; the protocol allows 50,000


def read_sitemap(material: Material, limits: Limits) -> Iterator[Link | UnreadableSource]:
    """A link for each address; of a list of sitemaps, for each of them.

    Raises UnreadableSource when it names no address or is no XML; what stands before the damage
    is given first.
    """
    data = material.data(limits.max_document_bytes)  # the protocol allows 50 MB
    count = 0
    try:
        # No entities, no DTD, nothing from the network: a sitemap needs none of these.
        entries = etree.iterparse(
            BytesIO(data),
            tag=_ENTRIES,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            recover=False,
        )
        for _, entry in entries:
            link = _link(entry, material)
            if link is not None:
                count += 1
                yield link
            if count >= _MOST:
                raise UnreadableSource(material.name, f"It names more than {_MOST:,} addresses.")
            entry.clear()
            while entry.getprevious() is not None:
                del entry.getparent()[0]
    except etree.XMLSyntaxError as error:
        reason = f"This sitemap is damaged, or cut off, after {count} addresses."
        raise UnreadableSource(material.name, reason) from error
    if not count:
        raise UnreadableSource(material.name, "There is no address in this sitemap.")


def _link(entry: etree._Element, material: Material) -> Link | None:
    address = whole_address(_of(entry, "loc"), material.address)
    if address is None:
        return None
    published = parse_date(_of(entry, "publication_date"))
    return Link(
        address,
        found_in=material.name,
        title=_of(entry, "title"),
        outlet=_of(entry, "name"),
        published=published if published.known else UNKNOWN_DATE,
        published_note="Its sitemap gives it." if published.known else "",
        language=language_code(_of(entry, "language")),
    )


def _of(entry: etree._Element, name: str) -> str | None:
    """The text of the first element of a name, of news or of the sitemap itself.

    Pictures and videos have titles of their own, below elements of their own.
    """
    for path in (
        f"{{*}}{name}",
        f"{{*}}news/{{*}}{name}",
        f"{{*}}news/{{*}}publication/{{*}}{name}",
    ):
        found = entry.findtext(path)
        if found and found.strip():
            return " ".join(found.split())
    return None
