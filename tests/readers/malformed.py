"""Malformed files of many classes, the same for the same seed.

``malformed`` gives the files of each class by a name that begins with that of the class. What lies
in the file system rather than in a file (loops, pipes, permissions) is made by ``special``.
"""

from __future__ import annotations

import bz2
import gzip
import io
import os
import random
import zipfile
from typing import TYPE_CHECKING

from tests.invented import article
from tests.readers import pages
from tests.readers.printed import column, make_pdf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEAD = "<!DOCTYPE html><html><head><title>Talks</title></head><body>"
BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaaaaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 20}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY i SYSTEM "file:///etc/passwd">]>'
FEED = """<rss version="2.0"><channel><title>The Paper</title><item><title>Talks &i;</title>
<link>https://p.example/a</link><pubDate>Sun, 30 Feb 2025 10:00:00 GMT</pubDate></item>
</channel></rss>"""
MAIL = """From: The Paper <news@p.example>\r\nSubject: Talks\r\nMIME-Version: 1.0\r
Date: Sun, 30 Feb 2025 10:00:00 +0200\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"""
WARC = (
    "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://p.example/a\r\n"
    "WARC-Date: 2025-02-30T10:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
    "Content-Length: {length}\r\n\r\n{body}\r\n\r\n"
)


def sound(seed: int) -> dict[str, bytes]:
    """One whole file of each kind."""
    text = article(seed)
    page = pages.page(pages.paragraphs(tuple(text.strip().split("\n\n"))))
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}"
    warc = WARC.format(length=len(answer.encode()), body=answer).encode()
    lines = [part[:80] for part in text.split("\n")]
    return {
        "txt": text.encode(),
        "md": f"---\ntitle: Talks\ndate: 2025-09-04\n---\n{text}".encode(),
        "html": page.encode(),
        "xml": FEED.replace("&i;", "").encode(),
        "sitemap": b"<urlset><url><loc>https://p.example/b</loc></url></urlset>",
        "eml": (MAIL + text).encode(),
        "csv": f'url,title,text\nhttps://p.example/c,Talks,"{text}"\n'.encode(),
        "jsonl": b'{"url": "https://p.example/d", "text": "Words of a text."}\n' * 3,
        "pdf": make_pdf(column(lines)),
        "docx": document(f"<w:p><w:r><w:t>{lines[0]}</w:t></w:r></w:p>"),
        "warc": warc,
        "warc.gz": gzip.compress(warc),
        "wacz": zipped({"datapackage.json": b"{}", "archive/data.warc.gz": gzip.compress(warc)}),
        "zip": zipped({"a.html": page.encode(), "b.txt": text.encode()}),
        "html.gz": gzip.compress(page.encode()),
        "txt.bz2": bz2.compress(text.encode()),
    }


def zipped(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def document(body: str, before: str = "") -> bytes:
    """A Word file of the least that one needs."""
    office = "http://schemas.openxmlformats.org"
    main = f"{office}/wordprocessingml/2006/main"
    types = f"{office}/package/2006/content-types"
    relations = f"{office}/package/2006/relationships"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    target = f"{office}/officeDocument/2006/relationships/officeDocument"
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{types}"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/><Override '
            f'PartName="/word/document.xml" ContentType="{kind}"/></Types>'.encode(),
            "_rels/.rels": f'<Relationships xmlns="{relations}"><Relationship Id="r" '
            f'Type="{target}" Target="word/document.xml"/></Relationships>'.encode(),
            "word/document.xml": f'<?xml version="1.0"?>{before}<w:document xmlns:w="{main}">'
            f"<w:body>{body}</w:body></w:document>".encode(),
        }
    )


def malformed(seed: int) -> Iterator[tuple[str, bytes]]:
    """The files, by class: "truncated-3.pdf"."""
    choose = random.Random(seed)  # noqa: S311 - repeatable, and no secret
    whole = sound(seed)
    for ending, content in whole.items():
        for turn in range(2):
            yield f"truncated-{turn}.{ending}", content[: choose.randrange(1, len(content))]
            yield f"spoiled-{turn}.{ending}", _spoiled(content, choose)
        yield f"doubled.{ending}", content + content[len(content) // 2 :]
        yield f"led-by-noise.{ending}", choose.randbytes(40) + content
        other = choose.choice([each for each in whole if each != ending])
        yield f"mislabelled.{other}", content
        yield f"packed-deep-{ending}.gz", _deep(content, choose)
    for ending in whole:
        yield f"empty.{ending}", b""
        yield f"blank.{ending}", b" \r\n\t\0\x0b" * choose.randrange(1, 50)
        yield f"noise.{ending}", choose.randbytes(choose.randrange(10, 5_000))
    yield from _texts(choose)
    yield from _hostile_pages()
    yield from _hostile_lists()
    yield from _hostile_archives()


def _spoiled(content: bytes, choose: random.Random) -> bytes:
    found = bytearray(content)
    for _ in range(max(3, len(found) // 200)):
        found[choose.randrange(len(found))] = choose.randrange(256)
    return bytes(found)


def _deep(content: bytes, choose: random.Random) -> bytes:
    for _ in range(choose.randrange(4, 8)):
        content = gzip.compress(content) if choose.random() < 0.5 else zipped({"a": content})
    return content


def _texts(choose: random.Random) -> Iterator[tuple[str, bytes]]:
    text, page = article(1), pages.page()
    for encoding in ("utf-16-le", "utf-16-be", "utf-32-le", "cp1252", "cp037", "utf-7"):
        yield f"encoding-{encoding}.txt", text.encode(encoding, "replace")
        yield f"encoding-{encoding}.html", page.encode(encoding, "replace")
    yield "encoding-half.txt", b"\xff\xfe" + text.encode("utf-16-le")[:-1]
    yield "encoding-surrogates.txt", (text + "\ud800\udfff").encode("utf-8", "surrogatepass")
    yield "encoding-mixed.html", page.encode() + page.encode("cp1252") + page.encode("utf-16")
    for name in ("hex", "idna", "undefined", "punycode", "x" * 200, "utf-8\0", "unicode_escape"):
        declared = page.replace("utf-8", name).encode()
        yield f"charset-{name[:8].strip(chr(0))}.html", declared
        yield (
            f"charset-{name[:8].strip(chr(0))}.eml",
            MAIL.replace("utf-8", name).encode() + b"W \xe9",
        )
    for date in ("2025-02-30", "0000-00-00", "99999-01-01", "-1", "1e9", "٢٠٢٥-٠٩-٠٤", "NaN"):
        yield f"date-{date[:5]}.md", f"---\ntitle: A\ndate: {date}\n---\n{text}".encode()
        yield (
            f"date-{date[:5]}.html",
            pages.page(head=f'<meta name=date content="{date}">').encode(),
        )
        table = (
            f"url,title,text,published\nhttps://p.example/{choose.random()},T,Words here,{date}\n"
        )
        yield f"date-{date[:5]}.csv", table.encode()
    for number, front in enumerate(
        ("a: [", "a: *b", "&a [*a]", "? ", "a: !!python/object:os.x {}")
    ):
        yield f"front-{number}.md", f"---\n{front}\n---\n{text}".encode()


def _hostile_pages() -> Iterator[tuple[str, bytes]]:
    text = pages.paragraphs()
    for name, body in {
        "deep": "<div>" * 8_000 + text,
        "unclosed": text + "<b>" * 20_000,
        "attributes": f"<p {'a=b ' * 50_000}>{text}",
        "attribute": f"<p title='{'x' * 5_000_000}'>{text}",
        "quotes": text + '<a href="' * 50_000,
        "signs": text + "<" * 500_000,
        "entities": text + "&#x110000;&#0;&#xd800;&nosuch;&" * 5_000,
        "tables": "<table><tr><td>" * 2_000 + text,
        "lists": "<ul><li>" * 5_000 + text,
        "formats": "<b><i><p>" * 3_000 + text,
        "script": f"<script>{'<p>x</p>' * 500_000}</script>{text}",
        "open-script": text + "<script>" + "x" * 500_000,
        "open-comment": text + "<!--" * 50_000,
        "cdata": "<![CDATA[" * 20_000 + text,
        "zeros": text.replace("e", "\0"),
        "json": f"<script type=application/ld+json>{'[' * 100_000}</script>{text}",
        "json-wide": f"<script type=application/ld+json>[{'{},' * 100_000}{{}}]</script>{text}",
        "base": f"<base href='file:///etc/'><link rel=canonical href=passwd>{text}",
        "refresh": f"<meta http-equiv=refresh content='0;url=file:///etc/passwd'>{text}",
        "frames": "<frameset>" * 3_000 + "<frame src=a>" * 3_000,
        "svg": "<svg><foreignObject>" * 2_000 + text,
        "q": "<q>" * 50_000 + text,
        "direction": text.replace("said", "\u202esaid\u202c\u2066"),
    }.items():
        yield f"page-{name}.html", (HEAD + body).encode()
    for name in ("CONSENT", "NOT_FOUND", "DENIED", "BAD_GATEWAY", "ROBOTS", "SHELL", "LOADING"):
        yield f"wall-{name.lower()}.html", getattr(pages, name).encode()


def _hostile_lists() -> Iterator[tuple[str, bytes]]:
    for name, before in (("bomb", BOMB), ("outside", OUTSIDE)):
        yield f"entities-{name}.xml", (before.replace("x [", "rss [") + FEED).encode()
        yield f"entities-{name}.html", (before + f"<html><body>&i;{pages.paragraphs()}").encode()
        text = "<w:p><w:r><w:t>&i;</w:t></w:r></w:p>"
        yield f"entities-{name}.docx", document(text, before)
        urls = "<urlset><url><loc>https://p.example/&i;</loc></url></urlset>"
        yield f"entities-{name}.sitemap", (before.replace("x [", "urlset [") + urls).encode()
    yield "xml-deep.xml", b"<rss>" + b"<channel>" * 20_000
    yield "xml-deep.sitemap", b"<urlset>" + b"<url>" * 20_000
    yield "xml-namespace.xml", b"<a:rss xmlns:a='" + b"x" * 200_000 + b"'/>"
    yield "xml-other.xml", b"<?xml version='1.0'?><nitf><body>Words</body></nitf>"
    yield "json-deep.jsonl", b'{"a":' * 50_000
    yield "json-list.json", b"[" * 50_000
    yield "json-numbers.jsonl", b'{"url": 1e999, "text": NaN, "title": -Infinity}\n' * 5
    yield "json-number.jsonl", b'{"text": ' + b"9" * 50_000 + b"}\n"
    yield "json-halves.jsonl", b'{"text": "\\ud800 words of a text", "title": "\\udfff"}\n'
    yield "json-types.jsonl", b'{"text": ["a"], "url": {"a": 1}, "title": true}\n[]\n5\nnull\n"x"\n'
    yield "json-line.jsonl", b'{"text": "' + b"a" * 3_000_000 + b'"}\n{"text": "b'
    yield "csv-zeros.csv", b"url,title,text\n\0,\0,\0\n"
    yield "csv-quote.csv", b'url,title,text\n"https://p.example,' + b"a,b\n" * 500
    yield "csv-wide.csv", b"url,title,text" + b",x" * 100_000 + b"\n" + b"1," * 100_000
    yield "csv-ragged.csv", b"url,title,text\n" + b"".join(b"a," * n + b"\n" for n in range(200))
    yield "csv-twice.csv", b"url,url,text,text\nhttps://p.example,b,c,d\n"
    yield "csv-long.csv", b"url,title,text\n,," + b"word " * 600_000
    nested = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" * 500
    yield (
        "mail-nested.eml",
        MAIL.replace("Content-Type: text/plain; charset=utf-8\r\n\r\n", "").encode() + nested,
    )
    yield (
        "mail-boundary.eml",
        MAIL.replace("text/plain", "multipart/mixed").encode() + b"--\r\n" * 9,
    )
    yield (
        "mail-header.eml",
        b"From: " + b"a" * 2_000_000 + b"\r\nSubject: x\r\nDate: y\r\n\r\nWords",
    )
    yield "mail-headers.eml", MAIL[:60].encode() + b"X-A: b\r\n" * 50_000 + b"\r\nWords"
    yield (
        "mail-parts.eml",
        (
            b"MIME-Version: 1.0\r\nFrom: a\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
            + b"--b\r\nContent-Type: text/html\r\n\r\n<p>x\r\n" * 5_000
        ),
    )
    yield (
        "mail-base64.eml",
        MAIL.replace("MIME", "Content-Transfer-Encoding: base64\r\nMIME").encode() + b"====" * 99,
    )


def _hostile_archives() -> Iterator[tuple[str, bytes]]:
    zeros = bytes(12_000_000)
    text = article(1).encode()
    yield "bomb.txt.gz", gzip.compress(zeros)
    yield "bomb.html.gz", gzip.compress(HEAD.encode() + b"<p>" + zeros.replace(b"\0", b"a"))
    yield "bomb.csv.bz2", bz2.compress(b"url,title,text\n" + zeros.replace(b"\0", b"a,"))
    yield "bomb.gz.gz", gzip.compress(gzip.compress(zeros))
    yield "bomb.zip", zipped({f"{number}.txt": zeros for number in range(5)})
    yield "bomb.docx", document("<w:p><w:r><w:t>" + "a" * 10_000_000 + "</w:t></w:r></w:p>")
    yield (
        "names.zip",
        zipped({"../../a.txt": text, "/etc/b.txt": text, "c:\\d.txt": text, "con": text}),
    )
    yield "hidden.zip", zipped({".a.txt": text, "__MACOSX/b.txt": text})
    yield "many.zip", zipped({f"{number}.png": b"\x89PNG" for number in range(300)})
    yield "nothing.zip", zipped({})
    data = zipped({"a.txt": text})
    yield "crc.zip", data.replace(data[14:18], b"abcd")
    yield (
        "locked.zip",
        data[:6] + b"\x01" + data[7:].replace(b"PK\1\2\x14\3\x14\0\0", b"PK\1\2\x14\3\x14\0\1"),
    )
    yield "sizes.zip", data[:18] + b"\xff" * 8 + data[26:]
    yield "office.docx", zipped({"word/document.xml": b"<w/>"})
    yield "office.xlsx", zipped({"[Content_Types].xml": b"", "xl/workbook.xml": b""})
    yield "wacz.wacz", zipped({"datapackage.json": b"[" * 9_000, "pages/pages.jsonl": b"{" * 9_000})
    for name, length in (
        ("long", "99999999999"),
        ("less", "10"),
        ("minus", "-5"),
        ("words", "many"),
    ):
        yield (
            f"record-{name}.warc",
            WARC.format(length=length, body="HTTP/1.1 200 OK\r\n\r\nx").encode(),
        )
    yield "records.warc", b"WARC/1.0\r\n\r\n" * 20_000
    headers = "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n"
    chunks = f"HTTP/1.1 200 OK\r\n{headers}ffffffff\r\nx"
    yield "record-chunks.warc", WARC.format(length=len(chunks), body=chunks).encode()
    yield (
        "loop.pdf",
        (
            b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages"
            b"/Kids[2 0 R]/Count 99>>endobj trailer<</Root 1 0 R>>"
        ),
    )
    yield "count.pdf", make_pdf(column(["Words"])).replace(b"/Count 1", b"/Count 999999999")
    yield "garbage.pdf", b"%PDF-1.7\n" + b"<<" * 100_000
    yield "picture.png", b"\x89PNG\r\n\x1a\n" + bytes(100)
    yield "program.txt", b"\x7fELF" + bytes(100)
    yield "old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1_000)


def special(folder: Path) -> None:
    """What is no malformed file but a malformed place in the file system, below a folder."""
    folder.mkdir()
    for name in ("large.txt", "large.html", "large.pdf", "large.csv", "large.warc"):
        with (folder / name).open("wb") as file:
            file.write({"l.html": b"<html>", "e.pdf": b"%PDF-1.7"}.get(name[4:], b"WARC/1.0\r\n"))
            file.truncate(100_000_000)
    os.mkfifo(folder / "pipe.html")
    (folder / "device.html").symlink_to("/dev/zero")
    (folder / "loop.html").symlink_to(folder / "loop.html")
    (folder / "back").symlink_to(folder.parent)
    (folder / "gone.html").symlink_to(folder / "nowhere")
    (folder / os.fsdecode(b"caf\xe9.txt")).write_bytes(b"")
    (folder / "line\nend\u202e.txt").write_bytes(b"")
    (folder / ("n" * 250 + ".txt")).write_bytes(b"")
    (folder / "-rf.txt").write_bytes(b"")
