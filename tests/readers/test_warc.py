from __future__ import annotations

import gzip
import io
import json
import time
import zipfile
import zlib
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from app.domain.articles import Article
from app.errors import UnreadableSource
from app.readers.httpbody import body
from app.readers.material import Limits, Material
from app.readers.unpacking import Budget, Part
from app.readers.wacz import read_wacz
from app.readers.warc import read_warc

LIMITS = Limits(200_000, 1_000_000, 20)
PAGE = b"<!doctype html><html><p>The minister said that talks would go on.</p></html>"
HTML = [("Content-Type", 'text/html; charset="ISO-8859-1"')]


class Writer(WARCWriter):  # type: ignore[misc]  # warcio carries no types
    """Without temporary files, which warcio leaves to the collector."""

    def _create_temp_file(self) -> io.BytesIO:
        return io.BytesIO()


class Archive:
    """A WARC as warcio writes it."""

    def __init__(self, *, packed: bool = True) -> None:
        self.data = io.BytesIO()
        self.writer = Writer(self.data, gzip=packed)

    def answer(
        self,
        address: str,
        data: bytes = PAGE,
        headers: list[tuple[str, str]] = HTML,
        status: str = "200 OK",
        *,
        kind: str = "response",
        fields: dict[str, str] | None = None,
    ) -> Archive:
        record = self.writer.create_warc_record(
            address,
            kind,
            payload=io.BytesIO(data),
            http_headers=StatusAndHeaders(status, headers, protocol="HTTP/1.1"),
            warc_headers_dict={"WARC-Date": "2025-02-25T10:00:00Z", **(fields or {})},
        )
        self.writer.write_record(record)
        return self

    def other(self, kind: str, address: str, data: bytes, media_type: str) -> Archive:
        record = self.writer.create_warc_record(
            address, kind, payload=io.BytesIO(data), warc_content_type=media_type
        )
        self.writer.write_record(record)
        return self

    def bytes(self) -> bytes:
        return self.data.getvalue()


def read(data: bytes) -> list[tuple[str, bytes | str]]:
    """Addresses and data of what is read, and names and reasons of what is not."""
    material = Material("a.warc", io.BytesIO(data))
    found: list[tuple[str, bytes | str]] = []
    for each in read_warc(material, LIMITS):
        if isinstance(each, UnreadableSource):
            found.append((each.source, each.reason))
        else:
            found.append((each.address or each.name, each.stream.read()))
    return found


def address(number: int) -> str:
    return f"https://news.example/{number}"


@pytest.mark.parametrize("packed", [True, False])
def test_pages_and_texts_are_read_and_all_else_is_passed_over(*, packed: bool) -> None:
    archive = Archive(packed=packed)
    archive.other("warcinfo", "", b"software: test\r\n", "application/warc-fields")
    archive.answer("https://news.example/moved", b"", [("Location", "/1")], "301 Moved")
    archive.answer("https://news.example/gone", PAGE, HTML, "404 Not Found")
    archive.answer("https://news.example/p.png", b"\x89PNG", [("Content-Type", "image/png")])
    archive.answer("https://news.example/pixel", b"GIF89a", HTML)
    archive.answer("https://news.example/data", b"{}", [("Content-Type", "application/json")])
    archive.answer("https://news.example/robots.txt", b"#", [("Content-Type", "text/plain")])
    archive.answer("https://news.example/empty", b"", HTML)
    archive.answer("https://news.example/request", b"", [], "GET / HTTP/1.1", kind="request")
    archive.answer("https://news.example/revisit", b"", HTML, kind="revisit")
    archive.other("metadata", "https://news.example/", b"a: b", "application/warc-fields")
    archive.other("resource", "urn:text:https://news.example/", b"Words", "text/plain")
    archive.answer(address(1))
    archive.other("resource", "file:///kept.txt", b"Words", "text/plain")
    archive.other("conversion", address(2), b"Taken words", "text/plain")
    assert read(archive.bytes()) == [
        (address(1), PAGE),
        ("a.warc: record 14 (file:///kept.txt)", b"Words"),
        (address(2), b"Taken words"),
    ]


def test_what_is_known_of_a_page_comes_with_it() -> None:
    (found,) = read_warc(
        Material("a.warc", io.BytesIO(Archive().answer(address(1)).bytes())), LIMITS
    )
    assert isinstance(found, Material)
    assert found.name == f"a.warc: record 1 ({address(1)})"
    assert (found.media_type, found.charset) == ("text/html", "iso-8859-1")
    assert found.captured_at == datetime(2025, 2, 25, 10, tzinfo=UTC)


def test_an_archive_without_pages_tells_what_is_in_it() -> None:
    data = Archive().answer(address(1), b"", [], "302 Found").answer(address(2), b"", HTML).bytes()
    with pytest.raises(UnreadableSource, match="empty answers: 1, redirects and errors: 1"):
        read(data)


# Encodings of HTTP.


def plain(*numbers: int) -> list[bytes]:
    return [Archive(packed=False).answer(address(number)).bytes() for number in numbers]


def chunked(data: bytes) -> bytes:
    parts = (data[place : place + 20] for place in range(0, len(data), 20))
    return b"".join(b"%x;a=b\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


DEFLATED = zlib.compress(PAGE)


@pytest.mark.parametrize(
    ("data", "transfer", "content"),
    [
        (PAGE, None, None),
        (chunked(PAGE), "chunked", None),
        (gzip.compress(PAGE), None, "gzip"),
        (chunked(gzip.compress(PAGE)), "Chunked", "GZIP"),
        (DEFLATED, None, "deflate"),
        (DEFLATED[2:-4], None, "deflate"),
        (gzip.compress(DEFLATED), None, "deflate, gzip"),
        # taken off, and the header left
        (PAGE, "chunked", "gzip"),
        (PAGE, None, "br"),
        (PAGE, None, "identity"),
    ],
    ids=lambda _: "",
)
def test_a_body_is_decoded_as_it_is_and_not_as_it_is_said_to_be(
    data: bytes, transfer: str | None, content: str | None
) -> None:
    assert body(data, transfer, content, 1_000) == PAGE
    headers = [*HTML, ("Transfer-Encoding", transfer or ""), ("Content-Encoding", content or "")]
    assert read(Archive().answer(address(1), data, headers).bytes()) == [(address(1), PAGE)]


@pytest.mark.parametrize(
    ("data", "transfer", "content", "reason"),
    [
        (gzip.compress(bytes(2_000)), None, "gzip", "unpacks to more than 1,000"),
        (gzip.compress(bytes(900_000_0)), None, "gzip", "unpacks to more than 1,000"),
        (zlib.compress(bytes(9_000_000)), None, "deflate", "unpacks to more than 1,000"),
        (bytes(2_000), None, None, "larger than 1,000"),
        (gzip.compress(PAGE)[:-20], None, "gzip", "cut off"),
        (chunked(PAGE)[:-30], "chunked", None, "cut off"),
        (chunked(PAGE)[:-5], "chunked", None, "cut off"),
        (b"FFFFFFFFFFFFFF\r\nabc", "chunked", None, "cut off"),
        (b"\x1f\x8b\x08" + b"\xff" * 50, None, "gzip", "damaged"),
        (b"\xff" * 50, None, "deflate", "damaged"),
        (b"\x8b\x1a\x80", None, "br", "compressed with 'br'"),
    ],
    ids=lambda _: "",
)
def test_a_body_that_lies_is_put_aside(
    data: bytes, transfer: str | None, content: str | None, reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        body(data, transfer, content, 1_000)


# Wrong lengths and damage.


def with_length(record: bytes, change: int) -> bytes:
    head, sign, rest = record.partition(b"Content-Length: ")
    length, _, rest = rest.partition(b"\r\n")
    return head + sign + b"%d" % (int(length) + change) + b"\r\n" + rest


@pytest.mark.parametrize("change", [-200, -70, -10, -1, 1, 3, 300, 900_000, 10**9, 10**15])
@pytest.mark.parametrize("packed", [True, False])
def test_a_wrong_length_costs_no_other_record(change: int, *, packed: bool) -> None:
    first, wrong, third, last = plain(1, 2, 3, 4)
    parts = [first, with_length(wrong, change), third, last]
    data = b"".join(gzip.compress(part) if packed else part for part in parts)
    found = dict(read(data))
    assert [found[address(number)] for number in (1, 3, 4)] == [PAGE] * 3
    page = found.get(address(2), PAGE)
    assert isinstance(page, bytes)
    assert page.rstrip() == PAGE
    assert len(found) in {3, 4}


@pytest.mark.parametrize(
    "wrong",
    [
        b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: x\r\n\r\nabc\r\n\r\n",
        b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: -5\r\n\r\nabc\r\n\r\n",
        b"WARC/1.0\r\nWARC-Type: response\r\n\r\nabc\r\n\r\n",
        b"WARC/1.0\r\n" + b"A: " + b"x" * 100_000 + b"\r\n\r\n",
        plain(9)[0].replace(b"HTTP/1.1 200 OK", b"SSH-2.0 OpenSSH"),
        b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 4\r\n\r\nabcd\r\n\r\n",
        b"junk " * 50_000 + b"\r\n",
        b"\0" * 100,
    ],
    ids=lambda _: "",
)
def test_a_broken_record_costs_itself_only(wrong: bytes) -> None:
    first, last = plain(1, 2)
    found = read(first + wrong + last)
    assert (found[0], found[-1]) == ((address(1), PAGE), (address(2), PAGE))
    assert len(found) == 3
    assert found[1][0].startswith("a.warc: record 2")


def test_a_damaged_member_costs_itself_only() -> None:
    parts = [bytearray(gzip.compress(part)) for part in plain(1, 2, 3)]
    parts[1][20:60] = bytes(40)
    found = read(b"".join(map(bytes, parts)))
    assert (found[0], found[-1]) == ((address(1), PAGE), (address(3), PAGE))


@pytest.mark.parametrize("packed", [True, False])
def test_an_archive_that_is_cut_off_is_read_as_far_as_it_goes(*, packed: bool) -> None:
    data = Archive(packed=packed).answer(address(1)).answer(address(2)).bytes()
    found = read(data[:-60])
    assert found[0] == (address(1), PAGE)
    assert "cut off" in str(found[1][1])
    assert len(found) == 2


class Drip(io.BytesIO):
    """Gives a few bytes at a time, as reading at the edge of a buffer does."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(size if size and size > 0 else 7, 7))


@pytest.mark.parametrize("packed", [True, False])
def test_records_are_told_apart_wherever_the_bytes_are_divided(*, packed: bool) -> None:
    data = b"".join(gzip.compress(part) if packed else part for part in plain(1, 2, 3))
    found = list(read_warc(Material("a.warc", Drip(data)), LIMITS))
    assert [getattr(each, "address", each) for each in found] == [address(n) for n in (1, 2, 3)]


def test_all_records_in_one_member_of_gzip_are_read() -> None:
    data = gzip.compress(b"".join(plain(1, 2, 3)))
    assert [each[0] for each in read(data)] == [address(1), address(2), address(3)]


def test_what_is_too_large_or_was_cut_when_it_was_kept_is_put_aside() -> None:
    archive = Archive(packed=False).answer(address(1), PAGE + bytes(3_000_000)).answer(address(2))
    archive.answer(address(3), fields={"WARC-Truncated": "length"})
    large, whole, cut = read(archive.bytes())
    assert "larger than 1,000,000 bytes" in str(large[1])
    assert address(1) in large[0]
    assert whole == (address(2), PAGE)
    assert "not all of it was kept" in str(cut[1])


def test_large_pictures_are_passed_over_without_a_word() -> None:
    png = [("Content-Type", "image/png")]
    data = Archive().answer(address(1), bytes(3_000_000), png).answer(address(2)).bytes()
    assert read(data) == [(address(2), PAGE)]


def test_a_compressed_bomb_is_bounded() -> None:
    budget = Budget(0)
    budget.left = 1_000_000
    data = Part(Archive().answer(address(1), bytes(5_000_000)).bytes(), budget)
    with pytest.raises(UnreadableSource, match="far more"):
        list(read_warc(Material("a.warc", data), LIMITS))


@pytest.mark.parametrize(
    "data",
    [
        b"\x1f\x8b\x08" * 300_000,
        b"WARC/1.0\r\n" * 300_000,
        b"WARC/1.0\r\nContent-Length: 999999\r\n\r\n" * 20_000,
        b"\r\n" * 2_000_000,
        (b"WARC/1.0\r\nA: b\r\nContent-Length: 5\r\n\r\n" + b"x" * 90) * 10_000,
    ],
    ids=lambda _: "",
)
def test_hostile_bytes_are_read_in_bounded_time(data: bytes) -> None:
    started = time.process_time()
    with suppress(UnreadableSource):
        read(data)
    assert time.process_time() - started < 10


# WACZ.


def wacz(warc: bytes, *pages: dict[str, str], name: str = "archive/data.warc.gz") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("datapackage.json", "{}")
        archive.writestr(name, warc)
        if pages:
            lines = [{"format": "json-pages-1.0", "id": "pages"}, *pages]
            archive.writestr("pages/pages.jsonl", "\n".join(map(json.dumps, lines)) + "\n{broken")
    return target.getvalue()


def read_all(data: bytes) -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    for each in read_wacz(Material("a.wacz", io.BytesIO(data)), LIMITS):
        if isinstance(each, UnreadableSource):
            found.append((each.source, each.reason))
        elif isinstance(each, Article):
            found.append((str(each.address), each.body))
        else:
            found.append((str(each.address), each.stream.read()))
    return found


def test_pages_of_the_list_are_read_and_every_one_is_accounted_for() -> None:
    archive = Archive().answer("https://ads.example/frame").answer(address(1))
    archive.answer("https://news.example/short", b"", [("Location", "/3")], "301 Moved")
    archive.answer(address(3)).answer("https://news.example/gone", PAGE, HTML, "410 Gone")
    pages = [
        {"url": f"{address(1)}#top", "title": "One"},
        {"url": "https://NEWS.example/short"},
        {"url": "https://news.example/gone"},
        {"url": address(5), "title": "Kept ", "text": "The text of the list."},
        {"url": address(6)},
        {"url": address(6)},
    ]
    assert read_all(wacz(archive.bytes(), *pages)) == [
        (address(1), PAGE),
        (address(3), PAGE),
        ("a.wacz: https://news.example/gone", "Its server answered with the error 410."),
        (address(5), "The text of the list."),
        (
            f"a.wacz: {address(6)}",
            "It is in the list of pages, but the archive holds no answer for it.",
        ),
    ]


def test_without_a_list_all_pages_are_read() -> None:
    data = wacz(Archive().answer(address(1)).answer(address(2)).bytes())
    assert read_all(data) == [(address(1), PAGE), (address(2), PAGE)]


def test_redirects_in_a_circle_come_to_an_end() -> None:
    archive = Archive()
    archive.answer(address(1), b"", [("Location", "/2")], "301 Moved")
    archive.answer(address(2), b"", [("Location", "/1")], "301 Moved")
    ((name, _),) = read_all(wacz(archive.bytes(), {"url": address(1)}))
    assert name == f"a.wacz: {address(1)}"


def test_a_wacz_without_a_warc_says_so() -> None:
    with pytest.raises(UnreadableSource, match="without a WARC"):
        read_all(wacz(b"", name="archive/readme.txt"))
