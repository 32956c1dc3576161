"""A morning's work of an editor in a real browser, and all of it taken back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from app.db.queries import revisions
from app.db.session import sessions
from app.db.tables import ArticleRow
from tests.browser.test_editing import drag, fill_in
from tests.browser.test_queue import article, at, stocked, waiting
from tests.db.dump import dump
from tests.server import serving
from tests.web.people import COOKIE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.databases import Databases
    from tests.web.people import People

CLEARED = 20
# What may differ after all was taken back: what was done, who came in, and who asked.
KEPT = frozenset(
    {"revision", "revision_object", "revision_change", "proposal", "account", "account_session"}
)


@pytest.fixture
def people(tmp_path: Path, databases: Databases) -> Iterator[People]:
    made = stocked(tmp_path, databases)
    yield made
    made.close()


def rows(people: People) -> dict[str, list[str]]:
    with sessions(people.engine) as session:
        return dump(session, without=KEPT)


def clear(page: Page, ways: tuple[tuple[str, ...], ...]) -> None:
    """Decide on as many statements, by keyboard alone, in each of these ways by turns."""
    for number in range(CLEARED):
        before = at(page)
        *first, last = ways[number % len(ways)]
        for key in first:
            page.keyboard.press(key)
        with page.expect_navigation():
            page.keyboard.press(last)
        assert at(page) != before


def test_what_an_editor_does_is_seen_at_once_and_can_all_be_undone(
    browser: Browser, people: People
) -> None:
    secret = people.session("editor")
    before = rows(people)
    with serving(people.settings) as served:
        context = browser.new_context(base_url=served, viewport={"width": 1280, "height": 1000})
        context.add_cookies([{"name": COOKIE, "value": secret, "url": served}])
        context.set_default_timeout(10_000)
        page, reader = context.new_page(), browser.new_context(base_url=served).new_page()

        # Twenty of the queue: as they are, and the other way.
        page.goto(f"/queue/{waiting(people)[0]}")
        clear(page, (("a",), ("2", "Control+Enter")))
        assert len(waiting(people)) == len(before["statement"]) - CLEARED
        reader.goto("/compare?stance=opposes")
        expect(reader.locator("#count")).to_contain_text(f"{CLEARED // 2} reports of ")

        # One that the machine missed.
        text = article(3)
        with sessions(people.engine) as session:
            link = session.scalars(
                select(ArticleRow.id).where(ArticleRow.title == "Report 3")
            ).one()
        page.goto(f"/articles/{link}/add")
        words = "Nobody was surprised"
        drag(page, text.index(words), text.index(words) + len(words))
        page.get_by_role("button", name="The words 1").click()
        fill_in(page, "Zora Lind")
        page.get_by_role("button", name="Add the statement").click()
        expect(page).to_have_url(re.compile(r"/statements/[0-9a-z]{13}$"))
        reader.goto("/actors/zora-lind")
        expect(reader.locator("blockquote").first).to_contain_text(words)

        # Two actors that are one.
        page.goto("/actors/speaker-3/merge?into=speaker-4")
        page.get_by_label("Reason").fill("One person.")
        page.get_by_role("button", name=re.compile("Merge Speaker 3 into")).click()
        expect(page).to_have_url(re.compile("/actors/speaker-4$"))
        reader.goto("/actors/speaker-3")
        expect(reader).to_have_url(re.compile("/actors/speaker-4$"))
        reader.goto("/history")
        expect(reader.locator("main")).to_contain_text("One person.")

        # All of it taken back, the last first.
        with sessions(people.engine) as session:
            done = [one.id for one in revisions.recent(session, limit=100)]
        assert len(done) == CLEARED + 2
        for number in done:
            page.goto(f"/history/{number}")
            page.get_by_label("Reason").fill("It was a trial.")
            page.get_by_role("button", name="Take this change back").click()
            expect(page).not_to_have_url(re.compile(f"/history/{number}$"))
        reader.goto("/actors/speaker-3")
        expect(reader).to_have_url(re.compile("/actors/speaker-3$"))
        reader.goto("/compare?stance=opposes")
        expect(reader.locator("#count")).to_contain_text("No statement")
        reader.goto(f"/history/{done[0]}")
        expect(reader.locator("main")).to_contain_text("Taken back since")
        reader.goto("/history")
        expect(reader.locator("main")).to_contain_text("It was a trial.")
    assert rows(people) == before
