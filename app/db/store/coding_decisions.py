"""What an editor decides between two coders becomes a correction of the statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db.queries.articles import statement as find_statement
from app.db.store import editing
from app.db.tables import ActorRow
from app.domain.dates import DateBasis, UncertainDate
from app.domain.positions import Scope, Stance
from app.domain.spans import Span
from app.domain.statements import StatementKind
from app.errors import GoneError, InputError

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.coding.codes import Answer
    from app.db.store.editing import Correction, PositionDraft
    from app.domain.accounts import By
    from app.domain.records import PositionRecord, StatementRecord


def carry_out(
    session: Session, by: By, statement: str, issue: str, answer: Answer, *, reason: str
) -> int | None:
    """The number of the revision by which a statement gets what was decided of it.

    Where it has all of it already, a person has agreed with it; None when that one had before. A
    day that was left open changes nothing, and positions on other issues stay. Raises InputError
    when the statement cannot have it: an actor whom nobody knows, or it was withdrawn.
    """
    try:
        found = find_statement(session, statement)
    except GoneError as error:
        raise InputError(str(error)) from error
    if found is None:
        raise InputError("The statement is not stored any more.")
    record, article = found
    correction = _correction(session, record, article.text, issue, answer)
    if correction is None:
        if record.decided_by == by.decided_by:
            return None
        return editing.accept(session, by, statement, reason=reason).id
    return editing.correct(session, by, statement, correction, reason=reason).id


def _correction(
    session: Session, record: StatementRecord, text: str, issue: str, answer: Answer
) -> Correction | None:
    """What differs from what is stored; None: nothing."""
    actor = _known(session, answer.actor) if answer.actor else record.actor.slug
    kind = StatementKind(answer.kind) if answer.kind else record.kind
    said = (
        record.said_on
        if answer.said_on in {"", record.said_on.edtf}
        else UncertainDate.parse(answer.said_on, DateBasis.STATED)
    )
    own = [one for one in record.positions if one.issue == issue]
    same = (
        _same(own, _decided(session, record, text, issue, answer, actor))
        if answer.on_issue
        else not own
    )
    if same and (actor, kind, said) == (record.actor.slug, record.kind, record.said_on):
        return None
    positions = None
    if not same or actor != record.actor.slug:
        kept = [_draft(one) for one in record.positions if one.issue != issue]
        positions = (
            *kept,
            *([_decided(session, record, text, issue, answer, actor)] if answer.on_issue else []),
        )
    return editing.Correction(
        actor=actor if actor != record.actor.slug else None,
        kind=kind if kind is not record.kind else None,
        said_on=said if said != record.said_on else None,
        positions=positions,
    )


def _same(own: list[PositionRecord], wanted: PositionDraft) -> bool:
    """Whether what is stored says what is wanted."""
    if len(own) != 1:
        return False
    told = _draft(own[0])
    return (told.stance, told.scope, told.holder, told.asserted_by, told.condition) == (
        wanted.stance,
        wanted.scope,
        wanted.holder,
        wanted.asserted_by,
        wanted.condition,
    )


def _decided(  # noqa: PLR0917 - all that a position is made of
    session: Session,
    record: StatementRecord,
    text: str,
    issue: str,
    answer: Answer,
    actor: str,
) -> PositionDraft:
    stance = Stance(answer.stance)
    holder = _known(session, answer.holder) if answer.holder else actor
    return editing.PositionDraft(
        issue=issue,
        stance=stance,
        scope=Scope(answer.scope or Scope.GENERAL),
        holder=holder,
        asserted_by=None if holder == actor else actor,
        condition=_place(answer.condition, record, text),
        evidence=tuple(
            words.span
            for one in record.positions
            if one.issue == issue and one.stance is stance
            for words in one.evidence
        ),
    )


def _draft(one: PositionRecord) -> PositionDraft:
    return editing.PositionDraft(
        issue=one.issue,
        stance=one.stance,
        scope=one.scope,
        holder=one.holder.slug,
        asserted_by=one.asserted_by.slug if one.asserted_by else None,
        condition=one.condition,
        evidence=tuple(words.span for words in one.evidence),
    )


def _known(session: Session, slug: str) -> str:
    """The slug of an actor. Raises InputError when nobody has it: no actor is made of a name."""
    if session.scalar(select(ActorRow.id).where(ActorRow.slug == slug)) is None:
        raise InputError(f"No actor is called “{slug[:80]}”: correct it on the statement’s page.")
    return slug


def _place(words: str, record: StatementRecord, text: str) -> Span | None:
    """Where a condition stands, nearest to the statement; None where the text has no such words."""
    if not words:
        return None
    first = record.content[0].start
    starts = []
    place = text.find(words)
    while place >= 0:
        starts.append(place)
        place = text.find(words, place + 1)
    if not starts:
        return None
    nearest = min(starts, key=lambda start: abs(start - first))
    return Span(nearest, nearest + len(words))
