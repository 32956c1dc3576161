"""Signing in and out in a real browser: with the keyboard, without a script, for all to use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from click.testing import CliRunner
from playwright.sync_api import expect

from app.cli import main
from app.config import Settings
from tests.server import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.databases import Databases

pytestmark = pytest.mark.browser
PASSWORD = "correct horse battery"
AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}


@pytest.fixture(scope="module")
def place(databases: Databases) -> Iterator[str]:
    """A server with two accounts and nothing read."""
    url = databases.migrated()
    for name, role in (("Ann Lee", "admin"), ("Bob", "editor")):
        given = ["user", "add", name, "--role", role, "--password-stdin", "--database", url]
        assert CliRunner().invoke(main, given, input=PASSWORD).exit_code == 0
    with serving(Settings(database_url=url)) as address:
        yield address


@pytest.fixture(params=[1280, 320])
def page(browser: Browser, place: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page without scripts, on a desk and on a phone."""
    context = browser.new_context(
        base_url=place,
        java_script_enabled=False,
        viewport={"width": request.param, "height": 800},
    )
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def sign_in(page: Page, onward: str) -> None:
    """Come in by the keyboard alone."""
    page.goto(onward)
    assert "/sign-in?next=" in page.url
    page.locator("#name:focus").wait_for()
    page.keyboard.type("ann lee")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{onward}")


def test_signing_in_by_the_keyboard_leads_on_and_signing_out_ends_it(page: Page) -> None:
    sign_in(page, "/account")
    assert page.locator("h1").inner_text() == "Ann Lee"
    page.get_by_role("button", name="Sign out").click()
    page.goto("/account")
    assert "/sign-in" in page.url
    page.go_back()
    assert "Where you are signed in" not in page.content()  # nothing was kept to go back to


def test_a_token_is_made_and_another_password_chosen(page: Page) -> None:
    sign_in(page, "/account")
    page.get_by_label("For which program").fill("my script")
    page.get_by_role("button", name="Make a token").click()
    assert page.locator("#fresh").inner_text().startswith("onr_")
    page.get_by_role("button", name="Revoke my script").first.click()
    expect(page.get_by_text("The token is revoked")).to_be_visible()
    page.get_by_label("The one you have now").fill(PASSWORD)
    for label in ("A new one", "The new one again"):
        page.get_by_label(label).fill(PASSWORD)
    page.get_by_role("button", name="Change it").click()
    expect(page.get_by_text("The password is changed")).to_be_visible()


def test_an_admin_changes_a_role(page: Page) -> None:
    sign_in(page, "/users")
    page.get_by_label("Role of Bob").select_option("reader")
    page.get_by_role("button", name="Change the role of Bob").click()
    expect(page.get_by_text("The role is changed")).to_be_visible()
    assert page.get_by_label("Role of Bob").input_value() == "reader"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_no_accessibility_violation_and_nothing_cut_off(
    browser: Browser, place: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(
        base_url=place, viewport={"width": width, "height": 800}, color_scheme=scheme
    )
    page = context.new_page()
    page.goto("/sign-in")
    page.get_by_label("Name").fill("nobody")
    page.get_by_label("Password").fill("wrong")
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    for address in ("", "/account", "/users"):
        if address == "/account":
            sign_in(page, address)
        elif address:
            page.goto(address)
        found = Axe().run(page, options=AXE)
        assert found.violations_count == 0, found.generate_report()
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, address
    context.close()
