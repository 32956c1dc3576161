"""What is made for the frames of others: framing allowed there alone, no cookie, no script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from app.main import create_app
from app.web.security import FRAMED_HEADERS, HEADERS
from tests.web.asking import TestClient
from tests.web.people import Browser, People, copied
from tests.web.routes import TABLE, Least
from tests.web.test_pages import Reader

if TYPE_CHECKING:
    from pathlib import Path

    from app.config import Settings

POLICY = "Content-Security-Policy"


def frames(ids: dict[str, str]) -> list[str]:
    return [
        *(f"/embed/statements/{ids[words]}" for words in ("“No troops w", "“<script>ale")),
        "/embed/compare",
        "/embed/compare?actor=ada-moreau&actor=bo-lindqvist",
        "/embed/compare?q=nothing+of+the+kind",
    ]


def test_only_pages_for_frames_may_be_framed(client: TestClient, ids: dict[str, str]) -> None:
    for (method, path), least in TABLE.items():
        if method != "GET" or least is not Least.ANYBODY:
            continue
        filled = re.sub(r"\{[^}]*\}", ids["“No troops w"], path)
        headers = client.get(filled).headers
        framed = path.startswith("/embed/")
        assert ("frame-ancestors *" in headers[POLICY]) == framed, path
        assert ("frame-ancestors 'none'" in headers[POLICY]) != framed, path
        assert ("X-Frame-Options" in headers) != framed, path
    # Not what only looks like it.
    for path in ("/embedded", "/embed", "/static/embed.css", "/nothing/embed/compare"):
        assert client.get(path).headers["X-Frame-Options"] == "DENY", path
    for path in ("/embed/nothing", "/embed/statements/0000000000000", "/embed/compare?colour=red"):
        answer = client.get(path)
        assert answer.status_code in (400, 404)
        assert answer.headers[POLICY] == FRAMED_HEADERS[POLICY]
    assert "script-src" not in FRAMED_HEADERS[POLICY]
    assert set(HEADERS) - set(FRAMED_HEADERS) == {"X-Frame-Options"}


def test_what_is_known_already_may_still_be_framed(client: TestClient, ids: dict[str, str]) -> None:
    """A browser takes the headers of a 304 for those of the page that it kept."""
    for page in frames(ids):
        tag = client.get(page).headers["ETag"]
        again = client.get(page, headers={"If-None-Match": tag})
        assert again.status_code == 304
        assert "frame-ancestors *" in again.headers[POLICY]
        assert "X-Frame-Options" not in again.headers


def test_a_frame_has_no_script_no_cookie_no_form_and_leads_back(
    client: TestClient, ids: dict[str, str]
) -> None:
    for page in frames(ids):
        answer = client.get(page)
        assert answer.status_code == 200, page
        assert "set-cookie" not in answer.headers
        read = Reader(answer.text)
        assert read.open == []
        assert not {"script", "form", "img", "button"} & set(read.tags), page
        assert read.tags.count("h1") == 1
        links = [value for tag, name, value in read.attributes if (tag, name) == ("a", "href")]
        targets = [value for tag, name, value in read.attributes if name == "target"]
        assert targets == ["_blank"] * len(links)
        origin = "http://testserver"
        assert all(link.startswith(f"{origin}/") for link in links)
        assert f"{origin}{page.removeprefix('/embed')}" in links, page
        for link in links:
            assert client.get(link).status_code == 200
        assert len(answer.content) < 20_000


def test_a_frame_says_what_a_card_says(client: TestClient, ids: dict[str, str]) -> None:
    text = " ".join(Reader(client.get(frames(ids)[0]).text).text.split())
    for words in (
        "opposes", "direct quote", "“No troops will be sent,”", "Ada Moreau", "foreign minister",
        "Said 10 Feb 2025", "The Gazette", "not checked by a person",
    ):  # fmt: skip
        assert words in text
    told = " ".join(
        Reader(client.get(f"/embed/statements/{ids['Ada Moreau w']}").text).text.split()
    )
    assert "second-hand, of Ada Moreau: supports" in told
    assert "paraphrased" in told
    assert "? (a guess)" in told


def test_a_comparison_in_a_frame_counts_as_its_page(client: TestClient) -> None:
    text = " ".join(Reader(client.get("/embed/compare?actor=bo-lindqvist").text).text.split())
    assert "What Bo Lindqvist said about" in text
    assert "2 reports of 2 utterances in 1 article" in text
    assert "supports 1 1 second-hand" in text
    nothing = " ".join(Reader(client.get("/embed/compare?q=nothing+of+it").text).text.split())
    assert "No statement with “nothing of it” in" in nothing


def test_a_frame_is_the_same_for_who_is_signed_in(settings: Settings, tmp_path: Path) -> None:
    people = People(copied(settings, tmp_path))
    anonymous = Browser(people.settings)
    admin = Browser(people.settings).come_as(people.session("admin"))
    page = "/embed/compare"
    assert admin.get(page).text == anonymous.get(page).text
    people.close()


def test_where_one_has_to_sign_in_nothing_is_given_away(settings: Settings) -> None:
    closed = settings.model_copy(update={"sign_in_to_read": True})
    with TestClient(create_app(closed), follow_redirects=False) as visitor:
        for page in ("/embed/compare", "/compare/picture.png", "/compare.atom", "/oembed?url=x"):
            assert visitor.get(page).status_code in (303, 401), page


@pytest.mark.parametrize("path", ["/embed/compare?page=2", "/embed/compare?actor=no-such-actor"])
def test_a_frame_tells_an_error_in_its_own_form(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (400, 404)
    assert "embed.css" in answer.text
    assert "script" not in Reader(answer.text).tags
