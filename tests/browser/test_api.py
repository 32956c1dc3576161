"""A page of somebody else reads the API in a real browser, and nothing else of this site."""

from __future__ import annotations

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.conftest import OpenContext

pytestmark = pytest.mark.browser

FETCH = """async ([address, headers]) => {
    try {
        const answer = await fetch(address, {headers});
        const data = await answer.json();
        return {status: answer.status, tag: answer.headers.get("ETag"), data};
    } catch (error) {
        return {error: String(error)};
    }
}"""


def fetched(page: Page, address: str, headers: dict[str, str] | None = None) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(FETCH, [address, headers or {}])
    return found


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[str]:
    """The address of another site, with one empty page."""
    (tmp_path / "index.html").write_text("<!doctype html><title>Elsewhere</title>")
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


def test_others_read_the_api_alone(fresh: OpenContext, site: str, elsewhere: str) -> None:
    page = fresh().new_page()
    page.goto(elsewhere)
    answer = fetched(page, f"{site}/api/v1/overview")
    assert answer.get("status") == 200, answer
    assert answer["data"]["actors"]
    assert answer["tag"].startswith('W/"')
    # Asked first by OPTIONS, because of the header; the token is none.
    refused = fetched(page, f"{site}/api/v1/overview", {"Authorization": "Bearer none"})
    assert (refused["status"], refused["data"]["status"]) == (401, 401)
    missing = fetched(page, f"{site}/api/v1/actors/nobody-of-that-name")
    assert missing["data"]["type"] == f"{site}/api#not-found"
    for path in ("/compare.json", "/index.json", "/healthz"):
        assert "error" in fetched(page, f"{site}{path}"), path


def test_the_type_of_an_error_leads_to_where_it_is_explained(page: Page, site: str) -> None:
    problem = page.request.get(f"{site}/api/v1/overview?colour=red").json()
    page.goto(problem["type"])
    told = page.locator(":target")
    assert problem["title"] in told.inner_text()
