"""ReportFormPage and ReaderReportPage: how to say that something is wrong, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.domain.reader_reports import LONGEST, ReportState, Wrong
from app.domain.statements import BREAK
from app.views.cards import show_card
from app.views.dates import show_moment
from app.views.links import Link, statement_address

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.domain.reader_reports import ReaderReport
    from app.domain.records import StatementRecord
    from app.domain.revisions import Revision
    from app.views.cards import StatementCard

WRONG: Mapping[Wrong, str] = {
    Wrong.SPEAKER: "Somebody else said it",
    Wrong.WORDS: "These are not the words, or not all of them",
    Wrong.DATE: "The date is wrong",
    Wrong.STANCE: "The stance is wrong",
    Wrong.OFF_ISSUE: "It is not about this issue",
    Wrong.OTHER: "Something else",
}
STATE: Mapping[ReportState, str] = {
    ReportState.OPEN: "open: nobody has looked at it yet",
    ReportState.TAKEN_UP: "taken up",
    ReportState.DISMISSED: "looked at; nothing was changed",
}
_AGAIN = "open again: what came of it was taken back, and somebody is to look anew"


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One of the things that may be wrong."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ReportFormPage:
    """All that /statements/{id}/report shows. ``problem`` says why it was not sent."""

    title: str
    card: StatementCard
    choices: tuple[ChoiceView, ...]
    words: str
    longest: int
    token: str
    problem: str
    address: str


@dataclass(frozen=True, slots=True)
class ReaderReportPage:
    """All that /reports/{id} shows."""

    title: str
    statement: Link | None  # by its words; None where it is no longer shown
    state: str
    waiting: bool
    wrong: str
    words: str
    sent: str
    sent_machine: str  # for <time datetime>
    closed: str
    closed_machine: str
    closed_by: str
    outcome: str
    changed: str  # what the revision did, in words; empty without one
    address: str
    json: str


def report_form_page(
    statement: StatementRecord,
    issue: str,
    token: str,
    *,
    wrong: str = "",
    words: str = "",
    problem: str = "",
) -> ReportFormPage:
    """The form for one statement, with what was filled in before."""
    card = show_card(statement, issue)
    return ReportFormPage(
        title="Report an error",
        card=card,
        choices=tuple(ChoiceView(one.value, label, one == wrong) for one, label in WRONG.items()),
        words=words,
        longest=LONGEST,
        token=token,
        problem=problem,
        address=f"{card.address}/report",
    )


def reader_report_page(
    report: ReaderReport, statement: StatementRecord | None, revision: Revision | None
) -> ReaderReportPage:
    """What a reader sent, and what came of it; ``statement`` is None where it is withdrawn."""
    address = report_address(report.id)
    closed, waiting = report.closed_at, report.state is ReportState.OPEN
    return ReaderReportPage(
        title="A report of an error",
        statement=_shown(statement),
        state=_AGAIN if waiting and report.outcome else STATE[report.state],
        waiting=waiting,
        wrong=WRONG[report.wrong],
        words=report.words,
        sent=show_moment(report.sent_at),
        sent_machine=report.sent_at.isoformat(timespec="seconds"),
        closed=show_moment(closed) if closed else "",
        closed_machine=closed.isoformat(timespec="seconds") if closed else "",
        closed_by=report.closed_by or "",
        outcome=report.outcome,
        changed=_changed(report, revision),
        address=address,
        json=f"{address}.json",
    )


def reader_report_data(report: ReaderReport, absolute: Callable[[str], str]) -> dict[str, Any]:
    """The report as JSON."""
    return {
        "id": report.id,
        "url": absolute(report_address(report.id)),
        "statement": absolute(statement_address(report.statement)),
        "wrong": report.wrong,
        "words": report.words,
        "sent_at": report.sent_at.isoformat(timespec="seconds"),
        "state": report.state,
        "closed_at": report.closed_at and report.closed_at.isoformat(timespec="seconds"),
        "closed_by": report.closed_by,
        "outcome": report.outcome,
        "revision": report.revision,
    }


def report_address(identifier: str) -> str:
    """The permanent address of a reader's report."""
    return f"/reports/{identifier}"


def _shown(statement: StatementRecord | None) -> Link | None:
    if statement is None:
        return None
    words = BREAK.join(statement.content_text)
    return Link(statement_address(statement.id), words, statement.actor.name)


def _changed(report: ReaderReport, revision: Revision | None) -> str:
    if report.revision is None or report.state is ReportState.DISMISSED:
        return ""
    told = f"Revision {report.revision}"
    if revision is None:
        return told
    told = f"{told}: {revision.action}, {show_moment(revision.at)}, by {revision.by}"
    return f"{told}. It has been taken back since." if revision.undone_by else f"{told}."
