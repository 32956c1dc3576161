"""The tour: a question, and the way to its answer and the proof, walked by visible words alone.

    python -m tests.browser.tour           # walks it, and says where the pages keep no promise
    python -m tests.browser.tour --write   # also makes docs/tour.md and its pictures again

tests/browser/test_tour.py walks it too, so that docs/tour.md never tells of pages that are gone.
"""

from __future__ import annotations

import io
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import expect, sync_playwright

from tests import chromium
from tests.server import free_port, running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Locator, Page

DOCUMENT = Path(__file__).parents[2] / "docs" / "tour.md"
PICTURES = DOCUMENT.parent / "screenshots"
SIZE = {"width": 1280, "height": 920}
QUESTION = (
    "Who changed position on foreign troops in Ukraine between February and December 2025, and "
    "where is the proof?"
)
# How many words of English a minute adults read silently, on average of 190 studies:
# Brysbaert (2019), https://doi.org/10.1016/j.jml.2019.104047.
_WORDS_A_MINUTE = 238


@dataclass(frozen=True, slots=True)
class Step:
    """What a visitor sees, in words that the page has to show, and what they do then."""

    title: str
    sees: tuple[str, ...]
    tells: str  # of what they see
    goes: Callable[[Page], Locator] | None = None  # what they click
    types: tuple[tuple[str, str], ...] = ()  # before that: a field, and what is typed in it
    does: str = ""  # the same in words


def peskov(page: Page) -> Locator:
    """What the page of possible changes says of Dmitry Peskov."""
    return page.get_by_role("region", name="Dmitry Peskov", exact=True)


def marked(page: Page) -> Locator:
    """The words in the article that the address of the page points at."""
    statement = page.url.rpartition("#s-")[2]
    return page.locator(f'.article-text a.said[href="/statements/{statement}"]')


STEPS = (
    Step(
        "The first page leads there",
        ("Who possibly changed position?",),
        "Who says what on the issue, a line an actor. Above the lines stands the question itself; "
        "“Changes” at the top of every page leads to the same.",
        lambda page: page.get_by_role("link", name="Who possibly changed position?"),
        does="Click “Who possibly changed position?”",
    ),
    Step(
        "The days are chosen",
        ("Who possibly changed position?", "Said from"),
        "All that is on record, until a first and a last day are given.",
        lambda page: page.get_by_role("main").get_by_role("button", name="Show"),
        types=(("Said from", "2025-02-01"), ("to", "2025-12-31")),
        does="Fill in 1 Feb 2025 and 31 Dec 2025, click “Show”",
    ),
    Step(
        "The answer",
        (
            (
                "1 Feb 2025 – 31 Dec 2025: no possible change; 2 actors said otherwise than "
                "before in words that are not compared"
            ),
            "from “opposes” to “noncommittal”",
            "Not called a possible change.",
            "takes no side",
            "17 Dec 2025",
        ),
        "No possible change, by words that can be compared. Dmitry Peskov, and through him the "
        "Kremlin, opposed it from February to August and took no side in December. That is no "
        "change by the rules, and the page says which: his words in August are the outlet’s, not "
        "in quotation marks, and leaving a thing open is no other position. Both statements stand "
        "side by side; the reader judges.",
        lambda page: peskov(page).get_by_role("link", name="In the article").last,
        does="For the proof click “In the article” under what he said in December",
    ),
    Step(
        "The proof",
        ("a subject for discussion", "Kremlin Addresses Foreign Military Presence in Ukraine"),
        "The article as it was read, at the place, with the words marked.",
        marked,
        does="Click the marked words for all that is known of the statement",
    ),
    Step(
        "Why the machine thinks so",
        ("noncommittal", "Why the machine thinks so", "In its place"),
        "One statement: who, when, where, and by which words it was judged. From here it is cited, "
        "shared, or reported as wrong.",
    ),
)


def walk(page: Page, keep: Callable[[int, Page], None]) -> Iterator[str]:
    """What the pages do not keep of what the tour promises; ``keep`` is shown each step."""
    page.goto("/")
    for number, step in enumerate(STEPS, start=1):
        text = " ".join(page.get_by_role("main").inner_text().split())
        for words in step.sees:
            if words not in text:
                yield f"Step {number}, {step.title}: “{words}” is not on {page.url}."
        for field, typed in step.types:
            page.get_by_role("main").get_by_label(field, exact=True).fill(typed)
        if step.goes is None:
            keep(number, page)
            continue
        link = step.goes(page).first
        try:
            expect(link).to_be_visible()
        except AssertionError:
            yield f"Step {number}, {step.title}: nothing to click on {page.url}."
            return
        page.mouse.move(0, 0)
        link.evaluate("one => { one.style.outline = '3px solid #d97706'; }")
        keep(number, page)
        before = page.url
        link.click()
        page.wait_for_url(lambda url, before=before: url != before)  # type: ignore[misc]
        page.wait_for_load_state()


def document() -> str:
    """docs/tour.md: the steps with their pictures, and what was counted."""
    clicks = sum(step.goes is not None for step in STEPS[:3])
    fields = sum(len(step.types) for step in STEPS)
    words = sum(len(seen.split()) for step in STEPS[:4] for seen in step.sees)
    words += sum(len(step.does.split()) for step in STEPS[:4])
    seconds = round(words / _WORDS_A_MINUTE * 60)
    lines = [
        "# A tour: one question, its answer, its proof",
        "",
        f"> {QUESTION}",
        "",
        (
            "Somebody who has never seen On Record starts `make run`, opens http://127.0.0.1:8000 "
            "and finds out. What is to be clicked has a frame in the pictures."
        ),
        "",
    ]
    for number, step in enumerate(STEPS, start=1):
        lines += [
            f"## {number}. {step.title}",
            "",
            step.tells + (f" **{step.does}.**" if step.does else ""),
            "",
            f"![Step {number}: {step.title}](screenshots/tour-{number}.png)",
            "",
        ]
    lines += [
        "## What was counted",
        "",
        (
            f"To the answer: {clicks - 1} clicks and {fields} dates; to the proof one click more. "
            f"The words to be found or read on the way are {words}; at {_WORDS_A_MINUTE} words a "
            "minute ([Brysbaert 2019](https://doi.org/10.1016/j.jml.2019.104047)) that is "
            f"{seconds} seconds, to which come those of the hands. No person was timed yet: this "
            "says that the way is short and marked, not that everybody finds it."
        ),
        "",
        (
            "`tests/browser/test_tour.py` walks the tour through the shipped articles, by the "
            "words that are seen, on a desk and on a phone, with a script and without, and fails "
            "where a page no longer keeps what stands here. "
            "`python -m tests.browser.tour --write` makes this page and its pictures again."
        ),
        "",
    ]
    return "\n".join(lines)


def picture(page: Page) -> bytes:
    """What is on the screen, in few colours, so that it is small."""
    seen = Image.open(io.BytesIO(page.screenshot()))
    small = io.BytesIO()
    seen.convert("RGB").quantize(96).save(small, "PNG", optimize=True)
    return small.getvalue()


def main() -> int:
    """Walk it on a server of its own; 1 where a promise is not kept."""
    write = "--write" in sys.argv[1:]

    def keep(number: int, page: Page) -> None:
        if write:
            (PICTURES / f"tour-{number}.png").write_bytes(picture(page))

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        port = free_port()
        browser = playwright.chromium.launch(
            executable_path=chromium.executable(playwright), args=chromium.arguments()
        )
        with running(("demo", "--port", str(port)), port, Path(folder)) as site:
            page = browser.new_page(base_url=site, viewport=SIZE)  # type: ignore[arg-type]
            broken = list(walk(page, keep))
        browser.close()
    if write:
        DOCUMENT.write_text(document())
    print("\n".join(broken) or "The pages keep what the tour promises.")  # noqa: T201
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
