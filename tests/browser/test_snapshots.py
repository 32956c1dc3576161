"""Freezing a comparison with and without a script, on a phone too; axe finds nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from app.db.session import sessions
from app.db.store import editing
from app.domain.accounts import By, Interface
from app.domain.positions import Stance
from tests.server import serving
from tests.web.editors import Desk

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import OpenContext
    from tests.databases import Databases

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


def test_what_changed_since_is_told_on_a_phone_and_on_a_desk(
    browser: Browser, tmp_path: Path, databases: Databases
) -> None:
    desk = Desk(tmp_path, databases)
    with serving(desk.settings) as site:
        page = browser.new_page(base_url=site, viewport={"width": 320, "height": 900})
        page.goto("/compare")
        page.get_by_role("button", name="Freeze").click()
        cards = page.locator("article.card .words").all_text_contents()
        statement = desk.id_of("unless the parliament agrees,”")
        draft = editing.PositionDraft("foreign-troops-ukraine", Stance.CONDITIONAL)
        by = By(None, "Eva", Interface.WEB)
        with sessions(desk.people.engine, write=True) as session:
            editing.correct(session, by, statement, editing.Correction(positions=(draft,)))
            other = desk.id_of("would send troops after all")
            editing.withdraw(session, by, other, reason="It is a caption.")
        page.reload()
        assert page.locator("article.card .words").all_text_contents() == cards
        expect(page.get_by_text("Since then: 1 report corrected, 1 withdrawn.")).to_be_visible()
        page.get_by_role("link", name="What changed").click()
        expect(page.get_by_text("stance: conditional, instead of opposes")).to_be_visible()
        expect(page.get_by_text("withdrawn: It is a caption.")).to_be_visible()
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            found = Axe().run(page, options=AXE)
            assert found.violations_count == 0, found.generate_report()
        page.close()
    desk.close()
