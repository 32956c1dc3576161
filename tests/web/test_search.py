from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from tests.web.asking import TestClient

HTMX = {"HX-Request": "true"}


def test_a_page_of_all_three_groups_with_the_words_marked(client: TestClient) -> None:
    page = client.get("/search?q=troop").text
    assert '<h2 id="h-statements">Statements</h2>' in page
    assert "“No <mark>troops</mark> will be sent,”" in page
    assert "4 statements" in page
    assert "2 articles" in page
    assert re.search(
        r"<nav class=\"tabs\".*?Statements <span class=\"number\">4</span>", page, re.DOTALL
    )
    named = client.get("/search?q=moreau").text
    assert "<mark>Moreau</mark></bdi></a>" in named
    # A role that the directory tells is found too, and an article by its title.
    assert "<mark>February</mark>" in client.get("/search?q=february").text


def test_a_hit_leads_to_its_place(client: TestClient) -> None:
    page = client.get("/search?q=newsletter").text
    address = re.search(r'href="(/articles/[^"#]+)#([^":]+):~:text=([^"]+)"', page)
    assert address is not None
    article = client.get(address[1]).text
    assert f'id="{address[2]}"' in article
    assert "newsletter" in address[3]
    statement = client.get("/search?q=needed").text
    assert re.search(r'href="/articles/\w+#s-\w+">In the article', statement)


def test_nothing_of_a_text_or_an_address_is_rendered_as_markup(client: TestClient) -> None:
    for words in ("script alert", "bold", '"><script>alert(9)</script>', "<b>Bold</b>"):
        page = client.get("/search", params={"q": words}).text
        assert "<script>alert" not in page
        assert "<b>Bold" not in page
    assert (
        "&lt;<mark>script</mark>&gt;<mark>alert</mark>(1)"
        in client.get("/search?q=script+alert").text
    )


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("/search?q=troops&in=", "/search?q=troops"),
        ("/search?in=all&q=++troops++++needed&page=1&order=best&issue=", "/search?q=troops+needed"),
        ("/search?q=troops&in=Actors&utm_source=x", "/search?in=actors&q=troops"),
        ("/search?words=troops&sort=NEWEST", "/search?order=newest&q=troops"),
        ("/search?q=troops&page=1&in=statements", "/search?in=statements&q=troops"),
        ("/search?q=", "/search"),
        ("/search?page=3&q=troops", "/search?q=troops"),
    ],
)
def test_one_search_has_one_address(client: TestClient, asked: str, canonical: str) -> None:
    answer = client.get(asked)
    assert (answer.status_code, answer.headers["Location"]) == (302, canonical)
    assert client.get(canonical).status_code == 200
    assert f'rel="canonical" href="http://testserver{canonical}"'.replace("&", "&amp;") in (
        client.get(canonical).text
    )


@pytest.mark.parametrize(
    "address",
    [
        "/search?in=videos&q=x",
        "/search?order=random&q=x",
        "/search?page=0&in=actors&q=x",
        "/search?page=²&in=actors&q=x",
        "/search?page=99999999999999&in=actors&q=x",
        "/search?in=statements&page=2&q=troops",
        "/search?q=x&colour=red",
        "/search?q=" + "x" * 301,
        "/search?q=x&in=actors&in=articles",
    ],
)
def test_what_cannot_be_read_is_an_error_with_a_way_on(client: TestClient, address: str) -> None:
    for form in ("", ".json", ".csv"):
        answer = client.get(address.replace("/search", f"/search{form}"))
        if form == ".csv" and "page=2" in address:
            continue  # a file has no pages
        assert answer.status_code == 400, form
    assert 'href="/search' in client.get(address).text


def test_an_issue_that_is_none(client: TestClient) -> None:
    answer = client.get("/search?q=troops&issue=nothing")
    assert answer.status_code == 404


def test_words_that_are_none(client: TestClient) -> None:
    for words in ("***", '"', "“ ”", "…"):
        page = client.get("/search", params={"q": words})
        assert page.status_code == 200
        assert "only words can be looked for" in page.text
        data = client.get("/search.json", params={"q": words}).json()
        assert data["count"] == 0
    assert client.get("/search?q=%00").status_code == 400
    assert client.get("/search?q=%00troops").headers["Location"] == "/search?q=troops"


def test_nothing_found_says_what_would_be(client: TestClient) -> None:
    page = client.get("/search?q=troops+unicorns").text
    assert "Each by itself" in page
    assert re.search(r'href="/search\?q=troops"><bdi>troops</bdi></a>&nbsp;<span[^>]*>6<', page)
    assert re.search(r'href="/search\?q=unicorns"><bdi>unicorns</bdi></a>&nbsp;<span[^>]*>0<', page)
    quoted = client.get("/search", params={"q": '"sent troops"'}).text
    assert "Without quotation marks" in quoted
    near = client.get("/search?q=moraeu").text
    assert re.search(r'name like it: <a href="/actors/ada-moreau"><bdi>', near)
    assert "name like it" not in client.get("/search?q=zzzzzz").text
    part = client.get("/search?in=actors&q=needed").text
    assert 'href="/search?q=needed">In everything' in part


def test_the_comparison_with_the_same_words_shows_as_many(client: TestClient) -> None:
    page = client.get("/search?q=troops").text
    found = re.search(
        r'In the comparison: <a href="([^"]+)">[^<]+</a>&nbsp;<span[^>]*>(\d+)<', page
    )
    assert found is not None
    data = client.get(found[1].replace("/compare", "/compare.json").replace("&amp;", "&")).json()
    assert data["utterance_count"] == int(found[2])


def test_page_json_and_csv_agree(client: TestClient) -> None:
    for words in ("troops", "moreau", "said", "february"):
        data = client.get("/search.json", params={"q": words}).json()
        table = client.get("/search.csv", params={"q": words})
        rows = list(csv.DictReader(io.StringIO(table.text.removeprefix("\ufeff"))))
        for group in ("statements", "actors", "articles"):
            part = data[group]
            of_group = [row for row in rows if row["group"] == group.removesuffix("s")]
            assert part["count"] == len(of_group) == len(part["found"])
        assert data["count"] == len(rows)
    first = data["articles"]["found"][0]["passage"]
    for start, end in first["marks"]:
        text = client.get(first["url"].split("#")[0].replace("/articles/", "/articles/") + ".json")
        whole = text.json()["article"]["text"]
        assert "ebruary" in whole[start:end] or whole[start:end]


def test_cells_are_harmless(client: TestClient) -> None:
    table = client.get("/search.csv?q=two").text
    assert "'=1+1 is two" in table


def test_an_answer_to_htmx_is_the_part_that_changes(client: TestClient) -> None:
    typed = client.get("/search?q=troops&issue=&order=", headers={**HTMX, "HX-Trigger-Name": "q"})
    assert typed.headers["HX-Replace-Url"] == "/search?q=troops"
    assert "<html" not in typed.text
    assert 'hx-swap-oob="innerHTML"' in typed.text
    sent = client.get("/search?q=troops&in=articles", headers=HTMX)
    assert sent.headers["HX-Push-Url"] == "/search?in=articles&q=troops"
    assert "HX-Replace-Url" not in sent.headers


def test_the_field_stands_on_every_page_but_this(client: TestClient) -> None:
    assert 'action="/search" role="search"' in client.get("/actors").text
    assert client.get("/search?q=troops").text.count('role="search"') == 1


CHOICES = st.fixed_dictionaries(
    {},
    optional={
        "q": st.sampled_from(["troops", "moreau", '"no troops"', "two", "ada said", "zz", "*"]),
        "in": st.sampled_from(["statements", "actors", "articles", "all"]),
        "issue": st.sampled_from(["foreign-troops-ukraine", ""]),
        "order": st.sampled_from(["best", "newest"]),
        "page": st.just("1"),
    },
)


@given(CHOICES, st.randoms())
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_choice_fails_and_its_order_does_not_matter(
    client: TestClient, chosen: dict[str, str], chance: object
) -> None:
    pairs = list(chosen.items())
    chance.shuffle(pairs)  # type: ignore[attr-defined]
    answer = client.get(f"/search?{urlencode(pairs)}")
    again = client.get(f"/search?{urlencode(sorted(pairs))}")
    places = [one.headers.get("Location", str(one.request.url)) for one in (answer, again)]
    assert parse_qsl(urlsplit(places[0]).query) == parse_qsl(urlsplit(places[1]).query)
    page = client.get(places[0])
    data = client.get(f"/search.json?{urlencode(pairs)}").json()
    assert page.status_code == 200
    for group in ("statements", "actors", "articles"):
        count = data.get(group, {}).get("count")
        if count:
            noun = group.removesuffix("s") if count == 1 else group
            assert f"{count} {noun}" in page.text
