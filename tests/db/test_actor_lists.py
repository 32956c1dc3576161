"""What a list tells of actors is what one would count by hand, whatever was said and withdrawn."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from app.db import queries
from app.db.queries.actor_lists import listed_actors
from app.db.store import save, sync_directory
from app.db.tables import State, StatementRow
from app.domain.dates import UNKNOWN_DATE, DateBasis
from app.domain.queries import DEFAULT_ISSUE
from tests.db import corpus
from tests.factories import day, make_actor, make_extraction, make_position, make_statement

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.domain.dates import UncertainDate
    from app.domain.records import StatementRecord

_WHEN = (
    day("2025-03-01"), day("2025-03-01", DateBasis.INFERRED), day("2025-03-01~"), day("2025-03"),
    day("2025-02-27", DateBasis.METADATA), day("2025-03-01", DateBasis.METADATA), UNKNOWN_DATE,
)  # fmt: skip

# Nine of them are no report of the same as another nine.
_WORDS = [f"{first}{second}" for first in "bdfgklmnprst" for second in ("am", "ol", "ix", "ert")]


@pytest.fixture
def stored(session: Session) -> Session:
    """Some forty statements of four actors by chance, a part of them withdrawn."""
    sync_directory(session, corpus.DIRECTORY, corpus.ISSUES)
    for extraction in corpus.ALL:
        save(session, extraction)
    chance = random.Random(3)  # noqa: S311 - no secret
    people = [make_actor(f"Person {name}") for name in "Abcd"]
    for number in range(40):
        who = chance.choice(people)
        said = " ".join(chance.choices(_WORDS, k=9))
        text = f"{number} {who.name} says {said}."
        when = chance.choice(_WHEN)
        positions = [
            make_position(who, issue=issue)
            for issue in chance.choice(((), (DEFAULT_ISSUE,), ("other",), (DEFAULT_ISSUE, "other")))
        ]
        made = make_statement(text, said, who, positions=positions, said_on=when)
        save(session, make_extraction(text, made))
    gone = chance.sample(
        session.scalars(select(StatementRow.id).order_by(StatementRow.id)).all(), 8
    )
    session.execute(
        update(StatementRow)
        .where(StatementRow.id.in_(gone))
        .values(state=State.WITHDRAWN, withdrawn_reason="a test")
    )
    session.flush()
    session.expire_all()
    return session


def latest(said: list[StatementRecord]) -> UncertainDate | None:
    """The last day; of several dates for the same days the surest."""
    known = [one for one in said if one.said_on.last and one.said_on.first]
    if not known:
        return None
    days = max((one.said_on.last, one.said_on.first) for one in known)
    same = [one for one in known if (one.said_on.last, one.said_on.first) == days]
    order = list(DateBasis)
    best = min(same, key=lambda one: (one.said_on.guessed, order.index(one.said_on.basis), one.id))
    return best.said_on


@pytest.mark.parametrize("issue", [DEFAULT_ISSUE, "other"])
def test_a_list_tells_of_each_actor_what_its_statements_are(stored: Session, issue: str) -> None:
    found = queries.actors_on(stored, issue, everyone=True)
    assert len(found) > 5
    for one in found:
        folded = queries.actor(stored, one.ref.slug)
        record = queries.actor(stored, one.ref.slug, folded=False)
        assert folded is not None
        assert record is not None
        on_it = [
            said for said in record.statements if any(p.issue == issue for p in said.positions)
        ]
        utterances = {stored.get_one(StatementRow, said.id).utterance_id for said in on_it}
        assert (one.statements, one.on_issue) == (len(folded.statements), len(utterances)), one.ref
        assert one.latest == latest(on_it), one.ref
    assert list(found) == sorted(
        found, key=lambda one: (-one.on_issue, -one.statements, one.ref.name, one.ref.slug)
    )
    on = [one.ref.slug for one in queries.actors_on(stored, issue, stances=False)]
    assert on == [one.ref.slug for one in found if one.on_issue]


def test_who_is_listed_speaks_or_is_spoken_of(stored: Session) -> None:
    listed = listed_actors(stored)
    assert {one.slug for one in listed if not one.statements} == {"freedonia"}
    assert [one.statements for one in listed] == sorted(
        (one.statements for one in listed), reverse=True
    )
