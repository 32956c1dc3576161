"""docs/tour.md: its steps are walked in a real browser, and the page says just these."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser import tour

if TYPE_CHECKING:
    from tests.browser.conftest import OpenContext

pytestmark = pytest.mark.browser
_MOST = 120 * 1024  # of a picture


@pytest.mark.parametrize("scripted", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_tour_leads_to_the_answer_and_the_proof(
    fresh: OpenContext,
    width: int,
    scripted: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    page = fresh(viewport={"width": width, "height": 800}, java_script_enabled=scripted).new_page()
    steps: list[int] = []
    broken = list(tour.walk(page, lambda number, _page: steps.append(number)))
    assert broken == []
    assert len(steps) == len(tour.STEPS)


def test_its_page_and_pictures_are_those_of_the_steps() -> None:
    assert tour.DOCUMENT.read_text() == tour.document(), "python -m tests.browser.tour --write"
    names = {f"tour-{number}.png" for number in range(1, len(tour.STEPS) + 1)}
    pictures = {one.name: one.stat().st_size for one in tour.PICTURES.glob("tour-*.png")}
    assert set(pictures) == names
    assert max(pictures.values()) < _MOST
