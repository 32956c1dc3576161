"""What editors do to statements: each a revision, each undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from app.db import queries
from app.db.queries.revisions import history, newest
from app.db.store import save
from app.db.store.editing import (
    Conflict,
    Correction,
    Outdated,
    PositionDraft,
    accept,
    add,
    correct,
    restore,
    undo,
    undo_batch,
    withdraw,
)
from app.db.tables import PositionRow, StatementRow
from app.domain.accounts import By, Interface
from app.domain.dates import DateBasis, UncertainDate
from app.domain.positions import Stance
from app.domain.queries import DEFAULT_ISSUE
from app.domain.revisions import ObjectKind
from app.domain.statements import StatementKind
from app.errors import GoneError, InputError
from tests.db import corpus
from tests.db.dump import dump
from tests.factories import make_actor, span_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

EVA = By(1, "Eva", Interface.WEB)
OTTO = By(2, "Otto", Interface.API)
_HISTORY = frozenset({"revision", "revision_object", "revision_change"})


def content(session: Session) -> dict[str, list[str]]:
    session.expire_all()
    return dump(session, without=_HISTORY)


def one(session: Session, words: str) -> str:
    """The id of the statement whose words begin so."""
    rows = session.execute(select(StatementRow.id, StatementRow.content_text)).all()
    return next(str(row.id) for row in rows if row.content_text[0].startswith(words))


@pytest.fixture
def troops(session: Session) -> str:
    saved = save(session, corpus.ONE)
    save(session, corpus.TWO)
    assert saved.statements == 2
    return one(session, "We will never")


def test_to_accept_names_who_looked(session: Session, troops: str) -> None:
    before = content(session)
    done = accept(session, EVA, troops, seen=0)
    assert session.get_one(StatementRow, troops).decided_by == "editor Eva"
    of_it = PositionRow.statement_id == troops
    assert set(session.scalars(select(PositionRow.decided_by).where(of_it))) == {"editor Eva"}
    assert newest(session, ObjectKind.STATEMENT, troops) == done.id
    assert (done.action, done.by, done.interface) == ("accept", "Eva", Interface.WEB)
    undo(session, OTTO, done.id, reason="not yet")
    assert content(session) == before
    told = history(session, ObjectKind.STATEMENT, troops)
    assert [(made.action, made.by, made.undoes) for made in told] == [
        ("undo", "Otto", done.id),
        ("accept", "Eva", None),
    ]
    assert told[1].undone_by == told[0].id


def test_a_correction_changes_what_it_gives_and_nothing_else(session: Session, troops: str) -> None:
    before = content(session)
    done = correct(
        session,
        EVA,
        troops,
        Correction(
            actor=make_actor("Olga Neu"),
            kind=StatementKind.MIXED,
            said_on=UncertainDate.parse("2025-02-24", DateBasis.STATED),
            positions=(PositionDraft(DEFAULT_ISSUE, Stance.CONDITIONAL),),
        ),
        reason="The caption names her.",
    )
    found = queries.statement(session, troops)
    assert found is not None
    record, _ = found
    assert record.actor.name == "Olga Neu"
    assert [position.stance for position in record.positions] == [Stance.CONDITIONAL]
    changes = {change.table: change for change in done.changes if change.table == "statement"}
    assert set(changes["statement"].before or ()) == {
        "actor_id", "kind", "said_edtf", "said_first", "said_last", "decided_by",
    }  # fmt: skip
    again = undo(session, EVA, done.id)
    assert content(session) == before
    undo(session, EVA, again.id)
    assert queries.statement(session, troops) == found


def test_who_comes_second_is_told_what_the_first_did(session: Session, troops: str) -> None:
    first = accept(session, EVA, troops, seen=0)
    with pytest.raises(Outdated) as error:
        withdraw(session, OTTO, troops, reason="No.", seen=0)
    assert [revision.id for revision in error.value.since] == [first.id]
    withdraw(session, OTTO, troops, reason="No.", seen=first.id)
    with pytest.raises(Conflict, match="statement"):
        undo(session, EVA, first.id)


def test_withdrawn_it_says_why_and_comes_back(session: Session, troops: str) -> None:
    with pytest.raises(InputError, match="why"):
        withdraw(session, EVA, troops, reason=" ")
    withdraw(session, EVA, troops, reason="It is a caption.")
    with pytest.raises(GoneError, match="caption"):
        queries.statement(session, troops)
    with pytest.raises(InputError, match="withdrawn"):
        accept(session, EVA, troops)
    restore(session, EVA, troops)
    assert queries.statement(session, troops) is not None


def test_a_missed_statement_is_added_and_taken_away_again(session: Session, troops: str) -> None:
    before = content(session)
    version = session.get_one(StatementRow, troops).version_id
    text = corpus.ONE.text.text
    draft = Correction(
        actor="ilse-brandt", kind=StatementKind.INDIRECT, content=(span_of(text, "on 25 February"),)
    )
    done = add(session, EVA, version, draft)
    added = one(session, "on 25 February")
    assert (ObjectKind.STATEMENT, added) in done.objects
    with pytest.raises(InputError, match="there already"):
        add(session, EVA, version, draft)
    undo(session, EVA, done.id)
    assert content(session) == before


def test_a_batch_is_undone_in_one_go(session: Session, troops: str) -> None:
    before = content(session)
    accept(session, EVA, troops, batch="one go")
    withdraw(session, EVA, troops, reason="No.", batch="one go")
    undone = undo_batch(session, EVA, "one go", reason="all wrong")
    assert len(undone) == 2
    assert content(session) == before
    with pytest.raises(InputError, match="undone already"):
        undo_batch(session, EVA, "one go")


@pytest.mark.parametrize(
    "draft",
    [
        Correction(content=((5, 5),)),  # type: ignore[arg-type]
        Correction(content=((0, 4), (3, 6))),  # type: ignore[arg-type]
        Correction(content=((0, 4_000),)),  # type: ignore[arg-type]
        Correction(content=()),
        Correction(actor="nobody"),
        Correction(positions=(PositionDraft("no-issue", Stance.SUPPORTS),)),
    ],
)
def test_what_is_not_there_is_refused(session: Session, troops: str, draft: Correction) -> None:
    before = content(session)
    with pytest.raises(InputError):
        correct(session, EVA, troops, draft)
    session.expire_all()
    assert content(session)["statement"] == before["statement"]
