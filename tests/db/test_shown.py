"""What search keeps of statements is what the database has, after any writing; and its order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import select

from app.db.queries import search as searching
from app.db.queries import search_order
from app.db.queries.search import search, statement_lines
from app.db.queries.search_order import grouped, in_order
from app.db.queries.shown import shown_of
from app.db.session import sessions
from app.db.store import editing, save, sync_directory
from app.db.tables import StatementRow
from app.domain.accounts import By, Interface
from app.domain.search import Group, HitOrder, SearchQuery
from tests.factories import (
    day,
    make_actor,
    make_directory,
    make_extraction,
    make_issue,
    make_position,
    make_statement,
)

if TYPE_CHECKING:
    import pytest
    from numpy.typing import NDArray
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.db.queries.shown import Shown

ADA = make_actor("Ada")
BY = By(1, "eva", Interface.WEB)


def _save(session: Session, words: str, said: str, *, file: str, issue: bool = True) -> str:
    """Store it; the version's id."""
    positions = [make_position(ADA)] if issue else []
    statement = make_statement(words, said, ADA, positions=positions)
    return save(session, make_extraction(words, statement, file=file, outlet=file)).version


def _same(one: Shown, other: Shown) -> None:
    assert one.issues == other.issues
    for name in ("numbers", "utterance", "originals", "after", "on"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name
    assert np.array_equal(one.days[one.day], other.days[other.day])


def test_what_is_kept_follows_every_writing(engine: Engine) -> None:
    long = " ".join(f"word{n}" for n in range(60)) + " and troops are not needed, Ada said."

    def look() -> int:
        with sessions(engine) as session:
            kept = shown_of(session)
        with sessions(engine, write=True) as session:
            _same(kept, shown_of(session))  # who writes reads all
        return len(kept.numbers)

    with sessions(engine, write=True) as session:
        sync_directory(session, make_directory(ADA), [make_issue()])
    assert look() == 0
    with sessions(engine, write=True) as session:
        version = _save(session, "Troops are needed, Ada said.", "Troops are needed", file="a")
        _save(session, "Nothing, Ada said.", "Nothing", file="b", issue=False)
    assert look() == 2
    with sessions(engine, write=True) as session:  # copies, of another issue too
        sync_directory(session, make_directory(ADA), [make_issue(), make_issue("other", "Other")])
        for number in range(3):
            _save(session, long, "troops are not needed", file=f"copy {number}")
    assert look() == 5
    with sessions(engine, write=True) as session:
        chosen = select(StatementRow.id).where(StatementRow.version_id == version)
        withdrawn = editing.withdraw(session, BY, session.scalars(chosen).one(), reason="wrong")
    assert look() == 4
    with sessions(engine, write=True) as session:
        editing.undo(session, BY, withdrawn.id)
    assert look() == 5


def test_of_many_the_latest_are_weighed_and_none_is_lost(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync_directory(session, make_directory(), [make_issue()])
    for number in range(12):  # later ones have less of the word in them
        words = "Troops " + " ".join(f"x{number}y{n}" for n in range(number)) + "."
        said = make_statement(
            words,
            words,
            make_actor(f"Actor {number}"),
            said_on=day(f"2025-03-{number // 2 + 1:02}"),
        )
        save(session, make_extraction(words, said, file=f"{number}"))

    def listed(order: HitOrder) -> list[int]:
        asked = SearchQuery("troops", group=Group.STATEMENTS, order=order)
        found = search(session, asked).statements
        assert found is not None
        lines = [one["id"] for one in statement_lines(session, asked)]
        assert lines == [one.id for one in found.found]
        assert (found.count, found.weighed) == (12, min(12, vars(search_order)["WEIGHED"]))
        return [int(one.actor.name.removeprefix("Actor ")) for one in found.found]

    assert listed(HitOrder.BEST) == list(range(12))
    newest = listed(HitOrder.NEWEST)
    assert newest == [10, 11, 8, 9, 6, 7, 4, 5, 2, 3, 0, 1]
    for module in (search_order, searching):
        monkeypatch.setattr(module, "WEIGHED", 4)
    best = listed(HitOrder.BEST)
    assert best[:4] == [8, 9, 10, 11]
    assert [one // 2 for one in best[4:]] == [3, 3, 2, 2, 1, 1, 0, 0]
    assert listed(HitOrder.NEWEST)[:4] == newest[:4]


def test_a_group_stands_where_its_best_or_who_stands_for_it_does() -> None:
    numbers = np.array([1, 2, 3, 4, 5])
    groups = np.array([9, 7, 9, 7, 8])
    found = grouped(numbers, groups, np.array([1, 1, 0, 1, 0], np.int8), np.array([5, 4, 3, 6, 0]))
    assert found.keys.tolist() == [7, 8, 9]
    assert found.numbers.tolist() == [2, 4, 5, 1, 3]
    assert found.numbers[found.chosen].tolist() == [2, 5, 3]

    def score(asked: NDArray[np.int64]) -> NDArray[np.float64]:
        assert asked.tolist() == [1, 2, 3, 4, 5]
        return np.array([0.9, 0.1, 0.2, 0.5, 0.3])

    def listed(order: HitOrder, *, as_chosen: bool) -> list[tuple[int, int]]:
        ((chosen, sizes),) = in_order(found, order, score, as_chosen=as_chosen)
        return list(zip(chosen.tolist(), sizes.tolist(), strict=True))

    assert listed(HitOrder.BEST, as_chosen=False) == [(3, 2), (2, 2), (5, 1)]
    assert listed(HitOrder.NEWEST, as_chosen=False) == [(2, 2), (3, 2), (5, 1)]
    # Of two copies without the first of all the one with the better score.
    assert listed(HitOrder.BEST, as_chosen=True) == [(4, 2), (5, 1), (3, 2)]
    assert listed(HitOrder.NEWEST, as_chosen=True) == [(4, 2), (3, 2), (5, 1)]
