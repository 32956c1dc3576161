"""/embed/...: small pages for the frames of others. No cookie, no script, and a link back."""

from dataclasses import replace

from fastapi import APIRouter
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from app.db import queries
from app.db.queries.histories import tombstone
from app.domain.queries import ComparisonQuery
from app.domain.records import StatementRecord
from app.errors import NotFoundError, QueryError
from app.views.links import statement_address
from app.views.share_choice import choice_title, counted_sentence
from app.views.share_embed import ROWS, EmbedProblemPage, embed_compare, embed_statement
from app.views.share_head import statement_title
from app.web.compare import ask
from app.web.dependencies import DirectoryDep, SessionDep, the_issue
from app.web.statements import issue_of, statement_record
from app.web.templating import render

router = APIRouter()


@router.api_route("/embed/statements/{identifier}", methods=["GET", "HEAD"])
def statement(identifier: str, request: Request, session: SessionDep) -> Response:
    """A statement for a frame; one that was withdrawn says so, with 410 and why."""
    address = statement_address(identifier)
    stone = tombstone(session, identifier)
    if stone is not None:
        told = f"It was withdrawn: {stone.reason}" if stone.reason else "It was withdrawn."
        return _problem(request, "This statement was withdrawn", told, address, 410)
    try:
        found, article = statement_record(session, identifier)
    except NotFoundError as error:
        return _problem(request, "Not found", str(error), "/", 404)
    issue = the_issue(session, issue_of(found))
    page = embed_statement(found, statement_title(found), issue, newest=article.newest)
    return render(request, "embed_statement.html", page)


@router.api_route("/embed/compare", methods=["GET", "HEAD"])
def comparison(request: Request, session: SessionDep, directory: DirectoryDep) -> Response:
    """A comparison for a frame: who takes which positions, and the latest words of each."""
    try:
        asked = ask(session, directory, request.query_params.multi_items(), "/embed/compare")
    except QueryError as error:
        return _problem(request, "This choice cannot be read", str(error), "/compare", 400)
    except NotFoundError as error:
        return _problem(request, "Not found", str(error), "/compare", 404)
    found = queries.overview(session, asked.query)
    latest = _latest(session, asked.query, [row.actor.slug for row in found.rows[:ROWS]])
    sentence = counted_sentence(
        asked.query, found.counted, asked.issue, asked.actors, asked.outlets
    )
    heading = choice_title(asked.issue, asked.actors), sentence
    page = embed_compare(asked.query, found, latest, asked.issue, heading)
    return render(request, "embed_compare.html", page)


def _latest(
    session: Session, query: ComparisonQuery, slugs: list[str]
) -> dict[str, StatementRecord]:
    """What each of these actors said last in a choice."""
    columns = [
        queries.columns(session, replace(query, actors=(slug,)), per_column=1) for slug in slugs
    ]
    shown = [(*one.dated, *one.undated)[:1] for one in columns]
    return {found.actor.slug: found for one in shown for found in one}


def _problem(request: Request, title: str, message: str, address: str, status: int) -> Response:
    page = EmbedProblemPage(title, message, address)
    return render(request, "embed_problem.html", page, status=status)
