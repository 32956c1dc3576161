"""Keys for reading: they move the focus, wait while somebody types, and can be turned off."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from tests.browser.conftest import OpenContext

pytestmark = pytest.mark.browser
CHOSEN = "/compare?actor=dmitry-peskov&actor=donald-trump"
SEEN = """() => {
  const {top, bottom, left, right} = document.activeElement.getBoundingClientRect();
  const at = document.elementFromPoint((left + right) / 2, Math.max(top, 0) + 5);
  return top < innerHeight && bottom > 0 && document.activeElement.contains(at)
    && getComputedStyle(document.activeElement).outlineStyle !== 'none';
}"""


def focused(page: Page) -> str:
    """The id of what has the focus."""
    found: str = page.evaluate("document.activeElement.id")
    return found


@pytest.mark.parametrize("width", [390, 1280])
def test_through_the_cards_and_into_one(fresh: OpenContext, width: int) -> None:
    page = fresh(viewport={"width": width, "height": 700}).new_page()
    page.goto(CHOSEN)
    cards = page.locator("article.card").evaluate_all("all => all.map(one => one.id)")
    assert len(cards) > 4
    for number in range(4):
        page.keyboard.press("j")
        assert focused(page) == cards[number]
        assert page.evaluate(SEEN), "what has the focus is seen, and so is that it has it"
    page.keyboard.press("k")
    assert focused(page) == cards[2]
    page.keyboard.press("Shift+J")
    page.keyboard.press("Control+k")
    assert focused(page) == cards[2]
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/statements/{cards[2].removeprefix('c-')}$"))


def test_rows_where_there_are_no_cards(page: Page) -> None:
    page.goto("/actors/dmitry-peskov/timeline")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert focused(page).startswith("p-")
    page.keyboard.press("o")
    expect(page).not_to_have_url(re.compile("timeline"))


def test_a_field_takes_its_letters_and_a_swap_loses_nothing(page: Page) -> None:
    page.goto(CHOSEN)
    page.keyboard.press("/")
    field = page.get_by_label("Words in the statement")
    expect(field).to_be_focused()
    page.keyboard.type("jk/?o")
    expect(field).to_have_value("jk/?o")
    field.fill("")
    page.locator(".chip").first.click()
    expect(page.locator(".chip")).to_have_count(1)
    assert page.evaluate("document.activeElement !== document.body"), "the focus stays on the page"
    page.keyboard.press("j")
    assert focused(page).startswith("c-")


def test_help_turns_them_off_everywhere(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("?")
    expect(page).to_have_url(re.compile("/keys$"))
    switch = page.get_by_role("checkbox", name=re.compile("Single keys"))
    expect(switch).to_be_checked()
    switch.press("Space")
    page.goto(CHOSEN)
    # as the pages of editors listen
    page.evaluate("document.addEventListener('keydown', () => { window.heard = true; })")
    page.keyboard.press("j")
    page.keyboard.press("?")
    assert not page.evaluate("window.heard")
    assert focused(page) == ""
    expect(page).to_have_url(re.compile("/compare"))
    page.goto("/keys")
    expect(switch).not_to_be_checked()


def test_without_script_the_page_lists_them_and_offers_no_switch(fresh: OpenContext) -> None:
    page = fresh(java_script_enabled=False).new_page()
    page.goto("/")
    page.get_by_role("link", name="Keys", exact=True).click()
    expect(page.get_by_role("heading", name="The queue of editors")).to_be_visible()
    expect(page.get_by_role("checkbox")).to_be_hidden()
