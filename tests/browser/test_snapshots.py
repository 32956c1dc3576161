"""Freezing a comparison with and without a script, on a phone too; axe finds nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.browser.conftest import OpenContext

pytestmark = pytest.mark.browser

# The size of targets too, which axe leaves out by default.
AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
CHOICE = "/compare?actor=dmitry-peskov&actor=mark-rutte"


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("width", [320, 1280])
def test_a_comparison_is_frozen_by_its_button(
    fresh: OpenContext, *, width: int, script: bool
) -> None:
    page = fresh(viewport={"width": width, "height": 900}, java_script_enabled=script).new_page()
    page.goto(CHOICE)
    page.get_by_role("button", name="Freeze").press("Enter")
    expect(page).to_have_url(re.compile(r"/snapshots/[0-9a-z]{13}$"))
    expect(page.get_by_text("Since then nothing has changed.")).to_be_visible()
    assert page.locator("article.card").count() > 0
    if script:
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page, options=AXE)
        assert found.violations_count == 0, found.generate_report()
    page.get_by_role("link", name="The comparison as it is now").click()
    expect(page).to_have_url(re.compile(re.escape(CHOICE)))


def test_the_button_follows_the_filters_that_a_script_has_swapped(fresh: OpenContext) -> None:
    page = fresh(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(CHOICE)
    page.get_by_role("link", name=re.compile("Remove the filter.*Rutte")).click()
    expect(page).to_have_url(re.compile(r"/compare\?actor=dmitry-peskov$"))
    page.get_by_role("button", name="Freeze").click()
    page.get_by_role("link", name="The comparison as it is now").click()
    expect(page).to_have_url(re.compile(r"/compare\?actor=dmitry-peskov$"))
