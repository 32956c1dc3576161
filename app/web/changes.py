"""/changes: who possibly changed position on an issue between two days."""

from collections.abc import Iterator, Sequence
from itertools import count
from typing import NamedTuple

from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.db import queries
from app.domain.changes import Pairs, Stood
from app.domain.queries import ComparisonQuery
from app.domain.records import IssueRecord
from app.views.changes import (
    ACTORS,
    PATH,
    ActorChanges,
    Pair,
    actor_changes,
    after_address,
    changes_page,
    in_order,
    pairs_of,
    shown_pairs,
)
from app.views.changes_data import CHANGES_COLUMNS, changes_data, changes_rows
from app.views.links import Link
from app.web.dependencies import AbsoluteDep, SessionDep, the_issue
from app.web.exports import json_response, now
from app.web.parameters import Choice, days_and_after, issue_and_days
from app.web.problems import BadChoice
from app.web.streamed import streamed_csv, streamed_json, turn
from app.web.templating import VARY, render

router = APIRouter()
_AT_ONCE = 200  # pairs that are read together


class Asked(NamedTuple):
    """What is asked for."""

    query: ComparisonQuery
    issue: IssueRecord
    session: Session

    def stood(self) -> tuple[Stood, ...]:
        """Where each actor stands, by name."""
        return queries.possible_changes(self.session, self.query.issue).stood(self.query)

    def pairs(self, stood: Stood) -> Iterator[Pair]:
        """All pairs of an actor, some read after the other."""
        changes = queries.possible_changes(self.session, self.query.issue)
        for start in count(0, _AT_ONCE):
            if start >= stood.pairs:
                return
            found = changes.pairs(stood, self.query, start, start + _AT_ONCE)
            places = [place for pair in found.pairs for place in pair]
            records = queries.records_of(self.session, self.query.issue, {stood.slug: places})
            yield from pairs_of(stood, found, records[stood.slug], self.query)

    def shown(self, every: Sequence[Stood]) -> dict[str, ActorChanges]:
        """Actors as they stand on the page, by slug."""
        changes = queries.possible_changes(self.session, self.query.issue)
        found, wanted = [], {}
        for stood in every:
            number = shown_pairs(stood)
            pairs = changes.pairs(stood, self.query, -number) if number else Pairs(1, ())
            runs = changes.runs(stood, self.query)
            found.append((stood, pairs, runs))
            wanted[stood.slug] = [
                *(place for pair in pairs.pairs for place in pair),
                *(place for run in runs for place in (run.first, run.last)),
            ]
        records = queries.records_of(self.session, self.query.issue, wanted)
        return {
            stood.slug: actor_changes(stood, pairs, runs, records[stood.slug], self.query)
            for stood, pairs, runs in found
        }


@router.api_route(PATH, methods=["GET", "HEAD"])
def show(request: Request, session: SessionDep) -> Response:
    """The page. Another spelling of the same choice is sent to the canonical address."""
    choice, after = days_and_after(request)
    asked = _asked(session, choice)
    address = asked.query.address(PATH)
    wanted = [*asked.query.parameters(), *([("after", after)] if after else [])]
    if request.query_params.multi_items() != wanted:
        if after:
            address = after_address(address, after)
        return RedirectResponse(address, 302, {"Vary": VARY, "Cache-Control": "no-cache"})
    found = asked.stood()
    ordered = in_order(found)
    start = next((n for n, one in enumerate(ordered, start=1) if one.slug == after), 0)
    if after and not start:
        raise BadChoice(
            f"No actor of this list is called “{after[:80]}”.",
            (),
            (Link(address, "From the beginning"),),
            "after",
        )
    page = changes_page(
        found,
        asked.shown(ordered[start : start + ACTORS]),
        asked.query,
        asked.issue,
        known=queries.actors_on(session, asked.query.issue, stances=False),
        issues=queries.issues(session),
        start=start,
    )
    return render(request, "changes.html", page)


@router.api_route(f"{PATH}.json", methods=["GET", "HEAD"], dependencies=[Depends(turn)])
def as_json(request: Request, session: SessionDep, absolute: AbsoluteDep) -> Response:
    """The same as data: all pairs, with both positions."""
    asked = _ask(request, session)
    found = asked.stood()
    data = changes_data(found, asked.pairs, asked.query, absolute)
    if sum(one.pairs for one in found) > _AT_ONCE:
        return streamed_json(request, session, {"retrieved_at": now()} | data)
    data["actors"] = [{**one, "pairs": list(one["pairs"])} for one in data["actors"]]
    return json_response({"retrieved_at": now()} | data)


@router.api_route(f"{PATH}.csv", methods=["GET", "HEAD"], dependencies=[Depends(turn)])
def as_csv(request: Request, session: SessionDep, absolute: AbsoluteDep) -> Response:
    """One pair of positions a row."""
    asked = _ask(request, session)
    rows = changes_rows(asked.stood(), asked.pairs, absolute)
    return streamed_csv(request, session, CHANGES_COLUMNS, rows, "changes")


def _ask(request: Request, session: Session) -> Asked:
    """What is asked for. Raises BadChoice or UnknownName with a way on."""
    return _asked(session, issue_and_days(request))


def _asked(session: Session, choice: Choice) -> Asked:
    issue = the_issue(session, choice.issue)
    query = ComparisonQuery(issue=choice.issue, first=choice.first, last=choice.last)
    return Asked(query.canonical(), issue, session)
