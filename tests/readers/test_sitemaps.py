from __future__ import annotations

from io import BytesIO

import pytest

from app.domain.captures import Link
from app.errors import UnreadableSource
from app.readers.material import Limits, Material
from app.readers.walking import walk

LIMITS = Limits(max_text_bytes=1_000, max_document_bytes=1_000_000, max_seconds=10)
NEWS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">'
    "<url><loc> https://a.example/1 </loc><lastmod>2025-10-01</lastmod>"
    "<image:image><image:title>A picture</image:title></image:image>"
    "<news:news><news:publication><news:name>The Paper</news:name>"
    "<news:language>en</news:language></news:publication>"
    "<news:publication_date>2025-09-04T10:00:00+02:00</news:publication_date>"
    "<news:title>Talks fail</news:title></news:news></url>"
)
PLAIN = "<url><loc>https://a.example/2</loc><lastmod>2025-10-01</lastmod></url>"


def read(text: str) -> list[object]:
    material = Material("sitemap", BytesIO(text.encode()), address="https://a.example/sitemap.xml")
    return list(walk(material, LIMITS))


def test_a_news_sitemap_gives_what_it_says_of_each() -> None:
    first, second = read(f"{NEWS}{PLAIN}</urlset>")
    assert isinstance(first, Link)
    assert (first.address, first.found_in) == ("https://a.example/1", "sitemap")
    assert (first.title, first.outlet, first.language) == ("Talks fail", "The Paper", "en")
    assert first.published.edtf == "2025-09-04"
    assert isinstance(second, Link)
    assert second.address == "https://a.example/2"
    assert not second.published.known, "the time of a change is no date of publication"


def test_a_list_of_sitemaps_gives_links_to_them() -> None:
    (found,) = read("<sitemapindex><sitemap><loc>/s1.xml</loc></sitemap></sitemapindex>")
    assert isinstance(found, Link)
    assert found.address == "https://a.example/s1.xml"


def test_what_stands_before_the_damage_is_given() -> None:
    found = read(f"{NEWS}{PLAIN}<url><loc>https://a.ex")
    assert [type(each) for each in found] == [Link, Link, UnreadableSource]
    assert isinstance(found[2], UnreadableSource)
    assert found[2].reason == "This sitemap is damaged, or cut off, after 2 addresses."


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<urlset></urlset>", "There is no address in this sitemap."),
        ("<urlset><url><loc>javascript:x</loc></url></urlset>", "There is no address"),
        ("<urlset>" + "<a>" * 5_000, "This sitemap is damaged"),
        ("<urlset>" + " " * 1_000_000, "It is larger than 1,000,000 bytes"),
    ],
    ids=["empty", "no-address", "deep", "large"],
)
def test_a_sitemap_of_nothing_says_so(text: str, reason: str) -> None:
    (found,) = read(text)
    assert isinstance(found, UnreadableSource)
    assert found.reason.startswith(reason)


def test_no_sitemap_makes_a_file_be_read() -> None:
    doctype = '<!DOCTYPE urlset [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    (found,) = read(f"{doctype}<urlset><url><loc>https://a.example/b&a;</loc></url></urlset>")
    assert isinstance(found, Link)
    assert found.address == "https://a.example/b"
