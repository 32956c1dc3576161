from __future__ import annotations

import bz2
import gzip
import io
import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import UnreadableSource
from app.readers.material import Material
from app.readers.recognition import Kind, recognise
from tests.readers.pages import page

TEXT = "Minister Refuses Talks\n\n“We will not go,” Ada Moreau said, from the start.\n"
MAIL = "Received: from x\nFrom: a@b.example\nSubject: News\nMIME-Version: 1.0\n\nHello there.\n"
WARC = b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
RSS = '<?xml version="1.0"?>\n<!-- made -->\n<rss version="2.0"><channel></channel></rss>'


def kind(data: bytes | str, name: str = "x", media_type: str | None = None) -> Kind:
    content = data.encode() if isinstance(data, str) else data
    material = Material(name, BytesIO(content), media_type=media_type)
    found = recognise(material)
    assert material.stream.tell() == 0
    return found


def refused(data: bytes | str, name: str = "x") -> str:
    with pytest.raises(UnreadableSource) as problem:
        kind(data, name)
    return problem.value.reason


def zipped(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (TEXT, Kind.TEXT),
        ("word", Kind.TEXT),
        ("<", Kind.TEXT),
        ("5 < 6 and <b> is a tag", Kind.TEXT),
        ("Title, a comma\n\nText, more text, and more.", Kind.TEXT),
        ("Date: nobody knows\n\nThe minister said so.", Kind.TEXT),
        ("{brackets} are no JSON", Kind.TEXT),
        ("[1] a footnote", Kind.TEXT),
        ("ID3 is a word, MZ another, BM a third and OTTO a name", Kind.TEXT),
        ("--- \nnot front matter\n", Kind.TEXT),
        ("---\ntitle: A\n---\nText", Kind.MARKDOWN),
        (page(), Kind.HTML),
        (page().encode("utf-16"), Kind.HTML),
        (page().encode("utf-16-le"), Kind.HTML),
        ("\ufeff\n\n<!-- x --><!DOCTYPE html PUBLIC '-//W3C//DTD XHTML'><p>x", Kind.HTML),
        ('<?xml version="1.0"?><!DOCTYPE html><html xmlns="x"></html>', Kind.HTML),
        ("<html><body>x", Kind.HTML),
        ("<p>One</p><p>Two</p><p>Three</p>", Kind.HTML),
        ("<!-- " * 2_000 + "<html>", Kind.TEXT),
        (RSS, Kind.FEED),
        ('<feed xmlns="http://www.w3.org/2005/Atom"/>', Kind.FEED),
        ('<rdf:RDF xmlns:rdf="x"></rdf:RDF>', Kind.FEED),
        ('<?xml version="1.0"?><urlset xmlns="x"></urlset>', Kind.SITEMAP),
        ("<sitemapindex><sitemap></sitemap></sitemapindex>", Kind.SITEMAP),
        ('{"url": "https://a.example", "text": "x"}\n{"url": "b"}\n', Kind.TABLE),
        ('[\n  {"title": "x"}\n]', Kind.TABLE),
        ("url,title,text\nhttps://a.example,One,Words\n", Kind.TABLE),
        ("Title;Date;Body\nOne;2025-09-04;Words\n", Kind.TABLE),
        ("title\turl\nOne\thttps://a.example\n", Kind.TABLE),
        (MAIL, Kind.MAIL),
        ("From a@b Thu Sep  4 10:00:00 2025\n" + MAIL, Kind.MAIL),
        ("From: <Saved by Blink>\nSnapshot-Content-Location: https://a.example/\n\nx", Kind.MAIL),
        (b"%PDF-1.7\n", Kind.PDF),
        (b"\r\n%PDF-1.4\n", Kind.PDF),
        (WARC, Kind.WARC),
        (gzip.compress(WARC), Kind.WARC),
        (gzip.compress(TEXT.encode()), Kind.GZIP),
        (gzip.compress(WARC)[:15], Kind.GZIP),
        (bz2.compress(TEXT.encode()), Kind.BZIP2),
        (zipped("word/document.xml", "[Content_Types].xml"), Kind.DOCX),
        (zipped("datapackage.json", "archive/data.warc.gz"), Kind.WACZ),
        (zipped("archive/data.warc"), Kind.WACZ),
        (zipped("a.txt", "b.html"), Kind.ZIP),
        (zipped(), Kind.ZIP),
    ],
)
def test_kinds_by_content_under_a_name_that_says_nothing(data: bytes | str, expected: Kind) -> None:
    assert kind(data) is expected


@pytest.mark.parametrize("name", ["a.html", "b.pdf", "c.docx", "d.csv.zip", "e.xml", "f.warc.gz"])
def test_a_wrong_name_does_not_make_a_text_something_else(name: str) -> None:
    assert kind(TEXT, name) is Kind.TEXT


@pytest.mark.parametrize("name", ["a.txt", "b.docx", "c", "d.csv", "e.md.txt"])
def test_a_wrong_name_does_not_make_a_page_something_else(name: str) -> None:
    assert kind(page(), name) is Kind.HTML
    assert kind(b"%PDF-1.7\n", name) is Kind.PDF
    assert kind(gzip.compress(WARC), name) is Kind.WARC


@pytest.mark.parametrize(
    ("data", "name", "media_type", "expected"),
    [
        ("# A title\n\nText.", "a.md", None, Kind.MARKDOWN),
        ("# A title\n\nText.", "a", "text/markdown", Kind.MARKDOWN),
        ("<p>One</p> <p>two</p> <p>three</p>", "a.md", None, Kind.MARKDOWN),
        ("<p>One sentence.", "a.html", None, Kind.HTML),
        ("<p>One sentence.", "a", "text/html", Kind.HTML),
        ("a,b\n1,2\n", "a.csv", None, Kind.TABLE),
        ("a,b\n1,2\n", "a", "text/csv", Kind.TABLE),
        ("Subject: News\n\nWords", "a.eml", None, Kind.MAIL),
    ],
)
def test_hints_where_the_content_cannot_tell(
    data: str, name: str, media_type: str | None, expected: Kind
) -> None:
    assert kind(data, name, media_type) is expected


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "It is empty."),
        (b"\x89PNG\r\n\x1a\n", "This is a picture."),
        (b"\xff\xd8\xff\xe0", "This is a picture."),
        (b"RIFF\0\0\0\0WEBPVP8 ", "This is a picture."),
        (b"\0\0\0\x18ftypmp42", "This is a video."),
        (b"ID3\x03\0", "This is a sound recording."),
        (b"{\\rtf1\\ansi Hello}", "This is a rich text (RTF) file; save it as .docx."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "This is an old Office document"),
        (b"\x7fELF\x02", "This is a program."),
        (b"SQLite format 3\0", "This is a database."),
        (b"\xfd7zXZ\0\0", "This is an xz archive; unpack it first."),
        (b"7z\xbc\xaf\x27\x1c", "This is a 7z archive"),
        (b"Rar!\x1a\x07\x01", "This is a RAR archive"),
        (b"a.txt".ljust(257, b"\0") + b"ustar\x0000", "This is a tar archive"),
        (zipped("a.txt")[:-30], "This ZIP archive is damaged, or not whole."),
        (b"PK\x03\x04\x14\0", "This ZIP archive is damaged"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "This is a spreadsheet; save it as"),
        (zipped("[Content_Types].xml", "ppt/presentation.xml"), "This is a presentation"),
        (zipped("mimetype", "content.xml"), "This is an OpenDocument file"),
        (zipped("mimetype", "META-INF/container.xml"), "This is an e-book."),
        ('<?xml version="1.0"?><nitf></nitf>', "This is XML of a kind that is not read (its root"),
    ],
)
def test_what_is_not_read_is_named(data: bytes | str, reason: str) -> None:
    assert refused(data).startswith(reason)


@given(st.binary(max_size=300))
def test_any_bytes_are_of_a_kind_or_refused(data: bytes) -> None:
    try:
        assert kind(data) in Kind
    except UnreadableSource as problem:
        assert problem.reason.endswith(".")  # noqa: PT017 - either may happen
