"""Encoding: the characters of a page, whatever it declares.

First fit wins:
1. a byte order mark;
2. UTF-16 without one, told by its zeros;
3. an encoding that shifts by escapes (ISO-2022), if it is declared;
4. strict UTF-8: other encodings hardly ever look like it by chance, so no declaration is stronger;
5. what is declared (the transfer first, then the page), if every byte fits;
6. UTF-8 with damage, or a guess (app/readers/decoding.py), with a note.
"""

from __future__ import annotations

import codecs
import re

from app.readers.decoding import damaged_utf8, guess_encoding

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})"
    rb"|<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{2,40})",
    re.IGNORECASE,
)
_WITHIN = 16_384  # bytes; browsers look at 1,024, but pages put long scripts before it
# What pages mean by these names (WHATWG Encoding, section 4.2).
_MEANT = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "tis-620": "cp874",
    "x-mac-cyrillic": "mac_cyrillic",
}
_SHIFTING = re.compile(r"iso-?2022", re.IGNORECASE)
_TAGS = re.compile(rb"<[^<>]*>")
_MOST_LINES = 500
_SAMPLE = 200_000  # bytes from which an encoding is guessed


def decode_page(data: bytes, declared: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The characters of a page, and in sentences what had to be guessed.

    ``declared`` is what came with it (HTTP, a mail). Never fails: bytes that fit nothing become
    U+FFFD, and a note says so.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), ()
    if wide := _without_mark(data):
        return data.decode(wide, "replace"), ()
    named = [name for name in (declared, _in_page(data)) if name]
    if shifting := next((name for name in named if _SHIFTING.match(name)), None):
        text = _strictly(data, shifting)
        if text is not None:
            return text, ()
    text = _strictly(data, "utf-8")
    if text is not None:
        return text, ()
    for name in named:
        text = _strictly(data, _MEANT.get(name.lower(), name))
        if text is not None and not _shows_controls(text):
            return text, ()
    return _undeclared(data, named)


def _undeclared(data: bytes, named: list[str]) -> tuple[str, tuple[str, ...]]:
    damaged = damaged_utf8(data)
    if damaged is not None:
        return damaged
    declared = f"It declares {named[0]} and is not; it" if named else "It declares no encoding; it"
    try:
        encoding, people = guess_encoding(_telling(data))
    except ValueError:
        encoding, people = "cp1252", "windows-1252 (Western European)"
    text = data.decode(encoding, "replace")
    return text, (f"{declared} was read as {people}, which is a guess.",)


def _telling(data: bytes) -> bytes:
    """The part of a page from which its encoding can be guessed: words that are not ASCII only.

    Tags are left out, for they make a text look more like one of Western Europe.
    """
    lines = [line for line in data.splitlines() if not line.isascii()]
    lines = [_TAGS.sub(b" ", line[:_SAMPLE]) for line in lines[:_MOST_LINES]]
    return b"\n".join(lines)[:_SAMPLE]


def _without_mark(data: bytes) -> str | None:
    head = data[:4_000]
    if len(head) < 4 or head.count(0) * 3 < len(head):
        return None
    return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"


def _in_page(data: bytes) -> str | None:
    found = _DECLARED.search(data, 0, _WITHIN)
    return (found.group(1) or found.group(2)).decode("ascii") if found else None


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (LookupError, ValueError):  # LookupError for "hex" and "zip", too
        return None


def _shows_controls(text: str) -> bool:
    """Whether a text holds C1 controls: no page does, so it was not meant so."""
    return any("\x80" <= character <= "\x9f" and character != "\x85" for character in text)
