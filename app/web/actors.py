"""/actors and /actors/{slug}: who is on record, and all that one of them said."""

from collections.abc import Callable, Iterator
from typing import Any

from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from app.db import queries
from app.db.queries.actor_lists import actor_summaries, listed_actors
from app.db.queries.actor_statements import (
    asserted_of,
    each_report,
    how_much,
    known_actor,
    newest_on_issue,
    on_other_subjects,
    statement_place,
)
from app.domain.actors import Actor, ActorDirectory
from app.domain.ids import from_number
from app.domain.queries import DEFAULT_ISSUE, ComparisonQuery
from app.domain.records import ActorSummary
from app.domain.revisions import ObjectKind
from app.errors import NotFoundError
from app.views.actors import ActorListPart, ActorParts, actor_list_page, actor_page
from app.views.data import (
    actor_data,
    actor_row,
    actor_summary_data,
    chain_data,
    statement_data,
    statement_row,
)
from app.views.links import Link
from app.views.stances import Tally, tally_of
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
    now,
)
from app.web.names import is_slug, near_actors
from app.web.parameters import issue_and_place
from app.web.problems import BadChoice, UnknownName
from app.web.streamed import streamed_csv, streamed_json, turn
from app.web.templating import render

router = APIRouter(dependencies=[Depends(lead_on)])
PER_PAGE = 250
ON_ISSUE, OTHER, SAID_OF = 20, 20, 10  # statements on the page of one actor


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


@router.api_route("/actors.json", methods=["GET", "HEAD"], dependencies=[Depends(turn)])
def all_as_json(
    request: Request, session: SessionDep, absolute: AbsoluteDep, issue_asked: IssueDep
) -> Response:
    """The actors who speak."""
    return streamed_json(
        request,
        session,
        {
            "retrieved_at": now(),
            "count": sum(one.statements > 0 for one in listed_actors(session)),
            "actors": (
                actor_summary_data(one, absolute) for one in _speaking(session, issue_asked)
            ),
        },
    )


@router.api_route("/actors.csv", methods=["GET", "HEAD"], dependencies=[Depends(turn)])
def all_as_csv(
    request: Request, session: SessionDep, absolute: AbsoluteDep, issue_asked: IssueDep
) -> Response:
    """The same as rows."""
    rows = (actor_row(one, absolute) for one in _speaking(session, issue_asked))
    return streamed_csv(request, session, ACTOR_COLUMNS, rows, "actors")


@router.api_route("/actors/{slug}.json", methods=["GET", "HEAD"], dependencies=[Depends(turn)])
def one_as_json(
    request: Request,
    slug: str,
    *,
    session: SessionDep,
    directory: DirectoryDep,
    absolute: AbsoluteDep,
    issue_asked: IssueDep,
) -> Response:
    """One actor with every report of what it said, and those that others make of its position.

    ``chain`` sets the latter, on the issue asked for, beside what the actor itself said.
    """
    return actor_answer(
        request,
        slug,
        session=session,
        directory=directory,
        absolute=absolute,
        issue_asked=issue_asked,
    )


def actor_answer(
    request: Request,
    slug: str,
    *,
    session: Session,
    directory: ActorDirectory,
    absolute: Callable[[str], str],
    issue_asked: str,
) -> Response:
    """The same for any address; its lists are sent as they are read."""
    key, actor = _known(session, slug, directory)
    said = how_much(session, key)
    return streamed_json(
        request,
        session,
        {
            "retrieved_at": now(),
            "actor": actor_data(actor, absolute),
            "count": said.reports,
            "utterance_count": said.utterances,
            "statements": (statement_data(one, absolute) for one in each_report(session, key)),
            "said_of": (
                statement_data(one, absolute) for one in asserted_of(session, key, None, None)[0]
            ),
            "chain": _chain(session, key, actor.slug, issue_asked, absolute),
        },
    )


def _chain(
    session: Session, key: str, slug: str, issue: str, absolute: Callable[[str], str]
) -> Iterator[dict[str, Any]]:
    claims, _ = asserted_of(session, key, None, None)
    by_id = {one.id: one for one in claims}
    for one in queries.chains(session, claims, issue):
        if one.position.holder.slug == slug:
            yield chain_data(one, by_id[one.statement], absolute)


@router.api_route("/actors/{slug}.csv", methods=["GET", "HEAD"], dependencies=[Depends(turn)])
def one_as_csv(
    request: Request,
    slug: str,
    *,
    session: SessionDep,
    directory: DirectoryDep,
    absolute: AbsoluteDep,
    issue_asked: IssueDep,
) -> Response:
    """All reports of what one actor said, as rows."""
    key, actor = _known(session, slug, directory)
    rows = (
        statement_row(one, issue_asked, absolute, dated=one.said_on.known)
        for one in each_report(session, key)
    )
    return streamed_csv(request, session, STATEMENT_COLUMNS, rows, actor.slug)


@router.api_route("/actors/{slug}", methods=["GET", "HEAD"])
def show_one(slug: str, request: Request, session: SessionDep, directory: DirectoryDep) -> Response:
    """One actor's page: the newest on the issue, and ``after`` which on other subjects."""
    asked, name, identifier = issue_and_place(request)
    issue = the_issue(session, asked or DEFAULT_ISSUE)
    key, actor = _known(session, slug, directory)
    place = statement_place(session, identifier) if name == "after" else None
    if name and place is None:
        raise NotFoundError(f"No statement has the number “{identifier[:40]}”.")
    of_issue = issue.issue.slug
    query = ComparisonQuery(issue=of_issue, actors=(actor.slug,))
    shown, number = newest_on_issue(session, actor.slug, of_issue, ON_ISSUE)
    rows = queries.overview(session, query).rows
    said = how_much(session, key)
    other = on_other_subjects(session, key, of_issue, OTHER + 1, place)
    claims, number_of_claims = asserted_of(session, key, of_issue, SAID_OF)
    parts = ActorParts(
        actor=actor,
        utterances=said.utterances,
        reports=said.reports,
        articles=said.articles,
        tally=tally_of(rows[0]) if rows else Tally((), 0, 0),
        number_on_issue=number,
        on_issue=shown,
        other=other[:OTHER],
        other_follows=len(other) > OTHER,
        other_after=identifier or None,
        said_of=claims,
        number_said_of=number_of_claims,
    )
    refs = queries.known_actors(session, actor.belongs_to)
    names = {ref.slug: ref.name for ref in refs}
    chains = queries.chains(session, claims, of_issue)
    changed = edited(session, ObjectKind.ACTOR, actor.slug)
    page = actor_page(parts, issue, names, chains)
    return render(request, "actor.html", page, edited=changed)


def _speaking(session: Session, issue_asked: str) -> Iterator[ActorSummary]:
    """Those with a statement on any subject, as on the page; not read before they are wanted."""
    everyone = queries.actors_on(session, issue_asked, everyone=True)
    yield from (one for one in everyone if one.statements)


def _known(session: Session, slug: str, directory: ActorDirectory) -> tuple[str, Actor]:
    """The id of the actor with that slug, known from the articles or from the directory alone.

    Nothing has the id that one of the directory alone is given.
    """
    found = known_actor(session, slug) if is_slug(slug) else None
    if found is None and (known := directory.by_slug(slug)) is not None:
        found = (from_number(0), known)
    if found is None:
        raise UnknownName(
            f"No actor is called “{slug[:80]}”.", near_actors(session, slug, directory)
        )
    return found
