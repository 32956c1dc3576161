"""/compare: the comparison as a page, as a block of it and as JSON. More: app/web/takeaway.py."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import quote

from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.db import queries
from app.db.data_version import data_version
from app.db.queries.reports_listed import reports_listed
from app.domain.actors import ActorDirectory
from app.domain.positions import Issue
from app.domain.queries import ComparisonQuery, ComparisonView
from app.domain.records import (
    ActorRef,
    ColumnsRecords,
    Facet,
    IssueRecord,
    OutletRef,
    OverviewRecords,
)
from app.views.choice import Choices, parts
from app.views.compare import compare_page, fitting_view, shows_overview, ways_on
from app.views.data import query_data, statement_data
from app.views.links import Link
from app.views.shortcuts import ranges_of, shortcuts
from app.web.dependencies import AbsoluteDep, DirectoryDep, SessionDep, the_issue
from app.web.exports import now
from app.web.kept import Kept
from app.web.kept_cards import KeptCards
from app.web.names import find_actors, find_outlets
from app.web.parameters import read_choice, read_view
from app.web.problems import BadChoice
from app.web.streamed import streamed_json, turn
from app.web.templating import VARY, render, wants_block

router = APIRouter()


class Asked(NamedTuple):
    """A choice with its names looked up."""

    query: ComparisonQuery
    issue: IssueRecord
    actors: tuple[ActorRef, ...]
    outlets: tuple[OutletRef, ...]


def ask(
    session: Session, directory: ActorDirectory, pairs: Sequence[tuple[str, str]], path: str
) -> Asked:
    """The choice that parameters make. Raises BadChoice or UnknownName with a way on."""
    choice = read_choice(pairs, path)
    issue = the_issue(session, choice.issue)
    actors = find_actors(session, choice.actors, directory)
    outlets = find_outlets(session, choice.outlets)
    query = ComparisonQuery(
        issue=choice.issue,
        actors=tuple(ref.slug for ref in actors),
        sides=choice.sides,
        who=choice.who,
        first=choice.first,
        last=choice.last,
        undated=choice.undated,
        stances=choice.stances,
        scopes=choice.scopes,
        kinds=choice.kinds,
        outlets=tuple(outlet.slug for outlet in outlets),
        reviewed=choice.reviewed,
        words=choice.words,
    )
    return Asked(query.canonical(), issue, actors, outlets)


@router.api_route("/compare", methods=["GET", "HEAD"])
def show(request: Request, session: SessionDep, directory: DirectoryDep) -> Response:
    """The page. Another spelling of the same choice is sent to the canonical address.

    With 302: no cache keeps it, so that an address may come to mean more tomorrow (a new
    filter), and the form works without JavaScript. htmx is answered at once instead, with the
    address to push.
    """
    pairs = request.query_params.multi_items()
    asked = ask(session, directory, pairs, "/compare")
    query = asked.query
    view = fitting_view(query, read_view(pairs, "/compare"))
    address = query.address("/compare", view)
    block = wants_block(request)
    canonical = sorted([*query.parameters(), *view.parameters()], key=lambda pair: pair[0])
    if not block and pairs != canonical:
        return RedirectResponse(address, 302, {"Vary": VARY, "Cache-Control": "no-cache"})
    kept = request.app.state.site.kept
    choices = _choices(session, directory, asked, view, kept)
    cards = KeptCards(kept, data_version(session), query)
    records = _records(session, query, view, cards)
    page = compare_page(query, view, records, asked.issue, choices)
    if page.empty:
        rest = [queries.size(session, part.rest) for part in parts(query, choices)]
        page = replace(page, ways_on=ways_on(query, choices, rest))
    headers = {"Link": f'<{quote(address, safe="/?&=%+")}>; rel="canonical"'}
    if block:
        headers["HX-Push-Url"] = address
    return render(
        request,
        "compare.html",
        page,
        block="comparison" if block else None,
        headers=headers,
        cards=cards,
    )


def _records(
    session: Session, query: ComparisonQuery, view: ComparisonView, cards: KeptCards
) -> OverviewRecords | ColumnsRecords:
    """What the page shows. Raises BadChoice where the page asked for never was one."""
    if shows_overview(query, view):
        return queries.overview(session, query)
    try:
        return queries.columns(session, query, view.before, known=cards.has)
    except ValueError as error:
        raise BadChoice(
            "“before” takes what a link to older words has.",
            (),
            (Link(query.address(), "The same from its beginning"),),
            "before",
        ) from error


def _choices(
    session: Session, directory: ActorDirectory, asked: Asked, view: ComparisonView, kept: Kept
) -> Choices:
    """What the filters offer, each with how much it would list."""
    query = asked.query
    facets = queries.facets(session, query)
    ranges = ranges_of(queries.months(session, query), datetime.now(UTC).date())
    numbers = queries.between(session, query, [(one.first, one.last) for one in ranges])
    issues, names = _offered(session, directory, query.issue, facets.actors, kept)
    return Choices(
        facets, asked.actors, asked.outlets, issues, names, shortcuts(query, view, ranges, numbers)
    )


def _offered(
    session: Session, directory: ActorDirectory, issue: str, actors: Sequence[Facet], kept: Kept
) -> tuple[tuple[Issue, ...], tuple[tuple[str, str], ...]]:
    """The issues, and what may be typed for a speaker: the same for every choice on one issue."""
    version, key = data_version(session), ("offered", issue)
    found: tuple[tuple[Issue, ...], tuple[tuple[str, str], ...]] | None = kept.get(version, key)
    if found is None:
        names = tuple(
            (facet.value, written)
            for facet in actors
            for written in _names(directory, facet.value, facet.label)
        )
        issues = queries.issue_titles(session)
        found = issues, names
        size = 200 * len(names) + sum(4 * len(repr(one)) for one in issues)
        kept.put(version, key, found, size)
    return found


def _names(directory: ActorDirectory, slug: str, name: str) -> tuple[str, ...]:
    """What may be typed for a speaker: the name, and those aliases that nobody else has."""
    actor = directory.by_slug(slug)
    aliases = actor.aliases if actor else ()
    return (name, *(alias for alias in aliases if len(directory.by_name(alias)) == 1))


@router.api_route("/compare.json", methods=["GET", "HEAD"], dependencies=[Depends(turn)])
def as_json(
    request: Request, session: SessionDep, directory: DirectoryDep, absolute: AbsoluteDep
) -> Response:
    """The same choice without loss, the statements without a certain day apart.

    ``count`` is how many reports are listed, as in the CSV; ``utterance_count`` of how many
    statements they are reports, as the page lists them. ``undated`` lists what the page lists
    apart; ``undated_count`` says how many there are, and ``undated_url`` where they are listed.
    """
    query = ask(session, directory, request.query_params.multi_items(), "/compare.json").query
    found = reports_listed(session, query)
    return streamed_json(
        request,
        session,
        {
            "query": query_data(query),
            "url": absolute(query.address()),
            "retrieved_at": now(),
            "articles_read": found.articles_read,
            "count": found.count,
            "utterance_count": found.utterance_count,
            "dated_count": found.dated_count,
            "statements": (statement_data(one, absolute) for one in found.dated),
            "undated_count": found.undated_count,
            "undated_url": absolute(replace(query, undated=True).address("/compare.json")),
            "undated": (statement_data(one, absolute) for one in found.undated),
        },
    )
