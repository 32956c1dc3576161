"""Search in a browser: while typing, without a script, with Back, and on to the place of a hit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from tests.browser.conftest import OpenContext

pytestmark = pytest.mark.browser


def test_while_somebody_types_and_back(page: Page) -> None:
    page.goto("/actors")
    page.locator("header [role=search] input").press("Enter")
    expect(page).to_have_url(re.compile("/search$"))
    field = page.locator("#q")
    expect(field).to_be_focused()
    field.press_sequentially("tro", delay=20)
    field.press_sequentially("ops", delay=20)
    expect(page.locator(".hits mark").first).to_have_text(re.compile("^troop", re.IGNORECASE))
    expect(page).to_have_url(re.compile(r"/search\?q=troops$"))
    expect(page).to_have_title(re.compile("troops"))
    expect(page.locator("#count")).to_contain_text("found for “troops”")
    expect(field).to_be_focused()
    page.locator("#order").select_option("newest")
    expect(page).to_have_url(re.compile(r"order=newest"))
    page.go_back()
    expect(page).to_have_url(re.compile(r"/search\?q=troops$"))
    expect(page.locator("#order")).to_have_value("")
    page.go_back()
    expect(page).to_have_url(re.compile("/actors$"))  # no half of a word in between


def test_without_a_script_from_the_masthead_to_the_words(fresh: OpenContext) -> None:
    page = fresh(java_script_enabled=False, viewport={"width": 320, "height": 640}).new_page()
    page.goto("/")
    page.locator("header [role=search] input").fill('"foreign troops"')
    page.locator("header [role=search] button").click()
    expect(page.locator("mark").first).to_have_text(re.compile("foreign troop", re.IGNORECASE))
    page.locator("nav.tabs a", has_text="Articles").click()
    expect(page).to_have_url(re.compile("in=articles"))
    page.locator(".found-articles .entry-title a").first.click()
    expect(page).to_have_url(re.compile("#p-"))
    expect(page.locator(":target")).to_be_in_viewport()
