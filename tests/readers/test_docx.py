from __future__ import annotations

import io
import random
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import docx
import pytest

from app.domain.articles import Article
from app.domain.dates import DateBasis
from app.errors import UnreadableSource
from app.readers.docx import read_docx
from app.readers.material import Limits, Material

if TYPE_CHECKING:
    from collections.abc import Callable

LIMITS = Limits(200_000, 2_000_000, 20)
WORDS = "The minister said on Tuesday that the talks would go on."
TYPES = "[Content_Types].xml"
MAIN = "word/document.xml"


def make(*paragraphs: str, title: str = "", created: datetime | None = None) -> bytes:
    document = docx.Document()
    document.core_properties.title = title
    document.core_properties.created = created or datetime(2025, 2, 25, 12, tzinfo=UTC)
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def changed(data: bytes, name: str, change: Callable[[bytes], bytes | None]) -> bytes:
    """The package with one of its files changed, or left out where the change gives None."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", 8) as new:
        for entry in old.infolist():
            content = old.read(entry)
            found = change(content) if entry.filename == name else content
            if found is not None:
                new.writestr(entry.filename, found)
    return target.getvalue()


def read(data: bytes, limits: Limits = LIMITS) -> Article:
    (found,) = read_docx(Material("a.docx", io.BytesIO(data)), limits)
    assert isinstance(found, Article)
    return found


def reason(data: bytes, limits: Limits = LIMITS) -> str:
    with pytest.raises(UnreadableSource) as caught:
        read(data, limits)
    return caught.value.reason


def test_paragraphs_and_tables_in_order_with_what_the_file_says_of_itself() -> None:
    document = docx.Document()
    document.core_properties.created = datetime(2025, 2, 25, 12, tzinfo=UTC)
    document.core_properties.language = "en-GB"
    document.sections[0].header.paragraphs[0].text = "THE DAILY PAPER"
    document.add_paragraph("Talks go on", style="Title")
    document.styles["List"].name = "toc 1"
    document.add_paragraph("Contents 3", style="toc 1")
    document.add_paragraph(WORDS)
    document.add_table(1, 2).rows[0].cells[1].text = "In a cell"
    document.add_paragraph("“Never”, he said.\nThen he left.")
    target = io.BytesIO()
    document.save(target)
    found = read(target.getvalue())
    assert found.body.split("\n\n") == [
        "Talks go on",
        WORDS,
        "In a cell",
        "“Never”, he said.\nThen he left.",
    ]
    assert (found.title, found.language) == ("Talks go on", "en-GB")
    assert (found.published.edtf, found.published.basis) == ("2025-02-25?", DateBasis.INFERRED)
    assert found.capture is not None
    assert found.capture.data == target.getvalue()


def test_what_was_inserted_is_read_and_what_was_deleted_is_not() -> None:
    box = (
        "<mc:AlternateContent xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>"
        "<mc:Choice Requires='wps'><w:p><w:r><w:t>In a box</w:t></w:r></w:p></mc:Choice>"
        "<mc:Fallback><w:p><w:r><w:t>In a box</w:t></w:r></w:p></mc:Fallback>"
        "</mc:AlternateContent>"
    )
    content = (
        "<w:r><w:t>He </w:t></w:r><w:ins><w:r><w:t>never </w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>always </w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>moved </w:t></w:r></w:moveFrom>"
        "<w:hyperlink><w:r><w:t>said</w:t></w:r></w:hyperlink>"
        "<w:sdt><w:sdtContent><w:r><w:t> so.</w:t></w:r></w:sdtContent></w:sdt>"
        f"<w:r>{box}</w:r>"
    ).encode()
    data = changed(make("X"), MAIN, lambda old: old.replace(b"<w:r><w:t>X</w:t></w:r>", content))
    assert read(data).body == "He never said so.\n\nIn a box"


@pytest.mark.parametrize(
    "media_type",
    [
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    ],
)
def test_files_with_macros_and_templates_are_read(media_type: bytes) -> None:
    ordinary = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    data = changed(make(WORDS), TYPES, lambda old: old.replace(ordinary, media_type))
    found = read(changed(data, MAIN, lambda old: old))
    assert (found.body, found.notes) == (WORDS, ())


def test_a_printed_date_goes_before_that_of_the_file() -> None:
    assert read(make("Published 24 February 2025", WORDS)).published.edtf == "2025-02-24"


def test_nothing_is_made_up_for_a_file_without_properties() -> None:
    bare = changed(make(WORDS), "docProps/core.xml", lambda _: None)
    found = read(changed(bare, "_rels/.rels", lambda old: old.replace(b"core-properties", b"none")))
    assert not found.published.known
    assert found.title != "Word Document"


@pytest.mark.parametrize(
    ("name", "change"),
    [
        (MAIN, lambda old: old.replace(b"</w:body>", b"")),
        (MAIN, lambda old: old[: old.index(b"</w:p>") + 6]),
        (MAIN, lambda old: old.replace(b"<w:sectPr", b"<w:bad & <")),
        (TYPES, lambda _: b"<Types/>"),
        (TYPES, lambda _: None),
        ("_rels/.rels", lambda _: b""),
        ("word/styles.xml", lambda _: b"<no"),
    ],
)
def test_a_broken_file_is_read_as_far_as_it_goes(
    name: str, change: Callable[[bytes], bytes | None]
) -> None:
    found = read(changed(make(WORDS, "More."), name, change))
    assert WORDS in found.body
    assert "damaged" in found.notes[0]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (make(), "It holds no text."),
        (make(WORDS)[:-50], "damaged"),
        (b"PK\x03\x04 and nothing more", "damaged"),
        (changed(make(WORDS), MAIN, lambda _: None), "no Word file"),
        (changed(make(WORDS), MAIN, lambda _: b"\0\1\2"), "damaged"),
        (changed(make(WORDS), MAIN, lambda old: old + b" " * 3_000_000), "unpacks to more than"),
        (make("word " * 60_000), "Its text is larger than 200,000 bytes."),
    ],
    ids=lambda _: "",
)
def test_what_gives_nothing_is_put_aside(data: bytes, said: str) -> None:
    assert said in reason(data)


def test_entities_are_never_expanded() -> None:
    entities = "".join(
        f'<!ENTITY e{number} "{f"&e{number - 1};" * 10}">' for number in range(1, 12)
    )
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "boom"> {entities}]>'.encode()
    outside = b'<!DOCTYPE x [<!ENTITY e11 SYSTEM "file:///etc/hostname">]>'

    for doctype in (bomb, outside):

        def change(old: bytes, doctype: bytes = doctype) -> bytes:
            body = old[old.index(b"<w:document") :].replace(b"HERE", b"&e11;")
            return doctype + body

        data = changed(make("HERE and there", WORDS), MAIN, change)
        try:
            body = read(data).body
        except UnreadableSource:
            continue
        assert "boom" not in body
        assert len(body) < 1_000


def test_deep_nesting_is_borne() -> None:
    def change(old: bytes) -> bytes:
        return old.replace(b"<w:r><w:t>X", b"<w:sdt>" * 100_000 + b"<w:r><w:t>X")

    data = changed(make("X"), MAIN, change)
    try:
        read(data)
    except UnreadableSource as problem:
        assert problem.reason  # noqa: PT017 - either is right, as long as it comes to an end


def test_random_damage_is_borne() -> None:
    whole = make(WORDS, WORDS)
    chance = random.Random(5)  # noqa: S311 - so that it is the same damage each time
    outcomes: list[str] = []
    for _ in range(100):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 20)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            outcomes.append(read(bytes(data)).body)
        except UnreadableSource as problem:
            outcomes.append(problem.reason)
    assert not [each for each in outcomes if "Its reader failed" in each]
    assert any("minister" in each for each in outcomes)
