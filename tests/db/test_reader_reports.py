"""Readers' reports on both databases: bounds, what is kept of an address, outcomes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from app.db.queries import reader_reports as queries
from app.db.session import sessions
from app.db.store import save, sync_directory
from app.db.store.reader_reports import (
    Bounds,
    TooManyReports,
    close_report,
    close_reports_of,
    hashed,
    renew_keys,
    take,
)
from app.db.tables import StatementRow
from app.db.tables_reports import ReaderReportRow, ReportKeyRow, ReportSenderRow
from app.domain.accounts import By, Interface
from app.domain.reader_reports import LONGEST, ReaderReport, ReportState, Wrong
from app.errors import NotFoundError, QueryError
from tests.factories import make_directory, make_extraction, make_issue, make_statement

if TYPE_CHECKING:
    from sqlalchemy import Engine

TEXT = "Ada Moreau said that troops are a threat. She said that nobody asked her."
EDITOR = By(None, "Eva", Interface.COMMAND)
WIDE = Bounds(from_one_address=1000, in_all=1000)
SALT = "ab" * 32


@pytest.fixture
def statements(engine: Engine) -> tuple[str, ...]:
    with sessions(engine, write=True) as session:
        sync_directory(session, make_directory(), [make_issue()])
        save(
            session,
            make_extraction(
                TEXT,
                make_statement(TEXT, "troops are a threat"),
                make_statement(TEXT, "nobody asked her"),
            ),
        )
        return tuple(session.scalars(select(StatementRow.id).order_by(StatementRow.starts_at)))


def make_report(statement: str, number: int = 1, **fields: object) -> ReaderReport:
    made = ReaderReport(f"{number:032x}", statement, Wrong.STANCE, "Look.", datetime.now(UTC))
    return replace(made, **fields)  # type: ignore[arg-type]


def sent(engine: Engine, report: ReaderReport, address: str = "192.0.2.1", bounds: Bounds = WIDE):  # type: ignore[no-untyped-def]  # noqa: ANN201
    with sessions(engine, write=True) as session:
        return take(session, report, address, bounds)


def test_a_report_is_kept_and_comes_back_as_sent(
    engine: Engine, statements: tuple[str, ...]
) -> None:
    report = make_report(statements[0], words="Nul \x00 and “quotes”\nsecond line")
    sent(engine, report)
    with sessions(engine) as session:
        found = queries.reader_report(session, report.id)
        assert found == replace(report, words="Nul \ufffd and “quotes”\nsecond line")
        assert queries.reader_report(session, "nothing") is None


def test_what_is_sent_twice_is_stored_once(engine: Engine, statements: tuple[str, ...]) -> None:
    first = sent(engine, make_report(statements[0], words="First."))
    again = sent(engine, make_report(statements[0], words="Second."))
    assert again == first
    with sessions(engine) as session:
        assert session.scalar(select(func.count()).select_from(ReportSenderRow)) == 1


def test_words_are_cut_at_the_longest(engine: Engine, statements: tuple[str, ...]) -> None:
    assert len(sent(engine, make_report(statements[0], words="x" * 5000)).words) == LONGEST


def test_bounds_hold_for_one_address_and_for_all(
    engine: Engine, statements: tuple[str, ...]
) -> None:
    bounds = Bounds(from_one_address=2, in_all=3)
    for number in (1, 2):
        sent(engine, make_report(statements[0], number), "192.0.2.1", bounds)
    with pytest.raises(TooManyReports, match="your network address"):
        sent(engine, make_report(statements[0], 3), "192.0.2.1", bounds)
    sent(engine, make_report(statements[0], 3), "192.0.2.2", bounds)
    with pytest.raises(TooManyReports, match="More reports"):
        sent(engine, make_report(statements[0], 4), "192.0.2.3", bounds)


def test_bounds_hold_for_those_that_come_at_once(
    engine: Engine, statements: tuple[str, ...]
) -> None:
    bounds = Bounds(from_one_address=3, in_all=1000)

    def one(number: int) -> bool:
        try:
            sent(engine, make_report(statements[0], number), "192.0.2.1", bounds)
        except TooManyReports:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(one, range(12))) == 3


def test_an_address_is_hashed_and_forgotten(engine: Engine, statements: tuple[str, ...]) -> None:
    now = datetime.now(UTC)
    sent(engine, make_report(statements[0]), "192.0.2.77")
    with sessions(engine, write=True) as session:
        (sender,) = session.scalars(select(ReportSenderRow))
        assert "192.0.2" not in sender.address
        assert len(sender.address) == 64
        # Nothing in the report's own row leads there.
        assert not set(ReaderReportRow.__table__.columns.keys()) & {
            "address",
            "sender",
            "sender_id",
        }
        sender.sent_at = now - timedelta(days=1, minutes=1)
        session.add(ReportKeyRow(day=now.date() - timedelta(days=2), signing="aa", salt="bb"))
        session.add(ReportKeyRow(day=now.date() - timedelta(days=1), signing="aa", salt="bb"))
    with sessions(engine, write=True) as session:
        renew_keys(session, now.date())
    with sessions(engine) as session:
        assert session.scalars(select(ReportSenderRow)).all() == []
        days = set(session.scalars(select(ReportKeyRow.day)))
        assert days == {now.date(), now.date() - timedelta(days=1)}
        assert queries.reader_report(session, make_report("").id) is not None


def test_a_key_stays_the_same_for_its_day(engine: Engine) -> None:
    keys = []
    for _ in range(2):
        with sessions(engine, write=True) as session:
            renew_keys(session, date(2026, 3, 1))
        with sessions(engine) as session:
            keys.append(queries.signing_keys(session, date(2026, 3, 1)))
    assert keys[0] == keys[1]
    assert len(keys[0][date(2026, 3, 1)]) == 64


def test_addresses_of_one_network_are_one_sender() -> None:
    one = hashed("2001:db8:1:2:3:4:5:6", SALT)
    assert one == hashed("2001:db8:1:2::9", SALT)
    assert one != hashed("2001:db8:1:3::9", SALT)
    assert hashed("::ffff:192.0.2.1", SALT) == hashed("192.0.2.1", SALT)
    assert hashed("192.0.2.1", SALT) != hashed("192.0.2.2", SALT)
    assert hashed("192.0.2.1", SALT) != hashed("192.0.2.1", "cd" * 32)
    assert hashed("testclient", SALT) != hashed("", SALT)


def test_open_reports_are_told_by_statement(engine: Engine, statements: tuple[str, ...]) -> None:
    sent(engine, make_report(statements[0], 1))
    sent(engine, make_report(statements[1], 2, wrong=Wrong.WORDS))
    sent(engine, make_report(statements[1], 3, wrong=Wrong.SPEAKER))
    with sessions(engine) as session:
        first, second = queries.open_reports(session)
        assert (first.statement, first.count) == (statements[1], 2)
        assert first.wrong == (Wrong.SPEAKER, Wrong.WORDS)
        assert first.first <= first.last
        assert (second.statement, second.count) == (statements[0], 1)
        counts = queries.open_counts().subquery()
        assert dict(session.execute(select(counts.c.statement_id, counts.c.count)).all()) == {
            statements[0]: 1,
            statements[1]: 2,
        }


def test_an_editor_closes_a_report_once_and_says_why(
    engine: Engine, statements: tuple[str, ...]
) -> None:
    report = sent(engine, make_report(statements[0]))
    with sessions(engine, write=True) as session:
        with pytest.raises(QueryError, match="the reader sees it"):
            close_report(session, EDITOR, report.id, ReportState.DISMISSED, "  ")
        with pytest.raises(QueryError, match="the reader sees it"):
            close_report(session, EDITOR, report.id, ReportState.OPEN, "Why not.")
        with pytest.raises(NotFoundError):
            close_report(session, EDITOR, "none", ReportState.DISMISSED, "No.")
        closed = close_report(
            session, EDITOR, report.id, ReportState.TAKEN_UP, " Now conditional. ", revision=7
        )
    assert (closed.state, closed.outcome, closed.revision, closed.closed_by) == (
        ReportState.TAKEN_UP,
        "Now conditional.",
        7,
        "Eva",
    )
    with sessions(engine, write=True) as session:
        assert queries.reader_report(session, report.id) == closed
        assert queries.open_reports(session) == ()
        with pytest.raises(QueryError, match="Somebody else"):
            close_report(session, EDITOR, report.id, ReportState.DISMISSED, "No.")
        assert queries.reader_report(session, report.id) == closed


def test_reports_that_came_after_the_editor_looked_stay_open(
    engine: Engine, statements: tuple[str, ...]
) -> None:
    seen = [sent(engine, make_report(statements[0], number)).id for number in (1, 2)]
    late = sent(engine, make_report(statements[0], 3))
    with sessions(engine, write=True) as session:
        closed = close_reports_of(
            session, EDITOR, statements[0], ReportState.DISMISSED, "It says so.", only=seen
        )
        assert [one.id for one in closed] == seen
        assert queries.reports_of(session, statements[0]) == (late,)
        assert len(queries.reports_of(session, statements[0], open_only=False)) == 3
        assert (
            close_reports_of(
                session, EDITOR, statements[0], ReportState.DISMISSED, "Too.", only=seen
            )
            == ()
        )
