"""Records by id are those that the general question gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.db.queries.statements import records_by_id, statement_records
from app.db.store import save
from app.domain.ids import make_id
from tests.factories import make_actor, make_extraction, make_position, make_statement

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

TEXT = "Ada Moreau said that troops are needed there. Otto Head said that no troops will go."


def test_records_by_id_are_those_that_are_found_by_other_conditions(session: Session) -> None:
    ada, otto = make_actor(), make_actor("Otto Head")
    of_both = [make_position(ada), make_position(ada, issue="other")]
    save(
        session,
        make_extraction(
            TEXT,
            make_statement(TEXT, "troops are needed there", ada, positions=of_both),
            make_statement(TEXT, "no troops will go", otto, positions=[make_position(otto)]),
        ),
    )
    every = {one.id: one for one in statement_records(session)}
    on_other = {one.id: one for one in statement_records(session, issue="other")}

    assert len(every) == 2
    assert records_by_id(session, [*every, make_id("nobody"), "no id"]) == every
    assert records_by_id(session, every, issue="other") == on_other
    assert records_by_id(session, []) == {}
