"""Reading a REFI-QDA project of any program: which words have which codes, by whom."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from lxml import etree

from app.coding.refi.names import NAMESPACE
from app.domain.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# A file may be made to fill the memory; a real project of text has a few megabytes.
_MOST_XML = 64_000_000
_MOST_TEXT = 16_000_000
_MOST_MEMBERS = 20_000
_MOST_ALL = 256_000_000
_NS = {"q": NAMESPACE}


class NotReadable(ValueError):  # noqa: N818 - a fact about a file
    """A file that is no REFI-QDA project; with a sentence for people."""


@dataclass(frozen=True, slots=True)
class Code:
    """A code and those it stands under, the highest first."""

    name: str
    under: tuple[str, ...] = ()
    description: str = ""

    @property
    def path(self) -> str:
        """As people name it."""
        return " > ".join((*self.under, self.name))


@dataclass(frozen=True, slots=True)
class Selected:
    """Words of a text with the codes that one person gave them."""

    source: str  # name of the text
    source_guid: str
    text_sha256: str  # of the text with LF for line ends
    text: str
    span: Span
    guid: str
    name: str
    coder: str
    coded_at: str
    codes: tuple[Code, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Project:
    """All coded words of a project, and what was left out, in sentences."""

    name: str
    selections: tuple[Selected, ...]
    problems: tuple[str, ...]


def read_project(data: bytes) -> Project:
    """The codings of text in a project. Raises NotReadable when it is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _Reader(archive).project()
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise NotReadable(f"This is no REFI-QDA project (.qdpx): {error}.") from error


class _Reader:
    """One project while it is read."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        members = archive.infolist()
        if len(members) > _MOST_MEMBERS:
            raise NotReadable(f"It holds {len(members):,} files; {_MOST_MEMBERS:,} are the most.")
        self._members = {info.filename.replace("\\", "/").casefold(): info for info in members}
        self._left = _MOST_ALL
        self._problems: list[str] = []

    def project(self) -> Project:
        info = self._members.get("project.qde")
        if info is None:
            raise NotReadable("There is no project.qde in it, so it is no REFI-QDA project.")
        root = _parsed(self._bytes(info, _MOST_XML))
        users = {
            one.get("guid", ""): one.get("name", "") for one in root.iterfind(".//q:User", _NS)
        }
        codes = dict(_codes(root))
        notes = {
            one.get("guid", ""): (one.get("creatingUser", ""), self._text_of(one) or "")
            for one in root.iterfind("q:Notes/q:Note", _NS)
        }
        found: list[Selected] = []
        for source in root.iterfind("q:Sources/*", _NS):
            kind = etree.QName(source).localname
            texts = [source] if kind == "TextSource" else source.findall("q:Representation", _NS)
            if not texts:
                name = source.get("name", "")
                self._problems.append(f"{kind} “{name[:80]}” has no text and was left out.")
            for text in texts:
                found += self._selections(text, source, users, codes, notes)
        return Project(root.get("name", ""), tuple(found), tuple(self._problems))

    def _selections(
        self,
        element: etree._Element,
        source: etree._Element,
        users: Mapping[str, str],
        codes: Mapping[str, Code],
        notes: Mapping[str, tuple[str, str]],
    ) -> Iterator[Selected]:
        name = source.get("name", "")
        text = self._text_of(element)
        if text is None:
            self._problems.append(f"The text of “{name[:80]}” is not in the file.")
            return
        lines = text.replace("\r\n", "\n").replace("\r", "\n")
        hashed = sha256(lines.encode("utf-8", "replace")).hexdigest()
        for one in element.iterfind("q:PlainTextSelection", _NS):
            span = _span(one, text)
            if span is None:
                self._problems.append(f"A selection in “{name[:80]}” lies outside its text.")
                continue
            by: dict[str, list[etree._Element]] = {}
            for coding in one.iterfind("q:Coding", _NS):
                by.setdefault(coding.get("creatingUser") or one.get("creatingUser", ""), []).append(
                    coding
                )
            said = [notes.get(ref.get("targetGUID", "")) for ref in one.iterfind("q:NoteRef", _NS)]
            for user, codings in by.items():
                refs = [
                    ref.get("targetGUID", "")
                    for coding in codings
                    for ref in coding.iterfind("q:CodeRef", _NS)
                ]
                lost = sum(ref not in codes for ref in refs)
                if lost:
                    self._problems.append(
                        f"{lost} of the codes of words in “{name[:80]}” are not in the codebook."
                    )
                own = [text for owner, text in filter(None, said) if owner in {user, ""}]
                yield Selected(
                    source=name,
                    source_guid=source.get("guid", ""),
                    text_sha256=hashed,
                    text=lines,
                    span=span,
                    guid=one.get("guid", ""),
                    name=one.get("name", ""),
                    coder=users.get(user, ""),
                    coded_at=codings[0].get("creationDateTime", ""),
                    codes=tuple(codes[ref] for ref in refs if ref in codes),
                    note="\n".join(text for text in own if text),
                )

    def _text_of(self, element: etree._Element) -> str | None:
        """The plain text of a source or note, in it or in a file beside; None where it is not."""
        inside = element.find("q:PlainTextContent", _NS)
        if inside is not None:
            return inside.text or ""
        path = element.get("plainTextPath", "").replace("\\", "/")
        if not path.startswith("internal://"):
            return None
        name = path.removeprefix("internal://").casefold()
        info = self._members.get(f"sources/{name}") or self._members.get(name)
        if info is None:
            return None
        return self._bytes(info, _MOST_TEXT).decode("utf-8-sig", "replace")

    def _bytes(self, info: zipfile.ZipInfo, most: int) -> bytes:
        """A file of the archive, never more than what is allowed, whatever its head says."""
        most = min(most, self._left)
        with self._archive.open(info) as stream:
            data = stream.read(most + 1)
        if len(data) > most:
            raise NotReadable(f"“{info.filename[:80]}” is too large.")
        self._left -= len(data)
        return data


def _parsed(data: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise NotReadable(f"project.qde is no XML: {error.msg}.") from error
    if root.getroottree().docinfo.doctype:
        raise NotReadable("project.qde declares a document type, which the standard does not.")
    if etree.QName(root).localname != "Project" or etree.QName(root).namespace != NAMESPACE:
        raise NotReadable("project.qde is not of version 1.0 of the standard.")
    return root


def _codes(root: etree._Element) -> Iterator[tuple[str, Code]]:
    """All codes by their id."""
    waiting: list[tuple[etree._Element, tuple[str, ...]]] = [
        (one, ()) for one in root.iterfind("q:CodeBook/q:Codes/q:Code", _NS)
    ]
    while waiting:
        element, under = waiting.pop()
        name = element.get("name", "")
        description = element.findtext("q:Description", "", _NS)
        yield element.get("guid", ""), Code(name, under, description)
        waiting += [(one, (*under, name)) for one in element.iterfind("q:Code", _NS)]


def _span(element: etree._Element, text: str) -> Span | None:
    """Where a selection is in the text with LF for line ends; None when nowhere."""
    try:
        start, end = int(element.get("startPosition", "")), int(element.get("endPosition", ""))
    except ValueError:
        return None
    if not 0 <= start < end <= len(text):
        return None
    return Span(*(len(text[:place].replace("\r\n", "\n")) for place in (start, end)))
