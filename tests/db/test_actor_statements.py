"""Parts of what an actor said, put together, are what it said, in the order of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db import queries
from app.db.queries import actor_statements
from app.db.queries.actor_statements import (
    asserted_of,
    each_report,
    how_much,
    known_actor,
    newest_on_issue,
    on_other_subjects,
    statement_place,
)
from app.db.tables import ActorRow
from app.domain.queries import DEFAULT_ISSUE
from tests.db.test_actor_lists import stored

if TYPE_CHECKING:
    import pytest
    from sqlalchemy.orm import Session

__all__ = ["stored"]


def test_all_parts_of_each_actor(stored: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actor_statements, "_AT_ONCE", 2)
    slugs = stored.scalars(select(ActorRow.slug).order_by(ActorRow.slug)).all()
    spoke = 0
    for slug in slugs:
        known, folded = known_actor(stored, slug), queries.actor(stored, slug)
        reports = queries.actor(stored, slug, folded=False)
        assert known is not None
        assert folded is not None
        assert reports is not None
        key, actor = known
        assert actor == folded.actor
        assert list(each_report(stored, key)) == list(reports.statements)
        articles = {one.article.id for one in reports.statements}
        assert how_much(stored, key) == (
            len(folded.statements), len(reports.statements), len(articles),
        )  # fmt: skip
        spoke += bool(reports.statements)
        for issue in (DEFAULT_ISSUE, "other"):
            on_it = {
                one.utterance
                for one in reports.statements
                if any(said.issue == issue for said in one.positions)
            }
            shown, number = newest_on_issue(stored, slug, issue, 2)
            assert (len(shown), number) == (min(2, len(on_it)), len(on_it))
            others = [one for one in folded.statements if one.utterance not in on_it]
            found: list[str] = []
            place = None
            while page := on_other_subjects(stored, key, issue, 2, place):
                found += [one.id for one in page]
                place = statement_place(stored, found[-1])
            assert found == [one.id for one in others]
        of_it, number = asserted_of(stored, key, None, None)
        assert (of_it, number) == (folded.said_of, len(folded.said_of))
        assert asserted_of(stored, key, None, 1)[0] == of_it[:1]
    assert spoke > 4


def test_nobody_and_nothing(stored: Session) -> None:
    assert known_actor(stored, "nobody") is None
    assert how_much(stored, "0000000000000") == (0, 0, 0)
    assert list(each_report(stored, "0000000000000")) == []
    assert statement_place(stored, "0000000000000") is None
    assert statement_place(stored, "x") is None
