"""Pages of articles, one after the other, are the list, in both directions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from app.db.queries.article_lists import (
    article_page,
    article_place,
    article_titles,
    article_totals,
    each_article,
    place_of,
)
from app.db.store import save, sync_directory
from app.db.tables import ArticleRow
from app.domain.queries import DEFAULT_ISSUE
from tests.db import corpus
from tests.factories import day, make_actor, make_extraction, make_position, make_statement

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

DAYS = ("2025-03-01", "2025-03-01", "2025-03", None, "2025-02-28", None, "2025-03-31", "2025")


@pytest.fixture
def stored(session: Session) -> Session:
    """A session with articles of known, of vague and of unknown days."""
    sync_directory(session, corpus.DIRECTORY, corpus.ISSUES)
    ada = make_actor()
    for number, when in enumerate(DAYS):
        text = f"{number} Ada Moreau says nothing."
        positions = [make_position(ada)] if number % 2 else []
        made = make_statement(text, "says nothing", ada, positions=positions)
        save(session, make_extraction(text, made, published=day(when) if when else None))
    session.flush()
    session.expire_all()
    return session


def by_hand(session: Session) -> list[str]:
    """The order, by sorting all: latest last day, latest first day, id; unknown days last."""
    rows = session.scalars(select(ArticleRow)).all()
    dated = [row for row in rows if row.published_last and row.published_first]
    ordered = sorted(dated, key=lambda row: row.id)
    ordered.sort(key=lambda row: (row.published_last, row.published_first), reverse=True)
    return [row.id for row in (*ordered, *sorted(set(rows) - set(dated), key=lambda row: row.id))]


@pytest.mark.parametrize("limit", [1, 3, 8, 9])
def test_pages_forwards_and_backwards_are_the_whole_list(stored: Session, limit: int) -> None:
    expected = by_hand(stored)
    assert len(expected) == len(DAYS)
    forwards: list[str] = []
    place = None
    while page := article_page(stored, DEFAULT_ISSUE, limit, after=place):
        forwards += [one.ref.id for one in page]
        place = place_of(page[-1])
        assert place == article_place(stored, page[-1].ref.id)
    assert forwards == expected
    backwards: list[str] = []
    place = article_place(stored, expected[-1])
    while page := article_page(stored, DEFAULT_ISSUE, limit, before=place):
        backwards = [one.ref.id for one in page] + backwards
        place = place_of(page[0])
    assert backwards == expected[:-1]


def test_a_page_counts_what_its_articles_hold(stored: Session) -> None:
    found = list(each_article(stored, DEFAULT_ISSUE))
    told = {one.ref.published.edtf: (one.statements, one.on_issue, one.originals) for one in found}
    assert told["2025-03"] == (1, 0, 1)
    assert told["2025-02-28"] == (1, 0, 1)
    assert told["2025"] == (1, 1, 1)
    assert {one.on_issue for one in each_article(stored, "other")} == {0}
    totals = article_totals(stored)
    assert (totals.articles, totals.copies, totals.statements) == (8, 0, 8)
    assert totals.statements == sum(one.originals for one in found)


def test_titles_and_places_of_what_is_not_there(stored: Session) -> None:
    first = by_hand(stored)[0]
    assert article_titles(stored, [first, "0000000000000"]) == {first: ("A title", "The Paper")}
    assert article_titles(stored, []) == {}
    assert article_place(stored, "0000000000000") is None
    assert article_place(stored, "no id") is None
