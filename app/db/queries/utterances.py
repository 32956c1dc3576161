"""Utterances: what was said once, with all its reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db.queries.statements import EARLIEST, ORIGINAL, SHOWN, statement_records
from app.db.tables import MatchRow, State, StatementRow, UtteranceRow, VersionRow
from app.domain.ids import to_number
from app.domain.records import UtteranceRecord
from app.domain.utterances import Match
from app.errors import GoneError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session


def utterance(session: Session, identifier: str) -> UtteranceRecord | None:
    """The utterance that a statement reports; any report's id will do, or a copy's.

    A statement of an older text leads to what stands in its place. None when nothing has that id;
    raises GoneError, with the reason, when nothing that is shown stands in its place.
    """
    key = _reported(session, identifier)
    if key is None:
        return None
    of_it = StatementRow.utterance_id == key
    reports = statement_records(session, *SHOWN, ORIGINAL, of_it, order=EARLIEST)
    of_several = session.get(UtteranceRow, key)
    representative = of_several.representative_id if of_several else key
    return UtteranceRecord(
        id=key,
        representative=next(one for one in reports if one.id == representative),
        reports=reports,
        matches=_matches(session, [one.id for one in reports]),
        differences=reports[0].differences,
    )


def _reported(session: Session, identifier: str) -> str | None:
    """The id of the utterance that a statement, or what stands in its place, reports."""
    if to_number(identifier) is None:
        return None
    seen: set[str] = set()
    wanted: str | None = identifier
    reason: str | None = None
    while wanted is not None and wanted not in seen:
        seen.add(wanted)
        found = session.execute(
            select(
                StatementRow.utterance_id,
                StatementRow.state,
                StatementRow.withdrawn_reason,
                StatementRow.replaced_by_id,
                VersionRow.newest,
            )
            .join(VersionRow, VersionRow.id == StatementRow.version_id)
            .where(StatementRow.id == wanted)
        ).one_or_none()
        if found is None:
            break
        if found.newest and found.state is State.LIVE:
            return str(found.utterance_id)
        if found.state is State.WITHDRAWN:
            reason = f"This statement was withdrawn: {found.withdrawn_reason}"
        else:
            reason = "The text of the article has changed, and does not print this any more."
        wanted = found.replaced_by_id
    if reason is None:
        return None
    raise GoneError(reason)


def _matches(session: Session, reports: Sequence[str]) -> tuple[Match, ...]:
    """The matches between these reports, the best first."""
    if len(reports) < 2:
        return ()
    rows = session.execute(
        select(MatchRow.one_id, MatchRow.other_id, MatchRow.kind, MatchRow.score)
        .where(MatchRow.one_id.in_(reports), MatchRow.other_id.in_(reports))
        .order_by(MatchRow.score.desc(), MatchRow.one_id, MatchRow.other_id)
    )
    return tuple(Match(*row) for row in rows)
