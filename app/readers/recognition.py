"""Recognition: of which kind a material is, by its content.

The cascade, first fit wins:

1. signatures: compressed, ZIP (what is in it decides), PDF, WARC, and kinds that are not read;
2. structure of text: mail headers, the root of XML, HTML tags, JSON, front matter, a table's
   header row;
3. where the content cannot tell (a table without a known column, Markdown without front matter,
   a page of one line): the declared media type, then the end of the name;
4. plain text.
"""

from __future__ import annotations

import codecs
import gzip
import re
import zipfile
import zlib
from enum import StrEnum, auto
from pathlib import PurePath
from typing import TYPE_CHECKING

from app.errors import UnreadableSource

if TYPE_CHECKING:
    from app.readers.material import Material


class Kind(StrEnum):
    """What is read, each by a reader of its own."""

    TEXT = auto()
    MARKDOWN = auto()
    HTML = auto()
    FEED = auto()
    SITEMAP = auto()
    TABLE = auto()  # JSON Lines, JSON, CSV, TSV
    MAIL = auto()
    PDF = auto()
    DOCX = auto()
    WARC = auto()
    WACZ = auto()
    ZIP = auto()
    GZIP = auto()  # of one thing, which is no WARC
    BZIP2 = auto()


# How files begin that are not read, with a name for each (their specifications).
_REFUSED = (
    (
        re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|BM.{4}\0{4}|II\*\0|MM\0\*", re.DOTALL),
        "a picture",
    ),
    (re.compile(rb"RIFF.{4}WEBP|\0.{3}ftyp(?:avif|heic|mif1)", re.DOTALL), "a picture"),
    (re.compile(rb"\0.{3}ftyp|\x1a\x45\xdf\xa3|RIFF.{4}AVI |\0\0\x01\xba", re.DOTALL), "a video"),
    (
        re.compile(rb"ID3[\2-\4]|OggS\0|fLaC\0|RIFF.{4}WAVE|\xff[\xfb\xf3\xf2]", re.DOTALL),
        "a sound recording",
    ),
    (re.compile(rb"\{\\rtf"), "a rich text (RTF) file; save it as .docx"),
    (re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "an old Office document; save it as .docx"),
    (
        re.compile(rb"\x7fELF|MZ.{0,60}\0|\xca\xfe\xba\xbe|\xfe\xed\xfa[\xce\xcf]", re.DOTALL),
        "a program",
    ),
    (re.compile(rb"SQLite format 3\0"), "a database"),
    (re.compile(rb"\xfd7zXZ\0"), "an xz archive; unpack it first"),
    (re.compile(rb"7z\xbc\xaf\x27\x1c"), "a 7z archive; unpack it first"),
    (re.compile(rb"Rar!\x1a\x07"), "a RAR archive; unpack it first"),
    (re.compile(rb"\x28\xb5\x2f\xfd"), "a Zstandard archive; unpack it first"),
    (re.compile(rb".{257}ustar", re.DOTALL), "a tar archive; unpack it first"),
    (re.compile(rb"wOFF\0|wOF2\0|OTTO\0|\0\x01\0\0\0"), "a font"),
)
_PDF = re.compile(rb"(?:\A|[\r\n\0])%PDF-\d")  # up to 1,024 bytes may stand before it
_MOST_DIRECTORY = 16_000_000  # bytes of the directory of a ZIP archive, which is read at once
_ZIP_END = b"PK\x05\x06"
_OFFICE = {
    "xl/workbook.xml": "a spreadsheet; save it as .csv",
    "ppt/presentation.xml": "a presentation",
    "META-INF/container.xml": "an e-book",
    "content.xml": "an OpenDocument file; save it as .docx",
}

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# XML and HTML in UTF-16 without a mark: "<" and a zero (XML 1.0, appendix F).
_UNMARKED = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))

_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,60}):(?:[ \t].*)?\Z")
_OF_MAIL_ONLY = frozenset(
    {"received", "message-id", "mime-version", "return-path", "delivered-to", "dkim-signature"}
    | {"content-type", "content-transfer-encoding", "snapshot-content-location", "x-mailer"}
)
_OF_MAIL = frozenset({"from", "to", "subject", "date", "reply-to", "sender", "list-id"})

_PROLOGUE = re.compile(  # one piece of what stands before the root
    r"[\s\ufeff]+|<\?[^>]*>|<!--.*?(?:-->|\Z)|<!DOCTYPE(?:[^>\[]|\[[^\]]*\])*>",
    re.IGNORECASE | re.DOTALL,
)
_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_ROOTS = {
    "html": Kind.HTML,
    "rss": Kind.FEED,
    "feed": Kind.FEED,
    "rdf": Kind.FEED,
    "urlset": Kind.SITEMAP,
    "sitemapindex": Kind.SITEMAP,
}
_DOCTYPE_HTML = re.compile(r"<!doctype\s+html\b", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:html|head|body|title|meta|link|script|style|main|article|section|header|footer|nav|div"
    r"|p|span|a|br|h[1-6]|ul|ol|li|table|tr|td|img|blockquote|figure|em|strong|b|i|center|font)"
    r"(?=[\s/>])[^<>]*>",
    re.IGNORECASE,
)
_LEAST_TAGS = 5
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(?:.*\r?\n)*?(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)")
_FRONT_FIELD = re.compile(r"^[A-Za-z_][\w -]*:", re.MULTILINE)
_JSON = re.compile(r"\s*(?:\{\s*(?:\"|\})|\[\s*\{)")
# Columns that tables of articles have; the reader of tables knows more names.
_COLUMNS = frozenset(
    {"url", "link", "address", "title", "headline", "text", "body", "content", "date", "author"}
    | {"source", "published", "publish_date", "published_at", "language", "media_name", "outlet"}
    | {"article", "documentidentifier", "sourcecommonname", "id", "stories_id", "publication"}
)
_DELIMITERS = ",\t;|"

_HINTS = {
    "md": Kind.MARKDOWN,
    "markdown": Kind.MARKDOWN,
    "text/markdown": Kind.MARKDOWN,
    "html": Kind.HTML,
    "htm": Kind.HTML,
    "xhtml": Kind.HTML,
    "text/html": Kind.HTML,
    "application/xhtml+xml": Kind.HTML,
    "csv": Kind.TABLE,
    "tsv": Kind.TABLE,
    "tab": Kind.TABLE,
    "jsonl": Kind.TABLE,
    "ndjson": Kind.TABLE,
    "text/csv": Kind.TABLE,
    "text/tab-separated-values": Kind.TABLE,
    "eml": Kind.MAIL,
    "message/rfc822": Kind.MAIL,
}


def recognise(material: Material) -> Kind:
    """The kind of a material, which stands at its start afterwards.

    Raises UnreadableSource, with what it is, for one that is not read, and for an empty one.
    """
    head = material.head()
    if not head:
        raise UnreadableSource(material.name, "It is empty.")
    return _by_signature(material, head) or _by_text(material, head)


def suffix(name: str) -> str:
    """The end of a name, in small letters and without its dot: "html"; empty if there is none."""
    return PurePath(name).suffix.lower().removeprefix(".")


def _by_signature(material: Material, head: bytes) -> Kind | None:
    if head.startswith(b"\x1f\x8b"):
        return Kind.WARC if _unpacked(material).startswith(b"WARC/") else Kind.GZIP
    if re.match(rb"BZh[1-9]1AY&SY", head):
        return Kind.BZIP2
    if head.startswith((b"PK\x03\x04", _ZIP_END)):
        return _of_zip(material)
    if head.startswith(b"WARC/"):
        return Kind.WARC
    if not head.lstrip().startswith(b"<") and _PDF.search(head, 0, 1_024 + 8):
        return Kind.PDF
    for signature, kind in _REFUSED:
        if signature.match(head):
            raise UnreadableSource(material.name, f"This is {kind}.")
    return None


def _unpacked(material: Material) -> bytes:
    """The first bytes of what is packed; nothing where that is damaged."""
    try:
        return gzip.GzipFile(fileobj=material.stream, mode="rb").read(16)
    except (OSError, EOFError, zlib.error):
        return b""
    finally:
        material.stream.seek(0)


def _of_zip(material: Material) -> Kind:
    """The kind of a ZIP archive: an office document, a WACZ, or any other."""
    stream = material.stream
    try:
        size = stream.seek(0, 2)
        stream.seek(max(0, size - 66_000))
        tail = stream.read()
        end = tail.rfind(_ZIP_END)
        if end >= 0 and int.from_bytes(tail[end + 12 : end + 16], "little") > _MOST_DIRECTORY:
            raise UnreadableSource(material.name, "This ZIP archive holds too many files.")
        with zipfile.ZipFile(stream) as archive:
            names = frozenset(archive.namelist())
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError) as error:
        reason = "This ZIP archive is damaged, or not whole."
        raise UnreadableSource(material.name, reason) from error
    finally:
        stream.seek(0)
    if "word/document.xml" in names:
        return Kind.DOCX
    for name, kind in _OFFICE.items():
        if name in names and ("mimetype" in names or "[Content_Types].xml" in names):
            raise UnreadableSource(material.name, f"This is {kind}.")
    packed = any(re.match(r"archive/.*\.warc(?:\.gz)?\Z", name) for name in names)
    return Kind.WACZ if packed or "datapackage.json" in names else Kind.ZIP


def _by_text(material: Material, head: bytes) -> Kind:
    text = _sniffed(head)
    hints = {suffix(material.name), suffix(material.address or ""), material.media_type}
    hinted = {_HINTS[hint] for hint in hints if hint in _HINTS}
    if _is_mail(text) or (Kind.MAIL in hinted and _headers(text)):
        return Kind.MAIL
    front = _FRONT_MATTER.match(text)
    if front and _FRONT_FIELD.search(front.group()):
        return Kind.MARKDOWN
    marked_up = _of_markup(material, text, hinted)
    if marked_up is not None:
        return marked_up
    if _JSON.match(text) or Kind.TABLE in hinted or _has_columns(text):
        return Kind.TABLE
    return Kind.MARKDOWN if Kind.MARKDOWN in hinted else Kind.TEXT


def _sniffed(head: bytes) -> str:
    """The head as text, good enough for its ASCII characters to be told."""
    for mark, encoding in (*_MARKS, *_UNMARKED):
        if head.startswith(mark):
            return head.decode(encoding, "replace")
    return head.decode("utf-8", "replace")


def _headers(text: str) -> list[str]:
    """The names of the header fields that a text begins with, as a mail does."""
    names: list[str] = []
    for line in text.splitlines()[:200]:
        if not names and line.startswith(("From ", ">From ")):  # of a mailbox
            continue
        header = _HEADER.match(line)
        if header is None and not (names and line[:1] in {" ", "\t"} and line.strip()):
            break
        if header is not None:
            names.append(header.group(1).lower())
    return names


def _is_mail(text: str) -> bool:
    names = set(_headers(text))
    certain = names & _OF_MAIL_ONLY
    return (
        len(certain) >= 2
        or (bool(certain) and bool(names & _OF_MAIL))
        or {
            "from",
            "subject",
            "date",
        }
        <= names
    )


def _of_markup(material: Material, text: str, hinted: set[Kind]) -> Kind | None:
    """The kind of a text with tags; None for one without."""
    place = 0
    while skipped := _PROLOGUE.match(text, place):
        if _DOCTYPE_HTML.match(skipped.group()):
            return Kind.HTML
        place = skipped.end()
    root = _ROOT.match(text, place)
    if root is not None and (kind := _ROOTS.get(root.group(1).lower())):
        return kind
    tags = sum(1 for _ in zip(_TAG.finditer(text), range(_LEAST_TAGS), strict=False))
    if Kind.MARKDOWN not in hinted and (
        tags >= _LEAST_TAGS or (tags and (root is not None or Kind.HTML in hinted))
    ):
        return Kind.HTML
    if root is not None and text.lstrip("\ufeff \t\r\n").startswith("<?xml"):
        reason = f"This is XML of a kind that is not read (its root is '{root.group(1)[:40]}')."
        raise UnreadableSource(material.name, reason)
    return Kind.HTML if Kind.HTML in hinted and root is not None else None


def _has_columns(text: str) -> bool:
    """Whether the first line names columns that tables of articles have, and a row follows."""
    lines = [line for line in text.splitlines()[:50] if line.strip()]
    if len(lines) < 2 or len(lines[0]) > 2_000:
        return False
    for delimiter in _DELIMITERS:
        cells = [cell.strip("\"' \ufeff").lower() for cell in lines[0].split(delimiter)]
        names = _COLUMNS.intersection(cell.replace(" ", "_") for cell in cells)
        if len(cells) >= 2 and len(names) >= 2 and delimiter in lines[1]:
            return True
    return False
