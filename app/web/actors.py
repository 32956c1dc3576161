"""/actors and /actors/{slug}: who is on record, and all that one of them said."""

from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from app.db import queries
from app.db.queries.actor_lists import actor_summaries, listed_actors
from app.domain.actors import ActorDirectory
from app.domain.queries import DEFAULT_ISSUE
from app.domain.records import ActorRecord, ActorSummary
from app.domain.revisions import ObjectKind
from app.views.actors import ActorListPart, actor_list_page, actor_page
from app.views.data import (
    actor_data,
    actor_row,
    actor_summary_data,
    chain_data,
    statement_data,
    statement_row,
    utterances_in,
)
from app.views.links import Link
from app.web.dependencies import (
    AbsoluteDep,
    DirectoryDep,
    IssueDep,
    SessionDep,
    the_issue,
)
from app.web.editing_common import edited, lead_on
from app.web.exports import (
    ACTOR_COLUMNS,
    STATEMENT_COLUMNS,
    csv_response,
    json_response,
    now,
)
from app.web.names import is_slug, near_actors
from app.web.parameters import issue_and_place
from app.web.problems import BadChoice, UnknownName
from app.web.templating import render

router = APIRouter(dependencies=[Depends(lead_on)])
PER_PAGE = 250


@router.api_route("/actors", methods=["GET", "HEAD"])
def show_all(request: Request, session: SessionDep, directory: DirectoryDep) -> Response:
    """The list, a page at a time, with those of the directory who said nothing."""
    slug, name, place = issue_and_place(request)
    if name == "before":
        raise BadChoice(
            "“before” is not taken here: a page of this list begins “after” an actor.",
            (),
            (Link(request.url.path, "The first page"),),
            "before",
        )
    issue = the_issue(session, slug or DEFAULT_ISSUE)
    listed = listed_actors(session)
    speaking = [one for one in listed if one.statements]
    slugs = [one.slug for one in speaking]
    if place and place not in slugs:
        raise UnknownName(
            f"No actor of this list is called “{place[:80]}”.",
            near_actors(session, place, directory),
        )
    start = slugs.index(place) + 1 if place else 0
    stop = start + PER_PAGE
    part = ActorListPart(
        shown=actor_summaries(session, issue.issue.slug, speaking[start:stop]),
        first=start + 1,
        actors=len(speaking),
        statements=sum(one.statements for one in speaking),
        after=place or None,
        before=None if not start else slugs[start - PER_PAGE - 1] if start > PER_PAGE else "",
        following=slugs[stop - 1] if stop < len(slugs) else None,
    )
    silent = {one.slug: one.name for one in listed if not one.statements}
    page = actor_list_page(part, silent, directory, frozenset(slugs), issue)
    return render(request, "actors.html", page)


@router.api_route("/actors.json", methods=["GET", "HEAD"])
def all_as_json(session: SessionDep, absolute: AbsoluteDep, issue_asked: IssueDep) -> Response:
    """The actors who speak."""
    found = _speaking(session, issue_asked)
    return json_response(
        {
            "retrieved_at": now(),
            "count": len(found),
            "actors": [actor_summary_data(one, absolute) for one in found],
        }
    )


@router.api_route("/actors.csv", methods=["GET", "HEAD"])
def all_as_csv(session: SessionDep, absolute: AbsoluteDep, issue_asked: IssueDep) -> Response:
    """The same as rows."""
    found = _speaking(session, issue_asked)
    return csv_response(ACTOR_COLUMNS, [actor_row(one, absolute) for one in found], "actors")


@router.api_route("/actors/{slug}.json", methods=["GET", "HEAD"])
def one_as_json(
    slug: str,
    session: SessionDep,
    directory: DirectoryDep,
    absolute: AbsoluteDep,
    issue_asked: IssueDep,
) -> Response:
    """One actor with every report of what it said, and those that others make of its position.

    ``chain`` sets the latter, on the issue asked for, beside what the actor itself said.
    """
    record = _record(session, slug, directory, folded=False)
    claims = _record(session, slug, directory).said_of
    by_id = {one.id: one for one in claims}
    chains = queries.chains(session, claims, issue_asked)
    return json_response(
        {
            "retrieved_at": now(),
            "actor": actor_data(record.actor, absolute),
            "count": len(record.statements),
            "utterance_count": utterances_in(record.statements),
            "statements": [statement_data(one, absolute) for one in record.statements],
            "said_of": [statement_data(one, absolute) for one in record.said_of],
            "chain": [
                chain_data(one, by_id[one.statement], absolute)
                for one in chains
                if one.position.holder.slug == record.actor.slug
            ],
        }
    )


@router.api_route("/actors/{slug}.csv", methods=["GET", "HEAD"])
def one_as_csv(
    slug: str,
    session: SessionDep,
    directory: DirectoryDep,
    absolute: AbsoluteDep,
    issue_asked: IssueDep,
) -> Response:
    """All reports of what one actor said, as rows."""
    record = _record(session, slug, directory, folded=False)
    rows = [
        statement_row(one, issue_asked, absolute, dated=one.said_on.known)
        for one in record.statements
    ]
    return csv_response(STATEMENT_COLUMNS, rows, record.actor.slug)


@router.api_route("/actors/{slug}", methods=["GET", "HEAD"])
def show_one(
    slug: str, request: Request, session: SessionDep, directory: DirectoryDep, issue_asked: IssueDep
) -> Response:
    """One actor's page."""
    record = _record(session, slug, directory)
    issue = the_issue(session, issue_asked)
    refs = queries.known_actors(session, record.actor.belongs_to)
    names = {ref.slug: ref.name for ref in refs}
    chains = queries.chains(session, record.said_of, issue_asked)
    changed = edited(session, ObjectKind.ACTOR, record.actor.slug)
    page = actor_page(record, issue, names, chains)
    return render(request, "actor.html", page, edited=changed)


def _speaking(session: Session, issue_asked: str) -> list[ActorSummary]:
    """Those with a statement on any subject, as on the page."""
    everyone = queries.actors_on(session, issue_asked, everyone=True)
    return [one for one in everyone if one.statements]


def _record(
    session: Session, slug: str, directory: ActorDirectory, *, folded: bool = True
) -> ActorRecord:
    """The actor with that slug, known from the articles or from the directory alone."""
    record = queries.actor(session, slug, folded=folded) if is_slug(slug) else None
    if record is None and (known := directory.by_slug(slug)) is not None:
        record = ActorRecord(known, (), ())
    if record is None:
        raise UnknownName(
            f"No actor is called “{slug[:80]}”.",
            near_actors(session, slug, directory),
        )
    return record
