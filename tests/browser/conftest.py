"""A real headless Chromium on the seeds, served as `make run` serves them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests import chromium
from tests.databases import Databases
from tests.server import free_port, running

if TYPE_CHECKING:
    from pathlib import Path

    from tests.postgresql import Cluster


@pytest.fixture(scope="session")
def databases(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """Libraries of a test's own are in PostgreSQL, as a newsroom has them; the seeds in SQLite.

    Pages are tested on both kinds in tests/web; what a browser makes of them depends on neither.
    """
    return Databases(tmp_path_factory.mktemp("databases"), cluster)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that holds the seeds, started from an empty folder."""
    folder: Path = tmp_path_factory.mktemp("site")
    port = free_port()
    with running(("demo", "--port", str(port)), port, folder) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=chromium.executable(playwright), args=chromium.arguments()
        )
        yield started
        started.close()


OpenContext = Callable[..., BrowserContext]


@pytest.fixture
def fresh(browser: Browser, site: str) -> Iterator[OpenContext]:
    """Opens fresh browser profiles: ``fresh(java_script_enabled=False)``."""
    opened: list[BrowserContext] = []

    def open_context(**options: object) -> BrowserContext:
        context = browser.new_context(base_url=site, **options)  # type: ignore[arg-type]
        context.set_default_timeout(10_000)
        opened.append(context)
        return context

    yield open_context
    for context in opened:
        context.close()


@pytest.fixture
def page(fresh: OpenContext) -> Iterator[Page]:
    """A page at desktop width. Fails the test on any console error or failed script."""
    context = fresh(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on(
        "console",
        lambda message: problems.append(message.text) if message.type == "error" else None,
    )
    yield opened
    assert not problems, problems
