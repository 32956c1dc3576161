"""From bytes to text: which encoding, and whether it is text at all.

The cascade of ``decode``, first fit wins:
1. a byte order mark (UTF-8, UTF-16, UTF-32) is believed;
2. bytes that are no text (control characters, signatures of other formats) are refused;
3. strict UTF-8;
4. UTF-8 with damage in few places, each shown as U+FFFD and noted;
5. a guess by charset-normalizer among encodings that news is kept in, noted as a guess.
"""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# How files of other formats begin (their specifications); named, so that a person knows what it
# is. HTML has no signature; the two forms here are how nearly every page begins.
_SIGNATURES = (
    (re.compile(rb"%PDF-"), "a PDF file"),
    (re.compile(rb"PK\x03\x04"), "a ZIP archive or an office document"),
    (re.compile(rb"\x1f\x8b"), "a compressed file"),
    (re.compile(rb"\{\\rtf"), "a rich text (RTF) file"),
    (re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8[79]a"), "a picture"),
    (re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html)\b", re.IGNORECASE), "a web page"),
)

# C0 controls that no text holds; tab, line ends, form feed and escape are left out.
_CONTROLS = bytes({*range(0x09), 0x0B, *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F})
# In compressed or compiled data about one byte in ten is such a control; a text holds a stray one.
_MOST_CONTROLS = 0.005

# Encodings in which news of the last decades is kept, each with the name people know. Few, because
# every further one makes a short text more likely to be guessed wrong.
_GUESSED = {
    "cp1252": "windows-1252 (Western European)",
    "cp1250": "windows-1250 (Central European)",
    "cp1251": "windows-1251 (Cyrillic)",
    "cp1253": "windows-1253 (Greek)",
    "cp1254": "windows-1254 (Turkish)",
    "cp1257": "windows-1257 (Baltic)",
    "latin_1": "ISO 8859-1 (Western European)",
    "iso8859_2": "ISO 8859-2 (Central European)",
    "iso8859_5": "ISO 8859-5 (Cyrillic)",
    "iso8859_15": "ISO 8859-15 (Western European)",
    "koi8_r": "KOI8-R (Cyrillic)",
    "koi8_u": "KOI8-U (Cyrillic)",
    "mac_roman": "Mac Roman (Western European)",
    "cp932": "Shift JIS (Japanese)",
    "euc_jp": "EUC-JP (Japanese)",
    "euc_kr": "EUC-KR (Korean)",
    "gb18030": "GB 18030 (Chinese)",
    "big5": "Big5 (Chinese)",
}


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text in these bytes, and in sentences what had to be guessed.

    Raises ValueError, with a sentence for people, on bytes that are no text or fit no encoding.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), ()
            except UnicodeDecodeError as error:
                name = encoding.removesuffix("-sig").upper()
                raise ValueError(f"It is marked as {name} but is not; save it as UTF-8.") from error
    _refuse_other_formats(data)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    return damaged_utf8(data) or _guess(data)


def _refuse_other_formats(data: bytes) -> None:
    """Raise ValueError when the bytes are those of another kind of file."""
    for signature, kind in _SIGNATURES:
        if signature.match(data):
            raise ValueError(f"This is {kind}, not a text.")
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if b"\0" in data or controls > len(data) * _MOST_CONTROLS:
        raise ValueError("This is a binary file, not a text.")


def damaged_utf8(data: bytes) -> tuple[str, tuple[str, ...]] | None:
    """UTF-8 with a few broken bytes; None when it is more likely another encoding.

    Text in a one-byte encoding hardly ever holds valid UTF-8 sequences by chance, so ten of them
    for each broken place are proof enough.
    """
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd") - data.count("\ufffd".encode())
    sound = sum(character > "\x7f" for character in text) - broken
    if sound < 10 * broken:
        return None
    places = "one place" if broken == 1 else f"{broken} places"
    return text, (f"The file is damaged in {places}, shown as \ufffd: not valid UTF-8 there.",)


def guess_encoding(data: bytes) -> tuple[str, str]:
    """The likeliest of the well-known encodings, as Python and as people call it.

    Raises ValueError, with a sentence for people, when none fits.
    """
    matches = list(from_bytes(data, cp_isolation=list(_GUESSED)))
    if not matches:
        raise ValueError("Its characters fit no known encoding; save it as UTF-8.")
    # charset-normalizer gives ties in alphabetical order; the order above, by how common an
    # encoding is, is the better guess for two that fit equally well.
    best = matches[0]
    tied = {
        match.encoding
        for match in matches
        if (match.chaos, match.coherence) == (best.chaos, best.coherence)
    }
    tied.update(encoding for encoding in _GUESSED if _decodes_to(data, encoding, str(best)))
    encoding = next(encoding for encoding in _GUESSED if encoding in tied)
    return encoding, _GUESSED[encoding]


def _guess(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text in the likeliest of the well-known encodings, with a note that it was guessed."""
    encoding, people = guess_encoding(data)
    note = f"The file is not UTF-8; it was read as {people}, which is a guess."
    return data.decode(encoding), (note,)


def _decodes_to(data: bytes, encoding: str, text: str) -> bool:
    """Whether the bytes give exactly that text in an encoding."""
    try:
        return data.decode(encoding) == text
    except UnicodeDecodeError:
        return False
