"""Pictures to share, and the pages that tell how to pass on or follow what is here."""

from collections import OrderedDict
from threading import Lock

from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.db import queries
from app.db.queries import snapshots as stored
from app.domain.actors import ActorDirectory
from app.domain.queries import ComparisonQuery
from app.errors import NotFoundError
from app.pictures.drawing import draw
from app.pictures.plates import Plate
from app.views.dates import show_day
from app.views.picture import actor_plate, rows_plate, statement_plate
from app.views.share import comparison_share, follow_page, statement_share
from app.views.share_choice import (
    choice_sentence,
    choice_title,
    counted_sentence,
    standing_tally,
    tallies,
)
from app.views.share_head import Head, comparison_head, statement_head
from app.views.snapshot import frozen_records, query_of
from app.views.wording import reported
from app.web.compare import Asked, ask
from app.web.conditional import TaggedResponse, is_known, not_modified, tag_of
from app.web.dependencies import DirectoryDep, IssueDep, SessionDep, asked_issue, the_issue
from app.web.editing import tombstone
from app.web.editing_common import lead_on
from app.web.names import is_slug
from app.web.parameters import no_filters
from app.web.statements import issue_of, statement_record
from app.web.templating import render

router = APIRouter()

_plain = [Depends(no_filters)]
# Whoever shows a link asks once and keeps it; a picture may be that old.
_KEPT = "public, max-age=600"
_ROWS = 6
_DRAWN_AS = "3"  # another number where the same plate is drawn otherwise
_MOST_KEPT = 64  # pictures of about 30 KB
_drawn: OrderedDict[str, bytes] = OrderedDict()
_one_at_a_time = Lock()


@router.api_route(
    "/statements/{identifier}/picture.png", methods=["GET", "HEAD"], dependencies=_plain
)
def of_statement(identifier: str, request: Request, session: SessionDep) -> Response:
    """The picture of a statement; of one that was withdrawn none (410)."""
    if (gone := tombstone(request, session, identifier)) is not None:
        return gone
    statement, _ = statement_record(session, identifier)
    issue = the_issue(session, issue_of(statement)).issue
    return _picture(request, statement_plate(statement, issue))


@router.api_route(
    "/actors/{slug}/picture.png",
    methods=["GET", "HEAD"],
    dependencies=[Depends(asked_issue), Depends(lead_on)],
)
def of_actor(
    slug: str, request: Request, session: SessionDep, directory: DirectoryDep, asked: IssueDep
) -> Response:
    """The picture of an actor: its positions on an issue, counted."""
    issue = the_issue(session, asked).issue
    name = actor_name(session, slug, directory)
    query = ComparisonQuery(issue=issue.slug, actors=(slug,))
    found = queries.overview(session, query)
    counts = found.counted
    role = next((f"{row.role}. " for row in found.rows if row.role), "")
    sentence = f"{role}{reported(counts.utterances, counts.reports)} on “{issue.title}”"
    rows = [("Own positions", standing_tally(row)) for row in found.rows]
    column = queries.columns(session, query, per_column=1)
    latest = next(iter((*column.dated, *column.undated)), None)
    return _picture(request, actor_plate(name, sentence, rows, latest))


@router.api_route("/compare/picture.png", methods=["GET", "HEAD"])
def of_comparison(request: Request, session: SessionDep, directory: DirectoryDep) -> Response:
    """The picture of a comparison: who takes which positions, counted."""
    asked = ask(session, directory, request.query_params.multi_items(), "/compare/picture.png")
    found = queries.overview(session, asked.query)
    sentence = counted_sentence(
        asked.query, found.counted, asked.issue, asked.actors, asked.outlets
    )
    rows = [(row.actor.name, standing_tally(row)) for row in found.rows]
    title = choice_title(asked.issue, asked.actors)
    return _picture(request, rows_plate(title, sentence, rows[:_ROWS], len(rows[_ROWS:])))


@router.api_route(
    "/snapshots/{identifier}/picture.png", methods=["GET", "HEAD"], dependencies=_plain
)
def of_snapshot(identifier: str, request: Request, session: SessionDep) -> Response:
    """The picture of a comparison as it was frozen."""
    found = stored.snapshot(session, identifier)
    if found is None:
        raise NotFoundError(f"No snapshot has the number “{identifier[:40]}”.")
    data = found.data
    dated, undated = frozen_records(data)
    shown = set(data["shown"])
    listed = [one for one in (*dated, *undated) if one.id in shown]
    when = show_day(found.made_at.date())
    sentence = f"{reported(len(listed), data['count'])}, as they stood on {when}"
    rows = tallies(listed, query_of(data).issue)
    title = data["issue"]["title"]
    return _picture(request, rows_plate(title, sentence, rows[:_ROWS], len(rows[_ROWS:])))


@router.api_route("/statements/{identifier}/share", methods=["GET", "HEAD"], dependencies=_plain)
def share_statement(identifier: str, request: Request, session: SessionDep) -> Response:
    """How to pass a statement on: its address, a frame, a picture."""
    if (gone := tombstone(request, session, identifier)) is not None:
        return gone
    statement, _ = statement_record(session, identifier)
    head = statement_head(statement, issue_of(statement))
    words = " ".join(statement.content_text)
    return render(
        request, "share.html", statement_share(head, f"/statements/{statement.id}", words)
    )


@router.api_route("/compare/share", methods=["GET", "HEAD"])
def share_comparison(request: Request, session: SessionDep, directory: DirectoryDep) -> Response:
    """How to pass a comparison on: its address, a frame, a picture, a feed."""
    asked = ask(session, directory, request.query_params.multi_items(), "/compare/share")
    if (other := _canonical(request, asked, "/compare/share")) is not None:
        return other
    return render(request, "share.html", comparison_share(_head(asked), asked.query.address()))


@router.api_route("/compare/follow", methods=["GET", "HEAD"])
def follow(request: Request, session: SessionDep, directory: DirectoryDep) -> Response:
    """How to follow a comparison: its feed, and what it brings."""
    asked = ask(session, directory, request.query_params.multi_items(), "/compare/follow")
    if (other := _canonical(request, asked, "/compare/follow")) is not None:
        return other
    return render(request, "follow.html", follow_page(_head(asked), asked.query.address()))


def actor_name(session: Session, slug: str, directory: ActorDirectory) -> str:
    """What an actor is called. Raises NotFoundError where nobody is known by the slug."""
    known = queries.known_actors(session, [slug]) if is_slug(slug) else ()
    if known:
        return known[0].name
    actor = directory.by_slug(slug)
    if actor is None:
        raise NotFoundError(f"No actor is called “{slug[:80]}”.")
    return actor.name


def _head(asked: Asked) -> Head:
    title = choice_title(asked.issue, asked.actors)
    sentence = choice_sentence(asked.query, asked.actors, asked.outlets)
    return comparison_head(asked.query, title, sentence)


def _canonical(request: Request, asked: Asked, path: str) -> Response | None:
    """What leads another spelling of a choice to its one address."""
    if request.query_params.multi_items() == asked.query.parameters():
        return None
    return RedirectResponse(asked.query.address(path), 302, {"Cache-Control": "no-cache"})


def _picture(request: Request, plate: Plate) -> Response:
    """The picture of a plate; nothing is drawn for who has it, or twice for others."""
    tag = tag_of(f"{_DRAWN_AS}{plate!r}".encode("utf-8", "replace"))
    headers = {"ETag": tag, "Cache-Control": _KEPT}
    if is_known(tag, request.headers.get("If-None-Match", "")):
        return not_modified(Response(headers=headers))
    return TaggedResponse(_drawing(tag, plate), media_type="image/png", headers=headers)


def _drawing(tag: str, plate: Plate) -> bytes:
    """The picture from those kept, or drawn now (app/web/turns.py lets one in at a time)."""
    with _one_at_a_time:
        content = _drawn.pop(tag, None) or draw(plate)
        _drawn[tag] = content
        while len(_drawn) > _MOST_KEPT:
            _drawn.popitem(last=False)
    return content
