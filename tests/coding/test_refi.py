"""Projects validate against the published schema, come back as they were, and bear other tools."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from app.coding.refi import NotReadable, Source, read_project, to_qdpx, understood
from tests.coding.coded import BOOK, CODINGS, FIRST, SECOND, SHA, SOURCE, TEXT, THIRD
from tests.coding.test_forms import answers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.coding.codes import Answer, Coded

SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).with_name("Project.xsd")))
NS = {"q": "urn:QDA-XML:project:1.0"}
NAMES = {"ada-moreau": "Ada Moreau", "bo-lindqvist": "Bo Lindqvist"}
PASSAGES = (FIRST, SECOND, THIRD)


def project(codings: Sequence[Coded] = CODINGS) -> bytes:
    return to_qdpx("A sample", BOOK, [SOURCE], codings, NAMES, origin="On Record")


def qde(data: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read("project.qde"))


def test_it_validates_against_the_published_schema() -> None:
    SCHEMA.assertValid(qde(project()))
    SCHEMA.assertValid(qde(project(())))


@settings(max_examples=40)
@given(st.lists(answers, min_size=2, max_size=2))
def test_whatever_is_coded_it_validates(given_: list[Answer]) -> None:
    codings = [replace(one, answer=answer) for one, answer in zip(CODINGS, given_, strict=False)]
    data = project(codings)
    SCHEMA.assertValid(qde(data))
    read_project(data)


def test_selections_are_code_points_into_the_text_beside() -> None:
    data = project()
    root = qde(data)
    (source,) = root.findall("q:Sources/q:TextSource", NS)
    name = source.get("plainTextPath").removeprefix("internal://")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        text = archive.read(f"sources/{name}").decode()
        assert {"project.qde", f"sources/{name}", "codebook.md"} == set(archive.namelist())
    assert text == TEXT
    found = {
        one.get("name"): text[int(one.get("startPosition")) : int(one.get("endPosition"))]
        for one in source.findall("q:PlainTextSelection", NS)
    }
    assert found[FIRST.statement] == FIRST.words[0]
    # After an emoji, which is one code point, two UTF-16 units and four bytes.
    assert found[SECOND.statement] == "Ada Moreau would accept troops if there was peace"
    guids = [one.get("guid") for one in root.iter() if one.get("guid")]
    assert len(guids) == len(set(guids))
    targets = {one.get("targetGUID") for one in root.iter() if one.get("targetGUID")}
    assert targets <= set(guids)


def test_the_codebook_stands_in_it_with_its_sentences() -> None:
    root = qde(project())
    stance = root.find("q:CodeBook/q:Codes/q:Code[@name='Stance']", NS)
    assert stance.get("isCodable") == "false"
    told = {one.get("name"): one.findtext("q:Description", "", NS) for one in stance}
    assert told["Supports"] == "supports it"
    assert "Off the issue" in told
    assert [one.get("name") for one in root.findall("q:Users/q:User", NS)] == ["Kim", "Lee"]


def test_the_same_codings_give_the_same_bytes() -> None:
    assert project() == project()


def test_what_was_written_is_understood_again() -> None:
    found = understood(read_project(project()), PASSAGES, BOOK)
    assert found.problems == ()
    back = {(one.passage.statement, one.coder): one for one in found.codings}
    assert len(back) == len(CODINGS)
    for one in CODINGS[:-1]:
        assert back[one.passage.statement, one.coder] == one
    # What XML cannot say is shown as missing.
    last = back[THIRD.statement, "Lee"].answer
    assert last.note == "<b>Not</b> & \ufffd so"


def other_tool(
    *, text: str = TEXT, selections: str = "", codes: str = "", extra: str = ""
) -> bytes:
    """A project as another program writes it: own ids, a BOM, CRLF, capitals in paths."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(
            "project.qde",
            f"""<?xml version="1.0" encoding="utf-8"?>
<Project xmlns="urn:QDA-XML:project:1.0" name="Theirs">
<Users><User guid="{gid(1)}" name="Mia"/></Users>
<CodeBook><Codes>
<Code guid="{gid(11)}" name="SUPPORTS " isCodable="true"/>
<Code guid="{gid(12)}" name="Mood" isCodable="true">
<Code guid="{gid(13)}" name="angry" isCodable="true"/></Code>
<Code guid="{gid(14)}" name="opposes" isCodable="true"/>
<Code guid="{gid(15)}" name="Speakers" isCodable="false">
<Code guid="{gid(16)}" name="Ada Moreau" isCodable="true"/></Code>
{codes}</Codes></CodeBook>
<Sources>{extra}<TextSource guid="{gid(2)}" name="Interview"
 plainTextPath="internal://{gid(2)}.TXT">
{selections}</TextSource></Sources></Project>""",
        )
        archive.writestr(f"Sources/{gid(2)}.txt", b"\xef\xbb\xbf" + text.encode())
    return buffer.getvalue()


def gid(number: int) -> str:
    return f"00000000-0000-0000-0000-{number:012}"


def selection(start: int, end: int, *codes: int, number: int = 30) -> str:
    codings = "".join(
        f'<Coding guid="{gid(number * 10 + code)}" creatingUser="{gid(1)}">'
        f'<CodeRef targetGUID="{gid(code)}"/></Coding>'
        for code in codes
    )
    return (
        f'<PlainTextSelection guid="{gid(number)}" startPosition="{start}" endPosition="{end}">'
        f"{codings}</PlainTextSelection>"
    )


def test_a_project_of_another_tool_is_understood_by_its_names() -> None:
    start, end = FIRST.spans[0]
    data = other_tool(
        selections=selection(start + 3, end + 4, 11, 13, 16) + selection(0, 2, 14, number=31)
    )
    SCHEMA.assertValid(qde(data))
    found = understood(read_project(data), PASSAGES, BOOK)
    # The second selection lies within half of the first statement's words too: opposes as well.
    assert found.codings == ()
    assert any("several ways" in one for one in found.problems)
    data = other_tool(selections=selection(start + 3, end + 4, 11, 13, 16))
    found = understood(read_project(data), PASSAGES, BOOK)
    (one,) = found.codings
    assert (one.passage, one.coder) == (FIRST, "Mia")
    assert (one.answer.stance, one.answer.actor) == ("supports", "Ada Moreau")
    assert found.problems == ("The code “Mood > angry” (1 time) is not known.",)


def test_line_ends_of_another_system_move_nothing() -> None:
    text = TEXT.replace("\n", "\r\n")
    start = text.index("Ada Moreau would")
    data = other_tool(text=text, selections=selection(start, start + 40, 14))
    (one,) = understood(read_project(data), PASSAGES, BOOK).codings
    assert one.passage == SECOND


def test_a_changed_text_is_matched_by_words_that_stand_there_once() -> None:
    text = "Heading of ours\n" + TEXT
    start = text.index("Ada Moreau would")
    data = other_tool(text=text, selections=selection(start, start + 20, 14))
    (one,) = understood(read_project(data), PASSAGES, BOOK).codings
    assert one.passage == SECOND


def test_what_is_no_statement_and_what_has_no_text_is_told() -> None:
    picture = f'<PictureSource guid="{gid(5)}" name="A photo" path="internal://x.jpg"/>'
    end = len(TEXT)
    data = other_tool(
        selections=selection(end - 3, end, 14) + selection(5, 9999, 14, number=32), extra=picture
    )
    found = understood(read_project(data), (FIRST,), BOOK)
    told = "\n".join(found.problems)
    assert "PictureSource “A photo”" in told
    assert "outside its text" in told
    assert "none of the statements" in told


def archive_of(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("_", "."), data)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04 nonsense",
        archive_of(other_txt=b"x"),
        archive_of(project_qde=b"<Project"),
        archive_of(project_qde=b"<Project/>"),
        archive_of(
            project_qde=b'<!DOCTYPE Project [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
            b'<Project xmlns="urn:QDA-XML:project:1.0" name="&a;"/>'
        ),
        archive_of(project_qde=b"<Project>" + b" " * 65_000_000),
    ],
)
def test_what_is_no_project_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(NotReadable):
        read_project(data)


@given(st.binary(max_size=200))
def test_no_bytes_at_all_make_the_reader_fail_otherwise(data: bytes) -> None:
    with pytest.raises(NotReadable):
        read_project(data)


def test_a_broken_archive_is_refused() -> None:
    data = bytearray(project())
    for place in range(60, len(data), 97):
        broken = bytes(data[:place]) + bytes([data[place] ^ 0x5A]) + bytes(data[place + 1 :])
        try:
            read_project(broken)
        except NotReadable:
            continue


def test_two_texts_of_one_article_are_two_sources() -> None:
    other = Source(SOURCE.article, "other", "Changed", "", "", "", "Another text")
    data = to_qdpx("S", BOOK, [SOURCE, other], CODINGS, NAMES, origin="On Record")
    SCHEMA.assertValid(qde(data))
    assert len(qde(data).findall("q:Sources/q:TextSource", NS)) == 2
    assert SHA != "other"
