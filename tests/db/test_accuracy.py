"""What the machine had said of reviewed statements, told from the revisions; both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from app.db.queries.accuracy import reviews
from app.db.store import save
from app.db.store.editing import (
    Correction,
    PositionDraft,
    accept,
    add,
    correct,
    restore,
    undo,
    withdraw,
)
from app.db.tables import ActorRow, StatementRow, VersionRow
from app.domain.accounts import By, Interface
from app.domain.positions import Stance
from app.domain.queries import DEFAULT_ISSUE
from app.domain.statements import StatementKind
from tests.factories import (
    day,
    make_actor,
    make_extraction,
    make_position,
    make_statement,
    span_of,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

EVA = By(1, "Eva", Interface.WEB)
ADA, BO = make_actor("Ada Moreau"), make_actor("Bo Lindqvist")
TEXT = "Ada Moreau said that troops are a threat. Bo Lindqvist said that troops are needed."


@pytest.fixture
def ids(session: Session) -> tuple[str, str]:
    save(
        session,
        make_extraction(
            TEXT,
            make_statement(
                TEXT,
                "troops are a threat",
                ADA,
                said_on=day("2025-02-10"),
                positions=[make_position(ADA, Stance.OPPOSES)],
            ),
            make_statement(
                TEXT, "troops are needed", BO, positions=[make_position(BO, Stance.SUPPORTS)]
            ),
        ),
    )
    one, two = session.scalars(select(StatementRow.id).order_by(StatementRow.starts_at))
    return one, two


def test_nothing_is_reviewed_before_a_person_looks(session: Session, ids: tuple[str, str]) -> None:
    assert reviews(session) == ()


def test_what_is_accepted_was_right(session: Session, ids: tuple[str, str]) -> None:
    accept(session, EVA, ids[0])
    (found,) = reviews(session)
    assert (found.statement, found.outlet.name) == (ids[0], "The Paper")
    assert found.right
    assert found.machine is not None
    (position,) = found.machine.positions
    assert (position.stance, position.holder, position.confidence) == (
        Stance.OPPOSES,
        "ada-moreau",
        0.8,
    )
    assert found.is_right(position)
    # What made it doubtful is settled, and still told of the machine's answer.
    assert position.review == ("Look at it.",)
    assert found.now.positions[0].review == ()


def test_what_is_corrected_tells_both(session: Session, ids: tuple[str, str]) -> None:
    correct(
        session,
        EVA,
        ids[0],
        Correction(
            actor="bo-lindqvist",
            kind=StatementKind.INDIRECT,
            content=(span_of(TEXT, "troops are a"),),
            positions=(PositionDraft(DEFAULT_ISSUE, Stance.CONDITIONAL),),
        ),
        reason="It says so.",
    )
    (found,) = reviews(session)
    assert found.machine is not None
    assert (found.machine.actor, found.now.actor) == ("ada-moreau", "bo-lindqvist")
    assert (found.machine.kind, found.now.kind) == (StatementKind.DIRECT, StatementKind.INDIRECT)
    assert found.machine.content == (span_of(TEXT, "troops are a threat"),)
    assert [one.stance for one in found.machine.positions] == [Stance.OPPOSES]
    assert [one.stance for one in found.now.positions] == [Stance.CONDITIONAL]
    assert not found.right
    assert not found.is_right(found.machine.positions[0])
    assert found.is_on(DEFAULT_ISSUE)


def test_a_correction_of_a_correction_tells_what_the_machine_said_first(
    session: Session, ids: tuple[str, str]
) -> None:
    for stance in (Stance.CONDITIONAL, Stance.NONCOMMITTAL):
        correct(
            session,
            EVA,
            ids[0],
            Correction(positions=(PositionDraft(DEFAULT_ISSUE, stance),)),
            reason="Better.",
        )
    correct(session, EVA, ids[0], Correction(actor="bo-lindqvist"), reason="No, he.")
    (found,) = reviews(session)
    assert found.machine is not None
    assert found.machine.actor == "ada-moreau"
    assert [one.stance for one in found.machine.positions] == [Stance.OPPOSES]
    assert [one.stance for one in found.now.positions] == [Stance.NONCOMMITTAL]


def test_a_position_taken_away_is_off_the_issue(session: Session, ids: tuple[str, str]) -> None:
    correct(session, EVA, ids[0], Correction(positions=()), reason="Not on it.")
    (found,) = reviews(session)
    assert found.right
    assert found.machine is not None
    assert not found.is_right(found.machine.positions[0])
    assert not found.is_on(DEFAULT_ISSUE)


def test_an_undone_review_is_none_and_one_corrected_back_is_right(
    session: Session, ids: tuple[str, str]
) -> None:
    undo(session, EVA, accept(session, EVA, ids[0]).id, reason="Not yet.")
    assert reviews(session) == ()
    wrong = correct(session, EVA, ids[0], Correction(actor="bo-lindqvist"), reason="He.")
    undo(session, EVA, wrong.id, reason="No, she.")
    accept(session, EVA, ids[0])
    (found,) = reviews(session)
    assert found.right


def test_withdrawn_and_added_statements_are_told(session: Session, ids: tuple[str, str]) -> None:
    withdraw(session, EVA, ids[0], reason="Nobody said it.")
    version = session.scalar(select(VersionRow.id))
    assert version is not None
    words = span_of(TEXT, "are needed")
    add(
        session,
        EVA,
        version,
        Correction(actor="bo-lindqvist", kind=StatementKind.INDIRECT, content=(words,)),
        reason="Missed.",
    )
    gone, new = reviews(session)
    assert (gone.statement, gone.withdrawn, gone.right) == (ids[0], True, False)
    assert gone.machine is not None
    assert not gone.is_right(gone.machine.positions[0])
    assert (new.machine, new.withdrawn, new.right) == (None, False, False)
    restore(session, EVA, ids[0], reason="She did.")
    assert [one.right for one in reviews(session)] == [True, False]


def test_what_the_machine_replaced_since_keeps_its_review(
    session: Session, ids: tuple[str, str]
) -> None:
    accept(session, EVA, ids[0])
    session.execute(
        update(StatementRow)
        .where(StatementRow.id == ids[0])
        .values(state="withdrawn", withdrawn_reason="The article has changed.")
    )
    (found,) = reviews(session)
    assert not found.withdrawn
    assert found.right


def test_a_merged_actor_is_the_one_it_was_merged_into(
    session: Session, ids: tuple[str, str]
) -> None:
    correct(session, EVA, ids[0], Correction(actor="bo-lindqvist"), reason="He.")
    keys = dict(session.execute(select(ActorRow.slug, ActorRow.id)).all())
    session.execute(
        update(ActorRow)
        .where(ActorRow.slug == "ada-moreau")
        .values(merged_into_id=keys["bo-lindqvist"])
    )
    session.expire_all()
    (found,) = reviews(session)
    assert found.right
