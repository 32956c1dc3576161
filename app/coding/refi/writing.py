"""Writing a REFI-QDA project: codes, texts, and codings at their places."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from lxml import etree

from app.coding.refi.names import CONDITION, NAMESPACE, NOTE, SAID_ON, Group, guid
from app.domain.statements import BREAK

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from app.coding.codebook import Codebook
    from app.coding.codes import Answer, Coded, Passage

# What XML 1.0 cannot say, not even escaped.
_UNSAYABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_COLOURS = {
    "supports": "#0A6455",
    "opposes": "#A5311A",
    "conditional": "#7B4F00",
    "noncommittal": "#465261",
    "undetermined": "#5C6067",
}
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same codings give the same bytes


@dataclass(frozen=True, slots=True)
class Source:
    """An article's text with what is known of it."""

    article: str  # id
    sha256: str
    title: str
    outlet: str
    published: str
    address: str
    text: str


def to_qdpx(
    name: str,
    book: Codebook,
    sources: Iterable[Source],
    codings: Sequence[Coded],
    actors: Mapping[str, str],
    *,
    origin: str,
) -> bytes:
    """A project with these texts and codings; ``actors`` are names by slug.

    The text of every coding must be among the sources.
    """
    texts = {one.sha256: one for one in sources}
    root = etree.Element(_tag("Project"), nsmap={None: NAMESPACE})
    root.set("name", _plain(name))
    root.set("origin", origin)
    coders = sorted({one.coder for one in codings})
    if coders:
        users = etree.SubElement(root, _tag("Users"))
        for coder in coders:
            etree.SubElement(users, _tag("User"), guid=guid("user", coder), name=_plain(coder))
    _codes(root, book, codings, actors)
    if texts:
        _sources(root, texts, codings)
    _notes(root, codings)
    _child(root, "Description", f"{book.title}: {book.proposition} Codebook {book.version}.")
    qde = etree.tostring(root, xml_declaration=True, encoding="utf-8", standalone=True)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        _put(archive, "project.qde", qde)
        for source in texts.values():
            _put(archive, f"sources/{_source_guid(source)}.txt", source.text.encode())
        _put(archive, "codebook.md", book.markdown().encode())
    return buffer.getvalue()


def _codes(
    root: etree._Element, book: Codebook, codings: Iterable[Coded], actors: Mapping[str, str]
) -> None:
    """All that may be chosen, and the actors that were named, by their groups."""
    codes = etree.SubElement(etree.SubElement(root, _tag("CodeBook")), _tag("Codes"))
    for group, choices in (
        (Group.STANCE, book.stances),
        (Group.KIND, book.kinds),
        (Group.SCOPE, book.scopes),
    ):
        parent = _code(codes, guid("group", group), group, "", codable=False)
        for one in choices:
            made = _code(parent, _code_guid(group, one.value), one.label, one.rule)
            if one.value in _COLOURS:
                made.set("color", _COLOURS[one.value])
    answers = [one.answer for one in codings]
    for group, named in (
        (Group.ACTOR, {one.actor for one in answers}),
        (Group.HOLDER, {one.holder for one in answers}),
    ):
        parent = _code(codes, guid("group", group), group, "", codable=False)
        for slug in sorted(named - {""}):
            _code(parent, _code_guid(group, slug), actors.get(slug, slug), slug)


def _sources(root: etree._Element, texts: Mapping[str, Source], codings: Iterable[Coded]) -> None:
    parent = etree.SubElement(root, _tag("Sources"))
    by_text: dict[str, dict[str, list[Coded]]] = {}
    for one in codings:
        passage = one.passage
        by_text.setdefault(passage.text_sha256, {}).setdefault(passage.statement, []).append(one)
    for source in texts.values():
        identifier = _source_guid(source)
        made = etree.SubElement(
            parent,
            _tag("TextSource"),
            guid=identifier,
            name=_plain(source.title),
            plainTextPath=f"internal://{identifier}.txt",
        )
        told = (source.outlet, source.published, source.address)
        _child(made, "Description", ", ".join(part for part in told if part))
        for answers in by_text.get(source.sha256, {}).values():
            _selection(made, answers)


def _selection(parent: etree._Element, codings: Sequence[Coded]) -> None:
    """A statement with what everybody said of it; from its first word to its last."""
    passage = codings[0].passage
    made = etree.SubElement(
        parent,
        _tag("PlainTextSelection"),
        guid=guid("statement", passage.statement),
        name=passage.statement,
        startPosition=str(min(span.start for span in passage.spans)),
        endPosition=str(max(span.end for span in passage.spans)),
    )
    _child(made, "Description", BREAK.join(passage.words))
    for one in codings:
        for group, value in _chosen(one.answer):
            coding = etree.SubElement(
                made,
                _tag("Coding"),
                guid=guid("coding", passage.statement, one.coder, group),
                creatingUser=guid("user", one.coder),
            )
            if when := _moment(one.coded_at):
                coding.set("creationDateTime", when)
            etree.SubElement(coding, _tag("CodeRef"), targetGUID=_code_guid(group, value))
    for one in codings:
        etree.SubElement(made, _tag("NoteRef"), targetGUID=_note_guid(one.passage, one.coder))


def _notes(root: etree._Element, codings: Sequence[Coded]) -> None:
    """What no code can say, a note for each coding."""
    if not codings:
        return
    parent = etree.SubElement(root, _tag("Notes"))
    for one in codings:
        made = etree.SubElement(
            parent,
            _tag("Note"),
            guid=_note_guid(one.passage, one.coder),
            name=one.passage.statement,
            creatingUser=guid("user", one.coder),
        )
        if when := _moment(one.coded_at):
            made.set("creationDateTime", when)
        answer = one.answer
        lines = (
            f"{head}{value}"
            for head, value in (
                (SAID_ON, answer.said_on),
                (CONDITION, answer.condition),
                (NOTE, answer.note),
            )
            if value
        )
        _child(made, "PlainTextContent", "\n".join(lines))


def _chosen(answer: Answer) -> list[tuple[Group, str]]:
    pairs = (
        (Group.STANCE, answer.stance),
        (Group.KIND, answer.kind),
        (Group.SCOPE, answer.scope),
        (Group.ACTOR, answer.actor),
        (Group.HOLDER, answer.holder),
    )
    return [(group, value) for group, value in pairs if value]


def _code(
    parent: etree._Element, identifier: str, name: str, description: str, *, codable: bool = True
) -> etree._Element:
    made = etree.SubElement(
        parent,
        _tag("Code"),
        guid=identifier,
        name=_plain(name),
        isCodable="true" if codable else "false",
    )
    if description:
        _child(made, "Description", description)
    return made


def _child(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, _tag(name)).text = _plain(text)


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _plain(text: str) -> str:
    return _UNSAYABLE.sub("\ufffd", text)


def _code_guid(group: Group, value: str) -> str:
    return guid("code", group, value)


def _source_guid(source: Source) -> str:
    return guid("source", source.article, source.sha256)


def _note_guid(passage: Passage, coder: str) -> str:
    return guid("note", passage.statement, coder)


def _moment(text: str) -> str:
    """A moment as XML Schema writes it; empty when it is none."""
    try:
        return datetime.fromisoformat(text).isoformat(timespec="seconds")
    except ValueError:
        return ""


def _put(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, data)
