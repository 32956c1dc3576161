"""PDF: the text of its pages, read with PDFium in a process of its own."""

from __future__ import annotations

import ctypes
import re
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

import pypdfium2
import pypdfium2.raw as pdfium

from app.domain.articles import Article
from app.domain.captures import Capture
from app.domain.dates import DateBasis, UncertainDate
from app.errors import UnreadableSource
from app.readers.bounded import bounded
from app.readers.dating import Dated, date_of_lines, parse_date
from app.readers.language import language_code
from app.readers.pdflayout import Line, Page, body_size, paragraphs, tidied, without_running
from app.readers.text import headline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.readers.material import Limits, Material

_LINE_END = "\r\n"
_HYPHENS = "\x02\ufffe"  # what PDFium gives for the hyphen of a divided word
_UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff\x01\x03-\x08\x0e-\x1f]")
_MOST_UNREADABLE = 0.2  # of all characters
_HEAD = 12  # paragraphs in which a date may be printed
_TITLE_SIZE = 1.2  # times the size of the text
_LONGEST_TITLE = 300  # characters
_LONGEST_LANGUAGE = 50  # characters
_LEAST = 20  # letters on a page that is not a picture
# What programs write for a title that nobody gave.
_NO_TITLE = re.compile(
    r"(?:microsoft|untitled|document|unbenannt|slide|layout)\b.*|.*\.\w{2,4}|\W*", re.IGNORECASE
)


def read_pdf(material: Material, limits: Limits) -> Iterator[Article]:
    """The article in a PDF file.

    Raises UnreadableSource for one that is protected by a password, damaged, only pictures of
    pages, too large, or takes too long.
    """
    data = material.data(limits.max_document_bytes)
    article = bounded(
        article_of_pdf,
        data,
        material.name,
        limits.max_text_bytes,
        name=material.name,
        seconds=limits.max_seconds,
    )
    capture = Capture(data, material.address, "application/pdf", captured_at=material.captured_at)
    yield replace(article, address=material.address, capture=capture)


def article_of_pdf(data: bytes, name: str, max_text_bytes: int) -> Article:
    """The article in a PDF, without its capture. Nothing bounds the time it takes."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pdfium.FPDF_ERR_PASSWORD:
            raise UnreadableSource(name, "It is protected by a password.") from error
        raise UnreadableSource(name, "It is damaged: this is no whole PDF.") from error
    try:
        return _article(document, name, max_text_bytes)
    finally:
        document.close()


def _article(document: pypdfium2.PdfDocument, name: str, max_text_bytes: int) -> Article:
    pages: list[Page] = []
    broken, pictures = [], []
    size = 0
    for number in range(len(document)):
        try:
            page = _page(document[number])
        except pypdfium2.PdfiumError:
            broken.append(number + 1)
            continue
        pages.append(page)
        letters = sum(len(line.text) for line in page.lines)
        if letters < _LEAST:
            pictures.append(number + 1)
        size += letters
        if size > max_text_bytes:
            reason = f"Its text is larger than {max_text_bytes:,} bytes."
            raise UnreadableSource(name, reason)
    found = paragraphs(pages)
    body = "\n\n".join(found)
    _check(name, body, pages, broken)
    metadata = document.get_metadata_dict(skip_empty=True)
    dated = _dated(found, metadata.get("CreationDate", ""))
    return Article(
        body=body,
        file=name,
        title=_title(pages, body, metadata.get("Title", "")),
        published=dated.published,
        published_note=dated.note,
        language=language_code(_language(document)),
        notes=tuple(_notes(broken, pictures)),
    )


def _check(name: str, body: str, pages: Sequence[Page], broken: Sequence[int]) -> None:
    """Raise UnreadableSource for what gives no text."""
    letters = "".join(body.split())
    if letters and len(_UNREADABLE.findall(letters)) > _MOST_UNREADABLE * len(letters):
        reason = "Its letters cannot be told: its fonts do not say what they stand for."
        raise UnreadableSource(name, reason)
    if any(character.isalnum() for character in letters):
        return
    if broken and len(broken) >= len(pages):
        raise UnreadableSource(name, "It is damaged: none of its pages can be read.")
    reason = (
        "It holds pictures of pages and no text (a scan); have its text recognised (OCR) first."
    )
    raise UnreadableSource(name, reason)


def _page(page: pypdfium2.PdfPage) -> Page:
    """The lines of a page, as PDFium orders them."""
    text = page.get_textpage()
    lines: list[Line] = []
    characters: list[str] = []
    box = pdfium.FS_RECTF()
    left = bottom = float("inf")
    right = top = float("-inf")

    def end() -> None:
        nonlocal left, bottom, right, top
        words = tidied("".join(characters))
        if words and right > left:
            lines.append(Line(words, left, right, bottom, max(top - bottom, 1.0)))
        characters.clear()
        left = bottom = float("inf")
        right = top = float("-inf")

    for place in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text, place)
        character = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        if character in _LINE_END:
            end()
            continue
        divided = character in _HYPHENS
        characters.append("-" if divided else character)
        if not character.isspace() and pdfium.FPDFText_GetLooseCharBox(
            text, place, ctypes.byref(box)
        ):
            left, right = min(left, box.left), max(right, box.right)
            bottom, top = min(bottom, box.bottom), max(top, box.top)
        if divided:
            end()
    end()
    height = page.get_height()
    text.close()
    page.close()
    return Page(height, tuple(lines))


def _title(pages: Sequence[Page], body: str, declared: str) -> str | None:
    """What is printed largest at the top of the first page; else its metadata, if it is there."""
    size = body_size(pages)
    first = next((page for page in without_running(pages) if page.lines), None)
    large = [line for line in first.lines if line.size >= size * _TITLE_SIZE] if first else []
    if first and large:
        largest = max(line.size for line in large)
        start = next(place for place, line in enumerate(first.lines) if line.size == largest)
        same = takewhile(lambda line: line.size > largest * 0.95, first.lines[start:])
        title = " ".join(line.text for line in same)
        if title[:_LONGEST_TITLE] == title and any(each.isalpha() for each in title):
            return title
    declared = tidied(declared)
    if declared and not _NO_TITLE.fullmatch(declared) and declared.casefold() in body.casefold():
        return declared[:_LONGEST_TITLE]
    return headline(body)


def _dated(found: Sequence[str], made: str) -> Dated:
    """When it was published: as is printed at its top; else when the file was made, a guess."""
    printed, words = date_of_lines(found[:_HEAD])
    if printed.known:
        return Dated(printed, f"It is printed at the top: “{words}”.")
    match = re.match(r"(?:D:)?(\d{4})(\d{2})(\d{2})", made)
    day = parse_date("-".join(match.groups())) if match else parse_date(None)
    if not day.known:
        return Dated()
    uncertain = UncertainDate.parse(f"{day.edtf}?", DateBasis.INFERRED)
    return Dated(uncertain, "The file was made on that day; that it was published then is a guess.")


def _language(document: pypdfium2.PdfDocument) -> str:
    """The language that the file declares for its text; empty where it declares none."""
    buffer = ctypes.create_string_buffer(2 * _LONGEST_LANGUAGE)
    size = pdfium.FPDFCatalog_GetLanguage(
        document, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), len(buffer)
    )
    return buffer.raw[: max(0, size - 2)].decode("utf-16-le", "replace")


def _notes(broken: Sequence[int], pictures: Sequence[int]) -> Iterator[str]:
    if broken:
        yield f"Damaged pages were not read: {_numbers(broken)}."
    if pictures:
        yield f"Pages without text, such as pictures: {_numbers(pictures)}."


def _numbers(pages: Sequence[int]) -> str:
    return ", ".join(map(str, pages[:10])) + (" and more" if len(pages) > 10 else "")
