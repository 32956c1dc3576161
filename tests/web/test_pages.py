from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from app.web.security import HEADERS
from tests.web.conftest import FEBRUARY, HOSTILE, UNDATED

if TYPE_CHECKING:
    from tests.web.asking import TestClient

PAGES = (
    "/",
    "/compare",
    "/compare?actor=ada-moreau&actor=bo-lindqvist&from=2025-02-01&undated=show",
    "/compare?actor=mute-person",
    "/agreement",
    "/agreement?from=2025-01-01&issue=foreign-troops-ukraine&least=2",
    "/actors",
    "/actors/ada-moreau",
    "/actors/mute-person",
    "/actors/ada-moreau/timeline",
    "/actors/mute-person/timeline?from=2025-01-01&issue=other",
    "/articles",
)


class Reader(HTMLParser):
    """Collects what a browser would see: text, tags that are open at the end, ids, attributes."""

    VOID = frozenset({"meta", "link", "input", "br", "img", "path", "circle", "rect", "use"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.open, self.ids, self.tags = "", [], [], []  # type: ignore[var-annotated]
        self.attributes: list[tuple[str, str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)
        for name, value in attrs:
            self.attributes.append((tag, name, value or ""))
            if name == "id":
                self.ids.append(value)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def article_and_statement(ids: dict[str, str]) -> list[str]:
    return [f"/articles/{ids['What was said in February']}", f"/statements/{ids['“No troops w']}"]


def test_every_page_is_well_formed_safe_and_leads_nowhere_dead(
    client: TestClient, ids: dict[str, str]
) -> None:
    asked: dict[str, int] = {}
    for page in (*PAGES, *article_and_statement(ids)):
        answer = client.get(page)
        assert answer.status_code == 200, page
        read = Reader(answer.text)
        assert read.open == []
        assert len(read.ids) == len(set(read.ids)), page
        assert read.tags.count("h1") == 1
        for tag, name, value in read.attributes:
            assert not name.startswith("on"), (page, tag, name)
            assert name != "style", (page, tag)
            if name in ("href", "src", "action", "hx-get") and value.startswith("/"):
                path = value.split("#")[0]
                if path not in asked:
                    asked[path] = client.get(path).status_code
                # A form that is sent has its own address; a link to it leads to the page it is on.
                led = (302,) if name in ("action", "hx-get") else ()
                assert asked[path] in (200, *led), (page, value)
            if name == "href" and value.startswith("#") and "shape" not in value:
                assert value[1:] in read.ids, (page, value)
    assert len(asked) > 40


def test_every_answer_carries_the_security_headers(client: TestClient) -> None:
    for address in ("/", "/compare.json", "/static/base.css", "/nothing", "/healthz"):
        headers = client.get(address).headers
        for name, value in HEADERS.items():
            assert headers[name] == value
    assert "unsafe-inline" not in HEADERS["Content-Security-Policy"]


def test_nothing_of_an_article_becomes_markup(client: TestClient, ids: dict[str, str]) -> None:
    title = '<b>Bold</b> & "quoted"'
    for page in ("/", "/compare", "/compare?actor=cleo-varga", "/articles",
                 f"/articles/{ids[title]}", f"/statements/{ids['“<script>ale']}",
                 "/actors/cleo-varga"):  # fmt: skip
        html = client.get(page).text
        read = Reader(html)
        assert "b" not in read.tags or "<b>Bold" not in html
        data = ("script", "type", "application/ld+json")
        ours = [one for one in read.attributes if one[:2] == ("script", "src")]
        assert all(source.startswith("/static/") for _, _, source in ours)
        assert read.tags.count("script") == len(ours) + read.attributes.count(data), page
        assert "img" not in read.tags
        assert not any("javascript:" in value for _, _, value in read.attributes)
    shown = client.get("/compare?actor=cleo-varga").text
    assert "<script>alert(1)</script>" in Reader(shown).text


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("What was said in February", FEBRUARY),
        ("An old position", UNDATED),
        ('<b>Bold</b> & "quoted"', HOSTILE),
    ],
)
def test_an_article_page_holds_every_word_in_order(
    client: TestClient, title: str, text: str
) -> None:
    listed = client.get("/articles.json").json()["articles"]
    (identifier,) = (one["id"] for one in listed if one["title"] == title)
    shown = Reader(client.get(f"/articles/{identifier}").text).text
    shown = shown.replace("Not part of the report", "")
    assert " ".join(text.split()) in " ".join(shown.split())


def test_an_article_and_its_statements_link_both_ways(
    client: TestClient, ids: dict[str, str]
) -> None:
    article, statement = ids["What was said in February"], ids["“No troops w"]
    page = Reader(client.get(f"/articles/{article}").text)
    assert f"s-{statement}" in page.ids
    assert ("a", "href", f"/statements/{statement}") in page.attributes
    back = Reader(client.get(f"/statements/{statement}").text)
    assert ("a", "href", f"/articles/{article}#s-{statement}") in back.attributes


def test_what_is_not_the_report_is_labelled(client: TestClient, ids: dict[str, str]) -> None:
    listed = client.get("/articles.json").json()["articles"]
    (identifier,) = (one["id"] for one in listed if one["title"] == "An old position")
    assert "Not part of the report" in client.get(f"/articles/{identifier}").text


def test_a_statement_page_says_who_when_where_and_why(
    client: TestClient, ids: dict[str, str]
) -> None:
    shown = Reader(client.get(f"/statements/{ids['“No troops w']}").text)
    text = " ".join(shown.text.split())
    for words in (
        "“No troops will be sent,”",
        "foreign minister",
        "10 Feb 2025 the date is printed in the text",
        "The machine is fairly sure (0.80)",
        "words that say whether it is refused (rule “refusal”); here they point to opposes",
        "It is in quotation marks.",
    ):
        assert words in text
    originals = [value for _, name, value in shown.attributes
                 if name == "href" and value.startswith("https://gazette")]  # fmt: skip
    assert originals == ["https://gazette.example/february#:~:text=No%20troops%20will%20be%20sent"]


def test_a_second_hand_position_is_nobodys_own(client: TestClient) -> None:
    text = " ".join(Reader(client.get("/compare?actor=bo-lindqvist").text).text.split())
    assert "Bo Lindqvist says of Ada Moreau: supports" in text
    assert "supports 1 1 second-hand" in text
    own = " ".join(Reader(client.get("/compare?actor=ada-moreau").text).text.split())
    assert "second-hand" not in own.rpartition("What the words and marks mean")[0]
    assert "What others say Ada Moreau thinks" in client.get("/actors/ada-moreau").text


def test_a_guess_is_marked(client: TestClient) -> None:
    text = Reader(client.get("/compare?actor=bo-lindqvist").text).text
    assert re.search(r"11.Feb.2025\? \(a guess\)", text)


def test_an_empty_result_says_what_was_looked_through(client: TestClient) -> None:
    text = Reader(client.get("/compare?actor=mute-person").text).text
    assert "No statement by Mute Person in 3 articles." in text


def test_pages_answer_head_and_304(client: TestClient) -> None:
    assert client.head("/compare").status_code == 200
    first = client.get("/articles")
    again = client.get("/articles", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.content == b""


def test_health_says_whether_the_database_answers(client: TestClient) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")


def test_static_files_are_kept_by_version(client: TestClient) -> None:
    (address,) = re.findall(r'href="(/static/base\.css\?v=[0-9a-f]+)"', client.get("/").text)
    assert "immutable" in client.get(address).headers["Cache-Control"]
    assert client.get("/static/base.css").headers["Cache-Control"] == "no-cache"


def test_where_the_server_keeps_its_files_is_not_told(client: TestClient) -> None:
    listed = client.get("/articles.json").json()["articles"]
    data = client.get(f"/articles/{listed[0]['id']}.json").json()
    assert "/" not in data["article"]["file"]


@pytest.mark.parametrize(("page", "what"), [("/actors", "actor"), ("/articles", "article")])
def test_lists_and_their_data_agree_on_the_count(client: TestClient, page: str, what: str) -> None:
    count = client.get(f"{page}.json").json()["count"]
    assert f"{count} {what}s" in client.get(page).text
    assert len(client.get(f"{page}.csv").text.splitlines()) == count + 1


def test_styles_and_scripts_are_small_as_sent(client: TestClient) -> None:
    page = Reader(client.get("/").text)
    files = {value for tag, name, value in page.attributes
             if tag in ("link", "script") and value.startswith("/static/")}  # fmt: skip
    sent = 0
    for file in files:
        with client.stream("GET", file, headers={"Accept-Encoding": "gzip"}) as answer:
            sent += sum(len(part) for part in answer.iter_raw())
    assert len(files) == 7
    assert sent < 30_000
