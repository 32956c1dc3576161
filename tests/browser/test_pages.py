"""Every page: the way from a claim to the words, narrow screens, paper."""

from __future__ import annotations

import json
import re
import urllib.request
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from tests.browser.conftest import OpenContext

pytestmark = pytest.mark.browser

PAGES = {
    "home": "/",
    "compare": "/compare",
    "chosen": "/compare?actor=dmitry-peskov&actor=donald-trump",
    "empty": "/compare?actor=mark-rutte",
    "agreement": "/agreement",
    "months": "/agreement?issue=foreign-troops-ukraine",
    "actors": "/actors",
    "actor": "/actors/dmitry-peskov",
    "articles": "/articles",
    "search": "/search?q=ukraine",
    "search_none": "/search?q=peskow+unicorn",
    "ingest": "/ingest",
    "article": "",  # its address comes from its content; filled in by `address`
    "statement": "",
    "report": "",
    "accuracy": "/accuracy",
    "api": "/api",
    "utterance": "",
    "chain": "/actors/vladimir-putin",
    "missing": "/actors/nobody-of-that-name",
    "malformed": "/compare?from=2025-02-30",
}


@pytest.fixture(scope="module")
def address(site: str) -> dict[str, str]:
    """The address of each page, those of a statement and its article looked up in the data."""
    with urllib.request.urlopen(f"{site}/compare.json?actor=donald-trump") as answer:
        found = json.load(answer)["statements"][0]
    with urllib.request.urlopen(f"{site}/compare.json?actor=dmitry-peskov") as answer:
        several = max(json.load(answer)["statements"], key=lambda one: len(one["reports"]))
    return PAGES | {
        "utterance": f"/utterances/{several['utterance']}",
        "statement": f"/statements/{found['id']}",
        "report": f"/statements/{found['id']}/report",
        "article": f"/articles/{found['article']['id']}",
    }


@pytest.mark.parametrize("width", [320, 640])  # a phone; a desk at 200 per cent
def test_nothing_is_cut_off_on_narrow_screens(
    fresh: OpenContext, address: dict[str, str], width: int
) -> None:
    page = fresh(viewport={"width": width, "height": 640}).new_page()
    for name in PAGES:
        page.goto(address[name])
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def test_without_a_range_the_undated_stand_at_the_end_of_each_column(page: Page) -> None:
    page.goto(PAGES["chosen"])
    said = page.locator("#results article.card").count()
    apart = page.locator("#undated article.card").count()
    assert 0 < apart < said
    expect(page.locator("#undated h2")).to_have_text("Day not known")
    expect(page.locator("#count")).to_contain_text("is not known")
    page.locator(".silence a").first.click()
    expect(page.locator(".cell:target article.card").first).to_be_in_viewport()


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


def test_what_another_says_of_him_stands_beside_what_his_spokesman_said(page: Page) -> None:
    page.goto("/actors/vladimir-putin")
    chain = page.locator("#said-of ~ .chain").first
    expect(chain).to_contain_text("Donald Trump says of Vladimir Putin")
    expect(chain).to_contain_text("Nothing of Vladimir Putin’s own was found")
    referral = chain.locator("li", has_text="expressed by the Russian Foreign Minister Lavrov")
    expect(referral.locator(".answer")).to_have_text("leaves it open?")
    expect(referral).to_contain_text("Kremlin spokesman, for Vladimir Putin by office")
    chain.locator("a[href^='/statements/']").first.click()
    expect(page.locator("#chain ~ .chain")).to_contain_text("Lavrov")
