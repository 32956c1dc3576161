"""Statements that people add, withdraw and put back."""

from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from app.db import queries
from app.db.queries import histories
from app.db.queries import revisions as stored
from app.db.store import editing
from app.domain.accounts import Role
from app.domain.actors import Actor, ActorDirectory
from app.domain.positions import Scope, Stance
from app.domain.queries import DEFAULT_ISSUE
from app.domain.records import ArticleRecord, StatementRecord
from app.domain.revisions import ObjectKind, Revision
from app.domain.spans import Span
from app.domain.statements import StatementKind
from app.errors import ConflictError, InputError, NotFoundError
from app.views.editing_statement import (
    FIELDS,
    POSITIONS,
    WithdrawnPage,
    add_statement_page,
    withdraw_page,
    withdrawn_data,
    withdrawn_page,
)
from app.views.editing_text import chosen_spans, nearest_span, nearest_spans
from app.views.links import statement_address
from app.web.access import by, signed_in, wants_data
from app.web.dependencies import DirectoryDep, SessionDep
from app.web.editing_common import (
    EditorDep,
    FormDep,
    as_number,
    done,
    field,
    form_page,
    form_state,
    named_actor,
    need,
    read_date,
    reading,
    seen,
    status_of,
    writing,
)
from app.web.exports import json_response, now
from app.web.parameters import no_filters
from app.web.templating import render

router = APIRouter(dependencies=[Depends(no_filters)])

_POSITION_FIELDS = (
    *("issue", "stance", "scope", "holder"),
    *("condition", "condition_at", "evidence", "evidence_at"),
)
_ALL = (*FIELDS, *(f"p{n}_{name}" for n in range(POSITIONS) for name in _POSITION_FIELDS))


@router.api_route("/articles/{identifier}/add", methods=["GET", "HEAD"])
def add_form(identifier: str, request: Request, session: SessionDep, user: EditorDep) -> Response:
    """The form for a statement that the machine missed."""
    del user
    return _add_page(request, session, _article(session, identifier))


@router.post("/articles/{identifier}/add")
def add(
    identifier: str, request: Request, directory: DirectoryDep, user: EditorDep, sent: FormDep
) -> Response:
    """Store the statement and lead to it."""
    del user
    try:
        with writing(request) as session:
            record = _article(session, identifier)
            version = field(sent, "version") or (
                histories.newest_version(session, record.ref.id) or ""
            )
            made = editing.add(
                session,
                by(request),
                version,
                _correction(session, directory, record.text, sent),
                reason=field(sent, "reason"),
                seen=seen(sent),
            )
    except (ConflictError, InputError) as error:
        if wants_data(request):
            raise
        with reading(request) as session:
            return _add_page(request, session, _article(session, identifier), sent, error)
    return done(request, statement_address(_statement_of(made)), made)


@router.api_route("/statements/{identifier}/withdraw", methods=["GET", "HEAD"])
def withdraw_form(
    identifier: str, request: Request, session: SessionDep, user: EditorDep
) -> Response:
    """The form by which it is taken off all pages."""
    del user
    return _withdraw_page(request, session, _shown(session, identifier))


@router.post("/statements/{identifier}/withdraw")
def withdraw(identifier: str, request: Request, user: EditorDep, sent: FormDep) -> Response:
    """Take it off all pages; its address tells why from now on."""
    del user
    try:
        with writing(request) as session:
            made = editing.withdraw(
                session, by(request), identifier, reason=field(sent, "reason"), seen=seen(sent)
            )
    except (ConflictError, InputError) as error:
        if wants_data(request):
            raise
        with reading(request) as session:
            statement = _shown(session, identifier)
            return _withdraw_page(request, session, statement, sent, error)
    return done(request, statement_address(identifier), made)


@router.post("/statements/{identifier}/restore")
def restore(identifier: str, request: Request, user: EditorDep, sent: FormDep) -> Response:
    """Put it back on all pages."""
    del user
    reason = field(sent, "reason")
    try:
        need(reason, "Say why it is put back: its history tells it.")
        with writing(request) as session:
            made = editing.restore(session, by(request), identifier, reason=reason, seen=seen(sent))
    except (ConflictError, InputError) as error:
        if wants_data(request):
            raise
        with reading(request) as session:
            found = tombstone(request, session, identifier, problem=str(error))
        if found is None:
            raise
        found.status_code = status_of(error)
        return found
    return done(request, statement_address(identifier), made)


def tombstone(
    request: Request, session: Session, identifier: str, *, problem: str = ""
) -> Response | None:
    """The answer for a statement that was withdrawn, with 410; None where it was not."""
    page = withdrawn(request, session, identifier, problem)
    if page is None:
        return None
    if wants_data(request):
        origin = request.app.state.site.origin(request)
        told = withdrawn_data(page, lambda path: f"{origin}{path}")
        return json_response({"retrieved_at": now(), "error": told}, 410)
    return render(request, "withdrawn.html", page, status=410)


def withdrawn(
    request: Request, session: Session, identifier: str, problem: str = ""
) -> WithdrawnPage | None:
    """The tombstone of a statement that was withdrawn; None where it was not."""
    stone = histories.tombstone(session, identifier)
    if stone is None:
        return None
    found = stored.history(session, ObjectKind.STATEMENT, identifier)
    user = signed_in(request)
    article = queries.article(session, stone.article)
    return withdrawn_page(
        identifier,
        stone.reason,
        article.ref if article else None,
        next((one for one in found if _withdraws(one, identifier)), None),
        instead=stone.replaced_by,
        seen=found[0].id if found else 0,
        restorable=user is not None and user.role.includes(Role.EDITOR),
        problem=problem,
    )


def _withdraws(revision: Revision, identifier: str) -> bool:
    return any(
        change.table == "statement"
        and change.key == identifier
        and (change.after or {}).get("state") == "withdrawn"
        for change in revision.changes
    )


def _add_page(
    request: Request,
    session: Session,
    record: ArticleRecord,
    sent: FormData | None = None,
    error: Exception | None = None,
) -> Response:
    page = add_statement_page(
        record,
        histories.newest_version(session, record.ref.id) or "",
        queries.issues(session),
        histories.actor_names(session),
        given={name: field(sent, name) for name in _ALL},
        form=form_state(session, ObjectKind.ARTICLE, record.ref.id, sent, error),
    )
    return form_page(request, "edit_add.html", page, error)


def _withdraw_page(
    request: Request,
    session: Session,
    statement: StatementRecord,
    sent: FormData | None = None,
    error: Exception | None = None,
) -> Response:
    issues = [position.issue for position in statement.positions]
    issue = DEFAULT_ISSUE if DEFAULT_ISSUE in issues or not issues else issues[0]
    page = withdraw_page(
        statement,
        issue,
        form=form_state(session, ObjectKind.STATEMENT, statement.id, sent, error),
    )
    return form_page(request, "edit_withdraw.html", page, error)


def _correction(
    session: Session, directory: ActorDirectory, text: str, sent: FormData
) -> editing.Correction:
    """What a filled-in form says. Raises InputError, in words, on what cannot be taken."""
    nth = field(sent, "content_nth")
    if nth and as_number(nth) is None:
        raise InputError("Which of them is meant is a number: 1 for the first.")
    content = chosen_spans(
        text, field(sent, "content"), field(sent, "content_at"), nth=as_number(nth)
    )
    if not content:
        raise InputError("Select the words in the text, or write them down as they are printed.")
    kind = field(sent, "kind")
    if kind not in set(StatementKind):
        raise InputError("Say how the words are printed.")
    actor = named_actor(
        session,
        directory,
        field(sent, "actor"),
        new=bool(field(sent, "actor_new")),
        kind=field(sent, "actor_kind"),
    )

    def place(name: str, what: str) -> Span | None:
        return nearest_span(text, field(sent, name), field(sent, f"{name}_at"), content, what)

    said_on = read_date(field(sent, "said_on"), field(sent, "said_basis"), "said on")
    return editing.Correction(
        actor=actor,
        kind=StatementKind(kind),
        content=content,
        cue=place("cue", "the reporting word"),
        source=place("source", "who speaks, as printed"),
        said_on=said_on,
        positions=tuple(_positions(session, directory, text, content, sent, speaker=actor)),
    )


def _positions(
    session: Session,
    directory: ActorDirectory,
    text: str,
    content: tuple[Span, ...],
    sent: FormData,
    *,
    speaker: str | Actor,
) -> list[editing.PositionDraft]:
    found = []
    for number in range(POSITIONS):

        def value(name: str, number: int = number) -> str:
            return field(sent, f"p{number}_{name}")

        issue, stance, scope = value("issue"), value("stance"), value("scope")
        if not issue:
            if any(value(name) for name in _POSITION_FIELDS if name != "scope"):
                raise InputError("Choose the issue that the position is on, or leave all empty.")
            continue
        if stance not in set(Stance):
            raise InputError("Choose which way the position goes.")
        holder: str | Actor | None = None
        if value("holder"):
            holder = named_actor(session, directory, value("holder"), what="whose position it is")
        told = holder is not None and holder != speaker
        condition = nearest_span(
            text, value("condition"), value("condition_at"), content, "the condition"
        )
        found.append(
            editing.PositionDraft(
                issue=issue,
                stance=Stance(stance),
                scope=Scope(scope) if scope in set(Scope) else Scope.GENERAL,
                holder=holder if told else None,
                asserted_by=speaker if told else None,
                condition=condition,
                evidence=nearest_spans(
                    text, value("evidence"), value("evidence_at"), content, "the deciding words"
                ),
            )
        )
    return found


def _statement_of(made: Revision) -> str:
    return next(key for kind, key in made.objects if kind is ObjectKind.STATEMENT)


def _article(session: Session, identifier: str) -> ArticleRecord:
    record = queries.article(session, identifier)
    if record is None:
        raise NotFoundError(f"No article has the number “{identifier[:40]}”.")
    return record


def _shown(session: Session, identifier: str) -> StatementRecord:
    found = queries.statement(session, identifier)
    if found is None:
        raise NotFoundError(f"No statement has the number “{identifier[:40]}”.")
    return found[0]
