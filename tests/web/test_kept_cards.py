"""The cards of a comparison are read and rendered once for as long as the data stays as it is."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import Engine, event, text

from app.db.session import sessions
from app.main import create_app
from tests.web.asking import TestClient

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.config import Settings

BOTH = "/compare?actor=ada-moreau&actor=bo-lindqvist"
ADDRESSES = (
    BOTH,
    f"{BOTH}&from=2025-02-01",
    f"{BOTH}&from=2025-02-01&undated=show",
    f"{BOTH}&q=troops",
    f"{BOTH}&stack=actor",
    "/compare?actor=ada-moreau",
    f"{BOTH}&issue=other",
)


@contextmanager
def asked() -> Iterator[list[str]]:
    """The SQL that is sent meanwhile."""
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        found.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def test_a_card_shown_before_is_not_read_again_for_another_choice(visitor: TestClient) -> None:
    with asked() as first:
        before = visitor.get(BOTH).text
    with asked() as second:
        after = visitor.get(f"{BOTH}&from=2025-01-01&undated=show").text

    assert any("content_text" in one for one in first)
    assert not any("content_text" in one for one in second)
    assert after.count('class="card"') == before.count('class="card"') > 1


def test_a_page_asks_once_for_the_number_of_the_data(visitor: TestClient) -> None:
    with asked() as found:
        visitor.get(BOTH)

    assert sum("FROM data_version" in one for one in found) == 1


def test_pages_are_the_same_with_cards_kept_and_without(own: Settings) -> None:
    none_kept = own.model_copy(update={"page_cache_mb": 0})
    with (
        TestClient(create_app(own), follow_redirects=False) as keeps,
        TestClient(create_app(none_kept), follow_redirects=False) as keeps_none,
    ):
        for address in (*ADDRESSES, *reversed(ADDRESSES)):
            for headers in ({}, {"HX-Request": "true"}):
                answer = keeps.get(address, headers=headers)
                assert answer.status_code == 200
                assert answer.text == keeps_none.get(address, headers=headers).text


def test_marked_words_are_those_that_are_looked_for(visitor: TestClient) -> None:
    plain = visitor.get(BOTH).text
    marked = visitor.get(f"{BOTH}&q=troops").text

    assert "<mark>troops</mark>" not in plain
    assert "<mark>troops</mark>" in marked
    assert "<mark>troops</mark>" not in visitor.get(f"{BOTH}&undated=show").text


def test_a_change_of_what_a_card_shows_is_on_the_next_page(visitor: TestClient) -> None:
    visitor.get(BOTH)
    site = visitor.app.state.site  # type: ignore[attr-defined]  # a FastAPI
    with sessions(site.engine(), write=True) as session:
        session.execute(text("UPDATE outlet SET name = 'The Renamed'"))

    assert "The Renamed" in visitor.get(BOTH).text
