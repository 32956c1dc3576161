"""A reader reports an error in a real browser, by keyboard and without a script."""

from __future__ import annotations

import json
import re
import urllib.request
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.browser.conftest import OpenContext

pytestmark = pytest.mark.browser

_A_MOMENT = 3_100  # milliseconds; what is sent sooner comes back


@pytest.fixture
def statement(site: str) -> str:
    with urllib.request.urlopen(f"{site}/compare.json?actor=donald-trump") as answer:
        return f"/statements/{json.load(answer)['statements'][0]['id']}"


def test_from_a_card_to_the_outcome_without_a_script(fresh: OpenContext, statement: str) -> None:
    page = fresh(java_script_enabled=False, viewport={"width": 390, "height": 844}).new_page()
    page.goto("/compare?actor=donald-trump")
    page.get_by_role("link", name=re.compile("^Report an error")).first.click()
    expect(page).to_have_url(re.compile(r"/statements/\w{13}/report$"))
    page.goto(f"{statement}/report")
    expect(page.get_by_role("heading", level=1)).to_have_text("Report an error")

    # The field that nobody is to fill in is neither seen nor reached.
    trap = page.locator("[name=website]")
    box = trap.bounding_box()
    assert box is None or box["x"] + box["width"] < 0
    page.get_by_role("radio", name="The stance is wrong").focus()
    page.keyboard.press("Space")
    reached = []
    for _ in range(3):
        page.keyboard.press("Tab")
        reached.append(page.locator(":focus").evaluate("one => one.name || one.textContent"))
    assert reached == ["words", "Send the report", "Back to the statement"]

    page.get_by_label("What would be right").fill("He <b>says</b>\nthe contrary.")
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("alert")).to_contain_text("too quick")
    expect(page.get_by_role("radio", name="The stance is wrong")).to_be_checked()
    expect(page.get_by_label("What would be right")).to_have_value("He <b>says</b>\nthe contrary.")

    page.wait_for_timeout(_A_MOMENT)
    page.get_by_label("What would be right").press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/reports/[0-9a-f]{32}$"))
    expect(page.get_by_text("Open: nobody has looked at it yet.")).to_be_visible()
    expect(page.locator(".as-written")).to_have_text("He <b>says</b>\nthe contrary.")
    main = page.locator("main").bounding_box()
    assert main is not None
    assert main["x"] + main["width"] <= 390
    page.locator("dd q a").click()
    expect(page).to_have_url(re.compile(f"{statement}$"))


def test_the_page_of_a_report_is_accessible_in_the_dark(fresh: OpenContext, statement: str) -> None:
    page = fresh(color_scheme="dark").new_page()
    page.goto(f"{statement}/report")
    page.get_by_role("radio", name="Something else").check()
    page.wait_for_timeout(_A_MOMENT)
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("radio", name="Something else")).to_be_checked()
    expect(page.get_by_role("alert")).to_contain_text("say what is wrong")
    assert Axe().run(page).violations_count == 0
    page.get_by_label("What would be right").fill("All of it.")
    page.get_by_role("button", name="Send the report").click()
    expect(page).to_have_url(re.compile(r"/reports/"))
    assert Axe().run(page).violations_count == 0
