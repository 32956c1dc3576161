"""The comparison over a library that is too large for one page: paging, paper, a calm screen."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from app.config import Settings
from tests.databases import invent
from tests.server import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.databases import Databases

TWO = "/compare?actor=actor-0&actor=actor-1"


@pytest.fixture(scope="module")
def large(databases: Databases) -> Iterator[str]:
    """The address of a server over some hundred statements of a few actors."""
    with serving(Settings(database_url=databases.filled(invent, 480, 9, 5))) as address:
        yield address


def open_page(browser: Browser, address: str, **options: object) -> Page:
    return browser.new_context(base_url=address, **options).new_page()  # type: ignore[arg-type]


def cards(page: Page) -> list[str]:
    found: list[str] = page.locator(".card").evaluate_all("all => all.map(one => one.id)")
    return found


@pytest.mark.parametrize("script", [True, False])
def test_older_and_newer_lead_through_everything_once(
    browser: Browser, large: str, *, script: bool
) -> None:
    page = open_page(browser, large, java_script_enabled=script)
    page.goto(TWO)
    first = cards(page)
    seen = list(first)
    address = page.url
    while page.get_by_role("link", name="Older").count():
        before = page.url
        page.get_by_role("link", name="Older").first.click()
        expect(page).not_to_have_url(before)
        expect(page.locator(f"#{seen[-1]}")).to_have_count(0)
        seen += cards(page)
    told = page.locator("#count").inner_text()
    assert len(seen) == len(set(seen)) > len(first)
    assert f"{len(seen):,} utterances" in told
    page.go_back()
    expect(page.locator(f"#{seen[-1]}")).to_have_count(0)
    while page.get_by_role("link", name="Newer").count():
        before = page.url
        page.get_by_role("link", name="Newer").first.click()
        expect(page).not_to_have_url(before)
    expect(page).to_have_url(address)
    expect(page.locator(f"#{first[0]}")).to_be_visible()


def test_on_paper_stand_the_words_the_address_and_the_day(browser: Browser, large: str) -> None:
    page = open_page(browser, large)
    page.goto(TWO)
    words = page.locator(".card .words").first.inner_text()
    document = pypdfium2.PdfDocument(io.BytesIO(page.pdf(format="A4")))
    text = " ".join(
        " ".join(document[number].get_textpage().get_text_range().split())
        for number in range(len(document))
    )
    assert words.split(".")[0][:40] in text.replace("- ", "")
    assert f"{large}{TWO}" in text.replace(" ", "")
    assert re.search(r"printed on \d{1,2}.\w{3}.\d{4}", text)
    assert "Show" not in text.split("printed on")[0][:600]  # no form to fill in


def test_nothing_moves_for_whom_motion_is_too_much(browser: Browser, large: str) -> None:
    page = open_page(browser, large, reduced_motion="reduce")
    page.goto(TWO)
    page.get_by_role("link", name="Older").first.click()
    expect(page).to_have_url(re.compile("before="))
    moving = page.evaluate(
        "document.getAnimations().length + [...document.querySelectorAll('*')].filter(one => {"
        " const style = getComputedStyle(one);"
        " return style.transitionDuration.split(',').some(time => parseFloat(time) > 0)"
        " || style.scrollBehavior === 'smooth'; }).length"
    )
    assert moving == 0
