from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.web.templating import VARY

if TYPE_CHECKING:
    from tests.web.asking import TestClient

BOTH = "/compare?actor=ada-moreau&actor=bo-lindqvist"
FEBRUARY_ONLY = "?from=2025-02-01&to=2025-02-28"
HTMX = {"HX-Request": "true", "HX-Target": "comparison"}


def words(client: TestClient, address: str) -> list[str]:
    data = client.get(address.replace("/compare", "/compare.json", 1)).json()
    return [one["content_text"][0] for one in data["statements"]]


def rows(client: TestClient, address: str) -> list[dict[str, str]]:
    text = client.get(address.replace("/compare", "/compare.csv", 1)).text
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_a_range_shows_what_was_certainly_said_in_it(client: TestClient) -> None:
    address = "/compare?from=2025-02-01&to=2025-02-28"
    assert words(client, address) == [
        "Ada Moreau would accept troops in the end",
        "“No troops will be sent,”",
    ]
    page = client.get(address).text
    assert "1 statement whose day is not known" in page
    assert "troops are a threat" not in page
    shown = client.get(f"{address}&undated=show").text
    assert "troops are a threat" in shown
    assert shown.index("troops are a threat") > shown.index('id="undated"')


def test_page_json_and_csv_agree(client: TestClient) -> None:
    for address in (
        "/compare",
        "/compare?actor=bo-lindqvist",
        "/compare?q=sent&stance=opposes",
        "/compare?actor=ada-moreau",
        f"/compare{FEBRUARY_ONLY}",
        f"/compare{FEBRUARY_ONLY}&undated=show",
    ):
        data = client.get(address.replace("/compare", "/compare.json", 1)).json()
        page = client.get(address).text
        assert data["dated_count"] == len(data["statements"])
        assert data["count"] == len(data["statements"]) + len(data["undated"])
        elsewhere = client.get(data["undated_url"]).json()
        assert len(elsewhere["undated"]) == data["undated_count"] == elsewhere["undated_count"]
        assert data["count"] == len(rows(client, address)) == page.count('class="card"')
        assert re.search(rf"\b{data['count']} statements? as data", page)


def test_what_is_not_certainly_in_a_range_is_counted_and_found_but_not_listed(
    client: TestClient,
) -> None:
    data = client.get(f"/compare.json{FEBRUARY_ONLY}").json()
    assert (data["undated"], data["undated_count"]) == ([], 1)
    assert data["undated_url"].endswith(f"/compare.json{FEBRUARY_ONLY}&undated=show")
    late = client.get("/compare.json?from=2025-03-02&undated=show").json()
    assert late["undated_count"] == 0  # it was reported on 1 March


def test_without_a_range_nothing_is_left_out(client: TestClient) -> None:
    data = client.get("/compare.json").json()
    assert data["undated_count"] > 0
    page = client.get("/compare").text
    assert f">{data['count']} statements by" in page
    assert page.index("troops are a threat") > page.index('id="undated"')
    (box,) = re.findall(r'value="ada-moreau".*?class="number">(\d+)', page)
    assert int(box) == client.get("/compare.json?actor=ada-moreau").json()["count"] == 2


def test_csv_holds_the_undated_only_when_they_are_shown(client: TestClient) -> None:
    assert {row["in_range"] for row in rows(client, f"/compare{FEBRUARY_ONLY}")} == {"yes"}
    for address in ("/compare", f"/compare{FEBRUARY_ONLY}&undated=show"):
        apart = [row["words"] for row in rows(client, address) if row["in_range"] != "yes"]
        assert apart == ["troops are a threat"]


def test_csv_is_harmless_and_says_where_it_comes_from(client: TestClient) -> None:
    answer = client.get("/compare.csv")
    assert answer.content.startswith("\ufeff".encode())
    assert "attachment" in answer.headers["Content-Disposition"]
    for row in rows(client, "/compare"):
        assert row["permalink"].startswith("http://testserver/statements/")
        assert row["retrieved_at"].endswith("Z")
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row.values())
    assert {"'=cmd()"} < {row["outlet"] for row in rows(client, "/compare")}


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("/compare?from=&to=&q=&actor=ada-moreau", "/compare?actor=ada-moreau"),
        ("/compare?actor=bo-lindqvist&actor=ada-moreau", BOTH),
        ("/compare?actor=bo-lindqvist,ada-moreau", BOTH),
        ("/compare?speaker=A.+Moreau", "/compare?actor=ada-moreau"),
        ("/compare?speaker=moreau", "/compare?actor=ada-moreau"),
        ("/compare?from=2025-02", "/compare?from=2025-02-01"),
        ("/compare?to=2025-02", "/compare?to=2025-02-28"),
        ("/compare?stance=OPPOSES&stance=opposes", "/compare?stance=opposes"),
        ("/compare?outlet=The+Gazette", "/compare?outlet=the-gazette"),
        ("/compare?utm_source=x", "/compare"),
        ("/compare?issue=foreign-troops-ukraine", "/compare"),
        ("/compare?undated=hide", "/compare"),
        ("/compare?undated=show&actor=ada-moreau", "/compare?actor=ada-moreau"),
        ("/compare?undated=show&to=2025-02", "/compare?to=2025-02-28&undated=show"),
        ("/compare?q=++no+++troops+", "/compare?q=no+troops"),
    ],
)  # fmt: skip
def test_one_choice_has_one_address(client: TestClient, asked: str, canonical: str) -> None:
    answer = client.get(asked)
    assert (answer.status_code, answer.headers["Location"]) == (302, canonical)
    assert client.get(canonical).status_code == 200
    block = client.get(asked, headers=HTMX)
    assert (block.status_code, block.headers["HX-Push-Url"]) == (200, canonical)


def test_htmx_gets_a_block_and_everybody_else_the_page(client: TestClient) -> None:
    page = client.get("/compare")
    block = client.get("/compare", headers=HTMX)
    assert "<html" in page.text
    assert "<html" not in block.text
    assert 'hx-swap-oob="innerHTML"' in block.text
    assert 'aria-live="polite">5 statements' in page.text
    assert page.headers["ETag"] != block.headers["ETag"]
    for answer in (page, block):
        assert VARY in answer.headers["Vary"]
    for header in ("HX-History-Restore-Request", "HX-Boosted"):
        restored = client.get("/compare", headers={**HTMX, header: "true"})
        assert "<html" in restored.text
        assert "HX-Push-Url" not in restored.headers


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("from=2025-02-30", 400, "not a day of the calendar"),
        ("from=yesterday", 400, "not a date like"),
        ("from=2025-03-01&to=2025-02-01", 400, "after it ends"),
        ("stance=suports", 400, "Did you mean “supports”?"),
        ("kind=spoken", 400, "It can be: direct, mixed, indirect"),
        ("form=2025", 400, "Did you mean “from”?"),
        ("from=2025-01-01&from=2025-02-01", 400, "more than once"),
        ("undated=maybe", 400, "can only be “show”"),
        ("actor=ada-morau", 404, "No actor is called “ada-morau”"),
        ("outlet=gazete", 404, "No outlet is called “gazete”"),
        ("issue=tropps", 404, "no issue called"),
        ("q=" + "x" * 400, 400, "longer than"),
        ("q=%00", 400, "nobody can see"),
        ("actor=%1c%7f", 400, "nobody can see"),
    ],
)
def test_what_cannot_be_read_is_explained(
    client: TestClient, query: str, status: int, words: str
) -> None:
    page = client.get(f"/compare?{query}")
    assert page.status_code == status
    assert words in page.text
    assert 'href="/compare"' in page.text
    data = client.get(f"/compare.json?{query}")
    assert data.status_code == status
    assert words in data.json()["error"]["message"]
    assert client.get(f"/compare.csv?{query}").status_code == status
    block = client.get(f"/compare?{query}", headers=HTMX)
    assert block.status_code == status
    assert block.headers["HX-Retarget"] == "#results"
    assert "<html" not in block.text


def test_a_name_that_two_have_is_asked_back(client: TestClient) -> None:
    answer = client.get("/compare.json?actor=Person")
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert error["message"] == "“Person” can mean 2 actors."
    assert [link["title"] for link in error["suggestions"]] == ["Mute Person", "Sam Person"]


def test_near_names_are_offered(client: TestClient) -> None:
    suggestions = client.get("/compare.json?actor=ada-morau").json()["error"]["suggestions"]
    assert suggestions[0]["title"] == "Ada Moreau"
    assert "/actors/ada-moreau" in client.get("/actors/ada-morau").text


NAMES = st.sampled_from(
    ["actor", "speaker", "from", "to", "stance", "kind", "outlet", "q", "undated", "issue"]
)
VALUES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["ada-moreau", "bo-lindqvist", "2025-02", "2025-02-28", "opposes", "direct", "show", '"',
         "\0", "%", "*", "a OR b", "NEAR(", "-", "9999-12-31", "0001-01-01", "the-gazette"]
    ),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(pairs=st.lists(st.tuples(NAMES, VALUES), max_size=5))
def test_no_choice_ever_breaks_the_app(client: TestClient, pairs: list[tuple[str, str]]) -> None:
    params: Any = pairs
    data = client.get("/compare.json", params=params)
    assert data.status_code in (200, 400, 404)
    page = client.get("/compare", params=params, follow_redirects=True)
    assert page.status_code == data.status_code
    if data.status_code == 200:
        found = data.json()
        assert str(page.url) == found["url"]
        shown = page.text.count('class="card"')
        assert shown <= found["count"] + found["undated_count"]
