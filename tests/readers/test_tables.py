from __future__ import annotations

import csv
import gzip
import io
import json
import time
from typing import TYPE_CHECKING

import pytest

from app.domain.articles import Article
from app.domain.captures import Link
from app.domain.dates import DateBasis
from app.errors import InvalidDefinition, UnreadableSource
from app.readers import read as read_source
from app.readers.columns import KNOWN, load_columns
from app.readers.material import Limits, Material
from app.readers.tables import read_table
from app.readers.unpacking import read_gzip
from app.readers.walking import walk

if TYPE_CHECKING:
    from pathlib import Path

LIMITS = Limits(2_000_000, 5_000_000, 20)
TEXT = "The minister said on Tuesday that talks would go on.\n\nNobody else spoke."
ADDRESS = "https://news.example/2025/a"


def read(
    data: bytes | str, columns: object = KNOWN, limits: Limits = LIMITS
) -> list[Article | Link | UnreadableSource]:
    data = data.encode() if isinstance(data, str) else data
    material = Material("export.csv", io.BytesIO(data))
    return list(read_table(material, limits, columns))  # type: ignore[arg-type]


def one(data: bytes | str) -> Article:
    (found,) = read(data)
    assert isinstance(found, Article), found
    return found


def link(data: bytes | str) -> Link:
    (found,) = read(data)
    assert isinstance(found, Link), found
    return found


def kinds(found: list[Article | Link | UnreadableSource]) -> list[str]:
    """Titles of what was read, and the places and reasons of what was not."""
    return [
        f"{each.source}: {each.reason}" if isinstance(each, UnreadableSource) else str(each.title)
        for each in found
    ]


def table(*rows: tuple[str, ...], delimiter: str = ",") -> str:
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter).writerows(rows)
    return target.getvalue()


def test_a_story_list_of_media_cloud() -> None:
    found = link(
        "id,indexed_date,language,media_name,media_url,publish_date,title,url\n"
        "ab12,2025-02-27 04:10:11,en,nytimes.example,http://nytimes.example,2025-02-25,"
        f'"Talks, again",{ADDRESS}\n'
    )
    assert found == Link(
        ADDRESS,
        "export.csv",
        "Talks, again",
        "nytimes.example",
        found.published,
        "Its column 'publish_date' gives it.",
        "en",
    )
    assert (found.published.edtf, found.published.basis) == ("2025-02-25", DateBasis.METADATA)


@pytest.mark.parametrize(
    "data",
    [
        "URL,MobileURL,Date,Title\nhttps://a.example/x,,2025-02-25 04:30:00,Talks\n",
        json.dumps(
            {
                "articles": [
                    {
                        "url": "https://a.example/x",
                        "url_mobile": "",
                        "title": "Talks",
                        "seendate": "20250225T043000Z",
                        "domain": "a.example",
                        "language": "English",
                    }
                ]
            }
        ),
        "20250225043000-12\t20250225043000\t1\ta.example\thttps://a.example/x" + "\t" * 22 + "\n",
    ],
)
def test_a_list_of_gdelt_tells_when_an_article_was_seen(data: str) -> None:
    found = link(data)
    assert found.address == "https://a.example/x"
    assert (found.published.edtf, found.published.basis) == ("2025-02-25?", DateBasis.INFERRED)
    assert "first seen" in found.published_note


def test_a_table_of_texts_as_nexis_gives_them() -> None:
    rows = (
        ("Search: talks",),
        ("Headline", "Publication", "Date", "Byline", "Language", "Full Text"),
        ("Talks &amp; more", "The Post", "February 25, 2025 Tuesday", "By A", "ENGLISH", TEXT),
    )
    for delimiter in ",;\t|":
        found = one(table(*rows, delimiter=delimiter))
        assert (found.title, found.outlet, found.language) == ("Talks & more", "The Post", "en")
        assert found.published.edtf == "2025-02-25"
        assert found.body == TEXT
        assert found.file == "export.csv: line 3"


def test_objects_of_other_programs() -> None:
    lines = [
        {"maintext": TEXT, "date_publish": "2025-02-25 10:00:00", "source_domain": "a.example"},
        {"text": TEXT, "source": ADDRESS, "source-hostname": "A Paper", "date": "2025-02-25"},
        {"body": [TEXT, "More."], "title": {"rendered": "T"}, "source": {"name": "A Paper"}},
        {"_source": {"content": TEXT, "published_at": {"$date": "2025-02-25T23:30:00-05:00"}}},
    ]
    news, trafilatura, lists, elastic = read("\n".join(map(json.dumps, lines)))
    assert isinstance(news, Article)
    assert (news.published.edtf, news.outlet) == ("2025-02-25", "a.example")
    assert isinstance(trafilatura, Article)
    assert (trafilatura.address, trafilatura.outlet) == (ADDRESS, "A Paper")
    assert isinstance(lists, Article)
    assert (lists.title, lists.outlet) == ("T", "A Paper")
    assert lists.body.endswith("Nobody else spoke.\n\nMore.")
    assert isinstance(elastic, Article)
    assert elastic.published.edtf == "2025-02-25"


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("shape", ["list", "inside", "alone"])
def test_json_that_is_not_lines(shape: str, indent: int | None) -> None:
    row = {"title": "T", "text": TEXT}
    whole = {"list": [row], "inside": {"status": "ok", "data": {"items": [row]}}, "alone": row}
    assert one(json.dumps(whole[shape], indent=indent)).body == TEXT


def test_a_text_that_is_cut_off_is_a_link_where_there_is_an_address() -> None:
    row = {"content": "The minister said… [+2341 chars]", "url": ADDRESS}
    assert link(json.dumps(row)).address == ADDRESS
    del row["url"]
    assert any("cut off" in note for note in one(json.dumps(row)).notes)


def test_rows_without_either_are_put_aside_and_empty_ones_passed_over() -> None:
    data = f"title,url,text\nA,,\n,,\n\nB,ftp://x,\nC,{ADDRESS},\n"
    assert kinds(read(data)) == [
        "export.csv: line 2: It has neither a text nor an address.",
        "export.csv: line 5: It has neither a text nor an address.",
        "C",
    ]


def test_a_table_without_known_columns_says_so() -> None:
    with pytest.raises(UnreadableSource, match="None of its columns"):
        read("a,b\n1,2\n")
    with pytest.raises(UnreadableSource, match="without rows"):
        read("title,url\n")


# Dates.


@pytest.mark.parametrize(
    ("dates", "first"),
    [
        (["03/04/2025", "25/02/2025"], "2025-04-03"),
        (["03/04/2025", "02/25/2025"], "2025-03-04"),
        (["03/04/2025", "02/05/2025"], None),
        (["03/04/2025", "25/02/2025", "02/25/2025"], None),
        (["04.03.2025"], "2025-03-04"),
        (["2025-02-30"], None),
        (["1740441600"], "2025-02-25"),
        (["yesterday"], None),
    ],
)
def test_the_order_of_day_and_month_is_told_by_the_other_rows(
    dates: list[str], first: str | None
) -> None:
    found = read(table(("date", "text"), *((date, TEXT) for date in dates)))[0]
    assert isinstance(found, Article)
    assert found.published.edtf == first
    assert bool(found.notes) == (first is None)


def test_an_address_gives_the_date_where_the_table_has_none() -> None:
    found = link("url\nhttps://a.example/2025/02/25/talks\n")
    assert (found.published.edtf, found.published_note) == (
        "2025-02-25",
        "Its address contains it.",
    )


# Mapping files.


def test_a_mapping_file_names_other_columns(tmp_path: Path) -> None:
    file = tmp_path / "columns.yaml"
    file.write_text("text: Inhalt\naddress: [Quelle, URL]\npublished: Tag\nday_first: true\n")
    columns = load_columns(file)
    (found,) = read(f"Tag;Quelle;Inhalt;Title\n03/04/2025;{ADDRESS};Worte;T\n", columns)
    assert isinstance(found, Article)
    assert (found.body, found.address, found.title) == ("Worte", ADDRESS, "T")
    assert found.published.edtf == "2025-04-03"


@pytest.mark.parametrize(
    ("content", "said"),
    [("author: x", "author"), ("day_first: maybe", "day_first"), ("- text", "names of columns")],
)
def test_a_mapping_file_that_is_wrong_says_where(tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / "columns.yaml"
    file.write_text(content)
    with pytest.raises(InvalidDefinition, match=said):
        load_columns(file)


def test_a_mapping_file_holds_for_tables_wherever_they_lie(tmp_path: Path) -> None:
    mapping = tmp_path / "columns.yaml"
    mapping.write_text("text: Inhalt\n")
    folder = tmp_path / "tables"
    folder.mkdir()
    data = b"Titel,Inhalt,Datum\nT,Worte,2025-02-25\n"
    (folder / "a.csv").write_bytes(data)
    (folder / "b.csv.gz").write_bytes(gzip.compress(data))
    found = list(read_source(folder, limits=LIMITS, columns=load_columns(mapping)))
    assert [each.body for each in found if isinstance(each, Article)] == ["Worte", "Worte"]


# Encodings.


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_encodings(encoding: str, form: str) -> None:
    words = "Der Außenminister erklärte, die Gespräche würden fortgesetzt. Größe zählt für alle."
    rows = [{"title": "Über", "text": words}, {"title": "Zwei", "text": words}]
    lines = (json.dumps(row, ensure_ascii=False) for row in rows)
    text = (
        "\n".join(lines)
        if form == "jsonl"
        else table(("title", "text"), *(tuple(row.values()) for row in rows))
    )
    found = read(text.encode(encoding))
    assert [(each.title, each.body) for each in found if isinstance(each, Article)] == [
        ("Über", words),
        ("Zwei", words),
    ]


def test_each_row_has_its_own_encoding() -> None:
    words = "Die Gespräche würden für alle Länder fortgesetzt."
    rows = [f"A,{words}\n".encode(), f"B,{words}\n".encode("cp1252"), f"C,{words}\n".encode()]
    found = read(b"title,text\n" + b"".join(rows * 30))
    assert {each.body for each in found if isinstance(each, Article)} == {words}
    notes = [each.notes for each in found if isinstance(each, Article)]
    assert [bool(each) for each in notes] == [False, True, False] * 30


def test_nul_bytes_are_left_out_and_old_line_ends_read() -> None:
    assert one(b"title,text\nA\0,Words\0 here\n").body == "Words here"
    assert one(b"title,text\rA,Words here\r").title == "A"


def test_returns_within_a_line_end_no_row() -> None:
    data = 'title,text\nA,Words\rhere\nB,"One\rTwo"\nC,"x"y\rz\n'
    found = [each.body for each in read(data) if isinstance(each, Article)]
    assert found == ["Words here", "One\rTwo", "xy z"]


def test_half_surrogates_are_shown_as_broken() -> None:
    found = one('{"title": "\\ud83d T", "text": "Words \\udc00 here"}')
    assert found.body == "Words \ufffd here"
    assert found.notes


# What is broken.


def test_a_large_cell_is_read_and_one_that_is_too_large_costs_its_row() -> None:
    large, larger = "word " * 200_000, "word " * 500_000
    found = read(table(("title", "text"), ("A", large), ("B", larger), ("C", TEXT)))
    assert kinds(found) == [
        "A",
        "export.csv: line 3: Its text is larger than 2,000,000 bytes.",
        "C",
    ]


def test_a_quotation_mark_that_is_never_closed_costs_its_line() -> None:
    good = "".join(f'"T{number}","Words here"\n' for number in range(3, 2_000))
    found = kinds(read('title,text\n"A","Words, "and" more"\n"B,Words\n' + good))
    assert found[0] == "A"
    assert found[1].startswith("export.csv: line 3: A quotation mark opens here")
    assert found[2:] == [f"T{number}" for number in range(3, 2_000)]


def test_unclosed_marks_everywhere_are_read_in_bounded_time() -> None:
    started = time.process_time()
    line = 'A,"never closed ' + "x" * 80 + "\n" + "B,plain\n" * 20
    found = read("title,text\n" + line * 1_000)
    assert len(found) > 1_000
    assert time.process_time() - started < 10


def test_cells_of_several_lines_and_marks_that_are_not_doubled() -> None:
    found = read('title,text\nA,"One\nTwo ""quoted"" words"\nB,"He said "no" again"\nC,5" wide\n')
    assert [each.body for each in found if isinstance(each, Article)] == [
        'One\nTwo "quoted" words',
        'He said no" again"',
        '5" wide',
    ]
    assert [each.file[-6:] for each in found if isinstance(each, Article)] == [
        "line 2",
        "line 4",
        "line 5",
    ]


def test_a_line_of_100_mb_costs_itself_only() -> None:
    good = json.dumps({"title": "T", "text": TEXT}).encode() + b"\n"
    for bad in (b'{"text": "' + b"x" * 100_000_000 + b'"}\n', b"[" * 20_000_000 + b"\n"):
        found = read(good + bad + good)
        assert kinds(found) == ["T", "export.csv: line 2: It is longer than 13,000,000 bytes.", "T"]
    (only,) = kinds(read(b"title,text\nA," + b"x" * 20_000_000))
    assert only == "export.csv: line 2: It is longer than 5,000,000 bytes."


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "It is not JSON: expecting property name"),
        ("[" * 100_000, "It is nested too deeply to be read."),
        ("9" * 5_000, "It is not JSON that is read."),
        ('"text"', "It is no object with fields."),
        ("{}", "It has neither a text nor an address."),
        ('{"text": "\x01', "It is not JSON"),
    ],
)
def test_a_broken_line_costs_itself_only(line: str, reason: str) -> None:
    good = json.dumps({"title": "T", "text": TEXT})
    first, broken, last = kinds(read(f"{good}\n{line}\n{good},\n"))
    assert (first, last) == ("T", "T")
    assert reason in broken


def test_a_broken_list_is_read_as_far_as_it_goes() -> None:
    good = json.dumps({"title": "T", "text": TEXT})
    first, broken = kinds(read(f"[{good}, {{'no'}}, {good}]"))
    assert first == "T"
    assert "item 2: It is not JSON" in broken
    assert "Nothing after it was read." in broken


@pytest.mark.parametrize("data", ["{", "[" * 200_000, '{"a":' * 200_000, "{]", '{"data": [[[['])
def test_json_that_is_nothing_is_put_aside(data: str) -> None:
    try:
        found = read(data)
    except UnreadableSource:
        return
    assert all(isinstance(each, UnreadableSource) for each in found)


def test_a_whole_of_json_is_bounded() -> None:
    with pytest.raises(UnreadableSource, match="larger than 5,000,000 bytes"):
        read("[\n" + " " * 5_000_001 + "]")


def test_rows_without_end_come_to_one() -> None:
    for start in (b"title,text\nA,Words\n", b'{"title": "A", "text": "Words"}\n{}\n'):
        found = kinds(read(start + b"\n" * 3_000_000))
        assert found[0] == "A"
        assert "the rest was not looked at" in found[-1]
        assert len(found) <= 3


def test_a_table_of_nothing_but_broken_rows_is_given_up() -> None:
    data = b'{"title": "A", "text": "Words"}\n' + b"{broken\n" * 50_000
    material = Material("a.jsonl", io.BytesIO(data))
    found = list(walk(material, LIMITS))
    assert isinstance(found[0], Article)
    assert "10,001 of its parts cannot be read" in str(found[-1])
    assert len(found) == 10_003


def test_binary_cells_are_put_aside() -> None:
    data = b"title,text\nA," + bytes(range(128, 256)) * 3 + b"\x01\x02\x03\nB,Words\n"
    assert kinds(read(data))[-1] == "B"


def test_a_compressed_table_that_is_cut_off_gives_the_rows_before_the_cut() -> None:
    rows = [(f"T{number}", f"{TEXT} {number * 7919}") for number in range(20_000)]
    data = gzip.compress(table(("title", "text"), *rows).encode())
    found: list[object] = []
    for inner in read_gzip(Material("a.csv.gz", io.BytesIO(data[:-1_000])), LIMITS):
        with pytest.raises(UnreadableSource, match="cut off"):
            found.extend(read_table(inner, LIMITS))
    assert len(found) > 15_000


def test_a_row_of_html_is_read_as_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []

    def article_in(data: bytes, name: str, limits: Limits, **rest: object) -> Article:
        seen.append((data, rest))
        return Article("Words", name, title="Of the page", outlet="Of the page")

    monkeypatch.setattr("app.readers.tables.article_in", article_in)
    page = "<p>One “word”.</p>\n<p>Two.</p>"
    rows = [{"link": ADDRESS, "content": {"rendered": page}, "title": "Given"}, {"html": page}]
    given, bare = read("\n".join(map(json.dumps, rows)))
    assert seen[0] == (page.encode(), {"address": ADDRESS})
    assert isinstance(given, Article)
    assert (given.title, given.outlet, given.address) == ("Given", "Of the page", ADDRESS)
    assert isinstance(bare, Article)
    assert bare.title == "Of the page"


def test_pieces_of_html_give_all_their_text_and_whole_pages_their_article() -> None:
    piece = "<p>One “word” &amp; more.</p><p>Two <b>words</b>.</p>"
    found = one(json.dumps({"content": piece, "link": ADDRESS, "title": "T"}))
    assert found.body == "One “word” & more.\n\nTwo words."
    assert found.capture is not None
    assert found.capture.data == piece.encode()
    assert kinds(read(json.dumps({"html": "<p> </p>"}))) == [
        "export.csv: line 1: Its mark-up holds no words."
    ]
