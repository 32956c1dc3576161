"""/history: all that people changed, one change with what it did, and taking it back."""

from datetime import UTC, date, datetime
from typing import Any

from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from app.db.columns import storable
from app.db.queries import histories
from app.db.queries import revisions as stored
from app.db.store import editing
from app.domain.accounts import Interface
from app.domain.ids import to_number
from app.domain.revisions import ObjectKind, Revision
from app.errors import ConflictError, InputError, NotFoundError, QueryError
from app.views.history import (
    RevisionEntry,
    entry_of,
    history_page,
    revision_address,
    revision_data,
    revision_page,
)
from app.web.access import by, wants_data
from app.web.dependencies import AbsoluteDep, SessionDep
from app.web.editing_common import EditorDep, FormDep, as_number, done, field, reading, writing
from app.web.exports import json_response, now
from app.web.parameters import no_filters
from app.web.templating import render

router = APIRouter()

_AT_ONCE = 50
_KNOWN = frozenset({"object", "by", "kind", "day", "before", "batch"})
_LONGEST = 300


@router.api_route("/history", methods=["GET", "HEAD"])
def show_all(request: Request, session: SessionDep) -> Response:
    """The revisions asked for, newest first."""
    choice, before = _asked(request)
    found = histories.listed(session, choice, before=before, limit=_AT_ONCE + 1)
    shown = found[:_AT_ONCE]
    names = histories.names(session, shown)
    if choice.object is not None and not shown:
        names |= histories.names(session, [_nothing(choice.object)])
    page = history_page(
        shown,
        names,
        of=choice.object,
        by=choice.by,
        kind=choice.kind,
        day=choice.day,
        batch=choice.batch,
        editors=histories.editors(session),
        before=before,
        more=len(found) > _AT_ONCE,
    )
    return render(request, "history.html", page)


@router.api_route("/history.json", methods=["GET", "HEAD"])
def all_as_json(request: Request, session: SessionDep, absolute: AbsoluteDep) -> Response:
    """The same as data, without loss."""
    choice, before = _asked(request)
    found = histories.listed(session, choice, before=before, limit=_AT_ONCE + 1)
    shown = found[:_AT_ONCE]
    names = histories.names(session, shown)
    return json_response(
        {
            "retrieved_at": now(),
            "count": len(shown),
            "before": shown[-1].id if len(found) > _AT_ONCE else None,
            "revisions": [revision_data(one, names, absolute) for one in shown],
        }
    )


@router.api_route(
    "/history/{number}.json", methods=["GET", "HEAD"], dependencies=[Depends(no_filters)]
)
def one_as_json(number: str, session: SessionDep, absolute: AbsoluteDep) -> Response:
    """One revision with every row that it changed."""
    revision = _revision(session, number)
    names = histories.names(session, [revision])
    data: dict[str, Any] = {"retrieved_at": now()}
    return json_response(data | {"revision": revision_data(revision, names, absolute)})


@router.api_route("/history/{number}", methods=["GET", "HEAD"], dependencies=[Depends(no_filters)])
def show_one(number: str, request: Request, session: SessionDep) -> Response:
    """One revision: from what to what, and how to take it back."""
    return _page(request, session, _revision(session, number))


@router.post("/history/{number}/undo")
def undo(number: str, request: Request, user: EditorDep, sent: FormDep) -> Response:
    """Take one revision back, or with ``whole`` all that was done in the same go."""
    del user
    with reading(request) as session:
        found = _revision(session, number)
    if not field(sent, "reason"):
        return _refused(request, found, sent, "Say why it is taken back: the history tells it.")
    try:
        with writing(request) as session:
            reason = field(sent, "reason")
            made = (
                editing.undo_batch(session, by(request), found.batch, reason=reason)
                if field(sent, "whole")
                else (editing.undo(session, by(request), found.id, reason=reason),)
            )
    except (ConflictError, InputError) as error:
        return _refused(request, found, sent, str(error), error)
    return done(request, revision_address(made[-1].id), *made)


def _refused(
    request: Request,
    revision: Revision,
    sent: FormData,
    problem: str,
    error: ConflictError | InputError | None = None,
) -> Response:
    """The page again, with why not; a conflict says what has been changed since, and by whom."""
    status = 409 if isinstance(error, ConflictError) else 400
    if wants_data(request):
        raise error or InputError(problem)
    with reading(request) as session:
        since: tuple[RevisionEntry, ...] = ()
        if isinstance(error, editing.Conflict):
            rows = [(table, key) for table, key, _ in error.rows]
            later = histories.touching(session, rows, revision.id)
            if field(sent, "whole"):  # what is of the same batch is no later change
                later = tuple(one for one in later if one.batch != revision.batch)
            names = histories.names(session, later)
            since = tuple(entry_of(one, names) for one in later)
            if since:
                problem = (
                    "It cannot be taken back as it is: what it changed was changed again since."
                    " Take the later change back first, or correct by hand."
                )
        return _page(
            request,
            session,
            revision,
            reason=field(sent, "reason"),
            problem=problem,
            since=since,
            status=status,
        )


def _page(
    request: Request,
    session: Session,
    revision: Revision,
    *,
    reason: str = "",
    problem: str = "",
    since: tuple[RevisionEntry, ...] = (),
    status: int = 200,
) -> Response:
    size = histories.in_batch(session, revision.batch)
    standing = 0
    if size > 1:
        standing = sum(one.undone_by is None for one in stored.batch(session, revision.batch))
    page = revision_page(
        revision,
        histories.names(session, [revision]),
        batch_size=size,
        batch_standing=standing,
        reason=reason,
        problem=problem,
        since=since,
    )
    return render(request, "history_one.html", page, status=status)


def _revision(session: Session, number: str) -> Revision:
    found = as_number(number)
    revision = stored.revision(session, found) if found else None
    if revision is None:
        raise NotFoundError(f"No change has the number “{number[:40]}”.")
    return revision


def _asked(request: Request) -> tuple[histories.Choice, int | None]:
    """What an address asks for. Raises QueryError on what cannot be read."""
    given = {key: storable(value).strip() for key, value in request.query_params.items()}
    for name, value in given.items():
        if name not in _KNOWN:
            raise QueryError(
                f"“{name[:40]}” is no filter here; there are {', '.join(sorted(_KNOWN))}."
            )
        if len(value) > _LONGEST:
            raise QueryError(f"“{name}” is too long.")
    given = {name: value for name, value in given.items() if value}
    before = as_number(given["before"]) if "before" in given else None
    if "before" in given and before is None:
        raise QueryError("“before” is the number of a change.")
    kind = given.get("kind")
    if kind is not None and kind not in set(ObjectKind):
        raise QueryError(f"“kind” is one of {', '.join(ObjectKind)}.")
    return (
        histories.Choice(
            object=_object(given["object"]) if "object" in given else None,
            by=given.get("by"),
            kind=ObjectKind(kind) if kind else None,
            day=_day(given["day"]) if "day" in given else None,
            batch=given.get("batch"),
        ),
        before,
    )


def _object(text: str) -> tuple[ObjectKind, str]:
    kind, _, key = text.partition("/")
    named = kind in {ObjectKind.ACTOR, ObjectKind.ISSUE}
    if kind not in set(ObjectKind) or not key or not (named or to_number(key) is not None):
        raise QueryError("“object” is a kind and a number or name: statement/0abc, actor/a-name.")
    return ObjectKind(kind), key


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise QueryError("“day” is a day like 2026-03-03.") from error


def _nothing(of: tuple[ObjectKind, str]) -> Revision:
    """A revision that changed nothing, to ask what its object is called."""
    return Revision(0, "", datetime.now(UTC), "", Interface.WEB, "", (of,), "", (), None, None)
