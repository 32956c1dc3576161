from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import event

from app.db import queries
from app.db.store import sync_directory
from app.domain.actors import ActorKind, Gender
from tests.db import corpus
from tests.factories import make_actor, make_directory, make_issue, make_role

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

FULL = make_actor(
    "Zoë Åström",
    in_directory=True,
    country="XA",
    gender=Gender.FEMININE,
    aliases=("Zoe Astrom", "A. Åström", "Minister Åström"),
    roles=(make_role("b", "2020"), make_role("a", "2021-05", "2022~"), make_role("a")),
    belongs_to=("freedonia",),
    wikidata="Q1",
)


def test_actors_come_back_as_they_were_given(session: Session) -> None:
    state = make_actor("X", kind=ActorKind.GOVERNMENT, in_directory=True, demonyms=("B", "A"))
    sync_directory(session, make_directory(FULL, state), ())
    for given in (FULL, state):
        found = queries.actor(session, given.slug)
        assert found is not None
        assert found.actor == given


def test_issues_come_back_as_they_were_given(session: Session) -> None:
    sync_directory(session, make_directory(), [make_issue("x", "X")])
    found = queries.issue(session, "x")
    assert found is not None
    assert found.issue == make_issue("x", "X")
    assert list(found.issue.stances) == list(make_issue().stances)


def test_what_changed_is_changed_and_what_left_is_gone(session: Session) -> None:
    sync_directory(session, make_directory(FULL), [make_issue()])
    changed = replace(FULL, name="Zoë Å.", aliases=("Z.",), roles=FULL.roles[1:2], country=None)
    sync_directory(session, make_directory(changed), [make_issue(title="New title")])
    session.expire_all()
    found = queries.actor(session, FULL.slug)
    assert found is not None
    assert found.actor == changed
    issue = queries.issue(session, make_issue().slug)
    assert issue is not None
    assert issue.issue.title == "New title"


def test_an_actor_that_left_the_directory_stays_as_one_met_in_a_text(session: Session) -> None:
    sync_directory(session, make_directory(FULL), ())
    sync_directory(session, make_directory(), ())
    session.expire_all()
    found = queries.actor(session, FULL.slug)
    assert found is not None
    assert found.actor == replace(FULL, in_directory=False)


def test_the_same_directory_writes_nothing(session: Session) -> None:
    sync_directory(session, corpus.DIRECTORY, corpus.ISSUES)
    written: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("SELECT"):
            written.append(statement.split(maxsplit=1)[0])

    engine = session.get_bind().engine
    event.listen(engine, "before_cursor_execute", note)
    sync_directory(session, corpus.DIRECTORY, corpus.ISSUES)
    event.remove(engine, "before_cursor_execute", note)
    assert written == []
