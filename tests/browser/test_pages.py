"""Every page: the way from a claim to the words, accessibility, narrow screens, paper."""

from __future__ import annotations

import json
import re
import urllib.request
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from tests.browser.conftest import OpenContext

pytestmark = pytest.mark.browser

PAGES = {
    "home": "/",
    "compare": "/compare",
    "chosen": "/compare?actor=dmitry-peskov&actor=donald-trump",
    "empty": "/compare?actor=mark-rutte",
    "actors": "/actors",
    "actor": "/actors/dmitry-peskov",
    "articles": "/articles",
    "article": "",  # its address comes from its content; filled in by `address`
    "statement": "",
    "missing": "/actors/nobody-of-that-name",
    "malformed": "/compare?from=2025-02-30",
}


@pytest.fixture(scope="module")
def address(site: str) -> dict[str, str]:
    """The address of each page, those of a statement and its article looked up in the data."""
    with urllib.request.urlopen(f"{site}/compare.json?actor=donald-trump") as answer:
        found = json.load(answer)["statements"][0]
    return PAGES | {
        "statement": f"/statements/{found['id']}",
        "article": f"/articles/{found['article']['id']}",
    }


@pytest.mark.parametrize("name", PAGES)
def test_no_accessibility_violation(fresh: OpenContext, address: dict[str, str], name: str) -> None:
    for width, scheme in ((1280, "light"), (390, "dark")):
        page = fresh(viewport={"width": width, "height": 900}, color_scheme=scheme).new_page()
        page.goto(address[name])
        for details in page.locator("details:not([open]) > summary:visible").all():
            details.click()
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_cut_off_at_320_pixels(
    fresh: OpenContext, address: dict[str, str], name: str
) -> None:
    page = fresh(viewport={"width": 320, "height": 640}).new_page()
    page.goto(address[name])
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_from_a_claim_to_the_words_in_the_article_and_back(page: Page) -> None:
    page.goto("/compare?actor=dmitry-peskov")
    card = page.locator("#results article.card").first
    words = card.locator(".words").inner_text()
    card.get_by_role("link", name="In the article").click()
    expect(page).to_have_url(re.compile(r"/articles/[0-9a-z]{13}#s-[0-9a-z]{13}$"))
    statement = page.url.rpartition("#s-")[2]
    marked = page.locator(f'.article-text a.said[href="/statements/{statement}"]')
    assert "".join(marked.all_inner_texts()) == words
    expect(marked.first).to_be_in_viewport()
    marked.first.click()
    expect(page).to_have_url(re.compile(rf"/statements/{statement}$"))
    expect(page.locator("blockquote.words")).to_have_text(words)


def test_the_article_page_prints_the_whole_text(page: Page, site: str) -> None:
    listing = page.request.get(f"{site}/articles.json").json()
    for listed in listing["articles"]:
        text = page.request.get(f"{site}/articles/{listed['id']}.json").json()["article"]["text"]
        page.goto(f"/articles/{listed['id']}")
        # the headline may stand as the page's heading; labels of zones are not the article's words
        shown = page.evaluate(
            "[...document.querySelectorAll('h1, .article-text .zone > :not(.zone-label)')]"
            ".map(part => part.textContent).join('\\n')"
        )
        shown = " ".join(shown.split())
        missing = [line for line in text.splitlines() if " ".join(line.split()) not in shown]
        assert not missing


def test_a_statement_says_who_when_where_and_why(page: Page, address: dict[str, str]) -> None:
    page.goto(address["statement"])
    main = page.locator("main")
    for heading in ("In its place", "Why the machine thinks so"):
        expect(main.get_by_role("heading", name=heading)).to_be_visible()
    for fact in ("Said", "Reported", "Outlet"):
        expect(main.locator("dt", has_text=re.compile(f"^{fact}$"))).to_be_visible()


def test_paper_shows_the_address_and_no_form(page: Page) -> None:
    page.goto("/compare?actor=dmitry-peskov")
    page.emulate_media(media="print")
    expect(page.locator(".print-only")).to_contain_text("/compare?actor=dmitry-peskov")
    expect(page.get_by_role("button", name="Show")).to_be_hidden()
    expect(page.locator("#results article.card").first).to_be_visible()
