"""Filtering the comparison in a real browser, with and without JavaScript."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, Page, expect

if TYPE_CHECKING:
    from tests.browser.conftest import OpenContext

pytestmark = pytest.mark.browser


def cards(page: Page) -> Locator:
    return page.locator("#results article.card")


def speakers(page: Page) -> set[str]:
    return set(cards(page).locator(".who a").all_inner_texts())


def settle(page: Page, chips: int) -> None:
    """Wait until the results of a choice with so many filters have been put in their place."""
    expect(page.locator("#results .chip")).to_have_count(chips)


def choose(page: Page, speaker: str) -> None:
    """Tick a speaker in the filter form, which is folded on a phone."""
    page.get_by_role("checkbox", name=re.compile(rf"^{speaker}")).check()


def show(page: Page) -> None:
    page.get_by_role("button", name="Show").click()


def test_by_speaker_back_and_forward(page: Page) -> None:
    page.goto("/compare")
    everybody = speakers(page)
    assert {"Dmitry Peskov", "Donald Trump"} < everybody
    page.evaluate("window.stillTheSamePage = true")

    choose(page, "Donald Trump")
    show(page)
    expect(page).to_have_url(re.compile(r"/compare\?actor=donald-trump$"))
    settle(page, 1)
    assert speakers(page) == {"Donald Trump"}

    choose(page, "Dmitry Peskov")
    show(page)
    expect(page).to_have_url(re.compile(r"\?actor=dmitry-peskov&actor=donald-trump$"))
    settle(page, 2)
    assert speakers(page) == {"Dmitry Peskov", "Donald Trump"}
    assert page.evaluate("window.stillTheSamePage"), "filtering loads no new page"

    page.go_back()
    expect(page).to_have_url(re.compile(r"\?actor=donald-trump$"))
    settle(page, 1)
    assert speakers(page) == {"Donald Trump"}
    page.go_back()
    expect(page).to_have_url(re.compile(r"/compare$"))
    settle(page, 0)
    assert speakers(page) == everybody
    assert page.locator("header.masthead").count() == 1, "Back gives a page, not a page in a page"
    page.go_forward()
    expect(page).to_have_url(re.compile(r"\?actor=donald-trump$"))
    settle(page, 1)
    assert speakers(page) == {"Donald Trump"}
    expect(page.get_by_role("checkbox", name=re.compile("^Donald Trump"))).to_be_checked()


def said_in_february(shown: Locator) -> None:
    said = shown.locator(".when").all_inner_texts()
    assert said
    days = [" ".join(one.partition(";")[0].split()) for one in said]
    assert all(re.search(r"\bFeb 2025\b", day) for day in days), days
    months = ["Jan", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    assert not [day for day in days if any(month in day for month in months)]


def test_by_date_shows_that_month_only_and_offers_the_undated_apart(page: Page) -> None:
    page.goto("/compare")
    page.get_by_label("from", exact=True).fill("2025-02-01")
    page.get_by_label("to", exact=True).fill("2025-02-28")
    show(page)
    expect(page).to_have_url(re.compile(r"\?from=2025-02-01&to=2025-02-28$"))
    settle(page, 2)  # from and to
    said_in_february(cards(page))

    page.locator(".undated-offer").get_by_role("link", name="show").click()
    expect(page).to_have_url(re.compile(r"undated=show"))
    apart = page.locator("#undated article.card .when")
    expect(apart.first).to_be_visible()
    # Other speakers may come first now; what is not apart is still of that month.
    said_in_february(page.locator("#results article.card:not(#undated article.card)"))


@pytest.mark.parametrize("scripted", [True, False], ids=["script", "no script"])
def test_a_copied_address_shows_the_same_in_a_fresh_browser(
    page: Page,
    fresh: OpenContext,
    scripted: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    page.goto("/compare")
    choose(page, "Dmitry Peskov")
    page.get_by_role("checkbox", name=re.compile("^opposes")).check()
    show(page)
    expect(page).to_have_url(re.compile("actor=dmitry-peskov&stance=opposes"))
    expect(page.locator(".chip")).to_have_count(2)

    elsewhere = fresh(java_script_enabled=scripted).new_page()
    elsewhere.goto(page.url)
    assert elsewhere.locator("#count").inner_text() == page.locator("#count").inner_text()
    assert cards(elsewhere).locator(".words").all_inner_texts() == (
        cards(page).locator(".words").all_inner_texts()
    )
    assert elsewhere.title() == page.title()


def test_without_script_the_form_the_chips_and_the_links_do_all_of_it(fresh: OpenContext) -> None:
    page = fresh(java_script_enabled=False, viewport={"width": 1280, "height": 900}).new_page()
    page.goto("/compare")
    if not page.get_by_role("button", name="Show").is_visible():
        page.locator("details.filters summary").click()
    choose(page, "Dmitry Peskov")
    page.get_by_label("to", exact=True).fill("2025-06-30")
    show(page)
    expect(page).to_have_url(re.compile(r"/compare\?actor=dmitry-peskov&to=2025-06-30$"))
    assert speakers(page) == {"Dmitry Peskov"}
    page.locator(".chip").filter(has_text="Peskov").click()
    expect(page).to_have_url(re.compile(r"/compare\?to=2025-06-30$"))
    page.go_back()
    expect(page).to_have_url(re.compile(r"actor=dmitry-peskov"))
    page.get_by_role("link", name=re.compile("^Details")).first.click()
    expect(page).to_have_url(re.compile(r"/statements/[0-9a-z]{13}$"))


def test_words_are_looked_for_and_an_empty_answer_says_where(page: Page) -> None:
    page.goto("/compare")
    page.get_by_label("Words in the statement").fill("negatively")
    show(page)
    expect(page).to_have_url(re.compile(r"q=negatively"))
    expect(cards(page)).to_have_count(1)
    page.get_by_label("Words in the statement").fill("zebra")
    show(page)
    expect(page.locator(".empty")).to_contain_text("5 articles")


def test_a_malformed_date_is_explained_where_the_results_stand(fresh: OpenContext) -> None:
    page = fresh().new_page()
    answer = page.goto("/compare?from=2025-02-30")
    assert answer is not None
    assert answer.status == 400
    expect(page.locator("main")).to_contain_text("2025-02-30")


def test_by_keyboard_alone(page: Page) -> None:
    page.goto("/compare")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    box = page.get_by_role("checkbox", name=re.compile("^Dmitry Peskov"))
    for _ in range(12):
        page.keyboard.press("Tab")
        if box.evaluate("box => box === document.activeElement"):
            break
    expect(box).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")  # a form is sent from any of its fields
    expect(page).to_have_url(re.compile(r"\?actor=dmitry-peskov$"))
    assert speakers(page) == {"Dmitry Peskov"}
