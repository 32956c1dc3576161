"""Positions as agreement counts them: copies once, reports of one utterance under its id."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import event

from app.db.queries.agreement import (
    belongs_to,
    holders,
    issue_names,
    representatives,
)
from app.db.queries.standings import standings_of
from app.db.store import save, sync_directory
from app.domain.actors import ActorKind
from app.domain.certainty import stance_certain
from app.domain.ids import from_number
from app.domain.positions import Scope, Stance
from app.domain.queries import DEFAULT_ISSUE, AgreementQuery, By
from app.utterances.agreement import standings
from tests.db.taken import positions_taken
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

    from app.domain.extraction import Extraction

OFFICE = make_actor("Home Office", kind=ActorKind.GOVERNMENT, in_directory=True)
ADA = make_actor("Ada Moreau", belongs_to=("home-office", "nowhere"), in_directory=True)
BO = make_actor("Bo Lind")
WORDS = "We will never send a single soldier to that country, whatever happens there this winter"
FILLER = (
    "Rain fell on {} while markets in {} closed early and ferries to {} stayed in port all day."
)


def printed(
    outlet: str,
    words: str = WORDS,
    stance: Stance = Stance.OPPOSES,
    *,
    issue: str = DEFAULT_ISSUE,
    told_by: bool = False,
    said: str = "2025-02-25",
) -> Extraction:
    """An article of that outlet's own in which Ada Moreau says so, or Bo Lind says it of her."""
    text = f"{FILLER.format(outlet, outlet * 2, outlet * 3)} “{words},” was said."
    position = make_position(ADA, stance, issue=issue, asserted_by=BO if told_by else None)
    return make_extraction(
        text,
        make_statement(
            text, words, BO if told_by else ADA, said_on=day(said), positions=[position]
        ),
        outlet=outlet,
        address=f"https://{outlet.lower()}.example/{len(words)}",
        published=day("2025-02-26"),
    )


def store(session: Session, *extractions: Extraction) -> None:
    sync_directory(
        session, make_directory(OFFICE, ADA), [make_issue(), make_issue("other", "Another")]
    )
    for extraction in extractions:
        save(session, extraction)
    session.flush()


def test_a_position_has_all_that_decides_whether_it_counts(session: Session) -> None:
    store(session, printed("Gazette"))
    (one,) = positions_taken(session)
    assert one[2:] == (
        "ada-moreau",
        DEFAULT_ISSUE,
        Stance.OPPOSES,
        Scope.GENERAL,
        True,
        0.8,
        0.9,
        date(2025, 2, 25),
        date(2025, 2, 25),
        date(2025, 2, 26),
    )
    assert one.report == one.utterance
    (lean,) = positions_taken(session, reported=False)
    assert lean == one._replace(reported=None)


def test_reports_of_one_utterance_share_its_number_and_one_stands_for_it(
    session: Session,
) -> None:
    store(session, printed("Gazette", WORDS[:54]), printed("Courier"), printed("Herald"))
    taken = positions_taken(session)
    assert len({one.report for one in taken}) == 3
    (number,) = {one.utterance for one in taken}
    found = standings(taken, By.ISSUE, lambda *_: True).stood
    assert [one.number for one in found] == [1]
    (shown,) = representatives(session, [from_number(number)]).values()
    assert shown.content_text == (WORDS,)  # the longest


def test_a_report_of_its_own_stands_for_itself(session: Session) -> None:
    store(session, printed("Gazette"))
    (one,) = positions_taken(session)
    identifier = from_number(one.utterance)
    assert representatives(session, [identifier])[identifier].id == identifier


def test_positions_of_one_issue_and_second_hand_ones(session: Session) -> None:
    store(
        session,
        printed("Gazette"),
        printed("Courier", "Elections can be held at any time of the year", issue="other"),
        printed("Herald", "She would rather have it the other way round", told_by=True),
    )
    assert [one.issue for one in positions_taken(session, "other")] == ["other"]
    told = [one for one in positions_taken(session) if not one.first_hand]
    assert [one.actor for one in told] == ["ada-moreau"]  # whose position it would be


def test_names(session: Session) -> None:
    store(session, printed("Gazette"))
    assert list(holders(session)) == ["ada-moreau"]
    assert belongs_to(session) == {"ada-moreau": ("Home Office",)}
    assert [one.title for one in issue_names(session)] == ["Another", "Troops"]


def test_the_number_of_questions_to_the_database_does_not_grow(session: Session) -> None:
    asked: list[str] = []
    store(session, printed("Gazette"))

    def count(*arguments: object) -> None:
        asked.append(str(arguments[2]))

    event.listen(session.get_bind(), "before_cursor_execute", count)
    positions_taken(session)
    few = len(asked)
    store(session, *(printed(f"P{number}", f"{WORDS} {number}") for number in range(4)))
    asked.clear()
    positions_taken(session)
    event.remove(session.get_bind(), "before_cursor_execute", count)
    assert len(asked) == few == 3


def counted(session: Session, query: AgreementQuery) -> None:
    """What the fields count is what the rules make of every row."""
    issues = [query.issue] if query.issue else [one.slug for one in issue_names(session)]
    found = standings_of(session, query, issues)
    told = standings(
        positions_taken(session, query.issue), query.unit, stance_certain, query.first, query.last
    )
    assert found.apart == told.apart
    assert [one._replace(said=tuple(one.said)) for one in found.stood] == list(told.stood)


CHOICES = (
    AgreementQuery(),
    AgreementQuery(issue=DEFAULT_ISSUE),
    AgreementQuery(issue=DEFAULT_ISSUE, first=date(2025, 2, 25)),
    AgreementQuery(issue=DEFAULT_ISSUE, by=By.ISSUE, last=date(2025, 2, 25)),
)


def test_standings_of_the_fields_are_those_of_the_rules(session: Session) -> None:
    sure = make_position(ADA, Stance.SUPPORTS)
    unsure = replace(sure, confidence=0.5)
    part = replace(make_position(ADA), scope=Scope.OWN)
    of_bo = make_position(BO, Stance.OPPOSES, asserted_by=ADA)
    of_office = make_position(OFFICE, Stance.OPPOSES, asserted_by=ADA)
    store(
        session,
        printed("Gazette", WORDS[:54]),
        printed("Courier", stance=Stance.SUPPORTS),  # its reports differ
        printed("Herald", "She would rather have it the other way round", told_by=True),
    )
    for number, positions in enumerate(
        (
            [sure],
            [unsure],
            [part],
            [sure, part],
            [unsure, replace(sure, scope=Scope.OWN)],
            [sure, of_bo, of_office],
            [of_bo],
        )
    ):
        words = f"{FILLER.format(*'abc')} {number * 'no '}{number}"
        text = f"“{words},” said Ada Moreau."
        for when in ("2025-02-25", "2025-02/2025-03", None):
            said = make_statement(text, words, ADA, said_on=day(when), positions=positions)
            name = f"{number}-{when}.txt".replace("/", "-")
            save(session, make_extraction(text, said, file=name, published=day("2025-03-01")))
    session.flush()
    for query in CHOICES:
        counted(session, query)
