from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.records import CopyRef
from app.views.cards import show_card
from app.web.templating import VARY, environment
from tests.views.records import statement

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


def counts(page: str) -> tuple[int, int]:
    """How many reports and utterances the sentence of a page counts."""
    found = re.search(r": ([\d,]+) reports? of ([\d,]+) utterances?", page)
    return (int(found[1].replace(",", "")), int(found[2].replace(",", ""))) if found else (0, 0)


def test_a_range_shows_what_was_certainly_said_in_it(client: TestClient) -> None:
    address = "/compare?from=2025-02-01&to=2025-02-28"
    assert words(client, address) == [
        "Ada Moreau would accept troops in the end",
        "“No troops will be sent,”",
    ]
    page = client.get(f"{BOTH}&{address.partition('?')[2]}").text
    assert "1 statement whose day is not known" in page
    assert "troops are a threat" not in page
    shown = client.get(f"{BOTH}&{address.partition('?')[2]}&undated=show").text
    assert "troops are a threat" in shown
    assert shown.index("troops are a threat") > shown.index('id="undated"')


def test_page_json_and_csv_agree(client: TestClient) -> None:
    for address in (
        "/compare",
        "/compare?actor=bo-lindqvist",
        "/compare?q=sent&stance=opposes",
        "/compare?actor=ada-moreau",
        BOTH,
        f"{BOTH}&from=2025-02-01&to=2025-02-28&undated=show",
        f"/compare{FEBRUARY_ONLY}",
        f"/compare{FEBRUARY_ONLY}&undated=show",
    ):
        data = client.get(address.replace("/compare", "/compare.json", 1)).json()
        page = client.get(address).text
        assert data["dated_count"] == len(data["statements"])
        assert data["count"] == len(data["statements"]) + len(data["undated"])
        elsewhere = client.get(data["undated_url"]).json()
        assert len(elsewhere["undated"]) == data["undated_count"] == elsewhere["undated_count"]
        assert data["count"] == len(rows(client, address))
        assert counts(page) == (data["count"], data["utterance_count"])
        assert re.search(rf"\b{data['count']} statements? as data", page)
        if "actor=" in address:
            assert data["utterance_count"] == page.count('class="card"')


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
    assert counts(client.get("/compare").text) == (data["count"], data["utterance_count"])
    page = client.get(BOTH).text
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
        ("/compare?country=UA&who=Person", "/compare?side=ua&who=person"),
        ("/compare?view=overview", "/compare"),
        ("/compare?view=words", "/compare"),
        ("/compare?sort=name&group=side", "/compare?order=name"),
        (f"{BOTH}&view=words&order=name", BOTH),
        (f"{BOTH}&view=overview&bands=day&before=2025-02-10.abc", f"{BOTH}&view=overview"),
        ("/compare?stack=actor&actor=ada-moreau&bands=Day",
         "/compare?actor=ada-moreau&bands=day&stack=actor"),
        ("/compare?stack=date&actor=ada-moreau", "/compare?actor=ada-moreau"),
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
    assert 'aria-live="polite">What 3 actors said about troops: 5 reports of 5' in page.text
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
        ("who=robots", 400, "It can be: person, organisation"),
        ("scope=all", 400, "It can be: general, own, other"),
        ("reviewed=no", 400, "can only be “only”"),
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


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("bands=week", "It can be: day, month, quarter, year"),
        ("order=size", "It can be: statements, name, latest"),
        ("group=party", "It can be: side, who, none"),
        ("stack=columns", "“stack” can be “actor” or “date”"),
        ("view=cards", "“view” can be “overview” or “words”"),
        ("view=words&view=overview", "more than once"),
        ("actor=ada-moreau&before=5", "what a link to older words has"),
        ("actor=ada-moreau&before=2025-02-30.0123456789abc", "what a link to older words has"),
    ],
)
def test_only_the_page_minds_how_it_is_asked_to_be_shown(
    client: TestClient, query: str, words: str
) -> None:
    page = client.get(f"/compare?{query}")
    assert page.status_code == 400
    assert words in page.text
    assert client.get(f"/compare.json?{query}").status_code == 200


def test_an_overview_leads_to_the_words(client: TestClient) -> None:
    page = client.get("/compare").text
    (row,) = re.findall(r'<tr>\s*<td class="pick">.*?ada-moreau.*?</tr>', page, re.DOTALL)[:1]
    links = [link for link in re.findall(r'href="([^"]+)"', row) if "stance=" in link]
    assert links
    for link in links:
        shown = client.get(link.replace("&amp;", "&"))
        assert shown.status_code == 200
        assert 'class="card"' in shown.text
    compared = client.get("/compare?actor=ada-moreau&actor=bo-lindqvist")
    assert compared.text.count('class="head-name"') == 2


def test_an_empty_answer_leads_on(client: TestClient) -> None:
    page = client.get("/compare?actor=ada-moreau&q=zebra").text
    assert "No statement by Ada Moreau, with “zebra”, in 3 articles." in page
    ways = re.findall(r'<li><a href="(/compare[^"]*)".*?</a>: (\d+) utterance', page)
    assert ways == [("/compare?actor=ada-moreau", "2")]
    silent = client.get("/compare?actor=mute-person").text
    assert re.findall(r'<li><a href="(/compare[^"]*)".*?</a>: (\d+) utterance', silent) == [
        ("/compare", "5")
    ]


def test_words_looked_for_are_marked(client: TestClient) -> None:
    page = client.get("/compare?actor=bo-lindqvist&q=troop").text
    assert page.count("<mark>troops</mark>") == 2


def test_the_context_of_a_card(client: TestClient, ids: dict[str, str]) -> None:
    statement = ids["“No troops w"]
    address = f"/statements/{statement}/context"
    part = client.get(address, headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert "<html" not in part.text
    assert "<mark>“No troops will be sent,”</mark> Ada Moreau said." in part.text
    assert "Bo Lindqvist said that" in part.text
    place = client.get(address)
    assert place.status_code == 302
    assert place.headers["Location"].endswith(f"#s-{statement}")
    assert client.get("/statements/0000000000000/context").status_code == 404


def test_a_page_of_words_stays_small() -> None:
    """120 cards are the most that a page has; with all else on it they fit in 300 KB."""
    long = replace(statement("2025-02-10"), content_text=("No troops, never. " * 15,))
    other = CopyRef(long.id, long.article, ("Never any troops. " * 8,))
    cards: Any = environment().get_template("macros.html").module
    alone, told = (
        str(cards.card_of(show_card(replace(long, reports=reports), long.positions[0].issue)))
        for reports in ((), (other, other))
    )
    assert 'class="by">machine, sure<' in alone
    assert (len(alone.encode()) * 2 + len(told.encode())) / 3 * 120 < 230_000


NAMES = st.sampled_from(
    ["actor", "speaker", "from", "to", "stance", "kind", "outlet", "q", "undated", "issue",
     "side", "who", "scope", "reviewed", "bands", "before", "group", "order", "stack", "view"]
)  # fmt: skip
VALUES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["ada-moreau", "bo-lindqvist", "2025-02", "2025-02-28", "opposes", "direct", "show", '"',
         "\0", "%", "*", "a OR b", "NEAR(", "-", "9999-12-31", "0001-01-01", "the-gazette",
         "ua", "person", "own", "only", "day", "name", "actor", "overview", "undated.0123456789abc"]
    ),
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(pairs=st.lists(st.tuples(NAMES, VALUES), max_size=5))
def test_no_choice_ever_breaks_the_app(client: TestClient, pairs: list[tuple[str, str]]) -> None:
    params: Any = pairs
    data = client.get("/compare.json", params=params)
    assert data.status_code in (200, 400, 404)
    page = client.get("/compare", params=params, follow_redirects=True)
    if data.status_code == 200 == page.status_code:
        found = data.json()
        assert counts(page.text) == (found["count"], found["utterance_count"])
    else:
        assert page.status_code in (400, data.status_code)
