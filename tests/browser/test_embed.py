"""Frames of ours in a page of a foreign origin, and what is not for frames; sharing by hand."""

from __future__ import annotations

import html
import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

    from tests.browser.conftest import OpenContext

pytestmark = pytest.mark.browser

AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
CHOICE = "/compare?actor=dmitry-peskov&actor=kremlin"


class _Page(BaseHTTPRequestHandler):
    """Answers every address with what ``bodies`` has for it."""

    def __init__(self, bodies: dict[str, str], *given: object) -> None:
        self._bodies = bodies
        super().__init__(*given)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        body = f"<!doctype html><title>Elsewhere</title>{self._bodies.get(self.path, '')}".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_given: object) -> None:
        pass


@pytest.fixture
def elsewhere() -> Iterator[Callable[[str], str]]:
    """Puts a page on a server of another origin; returns its address."""
    bodies: dict[str, str] = {}
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Page, bodies))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()

    def put(body: str) -> str:
        path = f"/{len(bodies)}.html"
        bodies[path] = body
        return f"http://127.0.0.1:{server.server_port}{path}"

    yield put
    server.shutdown()
    server.server_close()


def a_statement(page: Page) -> str:
    page.goto("/compare?actor=dmitry-peskov")
    return str(page.locator("article.card .card-links a").first.get_attribute("href"))


@pytest.mark.parametrize("script", [True, False])
def test_a_page_elsewhere_shows_what_somebody_copied(
    fresh: OpenContext, elsewhere: Callable[[str], str], *, script: bool
) -> None:
    context = fresh(viewport={"width": 900, "height": 700}, java_script_enabled=script)
    page = context.new_page()
    statement = a_statement(page)
    page.goto(statement)
    words = page.locator(".words.largest p").inner_text()
    page.goto(f"{statement}/share")
    code = page.get_by_label("Copy this into the page").input_value()
    page.goto(elsewhere(f"<p>Their article.</p>{code}"))
    frame = page.frame_locator("iframe")
    expect(frame.locator("blockquote")).to_have_text(words)
    expect(frame.get_by_text("On Record")).to_be_visible()
    assert context.cookies() == []
    with context.expect_page() as opened:
        frame.get_by_role("link").last.click()
    assert opened.value.url.endswith(statement)
    assert page.url.endswith(".html")  # theirs stays where it was


def test_a_comparison_stands_in_a_frame_and_other_pages_do_not(
    fresh: OpenContext, elsewhere: Callable[[str], str], site: str
) -> None:
    page = fresh(viewport={"width": 900, "height": 700}).new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    shown = f'<iframe src="{site}/embed{html.escape(CHOICE)}" width="600" height="560"></iframe>'
    page.goto(elsewhere(shown))
    expect(page.frame_locator("iframe").get_by_role("heading", level=1)).to_contain_text("Peskov")
    assert refused == []
    for path in ("/compare", "/", f"{CHOICE}", "/sign-in", a_statement(page_of(fresh))):
        refused.clear()
        page.goto(elsewhere(f'<iframe src="{site}{html.escape(path)}"></iframe>'))
        page.wait_for_timeout(300)
        assert any("frame" in one for one in refused), path
        assert not any(frame.locator("main").count() for frame in page.frames[1:]), path


def page_of(fresh: OpenContext) -> Page:
    return fresh().new_page()


def test_a_frame_as_high_as_oembed_says_needs_no_scrolling(fresh: OpenContext, site: str) -> None:
    page = fresh(viewport={"width": 600, "height": 100}).new_page()
    listed = page.request.get("/compare.json").json()["statements"]
    for one in listed:
        told = page.request.get(f"/oembed?url={one['url']}").json()
        assert told["html"].startswith(f'<iframe src="{site}/embed/')
        page.goto(f"/embed/statements/{one['id']}")
        assert page.evaluate("document.documentElement.scrollHeight") <= told["height"], one["id"]


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_all_has_room(fresh: OpenContext, width: int, scheme: str) -> None:
    page = fresh(viewport={"width": width, "height": 700}, color_scheme=scheme).new_page()
    problems: list[str] = []
    page.on(
        "console",
        lambda message: problems.append(message.text) if message.type == "error" else None,
    )
    statement = a_statement(page)
    for address in (
        f"/embed{statement}", f"/embed{CHOICE}", f"{statement}/share",
        CHOICE.replace("/compare", "/compare/share"), CHOICE.replace("/compare", "/compare/follow"),
    ):  # fmt: skip
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        found = Axe().run(page, options=AXE)
        assert found.violations_count == 0, f"{address}: {found.generate_report()}"
    assert problems == []


def test_the_page_of_a_statement_leads_to_sharing_it(page: Page) -> None:
    page.goto(a_statement(page))
    page.get_by_role("link", name="Share").click()
    expect(page.get_by_role("heading", name="Its picture")).to_be_visible()
    picture = page.locator("main img")
    expect(picture).to_have_js_property("naturalWidth", 1200)
    page.get_by_role("link", name="Back to the statement").click()
    assert "/share" not in page.url
