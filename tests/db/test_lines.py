"""What stands on an actor's line: own words, those of spokespersons in office, and claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.db import queries
from app.db.store import save, sync_directory
from app.domain.actors import ActorKind, Role
from app.domain.changes import Place, Standing
from app.domain.positions import Stance
from app.domain.queries import DEFAULT_ISSUE, ComparisonQuery
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


def speaking_for(slug: str, held_from: str | None, held_to: str | None) -> Role:
    return Role(
        f"Spokesperson of {slug}", "spokeswoman", "spokesperson", slug, day(held_from), day(held_to)
    )


OFFICE = make_actor("Chancellery", kind=ActorKind.ORGANISATION)
HEAD = make_actor("Otto Head")
ADA = make_actor(
    "Ada Moreau",
    roles=(
        speaking_for("chancellery", "2024-01-01", "2024-12-31"),
        speaking_for("otto-head", "2024-01-01", None),
        Role("Minister", "minister", "minister", "chancellery", day("2025-01-01"), day(None)),
    ),
)
BO = make_actor("Bo Lind")


def said(
    session: Session, words: str, by: Actor, on: str | None, holder: Actor | None = None
) -> None:
    text = f"“{words},” said {by.name}."
    position = make_position(holder or by, Stance.OPPOSES, asserted_by=by if holder else None)
    statement = make_statement(
        text, f"“{words},”", by, said_on=day(on), positions=[position], source=by.name
    )
    save(session, make_extraction(text, statement, file=f"{words}.txt"))


@pytest.fixture
def stored(session: Session) -> Session:
    sync_directory(
        session,
        make_directory(OFFICE, HEAD, ADA, BO),
        [make_issue(), make_issue("other", "Another")],
    )
    said(session, "Before she held it", ADA, "2023-12-31")
    said(session, "On her first day", ADA, "2024-01-01")
    said(session, "Some time that year or after", ADA, "2024/2025")
    said(session, "On a day nobody knows", ADA, None)
    said(session, "As a minister", ADA, "2025-02-01")
    said(session, "The house itself says so", OFFICE, "2024-05-05")
    said(session, "Otto will not have it", BO, "2024-06-06", HEAD)
    said(session, "The house will not have it", BO, "2024-06-07", OFFICE)
    session.flush()
    session.expire_all()
    return session


def first_words(records: tuple[object, ...]) -> set[str]:
    return {one.content_text[0].strip("“,”") for one in records}  # type: ignore[attr-defined]


def test_a_spokesperson_counts_for_the_institution_only_while_in_office(stored: Session) -> None:
    found = queries.line(stored, "chancellery", DEFAULT_ISSUE)
    assert found
    assert first_words(found.own) == {"The house itself says so"}
    assert [(first_words((one,)), role.of) for one, role in found.by_office] == [
        ({"On her first day"}, "chancellery")
    ]
    assert found.office_unplaced == 2  # one may be of another year, one of any
    assert first_words(found.said_of) == {"The house will not have it"}


def test_nobody_speaks_for_a_person(stored: Session) -> None:
    found = queries.line(stored, "otto-head", DEFAULT_ISSUE)
    assert found
    assert (found.own, found.by_office, found.office_unplaced) == ((), (), 0)
    assert first_words(found.said_of) == {"Otto will not have it"}


def test_the_spokesperson_has_a_line_too(stored: Session) -> None:
    found = queries.line(stored, "ada-moreau", DEFAULT_ISSUE)
    assert found
    assert len(found.own) == 5
    assert found.actor.name == "Ada Moreau"


def test_another_issue_and_another_name(stored: Session) -> None:
    found = queries.line(stored, "chancellery", "other")
    assert found
    assert (found.own, found.by_office, found.said_of) == ((), (), ())
    assert queries.line(stored, "nobody", DEFAULT_ISSUE) is None


def test_the_day_of_an_utterance_is_that_of_its_surest_report(session: Session) -> None:
    words = "“We will never send a single soldier of ours across the border,”"
    longer = words[:-2] + ", not in spring and not in autumn,”"
    for name, content, on in (("a", longer, None), ("b", words, "2025-02-26")):
        text = f"In report {name} {content} said Ada Moreau."
        statement = make_statement(
            text, content, ADA, said_on=day(on), positions=[make_position(ADA)]
        )
        save(session, make_extraction(text, statement, file=f"{name}.txt", outlet=name))
    session.flush()
    session.expire_all()
    found = queries.line(session, "ada-moreau", DEFAULT_ISSUE)
    assert found
    (shown,) = found.own
    assert shown.content_text == (longer,)
    assert not shown.said_on.known
    assert found.days[shown.id].edtf == "2025-02-26"


def test_a_part_of_a_line_is_as_the_whole_has_it(stored: Session) -> None:
    every = queries.possible_changes(stored, DEFAULT_ISSUE).stood(ComparisonQuery())
    assert [one.slug for one in every] == ["ada-moreau", "bo-lind", "chancellery"]
    assert {one.standing for one in every} == {Standing.NOTHING, Standing.SAME}
    for stood in every:
        alone = queries.line(stored, stood.slug, DEFAULT_ISSUE)
        assert alone
        records = (*alone.own, *(one for one, _ in alone.by_office))
        places = [Place(one.id, 1) for one in records]
        part = queries.records_of(stored, DEFAULT_ISSUE, {stood.slug: places})[stood.slug]
        assert {one.id for one in part.own} == {one.id for one in alone.own}
        assert part.by_office == alone.by_office
        assert part.days == alone.days
    assert queries.possible_changes(stored, "other").stood(ComparisonQuery()) == ()
