"""Readers' reports, one by one and those that are open by statement."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from app.db.store.reader_reports import record
from app.db.tables_reports import ReaderReportRow, ReportKeyRow
from app.domain.reader_reports import OpenReports, ReportState, Wrong

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from app.domain.reader_reports import ReaderReport

_OPEN = ReaderReportRow.state == ReportState.OPEN


def reader_report(session: Session, identifier: str) -> ReaderReport | None:
    """The report with that id, or None."""
    row = session.get(ReaderReportRow, identifier)
    return None if row is None else record(row)


def reports_of(
    session: Session, statement: str, *, open_only: bool = True
) -> tuple[ReaderReport, ...]:
    """The reports of a statement, the earliest first."""
    chosen = select(ReaderReportRow).where(ReaderReportRow.statement_id == statement)
    if open_only:
        chosen = chosen.where(_OPEN)
    rows = session.scalars(chosen.order_by(ReaderReportRow.sent_at, ReaderReportRow.id))
    return tuple(record(row) for row in rows)


def open_counts() -> Select[*tuple[Any, ...]]:
    """The ids of the statements with open reports (``statement_id``) and their number (``count``).

    To be joined as a subquery: an index has all of it.
    """
    return (
        select(ReaderReportRow.statement_id, func.count().label("count"))
        .where(_OPEN)
        .group_by(ReaderReportRow.statement_id)
    )


def open_reports(session: Session) -> tuple[OpenReports, ...]:
    """Statements with open reports, those with most first, among them the longest waiting."""
    rows = session.execute(
        select(ReaderReportRow.statement_id, ReaderReportRow.sent_at, ReaderReportRow.wrong)
        .where(_OPEN)
        .order_by(ReaderReportRow.sent_at, ReaderReportRow.id)
    )
    found: dict[str, list[tuple[Any, ...]]] = {}
    for statement, sent_at, wrong in rows:
        found.setdefault(statement, []).append((sent_at, wrong))
    grouped = (
        OpenReports(
            statement,
            len(all_),
            all_[0][0],
            all_[-1][0],
            tuple(one for one in Wrong if any(one is wrong for _, wrong in all_)),
        )
        for statement, all_ in found.items()
    )
    return tuple(sorted(grouped, key=lambda one: (-one.count, one.first, one.statement)))


def signing_keys(session: Session, today: date) -> dict[date, str]:
    """What the forms of today and of yesterday are signed with, by day."""
    rows = session.execute(
        select(ReportKeyRow.day, ReportKeyRow.signing).where(
            ReportKeyRow.day.in_([today, today - timedelta(days=1)])
        )
    )
    return {row.day: row.signing for row in rows}
