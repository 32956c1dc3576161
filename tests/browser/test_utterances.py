"""One utterance in three outlets, as a reader meets it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from app.config import Settings
from tests.server import serving
from tests.told import fill

if TYPE_CHECKING:
    from tests.databases import Databases

AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
_HEADING = "Every report, the earliest first"


@pytest.fixture(scope="module")
def told(databases: Databases) -> Iterator[str]:
    """The address of a server with these articles."""
    with serving(Settings(database_url=databases.filled(fill))) as address:
        yield address


Open = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, told: str) -> Iterator[Open]:
    """Opens an address of that server in a fresh profile: ``visit("/compare", ...)``."""
    contexts: list[BrowserContext] = []

    def open_page(address: str, **options: object) -> Page:
        context = browser.new_context(base_url=told, **options)  # type: ignore[arg-type]
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()


def test_other_reports_open_on_the_card_without_a_script(visit: Open) -> None:
    page = visit("/compare?actor=ada-moreau", java_script_enabled=False)
    variants = page.locator("#results details.variants")
    expect(variants.locator("summary")).to_contain_text("+2 outlets")
    expect(variants.locator("li").first).to_be_hidden()
    variants.locator("summary").click()
    expect(variants.locator("li").first).to_be_visible()
    variants.get_by_text("word by word").click()
    expect(page).to_have_url(re.compile(r"/utterances/[0-9a-z]{13}$"))
    expect(page.get_by_role("heading", name=_HEADING)).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark"), (320, "light")])
def test_it_can_be_read_by_all_and_versions_stand_beside_each_other_where_there_is_room(
    visit: Open, width: int, scheme: Literal["light", "dark"]
) -> None:
    page = visit(
        "/compare?actor=ada-moreau",
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
    )
    page.get_by_role("link", name="Outlets differ").click()
    expect(page.locator("#differ")).to_be_in_viewport()
    found = Axe().run(page, options=AXE)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    one, other = (page.locator(".version").nth(place).bounding_box() for place in (0, 1))
    assert one is not None
    assert other is not None
    assert (one["y"] == other["y"]) is (width > 1000)


def test_what_is_left_out_is_told_to_the_ear_as_well(visit: Open) -> None:
    page = visit("/actors/ada-moreau")
    page.locator("details.variants summary").click()
    page.get_by_text("word by word").click()
    left_out = page.locator(".reports del", has_text="unless the parliament agrees")
    assert left_out.first.inner_text().startswith("[left out:")
    assert left_out.first.evaluate("one => getComputedStyle(one).textDecorationLine") == (
        "line-through"
    )
