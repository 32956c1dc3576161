"""Filtering the comparison in a real browser, with and without JavaScript."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

if TYPE_CHECKING:
    from tests.browser.conftest import OpenContext

pytestmark = pytest.mark.browser

# The size of targets too, which axe leaves out by default.
AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
BOTH = "/compare?actor=dmitry-peskov&actor=donald-trump"


def rows(page: Page) -> Locator:
    return page.locator(".matrix tbody th[scope=row]")


def cards(page: Page) -> Locator:
    return page.locator("#results article.card")


def speakers(page: Page) -> set[str]:
    return set(cards(page).locator(".who > a:first-child").all_inner_texts())


def settle(page: Page, chips: int) -> None:
    """Wait until the results of a choice with so many filters have been put in their place."""
    expect(page.locator("#results .chip")).to_have_count(chips)


def box(page: Page, label: str) -> Locator:
    """A box of the filters, which are unfolded for it."""
    if page.locator("details.more-filters:not([open])").count():
        page.locator("details.more-filters > summary").click()
    return page.locator(".more-filters").get_by_role("checkbox", name=re.compile(rf"^{label}"))


def show(page: Page) -> None:
    page.get_by_role("button", name="Show").click()


def test_from_the_overview_to_the_words_of_those_ticked(page: Page) -> None:
    page.goto("/compare")
    assert cards(page).count() == 0
    for name in ("Dmitry Peskov", "Donald Trump"):
        page.get_by_role("checkbox", name=f"Compare {name}").check()
    page.get_by_role("button", name="Compare the words").first.click()
    expect(page).to_have_url(re.compile(r"\?actor=dmitry-peskov&actor=donald-trump$"))
    assert speakers(page) == {"Dmitry Peskov", "Donald Trump"}
    page.get_by_role("link", name="Overview of these").click()
    expect(rows(page)).to_have_count(2)
    expect(page).to_have_url(re.compile("view=overview$"))
    page.locator("tr", has_text="Peskov").locator("a[href*='stance=opposes']").click()
    expect(page).to_have_url(re.compile(r"\?actor=dmitry-peskov&stance=opposes$"))
    assert speakers(page) == {"Dmitry Peskov"}


def test_by_speaker_back_and_forward(page: Page) -> None:
    page.goto("/compare")
    everybody = rows(page).count()
    assert everybody > 6
    page.evaluate("window.stillTheSamePage = true")

    box(page, "Donald Trump").check()
    show(page)
    expect(page).to_have_url(re.compile(r"/compare\?actor=donald-trump$"))
    settle(page, 1)
    assert speakers(page) == {"Donald Trump"}

    page.locator("#f-actor").fill("Peskov")
    show(page)
    expect(page).to_have_url(re.compile(r"\?actor=dmitry-peskov&actor=donald-trump$"))
    settle(page, 2)
    assert speakers(page) == {"Dmitry Peskov", "Donald Trump"}
    expect(box(page, "Dmitry Peskov")).to_be_checked()
    assert page.evaluate("window.stillTheSamePage"), "filtering loads no new page"

    page.go_back()
    expect(page).to_have_url(re.compile(r"\?actor=donald-trump$"))
    settle(page, 1)
    assert speakers(page) == {"Donald Trump"}
    page.go_back()
    expect(page).to_have_url(re.compile(r"/compare$"))
    settle(page, 0)
    expect(rows(page)).to_have_count(everybody)
    assert page.locator("header.masthead").count() == 1, "Back gives a page, not a page in a page"
    page.go_forward()
    expect(page).to_have_url(re.compile(r"\?actor=donald-trump$"))
    settle(page, 1)
    assert speakers(page) == {"Donald Trump"}
    expect(box(page, "Donald Trump")).to_be_checked()


def said_in_february(shown: Locator) -> None:
    said = shown.locator(".when").all_inner_texts()
    assert said
    days = [" ".join(one.partition(";")[0].split()) for one in said]
    assert all(re.search(r"\bFeb 2025\b", day) for day in days), days
    months = ["Jan", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    assert not [day for day in days if any(month in day for month in months)]


def test_by_date_shows_that_month_only_and_offers_the_undated_apart(page: Page) -> None:
    page.goto(BOTH)
    page.get_by_label("Said from").fill("2025-02-01")
    page.get_by_label("to", exact=True).fill("2025-02-28")
    show(page)
    expect(page).to_have_url(re.compile(r"&from=2025-02-01&to=2025-02-28$"))
    settle(page, 4)
    said_in_february(cards(page))

    page.locator(".undated-offer").get_by_role("link", name="show").click()
    expect(page).to_have_url(re.compile(r"undated=show"))
    apart = page.locator("#undated article.card .when")
    expect(apart.first).to_be_visible()
    said_in_february(page.locator("#results article.card:not(#undated article.card)"))


@pytest.mark.parametrize(
    ("label", "address"),
    [
        ("Dmitry Peskov", "actor=dmitry-peskov"),
        ("EU", "side=eu"),
        ("opposes", "stance=opposes"),
        ("direct quote", "kind=direct"),
        ("person", "who=person"),
        ("their own side", "scope=own"),
        ("CNews Live", "outlet="),
        ("reviewed only", "reviewed=only"),
    ],
)
def test_every_filter_shows_as_many_as_it_said_and_has_a_chip(
    page: Page, label: str, address: str
) -> None:
    page.goto("/compare")
    ticked = box(page, label).first
    number = int(ticked.locator("xpath=..").locator(".number").inner_text())
    ticked.check()
    page.get_by_role("button", name="Apply").click()
    expect(page).to_have_url(re.compile(re.escape(address)))
    settle(page, 1)
    counted = page.locator("#count").inner_text()
    if number:
        assert f" of {number} utterance" in counted
    else:
        assert counted.startswith("No statement")
        expect(page.locator(".empty a").first).to_be_visible()
    page.locator(".chip").click()
    expect(page).to_have_url(re.compile("/compare$"))


def test_shortcuts_choose_and_drop_what_they_say(page: Page) -> None:
    page.goto("/compare")
    links = page.locator("#shortcuts")
    links.get_by_role("link", name="2025", exact=True).click()
    expect(page).to_have_url(re.compile(r"\?from=2025-01-01&to=2025-12-31$"))
    chosen = links.locator("a[aria-current]")
    expect(chosen).to_have_count(1)
    chosen.click()
    expect(page).to_have_url(re.compile(r"/compare$"))
    links.get_by_role("link", name="direct speech only").click()
    expect(page).to_have_url(re.compile(r"\?kind=direct$"))


@pytest.mark.parametrize("scripted", [True, False], ids=["script", "no script"])
def test_a_copied_address_shows_the_same_in_a_fresh_browser(
    page: Page,
    fresh: OpenContext,
    scripted: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    page.goto("/compare")
    box(page, "Dmitry Peskov").check()
    box(page, "opposes").check()
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
    box(page, "Dmitry Peskov").check()
    page.get_by_label("to", exact=True).fill("2025-06-30")
    show(page)
    expect(page).to_have_url(re.compile(r"/compare\?actor=dmitry-peskov&to=2025-06-30$"))
    assert speakers(page) == {"Dmitry Peskov"}
    page.locator(".chip").filter(has_text="Peskov").click()
    expect(page).to_have_url(re.compile(r"/compare\?to=2025-06-30$"))
    page.go_back()
    expect(page).to_have_url(re.compile(r"actor=dmitry-peskov"))
    page.get_by_role("link", name="Context").first.click()
    expect(page).to_have_url(re.compile(r"/articles/[0-9a-z]{13}#s-[0-9a-z]{13}$"))
    page.go_back()
    page.get_by_role("link", name=re.compile("^Details")).first.click()
    expect(page).to_have_url(re.compile(r"/statements/[0-9a-z]{13}$"))


def test_the_overview_is_sorted_and_grouped_by_links(fresh: OpenContext) -> None:
    page = fresh(java_script_enabled=False, viewport={"width": 1280, "height": 900}).new_page()
    page.goto("/compare")
    page.get_by_role("link", name="not at all").click()
    expect(page).to_have_url(re.compile(r"\?group=none$"))
    page.get_by_role("link", name="name", exact=True).click()
    expect(page).to_have_url(re.compile(r"\?group=none&order=name$"))
    names = rows(page).locator("a").all_inner_texts()
    assert names == sorted(names, key=str.casefold)
    page.get_by_label("Words in the statement").fill("troops")
    show(page)
    expect(page).to_have_url(re.compile(r"\?group=none&order=name&q=troops$"))


def test_words_are_looked_for_and_an_empty_answer_says_where(page: Page) -> None:
    page.goto("/compare")
    page.get_by_label("Words in the statement").fill("negatively")
    show(page)
    expect(page).to_have_url(re.compile(r"q=negatively"))
    expect(rows(page)).to_have_count(1)
    page.get_by_role("link", name="Read the words of Dmitry Peskov").click()
    expect(cards(page)).to_have_count(1)
    expect(cards(page).locator("mark")).to_have_text("negatively")
    page.get_by_label("Words in the statement").fill("zebra")
    show(page)
    expect(page.locator(".empty")).to_contain_text("5 articles")
    page.locator(".empty").get_by_role("link", name="without words “zebra”").click()
    expect(page).to_have_url(re.compile(r"\?actor=dmitry-peskov$"))


def test_the_context_of_a_card_opens_in_it(page: Page) -> None:
    page.goto("/compare?actor=dmitry-peskov")
    card = cards(page).first
    words = card.locator(".words").inner_text()
    card.get_by_role("link", name="Context").click()
    context = card.locator(".card-context")
    expect(context).to_have_count(1)
    assert words.split()[0] in context.inner_text()
    expect(page).to_have_url(re.compile(r"\?actor=dmitry-peskov$"))
    expect(context).to_be_focused()
    context.get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/articles/[0-9a-z]{13}#s-"))


def test_a_point_of_the_timeline_leads_to_its_card_by_keyboard(page: Page) -> None:
    page.goto(BOTH)
    point = page.locator(".lanes a.dot").first
    point.focus()
    target = point.get_attribute("href")
    assert target is not None
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(re.escape(target) + "$"))
    expect(page.locator(target)).to_be_in_viewport()
    page.locator(".lanes summary").click()
    expect(page.locator(".same tbody tr").first).to_be_visible()


@pytest.mark.parametrize("stack", ["", "&stack=actor"])
def test_bands_stand_on_one_line_and_a_phone_has_them_below_each_other(
    page: Page, stack: str
) -> None:
    page.goto(f"/compare?actor=dmitry-peskov&actor=kremlin{stack}")
    tops = page.evaluate(
        "[1, 2].map(n => document.getElementById(`cell-1-${n}`).getBoundingClientRect().top)"
    )
    assert tops[0] == tops[1]
    page.set_viewport_size({"width": 390, "height": 900})
    names = cards(page).locator(".who > a:first-child").all_inner_texts()
    changes = sum(one != other for one, other in pairwise(names))
    assert (changes == 1) is bool(stack), "by speaker: one after the other"


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
    field = page.locator("#f-actor")
    for _ in range(8):
        page.keyboard.press("Tab")
        if field.evaluate("field => field === document.activeElement"):
            break
    expect(field).to_be_focused()
    page.keyboard.type("Dmitry Peskov")
    page.keyboard.press("Enter")  # a form is sent from any of its fields
    expect(page).to_have_url(re.compile(r"\?actor=dmitry-peskov$"))
    settle(page, 1)
    assert speakers(page) == {"Dmitry Peskov"}


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_every_form_of_it_can_be_read_by_all(
    fresh: OpenContext, width: int, scheme: Literal["light", "dark"]
) -> None:
    page = fresh(viewport={"width": width, "height": 900}, color_scheme=scheme).new_page()
    for address in (
        "/compare?group=who",
        BOTH,
        f"{BOTH}&bands=day&stack=actor",
        "/compare?q=zebra",
    ):
        page.goto(address)
        closed = page.locator("details:not([open]) > summary:visible")
        while closed.count():
            closed.first.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        found = Axe().run(page, options=AXE)
        assert found.violations_count == 0, found.generate_report()


def test_filtering_shifts_nothing_but_what_was_asked_for(page: Page) -> None:
    page.goto(BOTH)
    page.evaluate(
        "new PerformanceObserver(list => { for (const one of list.getEntries())"
        " window.shift = (window.shift || 0) + (one.hadRecentInput ? 0 : one.value); })"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    page.locator(".chip").first.click()
    settle(page, 1)
    assert page.evaluate("window.shift || 0") < 0.01
