"""What is taken away of a choice: all of it, the same in every form, and harmless."""

from __future__ import annotations

import csv
import io
import json
import random
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import anyio
import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from openpyxl import load_workbook
from sqlalchemy import select, update

from app.config import Settings
from app.db import queries
from app.db.session import open_engine, sessions
from app.db.store import save, sync_directory
from app.db.tables import (
    ActorRow,
    ArticleRow,
    IssueRow,
    OutletRow,
    PositionRow,
    StatementRow,
    VersionRow,
)
from app.domain.actors import ActorKind
from app.domain.dates import DateBasis
from app.domain.positions import Scope, Stance
from app.domain.queries import ComparisonQuery
from app.domain.statements import StatementKind
from app.main import create_app
from app.views.takeaway import COLUMNS, FORMS
from app.views.takeaway_paste import escaped
from app.web import streamed, takeaway, takeaway_files
from app.web.takeaway_files import CUT, LONGEST, fitting
from tests import soffice
from tests.factories import (
    day,
    make_actor,
    make_directory,
    make_extraction,
    make_issue,
    make_position,
    make_statement,
)
from tests.web.asking import TestClient

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from httpx import Response

    from tests.databases import Databases

ISSUE = "foreign-troops-ukraine"
ACTORS = [
    make_actor("Ada Moreau", country="fr"),
    make_actor("Bo Moreau", country="se"),
    make_actor("Cleo Moreau", kind=ActorKind.GOVERNMENT, country="fr"),
    make_actor("Dimo Moreau"),
]
DATES: tuple[str | None, ...] = (
    "2025-01-15",
    "2025-02",
    "2025-02-25",
    "2025-03-01/2025-03-20",
    "2025",
    None,
)
# What a spreadsheet, XML or a library could take for something else than words.
HOSTILE = (
    "=1+1",
    '=HYPERLINK("http://evil.example","x")',
    "+2+3",
    "-2+3",
    "@SUM(1+1)",
    "\t=1+1",
    "https://evil.example/",
    "<r><t>bold</t></r>",
    "_x0041_ and A",
    "a\x0bb",
    "1. one *two* _three_ `four` <b>five</b> &amp; | six",
    "0123",
    "Тест İstanbul 🕊",
)
LONG = "very long " * 4000
_MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def _articles() -> Iterator[Any]:
    chance = random.Random(8)  # noqa: S311 - repeatable, and no secret
    for number in range(24):
        words = [f"Troops {number} and {part} are needed there" for part in range(4)]
        text = ". ".join(words)
        yield make_extraction(
            text,
            *(
                make_statement(
                    text,
                    one,
                    speaker := chance.choice(ACTORS),
                    said_on=day(
                        chance.choice(DATES),
                        chance.choice((DateBasis.STATED, DateBasis.INFERRED)),
                    ),
                    kind=chance.choice(list(StatementKind)),
                    positions=[
                        replace(
                            make_position(
                                chance.choice((speaker, ACTORS[0])),
                                chance.choice(list(Stance)),
                                issue=chance.choice((ISSUE, ISSUE, ISSUE, "other")),
                            ),
                            scope=chance.choice(list(Scope)),
                        )
                        for _ in range(chance.choice((1, 1, 2)))
                    ],
                )
                for one in words
            ),
            outlet=f"Outlet {number % 5}",
            address=f"https://outlet.example/{number}",
            published=day(f"2025-0{1 + number % 4}-11", DateBasis.METADATA),
        )
    for number, hostile in enumerate((*HOSTILE, LONG)):
        text = f"{hostile}|said Cleo"
        when = day(f"2024-{1 + number % 12:02}-{1 + number // 12:02}")  # so that none are one
        yield make_extraction(
            text,
            make_statement(
                text, hostile, ACTORS[2], said_on=when, positions=[make_position(ACTORS[2])]
            ),
            outlet="=cmd()",
            address=f"https://cmd.example/{number}",
            title="-1",
        )


@pytest.fixture(scope="module")
def stored(databases: Databases) -> str:
    """The address of a database with a hundred statements of many kinds."""
    return databases.filled(fill)


def fill(url: str) -> None:
    engine = open_engine(url)
    with sessions(engine, write=True) as session:
        sync_directory(session, make_directory(*ACTORS), [make_issue(), make_issue("other")])
        for article in _articles():
            save(session, article)
        checked = update(StatementRow).where(
            StatementRow.starts_at == 0, StatementRow.said_first >= date(2025, 1, 1)
        )
        session.execute(checked.values(decided_by="editor Eva"))
    engine.dispose()


@pytest.fixture(scope="module")
def many(stored: str) -> Iterator[TestClient]:
    """A client of that database."""
    with TestClient(create_app(Settings(database_url=stored)), follow_redirects=False) as made:
        yield made


def get(client: TestClient, suffix: str, query: str = "") -> Response:
    answer: Response = client.get(f"/compare.{suffix}{query}")
    assert answer.status_code == 200, answer.text
    return answer


def csv_rows(client: TestClient, query: str = "") -> list[dict[str, str]]:
    text = get(client, "csv", query).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def sheet(client: TestClient, query: str = "", name: str = "Statements") -> list[tuple[Any, ...]]:
    book = load_workbook(io.BytesIO(get(client, "xlsx", query).content))
    return [tuple(cell.value for cell in row) for row in book[name].iter_rows()]


def lines(client: TestClient, query: str = "") -> list[dict[str, Any]]:
    return [json.loads(line) for line in get(client, "jsonl", query).content.splitlines()]


def parquet(client: TestClient, folder: Path, query: str = "", what: str = "*") -> list[Any]:
    file = folder / "taken.parquet"
    file.write_bytes(get(client, "parquet", query).content)
    return asked(f"SELECT {what} FROM read_parquet('{file}')")  # noqa: S608


def asked(sql: str) -> list[Any]:
    return duckdb.connect().execute(sql).fetchall()


def in_database(url: str, chosen: dict[str, Any]) -> set[str]:
    """The ids of what a choice lists, by looking at each statement."""
    engine = open_engine(url)
    found = set()
    first, last = chosen.get("from"), chosen.get("to")
    with sessions(engine) as session:
        positions: dict[str, list[PositionRow]] = {}
        taken = select(PositionRow).join(IssueRow).where(IssueRow.slug == ISSUE)
        for position in session.scalars(taken):
            positions.setdefault(position.statement_id, []).append(position)
        rows = session.execute(
            select(StatementRow, ActorRow, OutletRow.slug, ArticleRow.published_last)
            .join(ActorRow, ActorRow.id == StatementRow.actor_id)
            .join(VersionRow)
            .join(ArticleRow)
            .join(OutletRow)
        )
        for one, actor, outlet, published in rows:
            said = one.said_on
            if said.first is None:
                possible = first is None or published >= first
            else:
                possible = said.may_fall_within(first, last)
            listed = said.within(first, last) or (
                possible and ("undated" in chosen or not (first or last))
            )
            if (
                one.id in positions
                and listed
                and actor.slug in chosen.get("actor", {actor.slug})
                and actor.kind in chosen.get("who", {actor.kind})
                and actor.country in chosen.get("side", {actor.country})
                and ("reviewed" not in chosen or one.decided_by == "editor Eva")
                and outlet in chosen.get("outlet", {outlet})
                and one.kind in chosen.get("kind", {one.kind})
                and any(
                    position.stance in chosen.get("stance", {position.stance})
                    and position.scope in chosen.get("scope", {position.scope})
                    for position in positions[one.id]
                )
            ):
                found.add(one.id)
    engine.dispose()
    return found


def choices() -> Iterator[dict[str, Any]]:
    chance = random.Random(5)  # noqa: S311 - repeatable, and no secret
    yield {}
    for _ in range(20):
        made: dict[str, Any] = {}
        offered: tuple[tuple[str, list[str]], ...] = (
            ("actor", [actor.slug for actor in ACTORS]),
            ("outlet", ["outlet-0", "outlet-1", "outlet-2", "cmd"]),
            ("kind", [str(kind) for kind in StatementKind]),
            ("stance", [str(stance) for stance in Stance]),
            ("scope", [str(scope) for scope in Scope]),
            ("side", ["fr", "se"]),
            ("who", ["person", "government"]),
        )
        for name, values in offered:
            if chance.random() < 0.25:
                made[name] = set(chance.sample(values, chance.choice((1, 2))))
        if chance.random() < 0.5:
            made["from"] = date(2025, chance.randint(1, 3), 10)
        if chance.random() < 0.5:
            made["to"] = date(2025, chance.randint(3, 5), 20)
        if chance.random() < 0.5:
            made["undated"] = "show"
        if chance.random() < 0.15:
            made["reviewed"] = "only"
        yield made


def address(chosen: dict[str, Any]) -> str:
    pairs = [
        f"{name}={value}"
        for name, values in chosen.items()
        for value in (sorted(values) if isinstance(values, set) else [values])
    ]
    return f"?{'&'.join(pairs)}"


def test_every_form_holds_exactly_what_the_database_has(
    many: TestClient, stored: str, tmp_path: Path
) -> None:
    sizes = set()
    for chosen in choices():
        query = address(chosen)
        expected = in_database(stored, chosen)
        data = get(many, "json", query).json()
        ids = [one["id"] for one in [*data["statements"], *data["undated"]]]
        assert set(ids) == expected, query
        assert data["count"] == len(ids) == len(expected)
        assert [row["statement"] for row in csv_rows(many, query)] == ids
        assert [row[0] for row in sheet(many, query)[1:]] == ids
        assert [line["id"] for line in lines(many, query)] == ids
        assert [row[0] for row in parquet(many, tmp_path, query, "statement")] == ids
        assert many.get(f"/compare{query}").status_code in {200, 302}
        sizes.add(len(ids))
    assert len(sizes) > 8


def test_lines_of_json_are_the_statements_of_the_json(many: TestClient) -> None:
    query = "?from=2025-02-01&undated=show"
    data, found = get(many, "json", query).json(), lines(many, query)
    for line in found:
        assert line.pop("retrieved_at").endswith("Z")
    assert [line.pop("in_range") for line in found] == (
        [True] * data["dated_count"] + [False] * data["undated_count"]
    )
    assert found == [*data["statements"], *data["undated"]]


def test_a_sheet_has_real_dates_and_says_what_it_is(many: TestClient) -> None:
    query = "?actor=ada-moreau&from=2025-01-01&undated=show"
    head, *rows = sheet(many, query)
    assert head == tuple(column.name for column in COLUMNS)
    flat = csv_rows(many, query)
    for row, cells in zip(rows, flat, strict=True):
        by_name = dict(zip(head, row, strict=True))
        for name in ("said_first", "said_last", "reported_first"):
            when = by_name[name]
            assert (when.date().isoformat() if when else "") == cells[name]
        assert by_name["said_on"] == (cells["said_on"] or None)
        assert by_name["reports"] == int(cells["reports"])
        assert by_name["permalink"].startswith("http://testserver/statements/")
        assert by_name["retrieved_at"].endswith("Z")
    about = dict(row for row in sheet(many, query, "About") if row[0])
    assert about["Address"] == f"http://testserver/compare{query}"
    assert "by Ada Moreau" in about["Choice"]
    assert about["Rows"].startswith(f"{len(rows)} reports")
    assert {column.name: column.meaning for column in COLUMNS}.items() <= about.items()
    book = load_workbook(io.BytesIO(get(many, "xlsx", query).content))
    assert book["Statements"].freeze_panes == "A2"
    assert book["Statements"].column_dimensions["H"].width > 40


def test_no_cell_of_a_sheet_is_more_than_a_text(many: TestClient) -> None:
    content = get(many, "xlsx", "?outlet=cmd").content
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        names = parts.namelist()
        (first,) = [name for name in names if name.endswith("sheet1.xml")]
        assert b"<f>" not in parts.read(first)
        assert b"<hyperlink" not in parts.read(first)
        assert not [name for name in names if "externalLink" in name]
    _, *rows = sheet(many, "?outlet=cmd")
    found = {row[7] for row in rows}
    assert set(HOSTILE) - found == {"a\x0bb", "<r><t>bold</t></r>", "_x0041_ and A"}
    assert {"a\ufffdb", "<r><t>bold</t></r> "} < found
    (cut,) = [words for words in found if words.endswith(CUT)]
    assert len(cut) == LONGEST
    about = dict(row for row in sheet(many, "?outlet=cmd", "About") if row[0])
    assert about["Cut"].startswith("1 cell held more than the 32,767 characters")
    assert max(len(row["words"]) for row in csv_rows(many, "?outlet=cmd")) == len(LONG.strip()) + 1


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_a_spreadsheet_opens_it_and_calculates_nothing(
    many: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    monkeypatch.setattr(takeaway, "now", lambda: "2031-01-01T00:00:00Z")
    query = "?outlet=cmd&outlet=outlet-1"
    file = tmp_path / f"taken.{suffix}"
    file.write_bytes(get(many, suffix, query).content)
    shown = list(csv.DictReader(io.StringIO(soffice.to_csv(file, tmp_path), newline="")))
    expected = csv_rows(many, query)
    assert len(shown) == len(expected) > 20
    for row, cells in zip(shown, expected, strict=True):
        for name, text in cells.items():
            # _x0041_ is Excel's way to write a character, which LibreOffice does not read back.
            if len(text) > LONGEST or "\x0b" in text or "_x0041_" in text:
                continue
            meant = text.removeprefix("'") if suffix == "xlsx" else text
            number = suffix == "csv" or name.endswith("confidence")
            assert row[name].strip() == meant.strip() or (
                number and float(row[name]) == float(meant)
            ), name
    begins = "=" if suffix == "xlsx" else "'="
    assert f"{begins}1+1" in {row["words"] for row in shown}
    assert {row["outlet"] for row in shown} == {f"{begins}cmd()", "Outlet 1"}


def test_parquet_has_types_and_says_what_it_is(many: TestClient, tmp_path: Path) -> None:
    found = parquet(many, tmp_path, "?actor=bo-moreau")
    file = tmp_path / "taken.parquet"
    columns = asked(f"DESCRIBE SELECT * FROM read_parquet('{file}')")  # noqa: S608
    types = {name: kind for name, kind, *_ in columns}
    assert tuple(types) == tuple(column.name for column in COLUMNS)
    assert types["words"] == "VARCHAR"
    assert types["said_first"] == types["reported_last"] == "DATE"
    assert types["stance"] == "VARCHAR[]"
    assert types["stance_confidence"] == "DOUBLE[]"
    assert types["stance_certain"] == "BOOLEAN[]"
    assert types["reports"] == "INTEGER"
    assert types["retrieved_at"] == "TIMESTAMP WITH TIME ZONE"
    several = asked(
        f"SELECT stance, holder, asserted_by FROM '{file}' WHERE len(stance) > 1"  # noqa: S608
    )
    assert several
    assert all(len(one) == len(two) == len(three) for one, two, three in several)
    flat = csv_rows(many, "?actor=bo-moreau")
    assert len(found) == len(flat)
    about = asked(f"SELECT key, value FROM parquet_kv_metadata('{file}')")  # noqa: S608
    assert (b"address", b"http://testserver/compare?actor=bo-moreau") in about


class _Words(HTMLParser):
    """Elements by name, and the text of each paragraph of a quotation."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.quoted: list[str] = []
        self._inside = False
        self.feed(source)

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        self.tags.append(tag)
        self._inside = self._inside or tag == "blockquote"
        if tag == "p" and self._inside:
            self.quoted.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "blockquote"

    def handle_data(self, data: str) -> None:
        if self._inside and self.quoted:
            self.quoted[-1] += data


def plain(text: str) -> str:
    return " ".join(text.split())


def words_of(data: dict[str, Any]) -> set[str]:
    return {plain(" … ".join(one["content_text"])) for one in data["statements"]}


def test_html_to_paste_has_the_words_and_where_they_stand(many: TestClient) -> None:
    data = get(many, "json", "?outlet=cmd").json()
    answer = get(many, "html", "?outlet=cmd")
    page = _Words(answer.text)
    assert set(map(plain, page.quoted)) == words_of(data)
    assert set(page.tags) == {
        *("html", "head", "meta", "link", "title", "body", "main", "h1", "p"),
        *("figure", "blockquote", "figcaption", "b", "a"),
    }
    for one in data["statements"]:
        assert f'href="{one["url"]}"' in answer.text
    told = "Opposes, fairly sure (0.80). Direct quote. Said 1 Jan 2024, reported 1 Mar 2025."
    assert told in plain(answer.text)
    checked = plain(get(many, "html", "?reviewed=only").text)
    assert "checked by Eva. " in checked
    assert "sure (" not in checked


def test_markdown_to_paste_comes_out_as_the_words(many: TestClient) -> None:
    data = get(many, "json", "?outlet=cmd").json()
    source = get(many, "md", "?outlet=cmd").text
    page = _Words(_MARKDOWN.render(source))
    assert set(map(plain, page.quoted)) >= {words.replace("\x0b", " ") for words in words_of(data)}
    assert set(page.tags) == {"h2", "p", "blockquote", "strong", "a", "hr"}
    assert all(f"<{one['url']}>" in source for one in data["statements"])


def test_what_is_pasted_is_what_the_page_lists(many: TestClient) -> None:
    for query in ("", "?from=2025-02-10&undated=show", "?from=2025-02-10", "?kind=direct"):
        number = get(many, "json", query).json()["utterance_count"]
        page = _Words(get(many, "html", query).text)
        assert page.tags.count("figure") == number
        assert page.tags.count("h2") == (query != "?from=2025-02-10")
        assert get(many, "md", query).text.count("> — **") == number


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"))))
def test_no_text_is_a_mark_in_markdown(text: str) -> None:
    page = _Words(f"<blockquote>{_MARKDOWN.render(escaped(text))}")
    assert set(page.tags) <= {"blockquote", "p"}
    assert plain("".join(page.quoted)) == plain(text)


@given(st.text(max_size=50).map(lambda text: text * 1000))
def test_any_text_fits_in_a_cell(text: str) -> None:
    shown, cut = fitting(text)
    assert len(shown.encode("utf-16-le")) <= 2 * LONGEST
    assert cut == shown.endswith(CUT)
    shown.encode()  # no lone surrogate


def not_asked(*_: object) -> Iterator[Any]:
    yield pytest.fail("It was asked for statements.")


def test_head_makes_nothing(many: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "statements_of", not_asked)
    monkeypatch.setattr(takeaway, "_paste", None)
    for suffix, _, _ in FORMS:
        answer = many.head(f"/compare.{suffix}?actor=ada-moreau")
        assert (answer.status_code, answer.content) == (200, b"")
        if suffix != "json":
            assert f"onrecord-comparison.{suffix}" in answer.headers["Content-Disposition"]
            assert "Content-Length" not in answer.headers
        assert many.head(f"/compare.{suffix}?actor=nobody-at-all").status_code == 404


def test_what_is_packed_already_is_not_packed_again(many: TestClient) -> None:
    for suffix, packed in (("xlsx", False), ("parquet", False), ("csv", True), ("jsonl", True)):
        answer = many.get(f"/compare.{suffix}", headers={"Accept-Encoding": "gzip"})
        assert (answer.headers.get("Content-Encoding") == "gzip") == packed


def test_more_rows_than_a_sheet_takes_stand_on_several(
    many: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = [row["statement"] for row in csv_rows(many, "?who=person")]
    monkeypatch.setattr(takeaway_files, "SHEET_ROWS", len(every) - 2)
    book = load_workbook(io.BytesIO(get(many, "xlsx", "?who=person").content))
    assert book.sheetnames == ["Statements", "Statements 2", "About"]
    first, second = (list(sheet.values) for sheet in book.worksheets[:2])
    assert [row[0] for row in (*first[1:], *second[1:])] == every
    assert first[0] == second[0]
    assert book.worksheets[1].auto_filter.ref.endswith("3")
    told = {label: text for label, text, *_ in book["About"].values if label}
    assert told["Sheets"].startswith("They stand on 2 sheets")
    assert told["Rows"].startswith(f"{len(every)} reports")


def test_more_than_anybody_pastes_is_refused_with_a_way_on(
    many: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(takeaway, "_MOST_PASTED", 20)
    answer = many.get("/compare.html")
    assert answer.status_code == 400
    assert 'href="/compare.csv"' in answer.text


def test_what_the_visitor_has_is_not_made_again(
    many: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    forms = [suffix for suffix, _, _ in FORMS if suffix != "json"]
    tags = {suffix: get(many, suffix).headers["ETag"] for suffix in forms}
    assert len(set(tags.values())) == len(forms)
    assert many.head("/compare.csv").headers["ETag"] == tags["csv"]
    assert get(many, "csv", "?actor=ada-moreau").headers["ETag"] != tags["csv"]
    monkeypatch.setattr(queries, "statements_of", not_asked)
    monkeypatch.setattr(takeaway, "_paste", None)
    for suffix, tag in tags.items():
        answer = many.get(f"/compare.{suffix}", headers={"If-None-Match": tag})
        assert (answer.status_code, answer.content) == (304, b"")


def test_what_is_large_is_sent_while_it_is_made(
    many: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, sent = [], []
    engine = many.app.state.site.engine()  # type: ignore[attr-defined]
    with sessions(engine) as session:
        found = list(queries.statements_of(session, ComparisonQuery()))

    def endless(*_: object) -> Iterator[Any]:
        for _round in range(20):
            for one in found:
                made.append(one)
                yield one

    async def send(message: Any) -> None:  # noqa: ANN401
        if message.get("body"):
            sent.append((len(made), message["body"]))

    async def receive() -> Any:  # noqa: ANN401
        await anyio.sleep_forever()

    scope = {
        "type": "http", "method": "GET", "path": "/compare.jsonl", "query_string": b"",
        "headers": [], "server": ("testserver", 80), "scheme": "http", "http_version": "1.1",
    }  # fmt: skip
    monkeypatch.setattr(queries, "statements_of", endless)
    # In a thread of its own: in this one a browser of another test may be waiting.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(anyio.run, many.app, scope, receive, send).result()
    assert len(made) == 20 * len(found)
    assert sent[0][0] < 100  # so many were made when the first were sent
    assert max(len(body) for _, body in sent) < 100_000
    lines = b"".join(body for _, body in sent).splitlines()
    assert [json.loads(line)["id"] for line in lines] == [one.id for one, _ in made]


def test_so_many_at_once_and_no_more(many: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        def acquire(self, **_: object) -> bool:
            return False

    monkeypatch.setattr(streamed, "_AT_ONCE", Full())
    answer = many.get("/compare.csv")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert many.head("/compare.csv").status_code == 200
    monkeypatch.undo()
    for _ in range(8):  # each gives its place back
        get(many, "csv")
        get(many, "xlsx", "?outlet=cmd")
        assert many.get("/compare.parquet?actor=nobody-at-all").status_code == 404
