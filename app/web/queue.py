"""/queue: what waits for a person, one statement after the other."""

from collections.abc import Callable, Mapping

from fastapi import APIRouter
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from app.db.queries import histories
from app.db.queries import queue as stored
from app.db.store import editing
from app.db.store.reader_reports import close_reports_of
from app.db.store.skips import put_off, take_up
from app.domain.queue import Desk, Place, QueueQuery
from app.domain.reader_reports import ReportState
from app.domain.revisions import Revision
from app.errors import ConflictError, InputError, NotFoundError
from app.views.correction import merged, read_correction
from app.views.history import entry_of
from app.views.queue import (
    UndoView,
    item_address,
    queue_data,
    queue_item_page,
    queue_page,
    undo_view,
)
from app.web.access import by, signed_in, wants_data
from app.web.dependencies import AbsoluteDep, SessionDep
from app.web.editing_common import (
    PRIVATE,
    EditorDep,
    FormDep,
    as_number,
    done,
    field,
    fields,
    form_page,
    reading,
    seen,
    since_entries,
    writing,
)
from app.web.exports import json_response, now
from app.web.queue_corrections import RefusedError, correction_of
from app.web.queue_filters import asked_queue
from app.web.templating import render

router = APIRouter()

_PAGE = 25
# What a reader is told where the editor writes nothing else.
_STANDS = "An editor has looked at it again; it stands as it is."
_CHANGED = "An editor has looked at it again and changed it."


@router.api_route("/queue", methods=["GET", "HEAD"])
def show(request: Request, session: SessionDep, user: EditorDep) -> Response:
    """The queue, from its beginning or from behind a place on."""
    asked = asked_queue(request, session)
    found = stored.waiting(session, asked.query, after=asked.after, most=_PAGE + 1)
    page = queue_page(
        found[:_PAGE],
        stored.counts(session, asked.query),
        asked.query,
        more=len(found) > _PAGE,
        after=asked.after,
        undo=_undo_view(session, user.id),
    )
    return render(request, "queue.html", page, headers=PRIVATE)


@router.api_route("/queue.json", methods=["GET", "HEAD"])
def as_json(
    request: Request, session: SessionDep, absolute: AbsoluteDep, _user: EditorDep
) -> Response:
    """A page of the queue as data."""
    asked = asked_queue(request, session)
    found = stored.waiting(session, asked.query, after=asked.after, most=_PAGE)
    counts = stored.counts(session, asked.query)
    return json_response({"retrieved_at": now(), **queue_data(found, counts, absolute)})


@router.api_route("/queue/actors", methods=["GET", "HEAD"])
def actors(request: Request, session: SessionDep, _user: EditorDep) -> Response:
    """Actors whose names begin as what was typed, for the list of whatever field."""
    typed = next((value for _, value in request.query_params.multi_items() if value.strip()), "")
    found = stored.actors_named(session, typed[:100])
    return render(request, "queue_actors.html", found, headers=PRIVATE)


@router.post("/queue/undo")
def undo(request: Request, sent: FormDep, _user: EditorDep) -> Response:
    """Take back a decision, or that a statement was put off, and lead to it."""
    skip, number = field(sent, "skip"), as_number(field(sent, "revision"))
    with writing(request) as session:
        query = asked_queue(request, session).query
        if skip:
            if stored.desk(session, skip) is None or not take_up(session, skip):
                raise NotFoundError("It is not put off.")
            made: tuple[Revision, ...] = ()
            statement = skip
        else:
            if number is None:
                raise InputError("Say which change is to be taken back.")
            made = (editing.undo(session, by(request), number, reason="taken back in the queue"),)
            statement = made[0].objects[0][1]
    return done(request, item_address(statement, query), *made)


@router.api_route("/queue/{identifier}", methods=["GET", "HEAD"])
def show_item(identifier: str, request: Request, session: SessionDep, _user: EditorDep) -> Response:
    """One statement to decide on."""
    return _item(request, session, _desk(session, identifier))


@router.post("/queue/{identifier}/accept")
def accept(identifier: str, request: Request, sent: FormDep, _user: EditorDep) -> Response:
    """Agree with all of it, and lead to the next."""

    def work(session: Session, _desk: Desk) -> Revision:
        return editing.accept(
            session, by(request), identifier, reason=field(sent, "reason"), seen=seen(sent)
        )

    return _decide(request, identifier, sent, work, changes=False)


@router.post("/queue/{identifier}/correct")
def correct(identifier: str, request: Request, sent: FormDep, _user: EditorDep) -> Response:
    """Store what is corrected, and lead to the next; where nothing is, it is accepted."""

    def work(session: Session, desk: Desk) -> Revision:
        words = read_correction(desk, _given(sent))
        correction = correction_of(session, words)
        reason, saw = field(sent, "reason"), seen(sent)
        if words.empty:
            return editing.accept(session, by(request), identifier, reason=reason, seen=saw)
        return editing.correct(
            session, by(request), identifier, correction, reason=reason, seen=saw
        )

    return _decide(request, identifier, sent, work, part="correct")


@router.post("/queue/{identifier}/withdraw")
def withdraw(identifier: str, request: Request, sent: FormDep, _user: EditorDep) -> Response:
    """Take it off all pages, and lead to the next."""

    def work(session: Session, _desk: Desk) -> Revision:
        reason = field(sent, "reason")
        return editing.withdraw(session, by(request), identifier, reason=reason, seen=seen(sent))

    return _decide(request, identifier, sent, work, part="withdraw")


@router.post("/queue/{identifier}/skip")
def skip(identifier: str, request: Request, sent: FormDep, _user: EditorDep) -> Response:
    """Put it off, and lead to the next."""
    try:
        with writing(request) as session:
            query = asked_queue(request, session).query
            desk = _desk(session, identifier)
            place = _waits(desk)
            put_off(session, by(request), identifier, field(sent, "reason"))
            following = stored.next_after(session, query, place)
    except InputError as error:
        return _again(request, identifier, sent, error, "skip")
    return done(request, _onward(following, identifier, query))


def _decide(
    request: Request,
    identifier: str,
    sent: FormData,
    work: Callable[[Session, Desk], Revision],
    *,
    part: str = "",
    changes: bool = True,
) -> Response:
    """Carry a decision out, answer the readers who reported it, and lead to the next."""
    try:
        with writing(request) as session:
            query = asked_queue(request, session).query
            desk = _desk(session, identifier)
            _up_to_date(desk, seen(sent))
            made = work(session, desk)
            if desk.skip is not None:
                take_up(session, identifier)
            if desk.reports:
                close_reports_of(
                    session,
                    by(request),
                    identifier,
                    ReportState.TAKEN_UP if changes else ReportState.DISMISSED,
                    field(sent, "answer") or (_CHANGED if changes else _STANDS),
                    revision=made.id,
                    only=fields(sent, "report"),
                )
            following = stored.next_after(session, query, desk.place)
    except (ConflictError, InputError) as error:
        return _again(request, identifier, sent, error, part)
    return done(request, _onward(following, identifier, query), made)


def _onward(following: str | None, identifier: str, query: QueueQuery) -> str:
    """Where to go on: the next that waits, or the list."""
    if following is None or following == identifier:
        return query.address()
    return item_address(following, query)


def _again(
    request: Request, identifier: str, sent: FormData, error: Exception, part: str
) -> Response:
    """The page with what was typed and what is wrong; what others changed is beside it."""
    if wants_data(request):
        raise error
    with reading(request) as session:
        desk = _desk(session, identifier)
        given = _given(sent)
        both: set[str] = set()
        if isinstance(error, ConflictError) and part == "correct":
            given, both = merged(desk, given)
        problems = error.problems if isinstance(error, RefusedError) else {"": str(error)}
        if part != "correct" and "" in problems and part:
            problems = {"reason": str(error)}
        return _item(
            request,
            session,
            desk,
            given=given,
            problems=problems,
            both=both,
            part=part,
            error=error,
        )


def _item(
    request: Request,
    session: Session,
    desk: Desk,
    *,
    given: Mapping[str, str] | None = None,
    problems: Mapping[str, str] | None = None,
    both: set[str] | None = None,
    part: str = "",
    error: Exception | None = None,
) -> Response:
    query = asked_queue(request, session).query
    following = stored.next_after(session, query, desk.place)
    user = signed_in(request)
    names = histories.names(session, desk.history)
    page = queue_item_page(
        desk,
        query,
        following=None if following == desk.statement.id else following,
        previous=stored.previous(session, query, desk.place) if desk.place else None,
        history=[entry_of(one, names) for one in desk.history],
        since=since_entries(session, error) if error else (),
        undo=_undo_view(session, user.id if user else None),
        given=given,
        problems=problems,
        both=both or (),
        part=part,
        problem=str(error) if error else "",
    )
    return form_page(request, "queue_item.html", page, error)


def _desk(session: Session, identifier: str) -> Desk:
    found = stored.desk(session, identifier)
    if found is None:
        raise NotFoundError(f"No statement has the number “{identifier[:40]}”.")
    return found


def _waits(desk: Desk) -> Place:
    if desk.place is None:
        raise InputError("It does not wait, so there is nothing to put off.")
    return desk.place


def _up_to_date(desk: Desk, saw: int | None) -> None:
    """Raise Outdated before anything that was typed is read against what the editor never saw."""
    since = tuple(one for one in desk.history if saw is not None and one.id > saw)
    if since:
        raise editing.Outdated(since)


def _undo_view(session: Session, user: int | None) -> UndoView | None:
    decision = stored.last_decision(session, user)
    words = ""
    if decision is not None:
        names = histories.names(session, [decision])
        words = entry_of(decision, names).objects[0].text
    return undo_view(decision, words, stored.last_skip(session, user))


def _given(sent: FormData) -> dict[str, str]:
    """All fields of a form, as they were typed."""
    return {name: field(sent, name) for name in sent if name != "csrf_token"}
