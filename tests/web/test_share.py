"""What is said to those who pass a page on: head, picture, schema.org, oEmbed, annotation."""

from __future__ import annotations

import io
import json
import re
import threading
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace
from html import unescape
from itertools import islice
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from PIL import Image

from app.db.session import open_engine, sessions
from app.db.store import editing, save
from app.domain.accounts import By, Interface
from app.main import create_app
from app.views.share_head import statement_head
from app.web import share
from tests.factories import make_extraction, make_statement
from tests.views import records
from tests.web.asking import TestClient
from tests.web.test_pages import Reader

if TYPE_CHECKING:
    import httpx

    from app.config import Settings

EVA = By(None, "Eva", Interface.WEB)
SITE = "http://testserver"


def metadata(html: str) -> dict[str, str]:
    """What OpenGraph reads, by property."""
    found = re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)">', html)
    return {name: unescape(value) for name, value in found}


def statement(ids: dict[str, str], words: str = "“No troops w") -> str:
    return f"/statements/{ids[words]}"


@pytest.fixture(scope="module")
def known(client: TestClient) -> dict[str, str]:
    """Ids of all statements by the beginning of their words."""
    found: dict[str, str] = {}
    for article in client.get("/articles.json").json()["articles"]:
        page = client.get(f"/articles/{article['id']}.json").json()
        found |= {one["content_text"][0][:12]: one["id"] for one in page["statements"]}
    return found


def withdraw(settings: Settings, identifier: str) -> None:
    engine = open_engine(settings.database_url)
    with sessions(engine, write=True) as session:
        editing.withdraw(session, EVA, identifier, reason="It is a caption.")
    engine.dispose()


def shared_pages(client: TestClient, ids: dict[str, str]) -> list[str]:
    """A page of each kind that is passed on."""
    here = {"Sec-Fetch-Site": "same-origin", "Origin": SITE}
    frozen = client.post("/compare/freeze", data={"actor": ["ada-moreau"]}, headers=here)
    return [
        statement(ids),
        statement(ids, "“<script>ale"),
        "/actors/ada-moreau",
        "/actors/mute-person",
        "/utterances/" + ids["“No troops w"],
        "/compare",
        "/compare?actor=ada-moreau&q=no+%22troops%22+%3C%26",
        frozen.headers["Location"],
    ]


def test_each_page_says_what_a_link_to_it_shows(visitor: TestClient, ids: dict[str, str]) -> None:
    for page in shared_pages(visitor, ids):
        html = visitor.get(page).text
        said = metadata(html)
        assert said["og:title"], page
        assert said["og:description"], page
        assert said["og:image:alt"], page
        assert said["twitter:card"] == "summary_large_image"
        assert said["og:url"] == f"{SITE}{unescape(page)}"
        assert said["og:image"].startswith(f"{SITE}/"), page
        picture = visitor.get(said["og:image"])
        assert picture.status_code == 200, page
        image = Image.open(io.BytesIO(picture.content))
        size = (int(said["og:image:width"]), int(said["og:image:height"]))
        assert (image.format, image.size) == ("PNG", size)
        offered = re.findall(r'<link rel="alternate" type="([^"]+)" href="([^"]+)"', html)
        for kind, address in offered:
            answer = visitor.get(unescape(address))
            assert answer.status_code == 200, (page, address)
            named = unescape(kind).split(";")[0].removesuffix("+oembed")
            assert answer.headers["Content-Type"].startswith(named), (kind, address)


def test_words_of_the_outlet_are_not_put_into_a_mouth(
    client: TestClient, ids: dict[str, str]
) -> None:
    said = metadata(client.get(statement(ids, "troops are n")).text)
    assert said["og:description"].startswith("Paraphrased by The Gazette: troops are needed")
    own = metadata(client.get(statement(ids)).text)["og:description"]
    assert own.startswith("“No troops will be sent,”")
    # A guess is marked, and so is a doubt.
    assert metadata(client.get(statement(ids, "Ada Moreau w")).text)["og:title"].endswith("2025?")


def ld(client: TestClient, address: str) -> list[dict[str, Any]]:
    html = client.get(address).text
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return [json.loads(one) for one in found]


def test_a_statement_is_a_quotation_for_search_engines(
    client: TestClient, known: dict[str, str]
) -> None:
    (said,) = ld(client, statement(known))
    assert said["@type"] == "Quotation"
    assert said["text"] == "“No troops will be sent,”"
    assert said["creator"]["@type"] == "Person"
    assert said["creator"]["name"] == "Ada Moreau"
    assert said["dateCreated"] == "2025-02-10"
    assert said["isPartOf"]["@type"] == "NewsArticle"
    assert said["isPartOf"]["url"] == "https://gazette.example/february"
    guessed, unknown = (
        ld(client, statement(known, one)) for one in ("Ada Moreau w", "troops are a")
    )
    assert "dateCreated" not in guessed[0]
    assert "dateCreated" not in unknown[0]
    assert "ClaimReview" not in client.get(statement(known)).text


def test_nothing_of_an_article_ends_the_script_or_becomes_an_address(
    client: TestClient, own: Settings, ids: dict[str, str]
) -> None:
    (said,) = ld(client, statement(ids, "“<script>ale"))
    assert said["text"] == "“<script>alert(1)</script> & <img src=x onerror=alert(2)>,”"
    assert "url" not in said["isPartOf"]  # javascript:
    text = "“</script><!--<script>&amp; \u2028 ]]> end,” said Cleo Varga."
    words = text.split(" said", maxsplit=1)[0]
    engine = open_engine(own.database_url)
    with sessions(engine, write=True) as session:
        made = make_statement(text, words)
        saved = save(session, make_extraction(text, made, title="</title><!--", file="x.txt"))
    engine.dispose()
    with TestClient(create_app(own)) as asking:
        page = asking.get(f"/articles/{saved.article}.json").json()
        address = f"/statements/{page['statements'][0]['id']}"
        (said,) = ld(asking, address)
        assert said["text"] == words
        assert Reader(asking.get(address).text).open == []
        feed = asking.get("/compare.atom").content
        ET.fromstring(feed)  # noqa: S314 - our own


def test_an_unsure_speaker_is_told_and_is_no_creator() -> None:
    head = statement_head(replace(records.statement(), confidence=0.05), "foreign-troops-ukraine")
    assert head.quotation is None
    assert "speaker not certain" in head.description


def test_a_picture_is_drawn_once_and_not_sent_twice(
    client: TestClient, ids: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"{statement(ids)}/picture.png"
    first = client.get(address)
    assert first.headers["Content-Type"] == "image/png"
    assert "max-age" in first.headers["Cache-Control"]

    def fails(_plate: object) -> bytes:
        raise AssertionError

    monkeypatch.setattr(share, "draw", fails)
    assert client.get(address).content == first.content
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get("/compare/picture.png?actor=ada-moreau", headers={"If-None-Match": "*"})
    assert other.status_code == 304


def test_many_pictures_at_once_do_not_stop_the_pages(
    settings: Settings, ids: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(_plate: object) -> bytes:
        begun.set()
        assert go_on.wait(60)
        return b"drawn"

    monkeypatch.setattr(share, "draw", slow)
    choices = [f"/compare/picture.png?q=word{number}" for number in range(12)]
    impatient = settings.model_copy(update={"database_wait": 0.5})
    with TestClient(create_app(impatient)) as client, ThreadPoolExecutor(12) as pool:
        asked = [pool.submit(client.get, choice) for choice in choices]
        try:
            assert begun.wait(60)
            refused = [one.result() for one in islice(as_completed(asked), 11)]
            assert {one.status_code for one in refused} == {503}
            assert refused[0].headers["Retry-After"]
            assert client.get(statement(ids)).status_code == 200
        finally:
            go_on.set()
        codes = sorted(one.result().status_code for one in asked)
    assert codes == [200] + [503] * 11


def test_what_is_withdrawn_has_no_picture_no_annotation_and_is_not_shared(
    own: Settings, ids: dict[str, str]
) -> None:
    withdraw(own, ids["“No troops w"])
    with TestClient(create_app(own)) as visitor:
        for form in ("picture.png", "share", "annotation.json"):
            assert visitor.get(f"{statement(ids)}/{form}").status_code == 410, form
        frame = visitor.get(f"/embed{statement(ids)}")
        assert frame.status_code == 410
        assert "It was withdrawn: It is a caption." in frame.text
        assert "No troops will" not in frame.text
        asked = visitor.get("/oembed", params={"url": f"{SITE}{statement(ids)}"})
        assert asked.status_code == 404
        feed = visitor.get("/compare.atom").text
        assert ids["“No troops w"] not in feed
        assert ids["troops are n"] in feed


@pytest.mark.parametrize("address", ["/statements/0000000000000", "/statements/x/", "/statements/"])
def test_what_is_not_there_is_not_there_in_any_form(client: TestClient, address: str) -> None:
    for form in ("picture.png", "share", "annotation.json"):
        assert client.get(f"{address}/{form}").status_code == 404
    assert client.get("/actors/nobody-here/picture.png").status_code == 404
    assert client.get("/compare/picture.png?colour=red").status_code == 400


def test_the_share_page_gives_the_code_as_text(client: TestClient, ids: dict[str, str]) -> None:
    for page, embed in (
        (f"{statement(ids)}/share", f"/embed{statement(ids)}"),
        ("/compare/share?actor=ada-moreau&q=%22%3C", "/embed/compare?actor=ada-moreau&q=%22%3C"),
    ):
        answer = client.get(page)
        assert answer.status_code == 200, page
        assert "iframe" not in Reader(answer.text).tags
        (code,) = re.findall(r"<textarea [^>]*readonly[^>]*>(.*?)</textarea>", answer.text)
        (source,) = re.findall(r'<iframe src="([^"]+)"', unescape(code))
        assert unescape(source) == f"{SITE}{embed}"
        assert client.get(unescape(source)).status_code == 200
    other = client.get("/compare/share?actor=Ada Moreau")
    assert other.headers["Location"] == "/compare/share?actor=ada-moreau"


def test_following_a_comparison_leads_to_its_feed(client: TestClient) -> None:
    shared = client.get("/compare/share?actor=ada-moreau").text
    (follow,) = re.findall(r'<a href="(/compare/follow[^"]*)"', shared)
    page = client.get(unescape(follow)).text
    feeds = set(re.findall(r'href="(/compare\.atom[^"]*)"', page))
    assert feeds == {"/compare.atom?actor=ada-moreau"}
    assert "No account is needed" in page


def oembed(client: TestClient, url: str, **more: str) -> httpx.Response:
    answer: httpx.Response = client.get("/oembed", params={"url": url, **more})
    return answer


def test_oembed_tells_how_to_show_a_page(client: TestClient, ids: dict[str, str]) -> None:
    for url in (f"{SITE}{statement(ids)}", f"{SITE}/compare?actor=ada-moreau&q=a%26b"):
        told = oembed(client, url).json()
        assert (told["version"], told["type"]) == ("1.0", "rich")
        (source,) = re.findall(r'src="([^"]+)"', told["html"])
        assert unescape(source) == url.replace(SITE, f"{SITE}/embed")
        assert f'width="{told["width"]}" height="{told["height"]}"' in told["html"]
        assert client.get(told["thumbnail_url"]).headers["Content-Type"] == "image/png"
        narrow = oembed(client, url, maxwidth="300", maxheight="200").json()
        assert narrow["width"] <= 300
        assert narrow["height"] <= 200
        assert "thumbnail_url" not in narrow
        assert oembed(client, url, maxwidth="50").json()["width"] == 50
        root = ET.fromstring(oembed(client, url, format="xml").content)  # noqa: S314 - our own
        assert root.tag == "oembed"
        assert {one.tag: one.text for one in root} == {k: str(v) for k, v in told.items()}
    assert oembed(client, f"{SITE}{statement(ids)}").json()["author_name"] == "Ada Moreau"


@pytest.mark.parametrize(
    ("url", "more", "status"),
    [
        ("", {}, 404),
        ("https://elsewhere.example/statements/0000000000000", {}, 404),
        (f"{SITE}.elsewhere.example/compare", {}, 404),
        ("http://testserver@elsewhere.example/compare", {}, 404),
        ("javascript:alert(1)", {}, 404),
        ("http://[", {}, 404),
        (f"{SITE}/statements/0000000000000", {}, 404),
        (f"{SITE}/articles", {}, 404),
        (f"{SITE}/embed/compare", {}, 404),
        (f"{SITE}/compare?colour=red", {}, 404),
        (f"{SITE}/compare", {"format": "yaml"}, 501),
        (f"{SITE}/compare", {"maxwidth": "many"}, 200),
    ],
)
def test_oembed_refuses_as_its_specification_says(
    client: TestClient, url: str, more: dict[str, str], status: int
) -> None:
    assert oembed(client, url, **more).status_code == status


SELECTORS = {
    "type": "array",
    "minItems": 2,
    "maxItems": 2,
    "prefixItems": [
        {
            "properties": {
                "type": {"const": "TextQuoteSelector"},
                "exact": {"type": "string", "minLength": 1},
                "prefix": {"type": "string"},
                "suffix": {"type": "string"},
            },
            "required": ["type", "exact"],
            "additionalProperties": False,
        },
        {
            "properties": {
                "type": {"const": "TextPositionSelector"},
                "start": {"type": "integer", "minimum": 0},
                "end": {"type": "integer", "minimum": 0},
            },
            "required": ["type", "start", "end"],
            "additionalProperties": False,
        },
    ],
}
# What the model (https://www.w3.org/TR/annotation-model/) says that has to be, of what we use.
ANNOTATION = {
    "type": "object",
    "required": ["@context", "id", "type", "target"],
    "properties": {
        "@context": {
            "type": "array",
            "contains": {"const": "http://www.w3.org/ns/anno.jsonld"},
        },
        "id": {"type": "string", "format": "uri", "pattern": "^https?://"},
        "type": {"const": "Annotation"},
        "motivation": {"items": {"enum": ["identifying", "classifying"]}},
        "generated": {"pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"},
        "body": {
            "items": {
                "required": ["type", "value"],
                "properties": {
                    "type": {"const": "TextualBody"},
                    "value": {"type": "string"},
                    "purpose": {"enum": ["identifying", "classifying"]},
                },
            }
        },
        "target": {
            "minItems": 1,
            "items": {
                "required": ["type", "source", "selector", "state"],
                "properties": {
                    "type": {"const": "SpecificResource"},
                    "source": {"required": ["id"], "properties": {"id": {"pattern": "^https?://"}}},
                    "selector": SELECTORS,
                    "state": {"required": ["type", "sourceDate", "cached", "sha256"]},
                },
            },
        },
    },
}
# The terms of the W3C's context (http://www.w3.org/ns/anno.jsonld) that we use.
TERMS = {
    "id", "type", "motivation", "canonical", "generator", "generated", "creator", "name",
    "body", "purpose", "format", "language", "value", "target", "source", "label", "selector",
    "exact", "prefix", "suffix", "start", "end", "state", "sourceDate", "cached",
}  # fmt: skip


def terms_in(data: object) -> set[str]:
    if isinstance(data, list):
        return {term for one in data for term in terms_in(one)}
    if not isinstance(data, dict):
        return set()
    return set(data) | {term for one in data.values() for term in terms_in(one)}


def test_each_statement_is_a_web_annotation_that_finds_its_words(
    client: TestClient, known: dict[str, str]
) -> None:
    for words in ("“No troops w", "Ada Moreau w", "troops are a", "“<script>ale", "=1+1 is two"):
        answer = client.get(f"{statement(known, words)}/annotation.json")
        assert answer.headers["Content-Type"].startswith(
            'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
        )
        made = answer.json()
        jsonschema.validate(made, ANNOTATION)
        own = {term for one in made["@context"] if isinstance(one, dict) for term in one}
        assert terms_in({k: v for k, v in made.items() if k != "@context"}) <= TERMS | own
        for target in made["target"]:
            article = client.get(target["state"]["cached"]).json()["article"]
            assert target["state"]["sha256"] == article["sha256"]
            quoted, place = target["selector"]
            text = article["text"]
            assert text[place["start"] : place["end"]] == quoted["exact"]
            around = quoted["prefix"] + quoted["exact"] + quoted["suffix"]
            assert text.count(around) == 1
    told = client.get(f"{statement(known, 'Ada Moreau w')}/annotation.json").json()
    stance = told["body"][1]
    assert stance["value"].startswith("Bo Lindqvist says of Ada Moreau: supports")
    assert stance["holder"].endswith("/actors/ada-moreau")
    assert stance["assertedBy"].endswith("/actors/bo-lindqvist")
    assert told["target"][0]["source"]["id"] == "https://gazette.example/february"
    hostile = client.get(f"{statement(known, '“<script>ale')}/annotation.json").json()
    assert hostile["target"][0]["source"]["id"].startswith(f"{SITE}/articles/")
