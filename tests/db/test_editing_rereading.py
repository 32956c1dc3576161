"""A later run of the machine never overwrites a person: it proposes, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from app.db import queries
from app.db.queries.revisions import proposals
from app.db.store import rewrite, save
from app.db.store.editing import (
    Conflict,
    Correction,
    accept,
    add,
    correct,
    dismiss,
    undo,
    withdraw,
)
from app.db.tables import PositionRow, State, StatementRow, VersionRow
from app.domain.positions import Stance
from app.domain.revisions import ObjectKind, ProposalState
from app.domain.statements import StatementKind
from app.errors import InputError
from tests.db.test_editing import EVA, content, one
from tests.factories import (
    make_actor,
    make_extraction,
    make_position,
    make_statement,
    span_of,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.db.store import Saved
    from app.domain.extraction import Extraction

ADDRESS = "https://paper.example/one"
TEXT = "Ada Moreau said we may send them, if asked. Later she said that nobody asked at all."
MAY, NOBODY = "we may send them", "nobody asked at all"
ADA, BO = make_actor("Ada Moreau"), make_actor("Bo Lind")


def reading(
    *words: str,
    text: str = TEXT,
    stance: Stance = Stance.SUPPORTS,
    extractor: str = "test 1",
    actor: object = ADA,
) -> Extraction:
    return make_extraction(
        text,
        *(
            make_statement(
                text,
                said,
                actor,  # type: ignore[arg-type]
                positions=[make_position(actor, stance)],  # type: ignore[arg-type]
            )
            for said in words or (MAY, NOBODY)
        ),
        address=ADDRESS,
        extractor=extractor,
    )


def open_ones(session: Session, statement: str) -> list[dict[str, object]]:
    found = proposals(session, ObjectKind.STATEMENT, statement)
    return [dict(told.says) for told in found]


@pytest.fixture
def saved(session: Session) -> Saved:
    return save(session, reading())


def test_another_program_proposes_once_what_it_finds_otherwise(
    session: Session, saved: Saved
) -> None:
    may = one(session, MAY)
    accept(session, EVA, may)
    rows = content(session)["statement"]
    for number in (2, 3):
        rewrite(session, saved.version, reading(stance=Stance.OPPOSES, extractor=f"test {number}"))
    found = queries.statement(session, may)
    assert found is not None
    assert [position.stance for position in found[0].positions] == [Stance.SUPPORTS]
    (told,) = open_ones(session, may)
    assert [position["stance"] for position in told["positions"]] == ["opposes"]  # type: ignore[attr-defined]
    assert len(content(session)["statement"]) == len(rows)
    # To agree with it is to correct the statement; then it stands no more.
    dismiss(session, EVA, may)
    assert open_ones(session, may) == []


def test_a_statement_whose_review_was_undone_is_the_machines_again(
    session: Session, saved: Saved
) -> None:
    may = one(session, MAY)
    done = accept(session, EVA, may)
    rewrite(session, saved.version, reading(stance=Stance.OPPOSES, extractor="test 2"))
    assert len(open_ones(session, may)) == 1
    undo(session, EVA, done.id)
    rewrite(session, saved.version, reading(stance=Stance.OPPOSES, extractor="test 3"))
    assert open_ones(session, may) == []
    found = queries.statement(session, may)
    assert found is not None
    assert [position.stance for position in found[0].positions] == [Stance.OPPOSES]


def test_the_same_said_again_is_no_news(session: Session, saved: Saved) -> None:
    may = one(session, MAY)
    correct(session, EVA, may, Correction(kind=StatementKind.INDIRECT, actor="ada-moreau"))
    rewrite(session, saved.version, reading(extractor="test 2"))
    assert open_ones(session, may) == []
    states = {told.state for told in proposals(session, ObjectKind.STATEMENT, may, state=None)}
    assert states == {ProposalState.DISMISSED}


def test_what_is_not_found_any_more_stays_where_a_person_agreed(
    session: Session, saved: Saved
) -> None:
    may = one(session, MAY)
    accept(session, EVA, may)
    rewrite(session, saved.version, reading(NOBODY, extractor="test 2"))
    assert session.get_one(StatementRow, may).state is State.LIVE
    assert open_ones(session, may) == [{"gone": True}]


def test_withdrawn_is_withdrawn_whoever_finds_it(session: Session, saved: Saved) -> None:
    may = one(session, MAY)
    withdraw(session, EVA, may, reason="No statement.")
    rewrite(session, saved.version, reading(extractor="test 2"))
    session.expire_all()
    assert session.get_one(StatementRow, may).state is State.WITHDRAWN
    assert open_ones(session, may) == []
    rewrite(session, saved.version, reading(actor=BO, extractor="test 3"))
    assert len(open_ones(session, may)) == 1


def test_a_corrected_statement_is_not_stored_a_second_time_with_other_spans(
    session: Session, saved: Saved
) -> None:
    may = one(session, MAY)
    correct(session, EVA, may, Correction(content=(span_of(TEXT, "we may send them, if asked"),)))
    rewrite(
        session, saved.version, reading("we may send them, if asked", NOBODY, extractor="test 2")
    )
    assert len(session.scalars(select(StatementRow.id)).all()) == 2
    assert open_ones(session, may) == []
    rewrite(session, saved.version, reading("may send them", NOBODY, extractor="test 3"))
    assert len(session.scalars(select(StatementRow.id)).all()) == 2
    assert [told["content_text"] for told in open_ones(session, may)] == [["may send them"]]


def test_what_a_person_added_stays_without_a_machine_that_finds_it(
    session: Session, saved: Saved
) -> None:
    draft = Correction(
        actor="ada-moreau", kind=StatementKind.INDIRECT, content=(span_of(TEXT, "if asked"),)
    )
    add(session, EVA, saved.version, draft)
    added = one(session, "if asked")
    rewrite(session, saved.version, reading(extractor="test 2"))
    assert open_ones(session, added) == []
    assert session.get_one(StatementRow, added).state is State.LIVE


LONGER = (
    "The paper corrects itself. Ada Moreau said we may send them, if asked."
    " Later she said that nobody asked at all."
)


@pytest.mark.parametrize("again", [(), (NOBODY,), ("may send them", NOBODY)])
def test_a_review_goes_over_to_a_new_text_in_which_the_words_stand(
    session: Session, saved: Saved, again: tuple[str, ...]
) -> None:
    may = one(session, MAY)
    done = correct(session, EVA, may, Correction(actor=BO))
    newer = save(session, reading(*again, text=LONGER, extractor="test 2"))
    assert newer.version != saved.version
    old = session.get_one(StatementRow, may)
    assert old.replaced_by_id is not None
    found = queries.statement(session, old.replaced_by_id)
    assert found is not None
    assert found[0].actor.slug == "bo-lind"
    row = session.get_one(StatementRow, old.replaced_by_id)
    assert (row.decided_by, row.version_id) == ("editor Eva", newer.version)
    assert [LONGER[start:end] for start, end in row.content] == [MAY]
    held = session.scalars(select(PositionRow).where(PositionRow.statement_id == row.id)).one()
    assert [LONGER[slice(*told["span"])] for told in held.evidence] == ["Ada"]
    live = select(StatementRow.id).where(StatementRow.version_id == newer.version)
    assert len(session.scalars(live).all()) == 2
    # What the machine finds there otherwise, and has not said before, is proposed there.
    assert len(open_ones(session, row.id)) == (1 if again else 0)
    with pytest.raises(Conflict, match="newer text"):
        undo(session, EVA, done.id)
    with pytest.raises(InputError, match="newer text"):
        accept(session, EVA, may)
    assert session.get_one(VersionRow, newer.version).newest


def test_withdrawn_words_do_not_come_back_with_a_new_text(session: Session, saved: Saved) -> None:
    may = one(session, MAY)
    withdraw(session, EVA, may, reason="No statement.")
    newer = save(session, reading(text=LONGER))
    states = session.execute(
        select(StatementRow.content_text, StatementRow.state).where(
            StatementRow.version_id == newer.version
        )
    ).all()
    assert {row.content_text[0]: row.state for row in states} == {
        MAY: State.WITHDRAWN,
        NOBODY: State.LIVE,
    }


def test_a_review_whose_words_are_gone_stays_and_says_so(session: Session, saved: Saved) -> None:
    may = one(session, MAY)
    accept(session, EVA, may)
    shorter = "Ada Moreau said that nobody asked at all."
    newer = save(session, reading(NOBODY, text=shorter))
    assert open_ones(session, may) == [{"lost": True, "version": newer.version}]
    assert session.get_one(StatementRow, may).version_id == saved.version
    assert newer.statements == 1
