"""/compare/freeze and /snapshots/{id}: a comparison as it stood, and what changed since."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.db import queries
from app.db.queries import snapshots as stored
from app.db.session import sessions
from app.db.store.reader_reports import Bounds
from app.db.store.snapshots import TooManySnapshots, freeze
from app.domain.queries import ComparisonQuery
from app.domain.snapshots import Snapshot, snapshot_of
from app.errors import NotFoundError
from app.views.data import statement_row
from app.views.snapshot import (
    frozen_records,
    query_of,
    snapshot_address,
    snapshot_data,
    snapshot_page,
)
from app.views.snapshot_difference import (
    Difference,
    difference,
    difference_data,
    difference_page,
    live_of,
    missing,
)
from app.views.snapshot_file import file_of
from app.web.anonymous import read_choices
from app.web.compare import ask
from app.web.conditional import TaggedResponse, tag_of
from app.web.dependencies import AbsoluteDep, DirectoryDep, SessionDep
from app.web.exports import STATEMENT_COLUMNS, csv_response, json_response, now
from app.web.parameters import no_filters
from app.web.snapshot_file import snapshot_html
from app.web.templating import render

router = APIRouter()

ChoicesDep = Annotated[list[tuple[str, str]], Depends(read_choices)]
_plain = [Depends(no_filters)]


@router.api_route("/compare/freeze", methods=["GET", "HEAD"])
def unfrozen(request: Request) -> Response:
    """Lead whoever comes to the form's address by a link to the comparison itself."""
    asked = request.url.query
    return RedirectResponse(f"/compare?{asked}" if asked else "/compare", 302)


@router.post("/compare/freeze")
def make(
    request: Request, session: SessionDep, directory: DirectoryDep, sent: ChoicesDep
) -> Response:
    """Freeze a comparison and lead to the snapshot, a new one or the same as before."""
    asked = ask(session, directory, sent, "/compare")
    query = asked.query
    data = snapshot_data(
        query,
        asked.issue.issue,
        (asked.actors, asked.outlets),
        queries.comparison(session, query, folded=False),
        queries.comparison(session, query),
        newest_revision=stored.newest_revision(session),
        sides=_sides(session, query),
    )
    session.close()  # it read; what follows writes
    made = snapshot_of(query.address(), data, datetime.now(UTC))
    site = request.app.state.site
    bounds = Bounds(site.settings.snapshots_per_address, site.settings.snapshots_per_day)
    address = request.client.host if request.client else ""
    try:
        with sessions(site.engine(), write=True) as writing:
            kept = freeze(writing, made, address, bounds)
    except TooManySnapshots as error:
        raise HTTPException(429, str(error)) from error
    return RedirectResponse(snapshot_address(kept.id), 303)


@router.api_route("/snapshots/{identifier}.json", methods=["GET", "HEAD"], dependencies=_plain)
def as_json(identifier: str, session: SessionDep) -> Response:
    """The bytes that were frozen, exactly: their SHA-256 is the snapshot's."""
    found = _snapshot(session, identifier)
    return TaggedResponse(
        found.content,
        media_type="application/json; charset=utf-8",
        headers={
            "Cache-Control": "no-cache",
            "ETag": tag_of(found.content),
            "Snapshot-SHA256": found.sha256,
            "Snapshot-Made-At": found.made_at.isoformat(timespec="seconds"),
        },
    )


@router.api_route("/snapshots/{identifier}.csv", methods=["GET", "HEAD"], dependencies=_plain)
def as_csv(identifier: str, session: SessionDep, absolute: AbsoluteDep) -> Response:
    """The same statements as rows, as they stood."""
    found = _snapshot(session, identifier)
    data = found.data
    issue = query_of(data).issue
    dated, undated = frozen_records(data)
    rows = [statement_row(one, issue, absolute) for one in dated]
    rows += [statement_row(one, issue, absolute, dated=False) for one in undated]
    return csv_response(STATEMENT_COLUMNS, rows, f"snapshot-{found.id}")


@router.api_route("/snapshots/{identifier}.html", methods=["GET", "HEAD"], dependencies=_plain)
def as_file(identifier: str, session: SessionDep, absolute: AbsoluteDep) -> Response:
    """The snapshot as one file, to keep and to read without a network."""
    found = _snapshot(session, identifier)
    body = snapshot_html(found, absolute(""))
    return TaggedResponse(
        body,
        media_type="text/html; charset=utf-8",
        headers={
            "Cache-Control": "no-cache",
            "Content-Disposition": f'attachment; filename="{file_of(found.id)}"',
            "ETag": tag_of(body),
            "Snapshot-SHA256": found.sha256,
        },
    )


@router.api_route(
    "/snapshots/{identifier}/difference.json", methods=["GET", "HEAD"], dependencies=_plain
)
def difference_as_json(identifier: str, session: SessionDep, absolute: AbsoluteDep) -> Response:
    """What changed since, as data."""
    found = _snapshot(session, identifier)
    told = difference_data(found, _difference(session, found.data), absolute)
    return json_response({"retrieved_at": now(), **told})


@router.api_route(
    "/snapshots/{identifier}/difference", methods=["GET", "HEAD"], dependencies=_plain
)
def show_difference(identifier: str, request: Request, session: SessionDep) -> Response:
    """What changed since, from what to what."""
    found = _snapshot(session, identifier)
    data = found.data
    page = difference_page(found, data, _difference(session, data))
    return render(request, "snapshot_difference.html", page)


@router.api_route("/snapshots/{identifier}", methods=["GET", "HEAD"], dependencies=_plain)
def show(identifier: str, request: Request, session: SessionDep) -> Response:
    """The statements as they stood, and in a line how they differ from those of today."""
    found = _snapshot(session, identifier)
    data = found.data
    since = _difference(session, data)
    page = snapshot_page(found, data, since.sentence, differs=since.differs)
    return render(request, "snapshot.html", page)


def _sides(session: Session, query: ComparisonQuery) -> dict[str, str]:
    """The chosen countries and bodies by name; those that nobody here belongs to have none."""
    if not query.sides:
        return {}
    names = {one.value: one.label for one in queries.facets(session, query).sides}
    return {side: names[side] for side in query.sides if side in names}


def _difference(session: Session, data: dict[str, Any]) -> Difference:
    query = query_of(data)
    live = live_of(data, queries.comparison(session, query, folded=False))
    lost = missing(data, live)
    ids = {one["id"] for one in (*data["statements"], *data["undated"])}
    return difference(
        data,
        live,
        stored.fates(session, lost, query.issue),
        stored.edited_since(session, ids, data["newest_revision"]),
    )


def _snapshot(session: Session, identifier: str) -> Snapshot:
    found = stored.snapshot(session, identifier)
    if found is None:
        raise NotFoundError(f"No snapshot has the number “{identifier[:40]}”.")
    return found
