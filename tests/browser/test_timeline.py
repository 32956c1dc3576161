"""A line of 200 positions: on a desk, on a phone, on paper, by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from app.config import Settings
from tests import long_line
from tests.browser.test_every_page import AXE
from tests.server import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.databases import Databases

pytestmark = pytest.mark.browser
LINE = "/actors/ada-moreau/timeline"
SHOWN = {320: "tall", 390: "tall", 1023: "tall", 1024: "wide", 1280: "wide"}


@pytest.fixture(scope="module")
def line_site(databases: Databases) -> Iterator[str]:
    """A server with an actor of 200 positions."""
    with serving(Settings(database_url=databases.filled(long_line.store))) as address:
        yield address


@pytest.fixture
def at(browser: Browser, line_site: str) -> Iterator[Callable[..., Page]]:
    """Opens the line at a width, without JavaScript but for what a test asks."""
    opened = []

    def at_width(width: int, scheme: str = "light", path: str = LINE) -> Page:
        context = browser.new_context(
            base_url=line_site,
            viewport={"width": width, "height": 800},
            color_scheme=scheme,  # type: ignore[arg-type]
        )
        opened.append(context)
        page = context.new_page()
        page.goto(path)
        return page

    yield at_width
    for context in opened:
        context.close()


# What of the shown picture reaches beyond the window or its own frame; how wide the page is.
BEYOND = """() => {
  const picture = [...document.querySelectorAll('svg.timeline')].find(one => one.checkVisibility());
  const frame = picture.getBoundingClientRect();
  const parts = [...picture.querySelectorAll('text, use, .span, .hit')];
  return {
    width: document.documentElement.scrollWidth,
    marks: picture.querySelectorAll('a').length,
    beyond: parts.map(part => [part.textContent, part.getBoundingClientRect()])
      .filter(([, box]) => box.left < 0 || box.right > innerWidth + 0.5
        || box.top < frame.top - 1 || box.bottom > frame.bottom + 1)
      .map(([text, box]) => `${text} ${box.left} ${box.right}`),
    small: [...picture.querySelectorAll('.hit')].map(one => one.getBoundingClientRect())
      .filter(box => box.width < 23.9 || box.height < 23.9).length,
  };
}"""


@pytest.mark.parametrize("width", SHOWN)
def test_nothing_is_cut_off(at: Callable[..., Page], width: int) -> None:
    page = at(width)
    for name in ("wide", "tall"):
        shown = page.locator(f"svg.timeline.{name}")
        expect(shown).to_be_visible(visible=name == SHOWN[width])
    found = page.evaluate(BEYOND)
    assert found["beyond"] == []
    assert found["width"] <= width
    assert found["marks"] > 100
    assert found["small"] == 0


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("path", [LINE, "/actors/chancellery/timeline"])
def test_no_words_lie_on_one_another(at: Callable[..., Page], width: int, path: str) -> None:
    page = at(width, path=path)
    overlapping = page.evaluate(
        """() => {
          const heads = [...document.querySelectorAll('.lane-head text, .tick-label, .more')]
            .filter(one => one.checkVisibility())
            .map(one => [one.textContent, one.getBoundingClientRect()]);
          const apart = (a, b) => a.right <= b.left || b.right <= a.left
            || a.bottom - 3 <= b.top || b.bottom - 3 <= a.top;
          return heads.flatMap(([text, a], n) => heads.slice(n + 1)
            .filter(([, b]) => !apart(a, b)).map(([other]) => `${text} / ${other}`));
        }"""
    )
    assert overlapping == []


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
@pytest.mark.parametrize("name", ["ada-moreau", "mute-person"])
def test_no_accessibility_violation(
    at: Callable[..., Page], width: int, scheme: str, name: str
) -> None:
    page = at(width, scheme, f"/actors/{name}/timeline")
    for details in page.locator("details > summary:visible").all():
        details.click()
    found = Axe().run(page, options=AXE)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", [320, 1280])
def test_a_point_is_reached_by_keyboard_and_leads_to_its_row(
    at: Callable[..., Page], width: int
) -> None:
    page = at(width)
    page.locator("a.past").focus()
    page.keyboard.press("Tab")
    focused = page.evaluate(
        """() => {
          const one = document.activeElement, hit = one.querySelector('.hit');
          return [one.classList.contains('dot'), one.getAttribute('href'),
            one.querySelector('title').textContent, getComputedStyle(hit).strokeWidth];
        }"""
    )
    assert focused[0]
    assert focused[2].count(":") == 1
    assert focused[3] == "3px"
    page.keyboard.press("Enter")
    row = page.locator(f"tr{focused[1]}")
    expect(row).to_be_in_viewport()
    expect(row.get_by_role("link", name="Details")).to_be_visible()


def test_the_picture_can_be_passed_by(at: Callable[..., Page]) -> None:
    page = at(1280)
    page.get_by_role("link", name="Past the picture").click()
    expect(page.locator("#table")).to_be_focused()


@pytest.mark.parametrize("width", [320, 1280])
def test_the_table_stays_a_table(at: Callable[..., Page], width: int) -> None:
    page = at(width)
    table = page.get_by_role("table", name="Positions of Ada Moreau on Troops")
    assert table.get_by_role("columnheader").count() == 7
    assert table.get_by_role("row").count() > 200
    first = table.get_by_role("row").nth(2)
    assert first.get_by_role("rowheader").count() == 1


def test_paper_has_the_wide_picture_whole_on_its_first_page(at: Callable[..., Page]) -> None:
    page = at(660)  # what an A4 page leaves between its margins
    page.emulate_media(media="print")
    expect(page.locator("svg.timeline.wide")).to_be_visible()
    expect(page.locator("svg.timeline.tall")).to_be_hidden()
    found = page.evaluate(BEYOND)
    assert found["beyond"] == []
    bottom = page.locator("svg.timeline.wide").bounding_box()
    assert bottom
    assert bottom["y"] + bottom["height"] < 985  # of 261 mm
