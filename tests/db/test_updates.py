"""The same text again, of which something else is known now."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from app.db import queries
from app.db.search import statement_ids
from app.db.session import open_engine, sessions
from app.db.store import Overtaken, Saved, save, sync_directory
from app.db.tables import ArticleRow, PositionRow, State, StatementRow
from app.domain.dates import UNKNOWN_DATE
from app.domain.positions import Stance
from app.domain.runs import Outcome
from tests.db import corpus
from tests.db.dump import dump
from tests.factories import day, make_actor, make_extraction, make_position, make_statement
from tests.processes import APART

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.domain.extraction import Extraction

WORDS = "A headline of five words\nAda Moreau said we may, and we will."
ADA = make_actor()
ADDRESS = "https://paper.example/one"


def reading(
    when: str | None = "2025-02-25",
    *contents: str,
    stance: Stance = Stance.SUPPORTS,
    address: str | None = ADDRESS,
    outlet: str | None = "The Paper",
    file: str = "a.txt",
) -> Extraction:
    """A reading that gives this date to every statement."""
    date = day(when) if when else UNKNOWN_DATE
    statements = (
        make_statement(WORDS, said, said_on=date, positions=[make_position(ADA, stance)])
        for said in contents or ("we may", "we will")
    )
    return make_extraction(
        WORDS, *statements, address=address, outlet=outlet, file=file, published=date
    )


def ids(session: Session) -> dict[str, str | None]:
    rows = session.execute(select(StatementRow.id, StatementRow.said_edtf)).all()
    return {row.id: row.said_edtf for row in rows}


def test_a_corrected_date_reaches_the_statements_under_their_ids(session: Session) -> None:
    first = save(session, reading())
    before = ids(session)
    assert set(before.values()) == {"2025-02-25"}
    second = save(session, reading("2025-02-27", stance=Stance.OPPOSES))
    assert (second.outcome, second.changes) == (Outcome.UPDATED, ("date",))
    assert (second.article, second.version) == (first.article, first.version)
    assert ids(session) == dict.fromkeys(before, "2025-02-27")
    assert set(session.scalars(select(PositionRow.stance))) == {Stance.OPPOSES}
    record = queries.article(session, first.article)
    assert record is not None
    assert record.ref.published.edtf == "2025-02-27"
    rows = dump(session)
    assert save(session, reading("2025-02-27")).outcome is Outcome.UNCHANGED
    assert dump(session) == rows


def test_what_is_not_found_any_more_goes_and_what_is_new_comes(session: Session) -> None:
    save(session, reading("2025-02-25", "we may"))
    saved = save(session, reading("2025-02-26", "we will"))
    assert (saved.statements, saved.positions) == (1, 1)
    assert len(statement_ids(session, ("may",))) == 0
    assert len(statement_ids(session, ("will",))) == 1


def test_all_that_may_be_corrected(session: Session) -> None:
    save(session, reading())
    told = reading()
    article = replace(
        told.article, title="Better", outlet="Other", published_note="Printed.", language="en-GB"
    )
    text = replace(told.text, title="Better", language="en-GB")
    saved = save(session, replace(told, article=article, text=text))
    assert saved.changes == ("title", "outlet", "note", "language")
    record = queries.article(session, saved.article)
    assert record is not None
    assert (record.ref.title, record.ref.outlet.name) == ("Better", "Other")


def test_a_note_on_a_date_goes_with_it(session: Session) -> None:
    save(session, reading())
    told = reading("2025-03")
    told = replace(told, article=replace(told.article, published_note=""))
    assert save(session, told).changes == ("date", "note")
    assert session.scalars(select(ArticleRow.published_note)).one() == ""


@pytest.mark.parametrize("title", [None, "A headline of five words"])
def test_less_changes_nothing(session: Session, title: str | None) -> None:
    save(session, reading())
    rows = dump(session)
    told = reading(None, "we may", outlet=None, address=None)
    bare = replace(told.article, title=title, published_note="", language=None)
    assert save(session, replace(told, article=bare)).outcome is Outcome.UNCHANGED
    assert dump(session) == rows


def test_an_extraction_made_without_what_is_known_is_not_stored(session: Session) -> None:
    save(session, reading())
    rows = dump(session)
    told = reading("2025-03-03")
    with pytest.raises(Overtaken):
        save(session, replace(told, article=replace(told.article, title=None)))
    assert dump(session) == rows


def test_what_an_editor_decided_is_not_touched(session: Session) -> None:
    save(session, reading())
    may, will = session.scalars(select(StatementRow.id).order_by(StatementRow.starts_at)).all()
    of_may = PositionRow.statement_id == may
    session.execute(
        update(PositionRow).where(of_may).values(stance=Stance.OPPOSES, decided_by="ed")
    )
    session.execute(
        update(StatementRow)
        .where(StatementRow.id == will)
        .values(decided_by="ed", state=State.WITHDRAWN, withdrawn_reason="Not said.")
    )
    positions = dump(session)["position"]
    save(session, reading("2025-02-26"))
    assert ids(session) == {may: "2025-02-26", will: "2025-02-25"}
    assert dump(session)["position"] == positions
    # Not even where the machine finds the statement no more.
    save(session, reading("2025-02-27", "Ada Moreau"))
    assert ids(session).keys() > {may, will}
    assert session.scalars(select(PositionRow.decided_by).where(of_may)).all() == ["ed"]
    assert session.get_one(StatementRow, will).state is State.WITHDRAWN


def test_what_is_withdrawn_stays_so(session: Session) -> None:
    save(session, reading())
    withdrawn = {"state": State.WITHDRAWN, "withdrawn_reason": "Not said."}
    session.execute(update(StatementRow).values(**withdrawn))
    save(session, reading("2025-02-26"))
    assert set(session.scalars(select(StatementRow.state))) == {State.WITHDRAWN}
    assert set(ids(session).values()) == {"2025-02-26"}


def stored_as(session: Session, *readings: Extraction) -> list[tuple[Outcome, str]]:
    saved = [save(session, each) for each in readings]
    return [(each.outcome, each.article) for each in saved]


def test_one_text_from_two_outlets_is_two_articles(session: Session) -> None:
    one = reading("2025-02-25", address=None, outlet="One", file="1.txt")
    two = reading("2025-02-26", address=None, outlet="Two", file="2.txt")
    (first, article), (second, other) = stored_as(session, one, two)
    assert (first, second) == (Outcome.STORED, Outcome.STORED)
    assert article != other
    assert set(ids(session).values()) == {"2025-02-25", "2025-02-26"}
    assert stored_as(session, two, one) == [
        (Outcome.UNCHANGED, other),
        (Outcome.UNCHANGED, article),
    ]


def test_an_outlet_that_comes_later_is_told_of_the_same_article(session: Session) -> None:
    bare = reading(address=None, outlet=None, file="0.txt")
    one = reading(address=None, outlet="One", file="1.txt")
    two = reading(address=None, outlet="Two", file="2.txt")
    found = stored_as(session, bare, one, two, bare, one)
    outcomes = ["stored", "updated", "stored", "unchanged", "unchanged"]
    assert [outcome.value for outcome, _ in found] == outcomes
    assert len({article for _, article in found}) == 2
    assert found[0][1] == found[1][1] == found[3][1] == found[4][1]


def test_the_outlet_of_a_file_is_corrected(session: Session) -> None:
    wrong, right = (reading(address=None, outlet=outlet) for outlet in ("Wrong", "Right"))
    found = stored_as(session, wrong, right, right)
    assert [outcome.value for outcome, _ in found] == ["stored", "updated", "unchanged"]
    assert len({article for _, article in found}) == 1


def _save(url: str) -> list[Saved]:
    """What a process does: both corrections, one transaction each."""
    engine = open_engine(url)
    saved = []
    unaddressed = reading("2025-02-26", address=None, outlet="Two", file="b.txt")
    for each in (reading("2025-02-26"), unaddressed):
        with sessions(engine, write=True) as session:
            saved.append(save(session, each))
    engine.dispose()
    return saved


def test_processes_that_correct_the_same_at_once(database_url: str) -> None:
    engine = open_engine(database_url)
    with sessions(engine, write=True) as session:
        sync_directory(session, corpus.DIRECTORY, corpus.ISSUES)
        save(session, reading())
        save(session, reading(address=None, outlet=None, file="b.txt"))
        before = ids(session)
    with ProcessPoolExecutor(3, mp_context=APART) as pool:
        jobs = [pool.submit(_save, database_url) for _ in range(3)]
        outcomes = [saved.outcome for job in jobs for saved in job.result()]
    assert outcomes.count(Outcome.UPDATED) == 2
    assert outcomes.count(Outcome.UNCHANGED) == 4
    with sessions(engine) as session:
        assert ids(session) == dict.fromkeys(before, "2025-02-26")
    engine.dispose()
