"""/agreement: which actors say the same, as a page, JSON, CSV and GraphML."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import quote

from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.db.queries.agreement import (
    IssueName,
    belongs_to,
    holders,
    issue_names,
    representatives,
)
from app.db.queries.standings import standings_of
from app.domain.actors import ActorDirectory
from app.domain.ids import from_number
from app.domain.queries import AgreementQuery, By
from app.utterances.agreement import Standings
from app.views import agreement_data as data
from app.views.agreement import agreement_page, shown_actors
from app.views.agreement_choice import AGREEMENT, Titles
from app.views.links import Link
from app.views.networks import congruence_network, two_mode_network
from app.web.conditional import TaggedResponse, tag_of
from app.web.delimited import delimited_response
from app.web.dependencies import AbsoluteDep, DirectoryDep, SessionDep
from app.web.exports import now
from app.web.names import find_actors
from app.web.parameters import days, gather, one_value, same_without
from app.web.problems import BadChoice, UnknownName, nearest
from app.web.streamed import streamed_csv, streamed_json, turn
from app.web.templating import VARY, render

router = APIRouter()

_NAMES = {
    "by": "by",
    "issue": "issue", "issues": "issue",
    "from": "from", "since": "from",
    "to": "to", "until": "to",
    "actor": "actor", "actors": "actor", "speaker": "actor", "speakers": "actor",
    "least": "least",
}  # fmt: skip
_FILE_NAMES = {**_NAMES, "form": "form"}
CSV_FORMS = ("pairs", "matrix", "two-mode", "signed", "events")
GRAPHML_FORMS = ("congruence", "conflict", "two-mode")
_MOST_UNITS = 999


class Asked(NamedTuple):
    """A choice with the standings that it counts, names to speak of them, and a file's form."""

    query: AgreementQuery
    found: Standings
    titles: Titles
    form: str


@router.api_route("/agreement", methods=["GET", "HEAD"])
def show(request: Request, session: SessionDep, directory: DirectoryDep) -> Response:
    """The page. Another spelling of the same choice is sent to the canonical address."""
    pairs = request.query_params.multi_items()
    query, titles, _ = _choice(session, directory, pairs, AGREEMENT, ())
    if pairs != query.parameters():
        return RedirectResponse(
            query.address(AGREEMENT), 302, {"Vary": VARY, "Cache-Control": "no-cache"}
        )
    page = agreement_page(query, _standings(session, query), titles)
    link = f'<{quote(page.address, safe="/?&=%+")}>; rel="canonical"'
    return render(request, "agreement.html", page, headers={"Link": link})


@router.api_route("/agreement.json", methods=["GET", "HEAD"], dependencies=[Depends(turn)])
def as_json(
    request: Request, session: SessionDep, directory: DirectoryDep, absolute: AbsoluteDep
) -> Response:
    """Every standing and every pair, of all actors where none is chosen."""
    asked = _ask(request, session, directory, ())
    found = data.agreement_data(asked.query, asked.found, asked.titles, absolute)
    return streamed_json(request, session, {"retrieved_at": now(), **found})


@router.api_route("/agreement.csv", methods=["GET", "HEAD"], dependencies=[Depends(turn)])
def as_csv(
    request: Request, session: SessionDep, directory: DirectoryDep, absolute: AbsoluteDep
) -> Response:
    """Pairs as rows, or in another form: matrices and event lists are as other tools take them."""
    query, found, titles, form = _ask(request, session, directory, CSV_FORMS)
    if form == "matrix":
        return delimited_response(data.matrix_rows(query, found, titles), "congruence-matrix")
    if form in ("two-mode", "signed"):
        rows = data.two_mode_rows(query, found, titles, signed=form == "signed")
        return delimited_response(rows, form)
    if form == "events":
        return _events(session, query, found, titles, absolute)
    rows_of_pairs = data.pair_rows(query, found, titles, absolute)
    return streamed_csv(request, session, data.PAIR_COLUMNS, rows_of_pairs, "agreement")


@router.api_route("/agreement.graphml", methods=["GET", "HEAD"])
def as_graphml(
    request: Request, session: SessionDep, directory: DirectoryDep, absolute: AbsoluteDep
) -> Response:
    """The network of who agrees with whom, of who opposes whom, or of actors and units."""
    query, found, titles, form = _ask(request, session, directory, GRAPHML_FORMS)
    body = (
        two_mode_network(query, found, titles, absolute)
        if form == "two-mode"
        else congruence_network(query, found, titles, absolute, conflict=form == "conflict")
    )
    return TaggedResponse(
        body,
        media_type="application/graphml+xml; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="onrecord-{form}.graphml"',
            "Cache-Control": "no-cache",
            "ETag": tag_of(body),
        },
    )


def _events(
    session: Session,
    query: AgreementQuery,
    found: Standings,
    titles: Titles,
    absolute: AbsoluteDep,
) -> Response:
    """The event list: the statements behind every standing."""
    chosen = found.of(shown_actors(query, found, titles))
    ids = {from_number(one) for stood in chosen.stood for one, _ in stood.said}
    records = representatives(session, ids)
    rows = data.event_rows(chosen, records, titles, belongs_to(session), absolute)
    columns = data.EVENT_COLUMNS
    return delimited_response(
        [columns, *([row[column] for column in columns] for row in rows)], "events", timed=True
    )


def _ask(
    request: Request, session: Session, directory: ActorDirectory, forms: Sequence[str]
) -> Asked:
    """The choice that an address makes, with its standings. Raises BadChoice or UnknownName."""
    pairs = request.query_params.multi_items()
    query, titles, form = _choice(session, directory, pairs, request.url.path, forms)
    return Asked(query, _standings(session, query), titles, form)


def _standings(session: Session, query: AgreementQuery) -> Standings:
    issues = [query.issue] if query.issue else [one.slug for one in issue_names(session)]
    return standings_of(session, query, issues)


def _choice(
    session: Session,
    directory: ActorDirectory,
    pairs: Sequence[tuple[str, str]],
    path: str,
    forms: Sequence[str],
) -> tuple[AgreementQuery, Titles, str]:
    """The choice, the names it speaks of, and which of ``forms`` is asked for."""
    given = gather(pairs, path, _FILE_NAMES if forms else _NAMES)
    names = issue_names(session)
    issue = _issue(one_value("issue", given, same_without(given, path, "issue")), path, names)
    by = _one_of("by", [by.value for by in By], given, path)
    if by == By.MONTH and not issue:
        kept = [(name, value) for name, values in given.items() for value in values]
        raise BadChoice(
            "Months are counted of one issue: choose which.",
            tuple(_with(path, kept, "issue", one.slug, one.title) for one in names),
            same_without(given, path, "by"),
        )
    first, last = days(given, path)
    form = _one_of("form", forms, given, path) if forms else ""
    written = tuple(given.get("actor", ()))
    known = holders(session)
    actors = known
    if any(slug not in known for slug in written):
        refs = find_actors(session, written, directory, f"{path}?actor=")
        written = tuple(ref.slug for ref in refs)
        actors = {**known, **{ref.slug: ref for ref in refs}}
    query = AgreementQuery(
        by=By(by) if by else None,
        issue=issue or None,
        actors=written,
        first=first,
        last=last,
        least=_least(given, path),
    )
    titles = Titles({one.slug: one.title for one in names}, actors)
    return query.canonical(), titles, form or next(iter(forms), "")


def _issue(written: str, path: str, names: Sequence[IssueName]) -> str:
    """The slug of the issue that is meant, by slug or title. Raises UnknownName with near ones."""
    for one in names:
        if written in (one.slug, one.title):
            return one.slug
    if not written:
        return ""
    links = {
        name: Link(AgreementQuery(issue=one.slug).address(path), one.title)
        for one in names
        for name in (one.slug, one.title)
    }
    raise UnknownName(
        f"There is no issue called “{written[:80]}”.",
        nearest(written, links),
        tuple({link.address: link for link in links.values()}.values()),
    )


def _one_of(
    name: str, allowed: Sequence[str], given: Mapping[str, Sequence[str]], path: str
) -> str:
    """The value of a parameter that has few, empty when it is not given."""
    ways_on = same_without(given, path, name)
    value = one_value(name, given, ways_on).casefold()
    if value and value not in allowed:
        raise BadChoice(
            f"“{name}” cannot be “{value[:60]}”. It can be: {', '.join(allowed)}.", (), ways_on
        )
    return value


def _least(given: Mapping[str, Sequence[str]], path: str) -> int:
    """How many units two actors must share, 1 when it is not given."""
    ways_on = same_without(given, path, "least")
    value = one_value("least", given, ways_on) or "1"
    if not (value.isascii() and value.isdigit() and 1 <= int(value[:9]) <= _MOST_UNITS):
        raise BadChoice(
            f"“least” is a whole number from 1 to {_MOST_UNITS}, not “{value[:60]}”.", (), ways_on
        )
    return int(value[:9])


def _with(path: str, kept: Sequence[tuple[str, str]], name: str, value: str, text: str) -> Link:
    pairs = "&".join(f"{quote(n)}={quote(v)}" for n, v in [*kept, (name, value)])
    return Link(f"{path}?{pairs}", text)
