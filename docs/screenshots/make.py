"""Make the pictures of the README and the documentation: `python docs/screenshots/make.py`.

Serves the seeds from an empty folder and photographs pages in headless Chromium. With a folder as
argument, writes every page at phone and desktop width, light and dark, to look at.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # started by its path, not installed

from playwright.sync_api import sync_playwright

from tests import chromium
from tests.server import free_port, running

HERE = Path(__file__).resolve().parent
COMPARISON = "/compare?actor=dmitry-peskov&actor=donald-trump&actor=radoslaw-sikorski"
PAGES = {
    "home": "/",
    "compare": COMPARISON,
    "compare-all": "/compare",
    "february": "/compare?from=2025-02-01&to=2025-02-28",
    "actors": "/actors",
    "actor": "/actors/dmitry-peskov",
    "articles": "/articles",
    "ingest": "/ingest",
    "empty": "/compare?actor=mark-rutte",
    "missing": "/actors/nobody",
}
WIDTHS = {"phone": 390, "desktop": 1280}


def main() -> None:
    """Write the README's picture, or all of them into a folder."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    port = free_port()
    with (
        tempfile.TemporaryDirectory() as empty,
        running(("demo", "--port", str(port)), port, Path(empty)) as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=chromium.executable(playwright), args=chromium.arguments()
        )
        if folder is None:
            page = browser.new_page(viewport={"width": 1280, "height": 1240}, base_url=site)
            page.goto(COMPARISON)
            page.screenshot(path=HERE / "compare.png")
        else:
            folder.mkdir(parents=True, exist_ok=True)
            for scheme in ("light", "dark"):
                for size, width in WIDTHS.items():
                    page = browser.new_page(
                        viewport={"width": width, "height": 900},
                        base_url=site,
                        color_scheme=scheme,  # type: ignore[arg-type]
                    )
                    pages = dict(PAGES)
                    page.goto(COMPARISON)
                    for name, selector in (
                        ("statement", "/statements/"),
                        ("article", "/articles/"),
                    ):
                        link = page.locator(f'main a[href^="{selector}"]').first
                        pages[name] = (link.get_attribute("href") or "/").partition("#")[0]
                    for name, address in pages.items():
                        page.goto(address)
                        page.screenshot(path=folder / f"{name}-{size}-{scheme}.png", full_page=True)
                    page.close()
        browser.close()


if __name__ == "__main__":
    main()
