"""The review queue in a real browser: by keyboard alone, by selecting words, without a script."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from app.config import Settings
from app.db.queries import queue as stored
from app.db.queries import revisions
from app.db.session import open_engine, sessions
from app.db.store import save, sync_directory
from app.domain.positions import Stance
from app.domain.queue import QueueQuery
from app.domain.statements import StatementKind
from tests.factories import (
    day,
    make_actor,
    make_directory,
    make_extraction,
    make_issue,
    make_position,
    make_statement,
)
from tests.server import serving
from tests.web.people import COOKIE, People

if TYPE_CHECKING:
    from pathlib import Path

    from app.domain.queue import Desk
    from tests.databases import Databases

AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
COUNT = 24
Scheme = Literal["light", "dark"]


def article(number: int) -> str:
    # A character that a script counts as two stands before all others.
    return (
        f"🕊 Report {number} of the day. Speaker {number % 5} said that troops may come if there "
        f"is peace in sector {number}. It was late. Nobody was surprised that troops come."
    )


def stocked(folder: Path, databases: Databases) -> People:
    """Who may do what on a library of COUNT articles, each with one statement that waits."""
    actors = folder / "actors.yaml"
    actors.write_text("actors:\n- {slug: ada-moreau, name: Ada Moreau, kind: person}\n")
    return People(Settings(database_url=databases.filled(fill), actors_file=actors))


def fill(url: str) -> None:
    engine = open_engine(url)
    with sessions(engine, write=True) as session:
        sync_directory(session, make_directory(make_actor("Ada Moreau")), [make_issue()])
        for number in range(COUNT):
            text, who = article(number), make_actor(f"Speaker {number % 5}")
            found = make_statement(
                text,
                f"troops may come if there is peace in sector {number}",
                who,
                kind=StatementKind.INDIRECT,
                cue="said",
                source=who.name,
                said_on=day(f"2025-02-{number + 1:02}"),
                positions=[make_position(who, Stance.SUPPORTS)],
            )
            save(session, make_extraction(text, found, title=f"Report {number}", file=f"{number}"))
    engine.dispose()


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory, databases: Databases) -> Iterator[People]:
    made = stocked(tmp_path_factory.mktemp("queue"), databases)
    yield made
    made.close()


@pytest.fixture(scope="module")
def served(people: People) -> Iterator[str]:
    with serving(people.settings) as at:
        yield at


Open = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, served: str, people: People) -> Iterator[Open]:
    """Opens an address as the editor. Fails the test on any console error or failed script."""
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def open_page(address: str, **options: object) -> Page:
        context = browser.new_context(base_url=served, **options)  # type: ignore[arg-type]
        context.set_default_timeout(10_000)
        secret = people.session("editor")
        context.add_cookies([{"name": COOKIE, "value": secret, "url": served}])
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on(
            "console",
            lambda message: (
                problems.append(message.text)
                if message.type == "error" and "status of 400" not in message.text
                else None
            ),
        )
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not problems, problems


def waiting(people: People) -> list[str]:
    with sessions(people.engine) as session:
        found = stored.waiting(session, QueueQuery(), most=100)
    return [one.statement.id for one in found]


def desk(people: People, identifier: str) -> Desk:
    with sessions(people.engine) as session:
        found = stored.desk(session, identifier)
    assert found is not None
    return found


def at(page: Page) -> str:
    found = re.search(r"/queue/([0-9a-z]{13})$", page.url)
    assert found is not None, page.url
    return found[1]


def pressed(page: Page, *keys: str) -> None:
    """Press keys, of which the last leads to another page."""
    *first, last = keys
    for key in first:
        page.keyboard.press(key)
    with page.expect_navigation():
        page.keyboard.press(last)


def accept(page: Page) -> None:
    pressed(page, "a")


def accepted(found: Desk) -> None:
    assert found.history[0].action == "accept"


def conditional(page: Page) -> None:
    pressed(page, "3", "s", "Control+Enter")


def is_conditional(found: Desk) -> None:
    position = found.statement.positions[0]
    assert (position.stance, position.scope.value) == (Stance.CONDITIONAL, "own")


def edit(page: Page) -> None:
    page.keyboard.press("e")
    expect(page.locator("#actor")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("2")
    page.keyboard.press("/")
    while page.evaluate("document.activeElement.name") != "said_on":
        page.keyboard.press("Tab")
    page.keyboard.press("Control+A")
    page.keyboard.type("2025-01")
    pressed(page, "Control+Enter")


def edited(found: Desk) -> None:
    assert found.statement.positions[0].stance is Stance.OPPOSES
    assert found.statement.said_on.edtf == "2025-01"


def withdraw(page: Page) -> None:
    page.keyboard.press("w")
    page.keyboard.type("nobody says a")  # in a field no key decides anything
    pressed(page, "Enter")


def withdrawn(found: Desk) -> None:
    assert found.withdrawn == "nobody says a"


def name_speaker(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("Mor")
    expect(page.locator("#actors option")).to_have_count(1)
    page.keyboard.press("Control+A")
    page.keyboard.type("Ada Moreau")
    pressed(page, "Control+Enter")


def speaker_named(found: Desk) -> None:
    assert found.statement.actor.slug == "ada-moreau"


Way = tuple[Callable[[Page], None], Callable[["Desk"], None]]
WAYS: tuple[Way, ...] = (
    (accept, accepted),
    (conditional, is_conditional),
    (edit, edited),
    (withdraw, withdrawn),
    (name_speaker, speaker_named),
)


def test_twenty_are_cleared_by_keyboard_alone_and_the_last_is_taken_back(
    visit: Open, people: People
) -> None:
    page = visit("/queue")
    before = waiting(people)
    pressed(page, "j")
    assert at(page) == before[0]
    pressed(page, "j")
    pressed(page, "k")
    assert at(page) == before[0]
    did = []
    for turn in range(20):
        one, (decide, check) = at(page), WAYS[turn % len(WAYS)]
        decide(page)
        did.append((one, check))
    assert len(waiting(people)) == len(before) - 20
    for one, check in did:
        found = desk(people, one)
        assert found.history[0].by == "editor"
        check(found)
    last = did[-1][0]
    pressed(page, "u")
    assert at(page) == last
    assert desk(people, last).statement.actor.slug != "ada-moreau"
    expect(page.get_by_role("heading", name="What people changed")).to_be_visible()
    with sessions(people.engine) as session:
        assert revisions.recent(session, limit=1)[0].action == "undo"
    page.keyboard.press("x")
    page.keyboard.type("later")
    pressed(page, "Enter")
    assert waiting(people)[-1] == last
    pressed(page, "u")
    assert waiting(people)[-1] != last
    page.keyboard.press("?")
    expect(page.locator(".keys dl")).to_be_visible()


def test_words_are_selected_in_code_points(visit: Open, people: People) -> None:
    one = waiting(people)[1]
    page = visit(f"/queue/{one}")
    page.locator("details[data-key=e] > summary").click()
    page.get_by_text("Whose, under which condition").first.click()
    taking = page.locator("button[data-take=p0_condition]")
    expect(taking).to_be_disabled()
    page.evaluate(
        """() => {
          const piece = [...document.querySelectorAll('[data-at]')]
            .find((one) => one.textContent.includes('if there is peace'));
          const at = piece.textContent.indexOf('f there is pea');
          const range = document.createRange();
          range.setStart(piece.firstChild, at);
          range.setEnd(piece.firstChild, at + 'f there is pea'.length);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }"""
    )
    taking.click()
    expect(page.locator("#p0_condition")).to_have_value("if there is peace")
    text = desk(people, one).text
    start = text.index("if there")
    place = page.locator("[name=p0_condition_at]").input_value()
    assert place == f"{start}-{start + len('if there is peace')}"
    with page.expect_navigation():
        page.locator(".save button").click()
    assert desk(people, one).statement.positions[0].condition_text == "if there is peace"


def test_without_a_script_a_person_decides_too(visit: Open, people: People) -> None:
    page = visit("/queue", java_script_enabled=False)
    page.locator(".words-short a").first.click()
    one = at(page)
    page.locator("details[data-key=e] > summary").click()
    page.get_by_label("opposes").first.check()
    page.get_by_label("The words").fill("words of nobody")
    page.locator(".save button").click()
    expect(page.locator("#wrong-content")).to_contain_text("does not stand in the article")
    expect(page.get_by_label("opposes").first).to_be_checked()
    page.get_by_label("The words").fill("Nobody was surprised")
    page.locator(".save button").click()
    found = desk(people, one).statement
    assert found.content_text == ("Nobody was surprised",)
    page.get_by_role("button", name="Take that back").click()
    assert one in waiting(people)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark"), (320, "light")])
def test_it_can_be_used_by_all(visit: Open, people: People, width: int, scheme: Scheme) -> None:
    one = waiting(people)[0]
    page = visit("/queue", viewport={"width": width, "height": 900}, color_scheme=scheme)
    _check(page, width)
    page.goto(f"/queue/{one}")
    _check(page, width)
    for key in ("e", "Escape", "x", "Escape", "w", "Escape", "?"):
        page.keyboard.press(key)
    for details in page.locator("details").all():
        details.evaluate("one => one.open = true")
    _check(page, width)
    page.locator("#content").fill("nowhere")
    with page.expect_navigation():
        page.locator(".save button").click()
    _check(page, width)


def _check(page: Page, width: int) -> None:
    found = Axe().run(page, options=AXE)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
