"""Lists of revisions, what they name, and what hangs on an actor, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from app.db.queries import histories
from app.db.queries.histories import Choice
from app.db.store import save
from app.db.store.editing import edit_actor, merge_actors, new_batch, undo, withdraw
from app.domain.actors import Role
from app.domain.dates import DateBasis, UncertainDate
from app.domain.revisions import ObjectKind
from app.web.editing_trial import _articles
from tests.db import corpus
from tests.db.test_editing import EVA, OTTO, one
from tests.factories import make_actor

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@pytest.fixture
def troops(session: Session) -> str:
    save(session, corpus.ONE)
    save(session, corpus.TWO)
    return one(session, "We will never")


def ids(session: Session, **choice: object) -> list[int]:
    before = choice.pop("before", None)
    found = histories.listed(session, Choice(**choice), before=before)  # type: ignore[arg-type]
    return [revision.id for revision in found]


def test_revisions_are_chosen_by_each_of_the_filters(session: Session, troops: str) -> None:
    batch = new_batch()
    first = withdraw(session, EVA, troops, reason="No.", batch=batch).id
    second = undo(session, OTTO, first, reason="Yes.").id
    third = edit_actor(session, OTTO, make_actor("Ada Moreau", country="FR"), reason="Born.").id
    assert ids(session) == [third, second, first]
    assert ids(session, by="Otto") == [third, second]
    assert ids(session, kind=ObjectKind.STATEMENT) == [second, first]
    assert ids(session, kind=ObjectKind.ISSUE) == []
    assert ids(session, object=(ObjectKind.ACTOR, "ada-moreau")) == [third]
    assert ids(session, object=(ObjectKind.STATEMENT, troops), by="Eva") == [first]
    assert ids(session, batch=batch) == [first]
    assert ids(session, day=datetime.now(UTC).date()) == [third, second, first]
    assert ids(session, day=date(2020, 1, 1)) == []
    assert ids(session, before=third) == [second, first]
    assert histories.editors(session) == ("Eva", "Otto")
    assert histories.in_batch(session, batch) == 1


def test_what_later_changed_a_row_is_found(session: Session, troops: str) -> None:
    first = withdraw(session, EVA, troops, reason="No.")
    second = undo(session, OTTO, first.id, reason="Yes.")
    rows = [(change.table, change.key) for change in first.changes]
    assert [found.id for found in histories.touching(session, rows, first.id)] == [second.id]
    assert histories.touching(session, rows, second.id) == ()
    assert histories.touching(session, [], 0) == ()


def test_things_are_named_by_what_people_call_them(session: Session, troops: str) -> None:
    save(session, corpus.FOUR)
    merged = merge_actors(session, EVA, "bo-lund", "ada-moreau", reason="One.")
    gone = withdraw(session, EVA, troops, reason="No.")
    names = histories.names(session, [merged, gone])
    assert names["actor slug", "bo-lund"] == ("bo-lund", "Bo Lünd")
    assert "Ada Moreau" in {words for (table, _), (_, words) in names.items() if table == "actor"}
    assert names["statement", troops][1].startswith("We will never")


def test_what_hangs_on_an_actor_is_counted(session: Session, troops: str) -> None:
    role = Role(
        "Minister", "minister", "minister", None, UncertainDate.parse("2024", DateBasis.STATED)
    )
    ada = make_actor("Ada Moreau", aliases=("A. M.",), roles=(role,))
    edit_actor(session, EVA, ada, reason="From the register.")
    found = histories.belongings(session, "ada-moreau")
    assert found.statements >= 1
    assert (found.names, found.offices, found.members) == (1, 1, 0)
    assert histories.belongings(session, "nobody").statements == 0
    assert "minister" in histories.offices(session)
    assert "Ada Moreau" in histories.actor_names(session)
    del troops


def test_a_tombstone_is_there_only_for_what_is_withdrawn(session: Session, troops: str) -> None:
    assert histories.tombstone(session, troops) is None
    withdraw(session, EVA, troops, reason="Nobody said so.")
    stone = histories.tombstone(session, troops)
    assert stone is not None
    assert stone.reason == "Nobody said so."
    assert histories.newest_version(session, stone.article) is not None
    assert histories.tombstone(session, "nothing") is None
    assert histories.tombstone(session, "0" * 13) is None


def test_an_issue_is_tried_on_articles_that_have_it_and_on_others_by_turns(
    session: Session, troops: str
) -> None:
    del troops
    found = _articles(session, "foreign-troops-ukraine")
    assert len(found) == len(set(found)) >= 1
