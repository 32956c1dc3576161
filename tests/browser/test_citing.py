"""A snapshot kept as a file, opened without a network; citing with and without a script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import OpenContext

pytestmark = pytest.mark.browser

AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
CHOICE = "/compare?actor=dmitry-peskov&actor=mark-rutte"


@pytest.fixture
def file(fresh: OpenContext, tmp_path: Path) -> Path:
    """The file of a snapshot, as its button gives it."""
    page = fresh(accept_downloads=True).new_page()
    page.goto(CHOICE)
    page.get_by_role("button", name="Freeze").click()
    with page.expect_download() as awaited:
        page.get_by_role("link", name="HTML file to keep").click()
    kept = tmp_path / awaited.value.suggested_filename
    awaited.value.save_as(kept)
    return kept


def test_the_file_opens_without_a_network_everywhere(browser: Browser, file: Path) -> None:
    problems: list[str] = []
    asked: list[str] = []
    for width, dark in ((320, False), (1280, True)):
        context = browser.new_context(
            offline=True,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
        )
        page = context.new_page()
        page.on("console", lambda message: problems.append(message.text))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(file.as_uri())
        assert set(asked) == {file.as_uri()}
        assert problems == []
        assert page.locator("article.card").count() > 1
        words = page.locator(".words").first
        assert words.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") > 18  # its own style
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate("document.doctype.name") == "html"
        # axe is put into a page by its driver, past the policy that allows no script.
        found = Axe().run(page, options=AXE)
        assert found.violations_count == 0, found.generate_report()
        assert page.pdf().startswith(b"%PDF")
        context.close()


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("width", [320, 1280])
def test_a_statement_is_cited_from_its_page(
    fresh: OpenContext, *, width: int, script: bool
) -> None:
    context = fresh(
        viewport={"width": width, "height": 900},
        java_script_enabled=script,
        permissions=["clipboard-read", "clipboard-write"],
    )
    page = context.new_page()
    page.goto(CHOICE)
    page.goto(page.locator("article.card a", has_text="Details").first.get_attribute("href") or "")
    page.get_by_role("link", name="cite this statement").click()
    expect(page).to_have_url(re.compile(r"/statements/[0-9a-z]{13}/cite$"))
    ready = page.locator("#t-1-3")
    expect(ready).to_contain_text("Statement by")
    buttons = page.get_by_role("button", name="Copy")
    assert buttons.count() == (6 if script else 0)
    if script:
        page.get_by_role("button", name="Copy as APA").click()
        expect(page.locator("#copied")).to_have_text("Copied.")
        assert page.evaluate("navigator.clipboard.readText()") == ready.text_content()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page, options=AXE)
        assert found.violations_count == 0, found.generate_report()
