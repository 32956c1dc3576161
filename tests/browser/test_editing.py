"""Editing in a real browser: by pointer and by keyboard, and what readers see at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.server import serving
from tests.web.editors import LONG, Desk
from tests.web.people import COOKIE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.databases import Databases

AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
Scheme = Literal["light", "dark"]


@pytest.fixture
def desk(tmp_path: Path, databases: Databases) -> Iterator[Desk]:
    made = Desk(tmp_path, databases)
    yield made
    made.close()


@pytest.fixture
def served(desk: Desk) -> Iterator[str]:
    """The address of a server on the desk's database."""
    with serving(desk.settings) as at:
        yield at


Open = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, served: str, desk: Desk) -> Iterator[Open]:
    """Opens an address as a visitor or, with ``who``, as somebody signed in."""
    contexts: list[BrowserContext] = []

    def open_page(address: str, who: str | None = None, **options: object) -> Page:
        context = browser.new_context(base_url=served, **options)  # type: ignore[arg-type]
        context.set_default_timeout(10_000)
        if who is not None:
            secret = desk.people.session(who)
            context.add_cookies([{"name": COOKIE, "value": secret, "url": served}])
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()


def add_address(desk: Desk) -> str:
    return f"/articles/{desk.article('What was missed')}/add"


def fill_in(page: Page, name: str) -> None:
    page.get_by_label(re.compile("paraphrased")).check()
    page.get_by_label("Who says it", exact=True).fill(name)
    page.get_by_label("Somebody new, a").check()


SELECT = """([start, end]) => {
  const text = document.querySelector("[data-words]");
  const find = (at) => {
    for (const piece of text.querySelectorAll("[data-at]")) {
      const from = Number(piece.dataset.at), marks = [...piece.textContent];
      if (at >= from && at <= from + marks.length)
        return [piece.firstChild, marks.slice(0, at - from).join("").length];
    }
  };
  const range = document.createRange();
  range.setStart(...find(start));
  range.setEnd(...find(end));
  return [...range.getClientRects()].map((one) => [one.left, one.top, one.right, one.bottom]);
}"""


def drag(page: Page, start: int, end: int) -> None:
    """Select characters with the mouse, as somebody does: press, move, let go."""
    page.locator("[data-words]").scroll_into_view_if_needed()
    boxes = page.evaluate(SELECT, [start, end])
    first, last = boxes[0], boxes[-1]
    page.mouse.move(first[0] + 1, (first[1] + first[3]) / 2)
    page.mouse.down()
    page.mouse.move(last[2] - 3, (last[1] + last[3]) / 2, steps=8)
    page.mouse.move(last[2], (last[1] + last[3]) / 2)
    page.mouse.up()


def test_a_missed_statement_is_added_with_the_mouse(visit: Open, desk: Desk) -> None:
    page = visit(add_address(desk), "editor", viewport={"width": 1280, "height": 1000})
    words = "troops must come if there is a ceasefire"
    start = LONG.index(words)
    drag(page, start, start + len(words))
    page.get_by_role("button", name="The words 1").click()
    expect(page.get_by_label("The words, exactly as printed")).to_have_value(words)
    expect(page.locator("[data-told]")).to_contain_text("Taken as the words")
    assert page.locator("input[name=content_at]").input_value() == f"{start}-{start + len(words)}"
    name = LONG.index("Zora Lind")
    drag(page, name, name + len("Zora Lind"))
    page.get_by_role("button", name="Who speaks 4").click()
    fill_in(page, "Zora Lind")
    page.get_by_role("button", name="Add the statement").click()
    expect(page).to_have_url(re.compile(r"/statements/[0-9a-z]{13}$"))
    reader = visit("/actors/zora-lind")
    expect(reader.locator("blockquote").first).to_contain_text(words)


def test_a_missed_statement_is_added_by_keyboard_alone(visit: Open, desk: Desk) -> None:
    page = visit(add_address(desk), "editor", viewport={"width": 1280, "height": 1000})
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.hasAttribute('data-words')"):
            break
    page.keyboard.press("Control+Home")
    # The second of two places with the same words, after characters that count twice in a script.
    second = LONG.index("It was late", LONG.index("It was late") + 1)
    for _ in range(len(LONG[:second])):
        page.keyboard.press("ArrowRight")
    at = page.evaluate("window.getSelection().toString()")
    assert at == ""
    for _ in range(len("It was late")):
        page.keyboard.press("Shift+ArrowRight")
    assert page.evaluate("window.getSelection().toString()") == "It was late"
    page.keyboard.press("x")  # the text cannot be changed
    page.keyboard.press("1")
    assert page.locator("input[name=content_at]").input_value() == f"{second}-{second + 11}"
    assert page.locator("[data-words]").inner_text().count("It was late") == 2
    page.get_by_label("Who says it", exact=True).focus()
    page.keyboard.type("ada-moreau")
    page.locator("input[name=kind]").first.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Add the statement").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/statements/[0-9a-z]{13}$"))
    expect(page.locator("blockquote").first).to_contain_text("It was late")


def test_words_that_are_interrupted_are_taken_one_after_the_other(visit: Open, desk: Desk) -> None:
    page = visit(add_address(desk), "editor", viewport={"width": 1280, "height": 1000})
    for words, key in (("No troops will come", "1"), ("troops must come", "2")):
        start = LONG.index(words)
        drag(page, start, start + len(words))
        page.keyboard.press(key)
    content = page.get_by_label("The words, exactly as printed")
    expect(content).to_have_value("No troops will come\ntroops must come")
    assert page.evaluate("CSS.highlights.get('taken').size") == 2
    fill_in(page, "Zora Lind")
    page.get_by_role("button", name="Add the statement").click()
    expect(page.locator("blockquote").first).to_contain_text("troops must come")


def test_without_a_script_the_words_are_written_down(visit: Open, desk: Desk) -> None:
    page = visit(add_address(desk), "editor", java_script_enabled=False)
    expect(page.locator("[data-takes]")).to_be_hidden()
    page.get_by_label("The words, exactly as printed").fill("It was late")
    fill_in(page, "Zora Lind")
    page.get_by_role("button", name="Add the statement").click()
    expect(page.get_by_role("alert")).to_contain_text("stands 2 times")
    page.get_by_label("Which of them").fill("2")
    page.get_by_role("button", name="Add the statement").click()
    expect(page.locator("blockquote").first).to_contain_text("It was late")


def test_two_actors_are_merged_and_all_of_it_undone(visit: Open) -> None:
    page = visit("/actors/bo-lindqvist", "editor")
    page.get_by_role("link", name="Merge into another").click()
    page.get_by_label("The other actor").fill("Ada Moreau")
    page.get_by_role("button", name="See what would go over").click()
    expect(page.get_by_role("heading", name=re.compile("What would go over"))).to_be_visible()
    page.get_by_label("Reason").fill("One person.")
    page.get_by_role("button", name=re.compile("Merge Bo Lindqvist into")).click()
    expect(page).to_have_url(re.compile("/actors/ada-moreau$"))
    reader = visit("/actors/bo-lindqvist")
    expect(reader).to_have_url(re.compile("/actors/ada-moreau$"))
    expect(reader.locator(".edited")).to_contain_text("One person.")
    reader.locator(".edited").get_by_role("link", name="All changes").click()
    expect(reader.locator(".change")).to_have_count(1)
    expect(reader.get_by_role("button", name=re.compile("Take"))).to_have_count(0)
    page.goto("/history/1")
    page.get_by_label("Reason").fill("They are two.")
    page.get_by_role("button", name="Take this change back").click()
    expect(page).to_have_url(re.compile("/history/2$"))
    expect(page.get_by_text("It takes back")).to_be_visible()
    reader.goto("/actors/bo-lindqvist")
    expect(reader).to_have_url(re.compile("/actors/bo-lindqvist$"))


def addresses(desk: Desk) -> tuple[str, ...]:
    """Every page on which something is changed, and the history after some changes."""
    statement, cut = desk.id_of("No troops will come"), desk.id_of("river valley,”")
    article = desk.article("What was missed")
    form = desk.fields(desk.editor.get("/actors/bo-lindqvist/edit"))
    desk.editor.post("/actors/bo-lindqvist/edit", form | {"country": "SE", "reason": "By birth."})
    gone = desk.id_of("they will send troops")
    desk.editor.post(f"/statements/{gone}/withdraw", {"reason": "It is about another river."})
    desk.editor.post("/history/1/undo", {"reason": "A slip."})
    found = desk.editor.get(f"/utterances/{cut}/edit").headers.get("Location")
    return (
        f"/articles/{article}/add",
        f"/articles/{article}/edit",
        f"/statements/{statement}/withdraw",
        f"/statements/{gone}",
        "/actors/bo-lindqvist",
        "/actors/bo-lindqvist/edit",
        "/actors/bo-lindqvist/merge?into=ada-moreau",
        "/actors/ada-moreau/split",
        found or f"/utterances/{cut}/edit",
        "/issues/foreign-troops-ukraine/edit",
        "/history",
        "/history/1",
        "/history/2",
    )


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark"), (320, "light")])
def test_they_can_be_used_by_all(
    visit: Open, desk: Desk, tmp_path: Path, width: int, scheme: Scheme
) -> None:
    page = visit(
        "/",
        "admin",
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
    )
    for number, address in enumerate(addresses(desk)):
        page.goto(address)
        shot = tmp_path / f"{width}-{number}.png"
        page.screenshot(path=shot, full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        found = Axe().run(page, options=AXE)
        assert found.violations_count == 0, f"{address}: {found.generate_report()}"


@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (320, "light")])
def test_what_another_definition_would_change_can_be_read_by_all(
    visit: Open, tmp_path: Path, width: int, scheme: Scheme
) -> None:
    page = visit(
        "/issues/foreign-troops-ukraine/edit",
        "admin",
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
    )
    page.set_default_timeout(60_000)  # the grammar is loaded first
    page.get_by_label(re.compile("^Where")).fill("")
    page.get_by_label(re.compile("^What has to stand with it")).fill("")
    page.get_by_label("Reason").fill("Any troops count.")
    page.get_by_role("button", name="See what would change").click()
    expect(page.get_by_role("heading", name="What would change")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".edited")).to_contain_text("Any troops count.")
    page.goto("/issues/foreign-troops-ukraine/edit")
    page.get_by_label(re.compile("^What it is about")).fill("goose")
    page.get_by_role("button", name="See what would change").click()
    expect(page.locator(".would-change tbody tr").first).to_be_visible(timeout=60_000)
    page.screenshot(path=tmp_path / f"trial-{width}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page, options=AXE)
    assert found.violations_count == 0, found.generate_report()
