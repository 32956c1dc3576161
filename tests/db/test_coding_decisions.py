"""What is decided between two coders becomes a correction like any other, and is undone like it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from app.coding.codes import OFF_ISSUE, Answer, checked
from app.db import queries
from app.db.queries import coding
from app.db.store import save
from app.db.store.coding_decisions import carry_out
from app.db.store.editing import undo, withdraw
from app.db.tables import StatementRow
from app.domain.accounts import By, Interface
from app.domain.positions import Scope, Stance
from app.domain.queries import DEFAULT_ISSUE
from app.errors import InputError
from tests.db import corpus
from tests.db.dump import dump

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.domain.records import StatementRecord

EVA = By(None, "Eva", Interface.WEB)
_HISTORY = frozenset({"revision", "revision_object", "revision_change"})


@pytest.fixture
def troops(session: Session) -> str:
    """A statement with positions on two issues."""
    for one in corpus.ALL:
        save(session, one)
    rows = session.execute(select(StatementRow.id, StatementRow.content_text)).all()
    return next(str(row.id) for row in rows if row.content_text[0].startswith("We will never"))


def read(session: Session, statement: str) -> StatementRecord:
    session.expire_all()
    found = queries.statement(session, statement)
    assert found is not None
    return found[0]


def decide(session: Session, statement: str, **answer: str) -> int | None:
    given = checked(Answer(**answer))
    return carry_out(session, EVA, statement, DEFAULT_ISSUE, given, reason="So it is.")


def test_all_of_it_is_changed_and_other_issues_stay(session: Session, troops: str) -> None:
    session.expire_all()
    before = dump(session, without=_HISTORY)
    revision = decide(
        session, troops, actor="ilse-brandt", kind="mixed", said_on="2025-02-24?",
        stance="conditional", scope="own", holder="freedonia", condition="never send troops",
    )  # fmt: skip
    one = read(session, troops)
    assert (one.kind.value, one.said_on.edtf) == ("mixed", "2025-02-24?")
    (own,) = [each for each in one.positions if each.issue == DEFAULT_ISSUE]
    assert (own.stance, own.scope, own.holder.slug) == (Stance.CONDITIONAL, Scope.OWN, "freedonia")
    assert own.asserted_by is not None
    assert own.asserted_by.slug == "ilse-brandt"
    assert own.condition_text == "never send troops"
    assert [each.issue for each in one.positions if each.issue != DEFAULT_ISSUE] == ["other"]
    assert one.decided_by == "editor Eva"
    assert revision is not None
    undo(session, EVA, revision, reason="No.")
    session.expire_all()
    assert dump(session, without=_HISTORY) == before


def test_off_the_issue_takes_the_position_and_no_other(session: Session, troops: str) -> None:
    decide(session, troops, actor="ilse-brandt", stance=OFF_ISSUE)
    assert [each.issue for each in read(session, troops).positions] == ["other"]


def test_what_is_so_already_is_agreed_with_once(session: Session, troops: str) -> None:
    one = read(session, troops)
    (own,) = [each for each in one.positions if each.issue == DEFAULT_ISSUE]
    answer = {"actor": one.actor.slug, "stance": own.stance.value, "scope": own.scope.value}
    assert decide(session, troops, **answer) is not None
    after = read(session, troops)
    assert after.decided_by == "editor Eva"
    assert [(each.stance, each.evidence) for each in after.positions] == [
        (each.stance, each.evidence) for each in one.positions
    ]
    assert after.said_on == one.said_on
    assert decide(session, troops, **answer) is None


def test_what_was_reviewed_comes_in_again_and_changes_nothing(
    session: Session, troops: str
) -> None:
    decide(session, troops, actor="ilse-brandt", stance="supports", holder="freedonia")
    (one,) = coding.reviewed(session, DEFAULT_ISSUE)
    assert carry_out(session, EVA, troops, DEFAULT_ISSUE, one.answer, reason="Again.") is None


def test_nobody_is_made_of_a_name_and_nothing_withdrawn_is_changed(
    session: Session, troops: str
) -> None:
    for wrong in ({"actor": "Somebody"}, {"actor": "ilse-brandt", "holder": "Somebody"}):
        with pytest.raises(InputError, match="No actor is called"):
            decide(session, troops, stance="supports", **wrong)
    withdraw(session, EVA, troops, reason="Wrong.")
    with pytest.raises(InputError, match="withdrawn"):
        decide(session, troops, actor="ilse-brandt", stance="supports")
