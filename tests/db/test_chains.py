from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.db import queries
from app.db.store import save, sync_directory
from app.domain.actors import ActorKind, Role
from app.domain.positions import Stance
from app.domain.queries import DEFAULT_ISSUE
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
    from sqlalchemy.orm import Session

    from app.domain.actors import Actor
    from app.domain.extraction import Extraction
    from app.domain.records import ChainRecord

PALACE = make_actor("Palace", kind=ActorKind.ORGANISATION, belongs_to=("freedonia",))
STATE = make_actor("Freedonia", kind=ActorKind.GOVERNMENT)


def office(name: str, printed: str, of: str) -> Role:
    return Role(printed.title(), printed, name, of, day("2020"))


HEAD = make_actor(
    "Ada Moreau",
    roles=(office("head_of_state", "president", "freedonia"),),
    belongs_to=("freedonia", "palace"),
)
VOICE = make_actor("Bo Lind", roles=(office("spokesperson", "palace spokesman", "palace"),))
OTHER = make_actor("Cleo Varga")
TELLER = make_actor("Sam Person")


def said(
    who: Actor,
    when: str | None,
    stance: Stance = Stance.OPPOSES,
    *,
    of: Actor | None = None,
    outlet: str = "The Paper",
    published: str | None = "2025-03-01",
) -> Extraction:
    """An article in which somebody takes a position, or says it of somebody else."""
    text = f"{who.name} spoke of troops on {when} in the {outlet}, {stance.value}."
    holder = of or who
    position = make_position(holder, stance, asserted_by=who if of else None)
    words = f"spoke of troops on {when}"
    one = make_statement(text, words, who, said_on=day(when), positions=[position])
    return make_extraction(
        text, one, outlet=outlet, file=f"{outlet}-{who.slug}-{when}.txt", published=day(published)
    )


@pytest.fixture
def stored(session: Session) -> Session:
    actors = [replace(one, in_directory=True) for one in (PALACE, STATE, HEAD, VOICE, OTHER)]
    sync_directory(session, make_directory(*actors), [make_issue(), make_issue("other")])
    for one in (
        said(HEAD, "2025-03-20", Stance.OPPOSES),
        said(HEAD, "2025-04-30", Stance.SUPPORTS, published="2025-05-01"),  # too late
        said(VOICE, "2025-02-27", Stance.NONCOMMITTAL),
        said(VOICE, None, Stance.OPPOSES, published=None),  # of a day that nobody knows
        said(OTHER, "2025-02-27", Stance.OPPOSES),  # speaks for nobody
    ):
        save(session, one)
    return session


def chain(session: Session, claim: Extraction) -> ChainRecord:
    save(session, claim)
    found = queries.actor(session, "ada-moreau")
    assert found is not None
    (only,) = queries.chains(session, found.said_of, DEFAULT_ISSUE)
    return only


def test_a_claim_stands_beside_what_the_holder_said_and_who_speaks_for_it(
    stored: Session,
) -> None:
    found = chain(stored, said(TELLER, "2025-02-25", Stance.SUPPORTS, of=HEAD))
    assert [
        (one.statement.actor.slug, one.position.stance, one.speaks_as, one.days)
        for one in found.answers
    ] == [
        ("bo-lind", Stance.NONCOMMITTAL, "palace spokesman", 2),
        ("ada-moreau", Stance.OPPOSES, None, 23),
    ]
    assert str(found.first) == "2025-01-26"
    assert str(found.last) == "2025-03-27"


def test_nobody_answers_what_he_claims_himself(stored: Session) -> None:
    found = chain(stored, said(VOICE, "2025-02-25", Stance.SUPPORTS, of=HEAD))
    assert [one.statement.actor.slug for one in found.answers] == ["ada-moreau"]


def test_a_claim_without_days_has_no_answers(stored: Session) -> None:
    found = chain(stored, said(TELLER, None, Stance.SUPPORTS, of=HEAD, published=None))
    assert (found.first, found.last, found.answers) == (None, None, ())


def test_another_issue_answers_nothing(stored: Session) -> None:
    save(stored, said(TELLER, "2025-02-25", Stance.SUPPORTS, of=HEAD))
    found = queries.actor(stored, "ada-moreau")
    assert found is not None
    assert queries.chains(stored, found.said_of, "other") == ()
    assert queries.chains(stored, found.statements, DEFAULT_ISSUE) == ()
