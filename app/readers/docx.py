"""Word files (.docx, .docm, .dotx): their paragraphs, read in a process of its own.

python-docx opens the package and tells its styles and properties. The paragraphs are taken from
its XML by this module, because python-docx passes over what was inserted while changes were
tracked, and over content controls and text boxes. Macros are never run: nothing here can.
"""

from __future__ import annotations

import io
import re
import zipfile
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.part import PartFactory
from docx.oxml.ns import qn
from docx.package import Package
from docx.parts.document import DocumentPart
from lxml import etree

from app.domain.articles import Article
from app.domain.captures import Capture
from app.domain.dates import DateBasis, UncertainDate
from app.errors import UnreadableSource
from app.readers.bounded import bounded
from app.readers.dating import Dated, date_of_lines
from app.readers.language import language_code
from app.readers.text import headline
from app.readers.unpacking import DAMAGE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.readers.material import Limits, Material

_MAIN = "word/document.xml"
_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Word files that differ by their macros, or in being templates; python-docx only knows the first.
_MAIN_TYPES = (
    CONTENT_TYPE.WML_DOCUMENT_MAIN,
    "application/vnd.ms-word.document.macroEnabled.main+xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
)
for _type in _MAIN_TYPES:
    PartFactory.part_type_for[_type] = DocumentPart

_PARAGRAPH = qn("w:p")
_TEXT = qn("w:t")
_INSTEAD = {
    qn("w:tab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
# What was deleted or moved away, and second versions of text boxes for older programs.
_SKIPPED = frozenset(
    [
        qn("w:del"),
        qn("w:moveFrom"),
        qn("w:pPr"),
        qn("w:rPr"),
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    ]
)
_CONTENTS = re.compile(
    r"toc(?: \d| heading)?|table of (?:contents|figures)|index \d", re.IGNORECASE
)
_NO_TITLE = re.compile(r"(?:untitled|word document|document|microsoft)\b.*|\W*", re.IGNORECASE)
_HEAD = 12  # paragraphs in which a date may be printed


@dataclass(frozen=True, slots=True)
class _Paragraph:
    text: str
    style: str  # its English name; empty where it has none, or that is not known


def read_docx(material: Material, limits: Limits) -> Iterator[Article]:
    """The article in a Word file.

    Raises UnreadableSource for one that is damaged, empty, too large, or takes too long.
    """
    data = material.data(limits.max_document_bytes)
    article = bounded(
        article_of_docx,
        data,
        material.name,
        limits,
        name=material.name,
        seconds=limits.max_seconds,
    )
    capture = Capture(data, material.address, _MEDIA_TYPE, captured_at=material.captured_at)
    yield replace(article, address=material.address, capture=capture)


def article_of_docx(data: bytes, name: str, limits: Limits) -> Article:
    """The article in a Word file, without its capture. Nothing bounds the time it takes."""
    _check(data, name, limits)
    try:
        found, about, notes = _of_package(data)
    except Exception:  # noqa: BLE001 - python-docx raises whatever a broken file leads to
        found, about, notes = _of_damaged(data, name), _About(), _DAMAGED
    body = "\n\n".join(each.text for each in found)
    if not any(character.isalnum() for character in body):
        raise UnreadableSource(name, "It holds no text.")
    if len(body.encode("utf-8", "replace")) > limits.max_text_bytes:
        reason = f"Its text is larger than {limits.max_text_bytes:,} bytes."
        raise UnreadableSource(name, reason)
    dated = _dated([each.text for each in found], about)
    return Article(
        body=body,
        file=name,
        title=_title(found, body, about),
        published=dated.published,
        published_note=dated.note,
        language=language_code(about.language),
        notes=notes,
    )


_DAMAGED = ("The file is damaged; its text was read as far as it could be found.",)


@dataclass(frozen=True, slots=True)
class _About:
    """What the file says of itself."""

    title: str = ""
    language: str = ""
    created: UncertainDate | None = None


def _check(data: bytes, name: str, limits: Limits) -> None:
    """Raise UnreadableSource where it unpacks to too much; the sizes that it gives are kept to."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except DAMAGE as error:
        raise UnreadableSource(name, "It is damaged, or its end is missing.") from error
    if size > limits.max_document_bytes:
        reason = f"It unpacks to more than {limits.max_document_bytes:,} bytes."
        raise UnreadableSource(name, reason)


def _of_package(data: bytes) -> tuple[list[_Paragraph], _About, tuple[str, ...]]:
    package = Package.open(io.BytesIO(data))
    part = package.main_document_part
    if not isinstance(part, DocumentPart):
        raise TypeError(part.content_type)
    names: dict[str, str] = {}
    with suppress(Exception):  # styles are a help only, and may be missing or broken
        names = {style.style_id: style.name or "" for style in part.styles}
    found = list(_paragraphs(part.element, names))
    about = _About()
    with suppress(Exception):  # so are properties; without them python-docx would make some up
        package.part_related_by(RELATIONSHIP_TYPE.CORE_PROPERTIES)
        properties = package.core_properties
        created = properties.created
        day = UncertainDate.of_day(created.date(), DateBasis.METADATA) if created else None
        about = _About(properties.title, properties.language, day)
    return found, about, ()


def _of_damaged(data: bytes, name: str) -> list[_Paragraph]:
    """The paragraphs of a file that python-docx cannot open, as far as its XML goes."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            root = etree.fromstring(archive.read(_MAIN), parser)
    except KeyError as error:
        raise UnreadableSource(name, "It is no Word file: it holds no document.") from error
    except (*DAMAGE, etree.XMLSyntaxError) as error:
        raise UnreadableSource(name, "It is damaged, or protected by a password.") from error
    return list(_paragraphs(root, {})) if root is not None else []


def _paragraphs(root: etree._Element, names: dict[str, str]) -> Iterator[_Paragraph]:
    """The paragraphs that hold something, in order; those of a text box after the one it is in."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if element.tag in _SKIPPED:
            continue
        if element.tag == _PARAGRAPH:
            text = _text(element)
            style = names.get(_style(element), "")
            if text and not _CONTENTS.fullmatch(style):
                yield _Paragraph(text, style)
        waiting.extend(reversed(element))


def _text(paragraph: etree._Element) -> str:
    found: list[str] = []
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if element.tag in _SKIPPED or element.tag == _PARAGRAPH:
            continue
        if element.tag == _TEXT:
            found.append(element.text or "")
        elif element.tag in _INSTEAD:
            found.append(_INSTEAD[element.tag])
        else:
            waiting.extend(reversed(element))
    return "".join(found).strip()


def _style(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return str(style.get(qn("w:val"), "")) if style is not None else ""


def _title(found: Sequence[_Paragraph], body: str, about: _About) -> str | None:
    """The paragraph in the style of a title; else a heading at its top; else its properties."""
    title = next((each.text for each in found if each.style == "Title"), None)
    if title is None and found[0].style in {"Heading 1", "heading 1"}:
        title = found[0].text
    if title is None and about.title and not _NO_TITLE.fullmatch(about.title):
        title = about.title if about.title.casefold() in body.casefold() else None
    return " ".join(title.split()) if title else headline(body)


def _dated(lines: Sequence[str], about: _About) -> Dated:
    """When it was published: as is printed at its top; else when the file was made, a guess."""
    printed, words = date_of_lines(lines[:_HEAD])
    if printed.known:
        return Dated(printed, f"It is printed at the top: “{words}”.")
    if about.created is None or about.created.edtf is None:
        return Dated()
    uncertain = UncertainDate.parse(f"{about.created.edtf}?", DateBasis.INFERRED)
    return Dated(uncertain, "The file was made on that day; that it was published then is a guess.")
