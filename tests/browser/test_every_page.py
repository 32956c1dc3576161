"""Every page that anybody may open, at four widths, light and dark, held to the same rules.

Nothing that axe finds, no console error, no failed request, nothing wider than the screen, HTML
as the standard has it; and filtering moves nothing that stands.
"""

from __future__ import annotations

import json
import re
import urllib.parse
import urllib.request
from typing import TYPE_CHECKING, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests import nu
from tests.web.routes import ANYBODY, DOOR, TABLE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, Request, Response, Route

    from tests.browser.conftest import OpenContext

pytestmark = pytest.mark.browser

# By name, so that a failure says which page it is; what is in braces `found` looks up.
PAGES = {
    "home": "/",
    "another issue": "/?issue=ukraine-nato-membership",
    "compare": "/compare",
    "overview": "/compare?actor=dmitry-peskov&view=overview",
    "one column": "/compare?actor=dmitry-peskov",
    "columns": "/compare?actor=dmitry-peskov&actor=donald-trump&actor=kremlin",
    "all filters": "/compare?from=2025-02-01&kind=direct&side=ru&stance=opposes&to=2025-12-31"
    "&undated=show&who=person",
    "nothing found": "/compare?actor=mark-rutte",
    "compare, cite": "/compare/cite?actor=dmitry-peskov",
    "compare, share": "/compare/share?actor=dmitry-peskov",
    "compare, follow": "/compare/follow?actor=dmitry-peskov",
    "changes": "/changes?from=2025-02-01&to=2025-12-31",
    "search": "/search",
    "found": "/search?q=troops",
    "nothing like it": "/search?q=peskow+unicorn",
    "agreement": "/agreement",
    "months": "/agreement?issue=foreign-troops-ukraine",
    "actors": "/actors",
    "actor": "/actors/dmitry-peskov",
    "chain": "/actors/vladimir-putin",
    "timeline": "/actors/kremlin/timeline",
    "articles": "/articles",
    "article": "/articles/{article}",
    "statement": "/statements/{statement}",
    "context": "/statements/{statement}/context",
    "statement, cite": "/statements/{statement}/cite",
    "statement, share": "/statements/{statement}/share",
    "statement, report": "/statements/{statement}/report",
    "utterance": "/utterances/{utterance}",
    "utterance, cite": "/utterances/{utterance}/cite",
    "snapshot": "{snapshot}",
    "difference": "{snapshot}/difference",
    "snapshot, cite": "{snapshot}/cite",
    "embedded statement": "/embed/statements/{statement}",
    "embedded comparison": "/embed/compare?actor=dmitry-peskov",
    "accuracy": "/accuracy",
    "ingest": "/ingest",
    "run": "/ingest/1",
    "codebook": "/coding/codebook",
    "history": "/history",
    "api": "/api",
    "keys": "/keys",
    "sign in": "/sign-in",
    "missing": "/actors/nobody-of-that-name",
    "malformed": "/compare?from=2025-02-30",
    "embedded, missing": "/embed/statements/0000000000000",
}
ERRORS = {"missing": 404, "malformed": 400, "embedded, missing": 404}
# Pages of what only people make: tests/browser/test_reports.py and test_editor.py look at them.
ELSEWHERE = {"/reports/{identifier}", "/history/{number}"}
LEAD_ON = {"/compare/freeze", "/sign-in/provider", "/sign-in/provider/return"}
STATES = {"/healthz", "/readyz", "/metrics"}
# axe reads the narrowest and the widest, in the light and in the dark.
READ = {(320, "light"), (1920, "dark")}
LOOKS: tuple[tuple[int, Literal["light", "dark"]], ...] = (
    (320, "light"),
    (390, "dark"),
    (1280, "light"),
    (1920, "dark"),
)
# The size of targets is checked too, which axe leaves out by default; only violations are told.
THERE = Axe("0")  # the script is in the page already
AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}


def asked(address: str) -> dict[str, list[dict[str, str]]]:
    with urllib.request.urlopen(address) as answer:
        data: dict[str, list[dict[str, str]]] = json.load(answer)
        return data


@pytest.fixture(scope="module")
def found(site: str) -> dict[str, str]:
    """The address of each page, with ids and a snapshot of this server."""
    trump = asked(f"{site}/compare.json?actor=donald-trump")["statements"][0]
    peskov = asked(f"{site}/compare.json?actor=dmitry-peskov")["statements"]
    frozen = urllib.request.Request(
        f"{site}/compare/freeze", b"actor=dmitry-peskov", {"Origin": site}
    )
    with urllib.request.urlopen(frozen) as answer:
        snapshot = urllib.parse.urlsplit(answer.url).path
    known = {
        "statement": trump["id"],
        "article": asked(f"{site}/articles.json")["articles"][0]["id"],
        "utterance": max(peskov, key=lambda one: len(one["reports"]))["utterance"],
        "snapshot": snapshot,
    }
    return {name: address.format_map(known) for name, address in PAGES.items()}


class Watched:
    """A page, and what went wrong on it."""

    def __init__(self, browser: Browser, site: str) -> None:
        self.page = browser.new_page(base_url=site)
        self.problems: list[str] = []
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._answered)
        self.page.on("console", lambda said: self._said(said.type, said.text))

    def _failed(self, request: Request) -> None:
        self.problems.append(f"{request.url}: {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self.problems.append(f"{response.url}: {response.status}")

    def _said(self, kind: str, text: str) -> None:
        # a page that tells of an error is told of as one
        if kind == "error" and "Failed to load resource" not in text:
            self.problems.append(text)


@pytest.fixture(scope="module")
def watched(browser: Browser, site: str) -> Iterator[Watched]:
    """One page for all, because each look costs a start."""
    made = Watched(browser, site)
    yield made
    made.page.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_for_everybody(watched: Watched, found: dict[str, str], name: str) -> None:
    page, watched.problems = watched.page, []
    answer = page.goto(found[name])
    assert answer is not None
    assert answer.status == ERRORS.get(name, 200)
    for width, scheme in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
        closed = page.locator("details:not([open]) > summary:visible")
        while closed.count():
            closed.first.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{width}, opened"
        if (width, scheme) not in READ:
            continue
        broken = (Axe() if (width, scheme) == LOOKS[0] else THERE).run(page, options=AXE)
        assert broken.violations_count == 0, f"{width}, {scheme}: {broken.generate_report()}"
    assert watched.problems == []


def test_every_public_page_is_among_these() -> None:
    paths = {urllib.parse.urlsplit(address).path for address in PAGES.values()}
    open_to_all = {path for (verb, path), least in TABLE.items()
                   if verb == "GET" and least in (ANYBODY, DOOR)}  # fmt: skip
    # Data stand beside their page, files under names with a dot; the API is no page, nor is what
    # tells programs how the server does.
    pages = {
        path
        for path in open_to_all
        if "." not in path and not path.startswith(("/api/", "/oembed"))
    }
    missing = {
        path
        for path in pages - ELSEWHERE - LEAD_ON - STATES
        if not any(
            re.fullmatch(re.sub(r"\\\{.*?\\\}", "[^/]+", re.escape(path)), one)
            for one in {*paths, *(one.replace("{snapshot}", "/snapshots/x") for one in paths)}
        )
    }  # fmt: skip
    assert missing == set()


def test_html_is_as_the_standard_has_it(
    fresh: OpenContext, found: dict[str, str], tmp_path: Path
) -> None:
    asking = fresh().request
    pages = {name: asking.get(address).text() for name, address in found.items()}
    assert nu.mistakes(pages, tmp_path) == []


SHIFTS = """() => new Promise(done => {
  const found = [];
  new PerformanceObserver(list => found.push(...list.getEntries().map(one => [one.value,
    one.hadRecentInput, one.sources.map(two => two.node && (two.node.id || two.node.className))])))
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(found), 100);
})"""


GOOD = 0.1  # cumulative layout shift: https://web.dev/articles/cls


def shifts(page: Page) -> list[list[object]]:
    """Each move of something that stood, but those in the half second after a key or a click."""
    return [one for one in page.evaluate(SHIFTS) if not one[1]]


SETTLES = """() => {
  window.settled = new Promise(done => addEventListener('htmx:afterSettle', done, {once: true}));
}"""
# A choice, and what is clicked there.
FILTERS = {
    "a chip": ("/compare?actor=dmitry-peskov&actor=donald-trump", ".chip"),
    "a shortcut": ("/compare", "#shortcuts a"),
    "the form": ("/compare?actor=dmitry-peskov", "#apply"),
}


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("what", FILTERS)
def test_filtering_moves_nothing_that_stands(fresh: OpenContext, what: str, width: int) -> None:
    """Answers come late, so that nothing is excused for having followed a click at once."""
    page = fresh(viewport={"width": width, "height": 900}).new_page()
    address, clicked = FILTERS[what]
    page.goto(address)
    page.wait_for_load_state("networkidle")
    # Where a page is first painted depends on how it arrives, which nobody has in hand.
    assert sum(float(str(one[0])) for one in shifts(page)) < GOOD, "while it was opened"

    def late(route: Route) -> None:
        page.wait_for_timeout(700)
        route.continue_()

    page.route("**/compare**", late)
    page.evaluate(SETTLES)
    page.locator(clicked).first.click()
    page.evaluate("window.settled.then(() => true)")
    assert shifts(page) == []


def test_what_moves_is_seen(fresh: OpenContext) -> None:
    """The measure above is one: a line put in at the top is told."""
    page = fresh(viewport={"width": 1280, "height": 900}).new_page()
    page.goto("/compare")
    page.evaluate("document.querySelector('main').prepend(document.createElement('hr'))")
    page.wait_for_timeout(100)
    assert shifts(page)
