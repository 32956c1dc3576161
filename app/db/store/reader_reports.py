"""Readers' reports: taken within bounds, and closed by an editor with an outcome."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv6Address, ip_address
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, update

from app.db.columns import storable
from app.db.store.inserting import insert
from app.db.tables_reports import ReaderReportRow, ReportKeyRow, ReportSenderRow
from app.domain.reader_reports import LONGEST, ReaderReport, ReportState
from app.errors import NotFoundError, QueryError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from app.domain.accounts import By

_KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many reports are taken in a day."""

    from_one_address: int
    in_all: int


class TooManyReports(QueryError):  # noqa: N818 - told to the reader
    """No more reports are taken for now."""


def renew_keys(session: Session, today: date) -> None:
    """Make the key of today if there is none, and forget what is older than it needs to be.

    Call it before the first form of a day is given out.
    """
    new = {"day": today, "signing": secrets.token_hex(32), "salt": secrets.token_hex(32)}
    statement = insert(session, ReportKeyRow)
    session.execute(statement.values(**new).on_conflict_do_nothing())
    session.execute(delete(ReportKeyRow).where(ReportKeyRow.day < today - _KEPT))
    _forget_senders(session, datetime.now(UTC))


def take(session: Session, report: ReaderReport, address: str, bounds: Bounds) -> ReaderReport:
    """The report as it is stored. One that came before under its id is given as it stands.

    ``address`` is where it comes from; of it a hash is kept for a day. Raises TooManyReports.
    """
    today = report.sent_at.astimezone(UTC).date()
    renew_keys(session, today)
    # Of those that come at the same moment one is counted before the next.
    key = session.scalars(
        select(ReportKeyRow).where(ReportKeyRow.day == today).with_for_update()
    ).one()
    before = session.get(ReaderReportRow, report.id)
    if before is not None:
        return record(before)
    sender = hashed(address, key.salt)
    if _sent(session, ReportSenderRow.address == sender) >= bounds.from_one_address:
        raise TooManyReports(
            "As many reports as are taken in a day have come from your network address. "
            "Please try again tomorrow."
        )
    if _sent(session) >= bounds.in_all:
        raise TooManyReports(
            "More reports have come today than can be read. Please try again tomorrow."
        )
    session.add(ReportSenderRow(address=sender, sent_at=report.sent_at))
    row = ReaderReportRow(
        id=report.id,
        statement_id=report.statement,
        wrong=report.wrong,
        words=storable(report.words[:LONGEST]),
        sent_at=report.sent_at,
        state=ReportState.OPEN,
        outcome="",
    )
    session.add(row)
    session.flush()
    return record(row)


def close_report(
    session: Session,
    by: By,
    identifier: str,
    state: ReportState,
    outcome: str,
    *,
    revision: int | None = None,
) -> ReaderReport:
    """The report, closed. The reader sees ``outcome`` and the revision at the report's address.

    Raises NotFoundError when there is none, QueryError when somebody has closed it before, or
    when no outcome is given.
    """
    if session.get(ReaderReportRow, identifier) is None:
        raise NotFoundError("There is no such report.")
    closed = _close(
        session, by, ReaderReportRow.id == identifier, state, outcome, revision=revision
    )
    if not closed:
        raise QueryError("Somebody else has closed this report meanwhile.")
    return closed[0]


def close_reports_of(
    session: Session,
    by: By,
    statement: str,
    state: ReportState,
    outcome: str,
    *,
    revision: int | None = None,
    only: Iterable[str] | None = None,
) -> tuple[ReaderReport, ...]:
    """All open reports of a statement, closed with one outcome; none when none is open.

    ``only`` are the ids of those that the editor saw: what came since stays open.
    """
    chosen = ReaderReportRow.statement_id == statement
    if only is not None:
        chosen &= ReaderReportRow.id.in_(sorted(only))
    return _close(session, by, chosen, state, outcome, revision=revision)


def reopen_reports(session: Session, revision: int) -> None:
    """Let the reports that a revision closed wait again, because it was taken back.

    What the reader was told, by whom and with which revision, stays with them until they are
    closed again.
    """
    session.execute(
        update(ReaderReportRow)
        .where(ReaderReportRow.revision_id == revision, ReaderReportRow.state != ReportState.OPEN)
        .values(state=ReportState.OPEN, closed_at=None)
    )


def _close(
    session: Session,
    by: By,
    chosen: ColumnElement[bool],
    state: ReportState,
    outcome: str,
    *,
    revision: int | None,
) -> tuple[ReaderReport, ...]:
    outcome = outcome.strip()
    if state is ReportState.OPEN or not outcome:
        raise QueryError("Say what was changed, or why nothing was: the reader sees it.")
    rows = session.scalars(
        update(ReaderReportRow)
        .where(chosen, ReaderReportRow.state == ReportState.OPEN)
        .values(
            state=state,
            closed_at=datetime.now(UTC),
            closed_by=by.name,
            outcome=storable(outcome),
            revision_id=revision,
        )
        .returning(ReaderReportRow)
        .execution_options(populate_existing=True)
    ).all()
    return tuple(record(row) for row in sorted(rows, key=lambda row: (row.sent_at, row.id)))


def record(row: ReaderReportRow) -> ReaderReport:
    """The report in a row."""
    return ReaderReport(
        id=row.id,
        statement=row.statement_id,
        wrong=row.wrong,
        words=row.words,
        sent_at=row.sent_at,
        state=row.state,
        closed_at=row.closed_at,
        closed_by=row.closed_by,
        outcome=row.outcome,
        revision=row.revision_id,
    )


def hashed(address: str, salt: str) -> str:
    """What is kept of an address: of IPv6 its first half, which is one household's or firm's."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        network = address
    else:
        if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is not None:
            parsed = parsed.ipv4_mapped
        six = isinstance(parsed, IPv6Address)
        network = parsed.exploded[:19] if six else str(parsed)
    return hmac.new(bytes.fromhex(salt), network.encode("utf-8", "replace"), "sha256").hexdigest()


def _sent(session: Session, *conditions: ColumnElement[bool]) -> int:
    """How many came within a day."""
    since = datetime.now(UTC) - _KEPT
    counted = select(func.count()).select_from(ReportSenderRow)
    return session.scalar(counted.where(ReportSenderRow.sent_at >= since, *conditions)) or 0


def _forget_senders(session: Session, now: datetime) -> None:
    session.execute(delete(ReportSenderRow).where(ReportSenderRow.sent_at < now - _KEPT))
